package plan

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// cell is a piece of a table line.
type cell struct{ Span }

// lineTable reads a table with one row a line, cells apart by blanks: 总体水平 1 县域常住人口城镇化率 % 47.2 50左右. The category stands on the first row of
// its group only; the unit may be missing; names may hold digits and brackets. So rows are read from both ends.
func (p *parser) lineTable(i, last, to int, cols []string) (int, bool) {
	h := readHeader(cols, p.in(i))
	from := i
	if i > p.body && p.isCaption(i-1) && !p.boxed[i-1] {
		from = i - 1
		if h.targetYear == 0 {
			h.targetYear = periodEnd(p.in(i - 1))
		}
	}
	after := 0 // columns right of the name, the unit left out
	seen := false
	for _, c := range h.cols {
		if c == colName {
			seen = true
		} else if seen && c != colUnit {
			after++
		}
	}
	b := Box{Title: p.in(from), Head: p.lines[from].span, Table: true, Span: Span{p.lines[from].span.Start, p.lines[last].span.End}}
	var rows []Indicator
	category := ""
	end := last + 1
	for ; end < to; end++ {
		if ruleLine.MatchString(p.in(end)) {
			continue
		}
		var aligned []Span
		row, ok := p.pipeRow(p.lines[end].span, h, len(rows)+1, len(cols))
		if !ok {
			row, aligned, ok = p.lineRow(p.lines[end].span, h, len(rows)+1, after)
		}
		if !ok {
			break
		}
		if row.Category == "" {
			row.Category = category
		}
		category = row.Category
		if aligned == nil {
			aligned = p.pipeCells(row.Span)
		}
		if len(aligned) == len(h.cols) {
			p.between(h, aligned, len(p.plan.Indicators)+len(rows), Span{p.lines[i].span.Start, p.lines[last].span.End})
		}
		rows = append(rows, row)
		b.Rows = append(b.Rows, row.Span)
		b.Span.End = row.Span.End
	}
	if len(rows) == 0 {
		return i, false
	}
	p.plan.Indicators = append(p.plan.Indicators, rows...)
	p.box(from, end, b)
	return end, true
}

func (p *parser) cells(s Span) []cell {
	var out []cell
	start := -1
	for i, r := range s.In(p.text) {
		if isSpace(r) || r == '|' {
			if start >= 0 {
				out = append(out, cell{Span{s.Start + start, s.Start + i}})
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, cell{Span{s.Start + start, s.End}})
	}
	return out
}

// pipeRow reads a row whose cells are set apart: each belongs to the column above it.
func (p *parser) pipeRow(s Span, h tableHead, want, width int) (Indicator, bool) {
	cells := p.pipeCells(s)
	if len(cells) != len(h.cols) || len(cells) != width {
		return Indicator{}, false
	}
	row := Indicator{Row: want, Span: s, BaseYear: h.baseYear, TargetYear: h.targetYear}
	for k, c := range h.cols {
		if c == colUnit || c == colCategory {
			p.setCell(&row, c, cells[k])
		}
	}
	for k, c := range h.cols {
		if c != colUnit && c != colCategory {
			p.setCell(&row, c, cells[k])
		}
	}
	row.splitAttribute()
	return row, row.Name != "" && (row.Target != "" || row.Base != "")
}

// splitAttribute takes （约束性） from behind the name.
func (r *Indicator) splitAttribute() {
	if m := attribute.FindStringSubmatchIndex(r.Name); m != nil && r.Attribute == "" {
		r.Attribute = r.Name[m[2]:m[3]]
		r.NameSpan.End -= len(r.Name) - m[0]
		r.Name = r.Name[:m[0]]
	}
}

var attribute = regexp.MustCompile(`[（(](约束性|预期性)[）)]$`)

func (p *parser) lineRow(s Span, h tableHead, want, after int) (row Indicator, aligned []Span, ok bool) {
	cells := p.cells(s)
	seq := -1
	for k := 0; k < len(cells) && k < 4; k++ {
		if cells[k].In(p.text) == strconv.Itoa(want) {
			seq = k
			break
		}
	}
	if h.has(colSeq) && seq < 0 || len(cells)-seq-1 < 1+after {
		return row, nil, false
	}
	row = Indicator{Row: want, Span: s, BaseYear: h.baseYear, TargetYear: h.targetYear}
	if seq > 0 {
		row.Category = Span{cells[0].Start, cells[seq-1].End}.In(p.text)
	}
	right := cells[len(cells)-after:]
	middle := cells[seq+1 : len(cells)-after]
	if h.has(colUnit) && len(middle) > 1 && isMeasure(middle[len(middle)-1].In(p.text)) {
		row.Unit = middle[len(middle)-1].In(p.text)
		middle = middle[:len(middle)-1]
	}
	row.NameSpan = Span{middle[0].Start, middle[len(middle)-1].End}
	row.Name = row.NameSpan.In(p.text)
	aligned = make([]Span, len(h.cols))
	k, seen := 0, false
	for i, c := range h.cols {
		if c == colName {
			seen = true
			continue
		}
		if !seen || c == colUnit || k >= len(right) {
			continue
		}
		p.setCell(&row, c, right[k].Span)
		aligned[i] = right[k].Span
		k++
	}
	row.splitAttribute()
	return row, aligned, true
}

func (p *parser) setCell(row *Indicator, c column, s Span) {
	v := s.In(p.text)
	switch c {
	case colCategory:
		row.Category = v
	case colName:
		row.Name, row.NameSpan = v, s
	case colUnit:
		row.Unit = v
	case colBase:
		row.Base, row.BaseSpan, row.BaseQty = v, s, cellQuantity(v, s, row.Unit)
	case colTarget:
		row.Target, row.TargetSpan, row.TargetQty = v, s, cellQuantity(v, s, row.Unit)
	case colAttribute:
		row.Attribute = v
	}
}

// cellTable reads a table that was flattened to one cell a line: 序号 / 指 标 / 预期值 / 属性 / 1 / 生产安全事故死亡人数 / 下降15% / 约束性 / 2 / …
func (p *parser) cellTable(i, to, caption int) (int, bool) {
	var names []string
	k := i
	for ; k < to && len(names) <= 12 && !seqCell.MatchString(p.in(k)) && utf8.RuneCountInString(p.in(k)) <= 20; k++ {
		names = append(names, p.in(k))
	}
	if len(names) < 3 || len(names) > 12 {
		return i, false
	}
	from, title := i, ""
	if caption >= 0 {
		from, title = caption, p.in(caption)
	}
	h := readHeader(names, title)
	if len(h.cols) == 0 || h.cols[0] != colSeq || !h.has(colName) || !h.has(colTarget) || len(h.cols) != len(names) {
		return i, false
	}
	b := Box{Title: title, Head: p.lines[from].span, Table: true, Span: Span{p.lines[from].span.Start, p.lines[k-1].span.End}}
	var rows []Indicator
	for k < to && p.in(k) == strconv.Itoa(len(rows)+1) && k+len(names)-1 < to {
		row := Indicator{Row: len(rows) + 1, BaseYear: h.baseYear, TargetYear: h.targetYear, Span: Span{p.lines[k].span.Start, p.lines[k+len(names)-1].span.End}}
		for j := 1; j < len(names); j++ {
			p.setCell(&row, h.cols[j], p.lines[k+j].span)
		}
		rows = append(rows, row)
		b.Rows = append(b.Rows, row.Span)
		b.Span.End = row.Span.End
		k += len(names)
	}
	if len(rows) == 0 {
		return i, false
	}
	p.plan.Indicators = append(p.plan.Indicators, rows...)
	p.box(from, k, b)
	return k, true
}

// cellQuantity reads a table cell: 50左右, >65, 16.05:1, 下降15%. nil where it says no number: 不低于全市平均水平.
func cellQuantity(v string, s Span, unit string) *Quantity {
	q, ok := readCell(v, unit)
	if !ok {
		return nil
	}
	q.Span = Span{s.Start + strings.Index(v, q.Verbatim), s.Start + strings.Index(v, q.Verbatim) + len(q.Verbatim)}
	return &q
}
