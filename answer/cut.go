package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cewen/search"
)

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

// cutTopic cuts what a mask leaves of a question into words. A word that the cut makes across a slot's edge (局|在), or that is neither
// in the dictionary nor a word of the plan (县要), is taken apart; single runes in a row that the plan has so (港汇) become one word.
func (s *Snapshot) cutTopic(d *doc, q *question, mask []bool) []word {
	var out, pend []word
	flush := func() {
		for len(pend) > 0 { // the longest run that the plan has, then on behind it
			n := len(pend)
			for ; n > 1; n-- {
				if rs := foldMatter(q.norm[pend[0].start:pend[n-1].end]); len(rs) > 1 && d.c.has(rs) {
					break
				}
			}
			out = append(out, word{text: q.norm[pend[0].start:pend[n-1].end], start: pend[0].start, end: pend[n-1].end})
			pend = pend[n:]
		}
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
			if n := len(out); n > 0 && len(pend) == 0 && out[n-1].end == w.start && strings.ContainsRune(kinds, r) && utf8.RuneCountInString(out[n-1].text) < 5 && s.names(d, out[n-1].text, r) {
				out[n-1].text, out[n-1].end = out[n-1].text+w.text, w.end
				continue
			}
			if len(pend) > 0 && pend[len(pend)-1].end != w.start {
				flush()
			}
			pend = append(pend, w)
		}
	}
	cut := s.recut(d, q.norm, s.seg.Cut(q.norm))
	edges := make([]bool, len(q.norm)+1)
	for _, sw := range cut {
		edges[sw.Start], edges[sw.End] = true, true
	}
	var quotes []byteRange
	for _, r := range append(append(quoted(q.norm), d.nameSpans(q.norm)...), s.namedSpans(q, mask)...) {
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
		whole, half := !anyMasked(mask, sw.Start, sw.End), 0
		if whole {
			half = s.halves(d, sw.Text)
		}
		switch {
		case masked(mask, sw.Start, sw.End) || s.lex.IsStop(sw.Text) || !hasLetter(sw.Text) || isNumber(sw.Text):
			flush()
		case utf8.RuneCountInString(sw.Text) == 1:
			single(sw.Text, sw.Start)
		case s.seg.Known(sw.Text) && (whole || d.c.has(foldMatter(sw.Text))), whole && isLatin(sw.Text):
			flush()
			out = append(out, word{text: sw.Text, start: sw.Start, end: sw.End})
		case half > 0:
			at := sw.Start + half
			flush()
			for _, r := range []byteRange{{sw.Start, at}, {at, sw.End}} {
				if t := q.norm[r.Start:r.End]; !s.lex.IsStop(t) {
					out = append(out, word{text: t, start: r.Start, end: r.End})
				}
			}
		case whole && !s.hasFunctionRune(sw.Text), whole && utf8.RuneCountInString(sw.Text) > 2 && d.c.has(foldMatter(sw.Text)):
			flush()
			out = append(out, word{text: sw.Text, start: sw.Start, end: sw.End})
		default:
			single(sw.Text, sw.Start)
		}
	}
	flush()
	if q.has("place.role") {
		return s.joinAlone(q.norm, out)
	}
	return out
}

// joinAlone makes one word of single runes in a row where a question about a place names nothing else: 临沐 is a name that neither dictionary nor plan
// has, and its runes alone would weigh nothing.
func (s *Snapshot) joinAlone(norm string, ws []word) []word {
	for i := range ws {
		if utf8.RuneCountInString(ws[i].text) > 1 || i > 0 && ws[i].start != ws[i-1].end {
			return ws
		}
	}
	if len(ws) < 2 || len(ws) > 4 {
		return ws
	}
	run := norm[ws[0].start:ws[len(ws)-1].end]
	if s.hasFunctionRune(strings.TrimRight(run, kinds)) {
		return ws
	}
	return []word{{text: run, start: ws[0].start, end: ws[len(ws)-1].end}}
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
		if open >= 0 {
			if utf8.RuneCountInString(norm[open:i]) <= 12 && i > open {
				out = append(out, byteRange{Start: open, End: i})
			}
			open = -1
			continue
		}
		open = i + 1
	}
	return out
}

// namedSpans returns the ranges of words that the lexicon knows but that the cut would take apart: 非遗.
func (s *Snapshot) namedSpans(q *question, mask []bool) []byteRange {
	var out []byteRange
	for _, sy := range s.lex.FindSynonyms(q.norm) {
		if anyMasked(mask, sy.Start, sy.End) || len(out) > 0 && out[len(out)-1].End > sy.Start {
			continue
		}
		if !s.seg.Known(sy.Word) && utf8.RuneCountInString(sy.Word) < 5 {
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

// recut mends a cut that took the end of one word for the beginning of a made-up one: 下|放到镇街 is 下放|到|镇街.
func (s *Snapshot) recut(d *doc, norm string, cut []search.Word) []search.Word {
	for i := 1; i < len(cut); i++ {
		w, prev := cut[i], cut[i-1]
		if utf8.RuneCountInString(w.Text) < 3 || s.seg.Known(w.Text) || d.c.has(foldMatter(w.Text)) || utf8.RuneCountInString(prev.Text) > 1 && s.seg.Known(prev.Text) {
			continue
		}
		_, n := utf8.DecodeRuneInString(w.Text)
		_, m := utf8.DecodeLastRuneInString(prev.Text)
		joined := norm[prev.End-m : w.Start+n]
		if !s.knows(joined) {
			continue
		}
		out := append(append([]search.Word(nil), cut[:i-1]...), search.Word{Text: joined, Start: prev.End - m, End: w.Start + n})
		if m < len(prev.Text) {
			left := search.Word{Text: norm[prev.Start : prev.End-m], Start: prev.Start, End: prev.End - m}
			out = append(out[:len(out)-1], left, out[len(out)-1])
		}
		for _, rest := range s.seg.Cut(norm[w.Start+n : w.End]) {
			out = append(out, search.Word{Text: rest.Text, Start: rest.Start + w.Start + n, End: rest.End + w.Start + n})
		}
		cut = append(out, cut[i+1:]...)
	}
	return cut
}

// names reports whether a word and a kind behind it make a name: 工业|镇 does, the verb in 下放|镇 does not unless the plan has it so.
func (s *Snapshot) names(d *doc, w string, kind rune) bool {
	return s.seg.Class(w) != 'v' || d.c.has(foldMatter(w+string(kind)))
}

// knows reports whether the dictionary or the lexicon's synonyms have a word.
func (s *Snapshot) knows(w string) bool {
	if s.seg.Known(w) {
		return true
	}
	for _, sy := range s.lex.FindSynonyms(w) {
		if sy.Start == 0 && sy.End == len(w) {
			return true
		}
	}
	return false
}

// halves returns where a word of four runes or more, which neither dictionary nor plan has, falls into two that they have (放到|镇街); 0
// where it does not.
func (s *Snapshot) halves(d *doc, w string) int {
	rs := foldMatter(w)
	if len(rs) < 4 || s.seg.Known(w) || d.c.has(rs) || utf8.RuneCountInString(w) != len(rs) {
		return 0
	}
	has := func(part string) bool { return s.knows(part) || d.c.has([]rune(part)) }
	at := 0
	for i, r := range []rune(w) {
		if i >= 2 && i <= len(rs)-2 && has(w[:at]) && has(w[at:]) {
			return at
		}
		at += utf8.RuneLen(r)
	}
	return 0
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
