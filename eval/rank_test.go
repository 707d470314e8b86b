package eval

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cewen/search"
)

// rankFloor is the least share of questions whose clause has to come first. The golden says what it is; this says what it may never be.
const rankFloor = 0.82

// TestRanking asks the index alone, without readings or facts, for the clause of every question of the development set that has one: at
// which rank does its first passage stand? The golden lists each question, so that a change of words, weights or segmentation shows which
// questions it moves and not only by how much; -update rewrites it.
func TestRanking(t *testing.T) {
	index, clauseOf := passageIndex(t)
	var b bytes.Buffer
	var asked, first, five int
	types := map[string][2]int{} // first and asked of each type: questions for a bureau's tasks are not the index's, which holds no markers
	var mrr float64
	for _, q := range readSet(t, "testdata/questions_dev.jsonl") {
		if !q.Answerable || len(q.Clauses) != 1 || q.Dialog != "" {
			continue
		}
		hits, err := index.Search(t.Context(), q.Text, rankingDepth)
		if err != nil {
			t.Fatal(err)
		}
		asked++
		types[q.Type] = [2]int{types[q.Type][0], types[q.Type][1] + 1}
		rank := 1 + slices.IndexFunc(hits, func(h search.Hit) bool { return clauseOf[h.ID] == q.Clauses[0] })
		instead := ""
		switch {
		case rank == 1:
			first++
			types[q.Type] = [2]int{types[q.Type][0] + 1, types[q.Type][1]}
		case len(hits) > 0:
			instead = fmt.Sprintf("  (first: %d)", clauseOf[hits[0].ID])
		}
		if rank > 0 {
			mrr += 1 / float64(rank)
		}
		if 0 < rank && rank <= 5 {
			five++
		}
		at := strconv.Itoa(rank)
		if rank == 0 {
			at = "-"
		}
		fmt.Fprintf(&b, "%s %s %d %s%s\n", at, q.ID, q.Clauses[0], strings.Join(strings.Fields(q.Text), " "), instead)
	}
	n := float64(asked)
	head := fmt.Sprintf("# rank, question, its clause. %d questions: recall@1 %.3f, recall@5 %.3f, MRR@%d %.3f\n",
		asked, float64(first)/n, float64(five)/n, rankingDepth, mrr/n)
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		head += fmt.Sprintf("# %s %d/%d\n", typ, types[typ][0], types[typ][1])
	}
	got := append([]byte(head), b.Bytes()...)
	if share := float64(first) / n; share < rankFloor {
		t.Errorf("recall@1 %.3f, the floor is %.3f", share, rankFloor)
	}
	compareGolden(t, "testdata/ranking.golden", got)
}

// passageIndex indexes the seed's passages, as a plan's are: each part of a clause with the clause's title, and each row of the table.
func passageIndex(t *testing.T) (*search.Index, map[string]int) {
	t.Helper()
	seg, err := search.DefaultSegmenter()
	if err != nil {
		t.Fatal(err)
	}
	p := seedSnapshot(t).Plans()[0]
	clauseOf := map[string]int{}
	var docs []search.Doc
	for i := range p.Clauses {
		c := &p.Clauses[i]
		for j := range c.Parts {
			id := fmt.Sprintf("%d/%d", c.Number, j)
			clauseOf[id] = c.Number
			docs = append(docs, search.Doc{ID: id, Title: c.Title, Body: c.Parts[j].Span.In(p.Text)})
		}
	}
	for i := range p.Indicators {
		in := &p.Indicators[i]
		id := fmt.Sprintf("%d/row%d", in.Clause, in.Row)
		clauseOf[id] = in.Clause
		docs = append(docs, search.Doc{ID: id, Title: in.Category, Body: in.Span.In(p.Text)})
	}
	index, err := search.New(seg, docs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := index.Close(); err != nil {
			t.Error(err)
		}
	})
	return index, clauseOf
}
