package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// aims are the clauses whose dated sentences state general aims: (二)发展目标。到2035年,县城间…差距显著缩小,…
var aims = regexp.MustCompile(`总体要求|总体目标|发展目标|工作目标|主要目标|目标任务|工作思路|预期目标`)

// goals are those among them that speak of nothing but aims: the date that opens them holds until another one.
var goals = regexp.MustCompile(`(?:总体|发展|工作|主要|行动|建设|具体|预期)目标`)

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
	r.p.plan.Targets = append(r.p.plan.Targets, t)
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
	fallback bool // the date has been said and nothing has been found for it yet
}

func (r *reader) masked(at int) bool {
	i := at - r.s.Span.Start
	return i >= 0 && i < len(r.inside) && r.inside[i]
}

func (r *reader) sentence(s Sentence) {
	r.s, r.due, r.metric, r.scope, r.objectAt, r.fallback = s, nil, "", "", Span{}, false
	r.inside = mask(s.Span, outermost(pairs(r.p.text, s.Span)))
	r.paragraph()
	from := len(r.p.plan.Targets)
	for i, seg := range s.Segments {
		r.seg = i
		r.segment(seg)
	}
	r.zip(from)
}

// paragraph keeps the date that opens a paragraph of an aims clause: it holds for the sentences of the paragraph, and of those behind it that say no date in a
// clause on goals. Without any date it is the year that the plan is for.
// 到2020年，农机装备产业科技创新能力持续提升，…基本解决。全国农机总动力超过10亿千瓦，…
func (r *reader) paragraph() {
	if !r.aims {
		return
	}
	if first := r.s.Segments[0]; r.opensLine(r.s.Span.Start) || r.opensBody(r.s.Span.Start) {
		ds := r.p.deadlines(first, r.masked)
		if len(ds) > 0 && ds[0].Span.Start == first.Start {
			r.lineDue = &ds[0]
			return
		}
		if !r.goals || r.saysWhen() {
			r.lineDue = nil
		}
	}
	if r.lineDue == nil && r.yearDue != nil && !r.saysWhen() {
		d := *r.yearDue
		r.due, r.dueSeg = &d, -1
	}
	if r.lineDue != nil {
		d := *r.lineDue
		d.Inherited = true
		r.due, r.dueSeg = &d, -1
	}
}

// saysWhen reports whether the sentence has a date of its own.
func (r *reader) saysWhen() bool {
	for _, seg := range r.s.Segments {
		if len(r.p.deadlines(seg, r.masked)) > 0 {
			return true
		}
	}
	return fourDigits.MatchString(r.s.Span.In(r.p.text))
}

// yearOf is the one year that a clause's chapter says it is for, else the plan's title: 一、2027年主要预期目标.
func (p *parser) yearOf(c *Clause) *Deadline {
	var heads []Span
	if c.Chapter > 0 {
		heads = append(heads, p.plan.Chapters[c.Chapter-1].Head)
	}
	if _, _, whole := p.baseYear(); whole {
		heads = append(heads, p.plan.Meta.Title.Span)
	}
	for _, head := range append(heads, c.Head) {
		ys := titleYear.FindAllStringIndex(head.In(p.text), -1)
		if len(ys) != 1 {
			continue
		}
		words := Span{head.Start + ys[0][0], head.Start + ys[0][1]}
		if year := atoi(words.In(p.text)[:4]); year >= p.signedYear {
			return &Deadline{ISO: itoa(year) + "-12-31", Year: year, Words: words.In(p.text), Span: words, Inherited: true}
		}
	}
	return nil
}

// opensBody reports whether nothing but marks stands between the clause's heading and a place: （二）发展目标。到2025年，….
func (r *reader) opensBody(at int) bool {
	return r.c.Head.End <= at && strings.TrimLeft(r.p.text[r.c.Head.End:at], "。：:.，, \u3000") == ""
}

func (r *reader) opensLine(at int) bool {
	for at > 0 {
		c, n := utf8.DecodeLastRuneInString(r.p.text[:at])
		if c == '\n' {
			return true
		}
		if !isBullet(c) {
			return false
		}
		at -= n
	}
	return true
}

// segment reads one segment: its date, then what it asks for.
func (r *reader) segment(seg Span) {
	if seg.Len() > 4*longSegment {
		r.p.warn(r.p.lineOf(seg.Start), "endless-segment", clip(seg.In(r.p.text), 40))
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

// generalAim takes a dated sentence of an aims clause that counts nothing as one target.
func (r *reader) generalAim(scope Span) bool {
	if !r.aims {
		return false
	}
	scope = trimEnd(r.p.text, trim(r.p.text, scope))
	if scope.Len() == 0 || calls.MatchString(strings.TrimLeft(cutTop(scope.In(r.p.text), ",，;；")[0], "，, ")) || len(quantities(r.p.text, scope, r.masked)) > 0 {
		return false
	}
	for scope.Len() > 0 && strings.ContainsRune(",，:：", firstRune(scope.In(r.p.text))) {
		scope = trim(r.p.text, Span{scope.Start + utf8.RuneLen(firstRune(scope.In(r.p.text))), scope.End})
	}
	t := r.target(scope, scope)
	first := scope
	for _, seg := range r.s.Segments {
		if seg.End > scope.Start {
			first = Span{max(seg.Start, scope.Start), min(seg.End, scope.End)}
			break
		}
	}
	t.Metric, t.Subject, t.ValueSpan = subjectOf(first.In(r.p.text)), first, first
	if loc := outcome.FindStringIndex(first.In(r.p.text)); loc != nil && loc[0] > 0 {
		t.Subject.End, t.ValueSpan.Start = first.Start+loc[0], first.Start+loc[0]
		t.Metric = subjectOf(t.Subject.In(r.p.text))
	}
	t.Value = t.ValueSpan.In(r.p.text)
	t.State = t.Value
	t.Quote = Span{r.due.Span.Start, scope.End}
	t.Deadline.Inherited = false
	r.add(t)
	r.due, r.fallback = nil, false
	return true
}

// outcome is where a general aim turns from its subject to what becomes of it: …城镇化建设取得重要阶段性成果, …发展差距显著缩小.
var outcome = regexp.MustCompile(`取得|显著|明显|持续|基本(?:齐全|形成|建成|解决|匹配|完备|建立)|进一步|大幅|全面(?:提升|提高|建成)|不断`)

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
