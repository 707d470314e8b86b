package eval

import (
	"runtime"
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
