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
	r := &reply{score: 1, turn: Turn{Clause: c.Number}}
	r.answer = Answer{Answered: true, Intent: Clause, Notes: a.notes()}
	head := c.Label + c.Title
	switch {
	case q.has("lead") && !q.has("gap.duty"):
		return a.clauseLead(ci, r)
	case q.any("status"):
		return a.status()
	case (q.any("amount", "when", "due") || len(q.years) > 0 || q.measure.dimension != "") && !q.any("content", "content.verbatim"):
		if r2 := a.clauseTargets(ci, r); r2 != nil {
			return r2
		}
	case a.t.total > 0.4 && !q.has("verify") && !strings.Contains(q.norm, "分别") && a.topicInClause(ci, r):
		return r
	case q.has("content.verbatim"):
		sp := bodySpan(c)
		r.answer.Text = head + "。" + short(strings.TrimSpace(sp.In(d.p.Text)), 160)
		r.answer.Citations = []Citation{d.cite(ci, sp)}
		return r
	case q.has("title") && !q.has("content"):
		r.answer.Text = head + "。"
		r.answer.Citations = []Citation{d.cite(ci, c.Head)}
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
		r.answer.Citations = []Citation{d.cite(ci, c.Head)}
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
			line += "(责任单位:" + unitList(duty) + ")"
		}
		lines = append(lines, line)
	}
	r.answer.Text = head + "。\n" + strings.Join(lines, "\n")
	r.answer.Citations = []Citation{d.cite(ci, bodySpan(c))}
	r.turn.Facts = nil
	return r
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
		r.answer.Citations = []Citation{d.cite(ci, d.clauses[ci].c.Head)}
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
			r.answer.Citations = []Citation{d.cite(ci, d.clauses[ci].c.Head)}
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

func (a *asker) chapterPage(ref lexicon.Ref) *reply {
	d := a.d
	for i := range d.p.Chapters {
		ch := &d.p.Chapters[i]
		if ch.Number != ref.Number {
			continue
		}
		return a.chapterWords(ch)
	}
	return a.slotRefusal(Clause, fmt.Sprintf("方案没有第%s部分,一共%d个部分。", chineseNumber(ref.Number), len(d.p.Chapters)))
}

func (a *asker) chapterWords(ch *plan.Chapter) *reply {
	d := a.d
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: Clause}
	if a.q.has("title") && !a.q.any("content", "define") {
		r.answer.Text = "第" + chineseNumber(ch.Number) + "部分:" + ch.Title + "。"
	} else {
		var lines []string
		for _, n := range ch.Clauses {
			ci := d.clauseIndex(n)
			lines = append(lines, d.clauses[ci].c.Label+d.clauses[ci].c.Title)
			r.turn.Items = append(r.turn.Items, "clause"+itoa(n))
		}
		r.answer.Text = fmt.Sprintf("第%s部分“%s”,共%d条:%s。", chineseNumber(ch.Number), ch.Title, len(lines), strings.Join(lines, "、"))
	}
	for _, n := range ch.Clauses {
		ci := d.clauseIndex(n)
		r.answer.Citations = append(r.answer.Citations, d.cite(ci, d.clauses[ci].c.Head))
	}
	return r
}

// outline lists the chapters.
func (a *asker) outline() *reply {
	d := a.d
	r := &reply{score: 1}
	r.answer = Answer{Answered: true, Intent: Clause}
	var lines []string
	for i := range d.p.Chapters {
		ch := &d.p.Chapters[i]
		lines = append(lines, ch.Label+"、"+ch.Title)
		r.answer.Citations = append(r.answer.Citations, Citation{Plan: d.name, Label: ch.Label, Title: ch.Title, Quote: ch.Head.In(d.p.Text), Start: ch.Head.Start, End: ch.Head.End})
		for _, n := range ch.Clauses {
			ci := d.clauseIndex(n)
			r.answer.Citations = append(r.answer.Citations, d.cite(ci, d.clauses[ci].c.Head))
			break
		}
	}
	r.answer.Text = fmt.Sprintf("%d个部分、%d条:%s。", len(d.p.Chapters), len(d.clauses), strings.Join(lines, ";"))
	return r
}

// byTitle answers questions that spell a clause's or chapter's title out and ask for nothing else in it.
func (a *asker) byTitle() *reply {
	q := a.q
	if len(q.units) > 0 || len(q.places) > 0 || q.any("compare", "whichclause") {
		return nil
	}
	rest := func(title rng) float64 {
		sum := 0.0
		text := a.d.c.runes[title.lo:title.hi]
		for wi := range a.t.words {
			if w := &a.t.words[wi]; w.inRunes(text) == 0 {
				sum += w.weight
			}
		}
		return sum
	}
	if ci := a.titledClause(); ci >= 0 && rest(a.d.clauses[ci].title) < 0.2 {
		if q.any("lead", "content", "define", "title", "due") || !q.any("amount", "when", "verify") {
			return a.clausePage(ci)
		}
	}
	for i := range a.d.p.Chapters {
		ch := &a.d.p.Chapters[i]
		if t := a.d.chapters[i]; t.hi-t.lo > 3 && rest(t) < 0.2 && containsRunes(foldMatter(q.norm), a.d.c.runes[t.lo:t.hi]) && !q.any("lead", "amount", "when") && len(ch.Clauses) > 1 {
			return a.chapterWords(ch)
		}
	}
	return nil
}

// titled finds the clause or chapter whose title the question spells out.
func (a *asker) titledClause() int {
	best, n := -1, 3
	for ci := range a.d.clauses {
		t := a.d.clauses[ci].title
		if text := a.d.c.runes[t.lo:t.hi]; len(text) > n && containsRunes(foldMatter(a.q.norm), text) {
			best, n = ci, len(text)
		}
	}
	return best
}

func (a *asker) titledChapter() *plan.Chapter {
	for i := range a.d.p.Chapters {
		t := a.d.chapters[i]
		if text := a.d.c.runes[t.lo:t.hi]; len(text) > 3 && containsRunes(foldMatter(a.q.norm), text) {
			return &a.d.p.Chapters[i]
		}
	}
	return nil
}

// whichClause answers in which clause a topic stands: every clause that names it, best first.
func (a *asker) whichClause() *reply {
	if a.t.empty() {
		return nil
	}
	d := a.d
	type at struct {
		ci, si int
		score  float64
	}
	var hits []at
	for ci := range d.clauses {
		best := at{ci: ci, si: -1}
		for _, pi := range d.clauses[ci].parts {
			for _, si := range d.parts[pi].sentences {
				if _, own := a.g.sentenceCover(si); own > best.score {
					best.si, best.score = si, own
				}
			}
		}
		if t := a.g.titleCover(ci); t >= best.score && t > 0 {
			best.score, best.si = t+0.05, -1
		}
		if best.score >= enough {
			hits = append(hits, best)
		}
	}
	if len(hits) == 0 {
		return nil
	}
	top := 0.0
	for _, h := range hits {
		top = max(top, h.score)
	}
	r := &reply{score: top, topical: true, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Answered: true, Intent: Clause, Notes: a.notes()}
	var names []string
	for _, h := range hits {
		if h.score < top-0.12 {
			continue
		}
		c := d.clauses[h.ci].c
		names = append(names, ordinal(c)+c.Title)
		r.turn.Items = append(r.turn.Items, "clause"+itoa(c.Number))
		if h.si >= 0 {
			r.answer.Citations = append(r.answer.Citations, d.cite(h.ci, d.sentences[h.si].span))
		} else {
			r.answer.Citations = append(r.answer.Citations, d.cite(h.ci, c.Head))
		}
	}
	r.answer.Text = strings.Join(names, ";") + "。"
	if len(names) > 1 {
		r.answer.Text = fmt.Sprintf("%d条:%s", len(names), r.answer.Text)
	} else if a.q.has("content.verbatim") {
		ci := d.clauseIndex(r.answer.Citations[0].Clause)
		r.answer.Citations = []Citation{d.cite(ci, bodySpan(d.clauses[ci].c))}
		r.answer.Text += "原文:" + short(r.answer.Citations[0].Quote, 140)
	}
	if len(names) == 1 && len(d.p.Chapters) > 0 && strings.Contains(a.q.norm, "章") || strings.Contains(a.q.norm, "部分") {
		for i := range d.p.Chapters {
			if ch := &d.p.Chapters[i]; ch.Number == d.clauses[hits[0].ci].c.Chapter {
				r.answer.Text = "第" + chineseNumber(ch.Number) + "部分“" + ch.Title + "”," + r.answer.Text
			}
		}
	}
	return r
}
