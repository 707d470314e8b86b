package plan

import "unicode/utf8"

// taskCells reads a task table that was flattened to one cell a line: 序号 / 重点任务 / 牵头单位 / 完成时限 / 1 / … The text of a row may run over several lines.
func (p *parser) taskCells(i, to int) (taskTable, bool) {
	t := taskTable{from: i, head: p.lines[i].span}
	var names []Span
	k := i
	for ; k < to && len(names) <= 10 && !seqCell.MatchString(p.in(k)) && utf8.RuneCountInString(p.in(k)) <= 16 && !t.heads(p, k); k++ {
		names = append(names, p.lines[k].span)
		t.head.End = p.lines[k].span.End
	}
	if t.cols = p.taskHeader(names); t.cols == nil || t.cols[0].is != taskSeq {
		return t, false
	}
	group := Span{}
	for k < to {
		if p.in(k) != itoa(len(t.rows)+1) { // 一、教育医疗类, above the rows of a group
			if k+1 >= to || p.in(k+1) != itoa(len(t.rows)+1) || utf8.RuneCountInString(p.in(k)) > 20 {
				break
			}
			group = p.lines[k].span
			k++
		}
		end := k + 1
		next := itoa(len(t.rows) + 2)
		for end < to && p.in(end) != next && end-k <= 3*len(names) {
			end++
		}
		switch {
		case end-k > 3*len(names) || end == to:
			end = k + len(names) // the last row
		case end-k == len(names)+1 && utf8.RuneCountInString(p.in(end-1)) <= 20 && t.heads(p, end-1):
			end-- // the group of the next row
		}
		extra := end - k - len(names)
		if extra < 0 || end > to {
			break
		}
		cells, at := make([]Span, len(names)), k
		long := t.longest()
		for c := range names {
			cells[c] = p.lines[at].span
			if c == long {
				at += extra
				cells[c].End = p.lines[at].span.End
			}
			at++
		}
		t.row(p, Span{p.lines[k].span.Start, p.lines[end-1].span.End}, cells, group)
		k = end
	}
	t.end = k
	return t, len(t.rows) > 0
}

// heads reports whether a line carries a label and is thus no cell but the name of a group of rows.
func (t *taskTable) heads(p *parser, i int) bool {
	h, ok := labelOf(p.text, p.lines[i])
	return ok && h.kind != byNumberBlank && h.title.Len() > 0
}

// longest is the column that may run over several lines: the last of text.
func (t *taskTable) longest() int {
	at := 0
	for k, c := range t.cols {
		if c.is == taskText {
			at = k
		}
	}
	return at
}
