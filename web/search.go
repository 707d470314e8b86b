package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cewen/plan"
)

// occurrences finds a word in a text, whatever the case and the width of its letters: the places in the text, not overlapping.
func occurrences(text, word string) []plan.Span {
	want := folded(word)
	if len(want) == 0 {
		return nil
	}
	var runes []rune
	var at []int // where each rune of runes stands in text
	for i, r := range text {
		runes, at = append(runes, fold(r)), append(at, i)
	}
	at = append(at, len(text))
	var out []plan.Span
	for i := 0; i+len(want) <= len(runes); i++ {
		same := true
		for j, r := range want {
			if runes[i+j] != r {
				same = false
				break
			}
		}
		if same {
			out = append(out, plan.Span{Start: at[i], End: at[i+len(want)]})
			i += len(want) - 1
		}
	}
	return out
}

func folded(s string) []rune {
	out := make([]rune, 0, utf8.RuneCountInString(s))
	for _, r := range strings.TrimSpace(s) {
		out = append(out, fold(r))
	}
	return out
}

// fold makes full-width letters, digits and marks half-width and small.
func fold(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xfee0
	}
	return unicode.ToLower(r)
}
