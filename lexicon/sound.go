package lexicon

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/mozillazg/go-pinyin"
)

// soundCache holds the toneless readings of a character after its first use; the table of the library has them as "zhòng,chóng".
var soundCache [lastHan - firstHan + 1]atomic.Pointer[[]string]

// Pinyin (拼音) returns for each rune of s its first toneless syllable, "" where it is no Han character.
func Pinyin(s string) []string {
	var syllables []string
	for _, r := range s {
		first := ""
		if all := sounds(r); len(all) > 0 {
			first = all[0]
		}
		syllables = append(syllables, first)
	}
	return syllables
}

// SameSound reports whether two characters can be read alike, tones left out: 食堂 typed as 食唐. A character is alike to itself.
func SameSound(a, b rune) bool {
	if a == b {
		return true
	}
	for _, s := range sounds(a) {
		if slices.Contains(sounds(b), s) {
			return true
		}
	}
	return false
}

func sounds(r rune) []string {
	if r < firstHan || r > lastHan {
		return nil
	}
	if known := soundCache[r-firstHan].Load(); known != nil {
		return *known
	}
	var all []string
	for toned := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if plain := toneless(toned); plain != "" && !slices.Contains(all, plain) {
			all = append(all, plain)
		}
	}
	soundCache[r-firstHan].Store(&all)
	return all
}

var tones = strings.NewReplacer("ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e", "ī", "i", "í", "i", "ǐ", "i", "ì", "i",
	"ō", "o", "ó", "o", "ǒ", "o", "ò", "o", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ü", "v",
	"ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m", "ê", "e", "ế", "e", "ề", "e")

func toneless(syllable string) string { return tones.Replace(syllable) }
