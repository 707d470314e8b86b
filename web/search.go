package web

import (
	"strings"

	"cewen/lexicon"
	"cewen/plan"
)

// occurrences finds a word in a text as answers look for it (lexicon.Fold): whatever the case and width of its letters, traditional or
// simplified. They are places in the text, not overlapping.
func occurrences(text, word string) []plan.Span {
	want := strings.TrimSpace(lexicon.Fold(word))
	if want == "" {
		return nil
	}
	t := lexicon.Normalise(text)
	var out []plan.Span
	for at := 0; ; {
		i := strings.Index(t.Norm[at:], want)
		if i < 0 {
			return out
		}
		from, to := t.Back(at+i, at+i+len(want))
		out = append(out, plan.Span{Start: from, End: to})
		at += i + len(want)
	}
}
