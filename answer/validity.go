package answer

import (
	"regexp"
	"strings"

	"cewen/plan"
)

var (
	asksValidity = regexp.MustCompile(`有效期|有效时间|失效|生效|施行|什么时候(?:开始)?(?:执行|实施)|何时(?:执行|实施)|到什么时候(?:为止|结束)|执行到(?:哪|几|什么)|管几年|管到(?:哪|几|什么)`)
	// how a plan says from when and how long it holds
	holdsFrom = regexp.MustCompile(`自[^，,。;；\n]{2,20}起(?:施行|实施|执行|生效)|有效期(?:至|到|为|限|[0-9一二两三四五]).{0,20}`)
	sentences = regexp.MustCompile(`[^。\n]+`)
)

// validity answers from when and how long the plan holds, with the sentence that says so.
func (a *asker) validity() *reply {
	if !asksValidity.MatchString(a.q.norm) || len(a.q.units) > 0 || len(a.q.places) > 0 || !a.asksValidityOfPlan() {
		return nil
	}
	f := a.d.p.Meta.Validity
	if f.Value == "" {
		if f = a.d.validityField(); f.Value == "" {
			return nil
		}
	}
	r := &reply{score: 1.1}
	r.answer = Answer{Answered: true, Intent: Meta, Notes: a.notes(), Citations: []Citation{a.d.citeField(f)}}
	first, _, _ := strings.Cut(f.Value, "。")
	if !holdsFrom.MatchString(first) {
		first = f.Value
	}
	if _, said, ok := strings.Cut(first, "施行说明"); ok {
		first = strings.TrimLeft(said, "：:")
	}
	r.answer.Text = strings.TrimRight(strings.TrimSpace(first), "。") + "。"
	return r
}

// asksValidityOfPlan reports whether nothing but the plan itself is named: 许可证有效期几年 asks about a permit.
func (a *asker) asksValidityOfPlan() bool {
	rest := 0.0
	asked := asksValidity.FindStringIndex(a.q.norm)
	for i := range a.t.words {
		w := &a.t.words[i]
		if w.start < asked[1] && w.end > asked[0] || contains(documents, w.text) || contains([]string{"政策", "开始", "执行", "实施", "为止"}, w.text) {
			continue
		}
		rest += w.weight
	}
	return rest < 0.3
}

// validityField is the first sentence of the text that says so.
func (d *doc) validityField() plan.Field {
	for _, m := range sentences.FindAllStringIndex(d.p.Text, -1) {
		if s := d.p.Text[m[0]:m[1]]; holdsFrom.MatchString(s) && ofThisPlan.MatchString(s) {
			return plan.Field{Label: "施行说明", Value: strings.TrimSpace(s), Span: plan.Span{Start: m[0] + len(s) - len(strings.TrimLeft(s, " \t　")), End: m[1]}}
		}
	}
	return plan.Field{}
}

// ofThisPlan tells a sentence about the plan itself from one about another act.
var ofThisPlan = regexp.MustCompile(`^[\s　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[\s　]*(?:本|该|此)(?:办法|措施|方案|意见|通知|政策|计划|规划|行动|细则|文件|规定|若干)`)
