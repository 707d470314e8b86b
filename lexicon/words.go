package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// stopTable (停用词) holds the words that carry no topic in a question.
type stopTable struct {
	words []string
	set   map[string]bool
}

func (t *stopTable) read(lines []line) error {
	t.set = map[string]bool{}
	for _, l := range lines {
		for word := range strings.FieldsSeq(l.text) {
			if t.set[word] {
				return l.errorf("%q is there already", word)
			}
			t.set[word] = true
			t.words = append(t.words, word)
		}
	}
	slices.Sort(t.words)
	return nil
}

// IsStop reports whether a word carries no topic: 的, 请问, 情况. The word is expected in normal form.
func (l *Lexicon) IsStop(word string) bool { return l.stops.set[word] }

// Stops returns all stop words, sorted.
func (l *Lexicon) Stops() []string { return slices.Clone(l.stops.words) }

// Synonym (同义词) is a word of a text with the words that plans use for the same thing.
type Synonym struct {
	Start, End   int
	Word         string
	Alternatives []string // shared with the lexicon: not to be changed
}

// synonymTable holds for each word its alternatives.
type synonymTable struct {
	trie  *trie
	alts  [][]string
	words []string
}

func (t *synonymTable) read(lines []line) error {
	t.trie = newTrie()
	for _, l := range lines {
		words, alts := strings.Fields(l.text), strings.Fields(l.text)
		if strings.Contains(l.text, "=") {
			left, right, err := l.pair("=")
			if err != nil {
				return err
			}
			words, alts = strings.Fields(left), right
		} else if len(words) < 2 {
			return l.errorf("a group needs two words")
		}
		for i, alt := range alts {
			if slices.Contains(alts[:i], alt) {
				return l.errorf("%q stands twice in the line", alt)
			}
		}
		added := 0
		for _, word := range words {
			if utf8.RuneCountInString(word) < 2 {
				return l.errorf("%q is too short: one character is part of too many words", word)
			}
			added += t.add(word, alts)
		}
		if added == 0 {
			return l.errorf("all this is said in earlier lines")
		}
	}
	return nil
}

// add gives word the alternatives of one line; what other lines gave it stays. It returns how many are new.
func (t *synonymTable) add(word string, alts []string) int {
	id := t.trie.get(word)
	if id < 0 {
		id = int32(len(t.alts))
		t.trie.add(word, id)
		t.alts = append(t.alts, nil)
		t.words = append(t.words, word)
	}
	added := 0
	for _, alt := range alts {
		if alt != word && !slices.Contains(t.alts[id], alt) {
			t.alts[id] = append(t.alts[id], alt)
			added++
		}
	}
	return added
}

// FindSynonyms returns every word of norm that has alternatives: in the order of the text, longest first at each start, overlaps kept.
func (l *Lexicon) FindSynonyms(norm string) []Synonym {
	var found []Synonym
	for i := range norm {
		first := len(found)
		l.synonyms.trie.each(norm, i, func(end int, id int32) {
			found = append(found, Synonym{Start: i, End: end, Word: l.synonyms.words[id], Alternatives: l.synonyms.alts[id]})
		})
		slices.Reverse(found[first:])
	}
	return found
}

// Cue (线索词) is a phrase that shows what a question asks for. Name is the group it belongs to in data/cues.txt.
type Cue struct {
	Start, End int
	Name, Form string
}

type cueTable struct {
	trie  *trie
	forms []cueForm
}

type cueForm struct {
	form  string
	names []string // a phrase may serve several groups
}

func (t *cueTable) read(lines []line) error {
	t.trie = newTrie()
	for _, l := range lines {
		name, forms, err := l.pair(":")
		if err != nil {
			return err
		}
		for _, form := range forms {
			id := t.trie.get(form)
			if id < 0 {
				id = int32(len(t.forms))
				t.trie.add(form, id)
				t.forms = append(t.forms, cueForm{form: form})
			}
			if slices.Contains(t.forms[id].names, name) {
				return l.errorf("%q is in %q already", form, name)
			}
			t.forms[id].names = append(t.forms[id].names, name)
		}
	}
	return nil
}

// FindCues returns the phrases of data/cues.txt in norm: of each group the longest at each start, and of one group none that lies within another.
// Groups may overlap each other.
func (l *Lexicon) FindCues(norm string) []Cue {
	var found []Cue
	reach := map[string]int{} // how far the cues of each group reach, up to the last start
	for i := range norm {
		first := len(found)
		l.cues.trie.each(norm, i, func(end int, id int32) {
			for _, name := range l.cues.forms[id].names {
				c := Cue{Start: i, End: end, Name: name, Form: l.cues.forms[id].form}
				if j := slices.IndexFunc(found[first:], func(o Cue) bool { return o.Name == name }); j >= 0 {
					found[first+j] = c
				} else if reach[name] < end {
					found = append(found, c)
				}
			}
		})
		for _, c := range found[first:] {
			reach[c.Name] = max(reach[c.Name], c.End)
		}
		slices.SortStableFunc(found[first:], func(a, b Cue) int { return cmp.Compare(b.End, a.End) })
	}
	return found
}
