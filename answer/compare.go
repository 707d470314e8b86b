package answer

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"cewen/plan"
)

// compare answers differences and comparisons. It computes only with plain numbers of one row of the table; two targets are shown side by
// side, and only equal units are ordered.
func (a *asker) compare() *reply {
	if a.t.empty() {
		return nil
	}
	if r := a.compareTwo(); r != nil {
		return r
	}
	all := a.rankFacts(func(f *fact) bool { return f.indicator != nil || a.allows(f) })
	if len(all) == 0 || all[0].cover < enough {
		return a.refuse(Compare)
	}
	if i := strings.Index(a.q.norm, "还是"); len(a.q.amounts) > 1 || i >= 0 && strings.ContainsAny(a.q.norm[i:], "0123456789") {
		return a.sameWords(all) // 65还是大于65
	}
	if strings.Contains(a.q.norm, "从多少") || strings.Contains(a.q.norm, "由多少") {
		return a.sameWords(all)
	}
	for _, c := range a.q.cues["compare"] {
		if strings.Contains(c.Form, "一致") || strings.Contains(c.Form, "相同") || strings.Contains(c.Form, "一样") || strings.Contains(c.Form, "矛盾") || strings.Contains(c.Form, "冲突") {
			return a.sameWords(all)
		}
	}
	for _, s := range all {
		in := a.d.facts[s.fact].indicator
		if in == nil || s.cover < enough || s.score < all[0].score-0.12 {
			continue
		}
		r := &reply{score: s.score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{a.d.facts[s.fact].id}}}
		r.answer = Answer{Answered: true, Intent: Compare, Notes: a.notes(), Citations: []Citation{a.d.citeRow(in)}}
		if in.Base == "" { // 下降15%, without a value to start from
			r.answer.Intent, r.answer.Citations = Target, nil
			a.writeFacts(&r.answer, []scoredFact{s}, false)
			return r
		}
		r.answer.Text = in.Name + ":" + differenceWords(in)
		return r
	}
	same := a.sameMetric(all)
	r := &reply{score: all[0].score, topical: true, turn: Turn{Topic: a.topicText(), Facts: a.factIDs(same)}}
	r.answer = Answer{Answered: true, Intent: Compare, Notes: a.notes()}
	if len(same) < 2 && !a.q.has("verify") && strings.Contains(a.q.norm, "多少") {
		rf := a.slotRefusal(Compare, "方案没有写增加了多少。")
		a.showNearest(&rf.answer, same)
		return rf
	}
	a.writeFacts(&r.answer, same, true)
	return r
}

// includes answers whether one number includes another (110公里含不含那50公里): no plan says so unless its words do.
func (a *asker) includes() *reply {
	asked := false
	for _, w := range []string{"含不含", "包不包括", "包不包含", "是否包含", "是否包括", "是否含", "算不算在", "含在内"} {
		asked = asked || strings.Contains(a.q.norm, w)
	}
	if !asked || len(a.q.amounts) == 0 {
		return nil
	}
	for i := range a.d.facts {
		f := &a.d.facts[i]
		if sameValue(a.q.amounts[0], f.quantity()) && f.quantity().Unit == a.q.amounts[0].Unit {
			r := a.slotRefusal(Verify, "这一句没有说明。")
			r.answer.Citations = []Citation{a.d.citeFact(f)}
			if f.target != nil {
				r.answer.Citations = []Citation{a.d.cite(f.clause, f.target.Sentence)}
			}
			return r
		}
	}
	return nil
}

// sameWords answers whether two places say the same: both are shown, and whether their values are written alike.
func (a *asker) sameWords(all []scoredFact) *reply {
	list := a.sameMetric(all)
	if a.d.facts[list[0].fact].indicator != nil && len(list) == 1 && len(a.q.yearList()) == 0 {
		for _, s := range all { // the clause that says what the row says
			if a.d.facts[s.fact].target != nil && s.cover >= 0.75 && s.own >= 0.6 && !strings.Contains(a.q.norm, "从多少") {
				list = append(list, s)
				break
			}
		}
	}
	r := &reply{score: all[0].score, topical: true, turn: Turn{Topic: a.topicText(), Facts: a.factIDs(list)}}
	r.answer = Answer{Answered: true, Intent: Compare, Notes: a.notes()}
	if in := a.d.facts[list[0].fact].indicator; in != nil && len(list) == 1 {
		r.answer.Text = in.Name + ":" + rowWords(in) + "。"
		r.answer.Citations = []Citation{a.d.citeRow(in)}
		return r
	}
	if len(list) > 1 {
		r.answer.Text = "写法相同:"
		for _, s := range list[1:] {
			if quantityWords(&a.d.facts[s.fact]) != quantityWords(&a.d.facts[list[0].fact]) {
				r.answer.Text = "写法不同:"
			}
		}
	}
	head := r.answer.Text
	a.writeFacts(&r.answer, list, true)
	r.answer.Text = head + r.answer.Text
	return r
}

// differenceWords computes what two plain cells of one row allow: 98.35→98.5,差0.15个百分点(按表计算).
func differenceWords(in *plan.Indicator) string {
	base, err1 := strconv.ParseFloat(strings.TrimSuffix(in.Base, "%"), 64)
	target, err2 := strconv.ParseFloat(strings.TrimSuffix(in.Target, "%"), 64)
	pair := in.Base + "→" + in.Target
	if in.Unit != "" {
		pair += "(" + in.Unit + ")"
	}
	if err1 != nil || err2 != nil {
		return pair + ",不是两个确数,不作计算。"
	}
	places := 0
	for _, s := range []string{in.Base, in.Target} {
		if i := strings.IndexByte(s, '.'); i >= 0 {
			places = max(places, len(s)-i-1)
		}
	}
	diff := strconv.FormatFloat(math.Abs(target-base), 'f', places, 64)
	unit := in.Unit
	if unit == "%" || strings.HasSuffix(in.Base, "%") {
		unit = "个百分点"
	}
	return fmt.Sprintf("%s,差%s%s(按表计算)。", pair, diff, unit)
}

// compareTwo answers 充电站和智慧社区哪个多: the two topics' values side by side.
func (a *asker) compareTwo() *reply {
	groups := a.splitTopics()
	if len(groups) != 2 {
		return nil
	}
	var picked []scoredFact
	var cover float64
	whole := a.t
	grid := a.g
	defer func() { a.t, a.g = whole, grid }()
	for _, g := range groups {
		a.t = g
		a.g = newGrid(a.d, g)
		fs := a.rankFacts(func(f *fact) bool {
			y := a.q.yearList()
			return a.allows(f) && (len(y) == 0 || contains(y, f.year()))
		})
		if len(fs) == 0 || fs[0].cover < 0.8 {
			return nil
		}
		for _, s := range fs[1:] { // of two years of one thing the later is compared
			if s.score > fs[0].score-0.02 && a.d.facts[s.fact].year() > a.d.facts[fs[0].fact].year() {
				fs[0] = s
			}
		}
		picked = append(picked, fs[0])
		cover += fs[0].score / 2
	}
	if picked[0].fact == picked[1].fact {
		return nil
	}
	a.t, a.g = whole, grid
	r := &reply{score: cover, topical: true, turn: Turn{Topic: a.topicText(), Facts: a.factIDs(picked)}}
	r.answer = Answer{Answered: true, Intent: Compare, Notes: a.notes()}
	a.writeFacts(&r.answer, picked, true)
	x, y := &a.d.facts[picked[0].fact], &a.d.facts[picked[1].fact]
	if k, l := x.quantity(), y.quantity(); k != nil && l != nil && k.Unit == l.Unit && k.Op == l.Op && k.Op != plan.OpRange {
		switch {
		case k.Num == l.Num:
			r.answer.Text += "两个数相同。"
		case k.Num > l.Num:
			r.answer.Text += "数值大的是" + metricName(x) + "。"
		default:
			r.answer.Text += "数值大的是" + metricName(y) + "。"
		}
	}
	return r
}

func metricName(f *fact) string {
	if f.indicator != nil {
		return f.indicator.Name
	}
	return f.target.Metric
}
