package eval

import (
	"context"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"cewen/answer"
)

// BenchmarkQuestion asks the development set again and again on one core and reports a question's median and p99, of which the bars are
// 500 µs and 5 ms.
func BenchmarkQuestion(b *testing.B) {
	s := seedSnapshot(b)
	qs := readSet(b, "testdata/questions_dev.jsonl")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		q := qs[i%len(qs)]
		begin := time.Now()
		answer.Ask(s, answer.Context{}, answer.Question{Text: q.Text, Today: today})
		times = append(times, time.Since(begin))
	}
	b.ReportMetric(micros(quantile(times, .5)), "p50-µs")
	b.ReportMetric(micros(quantile(times, .99)), "p99-µs")
}

// BenchmarkSnapshot parses the seed and prepares it for questions.
func BenchmarkSnapshot(b *testing.B) {
	for b.Loop() {
		s, err := newSeed()
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstAnswer starts the real program for one question and reports the time to its answer and the largest resident memory, of
// which the bars are 500 ms and 200 MB.
func BenchmarkFirstAnswer(b *testing.B) {
	program := filepath.Join(b.TempDir(), "cewen")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-o", program, "cewen/cmd/cewen")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var times []time.Duration
	var most int64
	for b.Loop() {
		begin := time.Now()
		used, err := askOnce(b.Context(), program)
		if err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(begin))
		most = max(most, used)
	}
	b.ReportMetric(float64(quantile(times, .5).Microseconds())/1000, "start-p50-ms")
	b.ReportMetric(float64(quantile(times, .99).Microseconds())/1000, "start-p99-ms")
	b.ReportMetric(float64(most)/1024, "resident-MB")
}

// askOnce returns the largest resident memory of one run, in KB as Linux counts it.
func askOnce(ctx context.Context, program string) (int64, error) {
	cmd := exec.CommandContext(ctx, program, "ask", "--json", "充电桩归谁管")
	if err := cmd.Run(); err != nil {
		return 0, err
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss, nil
	}
	return 0, nil
}
