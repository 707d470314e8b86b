package plan

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences cuts a passage at 。!? and line ends, and each sentence into segments at ,;:. Nothing is cut inside quotations or brackets:
// “八县通高铁、县县双高速”, (市、区), 《…,…》; nor between digits: 16.05:1, 1,300项.
func sentences(text string, s Span) []Sentence {
	var out []Sentence
	for start := s.Start; start < s.End; {
		end := strings.IndexByte(text[start:s.End], '\n')
		if end < 0 {
			end = s.End
		} else {
			end += start
		}
		if l := trim(text, Span{start, end}); l.Len() > 0 {
			out = append(out, lineSentences(text, l)...)
		}
		start = end + 1
	}
	return out
}

func lineSentences(text string, l Span) []Sentence {
	var out []Sentence
	var segs []Span
	l.Start += len(l.In(text)) - len(strings.TrimLeftFunc(l.In(text), isBullet))
	inside := mask(l, outermost(pairs(text, l)))
	seg, sent := l.Start, l.Start
	flushSeg := func(end int) {
		if t := trim(text, Span{seg, end}); t.Len() > 0 {
			segs = append(segs, t)
		}
	}
	flushSent := func(end int) {
		if t := trim(text, Span{sent, end}); t.Len() > 0 && len(segs) > 0 {
			out = append(out, Sentence{t, segs})
		}
		segs = nil
	}
	for i := l.Start; i < l.End; {
		r, n := utf8.DecodeRuneInString(text[i:l.End])
		if !inside[i-l.Start] {
			switch {
			case strings.ContainsRune("。!?！？", r), r == '.' && fullStop(text, l, i):
				flushSeg(i)
				flushSent(i + n)
				seg, sent = i+n, i+n
			case strings.ContainsRune(",，;；:：", r):
				if !withinNumber(text, i, r) {
					flushSeg(i)
					seg = i + n
				}
			}
		}
		i += n
	}
	flushSeg(l.End)
	flushSent(l.End)
	return out
}

// fullStop reports whether a point ends a sentence, as texts have it that are typed half-width: 制定本方案.到2027年底,…. No point of a number and none behind
// a label does.
func fullStop(text string, l Span, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[l.Start:i])
	after, _ := utf8.DecodeRuneInString(text[i+1 : l.End])
	if i+1 == l.End {
		return before != utf8.RuneError && !isDigit(text[i-1]) || i-l.Start > 12
	}
	return (unicode.Is(unicode.Han, before) || strings.ContainsRune(")）%\"”》", before)) && (unicode.Is(unicode.Han, after) || isSpace(after) || strings.ContainsRune("(（\"“《", after) || after >= '0' && after <= '9')
}

// withinNumber reports whether a mark belongs to a number: 16.05:1, 1,300项. 达到90%，50%以上 has two.
func withinNumber(text string, i int, mark rune) bool {
	next := i + utf8.RuneLen(mark)
	if i == 0 || next >= len(text) || !isDigit(text[i-1]) || !isDigit(text[next]) {
		return false
	}
	switch mark {
	case ':', '：':
		return true
	case ',':
		return thousands.MatchString(text[next:])
	}
	return false
}

var thousands = regexp.MustCompile(`^\d{3}(?:\D|$)`)

// isBullet knows what stands before the paragraphs of a list: ——到2025年，….
func isBullet(r rune) bool {
	return strings.ContainsRune("—―•●·◆■□▲★", r) || isSpace(r)
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
