package answer

import (
	"fmt"
	"sort"
	"strings"

	"cewen/plan"
)

// byPlace answers questions that name a county or town.
func (a *asker) byPlace() *reply {
	q := a.q
	if q.has("my.place") && len(q.places) == 0 {
		if a.ctx.Place == "" && !a.t.empty() {
			return nil
		}
		if a.ctx.Place == "" {
			return &reply{keep: true, answer: Answer{Intent: Place, Refusal: NotUnderstood, Text: "还不知道您是哪个县区。请先说:我是……县的。"}}
		}
		for i := range a.d.places {
			if p := &a.d.places[i]; p.place.Name == a.ctx.Place {
				q.places = append(q.places, placeMention{form: p.place.Name, at: p})
			}
		}
	}
	if len(q.places) == 0 || q.has("lead") && !a.t.empty() {
		return nil
	}
	if q.has("verify") && (a.t.total > 0.3 || len(q.units) > 0) {
		if r := a.verifyPlace(); r != nil {
			return r
		}
	}
	if q.any("amount") || q.measure.unit != "" {
		if r := a.value(); r != nil && (r.answer.Answered || r.answer.Refusal == SlotAbsent) {
			return r
		}
		if q.measure.unit != "" && a.t.total > 0.3 {
			return a.slotRefusal(Place, "方案没有写"+q.places[0].form+"的这个数。")
		}
	}
	if (len(q.years) > 0 || q.any("due", "due.left") && !q.has("place.role")) && a.t.total < 0.3 && len(q.places) == 1 && q.places[0].at != nil {
		return a.placeDue(q.places[0].at)
	}
	var lines []string
	r := &reply{score: 1, topical: true, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Intent: Place, Notes: a.notes()}
	for _, m := range q.places {
		if m.at == nil {
			continue
		}
		r.turn.Place = m.at.place.Name
		line := a.placeWords(m.at, &r.answer)
		if line == "" {
			continue
		}
		if len(q.places) > 1 {
			line = m.at.place.Name + ":" + line
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		if q.has("lead") {
			return nil
		}
		if a.t.total > 0.3 {
			if v := a.value(); v != nil {
				return v
			}
		}
		return a.refuse(Place)
	}
	r.answer.Answered = r.answer.Refusal == Answered
	r.answer.Text = strings.Join(lines, "\n")
	if q.has("lead") {
		return a.leadOfPlace(r)
	}
	return r
}

// placeDue lists the targets whose sentence is about one place.
func (a *asker) placeDue(p *placeAt) *reply {
	mine := a.d.about(p)
	r := a.dueList(p.place.Name, a.q.yearList(), func(f *fact) bool {
		if f.target == nil {
			return false
		}
		if a.d.factSays(f, p) {
			return true
		}
		for _, li := range mine {
			if l := a.d.c.leaves[li]; l.span.Overlaps(f.target.ValueSpan) {
				return true
			}
		}
		return false
	}, nil)
	r.turn.Place = p.place.Name
	return r
}

// leadOfPlace answers 平邑县谁负责: the duty of the part that positions the place.
func (a *asker) leadOfPlace(r *reply) *reply {
	for _, c := range r.answer.Citations {
		for pi := range a.d.parts {
			pa := &a.d.parts[pi]
			if pa.duty != nil && pa.part.Span.Contains(plan.Span{Start: c.Start, End: c.End}) {
				r.answer.Intent = Lead
				r.answer.Text = dutyWords(pa.duty, strings.Contains(a.q.norm, "牵头"))
				r.answer.Citations = append(r.answer.Citations, a.d.cite(pa.clause, pa.duty.Marker))
				return r
			}
		}
	}
	return r
}

// placeWords says what is asked of one place: its positioning, what is said of it about a topic, or everything.
func (a *asker) placeWords(p *placeAt, ans *Answer) string {
	q, d := a.q, a.d
	var mine []*plan.Statement
	for i := range d.p.Statements {
		if d.p.Statements[i].Place == p.place.Name {
			mine = append(mine, &d.p.Statements[i])
		}
	}
	if a.t.total > 0.3 {
		return a.placeTopic(p, ans)
	}
	if q.has("place.role") || strings.Contains(q.form("define"), "什么") && !q.any("content", "duties", "due") {
		for _, rel := range []plan.Relation{plan.Positioning, plan.Role} {
			var out []string
			for _, st := range mine {
				if st.Relation == rel && !contains(out, st.Object) {
					out = append(out, st.Object)
					ans.Citations = append(ans.Citations, d.cite(d.clauseIndex(st.Clause), st.Quote))
				}
			}
			if len(out) > 0 {
				return strings.Join(out, ";") + "。"
			}
		}
		if q.has("place.role") {
			ans.Refusal = SlotAbsent
			ans.Suggestions = []string{p.place.Name + "的全部内容"}
			return "方案没有写" + p.place.Name + "的定位。"
		}
	}
	return a.placePage(p, ans)
}

// namedIn returns the leaves that name a place, in order.
func (d *doc) namedIn(p *placeAt) []int {
	var out []int
	for _, form := range [][]rune{p.name, p.short} {
		if len(form) < 2 {
			continue
		}
		for _, pos := range d.c.find(form) {
			if li := int(d.c.leafAt[pos]); !contains(out, li) && d.c.leaves[li].kind == leafSegment {
				out = append(out, li)
			}
		}
	}
	sort.Ints(out)
	return out
}

// about returns the leaves of a place: those that name it, and those after it in its sentence until another place is named.
func (d *doc) about(p *placeAt) []int {
	out := d.namedIn(p)
	for _, li := range append([]int(nil), out...) {
		l := &d.c.leaves[li]
		if l.sentence < 0 {
			continue
		}
		on := false
		for _, k := range d.sentences[l.sentence].leaves {
			if k == li {
				on = true
				continue
			}
			if on {
				if names := d.placesIn(d.c.leaves[k].span); len(names) > 0 && !contains(names, p.place.Name) {
					break
				}
				if !contains(out, k) {
					out = append(out, k)
				}
			}
		}
	}
	sort.Ints(out)
	return out
}

// placeTopic finds what is said of a place about a topic.
func (a *asker) placeTopic(p *placeAt, ans *Answer) string {
	best, at := 0.0, -1
	for _, li := range a.d.about(p) {
		cover, own := a.g.leafCover(li)
		if s := cover + 0.2*own; cover >= enough*0.9 && s > best {
			best, at = s, li
		}
	}
	// The sentence may name the place first and the topic later.
	if at < 0 {
		return ""
	}
	l := &a.d.c.leaves[at]
	sp := a.spread(at)
	ans.Citations = append(ans.Citations, a.d.cite(l.clause, sp))
	return sp.In(a.d.p.Text) + "。"
}

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

// placePage lists everything that names a place, by clause, counted.
func (a *asker) placePage(p *placeAt, ans *Answer) string {
	d := a.d
	byClause := map[int][]string{}
	var order []int
	for _, li := range d.namedIn(p) {
		l := &d.c.leaves[li]
		text := l.span.In(d.p.Text)
		if !contains(order, l.clause) {
			order = append(order, l.clause)
		}
		byClause[l.clause] = append(byClause[l.clause], text)
		ans.Citations = append(ans.Citations, d.cite(l.clause, l.span))
	}
	if len(order) == 0 {
		return ""
	}
	sort.Ints(order)
	lines := []string{fmt.Sprintf("%s:点名%d条。", p.place.Name, len(order))}
	for _, ci := range order {
		lines = append(lines, d.label(ci)+d.clauses[ci].c.Title+":"+strings.Join(byClause[ci], ";"))
	}
	return strings.Join(lines, "\n")
}

// verifyPlace answers whether something is said of a place.
func (a *asker) verifyPlace() *reply {
	p := a.q.places[0].at
	if p == nil || a.t.empty() {
		return nil
	}
	r := &reply{score: 1, topical: true, turn: Turn{Topic: a.topicText(), Place: p.place.Name}}
	r.answer = Answer{Answered: true, Intent: Verify, Notes: a.notes()}
	best, at := 0.0, -1
	for _, li := range a.d.namedIn(p) {
		if _, own := a.g.leafCover(li); own > best {
			best, at = own, li
		}
	}
	if best < 0.75 {
		// The clause's title may say it: 建设市域副中心城市 … 平邑县.
		for _, li := range a.d.namedIn(p) {
			ci := a.d.c.leaves[li].clause
			if t := a.g.titleCover(ci); t > best {
				best, at = t, li
			}
		}
	}
	if best >= 0.75 {
		l := &a.d.c.leaves[at]
		r.answer.Text = "是。" + l.span.In(a.d.p.Text) + "。"
		r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
		return r
	}
	// Said of others, then: no, and of whom it is said.
	where, cover := -1, 0.0
	for li := range a.d.c.leaves {
		if a.d.c.leaves[li].kind != leafSegment {
			continue
		}
		if c, own := a.g.leafCover(li); own > cover && c >= enough && len(a.d.placesIn(a.d.c.leaves[li].span)) > 0 {
			where, cover = li, own
		}
	}
	if where < 0 || cover < 0.75 {
		return a.refuse(Verify)
	}
	l := &a.d.c.leaves[where]
	r.answer.Text = "不是。原文写的是:" + l.span.In(a.d.p.Text) + "。"
	r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
	return r
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
		if cover < enough {
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
		if t := a.g.titleCover(ci); t >= 0.95 && a.t.precision(d.c.runes[d.clauses[ci].title.lo:d.clauses[ci].title.hi]) > 0.6 {
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
