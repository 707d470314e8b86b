package search

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/gofrs/flock"
)

// Group is the documents of one plan: they are written and deleted together.
type Group struct {
	Name string // unique on a shelf
	Docs []Doc  // ids are unique within the group
}

// Shelf is an index of groups, on disk or in memory, that grows and shrinks. It is safe for concurrent use, Close included: a search under way
// ends first, a later one fails.
//
// It has two levels. A group stands as one document that has all terms of the group, so that the groups that a question may be about are
// found among many without reading their passages; and its passages stand each alone, so that the right one is found within some groups.
type Shelf struct {
	seg   *Segmenter
	bleve bleve.Index
	lock  *flock.Flock // nil in memory

	writing sync.Mutex // one Put or Delete at a time
	closed  bool
	mu      sync.RWMutex
	held    ledger
}

// ledger is what the shelf holds. It is written in the batch that changes it, so a crash leaves both as they were or neither.
type ledger struct {
	Version string
	Groups  map[string]sizes
	Sums    sizes
}

// sizes are a group's number of passages and its terms in each field; of the ledger's sums, those of all groups.
type sizes struct{ Docs, Words, Bigrams int }

// ErrBusy is the error of opening a shelf that another process has open.
var ErrBusy = errors.New("index is open in another process")

// analysis is counted up when text is cut into terms in another way: what was written before would not be found.
const analysis = "1"

// Open opens the index in a folder, or begins one; "" keeps it in memory. version is the caller's: an index of another version, or one that
// is damaged, is thrown away and begun anew, since it can be made again. Errors: ErrBusy, and those of a folder that cannot be written.
func Open(seg *Segmenter, dir, version string) (*Shelf, error) {
	s := &Shelf{seg: seg}
	version = analysis + "/" + version
	if dir == "" {
		b, err := bleve.NewUsing("", shelfMapping(), scorch.Name, scorch.Name, nil)
		if err != nil {
			return nil, fmt.Errorf("open index: %w", err)
		}
		s.bleve, s.held = b, ledger{version, map[string]sizes{}, sizes{}}
		return s, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	// The kernel gives this lock back however a process ends; bleve's own would be waited for without an end.
	s.lock = flock.New(filepath.Join(dir, "lock"))
	if ok, err := s.lock.TryLock(); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	} else if !ok {
		return nil, ErrBusy
	}
	if err := s.openIn(filepath.Join(dir, "passages"), version); err != nil {
		return nil, errors.Join(fmt.Errorf("open index: %w", err), s.lock.Unlock())
	}
	return s, nil
}

func (s *Shelf) openIn(path, version string) error {
	if b, held, err := reopen(path); err == nil {
		if held.Version == version {
			s.bleve, s.held = b, held
			return nil
		}
		if err := b.Close(); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	b, err := bleve.NewUsing(path, shelfMapping(), scorch.Name, scorch.Name, onDisk())
	if err != nil {
		return err
	}
	s.bleve, s.held = b, ledger{version, map[string]sizes{}, sizes{}}
	return nil
}

// onDisk is how bleve keeps an index: bolt's lock is ours to have by then, so waiting for it would be for ever.
func onDisk() map[string]any {
	return map[string]any{"bolt_timeout": "1s"}
}

var errDamaged = errors.New("index is damaged")

// reopen opens what is there. bleve panics over some kinds of damage.
func reopen(path string) (b bleve.Index, held ledger, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errDamaged, p)
		}
	}()
	if b, err = bleve.OpenUsing(path, onDisk()); err != nil {
		return nil, held, err
	}
	raw, err := b.GetInternal(ledgerKey)
	if err == nil {
		err = gob.NewDecoder(bytes.NewReader(raw)).Decode(&held)
	}
	if err == nil {
		var n uint64
		if n, err = b.DocCount(); err == nil && int(n) != held.Sums.Docs+len(held.Groups) {
			err = errDamaged
		}
	}
	if err != nil {
		return nil, held, errors.Join(err, b.Close())
	}
	if held.Groups == nil {
		held.Groups = map[string]sizes{}
	}
	return b, held, nil
}

var ledgerKey = []byte("cewen ledger")

func shelfMapping() *mappingImpl {
	m := bleve.NewIndexMapping()
	m.ScoringModel = index.BM25Scoring
	return m
}

// Groups lists what the shelf holds, with the number of passages of each.
func (s *Shelf) Groups() map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make(map[string]int, len(s.held.Groups))
	for name, g := range s.held.Groups {
		out[name] = g.Docs
	}
	return out
}

// GroupHit is a group found, with its score: higher is better, and comparable only within one question.
type GroupHit struct {
	Name  string
	Score float64
}

// ShelfHit is a passage found.
type ShelfHit struct {
	Group, ID string
	Score     float64
}

// Rank returns the n groups that fit the question best, the highest score first, of equal scores the smaller name. within bounds which are
// looked at; nil looks at all.
func (s *Shelf) Rank(ctx context.Context, question string, n int, within []string) ([]GroupHit, error) {
	t := s.seg.analyzeQuestion(question)
	sums := s.sums()
	stats := &search.BM25Stats{DocCount: float64(sums.groups), FieldCardinality: map[string]int{groupWords: sums.Words, groupBigrams: sums.Bigrams, nameField: sums.groups, joined: sums.groups}}
	hits, err := s.search(ctx, stats, groupQuery(t), nameField, within, n)
	out := make([]GroupHit, 0, len(hits))
	for _, h := range hits {
		_, name := splitID(h.ID)
		out = append(out, GroupHit{name, h.Score})
	}
	return out, err
}

// Search returns the n passages that answer the question best, the highest score first, of equal scores the smaller group and id. within
// bounds in which groups; nil looks in all.
func (s *Shelf) Search(ctx context.Context, question string, n int, within []string) ([]ShelfHit, error) {
	t := s.seg.analyzeQuestion(question)
	sums := s.sums()
	stats := &search.BM25Stats{DocCount: float64(sums.Docs), FieldCardinality: map[string]int{wordField: sums.Words, bigramField: sums.Bigrams, ofField: sums.Docs, joined: sums.Docs}}
	hits, err := s.search(ctx, stats, questionQuery(t), ofField, within, n)
	out := make([]ShelfHit, 0, len(hits))
	for _, h := range hits {
		group, id := splitID(h.ID)
		out = append(out, ShelfHit{group, id, h.Score})
	}
	return out, err
}

// joined is the field that bleve names when it joins several terms into one list (unadorned disjunctions). Nothing is scored by it.
const joined = "*"

type allSums struct {
	sizes
	groups int
}

func (s *Shelf) sums() allSums {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return allSums{s.held.Sums, len(s.held.Groups)}
}

// search asks bleve. The true sums of lengths go in by the context, as in Index.Search.
func (s *Shelf) search(ctx context.Context, stats *search.BM25Stats, q queryLike, field string, within []string, n int) (_ search.DocumentMatchCollection, err error) {
	n = min(n, int(stats.DocCount))
	if n <= 0 || within != nil && len(within) == 0 {
		return nil, nil
	}
	defer func() {
		if p := recover(); p != nil { // a file of the index is damaged
			err = fmt.Errorf("search: %w: %v", errDamaged, p)
		}
	}()
	if within != nil {
		q = withinQuery{q, field, within}
	}
	request := bleve.NewSearchRequestOptions(q, n, 0, false)
	request.SortBy([]string{"-_score", "_id"})
	result, err := s.bleve.SearchInContext(context.WithValue(ctx, search.BM25StatsKey, stats), request)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return result.Hits, nil
}

// Close frees the index.
func (s *Shelf) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed { // bleve panics over a second time
		return nil
	}
	s.closed = true
	err := s.bleve.Close()
	if s.lock != nil {
		err = errors.Join(err, s.lock.Unlock())
	}
	if err != nil {
		return fmt.Errorf("close index: %w", err)
	}
	return nil
}

// clone is the ledger as a change begins from it.
func (l ledger) clone() ledger {
	l.Groups = maps.Clone(l.Groups)
	return l
}
