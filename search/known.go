package search

import "bytes"

// Known reports whether the dictionary holds a word. A form that it holds is no slip of the pen for another.
func (s *Segmenter) Known(word string) bool { return s.weights.line(word) != nil }

// Class returns the first letter of a word's class in the dictionary (n noun, v verb, a adjective, d adverb, r pronoun, m numeral, q
// measure, p preposition, …), 0 for a word that it does not hold.
func (s *Segmenter) Class(word string) byte {
	line := s.weights.line(word)
	if line == nil {
		return 0
	}
	return line[bytes.LastIndexByte(line, ' ')+1]
}
