package answer

import (
	"sort"
	"strings"
	"unicode/utf8"

	"cewen/plan"
)

// scoredFact is a target or an indicator as a candidate for a value.
type scoredFact struct {
	fact      int
	cover     float64
	own       float64 // share met by metric and own segment
	precision float64 // share of the metric that the topic explains
	named     float64 // share met by the metric itself
	score     float64
}

// rankFacts scores the facts that keep lets through, best first.
func (a *asker) rankFacts(keep func(*fact) bool) []scoredFact {
	var out []scoredFact
	for i := range a.d.facts {
		f := &a.d.facts[i]
		if keep != nil && !keep(f) {
			continue
		}
		cover, own := a.factCover(i)
		if cover < 0.3 {
			continue
		}
		if own < 0.4 {
			cover *= 0.8 // met by what stands around, not by the fact
		}
		out = append(out, scoredFact{fact: i, cover: cover, own: own})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].cover > out[j].cover })
	if len(out) > 16 {
		out = out[:16]
	}
	for i := range out {
		s := &out[i]
		f := &a.d.facts[s.fact]
		s.precision = a.t.precision(f.metric)
		for wi := range a.t.words {
			s.named += a.t.words[wi].weight * a.t.words[wi].inRunes(f.metric) / a.g.total()
		}
		s.score = s.cover + 0.1*s.own + 0.15*a.t.affinity(f.metric) + 0.12*s.precision
		if f.indicator != nil {
			s.score += 0.02
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return out
}

// factCover is the share of the topic that a fact meets: in its metric, its segment, its sentence, and what stands around.
func (a *asker) factCover(i int) (cover, own float64) {
	d := a.d
	f := &d.facts[i]
	si := -1
	var value []rune
	if f.target != nil {
		si = d.sentenceAt(f)
		value = foldMatter(f.target.Value)
	} else {
		value = foldMatter(f.indicator.Category)
	}
	total := 0.0
	var heavy *word
	heavyHere := 0.0
	for wi := range a.t.words {
		w := &a.t.words[wi]
		here := w.inRunes(f.metric)
		if k := f.quantity(); here == 0 && w.text == a.q.measure.word && k != nil && k.Dimension == a.q.measure.dimension {
			continue // 面积 asks for 20平方公里 and is no part of the topic then
		}
		total += w.weight
		if here == 0 && f.target != nil {
			if v := w.inRunes(value); v > 0 {
				here = v
			} else if seg := w.in(f.own); seg > 0 {
				here = 0.9 * seg
				for _, sib := range f.siblings {
					if w.inRunes(d.facts[sib].metric) > 0 {
						here = 0.35 * seg // the word belongs to the neighbour: 产业强镇80个、名品村500个
						break
					}
				}
			}
		}
		c := here
		if si >= 0 {
			c = max(c, 0.72*float64(a.g.sentence[wi][si]))
		}
		if f.target != nil {
			part := 0.0
			if f.part >= 0 {
				part = float64(a.g.part[wi][f.part])
			}
			c = max(c, 0.42*part)
			if f.clause >= 0 {
				c = max(c, 0.5*float64(a.g.title[wi][f.clause]), 0.2*float64(a.g.chapter[wi][f.clause]))
			}
		} else if w.inRunes(value) > 0 {
			c = max(c, 0.5)
		}
		if here < 0.6 && strings.HasSuffix(w.text, "率") && utf8.RuneCountInString(w.text) > 2 {
			c *= 0.5 // 集中供水率 is not 自来水普及率
		}
		cover += w.weight * c
		own += w.weight * here
		if heavy == nil || w.weight > heavy.weight {
			heavy, heavyHere = w, here
		}
	}
	if heavy != nil && heavyHere < 0.3 {
		cover *= 0.78 // what the question turns on stands only around the fact
	}
	total = max(total, 1e-9)
	cover /= total
	if rs := []rune(a.q.measure.unit); len(rs) > 1 && a.q.measure.dimension == "count" && !containsRunes(f.metric, rs[1:]) && f.target != nil && !strings.Contains(f.target.Quote.In(d.p.Text), string(rs[1:])) {
		cover *= 0.6 // 几张床位: what is counted has to stand with the number
	} else if noun := a.counted(); noun != nil && noun.inRunes(f.metric) == 0 && noun.in(f.own) == 0 {
		cover *= 0.6 // 几张床位: what is counted has to stand with the number
	}
	if a.otherTerritory(f) {
		cover -= 0.3
	}
	return cover, own / total
}

// counted is the word right behind the measure: 床位 in 几张床位.
func (a *asker) counted() *word {
	m := a.q.measure
	if m.unit == "" {
		return nil
	}
	i := strings.Index(a.q.norm, m.word)
	if i < 0 {
		return nil
	}
	for wi := range a.t.words {
		if w := &a.t.words[wi]; w.start == i+len(m.word) && w.weight > 0.15 {
			return w
		}
	}
	return nil
}

// territories are words for the area that a figure is about; a figure for one is none for another.
var territories = []string{"全市", "全省", "全国", "县域", "镇区", "中心城区", "城区", "农村", "乡镇", "村庄", "县城"}

// otherTerritory reports whether the question asks about one area and the metric begins with another: 全市常住人口, 镇区常住人口.
func (a *asker) otherTerritory(f *fact) bool {
	asked := ""
	for _, t := range territories {
		if strings.Contains(a.q.norm, t) {
			asked = t
			break
		}
	}
	if asked == "" {
		return false
	}
	metric := string(f.metric)
	if strings.Contains(metric, asked) || f.target != nil && strings.Contains(f.target.Scope, asked) {
		return false
	}
	for _, t := range territories {
		if strings.HasPrefix(metric, t) {
			return true
		}
	}
	return false
}

// sentenceAt is the sentence that holds a target's value.
func (d *doc) sentenceAt(f *fact) int {
	if f.sentence.lo < 0 || f.sentence.lo >= len(d.c.leafAt) || f.sentence.lo >= f.sentence.hi {
		return -1
	}
	return d.c.leaves[d.c.leafAt[f.sentence.lo]].sentence
}

// value answers how much and by when.
func (a *asker) value() *reply {
	q := a.q
	if a.t.empty() {
		return nil
	}
	years := q.yearList()
	all := a.rankFacts(func(f *fact) bool { return a.allows(f) })
	if len(all) == 0 || all[0].cover < enough {
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
				if a.d.facts[s.fact].year() == y && s.cover >= enough && s.score > best.score-0.16 {
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

func hasFact(list []scoredFact, fact int) bool {
	for _, s := range list {
		if s.fact == fact {
			return true
		}
	}
	return false
}

func (a *asker) factIDs(list []scoredFact) []string {
	var out []string
	for _, s := range list {
		out = append(out, a.d.facts[s.fact].id)
	}
	return out
}

// allows applies the hard slots that are no matter of degree: measure, unit, scope of the table.
func (a *asker) allows(f *fact) bool {
	k := f.quantity()
	if !a.q.measure.fits(k) {
		fits := false
		if f.target != nil {
			for i := range f.target.More {
				fits = fits || a.q.measure.fits(&f.target.More[i])
			}
		}
		if !fits {
			return false
		}
	}
	if k == nil && (a.q.measure.unit != "" || a.asksRate()) && (f.indicator == nil) {
		return false
	}
	if len(a.q.units) > 0 && f.target != nil {
		for _, u := range a.q.units {
			if known := a.d.units[u.Key]; known != nil && !contains(f.target.Units, known.Name) && !a.partHas(f.part, u.Key) {
				return false
			}
		}
	}
	return true
}

// asksRate reports whether the topic names a rate or share, which a state is no answer to.
func (a *asker) asksRate() bool {
	for i := range a.t.words {
		if w := a.t.words[i].text; strings.HasSuffix(w, "率") || strings.HasSuffix(w, "占比") || strings.HasSuffix(w, "比重") {
			return true
		}
	}
	return false
}

func (a *asker) partHas(pi int, key string) bool {
	return pi >= 0 && contains(a.d.byUnit[key], pi)
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

// sameMetric keeps, from facts that meet the topic equally well, those of the best one's metric: 2023 and 2025 of one thing.
func (a *asker) sameMetric(all []scoredFact) []scoredFact {
	best := all[0]
	out := []scoredFact{best}
	bf := &a.d.facts[best.fact]
	for _, s := range all[1:] {
		f := &a.d.facts[s.fact]
		switch {
		case s.cover < best.cover-0.12 || s.score < best.score-0.14:
		case s.cover < best.cover-0.04 && f.year() == bf.year() && f.clause == bf.clause: // 县级非遗 is not 市级非遗
		case len(out) >= 5:
		case f.clause == bf.clause && (alike(f.metric, bf.metric) || s.score > best.score-0.02):
			out = append(out, s)
		case s.score > best.score-0.06 && (f.indicator == nil) != (bf.indicator == nil):
			out = append(out, s) // the table and a clause say it: both are shown
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		x, y := &a.d.facts[out[i].fact], &a.d.facts[out[j].fact]
		return x.year() < y.year() && x.year() > 0
	})
	return out
}

// alike reports whether two metrics name the same thing: most of the shorter one's bigrams are in the longer one.
func alike(x, y []rune) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 {
		return false
	}
	n := 0
	for i := 0; i+1 < len(x); i++ {
		if containsRunes(y, x[i:i+2]) {
			n++
		}
	}
	return float64(n) >= 0.6*float64(len(x)-1)
}

// writeFacts writes values: one as 对象:值(时限), several on one line each when they are long.
func (a *asker) writeFacts(ans *Answer, list []scoredFact, withDates bool) {
	var lines []string
	length := 0
	for _, s := range list {
		f := &a.d.facts[s.fact]
		line := a.factAnswer(f)
		length += utf8.RuneCountInString(line)
		lines = append(lines, line)
		ans.Citations = append(ans.Citations, a.d.citeFact(f))
	}
	sep := ";"
	if len(lines) > 2 || length > 70 {
		sep = "\n"
	}
	ans.Text = strings.Join(lines, sep)
	if sep == ";" {
		ans.Text += "。"
	}
}

// factAnswer says one fact: 雨水管网建设:110公里(到2025年).
func (a *asker) factAnswer(f *fact) string {
	if in := f.indicator; in != nil {
		s := in.Name + ":"
		if in.TargetYear > 0 {
			s += itoa(in.TargetYear) + "年"
		}
		s += withUnit(in.Target, in.Unit)
		if f.quantity() == nil && in.Base != "" {
			s += "(" + itoa(in.BaseYear) + "年" + in.Base
			if in.Unit != "" {
				s += "," + in.Unit
			}
			s += "),没有写具体数"
		}
		return s
	}
	t := f.target
	if q := t.Quote.In(a.d.p.Text); len(f.siblings) == 0 && utf8.RuneCountInString(q) <= 42 && strings.Contains(q, t.Value) && (t.Deadline == nil || strings.Contains(q, t.Deadline.Words)) {
		if t.Deadline == nil && (a.q.has("when") || len(a.q.years) > 0) {
			q += "(未写时限)"
		}
		return q
	}
	s := a.d.targetWords(f)
	if t.Scope != "" && !strings.Contains(s, t.Scope) {
		s = t.Scope + s
	}
	for i := range t.More {
		if !strings.Contains(s, t.More[i].Verbatim) {
			s += "、" + t.More[i].Verbatim
		}
	}
	if t.Deadline != nil {
		s += "(" + t.Deadline.Words + ")"
	} else if a.q.has("when") || len(a.q.years) > 0 {
		s += "(未写时限)"
	}
	return s
}

// suggestSiblings offers what stands beside the answer: another year's value of the same metric, or who is responsible.
func (a *asker) suggestSiblings(ans *Answer, chosen, all []scoredFact) {
	f := &a.d.facts[chosen[0].fact]
	for _, s := range all {
		o := &a.d.facts[s.fact]
		if !hasFact(chosen, s.fact) && s.cover >= enough && o.clause == f.clause && alike(o.metric, f.metric) && o.year() > 0 {
			ans.Suggestions = append(ans.Suggestions, "那"+itoa(o.year())+"年呢")
			break
		}
	}
	if f.target != nil && len(f.target.Units) > 0 {
		ans.Suggestions = append(ans.Suggestions, "谁负责")
	}
}

// firstQuantity is the number that a fact answers with, nil for a state.
func firstQuantity(f *fact) *plan.Quantity { return f.quantity() }
