package answer

import (
	"strings"

	"cewen/lexicon"
)

// refusePlaceFigure refuses a county's figure where only a total for all counties is given; a figure for each county is one.
func (a *asker) refusePlaceFigure(list []scoredFact) *reply {
	for _, p := range a.q.places {
		if p.at == nil {
			continue
		}
		name := p.at.place.Name
		for _, s := range list {
			if a.d.factSays(&a.d.facts[s.fact], p.at) || appliesToEach(&a.d.facts[s.fact]) {
				return nil
			}
		}
		r := a.slotRefusal(Target, "方案没有写"+name+"的数。")
		a.showNearest(&r.answer, list[:1])
		r.answer.Suggestions = []string{name + "的全部内容"}
		r.turn.Place = name
		return r
	}
	return nil
}

// factSays reports whether a fact names a place.
func (d *doc) factSays(f *fact, p *placeAt) bool {
	if f.target == nil {
		return false
	}
	if contains(f.target.Places, p.place.Name) {
		return true
	}
	q := f.target.Quote.In(d.p.Text)
	return strings.Contains(q, p.place.Name) || len(p.short) > 1 && strings.Contains(q, p.place.Short)
}

// appliesToEach reports whether a value holds for each county by its own words: 每个县至少建有1处; 各县…覆盖率均达到100%.
func appliesToEach(f *fact) bool {
	if f.target == nil {
		return false
	}
	switch f.target.Scope {
	case "每个县", "每县", "各县均", "每个县区":
		return true
	case "各县", "各县区", "各县(区)":
		k := f.target.Quantity
		return k == nil || k.Dimension == "ratio"
	}
	return false
}

// refuseSlots checks the slots that a question about responsibility may carry: a year or a place that the passage does not have.
func (a *asker) refuseSlots(intent Intent, pi int) *reply {
	body := a.d.parts[pi].part.Span.In(a.d.p.Text)
	for _, p := range a.q.places {
		if p.at == nil {
			continue
		}
		if !strings.Contains(body, p.at.place.Name) && !(p.at.place.Short != "" && strings.Contains(body, p.at.place.Short)) && !strings.Contains(body, "各县") && !strings.Contains(body, "每个县") && !strings.Contains(body, "县") {
			return a.slotRefusal(intent, "这一段没有写到"+p.at.place.Name+"。")
		}
	}
	return nil
}

// refuseAspect refuses a topic that the plan has, of which an aspect is asked that it has not: 充电站总投资.
func (a *asker) refuseAspect(intent Intent) *reply {
	aspect := ""
	for _, c := range a.q.cues["aspect"] {
		if aspect == "" && !a.inName(c.Form) { // 预算 in 公共预算收入 asks for no budget
			aspect = c.Form
		}
	}
	if aspect == "" {
		aspect = a.q.measure.word
	}
	if aspect == "" || a.q.measure.unit != "" && !a.q.has("aspect") {
		return nil
	}
	if r := a.saidNumber(); r != nil { // 投资 may be the end of a name: 固定资产投资增长10%以上
		return r
	}
	t := &topic{bigrams: a.t.bigrams, runes: a.t.runes}
	for _, w := range a.t.words {
		if !strings.Contains(aspect, w.text) {
			t.words = append(t.words, w)
			t.total += w.weight
		}
	}
	if t.total < 0.3 || len(t.words) == len(a.t.words) {
		return nil
	}
	whole, grid := a.t, a.g
	defer func() { a.t, a.g = whole, grid }()
	a.t, a.g = t, newGrid(a.d, t)
	q := *a.q
	q.measure = measure{}
	old := a.q
	a.q = &q
	fs, ps := a.rankFacts(nil), a.rankParts(false)
	a.q = old
	var r *reply
	switch {
	case len(fs) > 0 && fs[0].cover >= enough:
		r = a.slotRefusal(intent, a.lacksAspect(aspect, a.d.citeFact(&a.d.facts[fs[0].fact])))
		a.showNearest(&r.answer, fs[:1])
	case len(ps) > 0 && ps[0].cover >= enough && ps[0].own > 0.6:
		cite := a.d.citePart(ps[0].part, ps[0].sentence)[:1]
		r = a.slotRefusal(intent, a.lacksAspect(aspect, cite[0]))
		r.answer.Citations = cite
	}
	return r
}

// lacksAspect says what is missing in a passage: the aspect itself, or only its figure where the passage has the word.
func (a *asker) lacksAspect(aspect string, c Citation) string {
	if strings.Contains(lexicon.Fold(c.Quote), aspect) && !hasFigure(c.Quote) {
		return "方案没有写这一项的具体数。"
	}
	return lacks(aspect)
}

// lacks says that an aspect is missing; 多少钱 is asked and is no aspect itself.
func lacks(aspect string) string {
	if strings.Contains(aspect, "多少") {
		return "方案没有写这一项是多少" + aspect[strings.Index(aspect, "多少")+len("多少"):] + "。"
	}
	return "方案没有写这一项的" + aspect + "。"
}

// checkAspect refuses an answer whose question asks for an aspect (名单, 投资额, 电话) that the passage answered from does not have.
func (a *asker) checkAspect(r *reply) *reply {
	if !r.answer.Answered {
		return r
	}
	for _, c := range a.q.cues["aspect"] {
		if r.answer.Intent == Lead && !strings.Contains("电话联系方式联系人姓名地址名单", c.Form) {
			continue // 奖励资金谁发 asks who; the money is part of the topic
		}
		found := false
		for _, cite := range r.answer.Citations {
			found = found || strings.Contains(lexicon.Fold(cite.Quote), c.Form)
		}
		if found {
			continue
		}
		out := a.slotRefusal(r.answer.Intent, lacks(c.Form))
		out.turn = r.turn
		if len(r.answer.Citations) > 0 {
			out.answer.Citations = r.answer.Citations[:1]
		}
		return out
	}
	return r
}
