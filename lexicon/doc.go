// Package lexicon holds names and words as data: units and their short names, synonyms, numerals, years, clause numbers, stop words,
// homophones; and normalises text with offsets back to the source.
//
// In: strings as plans and people write them. Out: normalised text, and typed mentions with byte ranges of it. The data files under
// data/ are plain text that a clerk can extend; they are validated when they are loaded.
//
// It knows nothing of any particular plan and imports nothing of the project.
package lexicon
