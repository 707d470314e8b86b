package plan

import (
	"regexp"
	"strings"
)

// lasting is said of what holds until a day: 费率优惠政策实施期限延长至2027年4月30日.
var lasting = regexp.MustCompile(`(?:实施|执行|有效)?(?:期限)?(?:延长|延续|顺延|实施|执行|期限)$`)

// lasts makes a target of a policy that ends on a day, and lets the day hold for nothing else.
func (r *reader) lasts(seg Span, d *Deadline) bool {
	text := r.p.text
	if !strings.HasPrefix(d.Words, "至") && !strings.HasPrefix(d.Words, "到") {
		return false
	}
	lead := trim(text, Span{seg.Start, d.Span.Start})
	loc := lasting.FindStringIndex(lead.In(text))
	if loc == nil || loc[0] == 0 {
		return false
	}
	own := *d
	t := r.target(lead, Span{lead.Start, d.Span.End})
	t.Deadline = &own
	t.Subject, t.ValueSpan = Span{lead.Start, lead.Start + loc[0]}, Span{lead.Start + loc[0], d.Span.End}
	t.Metric, t.Value = objectOf(t.Subject.In(text)), t.ValueSpan.In(text)
	t.State = t.Value
	t.Quote = Span{lead.Start, d.Span.End}
	r.add(t)
	r.due, r.fallback = nil, false
	return true
}
