package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// terms is what the index keeps of a text: its words and its pairs of neighbouring characters. Words carry the meaning, pairs the names
// and compounds that a dictionary does not know; together they rank better than either.
type terms struct {
	words   []string
	bigrams []string
}

// analyze is the one way from text to terms, for documents and questions alike: terms as often as they occur, in order.
func (s *Segmenter) analyze(text string) terms {
	text = foldText(text)
	return terms{words: s.terms(text), bigrams: bigrams(text)}
}

// A question may be a pasted report. Its own words then stand at its beginning or its end, and each term costs a look-up: what is in
// the middle is left out.
const (
	questionBytes = 16 << 10
	questionTerms = 256 // in each field
)

// analyzeQuestion analyzes a question as a document, within bounds; a word that is said twice does not count twice.
func (s *Segmenter) analyzeQuestion(text string) terms {
	if len(text) > questionBytes {
		// A character cut in two is white space to what follows.
		text = text[:questionBytes/2] + "\n" + text[len(text)-questionBytes/2:]
	}
	t := s.analyze(text)
	return terms{words: endsOf(distinct(t.words), questionTerms), bigrams: endsOf(distinct(t.bigrams), questionTerms)}
}

func distinct(terms []string) []string {
	seen := make(map[string]bool, len(terms))
	return slices.DeleteFunc(terms, func(term string) bool {
		again := seen[term]
		seen[term] = true
		return again
	})
}

// endsOf returns the first and the last terms, at most n in all.
func endsOf(terms []string, n int) []string {
	if len(terms) <= n {
		return terms
	}
	return slices.Delete(terms, n/2, len(terms)-n/2)
}

// foldText makes full-width forms and capitals equal to their plain forms: ２０２５年, NB-IoT.
func foldText(text string) string {
	return strings.ToLower(width.Fold.String(cleanBytes(text)))
}

func (s *Segmenter) terms(text string) []string {
	words := s.CutSearch(text)
	kept := make([]string, 0, len(words))
	for _, word := range words {
		if hasContent(word.Text) && !stopWords[word.Text] {
			kept = append(kept, word.Text)
		}
	}
	return kept
}

// bigrams returns every two neighbouring Chinese characters; a character that stands alone and a run of other letters and digits are
// kept whole (80, nb, iot).
func bigrams(text string) []string {
	var (
		found    = make([]string, 0, len(text)/3)
		start    = -1 // of the run of characters that text[i] may continue
		han      bool // what the run is of
		previous int  // where its last character begins
		count    int
	)
	flush := func(end int) {
		if start >= 0 && (!han || count == 1) {
			found = append(found, text[start:end])
		}
		start = -1
	}
	for i, r := range text {
		isHan := unicode.Is(unicode.Han, r)
		if !isHan && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			flush(i)
			continue
		}
		if start >= 0 && isHan != han {
			flush(i)
		}
		if start < 0 {
			start, han, count = i, isHan, 0
		}
		if count++; isHan && count > 1 {
			found = append(found, text[previous:i+utf8.RuneLen(r)])
		}
		previous = i
	}
	flush(len(text))
	return found
}

// stopWords are the words that a question and any text share without meaning the same thing. Without them recall@1 on CMRC falls from
// .971 to .964: the part of a question that a document has counts, and these would be part of it.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(`的 了 是 在 和 与 及 或 等 对 为 以 于 由 从 到 向 被 把 将 也 都 就 而 且 并 其 之 此 该 这 那 个 吗 呢 吧 啊 呀
		什么 哪 哪些 哪个 谁 怎么 怎样 如何 多少 几 有 请问 the a an of to in and or is are`) {
		set[word] = true
	}
	return set
}()
