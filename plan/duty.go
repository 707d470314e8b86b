package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A marker names its units behind a label, or before 负责:
//
//	(责任单位:市科技局、市数据局,市委网信办)   （牵头单位：市委组织部（人才办），责任单位：市教育局）   （海关总署、商务部等有关部门负责）
var (
	roleLabel = regexp.MustCompile(`(` + roleNames + `)\s*[:：]`)
	// what else stands among the labels of a marker: when, and who is to be called
	timeLabel  = regexp.MustCompile(`(` + timeNames + `)\s*[:：]`)
	anyLabel   = regexp.MustCompile(`(` + roleNames + `|` + timeNames + `|` + otherNames + `)\s*[:：]`)
	startLabel = regexp.MustCompile(`^[*\s]*(?:` + anyLabel.String() + `)`)
	bareRole   = regexp.MustCompile(`(具体负责落实|具体负责|主要负责|具体落实|具体实施|具体推进|组织落实|组织实施|抓好落实|认真落实|贯彻落实|协助|协同|共同牵头负责|牵头落实|牵头推进|牵头实施|牵头组织实施|牵头抓落实|负责推进|负责实施|负责组织实施|牵头负责|共同负责|分别负责|按职责分工负责|按职责负责|负责落实|牵头|负责|配合|参与|参加|落实)$`)
	// 等, with or without what it stands for: 市大数据局等有关部门
	andSo = regexp.MustCompile(`等(?:\d+个)?(?:全?[国省市州县区](?:直|级)?)?(?:各)?(?:有关|相关)?(?:部门|单位|部委|机构|部门和单位|部门单位|单位和部门)?$`)
	// by职责 is said of the units before it, not a unit: 市财政局等按职责分工负责
	byShare = regexp.MustCompile(`(?:按照?|依照|根据)(?:各自)?职(?:责|能)(?:分工)?(?:(?:共同|分别|各自|抓好|做好|具体)*(?:负责|落实|推进|实施))?$`)
	// neither is who is meant in a unit, 市消防支队主要领导
	person = regexp.MustCompile(`(?:主要领导|主要负责同志|主要负责人|分管领导|分管负责同志|分管负责人|负责同志)$`)
	// when it is due or how it goes on, at the end of a list: 区政府,6月底完成; 各部门,年内持续推进
	pace = regexp.MustCompile(`^(?:于|在|到|力争|确保|并)?(?:20\d\d年|今年|明年|本年|年[底内末]|年底前|\d{1,2}月|上半年|下半年|第?[一二三四]季度|每[年季月]|全年|长期|持续|常态化)[^、]{0,16}$`)
)

const (
	roleNames  = `责任单位(?:及|和|、)责任人|牵头责任单位|牵头责任部门|牵头单位|牵头部门|主办单位|主办部门|主责单位|主责部门|责任单位|责任部门|负责单位|负责部门|落实单位|落实部门|实施单位|承办单位|配合责任单位|配合单位|配合部门|协办单位|协办部门|协同单位|协同部门|参与单位|参加单位|支持单位|责任分工|责任主体`
	timeNames  = `完成时限|完成时间|完成期限|完成日期|时限要求|办结时限|办理时限|时间节点|时间要求|时间安排|推进时限|实施期限|实施时间|落实时限|时限`
	otherNames = `牵头领导|责任领导|分管领导|包保领导|责任人|联系人|联系电话|联系方式`
)

type marker struct {
	span   Span // with brackets
	inside Span
	torn   bool // its bracket is never closed: the text was cut, and the last unit may be
	until  int  // where its task ends, for one that stands before it; else 0
	leads  bool // all its units lead: …要牵头…
}

// markersIn finds the responsibility markers of one line.
func (p *parser) markersIn(s Span) []marker { return p.markersUntil(s, s.End) }

// markersUntil finds them too where the last one goes on in the lines below, until end. 建立由农业农村部、工业和信息化部牵头的…机制 stands in no bracket and is none.
func (p *parser) markersUntil(s Span, end int) (ms []marker) {
	in := s.In(p.text)
	if !p.plainUnits && !strings.Contains(in, "单位") && !strings.Contains(in, "部门") && !strings.Contains(in, "负责") && !strings.Contains(in, "牵头") && !strings.Contains(in, "责任") {
		return nil
	}
	if startLabel.MatchString(in) { // a line of its own: 责任单位:市教育局
		return []marker{{span: s, inside: s}}
	}
	var out, last []marker
	if m, ok := p.unclosed(s, end); ok {
		last, s.End = []marker{m}, m.span.Start
	}
	defer func() {
		ms = append(append(out, p.trailing(s, out)...), last...)
		if len(ms) == 0 {
			ms = p.prose(s)
		}
	}()
	for _, pr := range outermost(pairs(p.text, s)) {
		if pr.open != '(' && pr.open != '（' && pr.open != '〔' && pr.open != '[' && pr.open != '［' && pr.open != '【' {
			continue
		}
		_, n := utf8.DecodeRuneInString(p.text[pr.Start:])
		_, m := utf8.DecodeLastRuneInString(p.text[:pr.End])
		inner := trim(p.text, Span{pr.Start + n, pr.End - m})
		if inner.Len() < 4096 && (isMarker(inner.In(p.text)) || p.plainUnits && pr.End >= s.End-len("。") && onlyUnits(inner.In(p.text))) {
			out = append(out, marker{span: pr.Span, inside: inner})
		}
	}
	return out
}

// midName finds a line that ends within a list's item: who goes on below is not said.
var midName = regexp.MustCompile(`[^、，,；;：:\s][ \t\x{3000}]*\r?\n\s*\S`)

// unclosed finds a marker whose bracket the line does not close: it goes on below, or the text was cut.
func (p *parser) unclosed(s Span, end int) (marker, bool) {
	in := s.In(p.text)
	at, closed := -1, 0
	for i := len(in); i > 0 && at < 0; {
		r, n := utf8.DecodeLastRuneInString(in[:i])
		i -= n
		switch r {
		case ')', '）', '〕', ']', '］', '】':
			closed++
		case '(', '（', '〔', '[', '［', '【':
			if closed--; closed < 0 {
				at = i
			}
		}
	}
	if at < 0 {
		return marker{}, false
	}
	_, n := utf8.DecodeRuneInString(in[at:])
	inside := trim(p.text, Span{s.Start + at + n, s.End})
	if !isMarker(inside.In(p.text)) {
		return marker{}, false
	}
	m := marker{span: Span{s.Start + at, s.End}, inside: inside, torn: true}
	below := p.text[s.End:min(end, s.End+400)]
	if i := strings.IndexAny(below, "()（）〔〕[]［］【】。"); i >= 0 && strings.Count(below[:i], "\n") <= 2 && !midName.MatchString(in+below[:i]) {
		if r, n := utf8.DecodeRuneInString(below[i:]); strings.ContainsRune(")）〕]］】", r) {
			m = marker{span: Span{m.span.Start, s.End + i + n}, inside: trim(p.text, Span{inside.Start, s.End + i})}
		}
	}
	return m, true
}

// plainRule: 括号内为责任单位. Under it a bracket that names units and nothing else is a marker.
var plainRule = regexp.MustCompile(`括号(?:内|中|里)(?:的)?(?:单位|部门)?(?:均|分别)?(?:为|是)[^，。；,;]{0,8}(?:单位|部门)`)

func onlyUnits(s string) bool {
	names := unitNames(s)
	for _, n := range names {
		if !looksLikeUnit(n) || strings.ContainsAny(n, "为的是") {
			return false
		}
	}
	return len(names) > 0
}

func isMarker(s string) bool {
	if startLabel.MatchString(s) {
		return true
	}
	if !strings.Contains(s, "负责") && !strings.Contains(s, "牵头") && !strings.Contains(s, "配合") && !strings.Contains(s, "落实") && !strings.Contains(s, "参") {
		return false
	}
	first := strings.TrimPrefix(s, "由") // （由市科技局牵头，…）
	if i := strings.IndexAny(first, "。；;"); i >= 0 {
		first = first[:i]
	}
	for _, piece := range rolePieces(first) {
		piece = strings.TrimSpace(piece)
		if !bareRole.MatchString(piece) {
			continue
		}
		names := unitNames(bareRole.ReplaceAllString(piece, ""))
		return len(names) > 0 && looksLikeUnit(names[0])
	}
	return false
}

// duties reads the markers of all clauses and cuts the clauses into parts.
func (p *parser) duties() {
	rules := leadRules{stated: p.statedRules()}
	for i := range p.plan.Clauses {
		c := &p.plan.Clauses[i]
		for _, passage := range c.passages {
			p.tasked(c, passage.Start, &rules)
			start := passage.Start
			flush := func(end, duty int) Span {
				s := trim(p.text, Span{start, max(start, end)})
				if strings.Trim(s.In(p.text), "。，；： ") == "" {
					return Span{}
				}
				c.Parts = append(c.Parts, Part{Span: s, Duty: duty, Sentences: sentences(p.text, s)})
				return s
			}
			for at := passage.Start; at < passage.End; {
				nl := strings.IndexByte(p.text[at:passage.End], '\n')
				if nl < 0 {
					nl = passage.End
				} else {
					nl += at
				}
				ms := p.markersUntil(trim(p.text, Span{at, nl}), passage.End)
				nl = p.join(ms, nl, passage.End)
				if n := len(ms); n > 0 && ms[n-1].span.End > nl {
					nl = passage.End // the marker goes on below
					if i := strings.IndexByte(p.text[ms[n-1].span.End:passage.End], '\n'); i >= 0 {
						nl = ms[n-1].span.End + i
					}
				}
				for _, m := range ms {
					rules.holding(m.span.Start)
					d := rules.read(strings.ReplaceAll(m.inside.In(p.text), "\n", " "))
					due, yearly, said := p.dueOf(m.inside)
					if m.leads {
						d.Lead, d.LeadBy, d.Support = d.Units[:len(d.Units)-d.Standing], "牵头", nil
					}
					if m.torn {
						d.tear()
						p.warn(p.lineOf(m.span.Start), "unclosed-marker", m.span.In(p.text))
					}
					if len(d.Units) == 0 {
						if !said {
							p.warn(p.lineOf(m.span.Start), "empty-marker", m.span.In(p.text))
							continue
						}
						c.dueAlone(flush(m.span.Start, -1), due, yearly) // (完成时限:2025年12月底) with nobody named
						start = m.span.End
						continue
					}
					d.Marker, d.Deadline = m.span, due
					if m.until > 0 {
						flush(m.span.Start, -1)
						start = m.span.End
						d.Covers = flush(m.until, len(c.Duties))
					} else {
						d.Covers = flush(m.span.Start, len(c.Duties))
					}
					if d.Covers.Len() == 0 {
						d.Covers = p.titleIsTask(c, len(c.Duties), due, yearly) // (五)统计监测。(责任单位:市统计局)
					} else {
						c.Parts[len(c.Parts)-1].Due, c.Parts[len(c.Parts)-1].Yearly = due, yearly
					}
					c.Duties = append(c.Duties, d)
					start = max(m.span.End, m.until)
				}
				at = nl + 1
			}
			flush(passage.End, -1)
		}
		p.tasked(c, len(p.text), &rules)
		p.owned(c)
		p.fromAbove(c, &rules)
	}
}

// titleIsTask makes a part of the heading of a clause that has no other text before its first marker: 1.推进高中特色发展。(责任单位:市教育局)
func (p *parser) titleIsTask(c *Clause, duty int, due *Deadline, yearly bool) (covers Span) {
	s := Span{c.Head.End - len(c.Title), c.Head.End}
	if len(c.Parts) > 0 || duty > 0 || c.Title == "" || s.Start < c.Head.Start || s.In(p.text) != c.Title {
		return c.Head
	}
	c.Parts = append(c.Parts, Part{Span: s, Duty: duty, Due: due, Yearly: yearly, Sentences: sentences(p.text, s)})
	return s
}

// fromAbove gives a clause that names nobody the units that the heading above it names for all that stand under it.
func (p *parser) fromAbove(c *Clause, rules *leadRules) {
	if len(c.Duties) > 0 {
		return
	}
	for _, m := range c.above {
		rules.holding(m.span.Start)
		d := rules.read(strings.ReplaceAll(m.inside.In(p.text), "\n", " "))
		if len(d.Units) == 0 {
			continue
		}
		d.Marker, d.Covers, d.Above = m.span, c.Span, true
		d.Deadline, _, _ = p.dueOf(m.inside)
		c.Duties = append(c.Duties, d)
		for i := range c.Parts {
			if pt := &c.Parts[i]; pt.Duty < 0 {
				pt.Duty = len(c.Duties) - 1
				if pt.Due == nil {
					pt.Due = d.Deadline
				}
			}
		}
	}
}
