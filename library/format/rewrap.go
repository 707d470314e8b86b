package format

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A text that was copied out of a page of print has its paragraphs broken into lines of one length. rewrapped joins them; ok is false for any other text.
func rewrapped(text string) (joined string, ok bool) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	full := measure(lines)
	if full == 0 {
		return text, false
	}
	var b strings.Builder
	for i, l := range lines {
		b.WriteString(strings.TrimRight(l, " \t\u3000"))
		if i+1 == len(lines) {
			break
		}
		if next := lines[i+1]; goesOn(l, next, full) {
			if wordEnd(l) && wordStart(next) {
				b.WriteByte(' ')
			}
			continue
		}
		b.WriteByte('\n')
	}
	return b.String(), true
}

const (
	fewestWrapped = 12  // full lines, for a text to be taken for one
	widestWrapped = 120 // columns of a line of print; a Chinese character takes two
	shortest      = 10  // columns that a line may be short by which ends within a sentence
	slack         = 4   // columns that a full line may be short by: a character that may not begin or end a line
)

// measure is the width of the full lines of such a text, in columns; 0 where its lines have no common length. Most of its full lines end within a sentence.
func measure(lines []string) int {
	var widths []int
	for _, l := range lines {
		if w := columns(strings.TrimSpace(l)); w > 0 {
			widths = append(widths, w)
		}
	}
	if len(widths) < fewestWrapped {
		return 0
	}
	slices.Sort(widths)
	widest := widths[len(widths)*9/10]
	if widest > widestWrapped || widest < 30 || widths[len(widths)-1] > widest+2*slack {
		return 0
	}
	full, within := 0, 0
	for _, l := range lines {
		if l = strings.TrimSpace(l); columns(l) >= widest-slack {
			full++
			if !strings.ContainsRune("。；：！？;:!?|", lastOf(l)) {
				within++
			}
		}
	}
	if full < fewestWrapped || 3*full < len(widths) || 2*within < full {
		return 0
	}
	return widest
}

// goesOn reports whether a line is full and the next one is no paragraph of its own: it is not indented and carries no label.
func goesOn(l, next string, full int) bool {
	l, body := strings.TrimSpace(l), strings.TrimSpace(next)
	ends := strings.ContainsRune("。；：！？;:!?", lastOf(l))
	if w := columns(l); w < full-slack && (ends || w < full-shortest) || body == "" || strings.HasPrefix(l, "|") || strings.HasPrefix(body, "|") {
		return false
	}
	if strings.HasPrefix(next, "  ") || strings.HasPrefix(next, "\u3000") || strings.HasPrefix(next, "\t") {
		return false
	}
	return !labelled(body) || !strings.ContainsRune("。；：！？）)", lastOf(l))
}

func lastOf(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func columns(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x2E80 && !strings.ContainsRune("“”‘’…—", r) {
			n++
		} else {
			n += 2
		}
	}
	return n
}

func wordEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(s))
	return r < utf8.RuneSelf && unicode.IsLetter(r)
}

func wordStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	return r < utf8.RuneSelf && unicode.IsLetter(r)
}
