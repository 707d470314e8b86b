package search

import (
	"encoding/binary"
	"errors"
	"maps"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/gofrs/flock"
)

// Group is the documents of one plan, written and deleted whole. Its Name is unique on a shelf (a checksum does), not empty and without
// NUL; a Doc's ID is unique within its group.
type Group struct {
	Name string
	Docs []Doc
}

// GroupHit is a group found, with its score: higher is better, and comparable only within one question.
type GroupHit struct {
	Name  string
	Score float64
}

// ShelfHit is a document of a group found, with its score: higher is better, and comparable only within one question.
type ShelfHit struct {
	Group, ID string
	Score     float64
}

// Errors of a shelf.
var (
	ErrBusy   = errors.New("another process holds the index")
	ErrClosed = errors.New("the index is closed")
)

// Shelf is an index of groups that grows, on disk or in memory. It is safe for concurrent use: a search sees each group either whole or
// not at all, together with its part of the statistics; Close waits for what is under way, and what comes later gets ErrClosed.
type Shelf struct {
	seg      *Segmenter
	folder   string // where the index is kept, "" for memory
	lock     *flock.Flock
	index    *scorch.Scorch
	analysis *index.AnalysisQueue

	open    sync.RWMutex // held for reading by whatever uses the index
	closed  bool
	writing sync.Mutex // one writer: each batch carries the sums after it

	held    sync.Mutex
	records map[string]tally // the groups in the index
}

// The keys of what the index keeps beside documents. They are written in the batch of the documents that they tell of.
const (
	versionKey   = "version"
	totalKey     = "total"
	recordPrefix = "group:" // and the group's name
)

// tally counts what BM25 needs to know of a group, or of all of them. A group's own document has the tokens of its passages, so that
// one count of tokens serves both levels.
type tally struct {
	groups, docs, words, bigrams uint64
}

func (t tally) plus(u tally) tally {
	return tally{t.groups + u.groups, t.docs + u.docs, t.words + u.words, t.bigrams + u.bigrams}
}

func (t tally) encode() []byte {
	var b []byte
	for _, n := range []uint64{t.groups, t.docs, t.words, t.bigrams} {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func decodeTally(b []byte) (tally, error) {
	var n [4]uint64
	for i := range n {
		value, size := binary.Uvarint(b)
		if size <= 0 {
			return tally{}, errDamaged
		}
		n[i], b = value, b[size:]
	}
	if len(b) > 0 {
		return tally{}, errDamaged
	}
	return tally{n[0], n[1], n[2], n[3]}, nil
}

func sumOf(records map[string]tally) tally {
	var total tally
	for _, record := range records {
		total = total.plus(record)
	}
	return total
}

// Groups returns the names of the groups in the index and how many documents each has.
func (s *Shelf) Groups() map[string]int {
	s.held.Lock()
	defer s.held.Unlock()
	groups := make(map[string]int, len(s.records))
	for name, record := range s.records {
		groups[name] = int(record.docs)
	}
	return groups
}

func (s *Shelf) known() map[string]tally {
	s.held.Lock()
	defer s.held.Unlock()
	return maps.Clone(s.records)
}

func (s *Shelf) know(records map[string]tally) {
	s.held.Lock()
	defer s.held.Unlock()
	s.records = records
}

// use keeps the index open until the returned function is called.
func (s *Shelf) use() (release func(), err error) {
	s.open.RLock()
	if s.closed {
		s.open.RUnlock()
		return nil, ErrClosed
	}
	return s.open.RUnlock, nil
}
