package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/plan"
)

// writeFacts writes values: one as 对象:值(时限), several on one line each when they are long.
func (a *asker) writeFacts(ans *Answer, list []scoredFact, withDates bool) {
	var lines []string
	length := 0
	for _, s := range list {
		f := &a.d.facts[s.fact]
		line := a.factAnswer(f)
		length += utf8.RuneCountInString(line)
		lines = append(lines, line)
		ans.Citations = append(ans.Citations, a.d.citeFact(f))
	}
	sep := ";"
	if len(lines) > 2 || length > 70 {
		sep = "\n"
	}
	ans.Text = strings.Join(lines, sep)
	if sep == ";" {
		ans.Text += "。"
	}
}

// factAnswer says one fact: 雨水管网建设:110公里(到2025年).
func (a *asker) factAnswer(f *fact) string {
	if in := f.indicator; in != nil {
		s := in.Name + ":"
		if in.TargetYear > 0 {
			s += itoa(in.TargetYear) + "年"
		}
		s += withUnit(in.Target, in.Unit)
		if f.quantity() == nil && in.Base != "" {
			s += "(" + itoa(in.BaseYear) + "年" + in.Base
			if in.Unit != "" {
				s += "," + in.Unit
			}
			s += "),没有写具体数"
		}
		return s
	}
	t := f.target
	if q := t.Quote.In(a.d.p.Text); len(f.siblings) == 0 && a.d.alone(t) && utf8.RuneCountInString(q) <= 42 && strings.Contains(q, t.Value) && (t.Deadline == nil || t.Deadline.Base == "" && strings.Contains(q, t.Deadline.Words)) {
		if t.Deadline == nil && (a.q.has("when") || len(a.q.years) > 0) {
			q += a.undated()
		}
		return q
	}
	s := a.d.targetWords(f)
	if t.Scope != "" && !strings.Contains(s, t.Scope) {
		s = t.Scope + s
	}
	if t.Deadline != nil {
		s += "(" + t.Deadline.Said() + ")"
	} else if a.q.has("when") || len(a.q.years) > 0 {
		s += a.undated()
	}
	return s
}

// undated says that a value has no date, and what the title says instead.
func (a *asker) undated() string {
	if y := a.d.onlyYear(); y > 0 && contains(a.q.yearList(), y) {
		return "(未写时限,标题写" + itoa(y) + "年)"
	}
	return "(未写时限)"
}

// alone reports whether a target's quote holds no other target's value.
func (d *doc) alone(t *plan.Target) bool {
	for i := range d.p.Targets {
		if o := &d.p.Targets[i]; o.ID != t.ID && o.Clause == t.Clause && t.Quote.Overlaps(o.ValueSpan) {
			return false
		}
	}
	return true
}

// suggestSiblings offers what stands beside the answer: another year's value of the same metric, or who is responsible.
func (a *asker) suggestSiblings(ans *Answer, chosen, all []scoredFact) {
	f := &a.d.facts[chosen[0].fact]
	for _, s := range all {
		o := &a.d.facts[s.fact]
		if !hasFact(chosen, s.fact) && s.cover >= enough && o.clause == f.clause && alike(o.metric, f.metric) && o.year() > 0 && o.year() != f.year() {
			ans.Suggestions = append(ans.Suggestions, "那"+itoa(o.year())+"年呢")
			break
		}
	}
	if f.target != nil && len(f.target.Units) > 0 {
		ans.Suggestions = append(ans.Suggestions, "谁负责")
	}
}
