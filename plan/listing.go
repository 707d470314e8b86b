package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// what 等 leads to: 等一批工业镇, 等西部六乡镇跨越发展
	listHead = regexp.MustCompile(`^(?:一批|各类|各|多种|\d+)?(\p{Han}{1,10}?)(?:的|建设|跨越|发展|打造|提升|改造|保护|$)`)
	hanCount = regexp.MustCompile(`[两二三四五六七八九十]+|\d+`)
	leadVerb = regexp.MustCompile(`^.*(?:发展|培育|建设|打造|推进|做强|支持|围绕|开展|完善|实施|推动|加强|依托|突破|建成|重点抓好|优化|加快|健全|引导|各类|聚焦|统筹|补齐|立足|强化|提升|大力开发|实现|注入|做好|打通|加大对|加大|整合|提供|具备|配备|扩大|涵盖|通过|面向|参与|抓好|提高|发挥|落实|包括|加强)`)
)

// listings finds the lists of all clauses.
func (p *parser) listings() {
	for i := range p.plan.Clauses {
		c := &p.plan.Clauses[i]
		for _, part := range c.Parts {
			for _, s := range part.Sentences {
				inside := mask(s.Span, outermost(pairs(p.text, s.Span)))
				for si := range s.Segments {
					p.listing(c, s, si, inside)
				}
			}
		}
	}
}

// items cuts a segment at its 、 outside quotations and brackets.
func (p *parser) items(seg Span, base int, inside []bool) []Span {
	var out []Span
	in, start := seg.In(p.text), seg.Start
	for at := 0; ; {
		i := strings.Index(in[at:], "、")
		if i < 0 {
			break
		}
		if !inside[seg.Start+at+i-base] {
			out = append(out, trim(p.text, Span{start, seg.Start + at + i}))
			start = seg.Start + at + i + len("、")
		}
		at += i + len("、")
	}
	return append(out, trim(p.text, Span{start, seg.End}))
}

func (p *parser) listing(c *Clause, s Sentence, si int, inside []bool) {
	seg := s.Segments[si]
	if seg.Len() > longSegment {
		return
	}
	items := p.items(seg, s.Span.Start, inside)
	if len(items) < 2 {
		return
	}
	last := items[len(items)-1]
	in := last.In(p.text)
	l := Listing{Clause: c.Number, Quote: seg}
	if i := strings.Index(in, "等"); i > 0 && len(in) > i+len("等") && !inside[last.Start+i-s.Span.Start] {
		m := listHead.FindStringSubmatchIndex(in[i+len("等"):])
		if m == nil {
			return
		}
		for _, w := range []string{"方面", "领域", "环节", "品类"} { // 森林防火等各方面数据全面链接
			if strings.HasPrefix(in[i+len("等")+m[2]:], w) {
				m[3] = m[2] + len(w)
			}
		}
		head := Span{last.Start + i + len("等") + m[2], last.Start + i + len("等") + m[3]}
		items[len(items)-1].End = last.Start + i
		l.HeadSpan, l.Etc = head, true
		// 西部六乡镇 counts six: the list may have begun in the segments before
		if n := counted(head.In(p.text)); n > len(items) {
			for k := si - 1; k >= 0 && len(items) < n; k-- {
				items = append(p.items(s.Segments[k], s.Span.Start, inside), items...)
				l.Quote.Start = s.Segments[k].Start
			}
			l.Etc = len(items) != n
		}
	} else if head, ok := p.sharedEnd(items); ok {
		items[len(items)-1].End = head.End
		l.HeadSpan = head
	} else {
		return
	}
	if len(items) < 3 {
		return
	}
	items[0] = p.withoutVerb(items[0])
	if len(quantities(p.text, seg, nil)) > 1 { // 供水管道32公里、燃气管道20公里 are targets
		return
	}
	for _, x := range items {
		if x.Len() == 0 || utf8.RuneCountInString(x.In(p.text)) > 20 {
			return
		}
		l.Items, l.Spans = append(l.Items, x.In(p.text)), append(l.Spans, x)
	}
	l.Head = l.HeadSpan.In(p.text)
	p.plan.Listings = append(p.plan.Listings, l)
}

// sharedEnd: 高效经济、链式经济、特色经济、…、融合经济 share their head noun.
func (p *parser) sharedEnd(items []Span) (Span, bool) {
	if len(items) < 3 {
		return Span{}, false
	}
	end := lastRunes(items[0].In(p.text), 2)
	for _, x := range items[:len(items)-1] {
		if s := x.In(p.text); end == "" || !strings.HasSuffix(s, end) || s == end {
			return Span{}, false
		}
	}
	last := items[len(items)-1]
	i := strings.Index(last.In(p.text), end)
	if i <= 0 {
		return Span{}, false
	}
	return Span{last.Start + i, last.Start + i + len(end)}, true
}

func lastRunes(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(s[:at])
		at -= w
	}
	if n > 0 {
		return ""
	}
	return s[at:]
}

// withoutVerb drops what leads to the list: 加快发展高效经济, 支持兰陵县鲁城镇.
func (p *parser) withoutVerb(s Span) Span {
	if loc := leadVerb.FindStringIndex(s.In(p.text)); loc != nil && loc[1] < s.Len() {
		s.Start += loc[1]
	}
	return trim(p.text, s)
}

func counted(s string) int {
	m := hanCount.FindString(s)
	if m == "" {
		return 0
	}
	if isDigit(m[0]) {
		return int(number(m))
	}
	return hanNumber(m)
}
