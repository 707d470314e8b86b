package plan

import (
	"regexp"
	"strings"
)

// yearRun: 2026年、2027年、2028年分别达到60%、70%、80%.
var (
	yearRun = regexp.MustCompile(`20\d\d年(?:底|末)?(?:(?:、|和|，|,)20\d\d年(?:底|末)?)+`)
	oneYear = regexp.MustCompile(`20\d\d年(?:底|末)?`)
)

// zip gives each of several values its own year, where a sentence lists the years and says 分别. from is the first target of the sentence.
func (r *reader) zip(from int) {
	text := r.p.text
	in := r.s.Span.In(text)
	if !strings.Contains(in, "分别") {
		return
	}
	run := yearRun.FindStringIndex(in)
	if run == nil || !strings.Contains(in[run[1]:], "分别") || r.masked(r.s.Span.Start+run[0]) {
		return
	}
	apart := r.s.Span.Start + run[1] + strings.Index(in[run[1]:], "分别")
	var years []Span
	for _, loc := range oneYear.FindAllStringIndex(in[run[0]:run[1]], -1) {
		years = append(years, Span{r.s.Span.Start + run[0] + loc[0], r.s.Span.Start + run[0] + loc[1]})
	}
	var values []*Target
	for i := from; i < len(r.p.plan.Targets); i++ {
		if t := &r.p.plan.Targets[i]; t.Quantity != nil && t.ValueSpan.Start >= apart {
			values = append(values, t)
		}
	}
	if len(values) != len(years) {
		return
	}
	for i, t := range values {
		if ds := r.p.deadlines(years[i], func(int) bool { return false }); len(ds) > 0 {
			d := ds[0]
			d.Inherited = true
			t.Deadline, t.Metric = &d, values[0].Metric
			t.Quote = Span{min(years[0].Start, t.Quote.Start), max(t.Quote.End, t.ValueSpan.End)}
		}
	}
}
