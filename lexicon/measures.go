package lexicon

import "strings"

// measureTable (计量单位表) gives each measure unit its dimension.
type measureTable struct {
	trie       *trie
	dimensions []string // per trie value
}

func (t *measureTable) read(lines []line) error {
	t.trie = newTrie()
	for _, l := range lines {
		dimension, units, err := l.pair(":")
		if err != nil {
			return err
		}
		for _, unit := range units {
			if old := t.trie.add(unit, int32(len(t.dimensions))); old >= 0 {
				return l.errorf("%q is in %q already", unit, t.dimensions[old])
			}
			t.dimensions = append(t.dimensions, dimension)
		}
	}
	return nil
}

// Dimension (量纲) returns what a measure unit measures: 公里 → length, 亩 → area, 万人次 → people, 亿元 → money, % → ratio; "" for an unknown unit.
// A rate has the dimension of what it counts: 吨/日 → weight.
func Dimension(unit string) string {
	t := Default().measures
	unit = strings.TrimSpace(Fold(unit))
	for {
		if id := t.trie.get(unit); id >= 0 {
			return t.dimensions[id]
		}
		short := unit
		for _, big := range []string{"百万", "千万", "万", "亿", "百", "千", "十"} {
			if s, ok := strings.CutPrefix(unit, big); ok && s != "" {
				short = s
				break
			}
		}
		if short == unit {
			if i := strings.IndexAny(unit, "/每"); i > 0 {
				short = unit[:i]
			}
		}
		if short == unit {
			return ""
		}
		unit = short
	}
}
