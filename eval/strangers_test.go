package eval

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cewen/answer"
	"cewen/plan"
)

// TestStrangers asks other plans what only the seed answers: who does, how much, where. What they answer all the same stands in the
// golden, so that a change which makes answers looser is seen; more than two in a hundred fail.
func TestStrangers(t *testing.T) {
	var qs []Question
	for _, path := range sets(t) {
		for _, q := range readSet(t, path) {
			if q.Answerable && q.Dialog == "" && (q.Type == "lead" || q.Type == "target" || q.Type == "place") {
				qs = append(qs, q)
			}
		}
	}
	plans, err := filepath.Glob("../plan/testdata/plans/*.txt")
	if err != nil || len(plans) == 0 {
		t.Fatalf("no other plans: %v", err)
	}
	var b bytes.Buffer
	asked, answered := 0, 0
	for _, path := range plans {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.Parse(filepath.Base(path), string(text))
		if err != nil {
			t.Fatal(err)
		}
		s, err := answer.NewSnapshot([]*plan.Plan{p})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, q := range qs {
			asked++
			if a, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: q.Text, Today: today}); a.Answered {
				answered++
				ids = append(ids, q.ID)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		fmt.Fprintf(&b, "%s %d/%d answered: %s\n", filepath.Base(path), len(ids), len(qs), strings.Join(ids, " "))
	}
	if answered*50 > asked {
		t.Errorf("%d of %d questions were answered from plans that do not say it", answered, asked)
	}
	compareGolden(t, "testdata/strangers.golden", b.Bytes())
}
