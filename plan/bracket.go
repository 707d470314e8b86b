package plan

import "unicode/utf8"

// pair is a bracket or quotation and its place; Span includes both marks.
type pair struct {
	Span
	open rune
}

var closers = map[rune]rune{'(': ')', '（': '）', '〔': '〕', '[': ']', '［': '］', '【': '】', '“': '”', '‘': '’', '《': '》', '〈': '〉', '「': '」', '『': '』'}

// pairs finds the matched brackets and quotations of one line. ) closes （ too, since plans mix widths: 县(市、区）. What is left open is ignored, so that a
// cut line is still read. Straight quotes alternate: "双百"工程.
func pairs(text string, s Span) []pair {
	var out []pair
	var stack []pair
	straight := -1
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(text[i:s.End])
		switch r {
		case '"':
			if straight < 0 {
				straight = i
			} else {
				out = append(out, pair{Span{straight, i + n}, '"'})
				straight = -1
			}
		case '(', '（', '〔', '[', '［', '【', '“', '‘', '《', '〈', '「', '『':
			if len(stack) < 64 {
				stack = append(stack, pair{Span{i, i}, r})
			}
		case ')', '）', '〕', ']', '］', '】', '”', '’', '》', '〉', '」', '』':
			for k := len(stack) - 1; k >= 0; k-- {
				if closes(stack[k].open, r) {
					out = append(out, pair{Span{stack[k].Start, i + n}, stack[k].open})
					stack = stack[:k]
					break
				}
			}
		}
		i += n
	}
	return out
}

func closes(open, r rune) bool {
	if closers[open] == r {
		return true
	}
	round := func(r rune) bool { return r == '(' || r == '（' || r == ')' || r == '）' }
	return round(open) && round(r)
}

// outermost keeps the pairs that lie in no other pair.
func outermost(ps []pair) []pair {
	var out []pair
	for _, p := range ps {
		for len(out) > 0 && p.Contains(out[len(out)-1].Span) {
			out = out[:len(out)-1]
		}
		if len(out) == 0 || !out[len(out)-1].Contains(p.Span) {
			out = append(out, p)
		}
	}
	return out
}

// mask marks the bytes of s that lie inside a pair.
func mask(s Span, ps []pair) []bool {
	m := make([]bool, s.Len())
	for _, p := range ps {
		for i := max(p.Start, s.Start); i < min(p.End, s.End); i++ {
			m[i-s.Start] = true
		}
	}
	return m
}
