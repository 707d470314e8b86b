package search

import (
	"bytes"
	"math"
	"strconv"
	"unicode"
)

// weights tells from the word list how much a word says. It searches the list itself, "词 频率 x" a line in byte order, because a map
// of it would take four times the memory and an answer needs a few dozen look-ups.
type weights struct {
	list []byte
	max  float64 // frequency of the most frequent word
}

func newWeights(list []byte) weights {
	w := weights{list: list, max: 1}
	for line := range bytes.Lines(list) {
		if _, frequency := splitLine(line); frequency > w.max {
			w.max = frequency
		}
	}
	return w
}

// Weight says how rare a word is, like an inverse document frequency: 1 for the most frequent word (了), 13 for one barely in the
// dictionary, 14.7 for one that is not in it (names, numbers); 0 for what has no letter, digit or symbol: white space and punctuation.
func (s *Segmenter) Weight(word string) float64 {
	if !hasContent(word) {
		return 0
	}
	return 1 + math.Log(s.weights.max/s.weights.frequency(word))
}

// frequency returns how often the word was counted, at least 1.
func (w weights) frequency(word string) float64 {
	_, n := splitLine(w.line(word))
	return max(n, 1)
}

// line returns a word's line, without its end; nil for a word that is not in the list.
func (w weights) line(word string) []byte {
	low, high := 0, len(w.list) // both are beginnings of lines
	for low < high {
		start := low + bytes.LastIndexByte(w.list[low:(low+high)/2], '\n') + 1
		end := start + bytes.IndexByte(w.list[start:], '\n') + 1
		found, _, _ := bytes.Cut(w.list[start:end], []byte{' '})
		switch {
		case string(found) == word:
			return w.list[start : end-1]
		case string(found) < word:
			low = end
		default:
			high = start
		}
	}
	return nil
}

func splitLine(line []byte) (word []byte, frequency float64) {
	word, rest, _ := bytes.Cut(line, []byte{' '})
	digits, _, _ := bytes.Cut(rest, []byte{' '})
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		n = 1
	}
	return word, float64(max(n, 1))
}

// hasContent says whether a word is more than white space and punctuation. Symbols count: ℃ and ㎡ are words of a plan.
func hasContent(word string) bool {
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) {
			return true
		}
	}
	return false
}
