package answer

import (
	"strings"

	"cewen/plan"
)

// dutySigns are words by which a passage can name who is responsible without a marker.
var dutySigns = []string{"牵头", "负责", "责任单位", "责任部门", "主管部门"}

// leadInText answers who is responsible where the passage of the topic has no marker: with the segments that name somebody all the same, or with the plain
// fact that the clause names nobody.
func (a *asker) leadInText() *reply {
	all := a.rankParts(false)
	if len(all) == 0 || all[0].cover < 0.9 || all[0].own < nearly || all[0].sentence < 0 || len(a.q.places) > 0 {
		return nil
	}
	pa := &a.d.parts[all[0].part]
	clause := a.d.clauses[pa.clause].c
	if pa.duty != nil || len(clause.Duties) > 0 {
		return nil
	}
	turn := Turn{Topic: a.topicText(), Facts: []string{a.partID(all[0].part)}}
	if sp, ok := a.dutySentence(pa, all[0].sentence); ok {
		r := &reply{score: all[0].fit(), topical: true, turn: turn}
		r.answer = Answer{Answered: true, Intent: Lead, Notes: a.notes(), Citations: []Citation{a.d.cite(pa.clause, sp)}}
		r.answer.Text = "原文:" + strings.TrimRight(short(sp.In(a.d.p.Text), 150), "。;；、,，") + "。"
		return r
	}
	if a.namesDuty(pa.clause) {
		return nil
	}
	r := a.slotRefusal(Lead, "这一条没有写责任单位。")
	r.turn = turn
	r.answer.Citations = []Citation{a.d.cite(pa.clause, a.d.sentences[all[0].sentence].span)}
	return r
}

// namesDuty reports whether a clause has a word by which it can name who is responsible.
func (a *asker) namesDuty(ci int) bool {
	for _, sign := range dutySigns {
		if strings.Contains(a.d.clauses[ci].c.Span.In(a.d.p.Text), sign) {
			return true
		}
	}
	return false
}

// dutySentence is the text from the first segment that has such a word to the end of its sentence: in the sentence that names the topic, else in the one
// beside it. Where several sentences of a clause name somebody (甲局要牵头…。乙局要牵头…。), one is not meant for what another says.
func (a *asker) dutySentence(pa *partAt, of int) (plan.Span, bool) {
	var beside []plan.Span
	for _, si := range pa.sentences {
		sp, ok := a.dutyIn(si)
		if ok && si == of {
			return sp, true
		}
		if ok {
			beside = append(beside, sp)
		}
	}
	if len(beside) != 1 {
		return plan.Span{}, false
	}
	for _, si := range pa.sentences {
		if (si == of-1 || si == of+1) && a.d.sentences[si].span.End == beside[0].End {
			return beside[0], true
		}
	}
	return plan.Span{}, false
}

// dutyIn is the end of a sentence from the segment on that says who leads.
func (a *asker) dutyIn(si int) (plan.Span, bool) {
	for _, li := range a.d.sentences[si].leaves {
		sp := a.d.c.leaves[li].span
		if strings.Contains(sp.In(a.d.p.Text), dutySigns[0]) {
			return plan.Span{Start: sp.Start, End: a.d.sentences[si].span.End}, true
		}
	}
	return plan.Span{}, false
}
