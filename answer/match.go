package answer

import (
	"sort"
	"strings"
)

// hits appends the occurrences of a form.
func (d *doc) hits(to []hit, form []rune, f float64) []hit {
	for _, p := range d.c.find(form) {
		g := f
		if len(form) == 2 && !d.heads[p] && !d.heads[int(p)+2] {
			g *= 0.5 // 要建 in 主要建设
		}
		to = append(to, hit{p, int32(len(form)), g})
	}
	return to
}

// standIns finds what a word that does not occur may stand for: an abbreviation's full form (医废 → 医疗废物) or its pieces.
func (s *Snapshot) standIns(d *doc, w *word, rs []rune) {
	if len(rs) <= 4 {
		for _, p := range d.abbreviated(rs) {
			w.hits = append(w.hits, hit{p.pos, p.n, abbrevFactor})
		}
		if len(w.hits) > 0 {
			w.forms, w.factor = append(w.forms, d.c.runes[w.hits[0].pos:w.hits[0].pos+w.hits[0].n]), append(w.factor, abbrevFactor)
			return
		}
	}
	if len(rs) < 3 {
		return
	}
	w.pieced = true
	for n := len(rs) - 1; n >= 2; n-- {
		for i := 0; i+n <= len(rs); i++ {
			piece := rs[i : i+n]
			if before := len(w.hits); n*2 >= len(rs) {
				f := pieceFactor * float64(n) / float64(len(rs))
				if i+n < len(rs) && strings.ContainsRune("率比度", rs[len(rs)-1]) {
					f *= 0.6 // 城镇化 is not 城镇化率
				}
				w.hits = d.hits(w.hits, piece, f)
				if len(w.hits) > before {
					w.forms, w.factor = append(w.forms, piece), append(w.factor, f)
				}
			}
		}
	}
}

// abbreviated finds runs of words whose first runes spell the abbreviation: 医疗|废物 for 医废.
func (d *doc) abbreviated(rs []rune) []hit {
	var out []hit
	for p, r := range d.c.runes {
		if r != rs[0] || !d.heads[p] {
			continue
		}
		at, last := p, p
		ok := true
		for _, next := range rs[1:] {
			found := -1
			for k, words := at+1, 0; k < len(d.c.runes) && k <= at+5 && d.c.runes[k] != '\n' && d.c.runes[k] != '、'; k++ {
				if k == at+1 && d.c.runes[k] == next {
					found = k // 公益|岗 for 公益性岗位
					break
				}
				if !d.heads[k] {
					continue
				}
				if words++; d.c.runes[k] == next {
					found = k
					break
				}
				if words > 1 {
					break
				}
			}
			if found < 0 {
				ok = false
				break
			}
			at, last = found, found
		}
		if ok {
			end := last + 1
			for end < len(d.c.runes) && !d.heads[end] && d.c.runes[end] != '\n' {
				end++
			}
			out = append(out, hit{int32(p), int32(end - p), abbrevFactor})
		}
	}
	return out
}

// in the dictionary nor a word of the plan (县要), is taken apart; single runes in a row that the plan has so (港汇) become one word.
func (w *word) in(r rng) float64 {
	if r.lo >= r.hi {
		return 0
	}
	i := sort.Search(len(w.hits), func(i int) bool { return int(w.hits[i].pos) >= r.lo })
	best := 0.0
	for ; i < len(w.hits) && int(w.hits[i].pos) < r.hi; i++ {
		if f := w.hits[i].f; f > best {
			best = f
		}
	}
	return best
}

// inRunes returns how well the word is met in a short text.
func (w *word) inRunes(text []rune) float64 {
	best := 0.0
	for i, form := range w.forms {
		if w.factor[i] > best && containsRunes(text, form) {
			best = w.factor[i]
		}
	}
	return best
}

func containsRunes(text, piece []rune) bool {
	if len(piece) == 0 {
		return false
	}
	for i := 0; i+len(piece) <= len(text); i++ {
		if text[i] == piece[0] {
			j := 1
			for j < len(piece) && text[i+j] == piece[j] {
				j++
			}
			if j == len(piece) {
				return true
			}
		}
	}
	return false
}

// affinity is the share of the topic's bigrams that stand in a text: it tells 市级非遗 from 县级非遗 where single words cannot.
func (t *topic) affinity(text []rune) float64 {
	if len(t.bigrams) == 0 {
		return 0
	}
	met := map[uint64]bool{}
	for i := 0; i+1 < len(text); i++ {
		if k := bigramKey(text[i], text[i+1]); t.bigrams[k] {
			met[k] = true
		}
	}
	return float64(len(met)) / float64(len(t.bigrams))
}

// precision is the share of a short text's runes that the topic's words explain.
func (t *topic) precision(text []rune) float64 {
	if len(text) == 0 {
		return 0
	}
	met := make([]bool, len(text))
	for wi := range t.words {
		for _, form := range t.words[wi].forms {
			for i := 0; i+len(form) <= len(text) && len(form) > 0; i++ {
				if text[i] == form[0] && containsRunes(text[i:i+len(form)], form) {
					for j := range form {
						met[i+j] = true
					}
				}
			}
		}
	}
	n := 0
	for _, m := range met {
		if m {
			n++
		}
	}
	return float64(n) / float64(len(text))
}

// missing returns the weightiest word that occurs nowhere in the plan, "" when each word occurs or has a stand-in.
func (t *topic) missing(d *doc) *word {
	var best *word
	for i := range t.words {
		w := &t.words[i]
		if w.absent && (best == nil || w.weight > best.weight) {
			best = w
		}
	}
	return best
}
