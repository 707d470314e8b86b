package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	countedTitle = regexp.MustCompile(`\d+(?:\.\d+)?\s*(?:万|亿|千)?余?(?:个|家|公里|处|座|人|户|套|项|亩|吨|元|%|％|平方米|千瓦|床|名|场|次|辆|所|条|台)`)
	datedTitle   = regexp.MustCompile(`^(?:到|在|力争|确保)*20\d\d年[^，,；;。]{0,8}[，,]`)
	clausesTitle = regexp.MustCompile(`[，,；;]`)
)

// spoken reports whether what stands behind a label is a sentence of the text and no title. 第三条 has no title in measures; elsewhere a title that
// counts something, begins with a date, or is long with a comma, is a sentence.
func spoken(title string, article bool) bool {
	n := utf8.RuneCountInString(title)
	if article {
		return n > 20 || clausesTitle.MatchString(title) || countedTitle.MatchString(title)
	}
	return countedTitle.MatchString(title) || datedTitle.MatchString(title) || n > 45 || n > 28 && clausesTitle.MatchString(title)
}

// speak lets a head whose title is a sentence keep its label alone: the sentence is text of the clause, which is called by what stands before the
// sentence's first comma or marker. 一、总体要求 到2027年,… (a line break was lost) keeps what stands before the blank.
func (p *parser) speak(h head, c *Clause) head {
	line := p.lines[h.line].span
	in := h.title.In(p.text)
	if i := blankIn(in); i > 0 {
		h.title.End = h.title.Start + i
		h.rest = trim(p.text, Span{h.title.End, line.End})
		c.Title, c.Head.End = in[:i], h.title.End
		return h
	}
	c.Head.End = h.label.End
	c.Title = titleFrom(in)
	h.rest = Span{h.title.Start, line.End}
	return h
}

// blankIn is where a blank cuts a title from its text, 0 where none does.
func blankIn(title string) int {
	at := strings.IndexFunc(title, isSpace)
	if at <= 0 || utf8.RuneCountInString(title[:at]) > 25 || strings.ContainsAny(title[:at], "，,；;：:") {
		return 0
	}
	return at
}

// titleFrom is what a sentence is called by: its first piece that is more than a date.
func titleFrom(sentence string) string {
	t := sentence
	for t != "" {
		i := strings.IndexAny(t, "。，,；;：:（(〔【")
		if i < 0 {
			break
		}
		if first := strings.TrimFunc(t[:i], isSpace); first != "" && deadlineRE.FindString(first) != first {
			t = first
			break
		}
		_, n := utf8.DecodeRuneInString(t[i:])
		t = t[i+n:]
	}
	return clip(strings.TrimFunc(t, isSpace), 30)
}
