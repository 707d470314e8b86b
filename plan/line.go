package plan

import (
	"strings"
	"unicode"
)

// line is one line of the source without the white space around it.
type line struct {
	no   int // 1-based
	span Span
	cut  bool // out of a longer line: the text had lost its line breaks
	item bool // its label runs into a number: 4.5G基站建设
	dash bool // a heading without label above one: ——推进教育发展
}

// isSpace knows the blanks of official pages too: NBSP in header labels, U+3000 indents, zero-width characters and BOM.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// trim shrinks a span until it neither starts nor ends with white space.
func trim(text string, s Span) Span {
	in := text[s.Start:s.End]
	left := strings.TrimLeftFunc(in, isSpace)
	s.Start += len(in) - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, isSpace))
	return s
}

// split cuts the text into its non-blank lines.
func split(text string) []line {
	var out []line
	for start, no := 0, 1; start < len(text); no++ {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		if s := trim(text, Span{start, end}); s.Len() > 0 {
			out = append(out, line{no: no, span: s})
		}
		start = end + 1
	}
	return out
}

// squeeze removes all white space: 索 引 号 is 索引号.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, s)
}
