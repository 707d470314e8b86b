package web

import (
	"html/template"
	"strconv"
	"strings"

	"cewen/plan"
)

// gridRow is a row of a table that is printed as | a | b |, its cells as they stand.
type gridRow struct {
	ID    string // of the clause that the row is
	Cells []template.HTML
}

// gridBlock lays out the lines from at on that are rows of a table. end is where the last of them ends; a single line is no table.
func gridBlock(p *plan.Plan, at int, html func(plan.Span) template.HTML) (b block, end int, ok bool) {
	b.Kind = "grid"
	widest := 0
	for at < len(p.Text) {
		line := trimmed(p.Text, plan.Span{Start: at, End: lineEnd(p.Text, at)})
		s := line.In(p.Text)
		if len(s) < 3 || s[0] != '|' || s[len(s)-1] != '|' {
			break
		}
		end = lineEnd(p.Text, at)
		at = end + 1
		if strings.Trim(s, "|-: \t") == "" {
			continue // the rule below a head
		}
		row := gridRow{}
		for i := range p.Clauses {
			if c := &p.Clauses[i]; c.Span.Start == line.Start {
				row.ID = "c" + strconv.Itoa(c.Number)
			}
		}
		for from := line.Start + 1; from < line.End; {
			to := from + strings.IndexByte(p.Text[from:line.End], '|')
			row.Cells = append(row.Cells, html(trimmed(p.Text, plan.Span{Start: from, End: to})))
			from = to + 1
		}
		widest = max(widest, len(row.Cells))
		b.Grid = append(b.Grid, row)
	}
	for i := range b.Grid {
		for len(b.Grid[i].Cells) < widest {
			b.Grid[i].Cells = append(b.Grid[i].Cells, "")
		}
	}
	return b, end, len(b.Grid) > 1
}
