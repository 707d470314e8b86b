package lexicon

import (
	"slices"
	"strings"
)

// unitTable (单位名称表) knows the kinds of unit and all forms of their names, without level and place.
type unitTable struct {
	kinds    []unitKind
	forms    *trie
	formKind [][]int32 // per value of forms: the kinds it may mean, the usual one first
	patterns []unitPattern
	heads    *trie // the beginnings of patterns
	headOf   [][]int32
	places   *placeTable
}

// unitKind is one line of units.txt.
type unitKind struct {
	key   string
	forms []string // as written in the file, the key first
	alts  []string // forms that the rules add
}

// unitPattern is a form with the name of a place inside: 国网*供电公司.
type unitPattern struct {
	head, tail string
	kind       int32
}

func (t *unitTable) read(lines []line) error {
	t.forms, t.heads = newTrie(), newTrie()
	line := map[string]int{}
	type second struct {
		form string
		kind int32
		line line0
	}
	var seconds []second
	for _, l := range lines {
		key, words, err := l.pair("=")
		if err != nil {
			return err
		}
		if strings.ContainsAny(key, " *?{") {
			return l.errorf("the key %q is to be one plain word", key)
		}
		kind := int32(len(t.kinds))
		k := unitKind{key: key}
		for _, word := range append([]string{key}, words...) {
			expanded, err := expand(l, word)
			if err != nil {
				return err
			}
			for _, form := range expanded {
				switch {
				case strings.HasPrefix(form, "?"):
					seconds = append(seconds, second{form[len("?"):], kind, line0{l}})
				case strings.Contains(form, "*"):
					head, tail, _ := strings.Cut(form, "*")
					if head == "" || tail == "" || strings.Contains(tail, "*") {
						return l.errorf("%q: one * between two words", form)
					}
					t.addPattern(unitPattern{head, tail, kind})
				default:
					if no, taken := line[form]; taken {
						return l.errorf("%q is there already, in line %d", form, no)
					}
					line[form] = l.no
					k.forms = append(k.forms, form)
					t.addForm(form, kind)
				}
			}
		}
		t.kinds = append(t.kinds, k)
	}
	for _, s := range seconds {
		if _, ok := line[s.form]; !ok {
			return s.line.errorf("?%s: no other line has this form", s.form)
		}
		t.addForm(s.form, s.kind)
	}
	return nil
}

// line0 keeps the place of a form for an error that is found later.
type line0 struct{ line }

// finish adds the forms that follow by rule. A form that a line gives to another kind stays there.
func (t *unitTable) finish(places *placeTable) {
	t.places = places
	for kind := range t.kinds {
		k := &t.kinds[kind]
		for _, form := range k.forms {
			for _, short := range shortened(form) {
				if t.forms.get(short) < 0 {
					t.addForm(short, int32(kind))
					k.alts = append(k.alts, short)
				}
			}
		}
	}
}

func (t *unitTable) addForm(form string, kind int32) {
	if id := t.forms.add(form, int32(len(t.formKind))); id >= 0 {
		t.formKind[id] = append(t.formKind[id], kind)
		return
	}
	t.formKind = append(t.formKind, []int32{kind})
}

func (t *unitTable) addPattern(p unitPattern) {
	if id := t.heads.add(p.head, int32(len(t.headOf))); id >= 0 {
		t.headOf[id] = append(t.headOf[id], int32(len(t.patterns)))
	} else {
		t.headOf = append(t.headOf, []int32{int32(len(t.patterns))})
	}
	t.patterns = append(t.patterns, p)
}

// expand resolves 教育{局|厅|部}.
func expand(l line, word string) ([]string, error) {
	head, rest, ok := strings.Cut(word, "{")
	if !ok {
		if strings.ContainsAny(word, "}|") {
			return nil, l.errorf("%q: brackets do not match", word)
		}
		return []string{word}, nil
	}
	inner, tail, ok := strings.Cut(rest, "}")
	if !ok || strings.ContainsAny(tail, "{}|") || strings.Contains(inner, "{") {
		return nil, l.errorf("%q: brackets do not match", word)
	}
	var forms []string
	for choice := range strings.SplitSeq(inner, "|") {
		if choice == "" {
			return nil, l.errorf("%q: an empty choice", word)
		}
		forms = append(forms, head+choice+tail)
	}
	return forms, nil
}

// shortenings are the rules by which official names lose words. 例: 人力资源和社会保障局 is written 人力资源社会保障局, 国有资产监督管理委员会 国有资产监管委.
var shortenings = [][2]string{{"和", ""}, {"与", ""}, {"及", ""}, {"暨", ""}, {"委员会", "委"}, {"办公室", "办"}, {"办公厅", "办"}, {"监督管理", "监管"}}

// shortened returns what the rules make of a form, each rule applied or not.
func shortened(form string) []string {
	all := []string{form}
	for _, rule := range shortenings {
		for _, f := range all {
			if i := strings.Index(f, rule[0]); i > 0 && !slices.Contains(all, strings.ReplaceAll(f, rule[0], rule[1])) {
				all = append(all, strings.ReplaceAll(f, rule[0], rule[1]))
			}
		}
	}
	return all[1:]
}

// squeeze applies all rules: the key of a unit that the table does not know.
func squeeze(core string) string {
	for _, rule := range shortenings {
		if i := strings.Index(core, rule[0]); i > 0 {
			core = core[:i] + strings.ReplaceAll(core[i:], rule[0], rule[1])
		}
	}
	return core
}
