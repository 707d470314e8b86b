package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cewen/answer"
	"cewen/plan"
	"cewen/reminders"
)

// unitPage is everything that a plan gives a unit to do.
type unitPage struct {
	Base, Name, Plan, Heading string
	Head                      []string // as an answer says it
	Duties                    []dutyView
	Board, Table, ICS         string
	White                     bool
}

func (p *unitPage) title() (name, here string) { return p.Name, "board" }

// dutyView is one responsibility: where, at which place, for what, and what is to be reached.
type dutyView struct {
	Source link
	Place  string
	Quote  link
	Lines  []lineView
}

// unit shows a unit's tasks.
func (w *Web) unit(r *request) error {
	f, err := w.filterOf(map[string][]string{"plan": {r.URL.Query().Get("plan")}, "unit": {r.PathValue("unit")}})
	if err != nil {
		return err
	}
	b, err := w.boardOf(r, f)
	if err != nil {
		return err
	}
	name := f.plan.Name()
	p := &unitPage{Base: r.base, Name: f.unit, Plan: name, Heading: f.plan.Heading(), Board: r.base + "/board" + f.query(), Table: r.base + "/export.xlsx" + f.query(), ICS: r.base + "/export.ics" + f.query(), White: reminders.TallyOf(b.Lines).White > 0}
	a, _ := answer.Ask(w.snapshot(), answer.Context{}, answer.Question{Text: f.unit + "有哪些任务", Today: w.Today(), Plan: name})
	head, _, _ := strings.Cut(strings.TrimSpace(plain(a.Text)), "\n")
	p.Head = []string{head}
	lines := append(append(slices.Clone(b.Lines), b.Yearly...), b.Undated...)
	i := slices.IndexFunc(f.plan.Units, func(u plan.Unit) bool { return u.Name == f.unit })
	for _, d := range f.plan.Units[i].Duties {
		p.Duties = append(p.Duties, dutyOf(r.base, f.plan, d, lines))
	}
	return w.render(r, http.StatusOK, "unit", p)
}

func dutyOf(base string, p *plan.Plan, ref plan.DutyRef, lines []reminders.Line) dutyView {
	var v dutyView
	for i := range p.Clauses {
		c := &p.Clauses[i]
		if c.Number != ref.Clause || ref.Index >= len(c.Duties) {
			continue
		}
		d := &c.Duties[ref.Index]
		name := p.Name()
		v.Source = link{plain("第" + answer.Numeral(c.Number) + "条 " + c.Title), planPath(base, name) + "#c" + strconv.Itoa(c.Number)}
		v.Place = "独家"
		if n := len(d.Units); n > 1 {
			etc := ""
			if d.Etc {
				etc = "等"
			}
			v.Place = fmt.Sprintf("第%d位,共%d家%s:%s", ref.Position, n, etc, plain(strings.Join(d.Units, "、")))
		}
		if d.Covers.Len() > 0 {
			v.Quote = link{plain(strings.TrimSpace(d.Covers.In(p.Text))), planPath(base, name) + "?mark=" + strconv.Itoa(min(d.Covers.Start, d.Marker.Start)) + "-" + strconv.Itoa(max(d.Covers.End, d.Marker.End)) + "#mark"}
		}
		for j := range p.Targets {
			if t := &p.Targets[j]; t.Clause == c.Number && t.Duty == ref.Index {
				for _, l := range lines {
					if l.Milestone.ID == t.ID {
						v.Lines = append(v.Lines, lineOf(base, l))
					}
				}
			}
		}
	}
	return v
}
