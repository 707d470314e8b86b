package eval

import (
	"errors"
	"strings"
	"testing"

	"cewen/answer"
)

func TestOccurs(t *testing.T) {
	for _, tc := range []struct {
		text, want string
		occurs     bool
	}{
		{"市级非遗达到1300项", "300项", false},
		{"县级1300项,市级300项", "300项", true},
		{"98.5", "8.5", false},
		{"50.5", "50", false},
		{"到50.", "50", true},
		{"98.35→98.5", "98.3", false},
		{"98.35→98.5", "98.5", true},
		{">65", "65", true},
		{"建成充电站3 00个 以上", "300个以上", true},
		{"(二十)优化教育资源配置", "（二十）", true},
		{"２０２３年,50公里", "2023年", true},
		{"16.05:1", "16.05:1", true},
		{"116.05:1", "16.05:1", false},
		{"1-2个", "2个", true},
		{"300个300", "300个", true},
		{"1300个,300个", "300个", true},
		{"", "a", false},
		{"a", "", false},
	} {
		if got := occurs(fold(tc.text), fold(tc.want)); got != tc.occurs {
			t.Errorf("%q in %q: %v, want %v", tc.want, tc.text, got, tc.occurs)
		}
	}
}

func TestJudge(t *testing.T) {
	q := Question{ID: "1", Must: [][]string{{"市民政局"}, {"300项", "三百项"}}, MustNot: []string{"市教育局"}, Clauses: []int{14, 2}, Answerable: true}
	at := func(clauses ...int) []answer.Citation {
		var cs []answer.Citation
		for _, c := range clauses {
			cs = append(cs, answer.Citation{Clause: c})
		}
		return cs
	}
	for _, tc := range []struct {
		name   string
		q      Question
		a      answer.Answer
		reason string
	}{
		{"right", q, answer.Answer{Answered: true, Text: "市民政局:三百项", Citations: at(9, 2)}, ""},
		{"refused", q, answer.Answer{Refusal: answer.WordAbsent, Text: "市民政局:三百项", Citations: at(2)}, "拒答:word"},
		{"missing", q, answer.Answer{Answered: true, Text: "市民政局:1300项", Citations: at(2)}, "缺 300项/三百项"},
		{"too much", q, answer.Answer{Answered: true, Text: "市民政局、市教育局:300项", Citations: at(2)}, "不应有 市教育局"},
		{"elsewhere", q, answer.Answer{Answered: true, Text: "市民政局:300项", Citations: at(3, 3)}, "引文不在第[14 2]条:[3]"},
		{"uncited", q, answer.Answer{Answered: true, Text: "市民政局:300项"}, "引文不在第[14 2]条:[]"},
		{"any clause", Question{Answerable: true}, answer.Answer{Answered: true}, ""},
		{"refusal", Question{MustNot: []string{"a"}}, answer.Answer{Text: "a"}, ""},
		{"no refusal", Question{}, answer.Answer{Answered: true}, "应拒答"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			right, reason := Judge(tc.q, tc.a)
			if reason != tc.reason || right != (tc.reason == "") {
				t.Errorf("got %v %q, want %q", right, reason, tc.reason)
			}
		})
	}
}

func TestReadQuestions(t *testing.T) {
	const good = "\ufeff" + `{"id":"1","q":"a","type":"lead","must":[["x","y"]],"rows":[1],"mn_scope":"all","note":"n","chapters":[2]}` + "\r\n\n" + `{"id":"2","q":"","type":"negative"}`
	qs, err := ReadQuestions(strings.NewReader(good))
	if err != nil || len(qs) != 2 || qs[0].Must[0][1] != "y" {
		t.Fatalf("%+v %v", qs, err)
	}
	for text, want := range map[string]error{
		"":          ErrEmptySet,
		`{"q":"a"}`: ErrNoID,
		`{"id":"1","q":"a"}` + "\n" + `{"id":"1","q":"b"}`: ErrRepeatedID,
		`{"id":"1"}`:                    ErrNoQuestion,
		"{\"id\":\"1\",\"q\":\"\xff\"}": ErrNotUTF8,
	} {
		if _, err := ReadQuestions(strings.NewReader(text)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
	var line *LineError
	if _, err := ReadQuestions(strings.NewReader("\n\n{")); !errors.As(err, &line) || line.Line != 3 {
		t.Errorf("%v, want line 3", err)
	}
}

func TestQuantile(t *testing.T) {
	xs := []int{5, 1, 4, 2, 3}
	for p, want := range map[float64]int{.5: 3, .95: 5, .2: 1, .21: 2} {
		if got := quantile(xs, p); got != want {
			t.Errorf("quantile(%v) = %d, want %d", p, got, want)
		}
	}
	if got := quantile([]int(nil), .5); got != 0 {
		t.Errorf("quantile of nothing = %d", got)
	}
}
