package answer

// verifyAmount answers 雨水管网2025年是50公里吧: the value in the question is held against the plan's.
func (a *asker) verifyAmount() *reply {
	q := a.q
	if a.t.empty() || len(q.amounts) == 0 {
		return nil
	}
	stated := q.amounts[0]
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
	best := all[0]
	if len(years) == 1 {
		found := false
		for _, s := range all {
			f := &a.d.facts[s.fact]
			if (f.year() == years[0] || f.indicator != nil && f.indicator.BaseYear == years[0]) && s.cover >= enough && s.score > all[0].score-0.16 {
				best, found = s, true
				break
			}
		}
		if !found {
			r := a.refuseYear(years[0], all)
			r.answer.Intent = Verify
			return r
		}
	} else {
		// Without a year any fact of the topic that has the value confirms it.
		for _, s := range all {
			if s.cover >= enough && s.score > all[0].score-0.1 && a.states(s, 0) {
				best = s
				break
			}
		}
	}
	f := &a.d.facts[best.fact]
	r := &reply{score: best.score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{f.id}}}
	r.answer = Answer{Answered: true, Intent: Verify, Notes: a.notes()}
	year := 0
	if len(years) == 1 {
		year = years[0]
	}
	if a.states(best, year) {
		r.answer.Text = "是。" + a.factAnswer(f) + "。"
		if f.indicator != nil && year == f.indicator.BaseYear {
			r.answer.Text = "是。" + f.indicator.Name + ":" + itoa(year) + "年(现状值)" + withUnit(f.indicator.Base, f.indicator.Unit) + "。"
		}
		r.answer.Citations = append(r.answer.Citations, a.d.citeFact(f))
		return r
	}
	r.answer.Text = "不是。" + a.factAnswer(f) + "。"
	r.answer.Citations = append(r.answer.Citations, a.d.citeFact(f))
	for _, s := range all {
		o := &a.d.facts[s.fact]
		if s.fact != best.fact && s.cover >= enough && o.clause == f.clause && alike(o.metric, f.metric) && sameValue(stated, o.quantity()) && o.year() > 0 {
			r.answer.Text = trimDot(r.answer.Text) + ";" + o.quantity().Verbatim + "是" + itoa(o.year()) + "年的目标。"
			r.answer.Citations = append(r.answer.Citations, a.d.citeFact(o))
			break
		}
	}
	return r
}

func trimDot(s string) string {
	if n := len(s) - len("。"); n >= 0 && s[n:] == "。" {
		return s[:n]
	}
	return s
}

// states reports whether every value in the question is one of the fact's.
func (a *asker) states(s scoredFact, year int) bool {
	f := &a.d.facts[s.fact]
	for _, x := range a.q.amounts {
		ok := false
		if in := f.indicator; in != nil {
			ok = (year == 0 || year == in.TargetYear) && sameValue(x, in.TargetQty) || (year == in.BaseYear || year == 0 && a.q.has("base")) && sameValue(x, in.BaseQty)
		} else {
			ok = sameValue(x, f.target.Quantity)
			for i := range f.target.More {
				ok = ok || sameValue(x, &f.target.More[i])
			}
		}
		if !ok {
			return false
		}
	}
	return true
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
