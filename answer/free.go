package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/plan"
)

// free answers questions that ask how or what with the shortest run of segments that covers the topic.
func (a *asker) free() *reply {
	if a.t.empty() {
		return nil
	}
	if ci := a.titledClause(); ci >= 0 && a.g.titleCover(ci) > 0.8 {
		return a.clausePage(ci)
	}
	d := a.d
	best, bestOwn, at := 0.0, 0.0, -1
	aims := strings.Contains(a.q.norm, "目标") // what has been reached is none
	for si := range d.sentences {
		cover, own := a.g.sentenceCover(si)
		if cover < enough || aims && a.looksBack(&leaf{clause: d.sentences[si].clause, sentence: si}) {
			continue
		}
		b := d.sentences[si].body
		s := cover + 0.2*own + 0.15*a.t.affinity(d.c.runes[b.lo:b.hi])
		if d.sentences[si].part >= 0 {
			s += 0.05 * a.rank(d.sentences[si].part)
		}
		if s > best {
			best, bestOwn, at = s, own, si
		}
	}
	// A clause whose title is the topic is answered as a whole.
	for ci := range d.clauses {
		t := d.clauses[ci].title
		if tc := a.g.titleCover(ci); tc > 0.85 && tc >= bestOwn && a.t.precision(d.c.runes[t.lo:t.hi]) > 0.6 {
			return a.clausePage(ci)
		}
	}
	if at < 0 {
		return a.freeRow()
	}
	s := &d.sentences[at]
	sp := a.run2(at)
	text := sp.In(d.p.Text)
	r := &reply{score: best, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{a.partID(s.part)}}}
	r.answer = Answer{Answered: true, Intent: Clause, Notes: a.notes(), Citations: []Citation{d.cite(s.clause, sp)}}
	if a.q.any("content", "content.verbatim") {
		// How something is to be done takes the sentence, and what follows it in the part while it is short.
		sp = s.span
		text = sp.In(d.p.Text)
		if utf8.RuneCountInString(text) > 150 && !a.q.has("content.verbatim") {
			text = short(text, 150)
		}
		r.answer.Citations = []Citation{d.cite(s.clause, sp)}
	}
	r.answer.Text = strings.TrimRight(text, "。;,") + "。"
	return r
}

func (a *asker) freeRow() *reply {
	fs := a.rankFacts(func(f *fact) bool { return f.indicator != nil })
	if len(fs) == 0 || fs[0].cover < enough {
		return nil
	}
	in := a.d.facts[fs[0].fact].indicator
	r := &reply{score: fs[0].score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{indicatorID(in)}}}
	r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes(), Text: in.Name + ":" + rowWords(in) + "。", Citations: []Citation{a.d.citeRow(in)}}
	return r
}

// run2 is the shortest run of a sentence's segments that meets as much of the topic as the whole sentence.
func (a *asker) run2(si int) plan.Span {
	leaves := a.d.sentences[si].leaves
	whole := a.met(leaves)
	best := plan.Span{Start: a.d.sentences[si].span.Start, End: a.d.sentences[si].span.End}
	n := len(leaves) + 1
	for lo := range leaves {
		for hi := lo; hi < len(leaves) && hi-lo+1 < n; hi++ {
			if a.met(leaves[lo:hi+1]) >= whole-1e-6 {
				n = hi - lo + 1
				best = plan.Span{Start: a.d.c.leaves[leaves[lo]].span.Start, End: a.d.c.leaves[leaves[hi]].span.End}
				break
			}
		}
	}
	// A lone heading segment (…包括) says nothing without what follows.
	if n == 1 && utf8.RuneCountInString(best.In(a.d.p.Text)) < 12 && len(leaves) > 1 {
		for k := range leaves {
			l := a.d.c.leaves[leaves[k]].span
			if l.Start == best.Start && k+1 < len(leaves) {
				best.End = a.d.c.leaves[leaves[k+1]].span.End
			}
		}
	}
	return a.withSubject(leaves, best)
}

// onward are words with which a segment goes on from the one before it, where its subject stands: …负责指令的下达,与秩序处共同负责….
var onward = []string{"与", "并", "会同", "同时", "且", "及", "具体负责", "其", "从而", "确保", "配合"}

// withSubject widens a run back to the segment that its first one goes on from.
func (a *asker) withSubject(leaves []int, run plan.Span) plan.Span {
	for k := len(leaves) - 1; k > 0; k-- {
		l := a.d.c.leaves[leaves[k]].span
		if l.Start != run.Start {
			continue
		}
		text := l.In(a.d.p.Text)
		goesOn := false
		for _, w := range onward {
			goesOn = goesOn || strings.HasPrefix(text, w)
		}
		if !goesOn {
			break
		}
		run.Start = a.d.c.leaves[leaves[k-1]].span.Start
	}
	return run
}

func (a *asker) met(leaves []int) float64 {
	sum := 0.0
	for wi := range a.t.words {
		b := float32(0)
		for _, li := range leaves {
			b = max(b, a.g.leaf[wi][li])
		}
		sum += a.t.words[wi].weight * float64(b)
	}
	return sum
}

// listing answers with a list inside a clause: 六种经济, 工业镇.
func (a *asker) listing() *reply {
	if a.t.empty() {
		return nil
	}
	best, at := 0.0, -1
	for i := range a.d.p.Listings {
		l := &a.d.p.Listings[i]
		head := foldMatter(l.Head)
		quote := foldMatter(l.Quote.In(a.d.p.Text))
		sum, named := 0.0, 0.0
		for wi := range a.t.words {
			w := &a.t.words[wi]
			named += w.weight * w.inRunes(head)
			sum += w.weight * max(w.inRunes(head), 0.9*w.inRunes(quote))
		}
		s, need := sum/a.g.total()+0.2*a.t.precision(head), 0.8
		if n := a.q.asksCount(); n > 0 && n == len(l.Items) {
			s, need = s+0.5, 0.45 // 是哪六种, and the list has six
		}
		if sum/a.g.total() >= need && named/a.g.total() > 0.35 && s > best {
			best, at = s, i
		}
	}
	if at < 0 {
		return nil
	}
	l := &a.d.p.Listings[at]
	r := &reply{score: best, topical: true, turn: Turn{Topic: a.topicText(), Items: l.Items}}
	r.answer = Answer{Answered: true, Intent: List, Notes: a.notes(), Citations: []Citation{a.d.cite(a.d.clauseIndex(l.Clause), l.Quote)}}
	r.answer.Text = strings.Join(l.Items, "、")
	if l.Etc {
		r.answer.Text += "等"
	}
	r.answer.Text += "。"
	return r
}

// topicCard answers two words without a question: who is responsible, and the sentence that names it.
func (a *asker) topicCard() *reply {
	if ci := a.titledClause(); ci >= 0 {
		return a.clausePage(ci)
	}
	lead := a.lead()
	free := a.free()
	if free == nil || !free.answer.Answered {
		return lead
	}
	if lead == nil || !lead.answer.Answered {
		return free
	}
	r := *free
	r.answer.Text = free.answer.Text + "\n" + lead.answer.Text
	r.answer.Citations = append(append([]Citation(nil), free.answer.Citations...), lead.answer.Citations...)
	r.score = max(free.score, lead.score)
	return &r
}

// whichAlso answers 是哪两个、责任单位是谁 in one reply.
func (a *asker) whichAlso() *reply {
	lead, which := a.lead(), a.whichPlace()
	if lead == nil || which == nil || !lead.answer.Answered || !which.answer.Answered {
		return nil
	}
	r := *lead
	r.answer.Text = which.answer.Text + "\n" + lead.answer.Text
	r.answer.Citations = append(append([]Citation(nil), which.answer.Citations...), lead.answer.Citations...)
	return &r
}

// leadAndValue answers 谁负责、目标多少 in one reply.
func (a *asker) leadAndValue() *reply {
	lead, value := a.lead(), a.value()
	if lead == nil || value == nil || !lead.answer.Answered || !value.answer.Answered || strings.HasPrefix(lead.answer.Text, noIndicatorUnit) {
		return nil
	}
	r := *lead
	r.answer.Text = lead.answer.Text + "\n" + value.answer.Text
	r.answer.Citations = append(append([]Citation(nil), lead.answer.Citations...), value.answer.Citations...)
	r.turn.Facts = append(append([]string(nil), value.turn.Facts...), lead.turn.Facts...)
	r.turn.Year = value.turn.Year
	return &r
}
