package answer

// talk answers what belongs to the conversation and not to a plan: profile, follow-ups that refer to the last answer, greetings,
// instructions. It returns nil for a question that stands on its own.
func (a *asker) talk() *reply {
	q := a.q
	if r := a.setProfile(); r != nil {
		return r
	}
	if q.has("help") && a.t.total < 0.6 {
		return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotPlanMatter, Text: "可以问责任单位、目标和时限、某单位或某县的全部任务、条款原文。", Suggestions: a.s.Examples(3)}}
	}
	if q.any("inject.strong", "chat.strong") {
		return a.matter()
	}
	if q.has("inject") && (a.t.empty() || a.missingShare() > 0.25 && a.best() < enough) {
		return a.matter()
	}
	if q.has("chat") && a.best() < enough && !(q.any("lead", "amount") && !a.t.empty()) {
		return a.matter()
	}
	if a.ctx.Last != nil {
		return a.followUp()
	}
	if a.bare() && q.any("next", "prev", "more", "notthis", "sure", "copy", "this") && len(q.refs) == 0 && len(q.years) == 0 && !a.standsAlone() {
		return a.unclear()
	}
	return nil
}

// best is how well the topic is met by any part or fact.
func (a *asker) best() float64 {
	if a.t.empty() {
		return 0
	}
	best := 0.0
	for pi := range a.d.parts {
		c, _, _ := a.g.partCover(pi)
		best = max(best, c)
	}
	for i := range a.d.facts {
		c, _ := a.factCover(i)
		best = max(best, c)
	}
	return best
}

// bare reports whether nothing but conversation words is left: no topic, no unit, no place.
func (a *asker) bare() bool {
	return a.t.total < 0.2 && len(a.q.units) == 0 && len(a.q.places) == 0
}

// setProfile reads 我是城管局的: whose bureau 我局 is, or whose county 我县.
func (a *asker) setProfile() *reply {
	q := a.q
	if !q.has("profile") || q.cues["profile"][0].Start > 3 || q.any("lead", "amount", "duties", "due", "place.role", "content", "define") || a.t.total > 0.6 {
		return nil
	}
	c := a.ctx
	switch {
	case len(q.units) > 0:
		u := a.listed(q.units[0])
		if u == nil {
			return a.unitAbsent(q.units[0])
		}
		c.Unit = u.Name
		clauses := map[int]bool{}
		for _, r := range u.Duties {
			clauses[r.Clause] = true
		}
		r := &reply{profile: &c, turn: Turn{Unit: u.Name}}
		r.answer = Answer{Answered: true, Intent: Unit, Text: "记下了:我局=" + u.Name + "," + itoa(len(clauses)) + "条" + itoa(len(u.Duties)) + "处。", Suggestions: []string{"我局的任务", "我局今年要完成什么"}}
		r.answer.Citations = a.d.citeUnit(u)
		return r
	case len(q.places) > 0 && q.places[0].at != nil:
		c.Place = q.places[0].at.place.Name
		r := &reply{profile: &c, turn: Turn{Place: c.Place}}
		r.answer = Answer{Answered: true, Intent: Place, Text: "记下了:我县=" + c.Place + "。", Suggestions: []string{"我县有哪些", "我县的定位"}}
		if ls := a.d.namedIn(q.places[0].at); len(ls) > 0 {
			l := &a.d.c.leaves[ls[0]]
			r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
		}
		return r
	}
	return nil
}
