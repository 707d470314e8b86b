package eval

import (
	"context"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

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
