package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	passages = `{"id":"p1","text":"完成老旧小区改造300个,惠及居民3万户。"}
{"id":"p2","text":"新建公共充电站20座。"}

{"id":"p3","text":"提升医疗废物收集处置能力。"}
`
	queries = `{"id":"q1","text":"老旧小区改造多少个?"}
{"id":"q2","text":"医疗废物由谁处置?"}
{"id":"q3","text":"老旧小区改造惠及多少居民?"}
{"id":"q4","text":"毫不相干"}
`
	// q3 is judged to be about another passage: the right one comes second or not at all.
	relevance = "q1\tp1\t1\nq2\tp3\t1\nq2\tp1\t0\nq3\tp2\t1\nq4\tp1\t1"
)

func writeRanking(t *testing.T, passages, queries, relevance string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"passages.jsonl": passages, "queries.jsonl": queries, "qrels.tsv": relevance} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRetrieval(t *testing.T) {
	report, err := Retrieval(writeRanking(t, passages, queries, relevance))
	if err != nil {
		t.Fatal(err)
	}
	if report.Queries != 4 || report.Recall1 != .5 || report.Recall5 != .5 || report.MRR10 != .5 {
		t.Errorf("got %+v", report)
	}
	if report.IndexS <= 0 || report.P50US <= 0 || report.P95US < report.P50US {
		t.Errorf("times %+v", report)
	}
	line, err := json.Marshal(RetrievalReport{Queries: 2, Recall1: .5, Recall5: 1, MRR10: .75, IndexS: .1, P50US: 60, P95US: 120})
	if want := `{"queries":2,"recall@1":0.5,"recall@5":1,"mrr@10":0.75,"index_s":0.1,"p50_us":60,"p95_us":120}`; err != nil || string(line) != want {
		t.Errorf("marshals to %s, %v", line, err)
	}
}

func TestRetrievalRefuses(t *testing.T) {
	for _, test := range []struct{ name, passages, queries, relevance, want string }{
		{"no passages", "", queries, relevance, "passages.jsonl"},
		{"no queries", passages, "", relevance, "queries.jsonl"},
		{"no relevance", passages, queries, "", "qrels.tsv"},
		{"empty file", "\n", queries, relevance, "passages.jsonl: empty"},
		{"no JSON", passages + "{", queries, relevance, "passages.jsonl line 5: "},
		{"no id", passages, queries + `{"text":"x"}`, relevance, "queries.jsonl line 5: no id"},
		{"id twice", passages, queries + `{"id":"q1"}`, relevance, `line 5: id "q1" is there twice`},
		{"a column too few", passages, queries, "q1\tp1", "qrels.tsv line 1: 2 columns"},
		{"no passage for a query", passages, queries, "q1\tp1\t1", `query "q2" has no relevant passage`},
		{"unknown passage", passages, queries, relevance + "\nq4\tp9\t1", `passage "p9" is not in passages.jsonl`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Retrieval(writeRanking(t, test.passages, test.queries, test.relevance))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q in it", err, test.want)
			}
		})
	}
	if _, err := Retrieval(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("no error for a missing folder")
	}
}

// BenchmarkRetrieval reports the figures of a ranking set that is given by CEWEN_RANKING.
func BenchmarkRetrieval(b *testing.B) {
	dir := os.Getenv("CEWEN_RANKING")
	if dir == "" {
		b.Skip("CEWEN_RANKING names no folder")
	}
	for b.Loop() {
		report, err := Retrieval(dir)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(report.Recall1, "recall@1")
		b.ReportMetric(report.MRR10, "mrr@10")
		b.ReportMetric(report.P50US, "p50_us")
		b.ReportMetric(report.P95US, "p95_us")
	}
}
