package answer_test

import (
	"slices"
	"strings"
	"testing"

	"cewen/answer"
)

// TestTwoPlans: what only one plan fits is answered from that one, what both fit gets one answer a plan, in the order of the plans.
func TestTwoPlans(t *testing.T) {
	const linyi, yunze = "临政办字〔2023〕96号", "云政办发〔2027〕12号"
	s := snapshot(t, seed(t).Plans()[0], parseFile(t, "testdata/yunze.txt"))
	tests := []struct {
		q     string
		plans []string // cited
		has   []string
	}{
		{"海绵城市谁负责", []string{linyi}, []string{"市行政审批服务局"}},
		{"助老食堂2023年建多少处", []string{linyi}, []string{"700处"}},
		{"雨水管网2025年多少公里", []string{linyi}, []string{"110公里"}},
		{"平邑县的定位", []string{linyi}, []string{"市域副中心城市"}},
		{"轨道交通谁牵头", []string{yunze}, []string{"牵头单位:市交通运输局"}},
		{"供水管网漏损率目标", []string{yunze}, []string{"<8%"}},
		{"雨水管网2027年多少公里", []string{yunze}, []string{"35公里"}},
		{"白马区的定位", []string{yunze}, []string{"全国文明典范城区"}},
		{"2027年到期的目标有哪些", []string{yunze}, []string{"35公里"}},
		{"充电站谁负责", []string{linyi, yunze}, []string{"市发展改革委(仅1家)", "牵头单位:市发展和改革委员会"}},
		{"雨水管网谁负责", []string{linyi, yunze}, []string{"市行政审批服务局", "市城市管理局"}},
		{"托育谁负责", []string{linyi, yunze}, []string{"市卫生健康委(仅1家)", "原文未列全"}},
		{"护理型床位占比", []string{linyi, yunze}, []string{">65%", "70%以上"}},
	}
	for _, tt := range tests {
		a, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: tt.q, Today: askedOn})
		for _, b := range breaches(s, a) {
			t.Errorf("%s: %s", tt.q, b)
		}
		var cited []string
		for _, c := range a.Citations {
			if !slices.Contains(cited, c.Plan) {
				cited = append(cited, c.Plan)
			}
		}
		if !a.Answered || !slices.Equal(cited, tt.plans) {
			t.Errorf("%s: answered %v, cites %v, want %v\n%s", tt.q, a.Answered, cited, tt.plans, printed(s, a))
		}
		for _, h := range tt.has {
			if !strings.Contains(a.Text, h) {
				t.Errorf("%s: no %q in\n%s", tt.q, h, printed(s, a))
			}
		}
		if paragraphs := strings.Count("\n"+a.Text, "\n《"); len(tt.plans) > 1 && paragraphs != len(tt.plans) {
			t.Errorf("%s: %d paragraphs for %d plans\n%s", tt.q, paragraphs, len(tt.plans), a.Text)
		}
	}
}

// TestNoPlans: a Snapshot without plans says so.
func TestNoPlans(t *testing.T) {
	s := snapshot(t)
	a, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: "充电站谁负责", Today: askedOn})
	for _, b := range breaches(s, a) {
		t.Error(b)
	}
	if a.Answered {
		t.Errorf("answered: %s", a.Text)
	}
}
