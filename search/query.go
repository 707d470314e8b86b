package search

import (
	"context"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"
)

// questionQuery asks for any of the terms in either field; a document is the better, the larger the part of them it has.
func questionQuery(t terms) query.Query {
	return steadyQuery{query.NewDisjunctionQuery([]query.Query{anyOf(wordField, t.words), anyOf(bigramField, t.bigrams)})}
}

func anyOf(field string, terms []string) query.Query {
	queries := make([]query.Query, 0, len(terms))
	for _, term := range terms {
		q := query.NewTermQuery(term)
		q.SetField(field)
		queries = append(queries, q)
	}
	return query.NewDisjunctionQuery(queries)
}

// steadyQuery scores as its query does, in single precision. The order in which bleve adds up the terms' shares follows the order of the
// documents in a segment, which is a map's, so the last bits of a sum change from one start to the next: rounding them off keeps equal
// documents equal, in the order of their ids.
type steadyQuery struct{ query.Query }

func (q steadyQuery) Searcher(ctx context.Context, r index.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	inner, err := q.Query.Searcher(ctx, r, m, o)
	if err != nil {
		return nil, err
	}
	return steadySearcher{inner}, nil
}

type steadySearcher struct{ search.Searcher }

func (s steadySearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	return steady(s.Searcher.Next(ctx))
}

func (s steadySearcher) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	return steady(s.Searcher.Advance(ctx, id))
}

func steady(match *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	if match != nil {
		match.Score = float64(float32(match.Score))
	}
	return match, err
}
