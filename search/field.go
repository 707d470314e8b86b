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
	f := &termField{name: name, length: len(terms), frequencies: make(index.TokenFrequencies, len(terms))}
	for _, term := range terms {
		known, ok := f.frequencies[term]
		if !ok {
			known = &index.TokenFreq{Term: []byte(term)}
			f.frequencies[term] = known
		}
		known.SetFrequency(known.Frequency() + 1)
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
