package answer

import (
	"fmt"
	"sort"
	"strings"

	"cewen/plan"
)

// placeDue lists the targets whose sentence is about one of the places.
func (a *asker) placeDue(places []placeMention) *reply {
	var names []string
	mine := map[int]bool{}
	for _, m := range places {
		if m.at == nil {
			continue
		}
		names = append(names, m.at.place.Name)
		for _, li := range a.d.about(m.at) {
			mine[li] = true
		}
	}
	r := a.dueList(strings.Join(names, "、"), a.q.yearList(), func(f *fact) bool {
		if f.target == nil {
			return false
		}
		for _, m := range places {
			if m.at != nil && a.d.factSays(f, m.at) {
				return true
			}
		}
		for li := range mine {
			if l := a.d.c.leaves[li]; l.span.Overlaps(f.target.ValueSpan) {
				return true
			}
		}
		return false
	}, nil)
	r.turn.Place = names[0]
	return r
}

// placeWords says what is asked of one place: its positioning, what is said of it about a topic, or everything.
func (a *asker) placeWords(p *placeAt, ans *Answer) string {
	q, d := a.q, a.d
	var mine []*plan.Statement
	for i := range d.p.Statements {
		if d.p.Statements[i].Place == p.place.Name {
			mine = append(mine, &d.p.Statements[i])
		}
	}
	if len(a.t.words) > 0 && (a.t.total > 0.3 || a.q.any("define", "place.which") && a.t.total > 0.1) {
		if s := a.placeTopic(p, ans); s != "" || a.t.total > 0.3 {
			return s
		}
		ans.Refusal = SlotAbsent
		ans.Suggestions = []string{p.place.Name + "的全部内容"}
		return "方案没有写" + p.place.Name + "的" + a.topicText() + "。"
	}
	if q.has("place.role") || strings.Contains(q.form("define"), "什么") && !q.any("content", "duties", "due") {
		for _, rel := range []plan.Relation{plan.Positioning, plan.Role} {
			var out []string
			for _, st := range mine {
				if st.Relation == rel && !contains(out, st.Object) {
					out = append(out, st.Object)
					ans.Citations = append(ans.Citations, d.cite(d.clauseIndex(st.Clause), st.Quote))
				}
			}
			if len(out) > 0 {
				return strings.Join(out, ";") + "。"
			}
		}
		if q.has("place.role") {
			ans.Refusal = SlotAbsent
			ans.Suggestions = []string{p.place.Name + "的全部内容"}
			return "方案没有写" + p.place.Name + "的定位。"
		}
	}
	return a.placePage(p, ans)
}

// namedIn returns the leaves that name a place, in order.
func (d *doc) namedIn(p *placeAt) []int {
	var out []int
	for _, form := range [][]rune{p.name, p.short} {
		if len(form) < 2 {
			continue
		}
		for _, pos := range d.c.find(form) {
			if li := int(d.c.leafAt[pos]); !contains(out, li) && d.c.leaves[li].kind == leafSegment {
				out = append(out, li)
			}
		}
	}
	sort.Ints(out)
	return out
}

// about returns the leaves of a place: those that name it, and those after it in its sentence until another place is named.
func (d *doc) about(p *placeAt) []int {
	out := d.namedIn(p)
	for _, li := range append([]int(nil), out...) {
		l := &d.c.leaves[li]
		if l.sentence < 0 {
			continue
		}
		on := false
		for _, k := range d.sentences[l.sentence].leaves {
			if k == li {
				on = true
				continue
			}
			if on {
				if names := d.placesIn(d.c.leaves[k].span); len(names) > 0 && !contains(names, p.place.Name) {
					break
				}
				if !contains(out, k) {
					out = append(out, k)
				}
			}
		}
	}
	sort.Ints(out)
	return out
}

// placeTopic finds what is said of a place about a topic.
func (a *asker) placeTopic(p *placeAt, ans *Answer) string {
	best, at := 0.0, -1
	for _, li := range a.d.about(p) {
		cover, own := a.g.leafCover(li)
		if s := cover + 0.2*own; cover >= enough*0.9 && s > best {
			best, at = s, li
		}
	}
	if a.asksPilots() {
		if s := a.pilots(p, ans); s != "" {
			return s
		}
	}
	if at < 0 {
		return ""
	}
	if a.q.any("define", "duties", "all") { // 有哪些试点 asks for every one
		var out []string
		for _, li := range a.d.about(p) {
			if cover, own := a.g.leafCover(li); cover >= enough*0.9 && own > 0.5 || own > 0.3 && len(a.splitTopics()) > 1 {
				l := &a.d.c.leaves[li]
				out = append(out, l.span.In(a.d.p.Text))
				ans.Citations = append(ans.Citations, a.d.cite(l.clause, l.span))
			}
		}
		if len(out) > 1 {
			return itoa(len(out)) + "处:" + strings.Join(out, ";") + "。"
		}
		ans.Citations = nil
	}
	l := &a.d.c.leaves[at]
	sp := a.spread(at)
	ans.Citations = append(ans.Citations, a.d.cite(l.clause, sp))
	return sp.In(a.d.p.Text) + "。"
}

// placePage lists everything that names a place, by clause, counted.
func (a *asker) placePage(p *placeAt, ans *Answer) string {
	d := a.d
	byClause := map[int][]string{}
	var order []int
	for _, li := range d.namedIn(p) {
		l := &d.c.leaves[li]
		text := l.span.In(d.p.Text)
		if !contains(order, l.clause) {
			order = append(order, l.clause)
		}
		byClause[l.clause] = append(byClause[l.clause], text)
		ans.Citations = append(ans.Citations, d.cite(l.clause, l.span))
	}
	if len(order) == 0 {
		return ""
	}
	sort.Ints(order)
	lines := []string{fmt.Sprintf("%s:点名%d条。", p.place.Name, len(order))}
	for _, ci := range order {
		lines = append(lines, d.label(ci)+d.clauses[ci].c.Title+":"+strings.Join(byClause[ci], ";"))
	}
	n := 0
	for i := range d.facts {
		if t := d.facts[i].target; t != nil && (strings.HasPrefix(t.Scope, "每") || strings.HasPrefix(t.Scope, "各县")) {
			n++
		}
	}
	if n > 0 && p.place.Kind == "县" {
		lines = append(lines, fmt.Sprintf("另有写“各县”“每个县”的目标%d项。", n))
	}
	return strings.Join(lines, "\n")
}

// asksPilots reports whether the topic is pilots as such (有哪些试点、示范) and not one of them.
func (a *asker) asksPilots() bool {
	if !a.q.any("define", "duties", "all") || len(a.t.words) == 0 {
		return false
	}
	for i := range a.t.words {
		switch a.t.words[i].text {
		case "试点", "示范", "试验区", "试点县", "示范县", "试验", "省级", "国家级", "市级", "承担", "争取":
		default:
			return false
		}
	}
	return true
}

// pilots lists every pilot that is said of a place.
func (a *asker) pilots(p *placeAt, ans *Answer) string {
	var out []string
	for i := range a.d.p.Statements {
		st := &a.d.p.Statements[i]
		if st.Place != p.place.Name || st.Relation != plan.Pilot {
			continue
		}
		if quote := st.Quote.In(a.d.p.Text); !contains(out, quote) {
			out = append(out, quote)
			ans.Citations = append(ans.Citations, a.d.cite(a.d.clauseIndex(st.Clause), st.Quote))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return itoa(len(out)) + "处:" + strings.Join(out, ";") + "。"
}
