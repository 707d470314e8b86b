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
	if list := r.aimsIn(scope); len(list) >= fewestAims {
		r.aimList(list)
		return true
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
	} else if a, ok := r.aimOf(first); ok { // 居民主要健康指标达到全国平均水平
		t.Subject, t.ValueSpan = a.subject, a.value
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
