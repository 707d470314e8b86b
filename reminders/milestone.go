package reminders

import (
	"slices"
	"strings"
	"time"

	"cewen/plan"
)

// Kind is what a milestone is.
type Kind string

// The kinds.
const (
	Dated     Kind = "target"    // 有时限的目标
	Yearly    Kind = "yearly"    // 每年一次
	Undated   Kind = "undated"   // 未写时限
	Indicator Kind = "indicator" // 主要指标: no unit stands in the table
)

// Milestone (节点) is something of a plan that falls due, or that is listed beside what does.
type Milestone struct {
	ID       string // plan.Target.ID, or row3 behind the plan's name for an indicator
	Plan     string // 文号, the file name where the plan has none
	Kind     Kind
	Order    int // place in the text
	Clause   int
	Label    string // (十四)
	Title    string // of the clause
	Metric   string
	Value    string
	Scope    string // 各县; "" where the text gives none
	Due      string // 2025-12-31; "" for Undated
	Words    string // 到2025年, as written
	Units    []string
	Places   []string
	Quote    string
	Issuer   string // 临沂市; units of the same name are the same within it
	Issued   string // the plan's own date
	Shared   string // the words of the segment that says it, where several milestones share them; "" elsewhere
	Category string // of an indicator's row
}

// Milestones lists what a plan says that falls due, is to be done every year, or has no date, and its indicators, in the order of the text.
func Milestones(p *plan.Plan) []Milestone {
	issued := p.Meta.Signed.Value
	if issued == "" {
		issued = p.Meta.Published.Value
	}
	if _, err := time.Parse(time.DateOnly, issued); err != nil {
		issued = "" // 2021-12: no day
	}
	clauses := map[int]*plan.Clause{}
	for i := range p.Clauses {
		clauses[p.Clauses[i].Number] = &p.Clauses[i]
	}
	var out []Milestone
	for i := range p.Targets {
		t := &p.Targets[i]
		m := Milestone{ID: t.ID, Plan: p.Name(), Kind: Undated, Order: i, Clause: t.Clause, Metric: t.Metric, Value: t.Value, Scope: t.Scope, Units: mergeUnits(p, t.Units), Places: slices.Clone(t.Places),
			Quote: t.Quote.In(p.Text), Issuer: p.Meta.Jurisdiction, Issued: issued}
		if c := clauses[t.Clause]; c != nil {
			m.Label, m.Title = c.Label, c.Title
		}
		switch {
		case t.Deadline != nil:
			m.Kind, m.Due, m.Words = Dated, t.Deadline.ISO, t.Deadline.Words
		case t.Recurring:
			m.Kind = Yearly
		}
		out = append(out, m)
	}
	for i := range p.Indicators {
		in := &p.Indicators[i]
		m := Milestone{ID: "row" + itoa(in.Row) + "@" + p.Name(), Plan: p.Name(), Kind: Indicator, Order: len(p.Targets) + i, Clause: in.Clause, Metric: in.Name, Value: in.Target, Category: in.Category,
			Quote: in.Span.In(p.Text), Issuer: p.Meta.Jurisdiction, Issued: issued}
		if in.Unit != "" && !strings.Contains(in.Target, in.Unit) {
			m.Value += " " + in.Unit
		}
		if in.TargetYear > 0 {
			m.Due, m.Words = itoa(in.TargetYear)+"-12-31", itoa(in.TargetYear)+"年目标值"
		}
		out = append(out, m)
	}
	return out
}

// mergeUnits names each unit as the plan's list of units does: one spelling each.
func mergeUnits(p *plan.Plan, names []string) []string {
	var out []string
	for _, n := range names {
		for i := range p.Units {
			if u := &p.Units[i]; u.Name == n || slices.Contains(u.Spellings, n) {
				n = u.Name
				break
			}
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Name is the milestone in a list: 雨水管网建设:110公里, 各县 behind the metric where the text says so and the metric does not.
func (m Milestone) Name() string {
	metric := m.Metric
	if m.Scope != "" && !strings.Contains(metric, m.Scope) && !strings.Contains(m.Value, m.Scope) {
		metric += "(" + m.Scope + ")"
	}
	switch {
	case m.Metric == "":
		return m.Value
	case m.Value == "" || strings.Contains(m.Metric, m.Value):
		return metric
	case strings.Contains(m.Value, m.Metric):
		return m.Value
	}
	return metric + ":" + m.Value
}

// DueDay is the due day at midnight in a zone; the zero time where there is none.
func (m Milestone) DueDay(zone *time.Location) time.Time { return dayIn(m.Due, zone) }

func dayIn(iso string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, iso, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
