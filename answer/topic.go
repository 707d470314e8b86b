package answer

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
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
	pieced     bool   // only pieces of it occur: 城市 of 海绵城市
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
		if i+1 < len(t.words) && t.words[i+1].start == w.end && contains(heads, t.words[i+1].text) {
			w.weight = max(w.weight, s.modifierWeight(w, rs))
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

// heads are words that say what of a thing is counted; alone they name nothing.
var heads = []string{"总额", "总量", "总值", "总数", "数量", "比例", "比重", "占比", "面积", "规模", "产量", "产值", "增速"}

// modifierWeight is the weight of a word that the plan lacks and that stands right before such a head. It is what the question is about, whatever its
// class: 进出口 is a verb in the dictionary, and 进出口总额 is not 零售总额.
func (s *Snapshot) modifierWeight(w *word, rs []rune) float64 {
	if len(w.hits) > 0 || len(rs) < 2 || s.seg.Class(w.text) != 'v' {
		return 0
	}
	return w.weight / s.matter(w.text, 0)
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
		first, _ := utf8.DecodeRuneInString(w)
		if _, number := lexicon.ParseNumber(w); !occurs && !number && s.seg.Class(w) == 'm' && !strings.ContainsRune("一二两三四五六七八九十几多每半第头", first) {
			return 0.6 // 千兆 names something, 一段 does not
		}
		return 0.15
	case 'v':
		if occurs {
			return 0.8
		}
		return 0.28
	case 'f', 'b':
		if occurs {
			return 0.8
		}
		return 0.7 // 北部 tells which one
	case 'a', 's':
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
		if strings.ContainsRune("里上下边", rs[1]) {
			return 0.1
		}
	}
	return math.Max(0.1, (0.55*language+0.45*math.Max(here, 0.1))*length*s.matter(w.text, places))
}
