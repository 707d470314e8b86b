// Package search finds passages: text in, ranked passages out.
//
// In: documents with an id, a title and a body; questions as text. Out: ids with scores, best first (BM25 over gojieba's words and over
// bigrams), and the words of a text with their offsets and weights. An Index holds the documents it was built of, in memory; a Shelf
// holds those of thousands of plans, on disk, where they come and go plan by plan.
//
// It knows nothing of plans or answers. It never returns a score that depends on how the index is laid out.
package search
