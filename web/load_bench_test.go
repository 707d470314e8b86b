package web

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkLoad asks 200 questions a second, at even moments whether or not earlier ones are answered, each by a visitor of its own, answers
// stored and rendered: how long the slowest hundredth takes. The client runs on the same cores.
func BenchmarkLoad(b *testing.B) {
	const gap = time.Second / 200
	r := newRig(b)
	questions := []string{"充电站谁负责", "雨水管网2025年建多少公里", "市城管局有哪些任务", "地铁修几公里", "2025年到期的有哪些"}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var mu sync.Mutex
	var took []time.Duration
	var wg sync.WaitGroup
	next := time.Now()
	for i := 0; b.Loop(); i++ {
		next = next.Add(gap)
		time.Sleep(time.Until(next))
		due := next
		wg.Go(func() {
			p := r.asked1(client, questions[i%len(questions)], "")
			d := time.Since(due)
			if p.StatusCode != http.StatusOK {
				b.Error(p.Status)
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, d)
		})
	}
	wg.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSuggest is one keystroke, over HTTP.
func BenchmarkSuggest(b *testing.B) {
	r := newRig(b)
	c := r.browser()
	for b.Loop() {
		if p := r.get(c, "/suggest?q=%E9%9B%A8%E6%B0%B4"); p.StatusCode != http.StatusOK {
			b.Fatal(p.Status)
		}
	}
}
