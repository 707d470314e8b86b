package plan

import (
	"cmp"
	"slices"
)

// account warns about every line that nothing was read from, so that no text is dropped silently. A run of such lines is one warning.
func (p *parser) account() {
	p.unkept()
	for i := 0; i < len(p.lines); i++ {
		if p.used[i] {
			continue
		}
		w := Warning{Line: p.lines[i].no, Code: "unread-line", Text: clip(p.in(i), 40)}
		for i+1 < len(p.lines) && !p.used[i+1] {
			i++
			w.Last = p.lines[i].no
		}
		p.plan.Warnings = append(p.plan.Warnings, w)
	}
}

// unkept takes back that a line was read where nothing that was read holds it: of a heading in lines one may be left out of what it became.
func (p *parser) unkept() {
	m := &p.plan.Meta
	kept := slices.Concat(p.plan.Preface, p.plan.Frame)
	for _, f := range []Field{m.Number, m.Index, m.Title, m.Notice, m.Issuer, m.Publisher, m.Signed, m.Published, m.Category, m.Disclosure, m.Addressees, m.Approval, m.Validity} {
		kept = append(kept, f.Span)
	}
	for i := range p.plan.Chapters {
		kept = append(kept, p.plan.Chapters[i].Span)
	}
	for i := range p.plan.Clauses {
		kept = append(kept, p.plan.Clauses[i].Span)
	}
	for i := range p.plan.Boxes {
		kept = append(kept, p.plan.Boxes[i].Span)
	}
	slices.SortFunc(kept, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	next, reach := 0, 0 // of the spans that begin before a line ends, how far they go
	for i, l := range p.lines {
		for ; next < len(kept) && kept[next].Start < l.span.End; next++ {
			reach = max(reach, kept[next].End)
		}
		if reach <= l.span.Start {
			p.used[i] = false
		}
	}
}

// clip shortens s to n runes.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

// gaps lists what a passage does not give.
func (p *parser) gaps() {
	dated, any := map[int]bool{}, map[int]bool{}
	for _, t := range p.plan.Targets {
		any[t.Clause] = true
		if t.Deadline != nil {
			dated[t.Clause] = true
		}
	}
	for _, c := range p.plan.Clauses {
		if len(c.Duties) == 0 {
			p.plan.Gaps = append(p.plan.Gaps, Gap{"duty", c.Number})
		}
		if !any[c.Number] {
			p.plan.Gaps = append(p.plan.Gaps, Gap{"target", c.Number})
		}
		if !dated[c.Number] {
			p.plan.Gaps = append(p.plan.Gaps, Gap{"date", c.Number})
		}
	}
}
