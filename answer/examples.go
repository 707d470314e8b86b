package answer

import "cewen/plan"

// Examples returns up to n questions that these plans answer, for greetings and help: who, how much, and a unit's tasks.
func (s *Snapshot) Examples(n int) []string {
	var out []string
	for i := range s.held {
		if out = append(out, s.held[i].Brief.Examples...); len(out) >= n {
			return out[:n]
		}
	}
	return out
}

// examplesOf are the questions of one plan.
func examplesOf(p *plan.Plan) []string {
	var out []string
	if t := exampleTarget(p); t != nil {
		out = append(out, t.Metric+"的目标是多少")
		if len(t.Units) > 0 {
			out = append(out, t.Metric+"谁负责")
		}
	}
	if u := exampleUnit(p); u != nil {
		out = append(out, u.Name+"有哪些任务")
	}
	return out
}

// exampleTarget picks a target that reads well in a question: dated, counted, with a short metric.
func exampleTarget(p *plan.Plan) *plan.Target {
	var best *plan.Target
	for i := range p.Targets {
		t := &p.Targets[i]
		if t.Deadline == nil || t.Quantity == nil || len(t.Units) == 0 {
			continue
		}
		if n := len([]rune(t.Metric)); n >= 4 && n <= 9 && (best == nil || len(t.Units) < len(best.Units)) {
			best = t
		}
	}
	return best
}

// exampleUnit picks a unit with a few duties, whose page is neither one line nor a screen; of these the shortest name.
func exampleUnit(p *plan.Plan) *plan.Unit {
	var best *plan.Unit
	for i := range p.Units {
		u := &p.Units[i]
		if n := len(u.Duties); n < 2 || n > 6 {
			continue
		}
		if best == nil || len(u.Name) < len(best.Name) {
			best = u
		}
	}
	if best == nil && len(p.Units) > 0 {
		best = &p.Units[0]
	}
	return best
}
