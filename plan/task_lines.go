package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// lineCell is a cell of a table that was flattened to one cell a line, with the lines that it takes.
type lineCell struct {
	Span
	from, to int // lines, half open
	shape    cellShape
}

// withoutPipes is what a line says without the pipes at its ends: 24 |.
func (p *parser) withoutPipes(i int) Span {
	s := p.lines[i].span
	in := s.In(p.text)
	if !strings.HasPrefix(in, "|") && !strings.HasSuffix(in, "|") {
		return s
	}
	right := strings.TrimRightFunc(in, pipeOrBlank)
	return Span{s.Start + len(right) - len(strings.TrimLeftFunc(right, pipeOrBlank)), s.Start + len(right)}
}

func pipeOrBlank(r rune) bool { return r == '|' || isSpace(r) }

// farPipe is how many lines a cell has at most in a table whose cells end with a pipe.
const farPipe = 8

// lineCells cuts the lines from i on into cells. A table whose cells end with pipes ends with the last of them; without pipes a line is a cell.
func (p *parser) lineCells(i, to int) (cells []lineCell, piped bool) {
	piped = strings.HasSuffix(p.in(i), "|") || i+1 < to && p.withoutPipes(i+1).Len() == 0
	open, last := false, i-1 // line of the last pipe
	for k := i; k < to && (!piped || k-last <= farPipe); k++ {
		s, in := p.withoutPipes(k), p.in(k)
		if strings.Contains(s.In(p.text), "|") {
			break // a row of another table
		}
		if open = open && !strings.HasPrefix(in, "|"); s.Len() > 0 {
			n := len(cells) - 1
			if open && k-last > 0 && n >= 0 {
				cells[n].End, cells[n].to = s.End, k+1
			} else {
				cells = append(cells, lineCell{Span: s, from: k, to: k + 1})
			}
			open = piped && !isGroupLine(p, k)
		}
		if strings.HasPrefix(in, "|") || strings.HasSuffix(in, "|") {
			open, last = open && !strings.HasSuffix(in, "|"), k
		}
	}
	if piped {
		for n := len(cells); n > 0 && cells[n-1].from > last; n-- {
			cells = cells[:n-1]
		}
	}
	return cells, piped
}

func (p *parser) shapes(cells []lineCell) {
	for k := range cells {
		in := cells[k].In(p.text)
		shape, known := p.shapesOf[in]
		if !known {
			if p.shapesOf == nil {
				p.shapesOf = map[string]cellShape{}
			}
			shape = shapeOf(in)
			p.shapesOf[in] = shape
		}
		cells[k].shape = shape
	}
}

var groupLabel = regexp.MustCompile(`^(?:第?` + hanDigits + `[、章]|[（(]` + hanDigits + `[)）])`)

// isGroupLine reports whether a line heads rows within a table: 一、教育医疗类. A label before a sentence is a task's own.
func isGroupLine(p *parser, i int) bool {
	s := p.withoutPipes(i)
	return groupLabel.MatchString(s.In(p.text)) && isGroup(s.In(p.text))
}

func isGroup(s string) bool {
	return utf8.RuneCountInString(s) <= 40 && !strings.ContainsAny(s, "。；;") && len(quantityDigits.FindAllString(s, 1)) == 0
}

var quantityDigits = regexp.MustCompile(`\d+(?:\.\d+)?[%％个座公万亩]`)

// headWord is what a header cell ends with where no running number shows where the header ends.
var headWord = regexp.MustCompile(`(?:序号|编号|任务|措施|内容|事项|工作|项目|举措|目标|要求|清单|实事|单位|部门|主体|科室|处室|股室|时限|时间|期限|节点|类别|领域|分类|领导|责任人|负责人|联系人|备注|说明|进度|进展|情况|计划)$`)

const (
	headRunes = 16 // a header cell has no more
	headCells = 12 // a header has no more
)

// lineHead finds the header cells that a stream of cells starts with.
func (p *parser) lineHead(cells []lineCell) int {
	loose, strict := 0, 0
	for k, c := range cells {
		in := c.In(p.text)
		if k == headCells || c.shape == numberCell || utf8.RuneCountInString(in) > headRunes || isGroupLine(p, c.from) {
			break
		}
		if h, ok := labelOf(p.text, line{span: c.Span}); ok && h.kind != byNumberBlank && h.title.Len() > 0 {
			break
		}
		loose++
		if strict == k && headWord.MatchString(bracketed.ReplaceAllString(squeeze(in), "")) && utf8.RuneCountInString(squeeze(in)) <= 12 {
			strict++
		}
	}
	if columnOf(cells[0].In(p.text)) == taskSeq && loose < len(cells) && (cells[loose].shape == numberCell || isGroupLine(p, cells[loose].from)) {
		return loose
	}
	return strict
}

// taskCells reads a task table that was flattened to one cell a line: 序号 / 重点任务 / 牵头单位 / 完成时限 / 1 / …, with pipes behind the cells or without.
func (p *parser) taskCells(i, to int) (taskTable, bool) {
	for reach := 160; ; reach *= 4 { // most lines open no table: only a long one is read to its end
		t, ok := p.taskCellsTo(i, min(to, i+reach))
		if i+reach >= to || !ok || t.end < i+reach/2 {
			return t, ok
		}
	}
}

func (p *parser) taskCellsTo(i, to int) (taskTable, bool) {
	t := taskTable{from: i}
	first := squeeze(p.withoutPipes(i).In(p.text))
	if utf8.RuneCountInString(first) > 12 || columnOf(first) == taskOther || !headWord.MatchString(first) || i+2 >= to {
		return t, false
	}
	if n := squeeze(p.withoutPipes(i + 1).In(p.text)); n != "" && utf8.RuneCountInString(n) > headRunes {
		return t, false
	}
	cells, piped := p.lineCells(i, to)
	if len(cells) < 4 {
		return t, false
	}
	p.shapes(cells[:min(len(cells), headCells+1)])
	n := p.lineHead(cells)
	names := make([]Span, n)
	for k := range names {
		names[k] = cells[k].Span
	}
	if n < 2 || n < 3 && columnOf(first) != taskSeq {
		return t, false
	}
	t.head = Span{names[0].Start, names[n-1].End}
	if t.cols = p.taskHeader(names); t.cols == nil {
		return t, false
	}
	p.shapes(cells[n:])
	r := lineRows{p: p, t: &t, cells: p.withoutHeads(cells[n:], names), piped: piped}
	if end := r.read(); end > 0 && len(t.rows) > 0 {
		t.end = r.cells[end-1].to
		for t.end < to && p.withoutPipes(t.end).Len() == 0 { // the pipe that ends the last cell
			t.end++
		}
		return t, true
	}
	return t, false
}

// withoutHeads leaves out the header that is printed again on a new page.
func (p *parser) withoutHeads(cells []lineCell, names []Span) []lineCell {
	var out []lineCell
	for k := 0; k < len(cells); k++ {
		n := 0
		for n < len(names) && k+n < len(cells) && squeeze(cells[k+n].In(p.text)) == squeeze(names[n].In(p.text)) {
			n++
		}
		if n == len(names) {
			k += n - 1
			continue
		}
		out = append(out, cells[k])
	}
	return out
}
