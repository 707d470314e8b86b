package search

import (
	"context"
	"math"
	"math/bits"

	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// The scores here are those of Index, by the same formula, but computed over the index's lists of documents without the library's tree of
// searchers: the sums are exact, the terms are added up in the question's order, and a search within some groups reads about those only.

// asked is a question's terms at one level.
type asked struct {
	fields [2][]*askedTerm // words, bigrams
	totals [2]float64      // terms asked for in each field, those that no document holds included
}

// askedTerm is a term's list of documents and what each of its occurrences is worth.
type askedTerm struct {
	reader  index.TermFieldReader
	doc     index.TermFieldDoc
	number  uint64 // of the document it stands at
	done    bool
	holders uint64
	idf     float64
	weight  float64
	average float64 // length of the field
}

// ask looks the terms up. The sums are read from the same state of the index.
func (l level) ask(ctx context.Context, r index.IndexReader, t terms) (_ *asked, err error) {
	encoded, err := r.GetInternal([]byte(totalKey))
	if err != nil {
		return nil, err
	}
	total, err := decodeTally(encoded)
	if err != nil {
		return nil, err
	}
	a, count := &asked{}, float64(l.count(total))
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	for i, field := range []struct {
		name   string
		terms  []string
		length uint64
	}{{l.words, t.words, total.words}, {l.bigrams, t.bigrams, total.bigrams}} {
		average := math.Ceil(float64(field.length) / count)
		for _, term := range field.terms {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			reader, err := r.TermFieldReader(ctx, []byte(term), field.name, true, true, false)
			if err != nil {
				return nil, err
			}
			holders := reader.Count()
			idf := math.Log(1 + (count-float64(holders)+.5)/(float64(holders)+.5))
			a.fields[i] = append(a.fields[i], &askedTerm{reader: reader, holders: holders, idf: idf, average: average})
		}
	}
	if l.rareTerms {
		a.keepRare(uint64(count / 2))
	}
	a.weigh()
	return a, nil
}

// keepRare leaves out the terms that more than limit documents hold, if there are others: they cost most and say least. With a limit of
// half the groups, of 600 questions about a thousand made-up plans 563 had the plan that they were about among the first 30, with all
// terms 565, with a third of the groups 552.
func (a *asked) keepRare(limit uint64) {
	rare := false
	for _, field := range a.fields {
		for _, t := range field {
			rare = rare || 0 < t.holders && t.holders <= limit
		}
	}
	if !rare {
		return
	}
	for i, field := range a.fields {
		kept := field[:0]
		for _, t := range field {
			if t.holders <= limit {
				kept = append(kept, t)
			} else {
				_ = t.reader.Close()
			}
		}
		a.fields[i] = kept
	}
}

// weigh gives each term its weight, the whole question having a length of 1, and leaves those that no document holds.
func (a *asked) weigh() {
	squares := 0.0
	for i, field := range a.fields {
		a.totals[i] = float64(len(field))
		for _, t := range field {
			squares += t.idf * t.idf
		}
	}
	for i, field := range a.fields {
		kept := field[:0]
		for _, t := range field {
			t.weight = t.idf * t.idf / math.Sqrt(squares)
			if t.holders > 0 {
				kept = append(kept, t)
			} else {
				_ = t.reader.Close()
			}
		}
		a.fields[i] = kept
	}
}

func (a *asked) close() {
	for _, field := range a.fields {
		for _, t := range field {
			_ = t.reader.Close() // nothing to lose: it was read from
		}
	}
}

// next stands at the next document of the list.
func (t *askedTerm) next() error { return t.stand(t.reader.Next(&t.doc)) }

// advance stands at a document or the first after it. The library would begin anew if the list were not before it.
func (t *askedTerm) advance(number uint64, id index.IndexInternalID) error {
	if t.done || t.doc.ID != nil && t.number >= number {
		return nil
	}
	return t.stand(t.reader.Advance(id, &t.doc))
}

func (t *askedTerm) stand(doc *index.TermFieldDoc, err error) error {
	if err != nil || doc == nil {
		t.done = true
		return err
	}
	t.number = doc.ID.Value()
	return nil
}

// score is what the term adds to the document at which its list stands: BM25 with the square root of the frequency, as bleve has it.
func (t *askedTerm) score() float64 {
	tf, length := math.Sqrt(float64(t.doc.Freq)), 1/(t.doc.Norm*t.doc.Norm)
	return t.weight * tf * search.BM25_k1 / (tf + search.BM25_k1*(1-search.BM25_b+search.BM25_b*length/t.average))
}

// share is what a document has of the question so far.
type share struct {
	score [2]float64
	terms [2]float64
}

func (s *share) add(field int, score float64) {
	s.score[field] += score
	s.terms[field]++
}

// scoreOf is a document's score: the larger, the larger the part of the terms it has, in each field and in both. It is rounded to single
// precision as Index's are, so that documents that are equal there are so here.
func (a *asked) scoreOf(s share) float64 {
	sum, fields := 0.0, 0.0
	for i := range s.score {
		if s.terms[i] > 0 {
			sum += s.score[i] * s.terms[i] / a.totals[i]
			fields++
		}
	}
	return float64(float32(sum * fields / 2))
}

// window is how many documents are scored at a time, so that the sums stay near however many there are; a multiple of 64.
const window = 4096

// scoreAll scores every document that has one of the terms.
func (a *asked) scoreAll(ctx context.Context, best *best) error {
	for _, field := range a.fields {
		for _, t := range field {
			if err := t.next(); err != nil {
				return err
			}
		}
	}
	shares, touched := make([]share, window), make([]uint64, window/64)
	for start, ok := a.first(); ok; start, ok = a.first() {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, field := range a.fields {
			for _, t := range field {
				for !t.done && t.number < start+window {
					at := t.number - start
					shares[at].add(i, t.score())
					touched[at/64] |= 1 << (at % 64)
					if err := t.next(); err != nil {
						return err
					}
				}
			}
		}
		for k, word := range touched {
			for ; word != 0; word &= word - 1 {
				at := k*64 + bits.TrailingZeros64(word)
				best.add(start+uint64(at), a.scoreOf(shares[at]))
				shares[at] = share{}
			}
		}
		clear(touched)
	}
	return nil
}

// first returns the first document at which a list stands.
func (a *asked) first() (number uint64, ok bool) {
	for _, field := range a.fields {
		for _, t := range field {
			if !t.done && (!ok || t.number < number) {
				number, ok = t.number, true
			}
		}
	}
	return number, ok
}

// scoreOnly scores the documents of these numbers, which are in order.
func (a *asked) scoreOnly(ctx context.Context, numbers []uint64, best *best) error {
	shares, id := make([]share, len(numbers)), index.IndexInternalID(nil)
	for i, field := range a.fields {
		for _, t := range field {
			if err := ctx.Err(); err != nil {
				return err
			}
			for k, number := range numbers {
				id = index.NewIndexInternalID(id, number)
				if err := t.advance(number, id); err != nil {
					return err
				}
				if t.done {
					break
				}
				if t.number == number {
					shares[k].add(i, t.score())
				}
			}
		}
	}
	for k, s := range shares {
		if s.terms != [2]float64{} {
			best.add(numbers[k], a.scoreOf(s))
		}
	}
	return nil
}
