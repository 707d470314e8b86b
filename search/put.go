package search

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// The fields of the two kinds of documents. A group has one document beside its passages, which holds all their terms; its fields are
// its own, so that the documents that hold a term are counted for each kind alone.
const (
	groupField       = "group" // of a passage: the name of its group
	groupWordField   = "group words"
	groupBigramField = "group bigrams"
)

// A passage's key in the index is its group's name and its ID; a group's document begins with what no name begins with.
const keySeparator = "\x00"

func passageKey(group, id string) string { return group + keySeparator + id }
func groupKey(name string) string        { return keySeparator + name }

// batchGroups is how many groups are analysed and written at a time: enough to share the cost of a commit among them, few enough for
// their terms to take some tens of megabytes.
const batchGroups = 16

// Put writes groups; one whose name is on the shelf is replaced, and of two with the same name the later stays. When Put returns nil,
// they are on the disk. Each group is written whole with its part of the statistics or not at all, also over a crash; after an error
// Groups tells which of them are there, some perhaps in memory only, until the disk takes them.
func (s *Shelf) Put(ctx context.Context, groups ...Group) error {
	groups, err := latest(groups)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	for part := range slices.Chunk(groups, batchGroups) {
		ready, err := s.analyzeGroups(ctx, part)
		if err != nil {
			return err
		}
		if err := s.write(ready, nil); err != nil {
			return fmt.Errorf("index %d groups: %w", len(part), err)
		}
	}
	return nil
}

// Delete removes groups; a name that is not there is none the less gone.
func (s *Shelf) Delete(ctx context.Context, names ...string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	for part := range slices.Chunk(names, batchGroups) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.write(nil, part); err != nil {
			return fmt.Errorf("delete %d groups: %w", len(part), err)
		}
	}
	return nil
}

// latest leaves of several groups of one name the last, and refuses what has no place in the index.
func latest(groups []Group) ([]Group, error) {
	last := make(map[string]int, len(groups))
	for i, group := range groups {
		if group.Name == "" || strings.Contains(group.Name, keySeparator) {
			return nil, fmt.Errorf("index group %q: not a name", group.Name)
		}
		seen := make(map[string]bool, len(group.Docs))
		for _, doc := range group.Docs {
			if seen[doc.ID] {
				return nil, fmt.Errorf("index group %q: document %q: its id is taken", group.Name, doc.ID)
			}
			seen[doc.ID] = true
		}
		last[group.Name] = i
	}
	var kept []Group
	for i, group := range groups {
		if last[group.Name] == i {
			kept = append(kept, group)
		}
	}
	return kept, nil
}

// readyGroup is a group in the form in which it is written.
type readyGroup struct {
	name   string
	docs   []*document.Document
	record tally
}

// analyzeGroups analyses on all cores: that is most of the work of a Put.
func (s *Shelf) analyzeGroups(ctx context.Context, groups []Group) ([]readyGroup, error) {
	ready := make([]readyGroup, len(groups))
	var (
		workers sync.WaitGroup
		next    atomic.Int64
	)
	for range min(runtime.GOMAXPROCS(0), len(groups)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(groups) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				ready[i] = s.ready(groups[i])
			}
		})
	}
	workers.Wait()
	return ready, ctx.Err()
}

func (s *Shelf) ready(group Group) readyGroup {
	r := readyGroup{name: group.Name, record: tally{groups: 1, docs: uint64(len(group.Docs))}}
	var all terms
	for _, doc := range group.Docs {
		t := s.seg.analyze(doc.Title + "\n" + doc.Body)
		all.words, all.bigrams = append(all.words, t.words...), append(all.bigrams, t.bigrams...)
		d := document.NewDocument(passageKey(group.Name, doc.ID))
		d.AddField(newTermField(groupField, []string{group.Name}))
		d.AddField(newTermField(wordField, t.words))
		d.AddField(newTermField(bigramField, t.bigrams))
		r.docs = append(r.docs, d)
	}
	d := document.NewDocument(groupKey(group.Name))
	d.AddField(newTermField(groupWordField, all.words))
	d.AddField(newTermField(groupBigramField, all.bigrams))
	r.docs = append(r.docs, d)
	r.record.words, r.record.bigrams = uint64(len(all.words)), uint64(len(all.bigrams))
	return r
}

// write puts groups and deletes others in one batch, with the records of both and the sums after it. A Close may come before it or after
// it.
func (s *Shelf) write(groups []readyGroup, gone []string) error {
	release, err := s.use()
	if err != nil {
		return err
	}
	defer release()
	records := s.known()
	batch := index.NewBatch()
	for _, name := range gone {
		if err := s.remove(batch, records, name); err != nil {
			return err
		}
	}
	for _, group := range groups {
		if err := s.remove(batch, records, group.name); err != nil {
			return err
		}
		for _, doc := range group.docs {
			batch.Update(doc)
		}
		batch.SetInternal([]byte(recordPrefix+group.name), group.record.encode())
		records[group.name] = group.record
	}
	if len(batch.InternalOps) == 0 {
		return nil
	}
	batch.SetInternal([]byte(totalKey), sumOf(records).encode())
	if err := s.index.Batch(batch); err != nil {
		return errors.Join(err, s.learn())
	}
	s.know(records)
	return nil
}

// remove takes a group out of the batch's outcome, if it is in the index.
func (s *Shelf) remove(batch *index.Batch, records map[string]tally, name string) error {
	if _, ok := records[name]; !ok {
		return nil
	}
	reader, err := s.index.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	numbers, err := passagesOf(context.Background(), reader, []string{name})
	if err != nil {
		return err
	}
	for _, number := range numbers {
		key, err := reader.ExternalID(index.NewIndexInternalID(nil, number))
		if err != nil {
			return err
		}
		batch.Delete(key)
	}
	batch.Delete(groupKey(name))
	batch.DeleteInternal([]byte(recordPrefix + name))
	delete(records, name)
	return nil
}

// learn reads from the index which groups it holds, after a batch of which it is not known how far it came.
func (s *Shelf) learn() error {
	reader, err := s.index.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	records, err := recordsOf(reader.(*scorch.IndexSnapshot))
	if err != nil {
		return err
	}
	s.know(records)
	return nil
}
