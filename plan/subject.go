package plan

import (
	"regexp"
	"strings"
)

// shared splits the subjects that share one predicate: …综合养老服务中心覆盖率、社区养老服务设施配建达标率均达到100%.
func (r *reader) shared(before Span) []Span {
	if !bothAll.MatchString(before.In(r.p.text)) {
		return []Span{before}
	}
	return r.split(before)
}

func (r *reader) split(s Span) []Span {
	var out []Span
	start := s.Start
	for _, cut := range append(r.commas(s), s.End) {
		out = append(out, trim(r.p.text, Span{start, cut}))
		start = cut + len("、")
	}
	return out
}

// each names the qi-th of several values that 分别 deals out: 花生种植、收获机械化率分别达到65%和55%.
func (r *reader) each(g group, before Span, qi int) string {
	head := Span{g.span.Start, max(g.span.Start, g.quantities[0].Span.Start)}
	if len(g.quantities) < 2 || !strings.Contains(head.In(r.p.text), "分别") {
		return ""
	}
	subjects := r.split(head)
	if len(subjects) != len(g.quantities) {
		return ""
	}
	if name := pairName(r.p.text, subjects, qi); name != "" {
		return name
	}
	return readMetric(r.p.text, subjects[qi], Span{head.End, head.End}, r.masked).text
}

// pairName completes two subjects that share a thing and a measure: 马铃薯种植、收获机械化率 are 马铃薯种植机械化率 and 马铃薯收获机械化率.
func pairName(text string, subjects []Span, k int) string {
	if len(subjects) != 2 {
		return ""
	}
	none := Span{}
	first := readMetric(text, subjects[0], none, nil).text
	second := readMetric(text, subjects[1], none, nil)
	if first == "" || second.attribute == "" || attributeRE.MatchString(first) {
		return ""
	}
	thing := strings.TrimSuffix(first, lastRunes(first, 2))
	if k == 0 {
		return first + dropRunes(second.text, 2)
	}
	return thing + second.text
}

func dropRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[i:]
		}
		n--
	}
	return ""
}

var joinEnd = regexp.MustCompile(`(?:以及|和|与|及)$`)

var bothAll = regexp.MustCompile(`均(?:达到|达|为|超过|不低于|提高到)?$`)
