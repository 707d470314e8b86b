package plan

// Clause returns the clause of a number, nil where the plan has none.
func (p *Plan) Clause(number int) *Clause {
	for i := range p.Clauses {
		if p.Clauses[i].Number == number {
			return &p.Clauses[i]
		}
	}
	return nil
}
