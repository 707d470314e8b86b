package plan

import (
	"regexp"
	"strings"
)

var (
	// 沂水县要围绕“建设市域副中心城市”目标定位
	positioning = regexp.MustCompile(`围绕[“"](.+)[”"](?:的)?(?:目标)?定位`)
	// the sentence speaks of the place: 平邑县要加力…
	subjectOfSentence = regexp.MustCompile(`^要`)
	roleSegment       = regexp.MustCompile(`^(?:聚力|努力|加快|着力|全力|奋力|不断)*(?:打造|建设|创建|争创)`)
	pilotWords        = regexp.MustCompile(`试点|试验区|示范县|示范区|示范市|先行区|先行县`)
	supportWords      = regexp.MustCompile(`^(?:重点|积极|大力)?支持`)
)

// statements reads what is said of each place, in the order of the text.
func (p *parser) statements() {
	for i := range p.plan.Clauses {
		c := &p.plan.Clauses[i]
		titled := map[int]bool{}
		for _, part := range c.Parts {
			for _, s := range part.Sentences {
				subjects := p.subjects(s)
				for _, m := range subjects {
					if !titled[m.place] {
						titled[m.place] = true
						p.state(m, Role, c.titleSpan(), c, s.Segments[0])
					}
				}
				for si := 0; si < len(s.Segments); si++ {
					seg := s.Segments[si]
					if n := p.supported(s, si, c); n > 0 {
						si += n - 1
						continue
					}
					ms := p.mentionsIn(seg)
					if si > 0 && len(ms) == 0 && len(subjects) > 0 && roleSegment.MatchString(seg.In(p.text)) {
						for _, m := range subjects {
							p.state(m, roleOf(seg.In(p.text)), seg, c, seg)
						}
						continue
					}
					p.said(ms, seg, c)
				}
			}
		}
	}
}

// supported takes one act of support over several segments: 支持兰陵县鲁城镇、下村乡,费县石井镇、梁丘镇,平邑县郑城镇、白彦镇等西部六乡镇跨越发展.
// It returns how many segments it took, 0 for none.
func (p *parser) supported(s Sentence, si int, c *Clause) int {
	if !supportWords.MatchString(s.Segments[si].In(p.text)) || len(p.mentionsIn(s.Segments[si])) == 0 {
		return 0
	}
	n := 1
	for si+n < len(s.Segments) {
		next := s.Segments[si+n]
		ms := p.mentionsIn(next)
		if len(ms) == 0 || ms[0].Start != next.Start {
			break
		}
		n++
	}
	if n == 1 {
		return 0
	}
	last := s.Segments[si+n-1]
	quote := Span{s.Segments[si].Start, last.End}
	ms := p.mentionsIn(quote)
	obj := trim(p.text, Span{ms[len(ms)-1].End, last.End})
	if strings.HasPrefix(obj.In(p.text), "等") {
		obj.Start += len("等")
	}
	if obj.Len() == 0 {
		obj = quote
	}
	done := map[int]bool{}
	for _, m := range ms {
		if !done[m.place] {
			done[m.place] = true
			p.state(m, Support, obj, c, quote)
		}
	}
	return n
}

// roleOf: what a place is to become is its role, 打造美丽中国先行示范区, unless it is to try something out for others: 建设…城镇化建设试点县.
func roleOf(s string) Relation {
	if strings.Contains(s, "试点") {
		return Pilot
	}
	return Role
}

func (c *Clause) titleSpan() Span { return Span{c.Head.End - len(c.Title), c.Head.End} }

// subjects are the places that a sentence opens with and speaks of: 兰陵县、郯城县要围绕…
func (p *parser) subjects(s Sentence) []mention {
	if len(s.Segments) == 0 {
		return nil
	}
	ms := p.mentionsIn(s.Segments[0])
	if len(ms) == 0 || ms[0].Start != s.Span.Start {
		return nil
	}
	k := 1
	for k < len(ms) && p.text[ms[k-1].End:ms[k].Start] == "、" {
		k++
	}
	if !subjectOfSentence.MatchString(p.text[ms[k-1].End:s.Segments[0].End]) {
		return nil
	}
	return ms[:k]
}

// said adds what one segment says of the places it names.
func (p *parser) said(ms []mention, seg Span, c *Clause) {
	in := seg.In(p.text)
	done := map[int]bool{}
	for k, m := range ms {
		if done[m.place] {
			continue
		}
		done[m.place] = true
		if loc := positioning.FindStringSubmatchIndex(in); loc != nil {
			p.state(m, Positioning, Span{seg.Start + loc[2], seg.Start + loc[3]}, c, seg)
			continue
		}
		// what is said stands behind the last place of its list: 沂水、兰陵、郯城、平邑等整县…试点建设
		last := m.End
		for j := k + 1; j < len(ms) && isJoin(p.text[last:ms[j].Start]); j++ {
			last = ms[j].End
		}
		obj := trim(p.text, Span{last, seg.End})
		for _, lead := range []string{"等", "要", "加快"} {
			if strings.HasPrefix(obj.In(p.text), lead) {
				obj.Start += len(lead)
			}
		}
		if obj.Len() == 0 {
			obj = seg
		}
		rel := Mention
		switch {
		case pilotWords.MatchString(obj.In(p.text)):
			rel = Pilot
		case supportWords.MatchString(in):
			rel = Support
		}
		p.state(m, rel, obj, c, seg)
	}
}

func isJoin(s string) bool { return s == "、" || s == "和" || s == "与" || s == "及" }

func (p *parser) state(m mention, rel Relation, obj Span, c *Clause, quote Span) {
	obj = trim(p.text, obj)
	p.plan.Statements = append(p.plan.Statements, Statement{Place: p.plan.Places[m.place].Name, Relation: rel, Object: obj.In(p.text), ObjSpan: obj, Clause: c.Number, Quote: quote})
}
