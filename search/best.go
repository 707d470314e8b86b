package search

import (
	"cmp"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// best keeps the n best documents, and those equal to the last of them: which of these come first is decided by their keys, which are
// looked up at the end only.
type best struct {
	n     int
	floor float64 // what a document must reach
	kept  []numbered
}

type numbered struct {
	number uint64
	score  float64
}

// slack is how many documents more than n are kept before those below the n-th are dropped.
const slack = 1024

func (b *best) add(number uint64, score float64) {
	if score < b.floor {
		return
	}
	b.kept = append(b.kept, numbered{number, score})
	// Equal scores can keep more than n: double then, lest each further one sorts again.
	if len(b.kept) == cap(b.kept) && len(b.kept) >= b.n+slack {
		b.trim()
	}
}

// trim drops what is below the n-th.
func (b *best) trim() {
	slices.SortFunc(b.kept, func(x, y numbered) int { return cmp.Compare(y.score, x.score) })
	if len(b.kept) <= b.n {
		return
	}
	b.floor = b.kept[b.n-1].score
	end := b.n
	for end < len(b.kept) && b.kept[end].score == b.floor {
		end++
	}
	b.kept = b.kept[:end]
}

// resolve returns the n best with their keys, the best first, of equal scores the smaller key.
func (b *best) resolve(r index.IndexReader) ([]found, error) {
	b.trim()
	all, id := make([]found, 0, len(b.kept)), index.IndexInternalID(nil)
	for _, k := range b.kept {
		id = index.NewIndexInternalID(id, k.number)
		key, err := r.ExternalID(id)
		if err != nil {
			return nil, err
		}
		all = append(all, found{key, k.score})
	}
	slices.SortFunc(all, func(x, y found) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.key, y.key))
	})
	return all[:min(b.n, len(all))], nil
}
