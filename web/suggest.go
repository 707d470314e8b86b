package web

import (
	"encoding/json"
	"strings"

	"cewen/answer"
	"cewen/lexicon"
)

// mostSuggested is how many suggestions stand under the field.
const mostSuggested = 8

// name is something that a question can be about.
type name struct {
	folded string
	Text   string `json:"text"` // the question that it makes
	Kind   string `json:"kind"` // 单位, 指标, 县区, 条款
}

// names are those of all plans of a snapshot.
type names struct {
	of   *answer.Snapshot
	list []name
}

// mostNamedPlans is of how many plans names are suggested; a thousand plans need not be opened for that.
const mostNamedPlans = 40

// namesNow are the names of the plans that are loaded; they are collected once for each snapshot.
func (w *Web) namesNow() []name {
	s := w.snapshot()
	if n := w.names.Load(); n != nil && n.of == s {
		return n.list
	}
	n := &names{of: s}
	seen := map[string]bool{}
	add := func(of, text, kind string) {
		if of != "" && !seen[text] {
			seen[text] = true
			n.list = append(n.list, name{lexicon.Fold(of), text, kind})
		}
	}
	for i, h := range s.Holdings() {
		if h.Ending != nil || i >= mostNamedPlans {
			continue
		}
		p := s.Plan(h.Brief.Name)
		if p == nil {
			continue
		}
		for i := range p.Units {
			u := &p.Units[i]
			add(strings.Join(append([]string{u.Name}, u.Aliases...), " "), u.Name+"有哪些任务", "单位")
		}
		for i := range p.Targets {
			if t := &p.Targets[i]; t.Metric != "" && t.Value != "" {
				add(t.Metric, t.Metric+"的目标是多少", "目标")
			}
		}
		for i := range p.Indicators {
			add(p.Indicators[i].Name, p.Indicators[i].Name+"的目标是多少", "指标")
		}
		for _, c := range countiesOf(p) {
			add(c, c+"有哪些内容", "县区")
		}
		for i := range p.Clauses {
			c := &p.Clauses[i]
			add(c.Title, "第"+answer.Numeral(c.Number)+"条 "+c.Title, "条款")
		}
	}
	w.names.Store(n)
	return n.list
}

// suggest finds what a half-typed question may become: names that begin with it first, then those that hold it.
func (w *Web) suggest(r *request) error {
	q := lexicon.Fold(strings.TrimSpace(r.URL.Query().Get("q")))
	out := []name{}
	if q != "" && len(q) < 200 {
		var within []name
		for _, n := range w.namesNow() {
			switch {
			case strings.HasPrefix(n.folded, q) && len(out) < mostSuggested:
				out = append(out, n)
			case len(within) < mostSuggested && strings.Contains(n.folded, q):
				within = append(within, n)
			}
		}
		out = append(out, within[:min(len(within), mostSuggested-len(out))]...)
	}
	r.rw.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(r.rw).Encode(out)
}
