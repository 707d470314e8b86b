package lexicon

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The block of Han characters that names and plans are written in.
const (
	firstHan = 0x4e00
	lastHan  = 0x9fff
)

// gb2312 marks the 6,763 characters of the simplified standard set. A text of these alone is simplified: it never loads the conversion.
var gb2312 = sync.OnceValue(func() *[(lastHan - firstHan + 64) / 64]uint64 {
	var codes []byte
	for hi := 0xb0; hi <= 0xf7; hi++ {
		for lo := 0xa1; lo <= 0xfe; lo++ {
			codes = append(codes, byte(hi), byte(lo))
		}
	}
	text, _ := simplifiedchinese.GBK.NewDecoder().Bytes(codes) // unused codes decode to U+FFFD
	set := new([(lastHan - firstHan + 64) / 64]uint64)
	for _, r := range string(text) {
		if firstHan <= r && r <= lastHan {
			set[(r-firstHan)/64] |= 1 << ((r - firstHan) % 64)
		}
	}
	return set
})

func inGB2312(r rune) bool {
	return firstHan <= r && r <= lastHan && gb2312()[(r-firstHan)/64]&(1<<((r-firstHan)%64)) != 0
}

// hasTraditional reports whether s holds a character that only traditional text uses.
func hasTraditional(s string) bool {
	for _, r := range s {
		if r >= firstHan && simplified(r, false) != r {
			return true
		}
	}
	return false
}

// traditionalTable is OpenCC's table of single characters, "traditional<TAB>simplified [other]" a line. The table alone is taken, not a
// library around it: those for Go link code under the GPL, and only single characters are converted here.
//
//go:embed opencc/TSCharacters.txt
var traditionalTable string

// toSimplified is the table as a map; the first alternative counts, as it does in OpenCC.
var toSimplified = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, 4200)
	for line := range strings.Lines(traditionalTable) {
		from, to, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found {
			continue
		}
		to, _, _ = strings.Cut(to, " ")
		t, n := utf8.DecodeRuneInString(from)
		r, k := utf8.DecodeRuneInString(to)
		if n == len(from) && k == len(to) {
			m[t] = r
		}
	}
	return m
})

// simplified maps one character, so that byte offsets stay exact; phrase tables could change lengths. Characters that simplified text uses in
// its own right (乾 in 乾坤, 著 in 著名) are mapped only where all is set.
func simplified(r rune, all bool) rune {
	if r < firstHan || r > lastHan || !all && inGB2312(r) {
		return r
	}
	s := convert(r)
	if again := convert(s); !inGB2312(s) {
		s = again // 薴 goes over 苧 to 苎
	}
	return s
}

func convert(r rune) rune {
	if s, found := toSimplified()[r]; found {
		return s
	}
	return r
}

// Simplify (繁转简) writes a text in simplified characters where it is written in traditional ones; a simplified text, with a traditional character here or
// there, comes back as it is. Every byte stays where it was.
func Simplify(s string) string {
	han, traditional := 0, 0
	for _, r := range s {
		if r >= firstHan && r <= lastHan {
			if han++; simplified(r, false) != r {
				traditional++
			}
		}
	}
	if traditional < fewestTraditional || traditional*20 < han {
		return s
	}
	return strings.Map(func(r rune) rune {
		if out := simplified(r, true); utf8.RuneLen(out) == utf8.RuneLen(r) {
			return out
		}
		return r
	}, s)
}

// fewestTraditional is how many traditional characters a text has at least that is written in them; one in twenty is less than any has.
const fewestTraditional = 10
