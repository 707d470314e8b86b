package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cewen/search"
)

// RetrievalReport says how well the index ranks. It marshals to the line that `cewen eval --retrieval` prints.
type RetrievalReport struct {
	Queries int     `json:"queries"`
	Recall1 float64 `json:"recall@1"`
	Recall5 float64 `json:"recall@5"`
	MRR10   float64 `json:"mrr@10"`
	IndexS  float64 `json:"index_s"`
	P50US   float64 `json:"p50_us"`
	P95US   float64 `json:"p95_us"`
}

// rankingDepth is as far down as a ranking is read.
const rankingDepth = 10

// Retrieval indexes the passages of a folder as the passages of a plan are indexed, asks its queries, and compares.
func Retrieval(dir string) (_ RetrievalReport, err error) {
	set, err := readRanking(dir)
	if err != nil {
		return RetrievalReport{}, fmt.Errorf("read ranking set: %w", err)
	}
	seg, err := search.DefaultSegmenter()
	if err != nil {
		return RetrievalReport{}, err
	}
	docs := make([]search.Doc, 0, len(set.passages))
	for _, passage := range set.passages {
		docs = append(docs, search.Doc{ID: passage.ID, Body: passage.Text})
	}
	start := time.Now()
	index, err := search.New(seg, docs)
	if err != nil {
		return RetrievalReport{}, fmt.Errorf("index passages: %w", err)
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	report := RetrievalReport{Queries: len(set.queries), IndexS: time.Since(start).Seconds()}

	times := make([]time.Duration, 0, len(set.queries))
	for _, query := range set.queries {
		start := time.Now()
		hits, err := index.Search(context.Background(), query.Text, rankingDepth)
		if err != nil {
			return RetrievalReport{}, fmt.Errorf("query %q: %w", query.ID, err)
		}
		times = append(times, time.Since(start))
		relevant := set.relevant[query.ID]
		rank := slices.IndexFunc(hits, func(hit search.Hit) bool { return relevant[hit.ID] })
		if rank < 0 {
			continue
		}
		report.MRR10 += 1 / float64(rank+1)
		if rank < 1 {
			report.Recall1++
		}
		if rank < 5 {
			report.Recall5++
		}
	}
	n := float64(len(set.queries))
	report.Recall1, report.Recall5, report.MRR10 = report.Recall1/n, report.Recall5/n, report.MRR10/n
	slices.Sort(times)
	report.P50US, report.P95US = microseconds(times, 50), microseconds(times, 95)
	return report, nil
}

// microseconds returns a percentile of sorted times.
func microseconds(times []time.Duration, percent int) float64 {
	return float64(times[(len(times)-1)*percent/100].Nanoseconds()) / 1e3
}
