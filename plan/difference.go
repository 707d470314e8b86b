package plan

import (
	"fmt"
	"strings"
)

// Difference (改动) is what a newer text of a plan says otherwise than an older one.
type Difference struct {
	Added   []string // clauses that are new: (十四) 完善市政交通设施
	Removed []string // clauses that are gone
	Duties  []Edit   // who is responsible
	Targets []Edit   // what is to be reached and by when; Old or New is "" for what is new or gone
}

// Edit (修改) is one thing that reads otherwise.
type Edit struct {
	Where    string // the clause in the newer text, in the older one for what is gone
	What     string // the metric; "" for a duty
	Old, New string
}

// Empty reports whether nothing that was read reads otherwise.
func (d Difference) Empty() bool {
	return len(d.Added)+len(d.Removed)+len(d.Duties)+len(d.Targets) == 0
}

// Compare finds what changed from one text of a plan to the next. Clauses are matched by their titles, then by label; duties by their order in the
// clause; targets by clause and metric, those of one metric by their order. A clause that only moved has not changed.
func Compare(old, now *Plan) Difference {
	var d Difference
	of := matchClauses(old, now)
	back := map[int]int{}
	for i := range now.Clauses {
		c := &now.Clauses[i]
		o, ok := of[c.Number]
		if !ok {
			d.Added = append(d.Added, headOf(c))
			continue
		}
		back[o] = c.Number
		d.duties(old.Clause(o), c)
	}
	for i := range old.Clauses {
		if c := &old.Clauses[i]; back[c.Number] == 0 {
			d.Removed = append(d.Removed, headOf(c))
		}
	}
	d.targets(old, now, back)
	return d
}

func headOf(c *Clause) string { return strings.TrimSpace(c.Label + " " + clip(c.Title, 40)) }

// matchClauses maps the numbers of the newer text's clauses to those of the older one's.
func matchClauses(old, now *Plan) map[int]int {
	of, taken := map[int]int{}, map[int]bool{}
	match := func(key func(*Clause) string, alike func(o, n *Clause) bool) {
		free := map[string][]int{}
		for i := range old.Clauses {
			if c := &old.Clauses[i]; !taken[c.Number] && key(c) != "" {
				free[key(c)] = append(free[key(c)], c.Number)
			}
		}
		for i := range now.Clauses {
			c := &now.Clauses[i]
			if _, ok := of[c.Number]; ok || len(free[key(c)]) == 0 {
				continue
			}
			n := free[key(c)][0]
			if !alike(old.Clause(n), c) {
				continue
			}
			free[key(c)] = free[key(c)][1:]
			of[c.Number], taken[n] = n, true
		}
	}
	match(func(c *Clause) string { return squeeze(c.Title) }, func(o, n *Clause) bool { return true })
	match(func(c *Clause) string { return fmt.Sprint(c.Chapter) + squeeze(c.Label) }, func(o, n *Clause) bool {
		if o.Title != "" && n.Title != "" {
			return similar(o.Title, n.Title)
		}
		return similar(o.Span.In(old.Text), n.Span.In(now.Text))
	})
	return of
}

// similar reports whether half of the pairs of neighbouring characters of the shorter text stand in the other.
func similar(a, b string) bool {
	x, y := pairsOf(a), pairsOf(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for p := range x {
		if y[p] {
			n++
		}
	}
	return n > 0 && 2*n >= len(x)
}

func pairsOf(s string) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	last := rune(-1)
	for _, r := range squeeze(s) {
		if last >= 0 {
			out[[2]rune{last, r}] = true
		}
		last = r
	}
	return out
}

func (d *Difference) duties(old, now *Clause) {
	for i := range max(len(old.Duties), len(now.Duties)) {
		var o, n string
		if i < len(old.Duties) {
			o = old.Duties[i].words()
		}
		if i < len(now.Duties) {
			n = now.Duties[i].words()
		}
		if o != n {
			d.Duties = append(d.Duties, Edit{Where: headOf(now), Old: o, New: n})
		}
	}
}

// words are the units of a duty with what the text says of their roles.
func (d *Duty) words() string {
	s := strings.Join(d.Units, "、")
	if d.Etc {
		s += "等"
	}
	if len(d.Lead) > 0 {
		s += "(牵头:" + strings.Join(d.Lead, "、") + ")"
	}
	return s
}

func (d *Difference) targets(old, now *Plan, back map[int]int) {
	type key struct {
		clause int
		metric string
	}
	before := map[key][]*Target{}
	for i := range old.Targets {
		t := &old.Targets[i]
		k := key{back[t.Clause], t.Metric}
		if k.clause == 0 {
			k.clause = -t.Clause // its clause is gone
		}
		before[k] = append(before[k], t)
	}
	for i := range now.Targets {
		t := &now.Targets[i]
		k := key{t.Clause, t.Metric}
		e := Edit{Where: headOf(now.Clause(t.Clause)), What: t.Metric, New: t.words()}
		if list := before[k]; len(list) > 0 {
			e.Old = list[0].words()
			before[k] = list[1:]
		}
		if e.Old != e.New {
			d.Targets = append(d.Targets, e)
		}
	}
	for i := range old.Targets {
		t := &old.Targets[i]
		k := key{back[t.Clause], t.Metric}
		if k.clause == 0 {
			k.clause = -t.Clause
		}
		for _, left := range before[k] {
			if left == t {
				d.Targets = append(d.Targets, Edit{Where: headOf(old.Clause(t.Clause)), What: t.Metric, Old: t.words()})
			}
		}
	}
}

// words are a target's value and when it is due.
func (t *Target) words() string {
	switch {
	case t.Deadline != nil:
		return t.Value + "(" + t.Deadline.Words + ")"
	case t.Recurring:
		return t.Value + "(每年)"
	}
	return t.Value
}
