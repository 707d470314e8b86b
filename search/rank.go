package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"
)

// Rank returns the n groups that fit a question best: the highest score first, of equal scores the smaller name. With a list of names,
// only those groups are ranked.
func (s *Shelf) Rank(ctx context.Context, question string, n int, within []string) ([]GroupHit, error) {
	found, err := s.find(ctx, question, n, within, groupLevel)
	if err != nil {
		return nil, fmt.Errorf("rank groups: %w", err)
	}
	hits := make([]GroupHit, 0, len(found))
	for _, f := range found {
		hits = append(hits, GroupHit{Name: strings.TrimPrefix(f.key, keySeparator), Score: f.score})
	}
	return hits, nil
}

// Search returns the n documents that answer the question best: the highest score first, of equal scores by group and ID. With a list of
// names, only documents of those groups are found. Scores do not depend on the list.
func (s *Shelf) Search(ctx context.Context, question string, n int, within []string) ([]ShelfHit, error) {
	found, err := s.find(ctx, question, n, within, passageLevel)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := make([]ShelfHit, 0, len(found))
	for _, f := range found {
		group, id, _ := strings.Cut(f.key, keySeparator)
		hits = append(hits, ShelfHit{Group: group, ID: id, Score: f.score})
	}
	return hits, nil
}

// level is one kind of documents: its fields, how many documents there are of it, and how the documents of groups are found.
type level struct {
	words, bigrams string
	count          func(tally) uint64
	of             func(ctx context.Context, r index.IndexReader, groups []string) ([]uint64, error)
	rareTerms      bool // leave out what many documents hold
}

var (
	passageLevel = level{
		words: wordField, bigrams: bigramField,
		count: func(t tally) uint64 { return t.docs },
		of:    passagesOf,
	}
	groupLevel = level{
		words: groupWordField, bigrams: groupBigramField,
		count:     func(t tally) uint64 { return t.groups },
		of:        documentsOf,
		rareTerms: true,
	}
)

type found struct {
	key   string
	score float64
}

func (s *Shelf) find(ctx context.Context, question string, n int, within []string, l level) ([]found, error) {
	release, err := s.use()
	if err != nil {
		return nil, err
	}
	defer release()
	if n <= 0 || within != nil && len(within) == 0 {
		return nil, ctx.Err()
	}
	t := s.seg.analyzeQuestion(question)
	// Documents and sums are those of one state of the index, whatever is written meanwhile.
	reader, err := s.index.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	asked, err := l.ask(ctx, reader, t)
	if err != nil {
		return nil, err
	}
	defer asked.close()
	best := best{n: n}
	if within == nil {
		err = asked.scoreAll(ctx, &best)
	} else {
		var numbers []uint64
		if numbers, err = l.of(ctx, reader, within); err == nil {
			err = asked.scoreOnly(ctx, numbers, &best)
		}
	}
	if err != nil {
		return nil, err
	}
	return best.resolve(reader)
}

// passagesOf returns the numbers of the groups' passages in a state of the index, in order.
func passagesOf(ctx context.Context, r index.IndexReader, groups []string) ([]uint64, error) {
	return numbersOf(ctx, r, groupField, groups, func(name string) string { return name })
}

// documentsOf returns the numbers of the groups' own documents in a state of the index, in order.
func documentsOf(ctx context.Context, r index.IndexReader, groups []string) ([]uint64, error) {
	return numbersOf(ctx, r, "_id", groups, groupKey)
}

func numbersOf(ctx context.Context, r index.IndexReader, field string, names []string, term func(string) string) ([]uint64, error) {
	var numbers []uint64
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		reader, err := r.TermFieldReader(ctx, []byte(term(name)), field, false, false, false)
		if err != nil {
			return nil, err
		}
		var doc index.TermFieldDoc
		next, err := reader.Next(&doc)
		for ; err == nil && next != nil; next, err = reader.Next(&doc) {
			numbers = append(numbers, next.ID.Value())
		}
		if err := reader.Close(); err != nil {
			return nil, err
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}
