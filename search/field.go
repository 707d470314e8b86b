package search

import index "github.com/blevesearch/bleve_index_api"

// termField is a field of a document that is analysed already: the index needs the terms and their number, not the text, and keeps
// neither offsets nor the value.
type termField struct {
	name        string
	length      int
	frequencies index.TokenFrequencies
}

func newTermField(name string, terms []string) *termField {
	counts := make(map[string]int, len(terms))
	bytes := 0
	for _, term := range terms {
		if counts[term]++; counts[term] == 1 {
			bytes += len(term)
		}
	}
	// A plan has thousands of terms: they lie side by side, not each on its own.
	f := &termField{name: name, length: len(terms), frequencies: make(index.TokenFrequencies, len(counts))}
	all, text := make([]index.TokenFreq, len(counts)), make([]byte, 0, bytes)
	for term, count := range counts {
		text = append(text, term...)
		known := &all[0]
		all = all[1:]
		known.Term = text[len(text)-len(term) : len(text) : len(text)]
		known.SetFrequency(count)
		f.frequencies[term] = known
	}
	return f
}

func (f *termField) Name() string                                     { return f.name }
func (f *termField) Value() []byte                                    { return nil }
func (f *termField) ArrayPositions() []uint64                         { return nil }
func (f *termField) EncodedFieldType() byte                           { return 't' }
func (f *termField) Analyze()                                         {}
func (f *termField) Options() index.FieldIndexingOptions              { return index.IndexField }
func (f *termField) AnalyzedLength() int                              { return f.length }
func (f *termField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *termField) NumPlainTextBytes() uint64                        { return 0 }
func (f *termField) Size() int                                        { return 0 }
