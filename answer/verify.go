package answer

import (
	"strings"

	"cewen/lexicon"
)

// verifyAmount answers 雨水管网2025年是50公里吧: the value in the question is held against the plan's.
func (a *asker) verifyAmount() *reply {
	q := a.q
	if a.t.empty() || len(q.amounts) == 0 {
		return nil
	}
	years := q.yearList()
	all := a.rankFacts(func(f *fact) bool {
		for _, u := range q.units {
			if a.d.units[u.Key] != nil && f.target != nil && !a.partHas(f.part, u.Key) {
				return false
			}
		}
		return true
	})
	if len(all) == 0 || all[0].cover < enough {
		return nil
	}
	var near []scoredFact
	for _, s := range all {
		if s.cover >= enough && s.score > all[0].score-0.16 {
			near = append(near, s)
		}
	}
	r := &reply{score: all[0].score, topical: true, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Answered: true, Intent: Verify, Notes: a.notes()}
	right := true
	var lines []string
	for _, x := range q.amounts {
		s, ok := a.held(x, near, years)
		right = right && ok
		f := &a.d.facts[s.fact]
		line := a.factAnswer(f)
		if in := f.indicator; in != nil && len(years) == 1 && years[0] == in.BaseYear {
			line = in.Name + ":" + itoa(in.BaseYear) + "年(现状值)" + withUnit(in.Base, in.Unit)
		}
		if !contains(lines, line) {
			lines = append(lines, line)
			r.answer.Citations = append(r.answer.Citations, a.d.citeFact(f))
			r.turn.Facts = append(r.turn.Facts, f.id)
		}
		if ok {
			continue
		}
		for _, o := range near { // whose number it is instead: 50公里是2023年的目标
			g := &a.d.facts[o.fact]
			if o.fact != s.fact && g.clause == f.clause && alike(g.metric, f.metric) && sameValue(x, g.quantity()) && g.year() > 0 {
				lines = append(lines, g.quantity().Verbatim+"是"+itoa(g.year())+"年的目标")
				r.answer.Citations = append(r.answer.Citations, a.d.citeFact(g))
				break
			}
		}
	}
	word := "是。"
	if !right {
		word = "不是。"
	}
	r.answer.Text = word + strings.Join(lines, ";") + "。"
	if len(years) == 1 {
		r.turn.Year = years[0]
	}
	return r
}

// held finds the fact that a stated value has to be held against, and whether it agrees: of the year asked for, of the value's unit.
func (a *asker) held(x lexicon.Quantity, near []scoredFact, years []int) (scoredFact, bool) {
	year := 0
	if len(years) == 1 {
		year = years[0]
	}
	agrees := func(f *fact) bool {
		if in := f.indicator; in != nil {
			return (year == 0 || year == in.TargetYear) && sameValue(x, in.TargetQty) || (year == in.BaseYear || year == 0 && a.q.has("base")) && sameValue(x, in.BaseQty)
		}
		return sameValue(x, f.target.Quantity) && (year == 0 || f.year() == year)
	}
	best, rank := near[0], -1
	for _, s := range near {
		f := &a.d.facts[s.fact]
		k := f.quantity()
		n := 0
		if year > 0 && (f.year() == year || f.indicator != nil && f.indicator.BaseYear == year) {
			n += 4
		}
		if k != nil && k.Unit == x.Unit {
			n += 2
		}
		if agrees(f) {
			n++
		}
		if n > rank {
			best, rank = s, n
		}
	}
	return best, agrees(&a.d.facts[best.fact])
}

// verifyText answers yes/no questions about what the plan says: the sentence that says it, or that it does not.
func (a *asker) verifyText() *reply {
	if a.t.empty() {
		return nil
	}
	r := a.free()
	if r == nil || !r.answer.Answered {
		return r
	}
	r.answer.Intent = Verify
	if a.q.has("verify.exists") {
		r.answer.Text = "有。" + r.answer.Text
	} else {
		r.answer.Text = "原文:" + r.answer.Text
	}
	return r
}
