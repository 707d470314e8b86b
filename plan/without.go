package plan

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Without returns the plan as it would read with these spans cut out of its text: what does a plan say that has lost this fact?
func (p *Plan) Without(spans ...Span) (*Plan, error) {
	cut := append([]Span(nil), spans...)
	sort.Slice(cut, func(i, j int) bool { return cut[i].Start < cut[j].Start })
	var b strings.Builder
	at := 0
	for _, s := range cut {
		if s.Start < 0 || s.End > len(p.Text) || s.Start > s.End || !boundary(p.Text, s.Start) || !boundary(p.Text, s.End) {
			return nil, &Error{Op: "without", Source: p.Source, Code: BadSpan}
		}
		if s.Start > at {
			b.WriteString(p.Text[at:s.Start])
		}
		at = max(at, s.End)
	}
	b.WriteString(p.Text[at:])
	return Parse(p.Source, b.String())
}

func boundary(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }
