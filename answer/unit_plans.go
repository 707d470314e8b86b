package answer

import (
	"strings"

	"cewen/lexicon"
)

// unitIndex knows the units of all plans of a collection and where each stands.
type unitIndex struct {
	finder *lexicon.UnitFinder
	by     map[string][]unitPlace // by key
}

// unitPlace is a unit in one plan.
type unitPlace struct{ plan, unit int }

func newUnitIndex(s *Snapshot) *unitIndex {
	x := &unitIndex{by: map[string][]unitPlace{}}
	seen := map[string]bool{}
	var names []string
	for i, h := range s.held {
		for k := range h.Brief.Units {
			u := &h.Brief.Units[k]
			x.by[u.Key] = append(x.by[u.Key], unitPlace{i, k})
			if !seen[u.Name] {
				seen[u.Name] = true
				names = append(names, u.Name)
			}
		}
	}
	if len(s.held) > mostPlans { // fewer plans are answered from one by one
		x.finder = s.lex.UnitFinder(names)
	}
	return x
}

// unitOverview answers what a unit has to do where more plans name it than one reply is made of: each plan with its counts, none left out.
func (s *Snapshot) unitOverview(best *reply, replies []*reply, c Context, q Question) *reply {
	if best.answer.Intent != Unit || !best.answer.Answered || best.turn.Unit == "" || q.Plan != "" || c.Plan != "" {
		return nil
	}
	u := best.held.unit(best.turn.Unit)
	if u == nil {
		return nil
	}
	folded := lexicon.Fold(q.Text)
	named := s.named(folded)
	var places []unitPlace
	elsewhere := map[string]bool{}
	for _, at := range s.units.by[u.Key] {
		h := s.held[at.plan]
		switch {
		case h.Ending != nil || h.Brief.Units[at.unit].Level != u.Level || len(named) > 0 && !contains(named, at.plan):
		case h.Brief.Jurisdiction != best.held.Brief.Jurisdiction: // a unit belongs to its issuer
			elsewhere[h.Brief.Jurisdiction] = true
		default:
			places = append(places, at)
		}
	}
	if len(places) <= mostPlans {
		return nil
	}
	if len(named) == 1 || c.Last != nil && c.Last.Plan == best.held.Brief.Name && !best.topical && len(named) == 0 && best.asked != "" {
		return nil
	}
	out := &reply{score: best.score, turn: Turn{Unit: best.turn.Unit}, doc: best.doc, held: best.held}
	clauses, duties, dated := 0, 0, 0
	var lines []string
	for n, at := range places {
		b := &s.held[at.plan].Brief
		x := &b.Units[at.unit]
		clauses, duties, dated = clauses+x.Clauses, duties+x.Duties, dated+x.Dated
		lines = append(lines, itoa(n+1)+" "+b.Called()+":"+itoa(x.Clauses)+"条"+itoa(x.Duties)+"处,有时限的目标"+itoa(x.Dated)+"项")
		out.answer.Citations = append(out.answer.Citations, x.First)
	}
	head := best.turn.Unit + ":" + itoa(len(places)) + "个方案写到,共" + itoa(clauses) + "条" + itoa(duties) + "处,有时限的目标" + itoa(dated) + "项。"
	if p := best.held.Brief.Jurisdiction; p != "" {
		head = p + head
	}
	out.answer.Answered, out.answer.Intent, out.answer.Notes = true, Unit, best.answer.Notes
	out.answer.Text = head + "\n" + strings.Join(lines, "\n")
	if len(elsewhere) > 0 {
		out.answer.Text += "\n另有" + itoa(len(elsewhere)) + "个地方的方案也有同名单位,问时带上地名。"
	}
	for _, at := range places[:2] {
		out.answer.Suggestions = append(out.answer.Suggestions, s.held[at.plan].Brief.Name+" "+best.turn.Unit+"有哪些任务")
	}
	return out
}

// unit finds a unit of the plan by its name.
func (h *held) unit(name string) *UnitBrief {
	for i := range h.Brief.Units {
		if h.Brief.Units[i].Name == name {
			return &h.Brief.Units[i]
		}
	}
	return nil
}
