package plan

import "strings"

// statedRule is a rule on markers that the plan's own text states outside of them, in its preface, a paragraph or a note:
// 各项任务中列第一位的单位为牵头单位. It holds from a place of the text on; one that does not say 以下 or 下同 holds for all of it.
type statedRule struct {
	from     int
	comma    string
	first    string
	standing []string
}

// statedRules finds them.
func (p *parser) statedRules() []statedRule {
	var out []statedRule
	for _, l := range p.lines {
		in := l.span.In(p.text)
		if !strings.Contains(in, "牵头") && !strings.Contains(in, "均") {
			continue
		}
		for _, s := range lineSentences(p.text, l.span) {
			in := s.Span.In(p.text)
			r := statedRule{comma: ruleComma.FindString(in), first: ruleFirst.FindString(in)}
			if m := ruleStanding.FindStringSubmatch(in); m != nil {
				r.standing = unitNames(m[1])
			}
			if r.comma == "" && r.first == "" && r.standing == nil || len(p.markersIn(s.Span)) > 0 {
				continue
			}
			if r.standing != nil || strings.Contains(in, "以下") || strings.Contains(in, "下同") || strings.Contains(in, "下列") {
				r.from = s.Span.Start
			}
			out = append(out, r)
		}
	}
	return out
}

// holding takes up the rules that hold at a place of the text and have not been taken up yet.
func (r *leadRules) holding(at int) {
	rest := r.stated[:0:0]
	for _, s := range r.stated {
		if s.from > at {
			rest = append(rest, s)
			continue
		}
		if s.comma != "" {
			r.comma = s.comma
		}
		if s.first != "" {
			r.first = s.first
		}
		if s.standing != nil {
			r.standing = s.standing
		}
	}
	r.stated = rest
}
