package eval

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"cewen/answer"
	"cewen/plan"
	"cewen/seeds"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// today is the day on which the sets are asked.
var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.FixedZone("UTC+8", 8*60*60))

// seed is the Snapshot of the plans that ship with the program; building it once is enough, it is immutable.
var seed = sync.OnceValues(newSeed)

func newSeed() (*answer.Snapshot, error) {
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	plans := make([]*plan.Plan, len(texts))
	for i, t := range texts {
		if plans[i], err = plan.Parse(t.Name, t.Text); err != nil {
			return nil, err
		}
	}
	return answer.NewSnapshot(plans)
}

func seedSnapshot(tb testing.TB) *answer.Snapshot {
	tb.Helper()
	s, err := seed()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func readSet(tb testing.TB, path string) []Question {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	qs, err := ReadQuestions(f)
	if err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return qs
}

func sets(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*.jsonl")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no question sets: %v", err)
	}
	return paths
}

// TestScores holds every question set to its score per type and to its list of wrong answers. A change that moves a score has to rewrite
// the golden (-update) and so show what it gains and what it loses.
func TestScores(t *testing.T) {
	s := seedSnapshot(t)
	var b bytes.Buffer
	for _, path := range sets(t) {
		rs, err := Run(t.Context(), s, readSet(t, path), today)
		if err != nil {
			t.Fatal(err)
		}
		rep := Summarize(rs)
		var k KnockoutReport
		if strings.HasSuffix(path, "_dev.jsonl") { // the other sets are knocked out by make eval: under the race detector it takes minutes
			if k, err = Knockout(t.Context(), s, rs, today); err != nil {
				t.Fatal(err)
			}
		}
		writeScores(&b, filepath.Base(path), rep, k)
		if rep.Broken > 0 {
			t.Errorf("%s: %d quotes are not verbatim", path, rep.Broken)
		}
	}
	for _, path := range otherSets(t) {
		rs, err := Run(t.Context(), otherSnapshot(t, path), readSet(t, path), today)
		if err != nil {
			t.Fatal(err)
		}
		rep := Summarize(rs)
		writeScores(&b, "other/"+filepath.Base(path), rep, KnockoutReport{})
		if rep.Broken > 0 {
			t.Errorf("%s: %d quotes are not verbatim", path, rep.Broken)
		}
	}
	compareGolden(t, "testdata/scores.golden", b.Bytes())
}

// compareGolden holds what a test computed against its golden and names the lines that went and came; -update rewrites the golden.
func compareGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	t.Errorf("differs from %s; go test ./eval -run '^%s$' -update rewrites it, the difference belongs into the commit", path, t.Name())
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for _, l := range w {
		if !slices.Contains(g, l) {
			t.Log("-", l)
		}
	}
	for _, l := range g {
		if !slices.Contains(w, l) {
			t.Log("+", l)
		}
	}
}

// otherSets are question sets about plans that do not ship with the program; each is named as its plan in plan/testdata/plans.
func otherSets(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("testdata/other/*.jsonl")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no question sets about other plans: %v", err)
	}
	return paths
}

func otherSnapshot(tb testing.TB, path string) *answer.Snapshot {
	tb.Helper()
	name := strings.TrimSuffix(filepath.Base(path), ".jsonl") + ".txt"
	text, err := os.ReadFile(filepath.Join("../plan/testdata/plans", name))
	if err != nil {
		tb.Fatal(err)
	}
	p, err := plan.Parse(name, string(text))
	if err != nil {
		tb.Fatal(err)
	}
	s, err := answer.NewSnapshot([]*plan.Plan{p})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func writeScores(b *bytes.Buffer, name string, rep Report, k KnockoutReport) {
	tw := tabwriter.NewWriter(b, 0, 8, 2, ' ', 0)
	fmt.Fprintf(tw, "%s\n", name)
	for _, typ := range rep.TypeNames() {
		fmt.Fprintf(tw, "  %s\t%d/%d\n", typ, rep.Types[typ].Right, rep.Types[typ].Total)
	}
	fmt.Fprintf(tw, "  all\t%d/%d\n", rep.Right, rep.Questions)
	fmt.Fprintf(tw, "  refused\t%d/%d\n", rep.Refusals.Right, rep.Refusals.Total)
	if k.Asked > 0 {
		fmt.Fprintf(tw, "  knocked out\t%d/%d\n", k.Refused, k.Asked)
	}
	_ = tw.Flush() // a buffer
	for _, w := range rep.Wrong {
		fmt.Fprintf(b, "  wrong %s: %s\n", w.ID, clip(w.Reason))
	}
	for _, a := range k.Answered {
		fmt.Fprintf(b, "  still answered %s\n", a.ID)
	}
	for _, f := range k.Failed {
		fmt.Fprintf(b, "  not asked again %s: %s\n", f.ID, clip(f.Reason))
	}
}

// TestConcurrentQuestions: a Snapshot is shared by all chats; eight goroutines must get what one gets.
func TestConcurrentQuestions(t *testing.T) {
	s := seedSnapshot(t)
	for _, path := range sets(t) {
		qs := readSet(t, path)
		alone := transcript(t, s, qs)
		var wg sync.WaitGroup
		got := make([]string, 8)
		for i := range got {
			wg.Go(func() { got[i] = transcript(t, s, qs) })
		}
		wg.Wait()
		for i := range got {
			if got[i] != alone {
				t.Errorf("%s: goroutine %d got other answers", path, i)
			}
		}
	}
}

func transcript(t *testing.T, s *answer.Snapshot, qs []Question) string {
	rs, err := Run(t.Context(), s, qs, today)
	if err != nil {
		t.Error(err)
		return ""
	}
	var b bytes.Buffer
	for _, r := range rs {
		fmt.Fprintf(&b, "%s %+v\n", r.Question.ID, r.Answer)
	}
	return b.String()
}
