package answer

import (
	"regexp"
	"strings"

	"cewen/lexicon"
)

// asksSeat finds a question where an office stands: 领导小组办公室设在哪里, 专班办公室放在哪个单位.
var asksSeat = regexp.MustCompile(`^(.*?(?:办公室|专班|指挥部|领导小组|办))(?:是|要|都|具体)?(?:设在|设到|设于|放在|挂靠在|挂在|在)(?:哪|什么|啥)`)

// seated finds where the text says so: 领导小组办公室设在市城管局.
var seated = regexp.MustCompile(`(?:设在|设于|设立在|挂靠在|挂靠)`)

// seat answers where an office stands with the segment that says so. Of several offices those are meant whose name agrees longest with what is asked for.
func (a *asker) seat() *reply {
	m := asksSeat.FindStringSubmatch(a.q.norm)
	if m == nil {
		return nil
	}
	asked := foldMatter(m[1])
	best := 1
	r := &reply{score: 1.3, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Answered: true, Intent: Lead, Notes: a.notes()}
	var said []string
	for li := range a.d.c.leaves {
		l := &a.d.c.leaves[li]
		if l.kind != leafSegment || l.part < 0 {
			continue
		}
		text := l.span.In(a.d.p.Text)
		at := seated.FindStringIndex(lexicon.Fold(text))
		if at == nil {
			continue
		}
		n := a.sameOffice(asked, foldMatter(lexicon.Fold(text)[:at[0]]), l.part)
		if n < best || n == 0 {
			continue
		}
		if n > best {
			best, said, r.answer.Citations = n, nil, nil
		}
		said = append(said, text)
		r.answer.Citations = append(r.answer.Citations, a.d.cite(l.clause, l.span))
	}
	if len(said) > 3 {
		return nil
	}
	if len(said) == 0 {
		if office := m[1]; a.inText(office) && !strings.HasSuffix(office, "领导小组") {
			return a.slotRefusal(Lead, "方案没有写"+office+"设在哪里。")
		}
		return nil
	}
	r.answer.Text = strings.Join(said, ";") + "。"
	return r
}

// sameOffice is how far the name of an office in the text is the one asked for, 0 where it is another one's: 领导小组办公室 is not 指挥部办公室. Where the text
// says no more than 办公室, what stands before it in its passage says whose.
func (a *asker) sameOffice(asked, name []rune, part int) int {
	const office = "办公室"
	n := commonTail(asked, name)
	whose, own := strings.TrimSuffix(string(asked), office), strings.TrimSuffix(string(name), office)
	switch rs := []rune(whose); {
	case n < 2 || strings.HasSuffix(string(asked), office) != strings.HasSuffix(string(name), office):
		return 0
	case whose == "" || n >= len(office)/3+2 || own == whose:
		return n
	case own == "" && len(rs) >= 2 && containsRunes(foldMatter(a.d.parts[part].part.Span.In(a.d.p.Text)), rs[len(rs)-2:]):
		return n
	}
	return 0
}

// commonTail is how many runes two names share at their ends.
func commonTail(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
