package plan

import (
	"strings"
	"unicode/utf8"
)

// MaxBytes is the largest text that Parse reads. The longest plan at hand has 78 KB.
const MaxBytes = 8 << 20

// check refuses what is no text at all, before anything is read from it.
func check(source, text string) error {
	fail := func(code Reason, at int) error {
		line := 0
		if at >= 0 {
			line = 1 + strings.Count(text[:at], "\n")
		}
		return &Error{Op: "parse", Source: source, Code: code, Line: line}
	}
	if len(text) > MaxBytes {
		return fail(TooLarge, -1)
	}
	if strings.TrimFunc(text, isSpace) == "" {
		return fail(Empty, -1)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return fail(BadByte, i)
	}
	if !utf8.ValidString(text) {
		for i, r := range text {
			if r == utf8.RuneError {
				if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
					return fail(BadUTF8, i)
				}
			}
		}
	}
	if isHTML(text) {
		return fail(HTML, 0)
	}
	return nil
}

// isHTML tells page source from a text that only kept a stray tag: gov.cn copies end with "-->".
func isHTML(text string) bool {
	head := strings.ToLower(strings.TrimLeftFunc(text[:min(len(text), 4096)], isSpace))
	for _, p := range []string{"<!doctype", "<html", "<?xml", "<head", "<body"} {
		if strings.HasPrefix(head, p) {
			return true
		}
	}
	tags := 0
	for _, t := range []string{"</p>", "</div>", "</span>", "</td>", "<br", "</a>", "<script"} {
		tags += strings.Count(text, t)
	}
	return tags > 20
}
