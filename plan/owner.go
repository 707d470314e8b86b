package plan

import (
	"regexp"
	"strings"

	"cewen/lexicon"
)

// A chapter on who does what (职责分工) names a unit and then its work, a clause or a line each:
//
//	（一）市公安局：负责查处…。    1.市规划局。负责…。    市城管局：制止和查处…。
var (
	sharesOut = regexp.MustCompile(`职责|分工|任务分解`)
	ownWork   = regexp.MustCompile(`^([^。；;：:，,]{2,60}?)[：:]\s*`)
	doesWhat  = regexp.MustCompile(`^([^。；;：:，,]{2,60}?)(?:具体|主要)?负责.`)
	inCharge  = regexp.MustCompile(`^(?:具体|主要)?(?:负责|牵头|配合|协助|承担)`)
)

// owned makes duties of the units that a clause, or lines of it, are headed by. Outside of such a chapter the work has to begin with 负责.
func (p *parser) owned(c *Clause) {
	if len(c.Duties) > 0 {
		return
	}
	chapter := c.Title
	if c.Chapter > 0 {
		chapter = p.plan.Chapters[c.Chapter-1].Title
	}
	shares := sharesOut.MatchString(chapter)
	title := Span{c.Head.End - len(c.Title), c.Head.End}
	if title.Start < c.Head.Start || title.In(p.text) != c.Title {
		return
	}
	switch m := ownWork.FindStringSubmatchIndex(c.Title); {
	case m != nil && len(c.Parts) == 0:
		unit, work := Span{title.Start, title.Start + m[3]}, Span{title.Start + m[1], title.End}
		if p.owns(unit, work, shares) {
			c.Parts = append(c.Parts, Part{Span: work, Duty: -1, Sentences: sentences(p.text, work)})
			p.own(c, unit, 0)
		}
	case p.ownTitle(c, title):
	case len(c.Parts) == 1 && p.owns(title, c.Parts[0].Span, shares):
		p.own(c, title, 0)
	case shares && len(c.Parts) == 1:
		p.ownedLines(c)
	}
}

// ownTitle reads a heading that is a sentence of who does what: 2.区住建局负责建筑业单位的普查.
func (p *parser) ownTitle(c *Clause, title Span) bool {
	m := doesWhat.FindStringSubmatchIndex(c.Title)
	if m == nil {
		return false
	}
	if names := unitNames(c.Title[:m[3]]); len(names) == 0 || lexicon.Default().UnitLevel(names[0]) == "" {
		return false
	}
	unit, work := Span{title.Start, title.Start + m[3]}, Span{title.Start + m[3], title.End}
	if !p.owns(unit, work, false) {
		return false
	}
	switch {
	case len(c.Parts) == 0:
		c.Parts = append(c.Parts, Part{Span: work, Duty: -1, Sentences: sentences(p.text, work)})
	case len(c.Parts) > 1:
		return false
	}
	p.own(c, unit, 0)
	c.Duties[0].Covers.Start = work.Start
	return true
}

// ownedLines cuts a clause whose lines each begin with a unit.
func (p *parser) ownedLines(c *Clause) {
	whole := c.Parts[0]
	var parts []Part
	var units []Span
	for _, l := range split(whole.Span.In(p.text)) {
		s := Span{whole.Span.Start + l.span.Start, whole.Span.Start + l.span.End}
		m := ownWork.FindStringSubmatchIndex(s.In(p.text))
		if m == nil {
			return
		}
		unit, work := Span{s.Start, s.Start + m[3]}, trim(p.text, Span{s.Start + m[1], s.End})
		if work.Len() == 0 || !p.owns(unit, work, true) {
			return
		}
		parts, units = append(parts, Part{Span: work, Duty: -1, Sentences: sentences(p.text, work)}), append(units, unit)
	}
	if len(parts) == 0 {
		return
	}
	c.Parts = parts
	for i, unit := range units {
		p.own(c, unit, i)
	}
}

// owns reports whether a heading is a list of units and the text behind it their work.
func (p *parser) owns(unit, work Span, shares bool) bool {
	names := unitNames(unit.In(p.text))
	for _, n := range names {
		if !looksLikeUnit(n) || noName.MatchString(n) {
			return false
		}
	}
	return len(names) > 0 && (shares || inCharge.MatchString(strings.TrimLeft(work.In(p.text), "。：: ")))
}

// own gives a part to the units that stand in a span.
func (p *parser) own(c *Clause, unit Span, part int) {
	d := Duty{Units: unitNames(unit.In(p.text)), Etc: hasEtc(unit.In(p.text)), Marker: unit, Covers: c.Parts[part].Span}
	c.Parts[part].Duty = len(c.Duties)
	c.Duties = append(c.Duties, d)
}
