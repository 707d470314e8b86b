package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// byWords is a sentence of its own that says who does what was said before it: 由市住建局牵头,市自然资源和规划局配合。 A sentence that goes on (由…牵头的机制,
// 由…负责解释) is none.
var byWords = regexp.MustCompile(`^(?:[此该本上述以]{1,2}[项上]?(?:工作|任务|事项))?由([^。；;：:]{2,90}?)(共同牵头|牵头负责|牵头(?:推进|落实|实施|组织实施|抓落实)?|共同负责|负责(?:推进|落实|实施|组织实施)?)(?:[，,]([^。；;：:]{2,200}?)(?:按照?(?:各自)?职责(?:分工)?)?(?:配合|参与|参加|协助|支持|负责|落实))?[。;；]?$`)

// trailing finds the markers that stand in no brackets: behind the last sentence of a line (…120公里。责任单位:市水利局。完成时限:2025年底), or as a sentence.
func (p *parser) trailing(s Span, bracketed []marker) []marker {
	in := s.In(p.text)
	if !strings.ContainsAny(in, ":：") && !strings.Contains(in, "由") {
		return nil
	}
	inside := mask(s, outermost(pairs(p.text, s)))
	var labels [][]int
	if outside(in, inside, ":", "：") {
		labels = anyLabel.FindAllStringIndex(in, -1)
	}
	for _, loc := range labels {
		if inside[loc[0]] || loc[0] == 0 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(in[:loc[0]])
		if !strings.ContainsRune("。；;！!）)*", before) && !isSpace(before) {
			continue
		}
		end := len(in)
		for k := loc[1]; k < len(in); {
			i := strings.Index(in[k:], "。")
			if i < 0 {
				break
			}
			k += i + len("。")
			if rest := strings.TrimLeftFunc(in[k:], isSpace); !startLabel.MatchString(rest) {
				end = k - len("。")
				break
			}
		}
		m := trim(p.text, Span{s.Start + loc[0], s.Start + end})
		if !roleLabel.MatchString(m.In(p.text)) && !timeLabel.MatchString(m.In(p.text)) {
			continue
		}
		return []marker{{span: m, inside: m}}
	}
	if !strings.Contains(in, "由") {
		return nil
	}
	var out []marker
	for _, q := range lineSentences(p.text, s) {
		m := byWords.FindStringSubmatch(q.Span.In(p.text))
		if m == nil || inside[q.Span.Start-s.Start] {
			continue
		}
		names := unitNames(m[1])
		ok := len(names) > 0
		for _, n := range append(names, unitNames(m[3])...) {
			ok = ok && looksLikeUnit(n)
		}
		if ok {
			in := Span{q.Span.Start + strings.Index(q.Span.In(p.text), "由") + len("由"), q.Span.End}
			out = append(out, marker{span: q.Span, inside: trimEnd(p.text, in)})
		}
	}
	if len(bracketed) > 0 {
		return nil // the line has its marker
	}
	return out
}

// outside reports whether one of the marks stands in no bracket.
func outside(in string, inside []bool, marks ...string) bool {
	for _, m := range marks {
		for at := 0; ; {
			i := strings.Index(in[at:], m)
			if i < 0 {
				break
			}
			if !inside[at+i] {
				return true
			}
			at += i + len(m)
		}
	}
	return false
}

// join lets a marker that ends a line go on over the lines below it that begin with a label: 牵头单位:… / 配合单位:… / 完成时限:…. It returns the end of
// the last of these lines.
func (p *parser) join(ms []marker, nl, end int) int {
	if len(ms) == 0 {
		return nl
	}
	last := &ms[len(ms)-1]
	if !startLabel.MatchString(last.inside.In(p.text)) || last.inside.End != trim(p.text, Span{last.inside.Start, nl}).End {
		return nl
	}
	for nl < end {
		next := strings.IndexByte(p.text[nl+1:end], '\n')
		if next < 0 {
			next = end
		} else {
			next += nl + 1
		}
		line := trim(p.text, Span{nl + 1, next})
		if line.Len() > 0 && !startLabel.MatchString(line.In(p.text)) {
			break
		}
		if line.Len() > 0 {
			last.span.End, last.inside.End = line.End, line.End
		}
		nl = next
	}
	return nl
}

// dueOf reads the date of a marker: 完成时限:2025年12月底. said: there is a label for it, whatever it says (长期坚持).
func (p *parser) dueOf(s Span) (due *Deadline, yearly, said bool) {
	in := s.In(p.text)
	loc := timeLabel.FindStringIndex(in)
	if loc == nil {
		return p.paceOf(s)
	}
	end := len(in)
	if next := anyLabel.FindStringIndex(in[loc[1]:]); next != nil {
		end = loc[1] + next[0]
	}
	due, yearly = p.dueIn(Span{s.Start + loc[1], s.Start + end})
	return due, yearly, true
}

// paceOf reads the date at the end of a list of units: 县教育局、县财政局，6月底前完成.
func (p *parser) paceOf(s Span) (due *Deadline, yearly, said bool) {
	in := s.In(p.text)
	pieces := cutTop(in, "、,，;；。")
	end := len(in)
	for i := len(pieces) - 1; i > 0; i-- {
		start := strings.LastIndex(in[:end], pieces[i])
		at := trim(p.text, Span{s.Start + start, s.Start + start + len(pieces[i])})
		end = start
		if at.Len() > 0 && isPace(at.In(p.text)) {
			if goesOnAndOn.MatchString(at.In(p.text)) {
				return nil, false, true
			}
			due, yearly = p.dueIn(at)
			return due, yearly, true
		}
	}
	return nil, false, false
}

var goesOnAndOn = regexp.MustCompile(`持续|长期|常态`)

// dueIn reads the words of a deadline that stands alone, in a marker or in a cell: 2025年12月底, 2023—2025年, 每年底前, 长期坚持. Of several dates the last is
// when all is due.
func (p *parser) dueIn(s Span) (due *Deadline, yearly bool) {
	s = trim(p.text, s)
	for _, w := range recurring {
		yearly = yearly || strings.Contains(s.In(p.text), w)
	}
	if yearly {
		return nil, true
	}
	if ds := p.deadlines(s, func(int) bool { return false }); len(ds) > 0 {
		d := ds[len(ds)-1]
		d.Inherited = true
		return &d, false
	}
	return nil, false
}

// dueAlone gives a passage its date; one that follows a marker directly belongs to that marker's passage.
func (c *Clause) dueAlone(s Span, due *Deadline, yearly bool) {
	n := len(c.Parts)
	if n == 0 {
		return
	}
	c.Parts[n-1].Due, c.Parts[n-1].Yearly = due, yearly
	if s.Len() == 0 && len(c.Duties) > 0 && c.Parts[n-1].Duty == len(c.Duties)-1 {
		c.Duties[len(c.Duties)-1].Deadline = due
	}
}
