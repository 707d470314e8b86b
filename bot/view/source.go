package view

import (
	"sort"
	"strings"
	"unicode/utf8"

	"cewen/answer"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/plan"
)

// fewClauses is up to how many cited clauses are shown whole; of more than that the quotes alone are shown.
const fewClauses = 3

// Source renders one page of the text behind an answer: the clauses it cites, whole, with the quotes in bold; of many clauses the quotes.
func Source(t dialog.Turn, open func(name string) *plan.Plan, page int) outbox.Message {
	var blocks []block
	for _, group := range byPlace(t.Answer.Citations) {
		blocks = append(blocks, sourceOf(group, open, len(byPlace(t.Answer.Citations)) <= fewClauses)...)
	}
	pages := layOut(blocks)
	page = clamp(page, len(pages))
	row := pager(page, len(pages), func(to int) outbox.Button { return button("", VerbSource, t.ID, itoa(to)) })
	row = append(row, button("返回", VerbAnswer, t.ID, "0"))
	return outbox.Message{HTML: pages[page], Buttons: [][]outbox.Button{row}}
}

// block is a run of text under a source line.
type block struct {
	source string
	text   string
	marks  []plan.Span // what of the text is quoted, in bytes of text
}

// byPlace groups citations that stand in one clause, one row or the document's data, in their order.
func byPlace(cs []answer.Citation) [][]answer.Citation {
	type place struct {
		plan        string
		clause, row int
		label       string
	}
	at := map[place]int{}
	var out [][]answer.Citation
	for _, c := range cs {
		k := place{c.Plan, c.Clause, c.Row, ""}
		if c.Clause == 0 {
			k.label = c.Label
		}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], c)
	}
	return out
}

// sourceOf is the text of one place. A plan whose text has changed since shows the quotes as they were given.
func sourceOf(cs []answer.Citation, open func(name string) *plan.Plan, whole bool) []block {
	source := "〔" + cs[0].Source() + " · " + cs[0].Plan + "〕"
	if whole && cs[0].Row == 0 && cs[0].Clause > 0 {
		if p := open(cs[0].Plan); p != nil && standsIn(p, cs) {
			if c := p.Clause(cs[0].Clause); c != nil {
				return []block{clauseBlock(source, p, c, cs)}
			}
		}
	}
	var out []block
	for _, c := range cs {
		out = append(out, block{source: source, text: strings.TrimSpace(c.Quote)})
	}
	return out
}

// standsIn reports whether all quotes still stand where they were cited.
func standsIn(p *plan.Plan, cs []answer.Citation) bool {
	for _, c := range cs {
		if c.Start < 0 || c.Start > c.End || c.End > len(p.Text) || p.Text[c.Start:c.End] != c.Quote {
			return false
		}
	}
	return true
}

func clauseBlock(source string, p *plan.Plan, c *plan.Clause, cs []answer.Citation) block {
	b := block{source: source, text: c.Span.In(p.Text)}
	for _, q := range cs {
		if s := (plan.Span{Start: q.Start - c.Span.Start, End: q.End - c.Span.Start}); s.Start >= 0 && s.End <= len(b.text) && s.Len() > 0 {
			b.marks = append(b.marks, s)
		}
	}
	sort.Slice(b.marks, func(i, j int) bool { return b.marks[i].Start < b.marks[j].Start })
	return b
}

// layOut fills pages with blocks. A block that is longer than a page is cut at the end of a sentence; its source line is repeated.
func layOut(blocks []block) []string {
	const most = (phoneLines + 3) * phoneWidth
	var pages []string
	var page strings.Builder
	used := 0
	last := ""
	flush := func() {
		if page.Len() > 0 {
			if last != "" {
				page.WriteString("\n" + esc(last))
			}
			pages = append(pages, page.String())
			page.Reset()
		}
		used, last = 0, ""
	}
	for _, b := range blocks {
		for at := 0; at < len(b.text); {
			end := at + cutAt(b.text[at:], most)
			n := utf8.RuneCountInString(b.text[at:end])
			if used > 0 && used+n > most {
				flush()
			}
			if last != "" && last != b.source {
				page.WriteString("\n" + esc(last) + "\n")
			} else if page.Len() > 0 {
				page.WriteString("\n")
			}
			page.WriteString(marked(b, at, end))
			used += n
			last = b.source
			at = end
		}
	}
	flush()
	if len(pages) == 0 {
		return []string{"这一答没有引文。"}
	}
	return pages
}

// cutAt returns where to cut a text of more than most characters, in bytes.
func cutAt(text string, most int) int {
	if utf8.RuneCountInString(text) <= most {
		return len(text)
	}
	n, good := 0, 0
	for i, r := range text {
		if n++; n > most {
			if good > 0 {
				return good
			}
			return i
		}
		if r == '。' || r == '\n' || r == ';' || r == '\uff1b' {
			good = i + utf8.RuneLen(r)
		}
	}
	return len(text)
}

// marked writes a stretch of a block with its quotes in bold.
func marked(b block, from, to int) string {
	var out strings.Builder
	at := from
	for _, m := range b.marks {
		start, end := max(m.Start, at), min(m.End, to)
		if start >= end {
			continue
		}
		out.WriteString(esc(b.text[at:start]))
		out.WriteString("<b>" + esc(b.text[start:end]) + "</b>")
		at = end
	}
	out.WriteString(esc(b.text[at:to]))
	return strings.TrimSpace(out.String())
}
