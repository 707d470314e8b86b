package eval

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cewen/answer"
	"cewen/eval/made"
	"cewen/library"
	"cewen/seeds"
)

// many is how many made-up plans lie beside the seed: CEWEN_MANY, else few enough for every day.
func many(tb testing.TB) int {
	n, err := strconv.Atoi(os.Getenv("CEWEN_MANY"))
	if err != nil {
		return 60
	}
	return n
}

// manyPlans writes made-up plans into a folder and returns what reads them beside the seed.
func manyPlans(tb testing.TB, n int) library.Config {
	tb.Helper()
	dir := tb.TempDir()
	for i := range n {
		name, text := made.Plan(i)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	texts, err := seeds.Texts()
	if err != nil {
		tb.Fatal(err)
	}
	return library.Config{Sources: []library.Source{library.Texts{{Name: texts[0].Name, Text: texts[0].Text}}, library.Folder{Dir: dir}}, Dir: filepath.Join(tb.TempDir(), "kept")}
}

func openLibrary(tb testing.TB, c library.Config) *library.Library {
	tb.Helper()
	l, err := library.New(tb.Context(), c)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// BenchmarkMany asks the development set with many made-up plans beside the seed (CEWEN_MANY=1000, 10000), and reports what it takes to read them
// the first time, to start again, and to answer. The bars for 1,000 are a p95 of 20 ms, 2 s to start again, 500 MB.
func BenchmarkMany(b *testing.B) {
	config := manyPlans(b, many(b))
	begin := time.Now()
	l := openLibrary(b, config)
	first := time.Since(begin)
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	begin = time.Now()
	l = openLibrary(b, config)
	again := time.Since(begin)
	defer l.Close()
	qs := readSet(b, "testdata/questions_dev.jsonl")
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		q := qs[i%len(qs)]
		begin := time.Now()
		answer.Ask(l.Snapshot(), answer.Context{}, answer.Question{Text: q.Text, Today: today})
		times = append(times, time.Since(begin))
	}
	b.ReportMetric(float64(l.Snapshot().Len()), "plans")
	b.ReportMetric(first.Seconds(), "first-s")
	b.ReportMetric(again.Seconds(), "start-s")
	b.ReportMetric(float64(quantile(times, .5).Microseconds())/1e3, "p50-ms")
	b.ReportMetric(float64(quantile(times, .95).Microseconds())/1e3, "p95-ms")
	b.ReportMetric(float64(quantile(times, .99).Microseconds())/1e3, "p99-ms")
	b.ReportMetric(peakMB(b), "peak-MB")
	b.ReportMetric(sizeMB(b, config.Dir), "disk-MB")
}

// peakMB is the most memory that the process has had, files that are mapped included.
func peakMB(tb testing.TB) float64 {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			if err != nil {
				tb.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	tb.Fatal("no VmHWM")
	return 0
}

func sizeMB(tb testing.TB, dir string) float64 {
	tb.Helper()
	total := int64(0)
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return float64(total) / (1 << 20)
}

// TestManyPlansCostNoAnswers asks the development set with many other plans beside the seed: at most one point may be lost.
func TestManyPlansCostNoAnswers(t *testing.T) {
	l := openLibrary(t, manyPlans(t, many(t)))
	defer l.Close()
	qs := readSet(t, "testdata/questions_dev.jsonl")
	rs, err := Run(t.Context(), l.Snapshot(), qs, today)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := Run(t.Context(), seedSnapshot(t), qs, today)
	if err != nil {
		t.Fatal(err)
	}
	with, without := Summarize(rs), Summarize(alone)
	t.Logf("%d plans: %.1f%% right; %.1f%% with the seed alone", l.Snapshot().Len(), with.Percent, without.Percent)
	if with.Percent < without.Percent-1 || with.Broken > 0 {
		t.Errorf("%d plans: %.1f%% right, %d quotes broken; %.1f%% with the seed alone", l.Snapshot().Len(), with.Percent, with.Broken, without.Percent)
		for _, r := range rs {
			if !r.Right {
				t.Logf("%s %s: %s\n%s", r.Question.ID, r.Question.Text, r.Reason, r.Answer.Text)
			}
		}
	}
}
