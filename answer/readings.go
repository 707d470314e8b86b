package answer

import (
	"strings"

	"cewen/lexicon"
)

// byTopic answers questions that name a matter.
func (a *asker) byTopic() *reply {
	q := a.q
	var rs []*reply
	put := func(r *reply, bonus float64) {
		if r != nil {
			r.score += bonus
			rs = append(rs, r)
		}
	}
	wantsLead := q.has("lead")
	wantsValue := q.any("amount", "when", "base") || q.measure.dimension != "" || len(q.years) > 0
	if r := a.includes(); r != nil {
		return r
	}
	if r := a.unexplained(); r != nil {
		return r
	}
	if r := a.money(); r != nil {
		return r
	}
	switch {
	case q.has("compare") && !wantsLead:
		put(a.compare(), 0.3)
	case len(q.amounts) > 0 && !wantsLead && q.any("verify"):
		put(a.verifyAmount(), 0.3)
	}
	var due *reply
	if len(q.years) > 0 && q.any("due", "define", "duties", "all") && q.measure.dimension == "" && !a.asksNumber() {
		due = a.topicDue()
	}
	switch {
	case !wantsLead && strings.HasSuffix(q.norm, "谁") && !q.has("place.which"):
		put(a.whichPlace(), 0.15)
		put(a.lead(), 0.1)
	case wantsLead && wantsValue && q.any("amount") && !q.has("verify"):
		put(a.leadAndValue(), 0.2)
		put(a.lead(), 0.1)
	case wantsLead:
		var also *reply
		if q.has("place.which") {
			also = a.whichAlso()
		}
		if also == nil {
			put(a.lead(), 0.1)
		} else {
			put(also, 0.2)
		}
	case q.any("whichclause"):
		put(a.whichClause(), 0.1)
	case q.any("place.which"):
		list, text := a.listing(), a.free()
		put(list, 0.5)
		w := a.whichPlace()
		if w != nil && len(w.turn.Items) > 0 && a.asksWhere() {
			put(w, 0.5)
		} else {
			put(w, 0.08)
		}
		if (w == nil || len(w.turn.Items) == 0) && (a.asksWhere() || a.asksNames()) && list == nil && text != nil && text.answer.Answered {
			put(a.slotRefusal(Place, "方案没有写是哪里。"), 1)
			break
		}
		put(a.value(), 0)
		put(text, -0.02)
	case due != nil:
		put(due, 0.2)
	case wantsValue:
		v := a.value()
		put(v, 0.05)
		if q.measure.dimension == "" && !q.has("when") && (v == nil || v.answer.Refusal != SlotAbsent) {
			if f := a.free(); f != nil && (!a.asksNumber() || hasNumber(f.answer.Text)) {
				put(f, -0.12)
			}
		}
	case q.any("content", "define"):
		list := a.listing()
		put(list, 0.35)
		if strings.Contains(q.form("define"), "哪") {
			titled := a.placesOfTitle()
			put(titled, 0.3)
			if a.asksNames() && list == nil && titled == nil {
				if w := a.whichPlace(); w == nil || len(w.turn.Items) == 0 {
					put(a.slotRefusal(List, "方案没有写是哪些。"), 1)
					break
				}
			}
		}
		put(a.free(), 0)
		put(a.value(), -0.12)
	case q.any("verify") && len(q.years) > 0 && !q.has("verify.exists"):
		put(a.value(), 0.05)
	case q.any("verify"):
		put(a.verifyText(), 0.05)
	default:
		bonus := 0.0
		if a.asksNumber() {
			bonus = 0.5 // 污泥无害化处置率 asks for its value
		}
		put(a.value(), bonus)
		if card := a.topicCard(); bonus == 0 || card == nil || hasNumber(card.answer.Text) {
			put(card, 0.02)
		}
	}
	return a.checkAspect(pick(rs, a))
}

// asksWhere reports whether a question asks for places, not only for which of several things.
func (a *asker) asksWhere() bool {
	for _, c := range a.q.cues["place.which"] {
		if strings.ContainsAny(c.Form, "县区镇乡市") || strings.Contains(c.Form, "里") || strings.Contains(c.Form, "在哪") || strings.Contains(c.Form, "哪儿") || strings.Contains(c.Form, "地方") {
			return true
		}
	}
	return false
}

// asksNumber reports whether only a number can answer: 多少, 几个, 覆盖率.
func (a *asker) asksNumber() bool {
	for _, c := range a.q.cues["amount"] {
		if strings.Contains(c.Form, "多少") || strings.HasPrefix(c.Form, "几") || strings.HasPrefix(c.Form, "百分") || strings.HasPrefix(c.Form, "多") {
			return true
		}
	}
	for i := range a.t.words {
		if isAttribute(a.t.words[i].text) {
			return true
		}
	}
	return false
}

func hasNumber(s string) bool {
	for _, k := range lexicon.FindQuantities(lexicon.Fold(s)) {
		if k.Unit != "" {
			return true
		}
	}
	return false
}

// asksNames reports whether the topic ends in a kind of place (重点帮扶县都是谁), so that names of places are asked for.
func (a *asker) asksNames() bool {
	if len(a.t.words) == 0 {
		return false
	}
	last := a.t.words[len(a.t.words)-1].text
	for _, kind := range []string{"县", "镇", "乡", "区", "市", "村", "县城", "乡镇", "城镇"} {
		if strings.HasSuffix(last, kind) {
			return true
		}
	}
	return false
}

// pick returns the best answered reading, else the refusal that knows most.
func pick(rs []*reply, a *asker) *reply {
	var best *reply
	for _, r := range rs {
		if best == nil || r.answer.Answered && !best.answer.Answered || r.answer.Answered == best.answer.Answered && r.score > best.score {
			best = r
		}
	}
	if best == nil {
		return a.refuseTopic()
	}
	return best
}

// missingShare is the share of the topic's weight that occurs nowhere in the plan.
func (a *asker) missingShare() float64 {
	sum := 0.0
	for i := range a.t.words {
		if a.t.words[i].absent {
			sum += a.t.words[i].weight
		}
	}
	return sum / a.g.total()
}
