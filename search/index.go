package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// Doc is a text to be found. Its ID is unique in an index.
type Doc struct {
	ID, Title, Body string
}

// Hit is a document found, with its score: higher is better, and comparable only within one question.
type Hit struct {
	ID    string
	Score float64
}

// Index finds documents. It is in memory, immutable, and safe for concurrent use, Close included: a search under way ends first, a
// later one fails.
type Index struct {
	seg   *Segmenter
	bleve bleve.Index
	stats search.BM25Stats
}

// The fields of a document in the index.
const (
	wordField   = "words"
	bigramField = "bigrams"
)

// New builds an index of docs.
func New(seg *Segmenter, docs []Doc) (*Index, error) {
	return newIndex(seg, docs, max(len(docs), 1))
}

// newIndex builds the index in batches: each becomes a segment, which must not be seen in the scores.
func newIndex(seg *Segmenter, docs []Doc, batchSize int) (_ *Index, err error) {
	mapping := bleve.NewIndexMapping()
	mapping.ScoringModel = index.BM25Scoring
	b, err := bleve.NewUsing("", mapping, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	x := &Index{seg: seg, bleve: b, stats: search.BM25Stats{
		DocCount:         float64(len(docs)),
		FieldCardinality: map[string]int{wordField: 0, bigramField: 0},
	}}
	defer func() {
		if err != nil {
			err = errors.Join(err, x.Close())
		}
	}()
	seen := make(map[string]bool, len(docs))
	for part := range slices.Chunk(docs, batchSize) {
		batch := b.NewBatch()
		for _, doc := range part {
			if seen[doc.ID] {
				return nil, fmt.Errorf("index document %q: its id is taken", doc.ID)
			}
			seen[doc.ID] = true
			if err := batch.IndexAdvanced(x.document(doc)); err != nil {
				return nil, fmt.Errorf("index document %q: %w", doc.ID, err)
			}
		}
		if err := b.Batch(batch); err != nil {
			return nil, fmt.Errorf("index %d documents: %w", len(part), err)
		}
	}
	return x, nil
}

func (x *Index) document(doc Doc) *document.Document {
	// The title stands once before the body. Repeating it, as a weight, ranked no better on questions about the seed.
	t := x.seg.analyze(doc.Title + "\n" + doc.Body)
	x.stats.FieldCardinality[wordField] += len(t.words)
	x.stats.FieldCardinality[bigramField] += len(t.bigrams)
	d := document.NewDocument(doc.ID)
	d.AddField(newTermField(wordField, t.words))
	d.AddField(newTermField(bigramField, t.bigrams))
	return d
}

// Search returns the n documents that answer the question best: the highest score first, of equal scores the smaller ID. A question
// without a term of the index finds nothing.
func (x *Index) Search(ctx context.Context, question string, n int) ([]Hit, error) {
	n = min(n, int(x.stats.DocCount)) // bleve sets aside room for n
	if n <= 0 {
		return nil, nil
	}
	request := bleve.NewSearchRequestOptions(questionQuery(x.seg.analyzeQuestion(question)), n, 0, false)
	request.SortBy([]string{"-_score", "_id"})
	// bleve takes distinct terms for tokens when it computes the average length of a field, segment by segment. The true sums go in by
	// the context, for every field that the query touches.
	ctx = context.WithValue(ctx, search.BM25StatsKey, &x.stats)
	result, err := x.bleve.SearchInContext(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, 0, len(result.Hits))
	for _, hit := range result.Hits {
		hits = append(hits, Hit{ID: hit.ID, Score: hit.Score})
	}
	return hits, nil
}

// Close frees the index.
func (x *Index) Close() error {
	if err := x.bleve.Close(); err != nil {
		return fmt.Errorf("close index: %w", err)
	}
	return nil
}
