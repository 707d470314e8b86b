package web

import (
	"cmp"
	"html"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"cewen/plan"
)

// note is something to be shown of a stretch of a plan's text: its opening and closing tag. Notes may overlap; a lower rank stands outside.
type note struct {
	plan.Span
	rank        int
	open, close string
}

// The ranks, the outermost first. Links stand innermost but for what is searched for, so that none holds another.
const (
	rankMark = iota
	rankDuty
	rankTarget
	rankHit
	rankLink
)

// annotated writes a stretch of text with its notes: escaped, every tag closed within those it was opened in. A note that reaches across the
// end of another one is closed there and opened again. Notes outside the stretch, empty ones and those that cut a character are left out.
func annotated(text string, at plan.Span, notes []note) template.HTML {
	var in []note
	cuts := map[int]bool{at.Start: true, at.End: true}
	for _, n := range notes {
		n.Start, n.End = max(n.Start, at.Start), min(n.End, at.End)
		if n.Len() <= 0 || !boundary(text, n.Start) || !boundary(text, n.End) {
			continue
		}
		in = append(in, n)
		cuts[n.Start], cuts[n.End] = true, true
	}
	points := make([]int, 0, len(cuts))
	for p := range cuts {
		points = append(points, p)
	}
	slices.Sort(points)
	slices.SortStableFunc(in, func(a, b note) int { return cmp.Or(a.rank-b.rank, a.Start-b.Start, b.End-a.End) })
	var out strings.Builder
	var opened []int
	for i := 0; i+1 < len(points); i++ {
		from, to := points[i], points[i+1]
		var now []int
		for j, n := range in {
			if n.Start <= from && to <= n.End {
				now = append(now, j)
			}
		}
		same := 0
		for same < len(opened) && same < len(now) && opened[same] == now[same] {
			same++
		}
		for j := len(opened) - 1; j >= same; j-- {
			out.WriteString(in[opened[j]].close)
		}
		for _, j := range now[same:] {
			open := in[j].open
			if from > in[j].Start { // opened again: its id stands once
				open = withoutID(open)
			}
			out.WriteString(open)
		}
		opened = now
		out.WriteString(html.EscapeString(plain(text[from:to])))
	}
	for j := len(opened) - 1; j >= 0; j-- {
		out.WriteString(in[opened[j]].close)
	}
	return template.HTML(out.String())
}

// boundary reports whether a character begins at a place, or the text ends there.
func boundary(text string, at int) bool {
	return at == len(text) || at >= 0 && at < len(text) && utf8.RuneStart(text[at])
}

// withoutID is an opening tag without its id.
func withoutID(tag string) string {
	at := strings.Index(tag, ` id="`)
	if at < 0 {
		return tag
	}
	end := strings.Index(tag[at+5:], `"`)
	return tag[:at] + tag[at+5+end+1:]
}
