package search

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
)

// The fields of a shelf beside those of Index: to which group a passage belongs, and a group's name and terms.
const (
	ofField      = "of"
	nameField    = "name"
	groupWords   = "group words"
	groupBigrams = "group bigrams"
)

// groupID is the id of a group's own document; a passage's is its group's name and its own id.
func groupID(name string) string { return "\x00" + name }

func passageID(group, id string) string { return group + "\x00" + id }

func splitID(id string) (group, own string) {
	group, own, _ = strings.Cut(id, "\x00")
	return group, own
}

// groupsABatch bounds how much is analysed and kept in memory before it is written.
const groupsABatch = 50

// Put writes groups; one whose name is there is replaced. Each is written wholly or not at all, whenever the process ends. Errors leave the
// groups that are written by then.
func (s *Shelf) Put(ctx context.Context, groups ...Group) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	for part := range slices.Chunk(groups, groupsABatch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.putBatch(part); err != nil {
			return err
		}
	}
	return nil
}

// made is a group ready to be written.
type made struct {
	docs []*document.Document
	size sizes
	err  error
}

func (s *Shelf) putBatch(groups []Group) error {
	out := make([]made, len(groups))
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(groups)) {
		wait.Go(func() {
			for i := range next {
				out[i] = s.analyzed(groups[i])
			}
		})
	}
	for i := range groups {
		next <- i
	}
	close(next)
	wait.Wait()

	held := s.held.clone()
	batch := s.bleve.NewBatch()
	for i, g := range groups {
		if out[i].err != nil {
			return fmt.Errorf("index group %q: %w", g.Name, out[i].err)
		}
		if err := s.remove(batch, &held, g.Name); err != nil {
			return err
		}
		for _, d := range out[i].docs {
			if err := batch.IndexAdvanced(d); err != nil {
				return fmt.Errorf("index group %q: %w", g.Name, err)
			}
		}
		held.Groups[g.Name] = out[i].size
		held.Sums = held.Sums.plus(out[i].size, 1)
	}
	return s.write(batch, held)
}

func (a sizes) plus(b sizes, sign int) sizes {
	return sizes{a.Docs + sign*b.Docs, a.Words + sign*b.Words, a.Bigrams + sign*b.Bigrams}
}

// analyzed cuts the documents of a group into terms.
func (s *Shelf) analyzed(g Group) made {
	var m made
	if g.Name == "" || strings.Contains(g.Name, "\x00") {
		m.err = fmt.Errorf("no name for a group")
		return m
	}
	var words, bigrams []string
	seen := make(map[string]bool, len(g.Docs))
	for _, doc := range g.Docs {
		if doc.ID == "" || seen[doc.ID] {
			m.err = fmt.Errorf("document %q: no id, or its id is taken", doc.ID)
			return m
		}
		seen[doc.ID] = true
		t := s.seg.analyze(doc.Title + "\n" + doc.Body)
		d := document.NewDocument(passageID(g.Name, doc.ID))
		d.AddField(newTermField(wordField, t.words))
		d.AddField(newTermField(bigramField, t.bigrams))
		d.AddField(newTermField(ofField, []string{g.Name}))
		m.docs = append(m.docs, d)
		m.size = m.size.plus(sizes{1, len(t.words), len(t.bigrams)}, 1)
		words, bigrams = append(words, t.words...), append(bigrams, t.bigrams...)
	}
	d := document.NewDocument(groupID(g.Name))
	d.AddField(newTermField(groupWords, words))
	d.AddField(newTermField(groupBigrams, bigrams))
	d.AddField(newTermField(nameField, []string{g.Name}))
	m.docs = append(m.docs, d)
	return m
}

// Delete removes groups; a name that is not there is passed over.
func (s *Shelf) Delete(_ context.Context, names ...string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	held := s.held.clone()
	batch := s.bleve.NewBatch()
	for _, name := range names {
		if err := s.remove(batch, &held, name); err != nil {
			return err
		}
	}
	if batch.Size() == 0 {
		return nil
	}
	return s.write(batch, held)
}

// remove takes a group out in a batch.
func (s *Shelf) remove(batch *bleve.Batch, held *ledger, name string) error {
	old, ok := held.Groups[name]
	if !ok {
		return nil
	}
	ids, err := s.passagesOf(name)
	if err != nil {
		return fmt.Errorf("remove group %q: %w", name, err)
	}
	for _, id := range append(ids, groupID(name)) {
		batch.Delete(id)
	}
	delete(held.Groups, name)
	held.Sums = held.Sums.plus(old, -1)
	return nil
}

// passagesOf lists the ids of a group's passages.
func (s *Shelf) passagesOf(name string) (ids []string, err error) {
	inner, err := s.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	r, err := inner.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	terms, err := r.TermFieldReader(context.Background(), []byte(name), ofField, false, false, false)
	if err != nil {
		return nil, err
	}
	defer terms.Close()
	for {
		d, err := terms.Next(nil)
		if err != nil || d == nil {
			return ids, err
		}
		id, err := r.ExternalID(d.ID)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
}

// write commits a batch with the ledger that says what there is after it.
func (s *Shelf) write(batch *bleve.Batch, held ledger) error {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(held); err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	batch.SetInternal(ledgerKey, b.Bytes())
	if err := s.bleve.Batch(batch); err != nil {
		return fmt.Errorf("write index: %w", err)
	}
	s.mu.Lock()
	s.held = held
	s.mu.Unlock()
	return nil
}
