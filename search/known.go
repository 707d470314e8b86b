package search

// Known reports whether the dictionary holds a word. A form that it holds is no slip of the pen for another.
func (s *Segmenter) Known(word string) bool { return s.weights.frequency(word) > 1 }
