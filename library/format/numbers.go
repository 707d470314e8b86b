package format

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pages and print set blanks around numbers (到 2025 年底, 300 座, 90 %) or number in full-width digits (２０２５年). Neither says anything, and
// nobody asks that way; a quote without them is the same words. What separates the columns of a table is left alone.

// setPlain writes the numbers of a text the plain way, line by line. changed is false where they were.
func setPlain(text string) (plain string, changed bool) {
	var b strings.Builder
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		for k, cell := range strings.Split(text[at:end], "|") {
			if k > 0 {
				b.WriteByte('|')
			}
			b.WriteString(plainCell(cell))
		}
		at = end
	}
	return b.String(), b.Len() != len(text)
}

var (
	// what a line begins with: the blanks behind a label are part of it
	lineLabel = regexp.MustCompile(`^\s*(?:#+\s*)?(?:[一二三四五六七八九十百]+、|第[一二三四五六七八九十百\d]+[章节条][\s\x{3000}]+|[（(][一二三四五六七八九十百\d]+[)）]|\d{1,3}(?:[.．]\d{1,2})*[.．、])\s*`)
	bareLabel = regexp.MustCompile(`^\s*(?:#+\s*)?\d{1,3}(?:\.\d{1,2})*\s+`) // 1 总体要求, or the number of a row
	article   = regexp.MustCompile(`^(\s*(?:#+\s*)?第)[ \x{a0}]?(\d{1,3})[ \x{a0}]?([章节条])`)
	running   = regexp.MustCompile(`[。；，]|\p{Han}[,;]|[（(]\p{Han}+[:：]`)
	dates     = regexp.MustCompile(`(20\d\d)[ \x{a0}]?年(?:[ \x{a0}]?(\d{1,2})[ \x{a0}]?月)?(?:[ \x{a0}]?(\d{1,2})[ \x{a0}]?日)?|(\d{1,2})[ \x{a0}]月`)
)

// plainCell is a line, or a cell of a table's line, with its numbers set plainly.
func plainCell(s string) string {
	s = halfDigits(s)
	if !strings.ContainsFunc(s, isGap) {
		return s
	}
	s = article.ReplaceAllString(s, "$1$2$3")
	label, rest := "", s
	if l := bareLabel.FindString(s); l != "" && !strings.HasPrefix(s[len(l):], "月") {
		label, rest = l, s[len(l):]
	} else if l := lineLabel.FindString(s); l != "" {
		label, rest = l, s[len(l):]
	}
	if (label == "" || bareLabel.MatchString(label)) && !running.MatchString(rest) { // a title, or a row of a table whose columns blanks keep apart
		return label + dates.ReplaceAllStringFunc(rest, dropGaps)
	}
	var b strings.Builder
	b.WriteString(label)
	for rest != "" {
		end := len(rest)
		if i := strings.IndexAny(rest, "。；;"); i >= 0 {
			_, n := utf8.DecodeRuneInString(rest[i:])
			end = i + n
		}
		b.WriteString(plainSentence(rest[:end]))
		rest = rest[end:]
	}
	return b.String()
}

func plainSentence(s string) string {
	if columned(s) {
		return dates.ReplaceAllStringFunc(s, dropGaps)
	}
	var b strings.Builder
	for i, r := range s {
		if isGap(r) {
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
			if set(before, after) {
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// set reports whether a blank between two characters is the typesetter's: between a number and Chinese, or about the sign of a number. Those about Latin letters
// hide nothing and stay.
func set(before, after rune) bool {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	chinese := func(r rune) bool {
		return unicode.Is(unicode.Han, r) || r >= 0x3001 && r <= 0x301F || r >= 0xFF01 && r <= 0xFF5E
	}
	sign := func(r rune) bool { return strings.ContainsRune("%％‰℃-—–－~～", r) }
	return (digit(before) || before == '%') && chinese(after) || chinese(before) && digit(after) || digit(before) && sign(after) || sign(before) && digit(after)
}

// columned reports whether blanks keep columns apart: more than one together, a tab, or one between two Chinese words.
func columned(s string) bool {
	s = strings.TrimFunc(s, unicode.IsSpace)
	for i, r := range s {
		if !unicode.IsSpace(r) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if !isGap(r) || unicode.IsSpace(after) || unicode.Is(unicode.Han, before) && unicode.Is(unicode.Han, after) {
			return true
		}
	}
	return false
}

// isGap knows the blanks that typesetters put about a number.
func isGap(r rune) bool {
	return r == ' ' || r == '\u00a0' || r >= '\u2002' && r <= '\u200a' || r == '\u202f' || r == '\u205f'
}

func dropGaps(s string) string {
	return strings.Map(func(r rune) rune {
		if isGap(r) {
			return -1
		}
		return r
	}, s)
}

// halfDigits writes full-width digits, and the point between two of them, in half width.
func halfDigits(s string) string {
	if !strings.ContainsFunc(s, isWide) {
		return s
	}
	rs := []rune(s)
	wide := func(i int) bool { return i >= 0 && i < len(rs) && isWide(rs[i]) }
	var b strings.Builder
	for i, r := range rs {
		switch {
		case isWide(r):
			r += '0' - '０'
		case r == '．' && wide(i-1) && wide(i+1):
			r = '.'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isWide(r rune) bool { return r >= '０' && r <= '９' }
