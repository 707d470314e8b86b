package answer

import (
	"regexp"
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
		if own < 0.5 {
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
		if strings.HasSuffix(string(f.metric), "数量") && strings.Contains(a.q.norm, "数量") && s.own > 0.5 { // OPC数量 is not OPC社区
			s.score += 0.12
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
		si = f.si
		value = foldMatter(f.target.Value)
	} else {
		value = foldMatter(f.indicator.Category)
	}
	total := 0.0
	near := make([]float64, len(a.t.words))
	last, modified := 1.0, false
	var heavy *word
	heavyHere := 0.0
	for wi := range a.t.words {
		w := &a.t.words[wi]
		here := w.inRunes(f.metric)
		if k := f.quantity(); here == 0 && k != nil && (w.text == a.q.measure.word && k.Dimension == a.q.measure.dimension || k.Dimension == "ratio" && contains(ratioWords, w.text)) {
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
		near[wi] = c
		if wi > 0 && here > 0.9 && last == 0 && a.t.words[wi-1].end == w.start && a.t.words[wi-1].weight > 0.4 {
			modified = true // 绿色|建筑 is asked for, and the metric has 装配式建筑
		}
		last = here
		cover += w.weight * c
		own += w.weight * here
		if heavy == nil || w.weight > heavy.weight {
			heavy, heavyHere = w, here
		}
	}
	if modified {
		cover *= 0.85
	}
	if a.lacks(func(wi int) float64 { return near[wi] }) {
		cover *= 0.9
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

// ratioWords ask for a share, whichever of them the plan uses.
var ratioWords = []string{"占比", "比例", "比重", "百分比", "占比率"}

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
	if !a.q.measure.fits(k) && !a.inMetric(f) && !a.changes(f, k) {
		return false
	}
	if k == nil && (a.q.measure.unit != "" || a.q.measure.big != "" || a.asksRate()) && f.indicator == nil && !a.countsItself(f) {
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

// changes reports whether a fact says by what share that changes which is asked for by its own name: 死亡人数下降目标, of 死亡人数 下降15%.
func (a *asker) changes(f *fact, k *plan.Quantity) bool {
	m := a.q.measure
	return k != nil && k.Dimension == "ratio" && m.unit == "" && m.word != "" && strings.Contains(string(f.metric), m.word) && change.MatchString(a.q.norm) && change.MatchString(quantityWords(f))
}

var change = regexp.MustCompile(`下降|降低|减少|增长|提高`)

// countsItself reports whether a state counts what is asked for in its own words: 八县通高铁 answers 几个县.
func (a *asker) countsItself(f *fact) bool {
	noun := a.counted()
	text := f.target.State
	if a.asksRate() && strings.ContainsAny(text, "0123456789") && containsRunes(f.metric, a.rateWord()) {
		return true // 孕产妇死亡率控制在15/10万以内: a rate that is no plain number
	}
	if noun == nil || a.asksRate() || !strings.ContainsAny(text, "一二三四五六七八九十两0123456789") {
		return false
	}
	return strings.Contains(text, noun.text)
}

// asksRate reports whether the topic names a rate or share, which a state is no answer to.
func (a *asker) asksRate() bool {
	if a.asksShare() {
		return true
	}
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
