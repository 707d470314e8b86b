package answer

import (
	"fmt"
	"strings"

	"cewen/lexicon"
	"cewen/plan"
)

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
	if a.q.has("title") && !a.q.any("content", "define", "all") && !strings.Contains(a.q.norm, "条") {
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
		r.answer.Citations = append(r.answer.Citations, d.citeHead(ci))
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
		lines = append(lines, ch.Name())
		for _, n := range ch.Clauses {
			ci := d.clauseIndex(n)
			r.answer.Citations = append(r.answer.Citations, d.citeHead(ci))
		}
	}
	for ci := range d.clauses { // of a plan without chapters, and annexes
		if c := d.clauses[ci].c; c.Chapter == 0 {
			lines = append(lines, strings.TrimSpace(c.Label+c.Title))
			r.answer.Citations = append(r.answer.Citations, d.citeHead(ci))
		}
	}
	count := fmt.Sprintf("%d条", len(d.clauses))
	if n := len(d.p.Chapters); n > 0 {
		count = fmt.Sprintf("%d个部分、%s", n, count)
	}
	r.answer.Text = count + ":" + strings.Join(lines, ";") + "。"
	return r
}

// byTitle answers questions that spell a clause's or chapter's title out and ask for nothing else in it.
func (a *asker) byTitle() *reply {
	q := a.q
	if len(q.units) > 0 || len(q.places) > 0 || q.any("compare") {
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
	if ci := a.titledClause(); ci >= 0 && !q.has("whichclause") && rest(a.d.clauses[ci].title) < 0.2 {
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

// titledClause finds the clause whose title the question spells out, -1 where it spells none.
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
			r.answer.Citations = append(r.answer.Citations, d.citeHead(h.ci))
		}
	}
	r.answer.Text = strings.Join(names, ";") + "。"
	if len(names) > 1 {
		r.answer.Text = fmt.Sprintf("%d条:%s", len(names), r.answer.Text)
	} else if a.q.any("content") && !a.q.has("content.verbatim") && hits[0].si < 0 {
		r = a.clausePage(d.clauseIndex(r.answer.Citations[0].Clause))
		r.answer.Text = ordinal(d.clauses[d.clauseIndex(r.answer.Citations[0].Clause)].c) + "。" + r.answer.Text
		return r
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
