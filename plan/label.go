package plan

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// level is what a labelled line heads in one plan; which kind of label heads what is the plan's scheme.
type level int

const (
	noLevel      level = iota
	chapterLevel       // 一、 第一章
	clauseLevel        // (一) 第一条
	itemLevel          // 1. 1． 1、
)

// kind is how a label is written.
type kind int

const (
	byBook        kind = iota // 第一篇
	byChapter                 // 第一章, 第一部分
	bySection                 // 第一节
	byHan                     // 一、
	byHanBracket              // （一）
	byArticle                 // 第一条
	byDecimal                 // 1.1
	byNumber                  // 1. 1、
	byNumberBlank             // 1 总体要求, beside 1.1
	byBracket                 // (1) 1)
	byCircle                  // ①
	byTask                    // 任务一：
	byStage                   // 第一阶段：
	byDash                    // a heading without label above one: ——推进教育发展
	byHeading1                // # 总体要求, without a label of its own; byHeading1+1 is ##, …
	byHeading6    kind = byHeading1 + 5
	kindCount          = byHeading6 + 1
)

// head is a line that starts with a label.
type head struct {
	kind   kind
	level  level
	label  Span   // (十四)
	number int    // 14
	bare   string // 十四
	title  Span
	rest   Span // the line after the title and its 。
	line   int  // index into parser.lines
	spoken bool // the title is a sentence of the text: 第三条 设立20亿元风险补偿基金,…
}

const (
	hanDigits = `[一二三四五六七八九十百零〇]+`
	blanks    = `[\s\x{3000}\x{a0}]`
)

// labels are the kinds with their forms; the group is the number, ㈠ has one of its own.
var labels = []struct {
	kind kind
	re   *regexp.Regexp
}{
	{byHan, regexp.MustCompile(`^#*\s*(` + hanDigits + `)、`)},
	{byChapter, regexp.MustCompile(`^#*\s*第(` + hanDigits + `|\d{1,2})(?:章|部分)(?:` + blanks + `|[:：、])*`)},
	{byBook, regexp.MustCompile(`^#*\s*第(` + hanDigits + `)篇(?:` + blanks + `|[:：、])*`)},
	{bySection, regexp.MustCompile(`^#*\s*第(` + hanDigits + `|\d{1,2})节(?:` + blanks + `|[:：、])*`)},
	{byHanBracket, regexp.MustCompile(`^#*\s*(?:[（(](` + hanDigits + `)[)）]|([㈠-㈩]))[、.．]?`)},
	{byStage, regexp.MustCompile(`^#*\s*第(` + hanDigits + `|\d)阶段` + blanks + `*[:：、]` + blanks + `*`)},
	{byArticle, regexp.MustCompile(`^#*\s*第(` + hanDigits + `|\d{1,3})条(?:` + blanks + `|[:：、])*`)},
	{byDecimal, regexp.MustCompile(`^#*\s*(\d{1,2}[.．]\d{1,2})(?:[.．、]|` + blanks + `)+`)},
	{byNumber, regexp.MustCompile(`^#*\s*(\d{1,3}|[０-９]{1,3})(?:` + blanks + `?[.．]|、)`)},
	{byNumberBlank, regexp.MustCompile(`^#*\s*(\d{1,2})` + blanks + `+`)},
	{byBracket, regexp.MustCompile(`^#*\s*[（(]?(\d{1,3}|[０-９]{1,3})[)）][、.．]?`)},
	{byTask, regexp.MustCompile(`^#*\s*(?:任务|行动|工程|专项|举措|板块)(` + hanDigits + `|\d{1,2})(?:` + blanks + `|[:：、.．])+`)},
	{byCircle, regexp.MustCompile(`^#*\s*([①-⑳])[、.．]?`)},
}

var (
	yearAhead = regexp.MustCompile(`^(?:19|20)\d\d年`)
	hanOf     = strings.Split("一二三四五六七八九十", "")
)

var headingMark = regexp.MustCompile(`^(#{1,6})\s+\S`)

// mayLabel is quick: most lines begin with a character that no label begins with.
func mayLabel(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case '0' <= r && r <= '9', '０' <= r && r <= '９', '①' <= r && r <= '⑳', '㈠' <= r && r <= '㈩':
		return true
	}
	return strings.ContainsRune("#第(（一二三四五六七八九十百零〇任行工专举板—―", r)
}

// labelOf reads the label at the start of a line: 三、, (十四), 1., ## . Its level is the scheme's to say.
func labelOf(text string, l line) (head, bool) {
	s := l.span.In(text)
	if !l.dash && !mayLabel(s) {
		return head{}, false
	}
	for _, k := range labels {
		m := k.re.FindStringSubmatchIndex(s)
		if m == nil || k.kind == byNumber && m[1] < len(s) && isDigit(s[m[1]]) && !strings.HasSuffix(s[:m[1]], "、") && !l.item && !yearAhead.MatchString(s[m[1]:]) {
			continue // 1.5万亩 is a number, 1.2026年底前,… is labelled
		}
		var num string
		if m[2] >= 0 {
			num = s[m[2]:m[3]]
		} else { // ㈠
			r, _ := utf8.DecodeRuneInString(s[m[4]:])
			num = hanOf[r-'㈠']
		}
		h := head{kind: k.kind, bare: num, number: labelNumber(k.kind, num)}
		h.label = trim(text, Span{l.span.Start, l.span.Start + m[1]})
		h.title, h.rest = titleOf(text, Span{l.span.Start + m[1], l.span.End})
		h.spoken = spoken(h.title.In(text), k.kind == byArticle)
		return h, true
	}
	if l.dash {
		mark := Span{l.span.Start, l.span.Start + len(s) - len(strings.TrimLeft(s, "—―"))}
		return head{kind: byDash, label: mark, title: trim(text, Span{mark.End, l.span.End}), rest: Span{l.span.End, l.span.End}}, true
	}
	if m := headingMark.FindStringSubmatchIndex(s); m != nil {
		h := head{kind: byHeading1 + kind(m[3]-1)}
		h.label = Span{l.span.Start, l.span.Start + m[3]}
		h.title, h.rest = trim(text, Span{h.label.End, l.span.End}), Span{l.span.End, l.span.End}
		return h, true
	}
	return head{}, false
}

func labelNumber(k kind, num string) int {
	switch k {
	case byCircle:
		return int([]rune(num)[0]-'①') + 1
	case byDecimal:
		_, num, _ = strings.Cut(strings.ReplaceAll(num, "．", "."), ".")
	}
	num = strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, num)
	if n, err := strconv.Atoi(num); err == nil {
		return n
	}
	return hanNumber(num)
}

var (
	gluedNumber = regexp.MustCompile(`^(\d{1,3})[.．](\d+(?:[A-Z]|\p{Han}).{4,})`)
	measured    = regexp.MustCompile(`^\d+(?:[\d.]|` + blanks + `)*(?:[万亿%％℃倍元米亩吨年月日天岁度级个名户家座条项处套次]|百分点|公里|千米|平方|立方|公顷|千瓦|兆瓦|小时|微克|毫克)`)
)

// gluedItems marks the lines whose label runs into a number of the title: 3.智慧城市。 / 4.5G基站建设。 / 5.…. The label must stand between those about it, a
// number that is measured (4.5公里) is none.
func (p *parser) gluedItems() {
	last := 0 // the number of the item before
	for i, l := range p.lines {
		if h, ok := labelOf(p.text, l); ok {
			switch {
			case h.kind == byNumber:
				last = h.number
			case h.kind != byBracket && h.kind != byCircle:
				last = 0
			}
			continue
		}
		m := gluedNumber.FindStringSubmatch(l.span.In(p.text))
		if m == nil || measured.MatchString(m[2]) {
			continue
		}
		n, next := atoi(m[1]), p.nextItem(i)
		if n > last && n < next || n == last+1 && n > 1 && next < n {
			p.lines[i].item, last = true, n
		}
	}
}

// dashHead is a heading that a dash opens, without the marks of a sentence.
var dashHead = regexp.MustCompile(`^[—―]{1,3}` + blanks + `*\p{Han}[^。，,；;：:！!？?、—―]{1,29}$`)

// dashHeads marks the headings that stand right above an item: ——推进教育发展 / 1.新增学位1万个。
func (p *parser) dashHeads() {
	for i := 0; i+1 < len(p.lines); i++ {
		if dashHead.MatchString(p.in(i)) {
			h, ok := labelOf(p.text, p.lines[i+1])
			p.lines[i].dash = ok && h.kind == byNumber
		}
	}
	p.plainHeads()
}

// plainHead is a heading without any mark.
var plainHead = regexp.MustCompile(`^\p{Han}[\p{Han}“”]{6,23}\p{Han}$`)

// plainHeads marks the headings without label of a plan whose outermost labels are （一）, each between the end of a paragraph and a label: …具体意见如下。 /
// 坚决扛牢粮食安全责任 / （一）稳定粮食面积。
func (p *parser) plainHeads() {
	var found []int
	for i, l := range p.lines {
		if h, ok := labelOf(p.text, l); ok {
			if h.kind != byHanBracket && h.kind != byNumber && h.kind != byBracket && h.kind != byCircle {
				return
			}
			if h.kind == byHanBracket && h.title.Len() > 0 && i > 1 && endsAny(p.in(i-2), "。", "。)", "。）") && plainHead.MatchString(p.in(i-1)) {
				found = append(found, i-1)
			}
		}
	}
	for _, i := range found {
		if in := p.in(i); !isSigner(in) && !planTitle.MatchString(in) && len(labelHits(in)) == 0 {
			p.lines[i].dash = true
		}
	}
}

// nextItem is the number of the first item below a line, 0: there is none.
func (p *parser) nextItem(i int) int {
	for _, l := range p.lines[i+1:] {
		if h, ok := labelOf(p.text, l); ok && h.kind == byNumber {
			return h.number
		}
	}
	return 0
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
		case '。', '.':
			if depth <= 0 && (r == '。' || fullStop(text, s, s.Start+i)) {
				return trim(text, Span{s.Start, s.Start + i}), trim(text, Span{s.Start + i + len(string(r)), s.End})
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
