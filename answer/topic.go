package answer

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one content word of a question with the places of a plan where it, or what stands for it, occurs.
type word struct {
	text       string
	start, end int // bytes of question.norm
	weight     float64
	hits       []hit    // by position
	forms      [][]rune // the word and what stands for it, best first
	factor     []float64
	absent     bool   // neither the word nor anything that stands for it occurs in the plan
	literal    bool   // the word itself occurs
	synonym    string // the plan's word that stands for it, "" where the word itself occurs
}

// hit is an occurrence: position in the corpus, how well the form stands for the word, and its length in runes.
type hit struct {
	pos int32
	n   int32
	f   float64
}

// topic is what a question is about, slots and asking words left out.
type topic struct {
	words   []word
	total   float64 // sum of weights
	bigrams map[uint64]bool
	runes   []rune // the topic's runes in order, for the longest common run
}

func (t *topic) empty() bool { return t.total < 0.15 }

const (
	synonymFactor = 0.93
	abbrevFactor  = 0.85
	pieceFactor   = 0.72
	maxWords      = 24 // of pasted text only the weightiest words count
)

// readTopic cuts what the slots and cues of a question leave into weighted words and finds them in the plan.
func (s *Snapshot) readTopic(d *doc, q *question, mask []bool) *topic {
	t := &topic{bigrams: map[uint64]bool{}}
	synonyms := s.lex.FindSynonyms(q.norm)
	t.words = s.cutTopic(d, q, mask)
	weak := map[string]bool{}
	for _, c := range q.cues["weak"] {
		weak[c.Form] = true
	}
	for i := range t.words {
		w := &t.words[i]
		rs := foldMatter(w.text)
		w.forms, w.factor = [][]rune{rs}, []float64{1}
		w.hits = d.hits(nil, rs, 1)
		w.literal = len(w.hits) > 0
		for _, sy := range synonyms {
			if sy.Start >= w.end || sy.End <= w.start || (sy.Start > w.start || sy.End < w.end) && overlap(sy.Start, sy.End, w.start, w.end)*2 < w.end-w.start {
				continue
			}
			f := synonymFactor
			if sy.Start > w.start || sy.End < w.end { // 医院 inside 中医院 stands for a part of the word only
				f *= pieceFactor * float64(overlap(sy.Start, sy.End, w.start, w.end)) / float64(w.end-w.start)
			}
			for _, alt := range sy.Alternatives {
				ar := foldMatter(alt)
				if n := len(w.hits); len(ar) > 1 {
					w.hits = d.hits(w.hits, ar, f)
					if len(w.hits) > n {
						w.forms, w.factor = append(w.forms, ar), append(w.factor, f)
						if !w.literal && w.synonym == "" {
							w.synonym = alt
						}
					}
				}
			}
		}
		if len(w.hits) == 0 && len(rs) >= 2 {
			s.standIns(d, w, rs)
		}
		w.absent = len(w.hits) == 0 && len(rs) > 1
		w.weight = s.weigh(d, w, rs)
		if weak[w.text] {
			w.weight *= 0.25
		}
		sort.Slice(w.hits, func(a, b int) bool { return w.hits[a].pos < w.hits[b].pos })
	}
	if len(t.words) > maxWords {
		sort.SliceStable(t.words, func(a, b int) bool { return t.words[a].weight > t.words[b].weight })
		t.words = t.words[:maxWords]
		sort.SliceStable(t.words, func(a, b int) bool { return t.words[a].start < t.words[b].start })
	}
	prev := -1
	for i := range t.words {
		w := &t.words[i]
		t.total += w.weight
		rs := w.forms[0]
		if prev == w.start && len(t.runes) > 0 && len(rs) > 0 {
			t.bigrams[bigramKey(t.runes[len(t.runes)-1], rs[0])] = true
		}
		for j := 0; j+1 < len(rs); j++ {
			t.bigrams[bigramKey(rs[j], rs[j+1])] = true
		}
		t.runes = append(t.runes, rs...)
		prev = w.end
	}
	return t
}

func overlap(a0, a1, b0, b1 int) int { return min(a1, b1) - max(a0, b0) }

func masked(mask []bool, start, end int) bool {
	for i := start; i < end && i < len(mask); i++ {
		if !mask[i] {
			return false
		}
	}
	return true
}

func hasLetter(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

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

// cutTopic cuts what a mask leaves of a question into words. A word that the cut makes across a slot's edge (局|在), or that is neither
// in the dictionary nor a word of the plan (县要), is taken apart; single runes in a row that the plan has so (港汇) become one word.
func (s *Snapshot) cutTopic(d *doc, q *question, mask []bool) []word {
	var out, pend []word
	flush := func() {
		if len(pend) > 1 {
			w := word{text: q.norm[pend[0].start:pend[len(pend)-1].end], start: pend[0].start, end: pend[len(pend)-1].end}
			if rs := foldMatter(w.text); len(rs) > 1 && d.c.has(rs) {
				out, pend = append(out, w), nil
				return
			}
		}
		out = append(out, pend...)
		pend = nil
	}
	single := func(text string, start int) {
		for i, r := range text {
			w := word{text: string(r), start: start + i, end: start + i + utf8.RuneLen(r)}
			if masked(mask, w.start, w.end) || !hasLetter(w.text) || s.lex.IsStop(w.text) {
				flush()
				continue
			}
			// A kind of thing behind a word makes one name: 工业|镇, 充电|站.
			if n := len(out); n > 0 && len(pend) == 0 && out[n-1].end == w.start && strings.ContainsRune(kinds, r) && utf8.RuneCountInString(out[n-1].text) < 5 {
				out[n-1].text, out[n-1].end = out[n-1].text+w.text, w.end
				continue
			}
			if len(pend) > 0 && pend[len(pend)-1].end != w.start {
				flush()
			}
			pend = append(pend, w)
		}
	}
	cut := s.seg.Cut(q.norm)
	edges := make([]bool, len(q.norm)+1)
	for _, sw := range cut {
		edges[sw.Start], edges[sw.End] = true, true
	}
	var quotes []byteRange
	for _, r := range append(append(quoted(q.norm), d.nameSpans(q.norm)...), s.namedSpans(d, q, mask)...) {
		if edges[r.Start] && edges[r.End] && within(quotes, r.Start) < 0 {
			quotes = append(quotes, r)
		}
	}
	for _, sw := range cut {
		if in := within(quotes, sw.Start); in >= 0 {
			// “人地钱” is one name, however a dictionary would cut it.
			if k := quotes[in]; sw.Start == k.Start && !masked(mask, k.Start, k.End) {
				flush()
				out = append(out, word{text: q.norm[k.Start:k.End], start: k.Start, end: k.End})
			}
			continue
		}
		whole := !anyMasked(mask, sw.Start, sw.End)
		switch {
		case masked(mask, sw.Start, sw.End) || s.lex.IsStop(sw.Text) || !hasLetter(sw.Text) || isNumber(sw.Text):
			flush()
		case utf8.RuneCountInString(sw.Text) == 1:
			single(sw.Text, sw.Start)
		case s.seg.Known(sw.Text) && (whole || d.c.has(foldMatter(sw.Text))), whole && isLatin(sw.Text):
			flush()
			out = append(out, word{text: sw.Text, start: sw.Start, end: sw.End})
		case whole && !s.hasFunctionRune(sw.Text), whole && utf8.RuneCountInString(sw.Text) > 2 && d.c.has(foldMatter(sw.Text)):
			flush()
			out = append(out, word{text: sw.Text, start: sw.Start, end: sw.End})
		default:
			single(sw.Text, sw.Start)
		}
	}
	flush()
	return out
}

// kinds are runes that end a name and say what kind of thing it is.
const kinds = "镇县乡村区站厂园馆院校所网路桥库港楼城街率比田林湖河渠柜桩型局岗"

// byteRange is a range of bytes of a question.
type byteRange struct{ Start, End int }

// quoted returns the ranges between quotation marks that are short enough to be a name.
func quoted(norm string) []byteRange {
	var out []byteRange
	open := -1
	for i := 0; i < len(norm); i++ {
		if norm[i] != '"' {
			continue
		}
		if open >= 0 && utf8.RuneCountInString(norm[open:i]) <= 8 && i > open {
			out = append(out, byteRange{Start: open, End: i})
			open = -1
			continue
		}
		open = i + 1
	}
	return out
}

// namedSpans returns the ranges of words that the lexicon knows and the plan has, itself or by another name, but that the cut would take
// apart: 非遗.
func (s *Snapshot) namedSpans(d *doc, q *question, mask []bool) []byteRange {
	var out []byteRange
	for _, sy := range s.lex.FindSynonyms(q.norm) {
		if anyMasked(mask, sy.Start, sy.End) || len(out) > 0 && out[len(out)-1].End > sy.Start {
			continue
		}
		found := d.c.has(foldMatter(sy.Word))
		for _, alt := range sy.Alternatives {
			found = found || d.c.has(foldMatter(alt))
		}
		if found && !s.seg.Known(sy.Word) && utf8.RuneCountInString(sy.Word) < 5 {
			out = append(out, byteRange{sy.Start, sy.End})
		}
	}
	return out
}

func within(ranges []byteRange, at int) int {
	for i, r := range ranges {
		if r.Start <= at && at < r.End {
			return i
		}
	}
	return -1
}

// hasFunctionRune reports whether a word that no dictionary has holds a rune that is no matter by itself: 要, 县, 局.
func (s *Snapshot) hasFunctionRune(w string) bool {
	for _, r := range w {
		if s.lex.IsStop(string(r)) || isAsking(r) || strings.ContainsRune("到应得该须能会可也都就还局委办条项处个家位次种类名今去明年月日占达增减升降设建改搞抓管", r) {
			return true
		}
	}
	return false
}

func isNumber(s string) bool {
	for _, r := range s {
		if r != '.' && r != '%' && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

func isLatin(s string) bool {
	for _, r := range s {
		if r > 127 {
			return false
		}
	}
	return true
}

func anyMasked(mask []bool, start, end int) bool {
	for i := start; i < end && i < len(mask); i++ {
		if mask[i] {
			return true
		}
	}
	return false
}

// isWord reports whether runes stand in the plan as whole words.
func (d *doc) isWord(rs []rune) bool {
	for _, p := range d.c.find(rs) {
		if d.heads[p] && d.heads[int(p)+len(rs)] {
			return true
		}
	}
	return false
}

// matter is how much of a question's matter a word of its class carries. A noun that the plan does not have refutes; a verb or an
// adverb that it does not have is a manner of speaking (做到, 最少).
func (s *Snapshot) matter(w string, places int) float64 {
	occurs := places > 0
	switch s.seg.Class(w) {
	case 'd', 'p', 'c', 'u', 'r', 'm', 'q', 'y', 'e', 'o', 't', 'z':
		if occurs && places < 4 {
			return 0.8 // “双十” is a numeral in the dictionary and a name in the plan
		}
		return 0.15
	case 'v':
		if occurs {
			return 0.8
		}
		return 0.4
	case 'a', 'b', 's', 'f':
		if occurs {
			return 0.7
		}
		return 0.4
	}
	return 1
}

// weigh gives a word its share of the topic: rare in the language and rare in the plan weighs more.
func (s *Snapshot) weigh(d *doc, w *word, rs []rune) float64 {
	if len(rs) < 2 {
		return 0.04
	}
	language := math.Min(s.seg.Weight(w.text), 13) / 13
	places := len(w.hits)
	here := 1.0
	if places > 0 {
		here = 1 - math.Log(float64(places))/math.Log(float64(len(d.c.leaves)+1))
	}
	length := 1 + 0.15*float64(min(len(rs), 5)-2)
	if places == 0 && len(rs) == 2 {
		// A word of two runes that neither dictionary nor plan has was made by the cut (债|换), and 河里 is a place to look, no matter.
		if !s.seg.Known(w.text) {
			return 0.85
		}
		if strings.ContainsRune("里上中内下边间", rs[1]) {
			return 0.1
		}
	}
	return math.Max(0.1, (0.55*language+0.45*math.Max(here, 0.1))*length*s.matter(w.text, places))
}

// in returns how well the word is met within a range of the corpus.
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
