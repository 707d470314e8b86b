package plan

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// scheme says what each kind of label heads in one plan.
type scheme [kindCount]level

// usual is how most plans are labelled: 一、 / （一） / 1., 第一章 / 第一条.
var usual = scheme{byChapter: chapterLevel, byHan: chapterLevel, byHanBracket: clauseLevel, byArticle: clauseLevel, byNumber: itemLevel}

// tiers makes a scheme of kinds, the outermost first.
func tiers(ks ...kind) scheme {
	var s scheme
	for i, k := range ks {
		s[k] = chapterLevel + level(i)
	}
	return s
}

// flat makes a scheme for a plan that has clauses and no chapters.
func flat(k kind) scheme {
	var s scheme
	s[k] = clauseLevel
	return s
}

// labelled are the lines of a text that start with a label, and what can be counted of them.
type labelled struct {
	heads []head
	n     [kindCount]int // with a title or a text behind the label
	first [kindCount]int // index into heads; -1
}

func (p *parser) labelled(skip func(int) bool) labelled {
	var l labelled
	for k := range l.first {
		l.first[k] = -1
	}
	for i, line := range p.lines {
		if skip(i) {
			continue
		}
		h, ok := labelOf(p.text, line)
		if !ok || h.title.Len() == 0 && h.kind != byNumber {
			continue
		}
		h.line = i
		l.heads = append(l.heads, h)
		l.n[h.kind]++
		if l.first[h.kind] < 0 {
			l.first[h.kind] = len(l.heads) - 1
		}
	}
	return l
}

// findScheme decides what the labels of the text head. Where the usual labels are there they decide; a text without them is read by its headings or by
// the order in which its labels appear. ok is false where nothing is labelled.
func (l labelled) findScheme() (s scheme, ok bool) {
	headings := l.headings()
	switch {
	case l.n[byBook] >= 2 && l.n[byChapter] >= 2: // 第一篇 第一章 第一节
		return tiers(byBook, byChapter, bySection), true
	case l.n[byChapter] >= 2 && l.n[byHan] >= 2 && l.n[bySection] == 0 && l.n[byArticle] == 0: // 第一部分 / 一、 / 1.
		return tiers(byChapter, byHan, l.below(l.first[byHan], byHanBracket, byNumber)), true
	case l.n[byTask] >= 2 && l.n[byHan]+l.n[byChapter] == 0: // 任务一: / 1.1
		return tiers(byTask, l.below(l.first[byTask], byDecimal, byHanBracket, byNumber, byBracket)), true
	case l.n[byTask] >= 2 && l.n[byHanBracket] == 0 && l.first[byTask] > l.first[byHan]: // 二、 / 任务一:
		s = usual
		s[byTask] = clauseLevel
		return s, true
	case l.n[byChapter] >= 1 && l.n[bySection] >= 2:
		return tiers(byChapter, bySection, l.below(l.first[bySection], byArticle, byHan, byHanBracket)), true
	case l.n[byArticle] >= 2 && l.first[byHanBracket] > l.first[byArticle]: // 第三条 …:（一）…;（二）… are enumerations within it
		s = usual
		s[byHanBracket], s[byNumber] = noLevel, noLevel
		return s, true
	case l.n[byHan]+l.n[byChapter] == 0 && l.n[byHanBracket]+l.n[byArticle] >= 1 && len(headings) > 0 && l.n[headings[0]] >= 2:
		s = usual
		s[headings[0]] = chapterLevel
		return s, true
	case l.n[byHan]+l.n[byChapter]+l.n[byArticle] == 0 && l.n[byDash] >= 1 && l.first[byDash] < l.first[byHanBracket]:
		s = usual
		s[byDash] = chapterLevel
		return s, true
	case l.n[byHan]+l.n[byChapter]+l.n[byHanBracket]+l.n[byArticle] >= 1:
		return usual, true
	case len(headings) >= 2:
		return tiers(headings[0], headings[1], l.below(l.first[headings[1]], headings[min(2, len(headings)-1):]...)), true
	case len(headings) == 1 && l.n[headings[0]] >= 2:
		return tiers(headings[0], l.below(l.first[headings[0]], byNumber, byBracket, byCircle)), true
	case l.n[byDecimal] >= 2:
		outer := byNumberBlank
		if l.runs(byNumber) {
			outer = byNumber
		}
		return tiers(outer, byDecimal), true
	}
	for _, k := range []kind{byNumber, byBracket, byCircle} {
		if !l.runs(k) {
			continue
		}
		if in := l.groups(k); in >= 0 {
			return tiers(k, in), true
		}
		return l.under(k), true
	}
	return scheme{}, false
}

// under makes a scheme of a kind that has no other label above it than the headings that a dash opens.
func (l labelled) under(k kind) scheme {
	if l.n[byDash] > 0 {
		return tiers(byDash, k)
	}
	return flat(k)
}

// assigned is the scheme of a part of a plan whose first label is not 1, 204.新增学位1万个。（责任单位:市教育局） / 205.…: the numbers rise, and units answer for
// at least half of what they head.
func (p *parser) assigned(l labelled) (scheme, bool) {
	last, n, marked := 0, 0, 0
	for k, h := range l.heads {
		if h.kind != byNumber {
			continue
		}
		if h.number <= last {
			return scheme{}, false
		}
		last, n = h.number, n+1
		end := len(p.lines)
		if k+1 < len(l.heads) {
			end = l.heads[k+1].line
		}
		for i := h.line; i < end; i++ {
			if !p.boxed[i] && len(p.markersIn(p.lines[i].span)) > 0 {
				marked++
				break
			}
		}
	}
	if marked < 2 || 2*marked < n {
		return scheme{}, false
	}
	return l.under(byNumber), true
}

// stages makes 第一阶段: a clause below its chapter where it stands right below chapters, and where the labels of the clauses start again in each chapter, so that
// it breaks no run of numbers.
func (l labelled) stages(s *scheme) {
	if l.n[byStage] < 2 || s[byHan] != chapterLevel || s[byArticle] == clauseLevel && l.n[byArticle] > 0 {
		return
	}
	outer, first := noLevel, 0
	for _, h := range l.heads {
		switch {
		case h.kind == byStage:
			if outer != chapterLevel {
				return
			}
		case s[h.kind] == chapterLevel, s[h.kind] == clauseLevel:
			outer = s[h.kind]
			if outer == clauseLevel && h.number == 1 {
				first++
			}
		}
	}
	if first != 1 {
		s[byStage] = clauseLevel
	}
}

// headings are the depths of headings without labels in use, the outermost first. The first heading is the plan's title where it is alone at its depth.
func (l labelled) headings() []kind {
	var out []kind
	title := true
	for k := byHeading1; k <= byHeading6; k++ {
		if l.n[k] == 0 {
			continue
		}
		if title && l.n[k] == 1 && l.isFirstHeading(k) {
			title = false
			continue
		}
		out = append(out, k)
	}
	return out
}

func (l labelled) isFirstHeading(k kind) bool {
	for _, h := range l.heads {
		if h.kind >= byHeading1 {
			return h.kind == k
		}
	}
	return false
}

// below is the first of the kinds that appears after a head. Where none does it is the first of them, which then heads nothing.
func (l labelled) below(after int, ks ...kind) kind {
	for _, h := range l.heads[max(after, 0):] {
		if slices.Contains(ks, h.kind) {
			return h.kind
		}
	}
	return ks[0]
}

// runs reports whether the labels of a kind count from 1: 1. 2. …
func (l labelled) runs(k kind) bool {
	last := 0
	for _, h := range l.heads {
		if h.kind == k && h.number == last+1 {
			last++
		}
	}
	return last >= 2
}

// groups is the kind of label under most heads of kind k that have no text of their own, as in 1、重点任务 / （1）… / （2）…; -1: there is none.
func (l labelled) groups(k kind) kind {
	under := map[kind]int{}
	for i, h := range l.heads {
		if h.kind == k && i+1 < len(l.heads) && h.rest.Len() == 0 && !h.spoken && l.heads[i+1].line == h.line+1 && l.heads[i+1].number == 1 && l.heads[i+1].kind != k {
			under[l.heads[i+1].kind]++
		}
	}
	best := kind(-1)
	for in, n := range under {
		if 2*n >= l.n[k] && (best < 0 || n > under[best] || n == under[best] && in < best) {
			best = in
		}
	}
	return best
}

// runOn is a title that every plan has, or one before a year, with the text behind it at once: 总体要求坚持…, 工作目标2024年,….
var runOn = regexp.MustCompile(`^(总体要求|指导思想|基本原则|工作原则|(?:总体|主要|工作|发展|行动)目标|目标任务|保障措施|组织(?:保障|实施|领导)|工作(?:要求|保障))(?:到?20\d\d年|\p{Han})|^(\p{Han}{4,12}?)到?20\d\d年`)

// head reads the label of a line by the plan's scheme.
func (p *parser) head(i int) (head, bool) {
	h, ok := labelOf(p.text, p.lines[i])
	if !ok || p.scheme[h.kind] == noLevel || h.title.Len() == 0 && h.kind != byNumber {
		return head{}, false
	}
	h.level, h.line = p.scheme[h.kind], i
	p.offTitle(&h)
	if title := h.title.In(p.text); p.lines[i].cut { // 一、总体要求 坚持…: the blank was a line break
		if at := blankIn(title); at > 0 {
			h.title.End = h.title.Start + at
			h.rest, h.spoken = trim(p.text, Span{h.title.End, p.lines[i].span.End}), false
		} else if m := runOn.FindStringSubmatchIndex(title); m != nil && (utf8.RuneCountInString(title) > 16 || m[5] > 0) {
			h.title.End = h.title.Start + max(m[3], m[5])
			h.rest, h.spoken = trim(p.text, Span{h.title.End, p.lines[i].span.End}), false
		}
	}
	return h, true
}

// longestContents is how many lines a table of contents has at most.
const longestContents = 300

// offTitle takes a marker from the end of a title: （一）整治高层建筑（责任单位：市消防救援支队）.
func (p *parser) offTitle(h *head) {
	if h.rest.Len() > 0 || !strings.ContainsAny(h.title.In(p.text), ")）〕】]") {
		return
	}
	ms := p.markersIn(h.title)
	if len(ms) == 0 || ms[0].span == h.title || ms[len(ms)-1].span.End != h.title.End {
		return
	}
	h.rest = Span{ms[0].span.Start, h.title.End}
	h.title = trim(p.text, Span{h.title.Start, ms[0].span.Start})
	h.spoken = spoken(h.title.In(p.text), h.kind == byArticle)
}

// contents marks the lines of a table of contents: what stands below 目录 and again further down, with or without the number of its page.
func (p *parser) contents() []bool {
	skip := make([]bool, len(p.lines))
	for i := range p.lines {
		if s := squeeze(p.in(i)); s != "目录" && s != "目次" && s != "#目录" && s != "##目录" {
			continue
		}
		skip[i] = true
		for k := i + 1; k < min(len(p.lines), i+longestContents); k++ {
			entry := strings.TrimRight(p.in(k), "0123456789０１２３４５６７８９")
			entry = strings.TrimRight(entry, ".…·．-—_ \t\u3000\u00a0")
			if entry == "" || !p.again(k, entry) {
				break
			}
			skip[k] = true
		}
		break
	}
	return skip
}

// again reports whether a line below k begins with the entry.
func (p *parser) again(k int, entry string) bool {
	flat := squeeze(entry)
	for i := k + 1; i < len(p.lines); i++ {
		if strings.HasPrefix(squeeze(p.in(i)), flat) {
			return true
		}
	}
	return false
}
