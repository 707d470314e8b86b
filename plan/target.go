package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// targets reads the targets of all clauses, in the order of the text.
func (p *parser) targets() {
	for ci := range p.plan.Clauses {
		c := &p.plan.Clauses[ci]
		chapter := ""
		if c.Chapter > 0 {
			chapter = p.plan.Chapters[c.Chapter-1].Title
		}
		r := reader{p: p, c: c, aims: aims.MatchString(c.Title) || aims.MatchString(chapter), goals: goals.MatchString(c.Title)}
		if r.goals || goals.MatchString(chapter) {
			r.yearDue = p.yearOf(c)
		}
		for pi := range c.Parts {
			r.part = &c.Parts[pi]
			from := len(p.plan.Targets)
			for _, s := range r.part.Sentences {
				r.sentence(s)
			}
			r.dated(from)
		}
	}
	p.stepTargets()
	p.nameTargets()
}

// dated gives what a passage asks for the date that its marker sets (完成时限:2025年12月底). A passage that counts nothing is one thing to be done by then.
func (r *reader) dated(from int) {
	part := r.part
	if part.Due == nil && !part.Yearly {
		return
	}
	ts := r.p.plan.Targets[from:]
	for i := range ts {
		counted := ts[i].Deadline != nil && ts[i].Deadline.Base != "" // 两年内, beside 完成时限:2027年12月底
		if t := &ts[i]; (t.Deadline == nil || counted && part.Due != nil) && !t.Recurring {
			if t.Recurring = part.Yearly; part.Due != nil {
				d := *part.Due
				t.Deadline = &d
			}
		}
	}
	if len(ts) > 0 || part.Due == nil || len(part.Sentences) == 0 || len(part.Sentences[0].Segments) == 0 {
		return
	}
	s := part.Sentences[0]
	d := *part.Due
	first := trimEnd(r.p.text, s.Segments[0])
	t := Target{Clause: r.c.Number, Duty: part.Duty, Sentence: s.Span, Quote: s.Span, Deadline: &d, Subject: first, ValueSpan: first, Metric: subjectOf(first.In(r.p.text)), Places: r.p.placesIn(s.Span)}
	t.Value = first.In(r.p.text)
	t.State = t.Value
	if part.Duty >= 0 {
		t.Units = r.c.Duties[part.Duty].Units
	}
	r.add(t)
}

// reader walks the sentences of one clause.
type reader struct {
	p       *parser
	c       *Clause
	part    *Part
	aims    bool
	goals   bool
	yearDue *Deadline // the one year that the chapter or the plan is for

	// state within the sentence
	s        Sentence
	inside   []bool    // bytes within quotations, titles, brackets
	due      *Deadline // the date that holds at this point
	dueSeg   int       // the segment that says it
	seg      int
	metric   string // of the last target, for 到2025年达到40%以上
	scope    string // of the last target
	objectAt Span   // the last segment without a target: 开展县城建成区黑臭水体整治, 到2025年年底全部清零
	lineDue  *Deadline
	listed   bool // the segment has counted something before
	among    bool // 其中 has begun to say what a count is made of: 学位5000个，其中幼儿园420个、中小学4580个
	aimed    int  // end of the list of aims that has been read
	fallback bool // the date has been said and nothing has been found for it yet
}

func (r *reader) masked(at int) bool {
	i := at - r.s.Span.Start
	return i >= 0 && i < len(r.inside) && r.inside[i]
}

func (r *reader) sentence(s Sentence) {
	r.s, r.due, r.metric, r.scope, r.objectAt, r.fallback, r.aimed = s, nil, "", "", Span{}, false, 0
	r.inside = mask(s.Span, outermost(pairs(r.p.text, s.Span)))
	r.paragraph()
	from := len(r.p.plan.Targets)
	r.among = false
	r.aimsBelow()
	for i, seg := range s.Segments {
		r.seg = i
		r.among = r.among || r.metric != "" && strings.HasPrefix(seg.In(r.p.text), "其中")
		r.segment(seg)
	}
	r.zip(from)
}

// segment reads one segment: its date, then what it asks for.
func (r *reader) segment(seg Span) {
	if seg.Len() > 4*longSegment {
		r.p.warn(r.p.lineOf(seg.Start), "endless-segment", clip(seg.In(r.p.text), 40))
		return
	}
	if seg.Start < r.aimed {
		return
	}
	text := r.p.text
	start := seg.Start
	ds := r.p.deadlines(seg, r.masked)
	if len(ds) == 0 && r.p.past(seg.In(text)) {
		return
	}
	if len(ds) == 0 && fromDay.MatchString(seg.In(text)) { // …至4月30日，5月1日起按新标准执行
		r.due, r.fallback = nil, false
	}
	if len(ds) == 0 && withinYears.MatchString(seg.In(text)) { // from a day that nobody says: the date before does not hold for it
		r.due, r.fallback = nil, false
	}
	if r.apportions(seg, ds) {
		return
	}
	for i := range ds {
		d := ds[i]
		if lead := trim(text, Span{start, d.Span.Start}); lead.Len() > 0 && !datePrefix.MatchString(lead.In(text)) {
			r.pieces(lead)
		}
		r.due, r.dueSeg, r.fallback = &d, r.seg, true
		start = d.Span.End
		if i == 0 && r.finishes(seg, &d) || r.lasts(seg, &d) {
			return
		}
		if r.generalAim(Span{start, r.scopeEnd(i, ds)}) {
			return
		}
	}
	if rest := trim(text, Span{start, seg.End}); rest.Len() > 0 {
		r.pieces(rest)
	}
}

var fromDay = regexp.MustCompile(`20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?起`)

// already: 2024年已引进27家, 截至2025年底累计改造3.2万户
var already = regexp.MustCompile(`(20\d\d)年(?:底|末)?[，,]?\p{Han}{0,16}?(?:已|共|累计)`)

// past reports whether a segment tells what was reached in a year before the plan was signed.
func (p *parser) past(s string) bool {
	if !strings.ContainsAny(s, "已共累") {
		return false
	}
	m := already.FindStringSubmatch(s)
	return m != nil && atoi(m[1]) < p.signedYear
}

// longSegment is more than any sentence of a plan runs without a comma.
const longSegment = 3000

// datePrefix may stand before a date: 目标到2028年, 力争2025年.
var datePrefix = regexp.MustCompile(`^(?:目标|力争|争取|确保|计划|预计|总体目标|其中)$`)

// scopeEnd is where the text ruled by the i-th date of the segment ends: at the next date or with the sentence.
func (r *reader) scopeEnd(i int, ds []Deadline) int {
	if i+1 < len(ds) {
		return ds[i+1].Span.Start
	}
	for _, seg := range r.s.Segments[r.seg+1:] {
		if next := r.p.deadlines(seg, r.masked); len(next) > 0 {
			return next[0].Span.Start
		}
	}
	return r.s.Span.End
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// trimEnd drops closing punctuation.
func trimEnd(text string, s Span) Span {
	s.End = s.Start + len(strings.TrimRight(s.In(text), "。,，;；:：、 "))
	return s
}

// farthest is how many characters a quote may have to reach back to its date; beyond that it holds the segment alone.
const farthest = 60

// target starts a target that stands in span within the current segment.
func (r *reader) target(span, quote Span) Target {
	t := Target{Clause: r.c.Number, Duty: r.part.Duty, Sentence: r.s.Span, Quote: quote}
	if r.part.Duty >= 0 {
		t.Units = r.c.Duties[r.part.Duty].Units
	}
	if r.due != nil {
		d := *r.due
		d.Inherited = d.Inherited || r.dueSeg != r.seg || d.Span.Start > span.Start
		t.Deadline = &d
		switch {
		case r.dueSeg == r.seg:
			t.Quote.Start = min(d.Span.Start, r.s.Segments[r.seg].Start)
		case r.dueSeg >= 0 && utf8.RuneCountInString(r.p.text[r.s.Segments[r.dueSeg].Start:quote.End]) <= farthest || r.dueSeg >= 0 && r.dueSeg == r.seg-1:
			t.Quote.Start = r.s.Segments[r.dueSeg].Start
		}
	}
	for _, w := range recurring {
		t.Recurring = t.Recurring || strings.Contains(quote.In(r.p.text), w)
	}
	t.Places = r.p.placesIn(quote)
	return t
}

// from widens the quote to the segment before, where the subject stands: 开展县城建成区黑臭水体整治,到2025年年底全部清零.
func (r *reader) from(t *Target, subject Span) {
	if r.seg > 0 && r.s.Segments[r.seg-1].Contains(subject) {
		t.Quote.Start = min(t.Quote.Start, r.s.Segments[r.seg-1].Start)
		t.Places = r.p.placesIn(t.Quote)
	}
}

var recurring = []string{"每年", "每季度", "每月", "每半年", "逐年"}

// object is what the last segment without a target speaks of.
func (r *reader) object() string { return objectOf(r.objectAt.In(r.p.text)) }

func (r *reader) add(t Target) {
	if t.Metric == "" { // a value without a name is named by its row, or by its clause
		t.Metric = r.part.name
	}
	if t.Metric == "" {
		t.Metric = r.c.Title
	}
	if t.Metric == "" {
		t.Metric = t.Value
	}
	r.p.plan.Targets = append(r.p.plan.Targets, t)
	r.metric, r.scope, r.objectAt, r.fallback = t.Metric, t.Scope, Span{}, false
}
