package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Some plans say in their sentences who leads, without brackets and labels:
//
//	市规划局牵头，市城乡建设局、市公安局配合，围绕商业网点设置停车泊位。     before the task
//	设置停车泊位，由市规划局牵头，市公安局配合。                              behind it
//	市规划局牵头，市公安局配合。                                             a sentence of its own, behind it
//	市规划局、市公安局要牵头推进停车设施建设。                               in it
var (
	leadsOff  = regexp.MustCompile(`^由?([^。；;：:，,]{2,80}?)(?:共同)?牵头(?:负责|组织|实施)?[，,](?:([^。；;：:]{2,160}?)(?:按照?(?:各自)?职责(?:分工)?)?(?:配合|参与|参加|协助|协同)[，,])?`)
	leadsWill = regexp.MustCompile(`^([^。；;：:，,]{2,80}?)(?:要|应|须|应当|要切实)()牵头(?:负责|组织|会同)?`)
	leadsOut  = regexp.MustCompile(`[，,]由([^。；;：:，,]{2,80}?)(?:共同)?牵头(?:负责|落实)?(?:[，,]([^。；;：:]{2,160}?)(?:按照?(?:各自)?职责(?:分工)?)?(?:配合|参与|参加|协助|协同))?[。；;]?$`)
	leadsOwn  = regexp.MustCompile(`^([^。；;：:，,]{2,80}?)(?:共同)?牵头(?:负责|落实)?[，,]([^。；;：:]{2,160}?)(?:按照?(?:各自)?职责(?:分工)?)?(?:配合|参与|参加|协助|协同)[。；;]?$`)
	// nobody in particular, or no name but a clause: 坚持党委牵头，部门配合
	noName = regexp.MustCompile(`^(?:各级)?(?:党委|政府|党委政府|部门|单位|组织)$|^(?:坚持|强化|建立|健全|完善|形成|构建|发挥|加强|推行|实行|落实|明确|按照|依托|成立|统筹|推动|推进|做好|以|在|对|将|与|把|从|为)`)
)

// prose finds the markers that are words of a line's sentences.
func (p *parser) prose(s Span) []marker {
	if !strings.Contains(s.In(p.text), "牵头") {
		return nil
	}
	inside := mask(s, outermost(pairs(p.text, s)))
	var out []marker
	for _, q := range lineSentences(p.text, s) {
		in := q.Span.In(p.text)
		if !strings.Contains(in, "牵头") {
			continue
		}
		at := func(from, to int) Span { return Span{q.Span.Start + from, q.Span.Start + to} }
		if m := leadsOwn.FindStringSubmatchIndex(in); m != nil && p.names(in, m, true) && q.Span.Start > s.Start {
			out = append(out, marker{span: q.Span, inside: trimEnd(p.text, q.Span)})
		} else if m := leadsOut.FindStringSubmatchIndex(in); m != nil && p.names(in, m, false) && !inside[q.Span.Start+m[0]-s.Start] {
			out = append(out, marker{span: at(m[0], len(in)), inside: trimEnd(p.text, at(m[2], len(in)))})
		} else if m := leadsWill.FindStringSubmatchIndex(in); m != nil && p.names(in, m, false) {
			out = append(out, marker{span: at(0, m[1]), inside: at(0, m[3]), until: q.Span.End, leads: true})
		} else if m := leadsOff.FindStringSubmatchIndex(in); m != nil && p.names(in, m, false) && utf8.RuneCountInString(in[m[1]:]) >= 4 {
			out = append(out, marker{span: at(0, m[1]), inside: trimEnd(p.text, at(m[2], m[1])), until: q.Span.End})
		}
	}
	return out
}

// names reports whether the groups of a match list units: the first those who lead, the second (if there is one, or must be) those who help.
func (p *parser) names(in string, m []int, both bool) bool {
	lists := []string{in[m[2]:m[3]]}
	if m[4] >= 0 && m[5] > m[4] {
		lists = append(lists, in[m[4]:m[5]])
	} else if both {
		return false
	}
	for _, list := range lists {
		names := unitNames(list)
		for _, n := range names {
			if !looksLikeUnit(n) || noName.MatchString(n) {
				return false
			}
		}
		if len(names) == 0 {
			return false
		}
	}
	return true
}
