// Package view turns answers, lists and notes into messages for a chat: bold answer, verbatim quote, source line, a row of buttons.
//
// In: answers and plans. Out: outbox.Message values whose HTML uses the tags of the Bot API's "HTML style" only and whose text fits one
// message and one screen of a phone; what is longer is paged in place. It decides nothing about content: no fact is added, dropped or
// reworded, and a quote is shown byte for byte. It knows no Telegram types, stores nothing and looks at no clock.
package view

import (
	"strings"
	"unicode/utf8"

	"cewen/answer"
)

// A phone shows about twenty Chinese characters a line and some twenty lines between its bars; an answer takes fewer, so that the question
// stays in sight.
const (
	phoneWidth = 20
	phoneLines = 13
	mostQuotes = 700 // characters in the folded quotes; the rest is a tap away
)

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// esc makes a text safe between tags (Bot API, "HTML style") and drops what would move a cursor or turn a line around.
func esc(s string) string { return escaper.Replace(answer.Printable(s)) }

func bold(s string) string {
	if s == "" {
		return ""
	}
	return "<b>" + esc(s) + "</b>"
}

// lines is how many lines a text takes on a phone. Latin characters are half as wide.
func lines(s string) int {
	n := 0
	for l := range strings.SplitSeq(s, "\n") {
		half := 0
		for _, r := range l {
			if r < 0x2e80 {
				half++
			} else {
				half += 2
			}
		}
		n += max(1, (half+2*phoneWidth-1)/(2*phoneWidth))
	}
	return n
}

// cut shortens a text to n characters, with … where something was left out.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	rs := []rune(s)
	return string(rs[:n-1]) + "…"
}
