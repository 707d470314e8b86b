package answer

import (
	"sort"
	"strings"

	"cewen/plan"
)

// spread widens a leaf to the run of segments in its sentence that is needed to meet the topic.
func (a *asker) spread(li int) plan.Span {
	l := &a.d.c.leaves[li]
	if l.sentence < 0 {
		return l.span
	}
	leaves := a.d.sentences[l.sentence].leaves
	k := 0
	for i := range leaves {
		if leaves[i] == li {
			k = i
		}
	}
	lo, hi := k, k
	met := func(lo, hi int) float64 {
		sum := 0.0
		for wi := range a.t.words {
			b := 0.0
			for i := lo; i <= hi; i++ {
				b = max(b, float64(a.g.leaf[wi][leaves[i]]))
			}
			sum += a.t.words[wi].weight * b
		}
		return sum
	}
	for hi-lo < 3 {
		now := met(lo, hi)
		up, down := now, now
		if hi+1 < len(leaves) {
			up = met(lo, hi+1)
		}
		if lo > 0 {
			down = met(lo-1, hi)
		}
		if up <= now+1e-9 && down <= now+1e-9 {
			break
		}
		if up >= down {
			hi++
		} else {
			lo--
		}
	}
	return plan.Span{Start: a.d.c.leaves[leaves[lo]].span.Start, End: a.d.c.leaves[leaves[hi]].span.End}
}

// placesIn returns the plan's places named in a span, in order.
func (d *doc) placesIn(sp plan.Span) []string {
	text := sp.In(d.p.Text)
	type found struct {
		at   int
		name string
	}
	var fs []found
	for i := range d.places {
		p := d.places[i].place
		k := strings.Index(text, p.Name)
		if k < 0 && len([]rune(p.Short)) > 1 {
			k = strings.Index(text, p.Short)
		}
		if k >= 0 {
			fs = append(fs, found{k, p.Name})
		}
	}
	sort.Slice(fs, func(i, j int) bool { return fs[i].at < fs[j].at })
	var out []string
	for _, f := range fs {
		if !contains(out, f.name) {
			out = append(out, f.name)
		}
	}
	return out
}

// whichPlace answers which places a topic is said of.
func (a *asker) whichPlace() *reply {
	if a.t.empty() {
		return nil
	}
	d := a.d
	best, at := 0.0, -1
	for li := range d.c.leaves {
		l := &d.c.leaves[li]
		if l.kind != leafSegment {
			continue
		}
		cover, own := a.g.leafCover(li)
		if cover < enough || !a.holdsHeaviest(li) {
			continue
		}
		names := d.placesIn(l.span)
		if len(names) == 0 && !d.inListing(l.span) && len(d.placesIn(d.subject(li))) == 0 {
			continue
		}
		if len(a.q.years) > 0 && !strings.Contains(d.sentences[l.sentence].span.In(d.p.Text), itoa(a.q.years[0].Year)) {
			continue
		}
		s := cover + 0.25*own + 0.15*a.t.affinity(d.c.runes[l.lo:l.hi])
		if s > best {
			best, at = s, li
		}
	}
	// A clause whose title is the topic and whose sentences are each about one place: 市域副中心城市包括谁.
	for ci := range d.clauses {
		if t := a.g.titleCover(ci); t >= 0.95 && a.t.precision(d.c.runes[d.clauses[ci].title.lo:d.clauses[ci].title.hi]) >= 0.5 {
			if r := a.placesOfClause(ci); r != nil {
				return r
			}
		}
	}
	if at < 0 {
		return nil
	}
	l := &d.c.leaves[at]
	names := d.placesIn(l.span)
	sp := a.spread(at)
	if len(names) == 0 && !d.inListing(l.span) {
		names = d.placesIn(d.subject(at))
		r := &reply{score: best, topical: true, turn: Turn{Topic: a.topicText(), Items: names}}
		r.answer = Answer{Answered: true, Intent: Place, Notes: a.notes(), Citations: []Citation{d.cite(l.clause, plan.Span{Start: d.subject(at).Start, End: l.span.End})}}
		r.answer.Text = strings.Join(names, "、") + "。原文:" + sp.In(d.p.Text) + "。"
		return r
	}
	r := &reply{score: best, topical: true, turn: Turn{Topic: a.topicText(), Items: names}}
	r.answer = Answer{Answered: true, Intent: Place, Notes: a.notes(), Citations: []Citation{d.cite(l.clause, sp)}}
	r.answer.Text = sp.In(d.p.Text) + "。"
	if more := d.placesIn(sp); len(more) > 0 && len(names) > 0 && len(more) <= 6 {
		r.answer.Text = strings.Join(more, "、") + "。原文:" + r.answer.Text
	}
	return r
}

// subject is the segment, the leaf itself or before it in its sentence, that names the place which the sentence is about.
func (d *doc) subject(li int) plan.Span {
	l := &d.c.leaves[li]
	if l.sentence < 0 {
		return plan.Span{}
	}
	var sp plan.Span
	for _, k := range d.sentences[l.sentence].leaves {
		if len(d.placesIn(d.c.leaves[k].span)) > 0 {
			sp = d.c.leaves[k].span
		}
		if k == li {
			break
		}
	}
	return sp
}

func (d *doc) inListing(sp plan.Span) bool {
	for i := range d.p.Listings {
		if sp.Overlaps(d.p.Listings[i].Quote) {
			return true
		}
	}
	return false
}

// placesOfTitle answers with the places of the clause whose title is the topic: 卫星县城有哪几个.
func (a *asker) placesOfTitle() *reply {
	for ci := range a.d.clauses {
		t := a.d.clauses[ci].title
		if a.g.titleCover(ci) >= 0.78 && a.t.precision(a.d.c.runes[t.lo:t.hi]) >= 0.5 {
			return a.placesOfClause(ci)
		}
	}
	return nil
}

// placesOfClause lists the places that a clause's statements position.
func (a *asker) placesOfClause(ci int) *reply {
	d := a.d
	var names []string
	var cites []Citation
	for i := range d.p.Statements {
		st := &d.p.Statements[i]
		if d.clauseIndex(st.Clause) != ci || st.Relation != plan.Positioning && st.Relation != plan.Role || contains(names, st.Place) {
			continue
		}
		names = append(names, st.Place)
		cites = append(cites, d.cite(ci, st.Quote))
	}
	if len(names) == 0 {
		return nil
	}
	r := &reply{score: 1.3, topical: true, turn: Turn{Topic: a.topicText(), Items: names}}
	r.answer = Answer{Answered: true, Intent: Place, Text: strings.Join(names, "、") + "。", Citations: cites, Notes: a.notes()}
	return r
}

// holdsHeaviest reports whether the word that the topic turns on stands in a leaf's sentence.
func (a *asker) holdsHeaviest(li int) bool {
	heavy := 0
	for wi := range a.t.words {
		if a.t.words[wi].weight > a.t.words[heavy].weight {
			heavy = wi
		}
	}
	si := a.d.c.leaves[li].sentence
	return len(a.t.words) == 0 || si >= 0 && a.g.sentence[heavy][si] > 0.3
}
