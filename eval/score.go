package eval

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cewen/answer"
)

// Judge says whether a is right for q. The reason is "" for a right answer, else what is wrong with it.
func Judge(q Question, a answer.Answer) (right bool, reason string) {
	if !q.Answerable {
		if a.Answered {
			return false, "应拒答"
		}
		return true, ""
	}
	if !a.Answered {
		return false, "拒答:" + string(a.Refusal)
	}
	text := fold(a.Text)
	for _, alternatives := range q.Must {
		if !slices.ContainsFunc(alternatives, func(s string) bool { return occurs(text, fold(s)) }) {
			return false, "缺 " + strings.Join(alternatives, "/")
		}
	}
	for _, s := range q.MustNot {
		if occurs(text, fold(s)) {
			return false, "不应有 " + s
		}
	}
	if len(q.Clauses) > 0 && !slices.ContainsFunc(a.Citations, func(c answer.Citation) bool { return slices.Contains(q.Clauses, c.Clause) }) {
		return false, fmt.Sprintf("引文不在第%v条:%v", q.Clauses, citedClauses(a))
	}
	return true, ""
}

func citedClauses(a answer.Answer) []int {
	ns := []int{}
	for _, c := range a.Citations {
		if !slices.Contains(ns, c.Clause) {
			ns = append(ns, c.Clause)
		}
	}
	return ns
}

// fold makes two spellings of the same words equal: NFKC, without spaces.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// occurs reports whether want stands in text such that no number of want goes on outside it: 300项 is not in 1300项, 8.5 is not in 98.5
// and 50 is not in 50.5. Both are folded. An empty want occurs nowhere.
func occurs(text, want string) bool {
	if want == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], want)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(want)
		if !(isDigit(want[0]) && numberEndsIn(text[:start])) && !(isDigit(want[len(want)-1]) && numberGoesOn(text[end:])) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func numberEndsIn(s string) bool {
	n := len(s)
	return n > 0 && (isDigit(s[n-1]) || n > 1 && s[n-1] == '.' && isDigit(s[n-2]))
}

func numberGoesOn(s string) bool {
	return len(s) > 0 && (isDigit(s[0]) || len(s) > 1 && s[0] == '.' && isDigit(s[1]))
}
