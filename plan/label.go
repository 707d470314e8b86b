package plan

import (
	"regexp"
	"strconv"
	"strings"
)

type level int

const (
	noLevel      level = iota
	chapterLevel       // 一、 第一章
	clauseLevel        // (一) 第一条
	itemLevel          // 1. 1． 1、
)

// head is a line that starts with a label.
type head struct {
	level  level
	label  Span   // (十四)
	number int    // 14
	bare   string // 十四
	title  Span
	rest   Span // the line after the title and its 。
	line   int  // index into parser.lines
}

const hanDigits = `[一二三四五六七八九十百零〇]+`

var (
	chapterLabel = regexp.MustCompile(`^#*\s*(?:(` + hanDigits + `)、|第(` + hanDigits + `)(?:章|部分)[\s\x{3000}\x{a0}:：、]*)`)
	clauseLabel  = regexp.MustCompile(`^#*\s*(?:[（(](` + hanDigits + `)[)）][、.．]?|第(` + hanDigits + `)条[\s\x{3000}\x{a0}:：、]*)`)
	itemLabel    = regexp.MustCompile(`^#*\s*(\d{1,3})(?:[.．](?:[^\d]|$)|、)`)
)

// labelOf reads the label at the start of a line: 三、 is a chapter, (十四) a clause, 1.加大算力资源支持 an item.
func labelOf(text string, l line) (head, bool) {
	s := l.span.In(text)
	for _, k := range []struct {
		level level
		re    *regexp.Regexp
	}{{chapterLevel, chapterLabel}, {clauseLevel, clauseLabel}, {itemLevel, itemLabel}} {
		m := k.re.FindStringSubmatchIndex(s)
		if m == nil {
			continue
		}
		h := head{level: k.level}
		g := 2
		if m[2] < 0 {
			g = 4
		}
		num := s[m[g]:m[g+1]]
		end := m[1]
		if k.level == itemLevel {
			end = m[3]
			for _, p := range []string{"．", ".", "、"} {
				if strings.HasPrefix(s[end:], p) {
					end += len(p)
					break
				}
			}
			h.number, _ = strconv.Atoi(num)
		} else {
			h.number = hanNumber(num)
		}
		h.bare = num
		h.label = trim(text, Span{l.span.Start, l.span.Start + end})
		h.title, h.rest = titleOf(text, Span{l.span.Start + end, l.span.End})
		return h, true
	}
	return head{}, false
}

// titleOf cuts a head line at its first 。: "(十四)完善市政交通设施。完善机动车道…".
func titleOf(text string, s Span) (title, rest Span) {
	in := s.In(text)
	depth := 0
	for i, r := range in {
		switch r {
		case '(', '（', '〔', '“', '《':
			depth++
		case ')', '）', '〕', '”', '》':
			depth--
		case '。':
			if depth <= 0 {
				return trim(text, Span{s.Start, s.Start + i}), trim(text, Span{s.Start + i + len("。"), s.End})
			}
		}
	}
	return trim(text, s), Span{s.End, s.End}
}

var hanValue = map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// hanNumber reads the numeral of a label: 三十九 is 39.
func hanNumber(s string) int {
	total, digit := 0, 0
	for _, r := range s {
		switch r {
		case '百':
			total += max(digit, 1) * 100
			digit = 0
		case '十':
			total += max(digit, 1) * 10
			digit = 0
		default:
			digit = hanValue[r]
		}
	}
	return total + digit
}
