package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text (规范化文本) is a normalised view of a source string. Every byte of Norm maps back to a byte range of Source.
type Text struct {
	Source, Norm string
	// from and to give, for each byte of Norm, the source range of the rune it belongs to. Both are nil when Norm equals Source.
	from, to []int32
}

// Normalise returns s in the one form that all rooms compare in: NFKC, simplified characters, lower-case ASCII, half-width punctuation,
// straight quotes, round brackets, '-' for every dash between digits, one space for each run of white space, nothing for what is invisible.
// Invalid UTF-8 and control characters count as white space. 、 。 《 》 … stay as they are.
func Normalise(s string) Text {
	if isNormal(s) {
		return Text{Source: s, Norm: s}
	}
	w := writer{out: make([]byte, 0, len(s)), from: make([]int32, 0, len(s)), to: make([]int32, 0, len(s))}
	w.allHan = hasTraditional(s)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError {
			w.put(' ', i, i+size) // an invalid byte, or the mark that an earlier program left for one
			i += size
			continue
		}
		if keepsAsIs(r) && (!composes(r) || startsCluster(s[i+size:])) {
			w.put(r, i, i+size)
			i += size
			continue
		}
		// A base and its combining marks are one cluster: only the whole of it has a place in the source.
		n := norm.NFKC.NextBoundaryInString(s[i:], true)
		if n <= 0 {
			n = size
		}
		cluster := s[i : i+n]
		if circled, ok := circledNumber(r); ok {
			cluster = circled + cluster[size:]
		} else {
			cluster = norm.NFKC.String(cluster)
		}
		for _, c := range cluster {
			w.put(c, i, i+n)
		}
		i += n
	}
	return Text{Source: s, Norm: string(w.out), from: w.from, to: w.to}
}

// Fold returns Normalise(s).Norm; a string that is normal already comes back as it is, without an allocation.
func Fold(s string) string {
	if isNormal(s) {
		return s
	}
	return Normalise(s).Norm
}

// Back returns the smallest byte range of Source that covers Norm[start:end]. The range lies on rune boundaries, also where start and end do
// not; an empty range comes back empty.
func (t Text) Back(start, end int) (int, int) {
	start, end = clamp(start, 0, len(t.Norm)), clamp(end, 0, len(t.Norm))
	if end < start {
		end = start
	}
	if t.from == nil {
		return runeRange(t.Source, start, end)
	}
	if start == end {
		if start == len(t.Norm) {
			return len(t.Source), len(t.Source)
		}
		return int(t.from[start]), int(t.from[start])
	}
	return int(t.from[start]), int(t.to[end-1])
}

// writer collects the normalised bytes with their source ranges.
type writer struct {
	out      []byte
	from, to []int32
	allHan   bool // the text is traditional: convert also the characters that simplified text uses in its own right (乾, 著)
}

// put appends the normal form of one rune that comes from source range [from,to).
func (w *writer) put(r rune, from, to int) {
	r, ok := normalRune(r)
	if !ok {
		return
	}
	if r >= firstHan {
		r = simplified(r, w.allHan)
	}
	if r == ' ' && len(w.out) > 0 && w.out[len(w.out)-1] == ' ' {
		w.to[len(w.to)-1] = int32(to)
		return
	}
	if isDigit(r) {
		w.joinDash()
	}
	old := len(w.out)
	w.out = utf8.AppendRune(w.out, r)
	for range len(w.out) - old {
		w.from = append(w.from, int32(from))
		w.to = append(w.to, int32(to))
	}
}

// joinDash is called before a digit is written: dashes that stand between two digits become one '-'. 例: 2026—2028年, 8～10处, 20——30.
func (w *writer) joinDash() {
	i := len(w.out)
	for i > 0 {
		r, size := utf8.DecodeLastRune(w.out[:i])
		if !isDash(r) {
			break
		}
		i -= size
	}
	if i == len(w.out) || i == 0 || !isDigit(rune(w.out[i-1])) {
		return
	}
	from, to := w.from[i], w.to[len(w.to)-1]
	w.out = append(w.out[:i], '-')
	w.from = append(w.from[:i], from)
	w.to = append(w.to[:i], to)
}

// normalRune maps one rune; false means that it vanishes.
func normalRune(r rune) (rune, bool) {
	if r < utf8.RuneSelf {
		switch {
		case r < ' ' || r == 0x7f:
			return ' ', true
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A', true
		case r == '[':
			return '(', true
		case r == ']':
			return ')', true
		case r == '\'':
			return '"', true
		}
		return r, true
	}
	switch r {
	case '〔', '【', '〖', '〘', '﹝', '⟦':
		return '(', true
	case '〕', '】', '〗', '〙', '﹞', '⟧':
		return ')', true
	case '“', '”', '‘', '’', '「', '」', '『', '』', '„', '‟', '‚', '‛', '〝', '〞', '〟':
		return '"', true
	case '•', '‧', '∙', '⋅', '・':
		return '·', true // 例: 智汇谷·科技创新园, typed with any of five dots
	case '⁄':
		return '/', true // what NFKC leaves of ½
	case '≧', '⩾':
		return '≥', true
	case '≦', '⩽':
		return '≤', true
	}
	if r < firstHan || r > lastHan {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.M, r), 0x1100 <= r && r <= 0x11ff:
			// Invisible marks, and combining parts that found no base: dropping both keeps the form stable when it is normalised again.
			return 0, false
		case unicode.IsSpace(r), unicode.Is(unicode.Z, r), unicode.Is(unicode.Cc, r), r == utf8.RuneError:
			return ' ', true
		}
	}
	return r, true
}

// keepsAsIs reports whether NFKC is to leave r alone: it is plain already, or its NFKC form would say less (… → ...).
func keepsAsIs(r rune) bool {
	return r < utf8.RuneSelf || firstHan <= r && r <= lastHan || r == '…' || 0x2010 <= r && r <= 0x201f || 0x3001 <= r && r <= 0x301f && r != 0x3000
}

// composes reports whether a rune that stays as it is can take a combining mark: letters can, … and quotes cannot.
func composes(r rune) bool { return r < utf8.RuneSelf || r >= firstHan }

// startsCluster reports whether rest begins with a rune that never combines with what stands before it.
func startsCluster(rest string) bool {
	if rest == "" || rest[0] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return firstHan <= r && r <= lastHan || norm.NFKC.PropertiesString(rest).BoundaryBefore()
}

// circledNumber keeps ① apart from the digits that may follow it: NFKC alone turns ①2023年 into 12023年.
func circledNumber(r rune) (string, bool) {
	if '①' <= r && r <= '⑳' {
		return "(" + norm.NFKC.String(string(r)) + ")", true
	}
	return "", false
}

// isNormal reports whether s is its own normal form. It may say no for a string that is.
func isNormal(s string) bool {
	space := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if !normalASCII[c] || c == ' ' && space {
				return false
			}
			space = c == ' '
			i++
			continue
		}
		space = false
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case firstHan <= r && r <= lastHan:
			if !inGB2312(r) && simplified(r, false) != r {
				return false
			}
		case r == '。' || r == '、' || r == '《' || r == '》' || r == '〈' || r == '〉':
		default:
			return false
		}
		i += size
	}
	// Dashes are the only ASCII that depends on its neighbours: 8~10, 8--10.
	return !strings.Contains(s, "~") && !strings.Contains(s, "--")
}

var normalASCII = func() (ok [utf8.RuneSelf]bool) {
	for c := range ok {
		r, kept := normalRune(rune(c))
		ok[c] = kept && r == rune(c)
	}
	return ok
}()

func isDash(r rune) bool {
	switch r {
	case '-', '~', '‐', '‑', '‒', '–', '—', '―', '−', '〜', '～', '－', '﹣', '⁓', '∼':
		return true
	}
	return false
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func clamp(v, lo, hi int) int { return max(lo, min(v, hi)) }

// runeRange widens [start,end) of s to rune boundaries.
func runeRange(s string, start, end int) (int, int) {
	for start > 0 && start < len(s) && !utf8.RuneStart(s[start]) {
		start--
	}
	for end > start && end < len(s) && !utf8.RuneStart(s[end]) {
		end++
	}
	return start, end
}
