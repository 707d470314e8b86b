package plan

// Counts says how much was read from a plan, in the units that its readers count in: 条 (clauses), 处 (responsibility markers), 项 (targets).
type Counts struct{ Chapters, Clauses, Duties, Units, Targets, Dated, Indicators int }

// Counts counts what was read.
func (p *Plan) Counts() Counts {
	c := Counts{Chapters: len(p.Chapters), Clauses: len(p.Clauses), Units: len(p.Units), Targets: len(p.Targets), Indicators: len(p.Indicators)}
	for i := range p.Clauses {
		c.Duties += len(p.Clauses[i].Duties)
	}
	for i := range p.Targets {
		if p.Targets[i].Deadline != nil {
			c.Dated++
		}
	}
	return c
}
