package plan

import "slices"

// opening makes a clause of the paragraphs before the first chapter that set a dated target in numbers (力争2026年新增就业8.5万人,…,制定如下措施), so that
// it can be asked for. It is numbered after the others.
func (p *parser) opening() {
	var passages []Span
	for _, s := range p.plan.Preface {
		for _, sentence := range sentences(p.text, s) {
			inside := mask(sentence.Span, outermost(pairs(p.text, sentence.Span)))
			masked := func(at int) bool {
				i := at - sentence.Span.Start
				return i >= 0 && i < len(inside) && inside[i]
			}
			if !p.past(sentence.Span.In(p.text)) && len(p.deadlines(sentence.Span, masked)) > 0 && len(quantities(p.text, sentence.Span, masked)) > 0 {
				passages = append(passages, s)
				break
			}
		}
	}
	if len(passages) == 0 {
		return
	}
	n := 0
	for _, c := range p.plan.Clauses {
		n = max(n, c.Number)
	}
	first, last := passages[0], passages[len(passages)-1]
	c := Clause{Number: n + 1, Label: "引言", Bare: true, Head: Span{first.Start, first.Start}, Span: Span{first.Start, last.End}, passages: passages}
	p.plan.Clauses = slices.Insert(p.plan.Clauses, 0, c)
}
