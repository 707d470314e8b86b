package answer

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

// Where no target and no row of a table holds what is asked, the text may still say it in a sentence: 制造业增加值占生产总值的比重稳定在30%以上 without a
// date. The sentence is the answer then, and nothing is said to be missing.

// nearly is how much of a topic one segment has to name by itself, for its number or date to be that of the topic.
const nearly = 0.85

// saidNumber quotes the segment that names the whole topic and holds a number such as is asked for.
func (a *asker) saidNumber() *reply {
	q := a.q
	if len(q.places) > 0 || q.any("base", "when") || a.t.total < 0.5 {
		return nil
	}
	best, at := 0.0, -1
	for li := range a.d.c.leaves {
		l := &a.d.c.leaves[li]
		if l.kind != leafTitle && (l.kind != leafSegment || l.sentence < 0) {
			continue
		}
		text := a.leafText(li)
		own, met := a.leafNames(li)
		if own < nearly || !met || own <= best || asksGrowth.MatchString(q.norm) && !strings.Contains(text, "增") || a.looksBack(l) || !a.holdsNumber(text) && a.countedBehind(li) < 0 || !a.ofYear(text, l.sentence) || a.ofOthers(text) {
			continue
		}
		best, at = own, li
	}
	if at < 0 {
		return nil
	}
	r := a.quoteLeaf(at, best)
	if k := a.countedBehind(at); k >= 0 && !a.holdsNumber(a.leafText(at)) {
		sp := plan.Span{Start: a.d.c.leaves[at].span.Start, End: a.d.c.leaves[k].span.End}
		r.answer.Citations = []Citation{a.d.cite(a.d.c.leaves[at].clause, sp)}
		r.answer.Text = sp.In(a.d.p.Text) + "。"
	}
	return r
}

// looksBack reports whether a segment tells what has been reached and not what is to be.
func (a *asker) looksBack(l *leaf) bool {
	if l.clause >= 0 && retrospect.MatchString(a.d.clauses[l.clause].c.Title) {
		return true
	}
	return l.sentence >= 0 && compares.MatchString(a.d.sentences[l.sentence].span.In(a.d.p.Text))
}

// countedBehind is the segment close behind one that names the topic in which 户 or the like that is asked for is counted: 开工老旧小区改造项目50个,约605万平方米,
// 涉及居民6.2万户. It is -1 where there is none.
func (a *asker) countedBehind(li int) int {
	unit := strings.TrimLeft(a.q.measure.unit, "万亿")
	l := &a.d.c.leaves[li]
	if l.sentence < 0 || unit == "" || strings.Contains("个处家所项条件名", unit) {
		return -1
	}
	for k := li + 1; k < len(a.d.c.leaves) && k <= li+2 && a.d.c.leaves[k].sentence == l.sentence; k++ {
		if a.holdsNumber(a.d.c.leaves[k].span.In(a.d.p.Text)) {
			return k
		}
	}
	return -1
}

// quoteLeaf answers with one segment of the text.
func (a *asker) quoteLeaf(li int, score float64) *reply {
	l := &a.d.c.leaves[li]
	r := &reply{score: score, topical: true, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes(), Citations: []Citation{a.d.cite(l.clause, l.span)}, Text: a.leafText(li) + "。"}
	if l.kind == leafTitle {
		r.answer.Citations = []Citation{a.d.citeHead(l.clause)}
	}
	if l.part >= 0 {
		r.turn.Facts = []string{a.partID(l.part)}
	}
	return r
}

// leafText is what a leaf says: of a heading, the title without its label.
func (a *asker) leafText(li int) string {
	l := &a.d.c.leaves[li]
	if l.kind == leafTitle {
		return a.d.clauses[l.clause].c.Title
	}
	return l.span.In(a.d.p.Text)
}

// leafNames is the share of the topic that a segment names itself, words that ask for a kind of number (占比) left out, and whether its heaviest word is
// among it.
func (a *asker) leafNames(li int) (share float64, heaviest bool) {
	sum, total := 0.0, 0.0
	heavy := -1
	for wi := range a.t.words {
		w := &a.t.words[wi]
		if w.text == a.q.measure.word && !a.inName(w.text) || a.asksShare() && contains(ratioWords, w.text) {
			continue
		}
		total += w.weight
		sum += w.weight * float64(a.g.leaf[wi][li])
		if heavy < 0 || w.weight > a.t.words[heavy].weight {
			heavy = wi
		}
	}
	if heavy < 0 {
		return 0, false
	}
	return sum / max(total, 1e-9), a.g.leaf[heavy][li] > 0.6
}

// ofOthers reports whether a segment is about another area than the one asked for, or lacks the thing that is to be counted.
func (a *asker) ofOthers(text string) bool {
	if noun := a.counted(); noun != nil && noun.inRunes(foldMatter(text)) == 0 {
		return true
	}
	asked, other := "", false
	for _, t := range territories {
		if strings.Contains(a.q.norm, t) && asked == "" {
			asked = t
		}
		other = other || strings.Contains(text, t)
	}
	return asked != "" && other && !strings.Contains(text, asked)
}

// ofYear reports whether a segment or its sentence is about the year asked for, where one is.
func (a *asker) ofYear(text string, si int) bool {
	if si >= 0 {
		text = a.d.sentences[si].span.In(a.d.p.Text)
	}
	for _, y := range a.q.yearList() {
		if !strings.Contains(text, itoa(y)) {
			return false
		}
	}
	return true
}

// holdsNumber reports whether a text has a number of the kind that is asked for.
func (a *asker) holdsNumber(text string) bool {
	folded := lexicon.Fold(text)
	m := a.q.measure
	if rate := a.rateWord(); rate != nil && m.unit == "" && containsRunes([]rune(folded), rate) && afterDigits(folded, string(rate)) {
		return true // 孕产妇死亡率控制在15/10万以内
	}
	if a.asksShare() && grows.MatchString(folded) && !shares.MatchString(folded) {
		return false // 收入增长8% is no share
	}
	named := m.unit == "" && m.word != "" && a.inName(m.word) && strings.Contains(folded, m.word)
	for _, k := range lexicon.FindQuantities(folded) {
		unit := strings.TrimLeft(k.Unit, "万亿")
		switch d := lexicon.Dimension(unit); {
		case k.Unit == "" || d == "time" || k.Unit == "年" || k.Unit == "月" || k.Unit == "日" || k.Unit == "条":
		case !m.scaled(k.Verbatim):
		case named, m.dimension == "", m.unit == "" && m.dimension == d, m.unit != "" && unit == strings.TrimLeft(m.unit, "万亿"):
			return true
		}
	}
	return false
}

var (
	asksGrowth = regexp.MustCompile(`增速|增长|增幅`)
	// 与“十二五”时期相比,… tells what has been reached
	compares = regexp.MustCompile(`^(?:与|同|和).{2,24}相比|同比|比上年`)
	// the clauses that tell it
	retrospect = regexp.MustCompile(`进展|成效|成就|回顾|基础|现状|形势`)
	grows      = regexp.MustCompile(`增长|增速|增幅|下降|降低|提高`)
	shares     = regexp.MustCompile(`占|比例|比重`)
)

// afterDigits reports whether a digit stands behind a word.
func afterDigits(text, word string) bool {
	return strings.ContainsAny(text[strings.LastIndex(text, word)+len(word):], "0123456789")
}

// asksShare reports whether a share of something is asked for, whichever word is used.
func (a *asker) asksShare() bool { return a.q.measure.dimension == "ratio" }

// inName reports whether a word that could ask for an attribute stands in the question as the end of a name that the plan writes so: 投资 in 固定资产投资.
func (a *asker) inName(w string) bool {
	i := strings.Index(a.q.norm, w)
	if w == "" || i <= 0 {
		return false
	}
	before := []rune(a.q.norm[:i])
	return len(before) >= 2 && !a.q.covered(len(string(before[:len(before)-2])), i) && a.d.c.has(foldMatter(string(before[len(before)-2:])+w))
}

// everywhere is in how many segments a matter stands that the whole plan is about.
const everywhere = 12

// saidWithoutNumber refuses where a segment names the topic and gives no number (社会消费品零售总额平稳健康增长), or one of another kind than the asked one.
func (a *asker) saidWithoutNumber() *reply {
	if !a.asksNumber() || len(a.q.places) > 0 || a.t.total < 0.6 {
		return nil
	}
	best, at, n := 0.0, -1, 0
	for li := range a.d.c.leaves {
		if l := &a.d.c.leaves[li]; l.kind != leafTitle && (l.kind != leafSegment || l.sentence < 0) {
			continue
		}
		own, met := a.leafNames(li)
		if !met || own < 0.9 {
			continue
		}
		if n++; own > best {
			best, at = own, li
		}
	}
	if at < 0 {
		return nil
	}
	if n > everywhere { // none of them is what is asked about
		return a.slotRefusal(Target, "方案没有写这一项的具体数。")
	}
	text, m := a.leafText(at), a.q.measure
	said := "方案没有写这一项的具体数。"
	if hasFigure(text) {
		if m.unit == "" || a.holdsNumber(text) {
			return nil
		}
		said = "方案没有写这一项是" + m.word + "。"
	}
	quote := a.quoteLeaf(at, 0).answer
	r := a.slotRefusal(Target, said+"写到的是:"+strings.TrimRight(quote.Text, "。;,；，")+"。")
	r.answer.Citations = quote.Citations
	return r
}

// hasFigure reports whether a text has a digit or a written number of something.
func hasFigure(s string) bool {
	return strings.ContainsAny(lexicon.Fold(s), "0123456789") || hasNumber(s)
}

// timeWords finds when or how often something is to be done.
var timeWords = regexp.MustCompile(`\d{4}年|\d{1,2}月|[一二三四五六七八九十]月|年底|年末|年初|月底|月末|季度|每年|每月|每季|每半年|每周|年内|月内|\d+[个]?(?:日|天|工作日|月|年)内|[一二三四五六七八九十两]+(?:日|天|个工作日|个月|年)内`)

// saidWhen quotes the segment that names the topic where it, or the short one right before it, says when.
func (a *asker) saidWhen() *reply {
	if a.t.total < 0.4 || len(a.q.places) > 0 {
		return nil
	}
	best, at := 0.0, -1
	for li := range a.d.c.leaves {
		l := &a.d.c.leaves[li]
		if l.kind != leafSegment || l.sentence < 0 {
			continue
		}
		if _, own := a.g.leafCover(li); own >= nearly && own > best && a.ofYear("", l.sentence) && hasTime(a.withTime(li).In(a.d.p.Text)) {
			best, at = own, li
		}
	}
	if at < 0 {
		return nil
	}
	r := a.quoteLeaf(at, best)
	sp := a.withTime(at)
	r.answer.Citations = []Citation{a.d.cite(a.d.c.leaves[at].clause, sp)}
	r.answer.Text = sp.In(a.d.p.Text) + "。"
	return r
}

// withTime is a segment, with the one right before it where only that says when: 2024年6月底前,….
func (a *asker) withTime(li int) plan.Span {
	l := &a.d.c.leaves[li]
	sp := l.span
	if hasTime(sp.In(a.d.p.Text)) || li == 0 {
		return sp
	}
	before := &a.d.c.leaves[li-1]
	if text := before.span.In(a.d.p.Text); before.sentence == l.sentence && hasTime(text) && utf8.RuneCountInString(text) < 20 {
		sp.Start = before.span.Start
	}
	return sp
}

func hasTime(s string) bool { return timeWords.MatchString(lexicon.Fold(s)) }

// beside are the pieces of a clause, cells of a table among them.
var beside = regexp.MustCompile(`[^,，。;；|\n]+`)

// timeBeside answers with the only time that a clause with one target writes beside it, in a column for instance: 9月投入使用.
func (a *asker) timeBeside(s scoredFact) *reply {
	f := &a.d.facts[s.fact]
	if f.target == nil || f.clause < 0 {
		return nil
	}
	for i := range a.d.facts {
		if o := &a.d.facts[i]; i != s.fact && o.clause == f.clause && o.target != nil && o.target.ValueSpan != f.target.ValueSpan {
			return nil
		}
	}
	c := a.d.clauses[f.clause].c
	var found []plan.Span
	for _, m := range beside.FindAllStringIndex(c.Span.In(a.d.p.Text), -1) {
		sp := plan.Span{Start: c.Span.Start + m[0], End: c.Span.Start + m[1]}
		if text := sp.In(a.d.p.Text); hasTime(text) && utf8.RuneCountInString(text) < 20 {
			found = append(found, sp)
		}
	}
	if len(found) != 1 {
		return nil
	}
	r := &reply{score: s.score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{f.id}}}
	r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes(), Citations: []Citation{a.d.citeFact(f), a.d.cite(f.clause, found[0])}}
	r.answer.Text = strings.TrimRight(f.target.Quote.In(a.d.p.Text), "。") + "。同一条写的时间:" + strings.TrimSpace(found[0].In(a.d.p.Text)) + "。"
	return r
}
