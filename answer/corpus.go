package answer

import (
	"unicode"

	"cewen/lexicon"
	"cewen/plan"
)

// corpus is a plan's matter as one run of folded runes with an index over its bigrams, so that "where does this word stand" costs a
// look-up. Quotation marks are left out of it, because people leave them out: “人地钱”挂钩 is asked for as 人地钱挂钩; brackets part words.
type corpus struct {
	runes   []rune
	bigrams map[uint64][]int32
	leaves  []leaf
	leafAt  []int32           // rune position → leaf
	sounds  map[string][]rune // runes of the corpus by toneless sound
}

// leafKind says what a leaf is a piece of.
type leafKind uint8

const (
	leafSegment leafKind = iota
	leafTitle            // a clause's title
	leafSection          // a heading between chapter and clause
	leafChapter          // a chapter's title
	leafRow              // an indicator's row
	leafMeta             // a line of the document's data
)

// leaf is the smallest piece that is quoted: a segment of a sentence, a title, a table row.
type leaf struct {
	kind     leafKind
	span     plan.Span
	lo, hi   int // rune range in the corpus
	clause   int // index into Plan.Clauses, -1 none
	part     int // index into doc.parts, -1 none
	sentence int // index into doc.sentences, -1 none
}

// foldMatter folds text and drops the marks that people do not type.
func foldMatter(s string) []rune {
	folded := lexicon.Fold(s)
	out := make([]rune, 0, len(folded)/3+8)
	for _, r := range folded {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out = append(out, r)
		case r == '、' || r == '%' || r == '.' || r == '+' || r == '/' || r == '<' || r == '>' || r == ':' || r == '-':
			out = append(out, r)
		case r == '(' || r == ')':
			if n := len(out); n > 0 && out[n-1] != ' ' {
				out = append(out, ' ') // (南充)电商 holds no 充电
			}
		}
	}
	if n := len(out); n > 0 && out[n-1] == ' ' {
		out = out[:n-1]
	}
	return out
}

func bigramKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// add appends a leaf and returns its index.
func (c *corpus) add(l leaf, text string) int {
	l.lo = len(c.runes)
	c.runes = append(c.runes, foldMatter(text)...)
	l.hi = len(c.runes)
	c.runes = append(c.runes, '\n')
	c.leaves = append(c.leaves, l)
	return len(c.leaves) - 1
}

// seal builds the index after the last add.
func (c *corpus) seal() {
	c.bigrams = make(map[uint64][]int32, len(c.runes))
	c.leafAt = make([]int32, len(c.runes))
	c.sounds = make(map[string][]rune)
	seen := make(map[rune]bool)
	for i, l := range c.leaves {
		for p := l.lo; p < l.hi; p++ {
			c.leafAt[p] = int32(i)
			if p+1 < l.hi {
				k := bigramKey(c.runes[p], c.runes[p+1])
				c.bigrams[k] = append(c.bigrams[k], int32(p))
			}
			if r := c.runes[p]; unicode.Is(unicode.Han, r) && !seen[r] {
				seen[r] = true
				for _, s := range lexicon.Pinyin(string(r)) {
					if s != "" {
						c.sounds[s] = append(c.sounds[s], r)
					}
				}
			}
		}
	}
}

// find returns the positions of a word of two or more runes, in order.
func (c *corpus) find(word []rune) []int32 {
	n := len(word)
	if n < 2 {
		return nil
	}
	// The rarest bigram leads: a common one (建设) would have to be checked at every place.
	best, at := []int32(nil), -1
	for i := 0; i+1 < n; i++ {
		p := c.bigrams[bigramKey(word[i], word[i+1])]
		if len(p) == 0 {
			return nil
		}
		if at < 0 || len(p) < len(best) {
			best, at = p, i
		}
	}
	if n == 2 {
		return best
	}
	var out []int32
	for _, p := range best {
		start := int(p) - at
		if start < 0 || start+n > len(c.runes) {
			continue
		}
		ok := true
		for j, r := range word {
			if c.runes[start+j] != r {
				ok = false
				break
			}
		}
		if ok {
			out = append(out, int32(start))
		}
	}
	return out
}

// has reports whether the word occurs.
func (c *corpus) has(word []rune) bool { return len(c.find(word)) > 0 }
