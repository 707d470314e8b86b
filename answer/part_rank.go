package answer

import (
	"sort"
)

// scoredPart is a part of a clause as a candidate for "who".
type scoredPart struct {
	part     int
	cover    float64
	own      float64
	sentence int
	score    float64
	titled   float64 // of the score, what the clause's title gives: it tells the clauses of one plan apart, and not plans
}

// fit is how well a part fits, beside those of other plans.
func (p scoredPart) fit() float64 { return p.score - p.titled }

// rankParts scores every part with a duty against the topic, best first.
func (a *asker) rankParts(withDuty bool) []scoredPart {
	var out []scoredPart
	for pi := range a.d.parts {
		if withDuty && a.d.parts[pi].duty == nil {
			continue
		}
		cover, own, si := a.g.partCover(pi)
		if cover < 0.3 {
			continue
		}
		if a.lacks(func(wi int) float64 {
			return max(float64(a.g.part[wi][pi]), float64(a.g.title[wi][a.d.parts[pi].clause]))
		}) {
			cover *= 0.9
		}
		out = append(out, scoredPart{part: pi, cover: cover, own: own, sentence: si})
	}
	for i := range out {
		p := &out[i]
		pa := &a.d.parts[p.part]
		best := a.t.affinity(a.d.c.runes[pa.body.lo:pa.body.hi])
		if p.sentence >= 0 {
			b := a.d.sentences[p.sentence].body
			best = 0.5*best + 0.5*a.t.affinity(a.d.c.runes[b.lo:b.hi])
		}
		title := a.d.clauses[pa.clause].title
		best = max(best, 0.9*a.t.affinity(a.d.c.runes[title.lo:title.hi]))
		if a.opens(p.part) {
			best += 0.15 // a part that begins with the topic is about it
		}
		p.titled = a.titleBonus(pa.clause)
		p.score = p.cover + 0.12*p.own + 0.18*best + 0.06*a.rank(p.part) + 0.03*a.density(p.part) + p.titled
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return out
}

// opens reports whether a part's first segment names most of the topic.
func (a *asker) opens(pi int) bool {
	ss := a.d.parts[pi].sentences
	if len(ss) == 0 || len(a.d.sentences[ss[0]].leaves) == 0 {
		return false
	}
	li := a.d.sentences[ss[0]].leaves[0]
	sum := 0.0
	for wi := range a.t.words {
		sum += a.t.words[wi].weight * float64(a.g.leaf[wi][li])
	}
	return sum/a.g.total() > 0.8
}

// lacks reports whether a word that carries much of the topic, and is no verb or adjective, is met nowhere near a candidate. Enough other
// words may be met (便民… without 生活圈), and the candidate is still about something else.
func (a *asker) lacks(met func(wi int) float64) bool {
	top := 0.0
	for wi := range a.t.words {
		top = max(top, a.t.words[wi].weight)
	}
	for wi := range a.t.words {
		w := &a.t.words[wi]
		if w.weight < 0.7*top || w.weight < 0.5 || met(wi) >= 0.4 {
			continue
		}
		if c := a.s.seg.Class(w.text); c != 'v' && c != 'a' && c != 'd' {
			return true
		}
	}
	return false
}

// density is the share of the topic's words that stand in one segment of the part: a part that is about the topic names it in one breath.
func (a *asker) density(pi int) float64 {
	best := 0.0
	for _, si := range a.d.parts[pi].sentences {
		for _, li := range a.d.sentences[si].leaves {
			sum := 0.0
			for wi := range a.t.words {
				sum += a.t.words[wi].weight * float64(a.g.leaf[wi][li])
			}
			best = max(best, sum/a.g.total())
		}
	}
	return best
}

// standsOut reports whether one part meets the topic far better than any other clause's, and what it does not meet is no noun that the
// plan lacks: then the rest is a manner of speaking (小区里放快递柜).
func (a *asker) standsOut(all []scoredPart) bool {
	best := all[0]
	if best.cover < enough-0.14 || best.own < 0.45 {
		return false
	}
	for _, p := range all[1:] {
		if a.d.parts[p.part].clause != a.d.parts[best.part].clause {
			if p.cover > best.cover-0.12 {
				return false
			}
			break
		}
	}
	for wi := range a.t.words {
		if w := &a.t.words[wi]; w.weight > 0.4 && (w.absent || a.g.part[wi][best.part] < 0.6) {
			return false
		}
	}
	return true
}
