package answer

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

// byRef answers questions that name a clause, a chapter or a row by its number.
func (a *asker) byRef() *reply {
	if ci := a.inChapter(); ci >= 0 {
		return a.clausePage(ci)
	}
	if n, ok := lexicon.ParseNumber(a.q.norm); ok && len(a.q.refs) == 0 && len(a.q.years) == 0 && n == float64(int(n)) {
		if ci := a.d.clauseOf(int(n)); ci >= 0 {
			return a.clausePage(ci) // 十四
		}
	}
	if r := a.clauseRange(); r != nil {
		return r
	}
	if a.q.has("compare") && a.t.total > 0.5 {
		return nil // 指标表与第二十一条的写法是否一致
	}
	for _, ref := range a.q.refs {
		switch ref.Kind {
		case "clause":
			if ci := a.d.clauseOf(ref.Number); ci >= 0 {
				return a.clausePage(ci)
			}
			return a.slotRefusal(Clause, fmt.Sprintf("方案没有第%s条,一共%d条。", chineseNumber(ref.Number), len(a.d.clauses)))
		case "chapter":
			return a.chapterPage(ref)
		case "row":
			for i := range a.d.p.Indicators {
				if in := &a.d.p.Indicators[i]; in.Row == ref.Number {
					r := &reply{score: 1, turn: Turn{Facts: []string{indicatorID(in)}}}
					r.answer = Answer{Answered: true, Intent: Target, Text: in.Name + ":" + rowWords(in) + "。", Citations: []Citation{a.d.citeRow(in)}}
					return r
				}
			}
			if len(a.d.p.Indicators) > 0 {
				return a.slotRefusal(Target, fmt.Sprintf("指标表没有第%d行,一共%d行。", ref.Number, len(a.d.p.Indicators)))
			}
		}
	}
	return nil
}

// clauseRange answers 第16条到第18条 with the titles.
func (a *asker) clauseRange() *reply {
	refs := a.q.refs
	if len(refs) != 2 || refs[0].Kind != "clause" || refs[1].Kind != "clause" || refs[0].Number >= refs[1].Number {
		return nil
	}
	if between := a.q.norm[refs[0].End:refs[1].Start]; !strings.ContainsAny(between, "到至-~") {
		return nil
	}
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: Clause}
	var names []string
	for n := refs[0].Number; n <= refs[1].Number; n++ {
		if ci := a.d.clauseOf(n); ci >= 0 {
			names = append(names, a.d.label(ci)+a.d.clauses[ci].c.Title)
			r.answer.Citations = append(r.answer.Citations, a.d.citeHead(ci))
			r.turn.Items = append(r.turn.Items, "clause"+itoa(n))
		}
	}
	if len(names) == 0 {
		return nil
	}
	r.answer.Text = itoa(len(names)) + "条:" + strings.Join(names, "、") + "。"
	return r
}

// inChapter finds the clause that 第三部分第(五)条 means: by the label's own number within the chapter. -1: not asked so.
func (a *asker) inChapter() int {
	chapter, clause := 0, 0
	for _, ref := range a.q.refs {
		switch ref.Kind {
		case "chapter":
			chapter = ref.Number
		case "clause":
			clause = ref.Number
		}
	}
	if chapter == 0 || clause == 0 {
		return -1
	}
	for ci := range a.d.clauses {
		if c := a.d.clauses[ci].c; c.Chapter == chapter && c.Ordinal == clause {
			return ci
		}
	}
	for i := range a.d.p.Chapters { // 第二部分第一条, where labels run through the plan
		if ch := &a.d.p.Chapters[i]; ch.Number == chapter && clause <= len(ch.Clauses) {
			return a.d.clauseIndex(ch.Clauses[clause-1])
		}
	}
	return -1
}

// clauseOf finds a clause by its number: the label's own number where labels run through the plan, else the ordinal.
func (d *doc) clauseOf(n int) int {
	for i := range d.clauses {
		if d.clauses[i].c.Number == n {
			return i
		}
	}
	return -1
}

// clausePage answers what is asked of one clause: who, which targets, its text, a topic in it, or its gist.
func (a *asker) clausePage(ci int) *reply {
	d, q := a.d, a.q
	c := d.clauses[ci].c
	r := &reply{score: 1, turn: Turn{Clause: c.Number, Ref: c.Number}}
	r.answer = Answer{Answered: true, Intent: Clause, Notes: a.notes()}
	head := c.Label + c.Title
	met := 0.0
	for wi := range a.t.words {
		met += a.t.words[wi].weight * float64(a.g.clause[wi][ci])
	}
	if a.t.total > 1.2 && met/a.g.total() < 0.3 {
		return a.slotRefusal(Clause, ordinal(c)+"没有写到“"+a.topicText()+"”。")
	}
	switch {
	case q.has("lead") && !q.has("gap.duty"):
		return a.clauseLead(ci, r)
	case q.any("status"):
		r := a.status()
		r.turn.Clause, r.turn.Ref = c.Number, c.Number
		return r
	case (q.any("amount", "when", "due") || len(q.years) > 0 || q.measure.dimension != "") && !q.any("content", "content.verbatim"):
		if r2 := a.clauseTargets(ci, r); r2 != nil {
			return r2
		}
	case a.beyondTitle(ci) > 0.4 && !q.has("verify") && !strings.Contains(q.norm, "分别") && a.topicInClause(ci, r):
		return r
	case q.has("content.verbatim"):
		sp := bodySpan(c)
		var text []string
		for _, pi := range d.clauses[ci].parts {
			text = append(text, d.partText(pi))
		}
		r.answer.Text = head + "。\n" + short(strings.Join(text, ""), 260)
		r.answer.Citations = []Citation{d.cite(ci, sp)}
		return r
	case q.has("title") && !q.has("content"):
		r.answer.Text = head + "。"
		r.answer.Citations = []Citation{d.citeHead(ci)}
		return r
	case q.has("verify") && a.t.total > 0.2:
		cover := 0.0
		for wi := range a.t.words {
			cover += a.t.words[wi].weight * float64(a.g.clause[wi][ci])
		}
		word := "不是。"
		if cover/a.g.total() >= enough {
			word = "是。"
		}
		r.answer.Intent = Verify
		r.answer.Text = word + head + "。"
		r.answer.Citations = []Citation{d.citeHead(ci)}
		return r
	}
	var lines []string
	whole := utf8.RuneCountInString(bodySpan(c).In(d.p.Text)) <= 260
	for _, pi := range d.clauses[ci].parts {
		line := a.gist(pi, 150)
		if whole {
			line = d.partText(pi)
		}
		if line == "" {
			continue
		}
		if duty := d.parts[pi].duty; duty != nil {
			if duty.LeadBy != "" && len(duty.Lead) > 0 {
				line += "(" + a.d.roleList(duty) + ")"
			} else {
				line += "(责任单位:" + unitList(duty) + ")"
			}
		}
		lines = append(lines, line)
	}
	r.answer.Text = head + "。\n" + strings.Join(lines, "\n")
	r.answer.Citations = []Citation{d.cite(ci, bodySpan(c))}
	r.turn.Facts = nil
	return r
}

// beyondTitle is how much of the topic is not the clause's title.
func (a *asker) beyondTitle(ci int) float64 {
	sum := 0.0
	for wi := range a.t.words {
		if a.g.title[wi][ci] == 0 {
			sum += a.t.words[wi].weight
		}
	}
	return sum
}

// partText is a part's sentences in full.
func (d *doc) partText(pi int) string {
	ss := d.parts[pi].sentences
	if len(ss) == 0 {
		return ""
	}
	return plan.Span{Start: d.sentences[ss[0]].span.Start, End: d.sentences[ss[len(ss)-1]].span.End}.In(d.p.Text)
}

// topicInClause answers with the sentence of a clause that the topic stands in.
func (a *asker) topicInClause(ci int, r *reply) bool {
	best, at := 0.0, -1
	for _, pi := range a.d.clauses[ci].parts {
		for _, si := range a.d.parts[pi].sentences {
			if _, own := a.g.sentenceCover(si); own > best {
				best, at = own, si
			}
		}
	}
	if best < 0.6 {
		return false
	}
	sp := a.run2(at)
	if a.q.any("content") {
		sp = a.d.sentences[at].span
	}
	r.answer.Text = strings.TrimRight(sp.In(a.d.p.Text), "。;,") + "。"
	r.answer.Citations = []Citation{a.d.cite(ci, sp)}
	r.turn.Topic = a.topicText()
	return true
}

// bodySpan is a clause's text without the white space at its ends.
func bodySpan(c *plan.Clause) plan.Span { return c.Span }

func (a *asker) clauseLead(ci int, r *reply) *reply {
	d := a.d
	var group []int
	for _, pi := range d.clauses[ci].parts {
		if d.parts[pi].duty != nil {
			group = append(group, pi)
		}
	}
	r.answer.Intent = Lead
	if len(group) == 0 {
		r.answer.Answered, r.answer.Refusal = false, SlotAbsent
		r.answer.Text = ordinal(d.clauses[ci].c) + "没有写责任单位。"
		if unread := d.unreadTable(); unread != "" {
			r.answer.Text = ordinal(d.clauses[ci].c) + "读懂的部分没有责任单位。" + unread
		}
		r.answer.Citations = []Citation{d.citeHead(ci)}
		return r
	}
	best := scoredPart{part: -1}
	if a.t.total > 0.3 && len(group) > 1 {
		for _, pi := range group {
			if cover, own, si := a.g.partCover(pi); cover+own > best.cover+best.own {
				best = scoredPart{part: pi, cover: cover, own: own, sentence: si}
			}
		}
		if best.part >= 0 && best.own > 0.6 {
			group = []int{best.part}
		}
	}
	a.writeGroup(&r.answer, group, best, strings.Contains(a.q.norm, "牵头"))
	for _, pi := range group {
		r.turn.Facts = append(r.turn.Facts, a.partID(pi))
	}
	return r
}

// clauseTargets lists the targets of one clause, of a year or topic where one is asked for.
func (a *asker) clauseTargets(ci int, r *reply) *reply {
	d := a.d
	years := a.q.yearList()
	var list []scoredFact
	some := 0
	for i := range d.facts {
		f := &d.facts[i]
		if f.clause != ci || f.indicator != nil && d.clauses[ci].c.Number != f.indicator.Clause {
			continue
		}
		some++
		if len(years) > 0 && !contains(years, f.year()) || !a.q.measure.fits(f.quantity()) {
			continue
		}
		if a.t.total > 0.4 {
			if cover, _ := a.factCover(i); cover < enough {
				continue
			}
		}
		list = append(list, scoredFact{fact: i})
	}
	if len(list) == 0 {
		if some == 0 {
			r.answer.Answered, r.answer.Refusal, r.answer.Intent = false, SlotAbsent, Target
			r.answer.Text = ordinal(d.clauses[ci].c) + "没有定量目标。"
			r.answer.Citations = []Citation{d.citeHead(ci)}
			return r
		}
		if len(years) > 0 {
			r.answer.Answered, r.answer.Refusal, r.answer.Intent = false, SlotAbsent, Target
			r.answer.Text = ordinal(d.clauses[ci].c) + "没有写" + itoa(years[0]) + "年的目标。"
			return r
		}
		return nil
	}
	r.answer.Intent = Target
	a.writeFacts(&r.answer, list, true)
	r.turn.Facts = a.factIDs(list)
	return r
}
