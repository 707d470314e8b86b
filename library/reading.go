package library

import (
	"context"
	"fmt"
	"strings"

	"cewen/answer"
	"cewen/plan"
)

// Reading (读后) is what a file says, for somebody who decides whether to take it in.
type Reading struct {
	Sum   string // of the content
	Key   string // of one key at most one is live: 文号, else issuer and title, else the file's name
	Plans []PlanReading
	Notes []string // what of the file was left out or guessed, for people
}

// PlanReading is what was understood of one plan.
type PlanReading struct {
	Brief    answer.Brief
	NoDuty   int // clauses without a responsibility marker
	NoTarget int // clauses without a target
	Warnings []plan.Warning
	Samples  []Sample // a duty, a target, an indicator or another duty: three where there are so many
	Replaces *answer.Brief
	Change   plan.Difference // against what it replaces
	Ends     []string        // headings of other plans that are held and that it says hold no longer
}

// Sample is one thing that was understood, with the words of the plan that say it.
type Sample struct {
	Where string // (十四) 完善市政交通设施
	Says  string // 责任单位:市发展改革委
	Quote string
}

// Heading names what was read: the first plan's title and number, and how many more there are.
func (r Reading) Heading() string {
	if len(r.Plans) == 0 {
		return ""
	}
	h := r.Plans[0].Brief.Heading()
	if n := len(r.Plans); n > 1 {
		h += fmt.Sprintf(" 等%d个方案", n)
	}
	return h
}

// Examine reads a file without taking it in. Errors are those of Read.
func (l *Library) Examine(ctx context.Context, name string, body, fixes []byte) (Reading, error) {
	plans, notes, err := Read(ctx, name, body, fixes)
	if err != nil {
		return Reading{}, err
	}
	r := l.reading(name, sumOf(body, fixes), plans)
	r.Notes = notes
	return r, nil
}

func (l *Library) reading(name, sum string, plans []*plan.Plan) Reading {
	r := Reading{Sum: sum, Key: name}
	s := l.Snapshot()
	for i, p := range plans {
		b := answer.BriefOf(p)
		if i == 0 {
			switch {
			case b.Number != "":
				r.Key = squareBrackets(b.Number)
			case b.Title != "":
				r.Key = b.Issuer + " " + bareTitle(b.Title)
			}
		}
		pr := PlanReading{Brief: b, Warnings: p.Warnings, Samples: samples(p)}
		for _, g := range p.Gaps {
			switch g.Kind {
			case "duty":
				pr.NoDuty++
			case "target":
				pr.NoTarget++
			}
		}
		for _, h := range s.Holdings() {
			if h.Ending != nil {
				continue
			}
			if samePlan(&b, &h.Brief) && pr.Replaces == nil {
				pr.Replaces = &h.Brief
				if old := s.Plan(h.Brief.Name); old != nil {
					pr.Change = plan.Compare(old, p)
				}
				continue
			}
			for _, e := range b.Repeals {
				if repeals(e, &b, &h.Brief) {
					pr.Ends = append(pr.Ends, h.Brief.Heading())
				}
			}
		}
		r.Plans = append(r.Plans, pr)
	}
	return r
}

// samePlan reports whether two texts are versions of one plan: one number, or one title of one issuer.
func samePlan(a, b *answer.Brief) bool {
	if a.Number != "" && squareBrackets(a.Number) == squareBrackets(b.Number) {
		return true
	}
	return a.Title != "" && a.Issuer == b.Issuer && a.Jurisdiction == b.Jurisdiction && bareTitle(a.Title) == bareTitle(b.Title)
}

// samples picks what shows best whether a plan was understood: a duty of several units, a dated target, a row of the table.
func samples(p *plan.Plan) []Sample {
	var out []Sample
	duty := func() {
		best := -1
		var of *plan.Clause
		for i := range p.Clauses {
			c := &p.Clauses[i]
			for k := range c.Duties {
				if of == nil || len(c.Duties[k].Units) > len(of.Duties[best].Units) {
					best, of = k, c
				}
			}
		}
		if of == nil {
			return
		}
		d := &of.Duties[best]
		says := "责任单位:" + strings.Join(d.Units, "、")
		if len(d.Lead) > 0 {
			says = "牵头:" + strings.Join(d.Lead, "、") + ";" + "责任单位:" + strings.Join(d.Units, "、")
		}
		out = append(out, Sample{where(of), says, d.Marker.In(p.Text)})
	}
	duty()
	for i := range p.Targets {
		if t := &p.Targets[i]; t.Deadline != nil {
			out = append(out, Sample{where(p.Clause(t.Clause)), t.Metric + ":" + t.Value + "," + t.Deadline.Words, t.Quote.In(p.Text)})
			break
		}
	}
	if len(p.Indicators) > 0 {
		in := &p.Indicators[0]
		out = append(out, Sample{"主要指标表第1行", strings.TrimSuffix(in.Name+":"+in.Base+" → "+in.Target+" "+in.Unit, " "), in.Span.In(p.Text)})
	}
	if len(out) < 3 && len(out) > 0 && len(p.Clauses) > 1 {
		for i := range p.Clauses {
			if len(p.Clauses[i].Duties) > 0 && out[0].Where != where(&p.Clauses[i]) {
				d := &p.Clauses[i].Duties[0]
				out = append(out, Sample{where(&p.Clauses[i]), "责任单位:" + strings.Join(d.Units, "、"), d.Marker.In(p.Text)})
				break
			}
		}
	}
	return out
}

func where(c *plan.Clause) string {
	if c == nil {
		return ""
	}
	return strings.TrimSpace(c.Label + " " + c.Title)
}
