package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// taskTable (任务分工表) is a table whose rows are tasks with the units responsible and when they are due.
type taskTable struct {
	from, end int // lines, the caption included
	title     Span
	head      Span
	cols      []taskCol
	rows      []taskRow
	annex     bool
}

type taskCol struct {
	is    taskRole
	words string // of the header cell: 牵头单位
	year  Span   // of a column of targets: 2025年 in 2025年目标
}

type taskRole int

const (
	taskOther taskRole = iota
	taskSeq
	taskGroup   // 类别, 领域
	taskText    // 重点任务, 工作措施
	taskLead    // 牵头单位
	taskUnits   // 责任单位
	taskSupport // 配合单位
	taskDue     // 完成时限
)

// taskRow is a row; its cells are as many as the table's columns. A cell that is merged with the one above it is that one.
type taskRow struct {
	line  Span
	cells []Span
	group Span // what it has in common with others: a row or a line above it, or a cell
	cell  bool // group is a cell of it
	plain bool // its units stand together: which column is whose cannot be told
}

var (
	unitWord  = regexp.MustCompile(`单位|部门|主体|分工|机构|科室|处室|股室`)
	dueWord   = regexp.MustCompile(`^(?:计划|预计|工作|任务)?(?:完成|办结|办理|推进|落实|实施|时间|整改)?(?:时限|时间|期限|节点|日期|进度)(?:要求|安排|节点)?$`)
	taskWord  = regexp.MustCompile(`任务|措施|内容|事项|工作|项目|举措|行动|工程|目标|要求|做法|清单|实事`)
	groupWord = regexp.MustCompile(`类别|领域|分类|方面|板块|类型`)
	nothing   = regexp.MustCompile(`^[/／\-—–－无\s]*$`)
	ruleLine  = regexp.MustCompile(`^[|\s:\-—─]+$`)
)

// columnOf says what a column holds by its header.
func columnOf(s string) taskRole {
	switch s = squeeze(s); {
	case s == "序号" || s == "编号" || s == "序":
		return taskSeq
	case strings.Contains(s, "责任人") || strings.Contains(s, "领导") || strings.Contains(s, "联系") || strings.Contains(s, "备注") || utf8.RuneCountInString(s) > 20:
		return taskOther
	case strings.Contains(s, "牵头") || strings.Contains(s, "主办") || strings.Contains(s, "主责") || strings.Contains(s, "主要责任"):
		return taskLead
	case unitWord.MatchString(s) && (strings.Contains(s, "配合") || strings.Contains(s, "协") || strings.Contains(s, "参与") || strings.Contains(s, "参加")):
		return taskSupport
	case unitWord.MatchString(s):
		return taskUnits
	case dueWord.MatchString(s):
		return taskDue
	case groupWord.MatchString(s):
		return taskGroup
	case taskWord.MatchString(s):
		return taskText
	}
	return taskOther
}

// taskHeader reads the header of a task table; nil where the cells are none.
func (p *parser) taskHeader(cells []Span) []taskCol {
	if len(cells) < 2 || len(cells) > 12 {
		return nil
	}
	var cols []taskCol
	n := map[taskRole]int{}
	for _, c := range cells {
		in := c.In(p.text)
		if strings.ContainsAny(in, "。；;，,") {
			return nil
		}
		col := taskCol{is: columnOf(in), words: in}
		if loc := yearly.FindStringIndex(in); loc != nil && col.is == taskText {
			col.year = Span{c.Start + loc[0], c.Start + loc[1]}
		}
		n[col.is]++
		cols = append(cols, col)
	}
	if n[taskText] == 0 || n[taskLead]+n[taskUnits]+n[taskSupport]+n[taskDue] == 0 {
		return nil
	}
	return cols
}

// pipeCells are the cells of a row | a | b | c |, or of one whose cells are apart by tabs; empty ones included. nil: it is no row.
func (p *parser) pipeCells(s Span) []Span {
	in := s.In(p.text)
	sep := "|"
	if !strings.Contains(in, sep) {
		if sep = "\t"; !strings.Contains(in, sep) {
			return nil
		}
	}
	from, to := s.Start, s.End
	if sep == "\t" { // the blanks around a line may be empty cells
		for from > 0 && (p.text[from-1] == '\t' || p.text[from-1] == ' ') {
			from--
		}
	}
	if strings.HasPrefix(in, "|") {
		from++
	}
	if strings.HasSuffix(in, "|") && to > from {
		to--
	}
	var out []Span
	for at := from; ; {
		i := strings.Index(p.text[at:to], sep)
		if i < 0 {
			return append(out, trim(p.text, Span{at, to}))
		}
		out = append(out, trim(p.text, Span{at, at + i}))
		at += i + 1
	}
}

// taskTable reads a task table whose header is line i.
func (p *parser) taskTable(i, to int) (taskTable, bool) {
	t := taskTable{from: i, end: i + 1, head: p.lines[i].span}
	cells := p.pipeCells(p.lines[i].span)
	if len(filled(cells)) < 2 {
		return p.taskCells(i, to)
	}
	if t.cols = p.taskHeader(cells); t.cols == nil {
		return t, false
	}
	group := Span{}
	if i+1 < to && t.secondHead(p, p.pipeCells(p.lines[i+1].span)) {
		t.end++
	}
	for ; t.end < to; t.end++ {
		s := p.lines[t.end].span
		cells := p.pipeCells(s)
		if cells == nil && isGroupLine(p, t.end) && t.end+1 < to && len(p.pipeCells(p.lines[t.end+1].span)) == len(t.cols) { // 二、保障类, without pipes
			group = s
			continue
		}
		if cells == nil {
			break
		}
		if ruleLine.MatchString(s.In(p.text)) {
			continue
		}
		if again := p.taskHeader(cells); again != nil { // of another page, or the second line of one whose cells are merged
			if len(t.rows) == 0 && len(again) == len(t.cols) {
				t.cols = again
			}
			continue
		}
		if full := filled(cells); len(full) == 1 && len(cells) > 2 && !seqCell.MatchString(full[0].In(p.text)) && !t.within(full[0], cells) {
			if !noteLine.MatchString(full[0].In(p.text)) {
				group = full[0]
			}
			continue
		}
		if len(cells) > len(t.cols) {
			break
		}
		for len(cells) < len(t.cols) {
			cells = append(cells, Span{s.End, s.End})
		}
		t.row(p, s, cells, group)
	}
	return t, len(t.rows) > 0
}

var (
	// 注：空白栏与上一行相同
	sameAbove = regexp.MustCompile(`(?:空白|空格|空)(?:栏|格|处|的)?[^。；;]{0,6}(?:同上|与上[^。；;]{0,4}(?:相同|一致))`)
	noteLine  = regexp.MustCompile(`^(?:注|备注|说明)\d*[:：]`)
	justYear  = regexp.MustCompile(`^20\d\d年(?:目标|度?目标值?)?$`)
)

// secondHead reads the second line of a header whose cells are merged: 责任分工 over 牵头单位 and 配合单位.
func (t *taskTable) secondHead(p *parser, cells []Span) bool {
	full := filled(cells)
	if len(full) == 0 || len(full) == len(cells) || len(cells) > len(t.cols) {
		return false
	}
	for _, c := range full {
		in := squeeze(c.In(p.text))
		if r := columnOf(in); r == taskOther && !justYear.MatchString(in) || r == taskText && len(full) == 1 || utf8.RuneCountInString(in) > 12 {
			return false
		}
	}
	for k, c := range cells {
		if c.Len() == 0 {
			continue
		}
		in := c.In(p.text)
		t.cols[k] = taskCol{is: columnOf(in), words: in}
		if loc := yearly.FindStringIndex(in); loc != nil && (t.cols[k].is == taskText || justYear.MatchString(squeeze(in))) {
			t.cols[k].is, t.cols[k].year = taskText, Span{c.Start + loc[0], c.Start + loc[1]}
		}
	}
	return true
}

// within reports whether the one cell that is filled stands in a column of text that is not the first: the continuation of a merged row.
func (t *taskTable) within(s Span, cells []Span) bool {
	first := true
	for k, c := range cells {
		if k < len(t.cols) && t.cols[k].is == taskText {
			if c == s {
				return !first
			}
			first = false
		}
	}
	return false
}

func filled(cells []Span) []Span {
	var out []Span
	for _, c := range cells {
		if c.Len() > 0 {
			out = append(out, c)
		}
	}
	return out
}

// row adds a row. Where who leads is left empty the cell is merged with the one above it, and so are the others that say who and when.
func (t *taskTable) row(p *parser, line Span, cells []Span, group Span) {
	if n := len(t.rows); n > 0 && (t.blank(p, cells) || p.blankSame) {
		for k, c := range t.cols {
			if cells[k].Len() == 0 && (c.is == taskLead || c.is == taskUnits || c.is == taskSupport || c.is == taskDue) {
				cells[k] = t.rows[n-1].cells[k]
			}
		}
	}
	cell := false
	for k, c := range t.cols {
		if c.is != taskGroup {
			continue
		}
		cell = true
		if n := len(t.rows); cells[k].Len() > 0 {
			group = cells[k]
		} else if n > 0 {
			group = t.rows[n-1].group
		}
	}
	t.rows = append(t.rows, taskRow{line: line, cells: cells, group: group, cell: cell})
}

// blank reports whether no cell of the row says who is responsible or leads.
func (t *taskTable) blank(p *parser, cells []Span) bool {
	asked := false
	for k, c := range t.cols {
		if c.is == taskLead || c.is == taskUnits && !t.has(taskLead) {
			asked = true
			if cells[k].Len() > 0 {
				return false
			}
		}
	}
	return asked || !t.has(taskUnits) && !t.has(taskSupport)
}

func (t *taskTable) has(r taskRole) bool {
	for _, c := range t.cols {
		if c.is == r {
			return true
		}
	}
	return false
}
