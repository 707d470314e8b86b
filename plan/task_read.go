package plan

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// findTask takes the task table that begins at line i, its caption included.
func (p *parser) findTask(i, to int) (int, bool) {
	t, ok := p.taskTable(i, to)
	if !ok {
		return i, false
	}
	t.title = t.head
	title := ""
	above := i - 1
	if above >= p.body && strings.HasPrefix(p.in(above), "注") { // 注：列第一位的单位为牵头单位
		above--
	}
	if above >= p.body && !p.boxed[above] && !p.used[above] && p.isCaption(above) {
		t.from, t.title = above, p.lines[above].span
		title = t.title.In(p.text)
	}
	b := Box{Title: title, Head: t.title, Span: Span{p.lines[t.from].span.Start, p.lines[t.end-1].span.End}}
	for _, r := range t.rows {
		b.Rows = append(b.Rows, r.line)
	}
	p.box(t.from, t.end, b)
	p.tasks = append(p.tasks, t)
	return t.end, true
}

// taskAt is the task table that line i belongs to, -1: none.
func (p *parser) taskAt(i int) int {
	for k := range p.tasks {
		if p.tasks[k].from <= i && i < p.tasks[k].end {
			return k
		}
	}
	return -1
}

// tasked gives a clause the parts and duties of the rows of its tables that stand before a place of the text.
func (p *parser) tasked(c *Clause, before int, rules *leadRules) {
	for len(c.tables) > 0 {
		t := &p.tasks[c.tables[0]]
		if t.head.Start >= before {
			return
		}
		if c.row != nil {
			p.taskRow(c, t, c.row, rules)
		}
		for i := range t.rows {
			if c.row == nil {
				p.taskRow(c, t, &t.rows[i], rules)
			}
		}
		c.tables = c.tables[1:]
	}
}

// taskRow makes a row a part of its clause, with a duty where units are named. A column of targets for a year is a part of its own.
func (p *parser) taskRow(c *Clause, t *taskTable, r *taskRow, rules *leadRules) {
	duty := -1
	rules.holding(r.line.Start)
	if d, ok := p.rowDuty(t, r, rules); ok {
		duty = len(c.Duties)
		c.Duties = append(c.Duties, d)
	}
	var due *Deadline
	yearly := false
	for k, col := range t.cols {
		if col.is == taskDue && r.cells[k].Len() > 0 {
			due, yearly = p.cellDue(r.cells[k])
		}
	}
	covers := Span{}
	add := func(texts []Span, due *Deadline) {
		if len(texts) == 0 {
			return
		}
		part := Part{Span: Span{texts[0].Start, texts[len(texts)-1].End}, Duty: duty, Due: due, Yearly: yearly, name: r.name(t, p.text)}
		for _, s := range texts {
			part.Sentences = append(part.Sentences, sentences(p.text, s)...)
		}
		c.Parts = append(c.Parts, part)
		if covers.Len() == 0 {
			covers.Start = part.Span.Start
		}
		covers.End = part.Span.End
	}
	var texts []Span // of columns side by side
	for k, col := range t.cols {
		cell := r.cells[k]
		if col.is == taskText && col.year.Len() == 0 {
			if !nothing.MatchString(cell.In(p.text)) {
				texts = append(texts, cell)
			}
			continue
		}
		add(texts, due)
		texts = nil
		if col.is == taskText && !nothing.MatchString(cell.In(p.text)) {
			add([]Span{cell}, p.columnDue(col.year, due))
		}
	}
	add(texts, due)
	if duty >= 0 {
		d := &c.Duties[duty]
		d.Deadline, d.Covers = due, covers
		if covers.Len() == 0 {
			d.Covers = r.line
		}
	}
}

// name is what the row is about: its first cell of text.
func (r *taskRow) name(t *taskTable, text string) string {
	for k, col := range t.cols {
		if col.is == taskText && r.cells[k].Len() > 0 {
			first, _, _ := strings.Cut(r.cells[k].In(text), "\n") // the text may run over several lines
			return titleFrom(strings.TrimRightFunc(first, pipeOrBlank))
		}
	}
	return ""
}

// columnDue is the end of the year that the header of a column says.
func (p *parser) columnDue(year Span, row *Deadline) *Deadline {
	ds := p.deadlines(year, func(int) bool { return false })
	if len(ds) == 0 {
		return row
	}
	d := ds[0]
	d.Inherited = true
	return &d
}

// rowDuty reads the units of a row. Their roles are the headers of their columns.
func (p *parser) rowDuty(t *taskTable, r *taskRow, rules *leadRules) (Duty, bool) {
	var d Duty
	marker := Span{}
	for k, col := range t.cols {
		in := r.cells[k].In(p.text)
		if col.is != taskLead && col.is != taskUnits && col.is != taskSupport || nothing.MatchString(in) {
			continue
		}
		list := cellUnits(in)
		switch {
		case r.plain:
			d.Units = append(d.Units, fresh(d.Units, unitNames(list))...)
			d.Etc = d.Etc || hasEtc(list)
		case col.is == taskUnits && (bareRole.MatchString(list) || anyLabel.MatchString(list) || strings.Contains(list, "牵头")):
			own := rules.read(list)
			d.Units = append(d.Units, fresh(d.Units, own.Units)...)
			d.Lead, d.LeadBy, d.Support, d.SupportBy = append(d.Lead, own.Lead...), own.LeadBy, append(d.Support, own.Support...), own.SupportBy
			d.Etc = d.Etc || own.Etc
		case col.is == taskUnits && !t.has(taskLead):
			d.Units = append(d.Units, fresh(d.Units, unitNames(list))...)
			d.Etc = d.Etc || hasEtc(list)
			d.byRule(rules, list)
		default:
			label := squeeze(col.words)
			if col.is == taskUnits { // beside 牵头单位
				label = "配合"
			}
			d.group(label, list)
			if col.is == taskUnits {
				d.SupportBy = squeeze(col.words)
			}
		}
		if marker.Len() == 0 {
			marker = r.cells[k]
		}
		marker = Span{min(marker.Start, r.cells[k].Start), max(marker.End, r.cells[k].End)}
	}
	d.Marker = marker
	return d, len(d.Units) > 0
}

// cellUnits is the text of a cell with its line breaks and blanks as commas (市教育局 市财政局 are two), without a full stop at its end.
func cellUnits(s string) string {
	return strings.TrimRight(strings.Join(strings.FieldsFunc(s, pipeOrBlank), "、"), "。；;、")
}

// annex makes a clause of each task table behind the plan's text, numbered after the others: 附件 重点任务分工表.
func (p *parser) annex() {
	n := 0
	for _, c := range p.plan.Clauses {
		n = max(n, c.Number)
	}
	for k := range p.tasks {
		t := &p.tasks[k]
		if !t.annex {
			continue
		}
		n++
		c := Clause{Number: n, Label: p.annexLabel(t.from), Title: clip(strings.Trim(t.title.In(p.text), "# "), 40), Bare: true, Head: t.title, tables: []int{k}}
		if t.title == t.head {
			c.Title = "任务分工表"
		}
		c.Span = Span{t.title.Start, p.lines[t.end-1].span.End}
		p.plan.Clauses = append(p.plan.Clauses, c)
		for i := range p.plan.Boxes {
			if b := &p.plan.Boxes[i]; c.Span.Contains(b.Span) || b.Span.Contains(c.Span) {
				b.Clause = n
			}
		}
	}
}

// annexLabel is the 附件1 that stands above a table.
func (p *parser) annexLabel(from int) string {
	for i := from - 1; i >= max(p.tail, from-3); i-- {
		if closing.MatchString(p.in(i)) && utf8.RuneCountInString(p.in(i)) < 60 {
			if !p.used[i] {
				p.used[i] = true
				p.plan.Frame = append(p.plan.Frame, p.lines[i].span)
			}
			return strings.TrimRight(closing.FindString(p.in(i)), "：: ")
		}
	}
	if from < p.body {
		return ""
	}
	return "附件"
}

// group makes a chapter of what the rows below it have in common: 一、教育医疗类.
func (p *parser) group(s Span) {
	ch := Chapter{Number: len(p.plan.Chapters) + 1, Title: s.In(p.text), Head: s}
	if h, ok := labelOf(p.text, line{span: s}); ok && h.title.Len() > 0 {
		ch.Label, ch.Title = h.bare, h.title.In(p.text)
	}
	p.plan.Chapters = append(p.plan.Chapters, ch)
}

// rowsAlone makes a clause of every row, for a plan that is a table and nothing else.
func (p *parser) rowsAlone() {
	for k := range p.tasks {
		t := &p.tasks[k]
		for i := range t.rows {
			r := &t.rows[i]
			n := len(p.plan.Clauses) + 1
			c := Clause{Number: n, Ordinal: n, Span: r.line, Head: Span{r.line.Start, r.line.Start}, row: r, tables: []int{k}, Title: r.name(t, p.text)}
			var texts []Span
			for j, col := range t.cols {
				switch s := r.cells[j]; {
				case col.is == taskSeq && s.Len() > 0:
					c.Label, c.Head = s.In(p.text)+".", s
				case col.is == taskText && s.Len() > 0:
					texts = append(texts, s)
				}
			}
			if len(texts) > 1 { // the first names the task, the others say what is to be done; one alone does both and stays text
				c.Head = texts[0]
			}
			if g := strings.Join(strings.FieldsFunc(r.group.In(p.text), pipeOrBlank), ""); g != "" && r.cell {
				c.Sections = []string{g}
			} else if g != "" && (i == 0 || g != t.rows[i-1].group.In(p.text)) {
				p.group(r.group)
			}
			c.Chapter = len(p.plan.Chapters)
			p.plan.Clauses = append(p.plan.Clauses, c)
		}
	}
	p.closeChapters()
	p.placeBoxes()
}
