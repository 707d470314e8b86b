package plan

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// wordSet finds the longest of its words at the front of a text. It does what a pattern ^(?:a|b|c) does, at a fraction of the time.
type wordSet map[rune][]string

func wordsOf(list string) wordSet {
	w := wordSet{}
	for _, s := range strings.Fields(list) {
		r, _ := utf8.DecodeRuneInString(s)
		w[r] = append(w[r], s)
	}
	for _, l := range w {
		sort.Slice(l, func(i, j int) bool { return len(l[i]) > len(l[j]) })
	}
	return w
}

// prefix returns the longest word that s starts with, or "".
func (w wordSet) prefix(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	for _, x := range w[r] {
		if strings.HasPrefix(s, x) {
			return x
		}
	}
	return ""
}

// run returns the length of the words that s starts with, one after the other.
func (w wordSet) run(s string) int {
	n := 0
	for {
		x := w.prefix(s[n:])
		if x == "" {
			return n
		}
		n += len(x)
	}
}
