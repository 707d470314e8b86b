package search

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"
)

// Segmenter cuts text into words. There is one per process (its dictionary takes tens of megabytes), safe for concurrent use. It cannot
// be taught words while it runs: gojieba is not safe for that.
type Segmenter struct {
	jieba   *gojieba.Jieba
	weights weights
}

// Word is a word of a text and its byte range there: Text == text[Start:End].
type Word struct {
	Text       string
	Start, End int
}

// DefaultSegmenter returns the process's segmenter; the first call loads it.
func DefaultSegmenter() (*Segmenter, error) { return defaultSegmenter() }

var defaultSegmenter = sync.OnceValues(newSegmenter)

func newSegmenter() (*Segmenter, error) {
	words, err := unpack(packedWords)
	if err != nil {
		return nil, fmt.Errorf("unpack the word list: %w", err)
	}
	model, err := unpack(packedModel)
	if err != nil {
		return nil, fmt.Errorf("unpack the character model: %w", err)
	}
	jieba, err := loadJieba(words, model, serve)
	if err != nil {
		return nil, fmt.Errorf("load the segmenter: %w", err)
	}
	return &Segmenter{jieba: jieba, weights: newWeights(words)}, nil
}

// Cut cuts text into words, one after the other and without a gap: together they are the text, white space and punctuation included.
func (s *Segmenter) Cut(text string) []Word {
	return s.cut(text, gojieba.DefaultMode)
}

// CutSearch cuts text as Cut does and puts before every longer word the shorter words inside it, so that ranges overlap.
func (s *Segmenter) CutSearch(text string) []Word {
	return s.cut(text, gojieba.SearchMode)
}

func (s *Segmenter) cut(text string, mode gojieba.TokenizeMode) []Word {
	clean := cleanBytes(text)
	words := make([]Word, 0, len(text)/5+1)
	for start := 0; start < len(clean); {
		end := start + pieceEnd(clean[start:])
		for _, word := range s.jieba.Tokenize(clean[start:end], mode, true) {
			words = append(words, Word{Text: text[start+word.Start : start+word.End], Start: start + word.Start, End: start + word.End})
		}
		start = end
	}
	return words
}

// cleanBytes replaces each NUL, at which gojieba stops reading, and each byte that is not UTF-8, for which it returns nothing, by a
// space. A byte stays a byte, so offsets hold.
func cleanBytes(text string) string {
	if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
		return text
	}
	clean := []byte(text)
	for i := 0; i < len(clean); {
		r, size := utf8.DecodeRune(clean[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			clean[i] = ' '
		}
		i += size
	}
	return string(clean)
}

// pieceLimit bounds what is cut at once: gojieba needs some hundred bytes of memory for each byte.
const pieceLimit = 16 << 10

// pieceEnd returns where to end the piece that begins with text: at the limit or before it, after a separator at which gojieba starts
// afresh anyway, so that the words are those of the whole; only where there is none, between two characters.
func pieceEnd(text string) int {
	if len(text) <= pieceLimit {
		return len(text)
	}
	end := pieceLimit
	for !utf8.RuneStart(text[end]) {
		end--
	}
	if i := strings.LastIndexAny(text[:end], " \t\n，。"); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		return i + size
	}
	return end
}
