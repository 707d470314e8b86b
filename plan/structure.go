package plan

import (
	"sort"
	"strconv"
	"strings"
)

// structure builds chapters and clauses. The clause is the lowest labelled level that carries text: (一) in most plans, 1. where (一) only heads
// a group (二、重点任务 / (一)加强基础能力保障 / 1.加大算力资源支持), and the chapter itself where nothing is labelled below it.
func (p *parser) structure() {
	if p.scheme == (scheme{}) {
		p.rowsAlone()
		return
	}
	var sections []string
	var above [itemLevel + 1][]marker // the markers at the headings that a clause stands under
	hasBelow := p.hasClauses()
	for k, h := range p.heads {
		next := p.nextHead(k)
		below := k+1 < len(p.heads) && p.heads[k+1].level > h.level
		clear(above[h.level:])
		if below {
			if above[h.level] = p.markersOnly(h, next); above[h.level] != nil {
				h.rest, next = Span{}, h.line+1
			}
		}
		own := h.rest.Len() > 0 || h.line+1 < next // a table alone is text too: its rows are cited by this clause
		switch h.level {
		case chapterLevel:
			sections = nil
			ch := Chapter{Number: len(p.plan.Chapters) + 1, Label: h.bare, Title: h.title.In(p.text), Head: Span{h.label.Start, h.title.End}}
			if h.spoken {
				c := Clause{}
				p.speak(h, &c)
				ch.Title, ch.Head.End = c.Title, c.Head.End
			}
			p.plan.Chapters = append(p.plan.Chapters, ch)
			if !below || own {
				p.clause(h, next, nil, hasBelow)
			}
		case clauseLevel:
			sections = nil
			if below {
				p.plan.Frame = append(p.plan.Frame, Span{h.label.Start, max(h.title.End, h.label.End)})
				sections = []string{strings.TrimSpace(p.printed(h) + h.title.In(p.text))}
			}
			if !below || own {
				p.clause(h, next, nil, false)
			}
		case itemLevel:
			p.clause(h, next, sections, false)
		}
		if n := len(p.plan.Clauses); n > 0 && p.plan.Clauses[n-1].Head.Start == h.label.Start {
			for l := h.level - 1; l > noLevel && p.plan.Clauses[n-1].above == nil; l-- {
				p.plan.Clauses[n-1].above = above[l]
			}
		}
		p.use(h.line, p.nextHead(k))
	}
	p.number()
	p.closeChapters()
	p.placeBoxes()
}

// nextHead is the line of the head after the k-th, or where the text ends.
func (p *parser) nextHead(k int) int {
	if k+1 < len(p.heads) {
		return p.heads[k+1].line
	}
	return p.tail
}

// markersOnly are the markers between a head and the next one where nothing else stands there: （二）行业模型培育行动。（由市科技局牵头）.
func (p *parser) markersOnly(h head, next int) []marker {
	var out []marker
	take := func(s Span) bool {
		if s.Len() == 0 {
			return true
		}
		ms := p.markersIn(s)
		at := s.Start
		for _, m := range ms {
			if trim(p.text, Span{at, m.span.Start}).Len() > 0 {
				return false
			}
			at = m.span.End
		}
		out = append(out, ms...)
		return len(ms) > 0 && strings.Trim(p.text[at:s.End], "。 ") == ""
	}
	if !take(h.rest) {
		return nil
	}
	for i := h.line + 1; i < next; i++ {
		if p.boxed[i] || !take(p.lines[i].span) {
			return nil
		}
	}
	return out
}

// placeBoxes says which clause each table and box follows.
func (p *parser) placeBoxes() {
	clauseAt := func(at int) int {
		i := sort.Search(len(p.plan.Clauses), func(i int) bool { return p.plan.Clauses[i].Span.Start >= at })
		if i == 0 {
			return 0
		}
		return p.plan.Clauses[i-1].Number
	}
	for i := range p.plan.Boxes {
		p.plan.Boxes[i].Clause = clauseAt(p.plan.Boxes[i].Span.Start)
	}
	for i := range p.plan.Indicators {
		p.plan.Indicators[i].Clause = clauseAt(p.plan.Indicators[i].Span.Start)
	}
}

// hasClauses reports whether anything is labelled below the chapters.
func (p *parser) hasClauses() bool {
	for _, h := range p.heads {
		if h.level != chapterLevel {
			return true
		}
	}
	return false
}

// clause adds a clause from its head to the line before next. The rows of a box within it are passages, tables of indicators are none.
func (p *parser) clause(h head, next int, sections []string, bare bool) {
	c := Clause{Label: p.printed(h), Ordinal: h.number, Title: h.title.In(p.text), Chapter: len(p.plan.Chapters),
		Head: Span{h.label.Start, h.title.End}, Sections: sections, Bare: bare}
	if h.title.Len() == 0 {
		c.Head.End = h.label.End
	}
	if h.spoken {
		h = p.speak(h, &c)
	}
	end := c.Head.End
	if h.rest.Len() > 0 {
		end = h.rest.End
		c.passages = append(c.passages, h.rest)
	}
	fresh := true // the next line starts a new run of lines
	for i := h.line + 1; i < next; i++ {
		if p.boxed[i] {
			fresh = true
			if row := p.rows[i]; row.Len() > 0 { // of a box: a passage of its own
				c.passages = append(c.passages, row)
				end = row.End
			}
			if k := p.taskAt(i); k >= 0 {
				if p.tasks[k].from == i {
					c.tables = append(c.tables, k)
				}
				end = p.lines[i].span.End
			}
			continue
		}
		s := p.lines[i].span
		if fresh && (len(c.passages) == 0 || i > h.line+1) {
			c.passages = append(c.passages, s)
		} else {
			c.passages[len(c.passages)-1].End = s.End
		}
		fresh = false
		end = s.End
	}
	c.Span = Span{h.label.Start, end}
	p.plan.Clauses = append(p.plan.Clauses, c)
}

// printed is a label without the marks of a heading; "" for a heading without a label.
func (p *parser) printed(h head) string { return strings.TrimLeft(h.label.In(p.text), "# ") }

// number gives each clause its number: what its label says where labels run through the plan, else the ordinal in the text. Chapters that are
// clauses only for want of labels below them are numbered after the others, so that 第一条 stays what the plan calls (一).
func (p *parser) number() {
	n := 0
	for i := range p.plan.Clauses {
		if c := &p.plan.Clauses[i]; !c.Bare {
			n++
			c.Number = n
		}
	}
	if p.runsOn() {
		for i := range p.plan.Clauses {
			if c := &p.plan.Clauses[i]; !c.Bare {
				c.Number, n = c.Ordinal, c.Ordinal
			}
		}
	}
	for i := range p.plan.Clauses {
		if c := &p.plan.Clauses[i]; c.Bare {
			n++
			c.Number = n
		}
	}
}

// runsOn reports whether the labels of the clauses rise through the whole plan: (一)…(三十九). A gap (a clause cut out, a page missing) is allowed.
func (p *parser) runsOn() bool {
	last := 0
	for _, c := range p.plan.Clauses {
		if c.Bare {
			continue
		}
		if c.Ordinal <= last {
			return false
		}
		if last > 0 && c.Ordinal != last+1 {
			p.warn(p.lineOf(c.Span.Start), "gap-in-labels", c.Label)
		}
		last = c.Ordinal
	}
	return last > 0
}

func (p *parser) closeChapters() {
	for i := range p.plan.Chapters {
		ch := &p.plan.Chapters[i]
		ch.Span = ch.Head
		if i > 0 && p.chapterOrdinal(i) != p.chapterOrdinal(i-1)+1 {
			p.warn(p.lineOf(ch.Head.Start), "gap-in-chapters", ch.Label)
		}
	}
	for _, c := range p.plan.Clauses {
		if c.Chapter > 0 {
			ch := &p.plan.Chapters[c.Chapter-1]
			ch.Clauses = append(ch.Clauses, c.Number)
			ch.Span.End = max(ch.Span.End, c.Span.End)
		}
	}
	for _, b := range p.plan.Boxes {
		i := sort.Search(len(p.plan.Chapters), func(i int) bool { return p.plan.Chapters[i].Head.Start >= b.Span.Start })
		if i > 0 {
			ch := &p.plan.Chapters[i-1]
			ch.Span.End = max(ch.Span.End, b.Span.End)
		}
	}
	if len(p.plan.Chapters) == 0 && p.scheme == usual && len(p.heads) > 0 && p.heads[0].kind == byHanBracket {
		p.warn(p.lines[p.body].no, "no-chapter", p.in(p.body))
	}
}

// chapterOrdinal is what the chapter's label says; its place where it has none.
func (p *parser) chapterOrdinal(i int) int {
	label := p.plan.Chapters[i].Label
	if n, err := strconv.Atoi(label); err == nil {
		return n
	}
	if label == "" {
		return i + 1
	}
	return hanNumber(label)
}

// lineOf returns the 1-based line of a byte offset.
func (p *parser) lineOf(at int) int {
	i := sort.Search(len(p.lines), func(i int) bool { return p.lines[i].span.Start > at })
	if i == 0 {
		return 1
	}
	return p.lines[i-1].no
}
