package answer_test

import (
	"fmt"
	"testing"

	"cewen/answer"
)

// TestNamed: what a text names of a plan, whatever else stands beside it.
func TestNamed(t *testing.T) {
	s := snapshot(t, seed(t).Plans()[0], parseFile(t, "testdata/yunze.txt"))
	const linyi, yunze = "临政办字〔2023〕96号", "云政办发〔2027〕12号"
	mine := answer.Context{Unit: "市城管局", Place: "沂水县"}
	for _, tt := range []struct {
		text string
		c    answer.Context
		plan string
		want string
	}{
		{"住建局", answer.Context{}, linyi, "units [市住房城乡建设局]"},
		{"提醒我住建局的任务", answer.Context{}, linyi, "units [市住房城乡建设局]"},
		{"沂水县", answer.Context{}, linyi, "places [沂水县]"},
		{"城管局 2025", answer.Context{}, linyi, "units [市城管局] years [2025]"},
		{"白马区", answer.Context{}, yunze, "places [白马区]"},
		{"第十四条", answer.Context{}, linyi, "clauses [14]"},
		{"我局", answer.Context{}, linyi, "mine unit"},
		{"我局", mine, linyi, "units [市城管局]"},
		{"我县", mine, linyi, "places [沂水县]"},
		{"雨水管网", answer.Context{}, linyi, "rest 雨水管网"},
		{"", answer.Context{}, linyi, ""},
	} {
		n := s.Named(tt.text, tt.c, askedOn)
		got := ""
		add := func(name string, v any, is bool) {
			if is {
				if got != "" {
					got += " "
				}
				got += fmt.Sprintf("%s %v", name, v)
			}
		}
		add("units", n.Units, len(n.Units) > 0)
		add("places", n.Places, len(n.Places) > 0)
		add("clauses", n.Clauses, len(n.Clauses) > 0)
		add("years", n.Years, len(n.Years) > 0)
		add("mine", n.Mine, n.Mine != "")
		add("unknown", n.Unknown, n.Unknown != "")
		add("rest", n.Rest, n.Rest != "" && n.Empty())
		if n.Plan != tt.plan || got != tt.want {
			t.Errorf("%q names %s of %s, want %s of %s", tt.text, got, n.Plan, tt.want, tt.plan)
		}
	}
	if n := s.Named("市航天局", answer.Context{}, askedOn); n.Unknown == "" || !n.Empty() {
		t.Errorf("a unit that no plan lists: %+v", n)
	}
}
