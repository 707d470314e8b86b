package plan

import (
	"fmt"
	"strings"
	"time"

	"cewen/lexicon"
)

// Correction (校正) says how a passage is to be read that the parser read wrongly. It may only say what the plan's own words carry: what it
// quotes, and every unit it names, must stand in the text.
type Correction struct {
	Clause   string   // 第三条, (三), 3, 3.2: its label, or its number
	Quote    string   // 原文: words of the clause that it is about; they stand there once
	Units    []string // 责任单位; nil leaves them
	Lead     []string // 牵头单位; nil leaves them
	Support  []string // 配合单位; nil leaves them
	Deadline string   // 时限: 2026-06-30; NoDeadline takes it away; "" leaves it
	Basis    string   // 依据: the words that say the date
	Unit     string   // 单位: another spelling …
	Same     string   // 就是: … of this one
}

// NoDeadline takes a date away that is none.
const NoDeadline = "无"

// ByCorrection stands for the plan's words (LeadBy, SupportBy) where a role is known from a correction.
const ByCorrection = "校正"

// CorrectionError says which correction cannot be made and why.
type CorrectionError struct {
	Index int    // from 0
	Field string // 条, 原文, 单位, 时限, 依据
	Words string // what was written there
	Why   string // not-found, not-once, not-in-text, bad-date, nothing
}

func (e *CorrectionError) Error() string {
	return fmt.Sprintf("correction %d: %s %q: %s", e.Index+1, e.Field, e.Words, e.Why)
}

// Correct makes the corrections in order. The plan is changed; after an error it is not to be used.
func (p *Plan) Correct(cs []Correction) error {
	for i, c := range cs {
		field, words, why := p.correct(c)
		if why != "" {
			return &CorrectionError{i, field, words, why}
		}
	}
	ps := &parser{text: lexicon.Simplify(p.Text), plan: p}
	ps.lines = split(ps.text)
	p.spellings(ps, cs)
	for i := range p.Targets {
		t := &p.Targets[i]
		t.Units = nil
		if c := p.Clause(t.Clause); c != nil && t.Duty >= 0 && t.Duty < len(c.Duties) {
			t.Units = c.Duties[t.Duty].Units
		}
	}
	ps.nameTargets()
	p.Gaps = nil
	ps.gaps()
	return nil
}

// spellings counts the units anew, with the spellings that were said to be one unit's.
func (p *Plan) spellings(ps *parser, cs []Correction) {
	p.Units = nil
	ps.units()
	for _, c := range cs {
		for i := range p.Units {
			if u := &p.Units[i]; c.Unit != "" && u.Name == c.Same && !contains(u.Spellings, c.Unit) {
				u.Spellings = append(u.Spellings, c.Unit)
			}
		}
	}
}

func (p *Plan) correct(c Correction) (field, words, why string) {
	if c.Unit != "" || c.Same != "" {
		return p.merge(c)
	}
	at := p.clauseCalled(c.Clause)
	if at == nil {
		return "条", c.Clause, "not-found"
	}
	in := at.Span.In(p.Text)
	switch n := strings.Count(in, c.Quote); {
	case c.Quote == "" || n == 0:
		return "原文", c.Quote, "not-in-text"
	case n > 1:
		return "原文", c.Quote, "not-once"
	}
	start := at.Span.Start + strings.Index(in, c.Quote)
	quote := Span{start, start + len(c.Quote)}
	if c.Units == nil && c.Lead == nil && c.Support == nil && c.Deadline == "" {
		return "原文", c.Quote, "nothing"
	}
	for _, list := range [][]string{c.Units, c.Lead, c.Support} {
		for _, u := range list {
			if u == "" || !strings.Contains(p.Text, u) {
				return "单位", u, "not-in-text"
			}
		}
	}
	if c.Units != nil || c.Lead != nil || c.Support != nil {
		p.correctDuty(at, quote, c)
	}
	if c.Deadline != "" {
		return p.correctDeadline(at, quote, c)
	}
	return "", "", ""
}

// merge makes two spellings one unit.
func (p *Plan) merge(c Correction) (field, words, why string) {
	for _, u := range []string{c.Unit, c.Same} {
		if u == "" || !strings.Contains(p.Text, u) {
			return "单位", u, "not-in-text"
		}
	}
	found := false
	for i := range p.Clauses {
		for k := range p.Clauses[i].Duties {
			d := &p.Clauses[i].Duties[k]
			for _, list := range []*[]string{&d.Units, &d.Lead, &d.Support} {
				var out []string
				for _, u := range *list {
					if u == c.Unit {
						u, found = c.Same, true
					}
					if !contains(out, u) {
						out = append(out, u)
					}
				}
				*list = out
			}
		}
	}
	if !found {
		return "单位", c.Unit, "not-found"
	}
	return "", "", ""
}

// clauseCalled finds a clause by its label or number.
func (p *Plan) clauseCalled(name string) *Clause {
	name = squeeze(name)
	bare := strings.Trim(strings.TrimSuffix(strings.TrimPrefix(name, "第"), "条"), "()（）、.．")
	for i := range p.Clauses {
		if c := &p.Clauses[i]; squeeze(c.Label) == name && name != "" {
			return c
		}
	}
	for i := range p.Clauses {
		if c := &p.Clauses[i]; bare != "" && (bare == fmt.Sprint(c.Number) || hanNumber(bare) == c.Number && hanNumber(bare) > 0) {
			return c
		}
	}
	return nil
}

// correctDuty corrects the marker that the quote touches or the one of the passage that holds it; where there is none, the quote becomes the
// marker of its passage.
func (p *Plan) correctDuty(c *Clause, quote Span, fix Correction) {
	at := -1
	for i := range c.Duties {
		if d := &c.Duties[i]; d.Marker.Overlaps(quote) || at < 0 && d.Covers.Overlaps(quote) {
			at = i
			if d.Marker.Overlaps(quote) {
				break
			}
		}
	}
	if at < 0 {
		at = len(c.Duties)
		d := Duty{Marker: quote}
		for i := range c.Parts {
			if pt := &c.Parts[i]; pt.Span.Contains(quote) && pt.Duty < 0 {
				pt.Duty, d.Covers = at, pt.Span
				for k := range p.Targets {
					if t := &p.Targets[k]; t.Clause == c.Number && pt.Span.Contains(t.Sentence) {
						t.Duty = at
					}
				}
			}
		}
		if d.Covers.Len() == 0 {
			d.Covers = c.Head
		}
		c.Duties = append(c.Duties, d)
	}
	d := &c.Duties[at]
	if fix.Lead != nil {
		d.Lead, d.LeadBy = fix.Lead, ByCorrection
	}
	if fix.Support != nil {
		d.Support, d.SupportBy = fix.Support, ByCorrection
	}
	switch {
	case fix.Units != nil:
		d.Units, d.Standing = fix.Units, 0
	default:
		d.Units = append(append([]string{}, d.Lead...), fresh(d.Lead, d.Support)...)
		d.Standing = 0
	}
	for _, u := range append(append([]string{}, d.Lead...), d.Support...) {
		if !contains(d.Units, u) {
			d.Units = append(d.Units, u)
		}
	}
	d.Lead, d.Support = keepOnly(d.Lead, d.Units), keepOnly(d.Support, d.Units)
}

func keepOnly(list, in []string) []string {
	var out []string
	for _, u := range list {
		if contains(in, u) {
			out = append(out, u)
		}
	}
	return out
}

// correctDeadline gives the targets that the quote touches another date; where there is none, the quote becomes one.
func (p *Plan) correctDeadline(c *Clause, quote Span, fix Correction) (field, words, why string) {
	var due *Deadline
	if fix.Deadline != NoDeadline {
		day, err := time.Parse(time.DateOnly, fix.Deadline)
		if err != nil {
			return "时限", fix.Deadline, "bad-date"
		}
		at := strings.Index(p.Text, fix.Basis)
		if in := strings.Index(c.Span.In(p.Text), fix.Basis); in >= 0 {
			at = c.Span.Start + in
		}
		if fix.Basis == "" || at < 0 {
			return "依据", fix.Basis, "not-in-text"
		}
		due = &Deadline{ISO: fix.Deadline, Year: day.Year(), Words: fix.Basis, Span: Span{at, at + len(fix.Basis)}}
		due.Inherited = !quote.Overlaps(due.Span)
	}
	found := false
	for i := range p.Targets {
		if t := &p.Targets[i]; t.Clause == c.Number && t.Quote.Overlaps(quote) {
			t.Deadline, found = due, true
		}
	}
	if found || due == nil {
		if !found {
			return "原文", fix.Quote, "nothing"
		}
		return "", "", ""
	}
	t := Target{Clause: c.Number, Duty: -1, Metric: subjectOf(fix.Quote), Subject: quote, State: fix.Quote, Value: fix.Quote, ValueSpan: quote, Deadline: due, Quote: quote, Sentence: quote}
	for _, pt := range c.Parts {
		if !pt.Span.Contains(quote) {
			continue
		}
		t.Duty = pt.Duty
		for _, s := range pt.Sentences {
			if s.Span.Contains(quote) {
				t.Sentence = s.Span
			}
		}
	}
	p.Targets = append(p.Targets, t)
	return "", "", ""
}
