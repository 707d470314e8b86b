package web

import (
	"html/template"
	"strconv"
	"strings"

	"cewen/plan"
)

// tableAt is a table of indicators within the text.
type tableAt struct {
	rows       []*plan.Indicator
	start, end int
}

// tablesOf finds the tables by where their first row's line begins.
func tablesOf(p *plan.Plan) map[int]tableAt {
	out := map[int]tableAt{}
	for i := range p.Boxes {
		b := &p.Boxes[i]
		if !b.Table {
			continue
		}
		t := tableAt{start: -1}
		for j := range p.Indicators {
			in := &p.Indicators[j]
			if !b.Span.Contains(in.Span) || in.Span.Len() == 0 {
				continue
			}
			if t.start < 0 {
				t.start = lineStart(p.Text, in.Span.Start)
			}
			t.rows = append(t.rows, in)
			t.end = max(t.end, lineEnd(p.Text, in.Span.End))
		}
		if len(t.rows) > 0 {
			out[t.start] = t
		}
	}
	return out
}

// tableBlock is a table of indicators, its cells verbatim.
func tableBlock(p *plan.Plan, t tableAt, html func(plan.Span) template.HTML) block {
	b := block{Kind: "table"}
	for _, in := range t.rows {
		b.Kept = b.Kept || in.Attribute != ""
		b.Rows = append(b.Rows, rowCells{
			ID: "row" + strconv.Itoa(in.Row), Row: in.Row, Category: plain(in.Category), Unit: plain(in.Unit), Kind: plain(in.Attribute),
			Name: cell(p, in.NameSpan, in.Name, html), Base: cell(p, in.BaseSpan, in.Base, html), Target: cell(p, in.TargetSpan, in.Target, html),
			BaseYear: in.BaseYear, TargetYear: in.TargetYear,
		})
	}
	return b
}

// cell is the text where it stands, or as it was read where its place is not known.
func cell(p *plan.Plan, s plan.Span, text string, html func(plan.Span) template.HTML) template.HTML {
	if s.Len() > 0 {
		return html(s)
	}
	return template.HTML(template.HTMLEscapeString(plain(text)))
}

// leftOver are the lines between a table's rows that are none.
func leftOver(p *plan.Plan, t tableAt, html func(plan.Span) template.HTML) []block {
	var out []block
	for at := t.start; at < t.end; {
		end := lineEnd(p.Text, at)
		line := trimmed(p.Text, plan.Span{Start: at, End: end})
		at = end + 1
		if line.Len() == 0 || p.Boxes == nil {
			continue
		}
		inRow := false
		for _, in := range t.rows {
			inRow = inRow || in.Span.Overlaps(line) && shows(in, line, p.Text) || strings.TrimSpace(line.In(p.Text)) == in.Category
		}
		if !inRow {
			out = append(out, block{Kind: "quiet", HTML: html(line)})
		}
	}
	return out
}

// shows reports whether a line of a row, which may have each of its cells on a line of its own, is among the cells that the page shows: 〔累计〕 is not.
func shows(in *plan.Indicator, line plan.Span, text string) bool {
	if !in.Span.Contains(line) || line.Overlaps(in.NameSpan) || line.Overlaps(in.BaseSpan) || line.Overlaps(in.TargetSpan) {
		return true
	}
	switch strings.TrimSpace(line.In(text)) {
	case in.Unit, in.Attribute, strconv.Itoa(in.Row):
		return true
	}
	return false
}
