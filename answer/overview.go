package answer

import (
	"fmt"
	"sort"
	"strings"

	"cewen/lexicon"
	"cewen/plan"
)

// busiest lists the units with the most duties, counted in 处 (markers), most first.
func (a *asker) busiest() *reply {
	d := a.d
	units := append([]plan.Unit(nil), d.p.Units...)
	if len(units) == 0 {
		return nil
	}
	sort.SliceStable(units, func(i, j int) bool { return len(units[i].Duties) > len(units[j].Duties) })
	var names []string
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: Unit}
	top := units[:min(5, len(units))]
	for i := range top {
		u := &top[i]
		clauses := map[int]bool{}
		for _, ref := range u.Duties {
			clauses[ref.Clause] = true
		}
		names = append(names, fmt.Sprintf("%s%d条%d处", u.Name, len(clauses), len(u.Duties)))
		r.answer.Citations = append(r.answer.Citations, d.citeMarkers(u)...)
	}
	r.answer.Text = "按责任分工的处数:" + strings.Join(names, "、") + "。"
	return r
}

// eachCounty lists the targets that hold for every county by their own words: 每个县, 各县.
func (a *asker) eachCounty() *reply {
	years := a.q.yearList()
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: Due, Notes: a.notes()}
	var items []string
	for i := range a.d.facts {
		f := &a.d.facts[i]
		if f.target == nil || len(years) > 0 && !contains(years, f.year()) || !strings.HasPrefix(f.target.Scope, "每") && !strings.HasPrefix(f.target.Scope, "各县") {
			continue
		}
		items = append(items, a.factAnswer(f))
		r.answer.Citations = append(r.answer.Citations, a.d.citeFact(f))
		r.turn.Items = append(r.turn.Items, f.id)
	}
	if len(items) == 0 {
		return nil
	}
	r.answer.Text = fmt.Sprintf("写“各县”“每个县”的目标%d项:%s。", len(items), strings.Join(items, ";"))
	return r
}

// namedPlaces lists the counties and districts that a plan names.
func (a *asker) namedPlaces() *reply {
	var names []string
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: Place}
	for i := range a.d.places {
		p := &a.d.places[i]
		if k := p.place.Kind; k != "县" && k != "区" && k != "市" {
			continue
		}
		ls := a.d.namedIn(p)
		if len(ls) == 0 {
			continue
		}
		names = append(names, p.place.Name)
		l := &a.d.c.leaves[ls[0]]
		r.answer.Citations = append(r.answer.Citations, a.d.cite(l.clause, l.span))
	}
	if len(names) == 0 {
		return nil
	}
	r.turn.Items = names
	r.answer.Text = fmt.Sprintf("点名%d个:%s。", len(names), strings.Join(names, "、"))
	return r
}

// indicatorList lists the table's rows, all of them or those of a category that is named (公共服务类指标有哪些).
func (a *asker) indicatorList() *reply {
	if !a.asksIndicators() {
		return nil
	}
	n := a.q.norm
	category := ""
	for i := range a.d.p.Indicators {
		if c := a.d.p.Indicators[i].Category; c != "" && strings.Contains(n, lexicon.Fold(c)) {
			category = c
		}
	}
	if category == "" && a.t.total > 0.35 {
		return nil
	}
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: List}
	var items []string
	for i := range a.d.p.Indicators {
		in := &a.d.p.Indicators[i]
		if category != "" && in.Category != category {
			continue
		}
		items = append(items, in.Name+":"+withUnit(in.Target, in.Unit))
		r.answer.Citations = append(r.answer.Citations, a.d.citeRow(in))
		r.turn.Items = append(r.turn.Items, indicatorID(in))
	}
	head := "主要指标"
	if category != "" {
		head = category + "指标"
	}
	r.answer.Text = fmt.Sprintf("%s%d项:%s。", head, len(items), strings.Join(items, ";"))
	return r
}

// asksIndicators reports whether a question wants the table's rows listed: 指标有哪些.
func (a *asker) asksIndicators() bool {
	n := a.q.norm
	if !strings.Contains(n, "指标") || len(a.d.p.Indicators) == 0 || a.q.any("lead", "verify", "compare", "gap.duty") || len(a.q.years) > 0 {
		return false
	}
	for _, listed := range []string{"哪些", "列出", "清单", "全部", "哪几"} {
		if strings.Contains(n, listed) {
			return true
		}
	}
	return false
}
