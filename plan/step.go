package plan

import (
	"sort"
	"strings"
)

// step is a cell of a table of indicators for a year between its base and its target: 2028年 of a plan for 2030.
type step struct {
	indicator int // index into Plan.Indicators
	year      int
	value     Span
	words     Span // 2028年 in the header
}

// between keeps such cells of a row.
func (p *parser) between(h tableHead, cells []Span, indicator int, head Span) {
	for k, c := range h.cols {
		y := h.years[k]
		if c != colOther || y <= h.baseYear || y >= h.targetYear || nothing.MatchString(cells[k].In(p.text)) {
			continue
		}
		if at := strings.Index(head.In(p.text), itoa(y)+"年"); at >= 0 {
			at += head.Start
			p.steps = append(p.steps, step{indicator, y, cells[k], Span{at, at + len(itoa(y)) + len("年")}})
		}
	}
}

// stepTargets makes them targets of their row's metric.
func (p *parser) stepTargets() {
	for _, s := range p.steps {
		in := &p.plan.Indicators[s.indicator]
		v := s.value.In(p.text)
		t := Target{Clause: in.Clause, Duty: -1, Metric: in.Name, Subject: in.NameSpan, Value: v, ValueSpan: s.value, Quantity: cellQuantity(v, s.value, in.Unit), Quote: in.Span, Sentence: in.Span,
			Deadline: &Deadline{ISO: itoa(s.year) + "-12-31", Year: s.year, Words: s.words.In(p.text), Span: s.words, Inherited: true}}
		if t.Quantity == nil {
			t.State = v
		}
		if in.Clause > 0 {
			p.plan.Targets = append(p.plan.Targets, t)
		}
	}
	if len(p.steps) > 0 { // in the order of the text
		ts := p.plan.Targets
		sort.SliceStable(ts, func(i, j int) bool { return ts[i].ValueSpan.Start < ts[j].ValueSpan.Start })
	}
}
