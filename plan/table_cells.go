package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	bareYear   = regexp.MustCompile(`^20\d\d年?$`)
	kindCell   = regexp.MustCompile(`^(?:约束性|预期性)$`)
	valueCell  = regexp.MustCompile(`\d|^[-—–/〔〕]+$`)
	firstTitle = regexp.MustCompile(`^(?:序号|类别|类型|领域|指标|指标名称|主要指标)$`)
)

// brokenHead collects the header of a table of indicators that was flattened to one cell a line, up to the column of attributes (指标属性). Its cells may be
// broken over two lines: 2015 / 基期值, 年均增速 / 〔累计〕. nil: it is none.
func (p *parser) brokenHead(i, to int) (names []string, end int) {
	if !firstTitle.MatchString(squeeze(p.in(i))) {
		return nil, i
	}
	for k := i; k < min(to, i+16); k++ {
		in := squeeze(p.in(k))
		n := len(names) - 1
		switch {
		case utf8.RuneCountInString(in) > headRunes:
			return nil, i
		case n >= 0 && bareYear.MatchString(names[n]):
			names[n] = strings.TrimSuffix(names[n], "年") + "年" + in
		case n >= 0 && strings.HasPrefix(in, "〔"):
			names[n] += in
		default:
			names = append(names, in)
		}
		if n := len(names) - 1; strings.HasSuffix(bracketed.ReplaceAllString(names[n], ""), "属性") {
			return names, k + 1
		}
	}
	return nil, i
}

// kindTable reads a table of indicators with one cell a line whose rows end with 约束性 or 预期性. The category stands on the first row of its group only.
func (p *parser) kindTable(i, to, caption int) (int, bool) {
	names, k := p.brokenHead(i, to)
	if len(names) < 3 {
		return i, false
	}
	from, title := i, ""
	if caption >= 0 {
		from, title = caption, p.in(caption)
	}
	h := readHeader(names, title)
	if len(h.cols) != len(names) || !h.has(colName) || !h.has(colTarget) || h.cols[len(h.cols)-1] != colAttribute {
		return i, false
	}
	b := Box{Title: title, Head: p.lines[from].span, Table: true, Span: Span{p.lines[from].span.Start, p.lines[k-1].span.End}}
	var rows []Indicator
	category := ""
	for k < to {
		end := k
		for end < to && end-k < len(names) && !kindCell.MatchString(p.in(end)) {
			end++
		}
		if end == to || !kindCell.MatchString(p.in(end)) {
			break
		}
		end++
		cols := h.cols
		if end-k == len(cols)-1 && cols[0] == colCategory {
			cols = cols[1:]
		}
		row, ok := p.kindRow(k, end, cols, h)
		if !ok {
			break
		}
		if row.Category == "" {
			row.Category = category
		}
		category = row.Category
		row.Row = len(rows) + 1
		rows = append(rows, row)
		b.Rows = append(b.Rows, row.Span)
		b.Span.End = row.Span.End
		k = end
	}
	if len(rows) == 0 {
		return i, false
	}
	p.plan.Indicators = append(p.plan.Indicators, rows...)
	p.box(from, k, b)
	return k, true
}

// kindRow reads the lines of one row, which are as many as its columns.
func (p *parser) kindRow(from, end int, cols []column, h tableHead) (Indicator, bool) {
	row := Indicator{BaseYear: h.baseYear, TargetYear: h.targetYear, Span: Span{p.lines[from].span.Start, p.lines[end-1].span.End}}
	if end-from != len(cols) {
		return row, false
	}
	for j, c := range cols {
		if c == colUnit {
			p.setCell(&row, c, p.lines[from+j].span)
		}
	}
	for j, c := range cols {
		if (c == colBase || c == colTarget) && !valueCell.MatchString(p.in(from+j)) {
			return row, false
		}
		if c != colUnit {
			p.setCell(&row, c, p.lines[from+j].span)
		}
	}
	return row, row.Name != ""
}

// unreadHead warns of a header of a table none of whose rows was read: who is responsible may stand in it. It returns the line behind the header, i where
// line i opens none.
func (p *parser) unreadHead(i, to int) int {
	if names, end := p.brokenHead(i, to); len(names) >= 3 {
		if h := readHeader(names, ""); h.has(colName) && (h.has(colBase) || h.has(colTarget)) {
			return p.warnTable(i, end)
		}
		return i
	}
	names := filled(p.pipeCells(p.lines[i].span))
	end := i + 1
	if len(names) < 2 {
		if first := columnOf(p.withoutPipes(i).In(p.text)); first == taskOther {
			return i
		}
		cells, _ := p.lineCells(i, min(to, i+3*headCells))
		p.shapes(cells)
		names = names[:0]
		for _, c := range cells[:p.lineHead(cells)] {
			names, end = append(names, c.Span), c.to
		}
	}
	if len(names) < 3 {
		return i
	}
	for _, c := range names {
		if utf8.RuneCountInString(c.In(p.text)) > headRunes {
			return i
		}
	}
	for _, c := range p.taskHeader(names) {
		if isDutyCol(c.is) {
			return p.warnTable(i, end)
		}
	}
	return i
}

func (p *parser) warnTable(from, end int) int {
	w := Warning{Line: p.lines[from].no, Code: UnreadTable, Text: clip(squeeze(Span{p.lines[from].span.Start, p.lines[end-1].span.End}.In(p.text)), 40)}
	if last := p.lines[end-1].no; last > w.Line {
		w.Last = last
	}
	p.plan.Warnings = append(p.plan.Warnings, w)
	return end
}

// UnreadTable is the code of a warning: a table's header was seen and no row of it was read.
const UnreadTable = "unread-table"
