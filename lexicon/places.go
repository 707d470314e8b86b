package lexicon

import "strings"

// Levels (层级) of government as UnitLevel and UnitMention.Level give them.
const (
	LevelState    = "国家"
	LevelProvince = "省"
	LevelCity     = "市"
	LevelCounty   = "县"
	LevelDistrict = "区"
	LevelTown     = "镇"
)

// placeTable holds the beginnings of a unit's name that say whose unit it is: names of places, level words, 市委, 人民政府.
type placeTable struct {
	trie   *trie
	levels []string // per trie value: the level, "" where the word does not tell
	names  map[string]bool
}

// levelWords can be stripped one after the other: 中共|临沂|市|委|组织部, 市|人民政府|国资委.
var levelWords = map[string][]string{
	LevelState:    {"国家", "全国", "中央", "国务院", "中华人民共和国"},
	LevelProvince: {"省", "自治区", "全省", "省级", "省直", "我省", "本省"},
	LevelCity:     {"市", "州", "盟", "自治州", "全市", "市级", "市直", "我市", "本市"},
	LevelCounty:   {"县", "旗", "自治县", "自治旗", "全县", "县级", "县直", "我县", "本县"},
	LevelDistrict: {"区", "新区", "区级", "区直", "我区", "本区"},
	LevelTown:     {"镇", "乡", "街道"},
	"":            {"中共", "中国共产党", "中国", "人民政府", "政府", "委", "党委"},
}

func (t *placeTable) read(lines []line) error {
	t.trie = newTrie()
	t.names = map[string]bool{}
	add := func(l line, word, level string) error {
		if old := t.trie.add(word, int32(len(t.levels))); old >= 0 {
			if t.levels[old] == level || !t.names[word] {
				return l.errorf("%q is there already", word)
			}
			return nil // 吉林 is a province and a city, 海南 a province and a prefecture: the first line counts
		}
		t.levels = append(t.levels, level)
		t.names[word] = true
		return nil
	}
	for _, l := range lines {
		level, words, err := l.pair(":")
		if err != nil {
			return err
		}
		if level != LevelProvince && level != LevelCity {
			return l.errorf("unknown level %q", level)
		}
		for _, word := range words {
			full, short, ok := strings.Cut(word, "=")
			if !ok {
				short = strings.TrimSuffix(strings.TrimSuffix(full, "省"), "市")
			}
			if full == "" || short == "" {
				return l.errorf("%q lacks a name", word)
			}
			// Written in full the name tells the level; 北京市 is a city in what its units are called (市财政局).
			fullLevel := level
			if strings.HasSuffix(full, "市") {
				fullLevel = LevelCity
			}
			if err := add(l, full, fullLevel); err != nil {
				return err
			}
			if short == full {
				continue
			}
			if err := add(l, short, ""); err != nil && !t.names[short] {
				return err
			}
		}
	}
	for level, words := range levelWords {
		for _, word := range words {
			if t.trie.add(word, int32(len(t.levels))) < 0 {
				t.levels = append(t.levels, level)
			}
		}
	}
	return nil
}

// IsPlace reports whether name is a province or a prefecture-level city of places.txt, in full or short: 临沂市, 临沂.
func (l *Lexicon) IsPlace(name string) bool { return l.places.names[name] }
