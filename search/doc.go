// Package search finds passages: text in, ranked passages out.
//
// In: documents with an id, a title and a body; questions as text. Out: ids with scores, best first (BM25 over gojieba's words and over
// bigrams), and the words of a text with their offsets and weights.
//
// It knows nothing of plans or answers. It never returns a score that depends on how the index is laid out.
package search
