package answer

import (
	"strings"
	"unicode"
)

// Printable drops from a text what would move a cursor, colour a terminal or turn a line around: plans and questions come from outside.
// Line ends stay.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
