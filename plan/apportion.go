package plan

import (
	"regexp"
	"strings"
)

var (
	apart = regexp.MustCompile(`、|以及|和|与|及`)
	comma = regexp.MustCompile(`^(?:、|以及|和|与|及)$`)
	// 比2020年分别下降 says from where
	against = regexp.MustCompile(`(?:较|比)20\d\d年(?:底|末)?$`)
	simply  = regexp.MustCompile(`^(?:均|要|应)?(?:达到|达|为|提高到|提升到|提升至|提高至|控制在|稳定在|保持在|降至|降到)?$`)
)

// apportions reads a segment that deals values out to as many subjects: 二氧化硫、氮氧化物和挥发性有机物排放量分别下降15%、10%和26%. Where the two lists do not
// have the same length it reads nothing.
func (r *reader) apportions(seg Span, ds []Deadline) bool {
	text := r.p.text
	in := seg.In(text)
	at := strings.Index(in, "分别")
	if at <= 0 || r.masked(seg.Start+at) || len(ds) > 1 || len(ds) == 0 && r.due == nil && r.part.Due == nil {
		return false
	}
	head := Span{seg.Start, seg.Start + at}
	if len(ds) == 1 {
		if ds[0].Span.End > head.End || strings.Trim(text[head.Start:ds[0].Span.Start], " ") != "" {
			return false
		}
		head.Start = ds[0].Span.End
	}
	if loc := against.FindStringIndex(head.In(text)); loc != nil {
		head.End = head.Start + loc[0]
	}
	if yearRun.MatchString(head.In(text)) {
		return false // each year has its value: zip
	}
	qs := quantities(text, Span{seg.Start + at, seg.End}, r.masked)
	subjects := r.subjects(head)
	if len(qs) < 2 || len(qs) != len(subjects) {
		return false
	}
	for i := range qs[1:] {
		if !comma.MatchString(strings.TrimSpace(text[qs[i].Span.End:qs[i+1].Span.Start])) {
			return false
		}
	}
	if strings.TrimSpace(text[qs[0].Span.End:qs[1].Span.Start]) != "、" && len(qs) == 2 {
		return false // of two that 和 joins each knows more
	}
	verb := strings.TrimSpace(text[seg.Start+at+len("分别") : qs[0].Span.Start])
	if simply.MatchString(verb) {
		verb = ""
	}
	if len(ds) == 1 {
		r.due, r.dueSeg = &ds[0], r.seg
	}
	last := subjectOf(subjects[len(subjects)-1].In(text))
	for i, q := range qs {
		t := r.target(seg, seg)
		name := subjectOf(subjects[i].In(text))
		if of := attributeRE.FindString(last); of != "" && !attributeRE.MatchString(name) {
			name += of
		}
		t.Metric, t.Subject = name+verb, subjects[i]
		t.Quantity, t.Value, t.ValueSpan = &q, q.Verbatim, q.Span
		r.add(t)
	}
	return true
}

// subjects cuts a list of subjects at 、 and 和 outside quotations and brackets.
func (r *reader) subjects(s Span) []Span {
	s = trim(r.p.text, s)
	var out []Span
	start := s.Start
	for _, loc := range apart.FindAllStringIndex(s.In(r.p.text), -1) {
		if at := s.Start + loc[0]; !r.masked(at) {
			out = append(out, trim(r.p.text, Span{start, at}))
			start = s.Start + loc[1]
		}
	}
	return append(out, trim(r.p.text, Span{start, s.End}))
}
