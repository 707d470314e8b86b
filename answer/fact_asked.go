package answer

import (
	"strings"
	"unicode/utf8"
)

// inMetric reports whether the word that asks for a kind of number is part of a metric's own name: 固定资产投资 grows by 10% and costs nothing.
func (a *asker) inMetric(f *fact) bool {
	m := a.q.measure
	return m.unit == "" && m.big == "" && a.inName(m.word) && containsRunes(f.metric, []rune(m.word))
}

// rateWord is the rate that the topic names, nil where it names none.
func (a *asker) rateWord() []rune {
	for i := range a.t.words {
		if w := a.t.words[i].text; strings.HasSuffix(w, "率") && utf8.RuneCountInString(w) > 1 {
			return foldMatter(w)
		}
	}
	return nil
}
