package answer

import (
	"maps"
	"slices"

	"cewen/plan"
)

// fact is a target or an indicator: what a question about a value can be answered with.
type fact struct {
	id        string
	clause    int // index into clauses
	part      int // index into parts, -1
	target    *plan.Target
	indicator *plan.Indicator
	metric    []rune // folded subject and attribute
	own       rng    // its leaf (or leaves)
	sentence  rng
	si        int   // index into sentences of the one that holds its value, -1 for a row of the table
	siblings  []int // facts whose value stands in the same leaf
}

func (f *fact) year() int {
	switch {
	case f.target != nil && f.target.Deadline != nil:
		return f.target.Deadline.Year
	case f.indicator != nil:
		return f.indicator.TargetYear
	}
	return 0
}

func (f *fact) quantity() *plan.Quantity {
	if f.target != nil {
		return f.target.Quantity
	}
	return f.indicator.TargetQty
}

func (d *doc) addIndicators() {
	for i := range d.p.Indicators {
		in := &d.p.Indicators[i]
		id := d.c.add(leaf{kind: leafRow, span: in.Span, clause: d.clauseIndex(in.Clause), part: -1, sentence: -1}, in.Name)
		l := d.c.leaves[id]
		d.facts = append(d.facts, fact{id: indicatorID(in), clause: l.clause, part: -1, si: -1, indicator: in, metric: d.c.runes[l.lo:l.hi:l.hi], own: rng{l.lo, l.hi}, sentence: rng{l.lo, l.hi}})
	}
}

func (d *doc) addTargets() {
	byLeaf := map[int][]int{}
	for i := range d.p.Targets {
		t := &d.p.Targets[i]
		f := fact{id: t.ID, clause: d.clauseIndex(t.Clause), part: -1, si: -1, target: t, metric: foldMatter(t.Metric)}
		f.own, f.sentence = rng{-1, -1}, rng{-1, -1}
		for li := range d.c.leaves {
			l := &d.c.leaves[li]
			if l.kind != leafSegment || l.clause != f.clause || !l.span.Overlaps(t.Quote) {
				continue
			}
			if l.span.Overlaps(t.ValueSpan) {
				byLeaf[li] = append(byLeaf[li], len(d.facts))
				f.part = l.part
				f.si = l.sentence
				f.sentence = d.sentences[l.sentence].body
			}
			if f.own.lo < 0 {
				f.own.lo = l.lo
			}
			f.own.hi = l.hi
		}
		d.facts = append(d.facts, f)
	}
	for _, li := range slices.Sorted(maps.Keys(byLeaf)) {
		group := byLeaf[li]
		if len(group) < 2 {
			continue
		}
		for _, a := range group {
			for _, b := range group {
				if a != b {
					d.facts[a].siblings = append(d.facts[a].siblings, b)
				}
			}
		}
	}
}

func indicatorID(in *plan.Indicator) string { return "row" + itoa(in.Row) }
