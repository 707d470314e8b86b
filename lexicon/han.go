package lexicon

import (
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"
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

var (
	simplifiedCache [lastHan - firstHan + 1]atomic.Int32 // 0: not looked up yet

	// converter loads on the first rare or traditional character. OpenCC's t2s reads its tables in about 2 ms.
	converter = sync.OnceValue(func() *opencc.OpenCC {
		c, err := opencc.New("t2s")
		if err != nil {
			return nil // the tables are embedded in the library; without them text stays as written
		}
		return c
	})
)

// simplified maps one character, so that byte offsets stay exact; phrase tables could change lengths. Characters that simplified text uses in
// its own right (乾 in 乾坤, 著 in 著名) are mapped only where all is set.
func simplified(r rune, all bool) rune {
	if r < firstHan || r > lastHan || !all && inGB2312(r) {
		return r
	}
	if !all || !inGB2312(r) {
		if s := simplifiedCache[r-firstHan].Load(); s != 0 {
			return s
		}
	}
	s := convert(r)
	if again := convert(s); !inGB2312(s) {
		s = again // 薴 goes over 苧 to 苎
	}
	if !inGB2312(r) {
		simplifiedCache[r-firstHan].Store(s)
	}
	return s
}

func convert(r rune) rune {
	c := converter()
	if c == nil {
		return r
	}
	out, err := c.Convert(string(r))
	if err != nil {
		return r
	}
	s, size := utf8.DecodeRuneInString(out)
	if size != len(out) || s == utf8.RuneError {
		return r
	}
	return s
}
