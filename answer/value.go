package answer

import (
	"strings"
	"unicode/utf8"
)

// value answers how much and by when.
func (a *asker) value() *reply {
	q := a.q
	if a.t.empty() {
		return nil
	}
	years := q.yearList()
	all := a.rankFacts(func(f *fact) bool { return a.allows(f) })
	if len(all) == 0 || all[0].cover < enough {
		if r := a.saidNumber(); r != nil {
			return r
		}
		if r := a.sentenceTargets(); r != nil {
			return r
		}
		if q.has("when") {
			if r := a.saidWhen(); r != nil {
				return r
			}
		}
		if r := a.saidWithoutNumber(); r != nil {
			return r
		}
		return a.refuse(Target)
	}
	if q.any("base") || len(years) == 1 && a.isBaseYear(years[0], all) {
		return a.baseValue(all)
	}
	best := all[0]
	if in := a.d.facts[best.fact].indicator; in != nil && len(years) > 1 && contains(years, in.BaseYear) && contains(years, in.TargetYear) {
		r := &reply{score: best.score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{a.d.facts[best.fact].id}}}
		r.answer = Answer{Answered: true, Intent: Target, Text: in.Name + ":" + rowWords(in) + "。", Notes: a.notes(), Citations: []Citation{a.d.citeRow(in)}}
		return r
	}
	var chosen []scoredFact
	if len(years) > 0 {
		for _, y := range years {
			ok := false
			for _, s := range all {
				if a.yearOf(&a.d.facts[s.fact]) == y && s.cover >= enough && s.score > best.score-0.16 {
					chosen = append(chosen, s)
					ok = true
					break
				}
			}
			if !ok && len(years) == 1 {
				if y := a.q.years[0]; q.has("verify") && !q.has("verify.exists") && y.Start > 0 && strings.ContainsAny(q.norm[:y.Start], "是") {
					return a.otherDate(all) // 是2025年才建成吗
				}
				return a.refuseYear(years[0], all)
			}
		}
		if len(chosen) == 0 {
			return a.refuseYear(years[0], all)
		}
	} else {
		chosen = a.sameMetric(all)
	}
	if len(q.places) > 0 {
		if r := a.refusePlaceFigure(chosen); r != nil {
			return r
		}
	}
	if q.has("when") && a.d.facts[chosen[0].fact].target != nil && a.d.facts[chosen[0].fact].target.Deadline == nil {
		return a.refuseDate(chosen)
	}
	r := &reply{score: chosen[0].score, topical: true}
	r.turn = Turn{Topic: a.topicText(), Facts: a.factIDs(chosen)}
	if len(years) == 1 {
		r.turn.Year = years[0]
	}
	for _, s := range all {
		if len(r.turn.Others) < 4 && s.cover >= enough && !hasFact(chosen, s.fact) {
			r.turn.Others = append(r.turn.Others, a.d.facts[s.fact].id)
		}
	}
	r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes()}
	if f := &a.d.facts[chosen[0].fact]; len(f.siblings) > 0 && chosen[0].named < 0.3 && chosen[0].own > 0.5 {
		// The topic names what the numbers of one segment make up together (“双十”目标): the segment is the answer.
		r.answer.Text = f.target.Quote.In(a.d.p.Text) + "。"
		r.answer.Citations = []Citation{a.d.citeFact(f)}
		return r
	}
	a.writeFacts(&r.answer, chosen, len(years) > 1 || len(years) == 0)
	a.suggestSiblings(&r.answer, chosen, all)
	return r
}

// sentenceTargets answers with the targets of the sentence that names the whole topic, where the numbers stand in its later segments:
// 实施强科培优行动…,建设40所以上特色高中….
func (a *asker) sentenceTargets() *reply {
	if len(a.q.places) > 0 || a.t.total < 0.9 || a.q.has("base") || a.counted() != nil || utf8.RuneCountInString(a.q.measure.unit) > 1 {
		return nil
	}
	best, at := 0.93, -1
	for si := range a.d.sentences {
		if _, own := a.g.sentenceCover(si); own > best {
			best, at = own, si
		}
	}
	if at < 0 {
		return nil
	}
	var list []scoredFact
	for i := range a.d.facts {
		f := &a.d.facts[i]
		if f.target == nil || f.si != at || !a.allows(f) || len(a.q.years) > 0 && !contains(a.q.yearList(), f.year()) {
			continue
		}
		list = append(list, scoredFact{fact: i, cover: best, own: best})
	}
	if len(list) == 0 || len(list) > 3 {
		return nil
	}
	r := &reply{score: best, topical: true, turn: Turn{Topic: a.topicText(), Facts: a.factIDs(list)}}
	r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes()}
	a.writeFacts(&r.answer, list, true)
	return r
}

// otherDate corrects a date that a question supposes.
func (a *asker) otherDate(all []scoredFact) *reply {
	f := &a.d.facts[all[0].fact]
	if f.year() == 0 {
		return a.refuseDate(all)
	}
	r := &reply{score: all[0].score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{f.id}}}
	r.answer = Answer{Answered: true, Intent: Verify, Text: "不是。" + a.factAnswer(f) + "。", Notes: a.notes(), Citations: []Citation{a.d.citeFact(f)}}
	return r
}

// isBaseYear reports whether a year is that of the base value of an indicator which fits the topic.
func (a *asker) isBaseYear(year int, all []scoredFact) bool {
	for _, s := range all {
		if in := a.d.facts[s.fact].indicator; in != nil && in.BaseYear == year && s.cover >= enough && s.score > all[0].score-0.3 {
			return true
		}
	}
	return false
}

// baseValue answers with the base value of an indicator (2022年现状值).
func (a *asker) baseValue(all []scoredFact) *reply {
	for _, s := range all {
		in := a.d.facts[s.fact].indicator
		if in == nil || in.Base == "" || s.cover < enough || s.score < all[0].score-0.3 {
			continue
		}
		if y := a.q.yearList(); len(y) == 1 && y[0] != in.BaseYear && y[0] != in.TargetYear {
			continue
		}
		r := &reply{score: s.score, topical: true, turn: Turn{Topic: a.topicText(), Year: in.BaseYear, Facts: []string{a.d.facts[s.fact].id}}}
		words := in.Name + ":"
		if in.BaseYear > 0 {
			words += itoa(in.BaseYear) + "年(现状值)"
		}
		words += withUnit(in.Base, in.Unit)
		if strings.Contains(a.q.norm, "目标") {
			words += ";" + itoa(in.TargetYear) + "年(目标值)" + withUnit(in.Target, in.Unit)
		}
		r.answer = Answer{Answered: true, Intent: Target, Text: words + "。", Notes: a.notes(), Citations: []Citation{a.d.citeRow(in)}}
		return r
	}
	return a.refuseBase(all)
}
