package answer

import (
	"strings"

	"cewen/plan"
)

// profileUnit is the unit that 我局 stands for, nil where none was told.
func (a *asker) profileUnit() *plan.Unit {
	if a.ctx.Unit == "" {
		return nil
	}
	return a.d.units[a.d.keyOf(a.s, a.ctx.Unit)]
}

// byUnit answers questions that name a unit: all its tasks, what falls due for it, what it has to do with a topic, whether it is
// responsible.
func (a *asker) byUnit() *reply {
	q := a.q
	if q.has("my.unit") && len(q.units) == 0 {
		u := a.profileUnit()
		if u == nil {
			return &reply{keep: true, answer: Answer{Intent: Unit, Refusal: NotUnderstood, Wants: WantUnit, Text: "还不知道您是哪个单位。请先说:我是……局的。"}}
		}
		return a.unitPage([]*plan.Unit{u})
	}
	if len(q.units) == 0 {
		return nil
	}
	var known []*plan.Unit
	for _, m := range q.units {
		u := a.listed(m)
		if u == nil {
			if a.d.units[m.Key] == nil && a.inText(m.Form) && !a.t.empty() {
				continue // a body that the text mentions without giving it a duty
			}
			if r := a.saidOf(m); r != nil {
				return r
			}
			return a.unitAbsent(m)
		}
		known = append(known, u)
	}
	if len(known) == 0 {
		return nil
	}
	if !a.t.empty() && (q.has("verify") || q.has("lead")) && a.t.total > 0.3 && !q.has("whichclause") {
		if r := a.verifyUnit(known); r != nil {
			return r
		}
	}
	if !a.t.empty() && a.t.total > 0.35 && !q.any("whichclause", "due", "duties.joint", "duties.sole", "duties.first") {
		if r := a.unitTopic(known); r != nil {
			return r
		}
	}
	if a.t.total > 0.8 && !a.touches(known) {
		return a.refuse(Unit)
	}
	if a.t.total > 0.5 && q.any("lead", "verify", "amount") && !q.any("due", "duties", "duties.joint", "duties.sole", "duties.first", "whichclause") {
		return a.refuse(Unit)
	}
	return a.unitPage(known)
}

// touches reports whether any part of the units meets something of the topic.
func (a *asker) touches(us []*plan.Unit) bool {
	for _, u := range us {
		for _, pi := range a.d.byUnit[u.Key] {
			if cover, _, _ := a.g.partCover(pi); cover >= 0.45 {
				return true
			}
		}
	}
	return false
}

func (a *asker) inText(form string) bool { return strings.Contains(a.d.folded, form) }

// unitTopic answers a topic within one unit's duties: 城管局的雨水管网目标.
func (a *asker) unitTopic(us []*plan.Unit) *reply {
	if a.q.any("amount", "when") || a.q.measure.dimension != "" || len(a.q.years) > 0 && !a.q.any("duties", "due") {
		r := a.value()
		if r != nil && r.answer.Answered {
			return r
		}
		if fs := a.rankFacts(nil); len(fs) > 0 && fs[0].cover >= enough && r != nil {
			return r
		}
	}
	mine := map[int]bool{}
	for _, u := range us {
		for _, pi := range a.d.byUnit[u.Key] {
			mine[pi] = true
		}
	}
	var hits []scoredPart
	for _, p := range a.rankParts(true) {
		if p.cover >= enough && mine[p.part] {
			hits = append(hits, p)
		}
	}
	if len(hits) == 0 {
		others := a.rankParts(true)
		if len(others) > 0 && others[0].cover >= enough {
			r := a.slotRefusal(Unit, us[0].Name+"没有这一项。"+a.d.clauses[a.d.parts[others[0].part].clause].c.Title+"的"+a.d.dutyWords(a.d.parts[others[0].part].duty, false))
			r.answer.Citations = a.d.citePart(others[0].part, others[0].sentence)
			return r
		}
		return a.refuse(Unit)
	}
	best := hits[0]
	if len(a.q.years) > 0 {
		return a.duePage(us, a.q.yearList())
	}
	r := &reply{score: best.score, topical: true, turn: Turn{Topic: a.topicText(), Unit: us[0].Name, Facts: []string{a.partID(best.part)}}}
	r.answer = Answer{Answered: true, Intent: Unit, Notes: a.notes()}
	var lines []string
	for _, p := range hits {
		if p.score < best.score-0.15 || len(lines) == 3 {
			break
		}
		lines = append(lines, a.d.label(a.d.parts[p.part].clause)+a.d.clauses[a.d.parts[p.part].clause].c.Title+":"+a.gist(p.part, 120))
		r.answer.Citations = append(r.answer.Citations, a.d.citePart(p.part, p.sentence)...)
	}
	r.answer.Text = strings.Join(lines, "\n")
	return r
}

// verifyUnit answers whether a unit is responsible for a topic.
func (a *asker) verifyUnit(us []*plan.Unit) *reply {
	all := a.rankParts(true)
	if len(all) > 0 && all[0].cover < enough && all[0].cover > 0.45 && contains(a.d.byUnit[us[0].Key], all[0].part) {
		all[0].cover = enough // the unit's name stands for what the topic lacks
	}
	if len(all) == 0 || all[0].cover < enough {
		if a.q.has("verify") {
			return a.refuse(Verify)
		}
		return nil
	}
	best := all[0]
	duty := a.d.parts[best.part].duty
	has := true
	for _, u := range us {
		has = has && contains(a.d.byUnit[u.Key], best.part)
	}
	if !has {
		// Another part that fits as well may be the unit's.
		for _, p := range all[1:] {
			ok := p.score > best.score-0.08 && p.cover >= enough
			for _, u := range us {
				ok = ok && contains(a.d.byUnit[u.Key], p.part)
			}
			if ok {
				best, duty, has = p, a.d.parts[p.part].duty, true
				break
			}
		}
	}
	r := &reply{score: best.score + 0.2, topical: true, turn: Turn{Topic: a.topicText(), Unit: us[0].Name, Facts: []string{a.partID(best.part)}}}
	r.answer = Answer{Answered: true, Intent: Verify, Notes: a.notes(), Citations: a.d.citePart(best.part, best.sentence)}
	word := "不是。"
	if has {
		word = "是。"
		only := strings.Contains(a.q.norm, "独家") || strings.Contains(a.q.norm, "只有") || strings.Contains(a.q.norm, "单独") || strings.Contains(a.q.norm, "一家")
		if only && len(duty.Units) > 1 {
			word = "不是一家。"
		}
	}
	if !a.q.has("verify") && has {
		word = ""
	}
	r.answer.Text = word + a.d.dutyWords(duty, strings.Contains(a.q.norm, "牵头"))
	return r
}
