package lexicon

import "unicode/utf8"

// trie finds which of many words start at a place of a text. It is immutable after it is built and safe for concurrent use.
type trie struct {
	// first tells in one look that no word starts with a rune; most places of a text end there.
	first [1 << 16 / 64]uint64
	edges map[uint64]int32 // node<<32 | rune → node
	value []int32          // per node: index given to add, or -1
}

func newTrie() *trie {
	return &trie{edges: map[uint64]int32{}, value: []int32{-1}}
}

// add puts word in with a value. It returns the value that the word had before, or -1.
func (t *trie) add(word string, value int32) int32 {
	node := int32(0)
	for i, r := range word {
		if i == 0 && r < 1<<16 {
			t.first[r/64] |= 1 << (r % 64)
		}
		key := uint64(node)<<32 | uint64(r)
		next, ok := t.edges[key]
		if !ok {
			next = int32(len(t.value))
			t.edges[key] = next
			t.value = append(t.value, -1)
		}
		node = next
	}
	old := t.value[node]
	if old < 0 {
		t.value[node] = value
	}
	return old
}

// get returns the value of exactly word, or -1.
func (t *trie) get(word string) int32 {
	if end, v := t.longest(word, 0); end == len(word) && v >= 0 {
		return v
	}
	return -1
}

// longest returns the end and the value of the longest word that starts at s[at:], or 0 and -1.
func (t *trie) longest(s string, at int) (int, int32) {
	end, value := 0, int32(-1)
	t.each(s, at, func(e int, v int32) { end, value = e, v })
	return end, value
}

// each calls f for every word that starts at s[at:], shortest first.
func (t *trie) each(s string, at int, f func(end int, value int32)) {
	node := int32(0)
	for i := at; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if i == at && r < 1<<16 && t.first[r/64]&(1<<(r%64)) == 0 {
			return
		}
		next, ok := t.edges[uint64(node)<<32|uint64(r)]
		if !ok {
			return
		}
		node = next
		i += size
		if v := t.value[node]; v >= 0 {
			f(i, v)
		}
	}
}
