package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
)

// mixedLengths is a corpus whose documents are long and repeat their words, so that distinct terms a document, which bleve takes for its
// average length, are few beside tokens a document. "long" says 养老 often, "short" once.
func mixedLengths() []Doc {
	docs := []Doc{
		{ID: "long", Body: strings.Repeat("养老,", 16) + strings.Repeat("县城道路交通,", 40)},
		{ID: "short", Body: "养老" + strings.Repeat("县城道路,", 3)},
	}
	for i := range 10 {
		docs = append(docs, Doc{ID: fmt.Sprintf("other%02d", i), Body: strings.Repeat("县城道路交通,", 60)})
	}
	return docs
}

// without asks as Search does, with other sums or none.
func without(t *testing.T, x *Index, question string, stats *search.BM25Stats) ([]Hit, error) {
	t.Helper()
	request := bleve.NewSearchRequestOptions(questionQuery(x.seg.analyzeQuestion(question)), 10, 0, false)
	request.SortBy([]string{"-_score", "_id"})
	ctx := context.Background()
	if stats != nil {
		ctx = context.WithValue(ctx, search.BM25StatsKey, stats)
	}
	result, err := x.bleve.SearchInContext(ctx, request)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, hit := range result.Hits {
		hits = append(hits, Hit{ID: hit.ID, Score: hit.Score})
	}
	return hits, nil
}

func TestTrueSumsChangeTheRanking(t *testing.T) {
	x := newTestIndex(t, mixedLengths(), 100)
	wrong, err := without(t, x, "养老", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(wrong); got != "short long" {
		t.Errorf("bleve alone ranks %q: the true sums may no longer be needed", got)
	}
	if got := ids(ask(t, x, "养老", 10)); got != "long short" {
		t.Errorf("ranked %q, want %q", got, "long short")
	}
}

// The score is the formula's, with the average over tokens.
func TestScoreIsBM25(t *testing.T) {
	docs := mixedLengths()
	x := newTestIndex(t, docs, 100)
	hits := ask(t, x, "养老", 10)
	for _, hit := range hits {
		i := slices.IndexFunc(docs, func(doc Doc) bool { return doc.ID == hit.ID })
		want := 0.0
		for _, field := range []func(terms) []string{func(t terms) []string { return t.words }, func(t terms) []string { return t.bigrams }} {
			total := 0
			for _, doc := range docs {
				total += len(field(x.seg.analyze(doc.Body)))
			}
			found := field(x.seg.analyze(docs[i].Body))
			frequency := 0
			for _, term := range found {
				if term == "养老" {
					frequency++
				}
			}
			// bleve's own: the square root of the frequency, the average rounded up, the inverse frequency again as the query's weight,
			// and the weights of both fields brought to a length of 1.
			tf, average, n := math.Sqrt(float64(frequency)), math.Ceil(float64(total)/float64(len(docs))), float64(len(docs))
			idf := math.Log(1 + (n-2+.5)/(2+.5))
			norm := search.BM25_k1 * (1 - search.BM25_b + search.BM25_b*float64(len(found))/average)
			want += idf * tf * search.BM25_k1 / (tf + norm) / math.Sqrt2
		}
		if math.Abs(hit.Score-want) > 1e-5 {
			t.Errorf("%s: score %v, want %v", hit.ID, hit.Score, want)
		}
	}
	if len(hits) != 2 {
		t.Errorf("%d hits, want 2", len(hits))
	}
}

func TestScoresDoNotDependOnLayout(t *testing.T) {
	docs := append(mixedLengths(), corpus...)
	question := "县城养老服务、老旧小区改造和公共充电站到2025年由谁牵头"
	want := ask(t, newTestIndex(t, docs, len(docs)), question, 50)
	wrongMoves := false
	base, err := without(t, newTestIndex(t, docs, len(docs)), question, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, batch := range []int{1, 2, 3, 7, len(docs)} {
		x := newTestIndex(t, docs, batch)
		if got := ask(t, x, question, 50); !slices.Equal(got, want) {
			t.Errorf("batches of %d: %v, want %v", batch, got, want)
		}
		wrong, err := without(t, x, question, nil)
		if err != nil {
			t.Fatal(err)
		}
		wrongMoves = wrongMoves || !slices.Equal(wrong, base)
	}
	if !wrongMoves {
		t.Error("bleve alone no longer moves with the layout: the true sums may no longer be needed")
	}
}

func TestEveryFieldNeedsItsSum(t *testing.T) {
	x := newTestIndex(t, corpus, 100)
	_, err := without(t, x, "老旧小区", &search.BM25Stats{DocCount: 6, FieldCardinality: map[string]int{wordField: 100}})
	if err == nil {
		t.Error("no error for a field without its sum")
	}
}
