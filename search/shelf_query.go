package search

import (
	"context"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"
)

type (
	queryLike   = query.Query
	mappingImpl = mapping.IndexMappingImpl
)

// groupQuery asks for any of the terms, of whole groups.
func groupQuery(t terms) query.Query {
	return steadyQuery{query.NewDisjunctionQuery([]query.Query{anyOf(groupWords, t.words), anyOf(groupBigrams, t.bigrams)})}
}

// withinQuery is a query within some groups. The groups lead: only their documents are scored, however many there are besides.
type withinQuery struct {
	query.Query
	field string
	names []string
}

func (q withinQuery) Searcher(ctx context.Context, r index.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	inner, err := q.Query.Searcher(ctx, r, m, o)
	if err != nil {
		return nil, err
	}
	unscored := o
	unscored.Score, unscored.IncludeTermVectors = "none", false
	leads := make([]search.Searcher, 0, len(q.names))
	for _, name := range q.names {
		lead, err := searcher.NewTermSearcher(ctx, r, name, q.field, 1, unscored)
		if err != nil {
			return nil, err
		}
		leads = append(leads, lead)
	}
	lead := leads[0]
	if len(leads) > 1 {
		if lead, err = searcher.NewDisjunctionSearcher(ctx, r, leads, 0, unscored); err != nil {
			return nil, err
		}
	}
	return &withinSearcher{Searcher: inner, lead: lead}, nil
}

// withinSearcher gives the inner searcher's matches that the lead has too, by leaps from one to the other.
type withinSearcher struct {
	search.Searcher
	lead search.Searcher
	at   index.IndexInternalID
}

func (s *withinSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	lead, err := s.lead.Next(ctx)
	return s.meet(ctx, lead, err)
}

func (s *withinSearcher) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	lead, err := s.lead.Advance(ctx, id)
	return s.meet(ctx, lead, err)
}

// meet leaps until both stand at one document.
func (s *withinSearcher) meet(ctx *search.SearchContext, lead *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	var match *search.DocumentMatch
	for err == nil && lead != nil {
		if match == nil || match.IndexInternalID.Compare(lead.IndexInternalID) < 0 {
			if match != nil {
				ctx.DocumentMatchPool.Put(match)
			}
			if match, err = s.Searcher.Advance(ctx, lead.IndexInternalID); err != nil || match == nil {
				break
			}
		}
		if match.IndexInternalID.Compare(lead.IndexInternalID) == 0 {
			ctx.DocumentMatchPool.Put(lead)
			return match, nil
		}
		s.at = append(s.at[:0], match.IndexInternalID...)
		ctx.DocumentMatchPool.Put(lead)
		lead, err = s.lead.Advance(ctx, s.at)
	}
	return nil, err
}

func (s *withinSearcher) Count() uint64 { return s.lead.Count() }

func (s *withinSearcher) DocumentMatchPoolSize() int {
	return s.Searcher.DocumentMatchPoolSize() + s.lead.DocumentMatchPoolSize() + 1
}

func (s *withinSearcher) Close() error {
	err := s.Searcher.Close()
	if e := s.lead.Close(); err == nil {
		err = e
	}
	return err
}
