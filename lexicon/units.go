package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
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

// parsed is a unit's name taken apart.
type parsed struct {
	level string
	core  string  // the name without level and place
	kinds []int32 // what the table says of core, nil where it says nothing
}

// parse takes a name apart. It prefers the longest core that the table knows: 市场监管局 is no 场监管局 of a 市.
func (t *unitTable) parse(name string) parsed {
	name = cleanName(name)
	level, rest := "", name
	for {
		if kinds := t.lookup(rest); kinds != nil {
			return parsed{orLevel(level, impliedLevel(rest)), rest, kinds}
		}
		next, l, ok := t.stripPrefix(rest)
		if !ok {
			break
		}
		if l != "" {
			level = l
		}
		rest = next
	}
	if strings.HasSuffix(rest, "机关") && len(rest) > len("机关")+3 {
		return t.parse(strings.TrimSuffix(name, "机关")) // 例: 市直某某协会机关
	}
	return parsed{orLevel(level, impliedLevel(rest)), rest, nil}
}

// lookup returns the kinds of a core name.
func (t *unitTable) lookup(core string) []int32 {
	if id := t.forms.get(core); id >= 0 {
		return t.formKind[id]
	}
	var found []int32
	t.heads.each(core, 0, func(end int, id int32) {
		for _, p := range t.headOf[id] {
			tail := t.patterns[p].tail
			if between := len(core) - end - len(tail); between > 0 && between <= maxPlace && strings.HasSuffix(core, tail) {
				found = []int32{t.patterns[p].kind}
			}
		}
	})
	return found
}

// maxPlace bounds what * stands for, in bytes: 克孜勒苏柯尔克孜自治州 has eleven characters.
const maxPlace = 11 * 3

// notPrefix are words that begin like a level: 市场发展中心 is no 场发展中心 of a 市.
var notPrefix = []string{"市场", "市政管", "市政工", "市政公", "市政设", "市政园", "市容", "市民服", "市民热", "市民中", "县域", "县城", "区域", "区块", "省际", "委托", "委员", "委会", "国家级", "中国人", "州际", "旗帜", "镇域", "乡村", "乡镇", "政府采"}

// stripPrefix removes one level word or place from the front of a name; what is left has two characters or more.
func (t *unitTable) stripPrefix(name string) (rest, level string, ok bool) {
	for _, word := range notPrefix {
		if strings.HasPrefix(name, word) {
			return name, "", false
		}
	}
	if end, id := t.places.trie.longest(name, 0); id >= 0 && enough(name[end:]) {
		return name[end:], t.places.levels[id], true
	}
	// A county that no table lists: 沂水县财政局, 岱岳区教育局.
	runes := 0
	for i, r := range name {
		if runes++; runes > 5 {
			break
		}
		if l := levelOf(r); l != "" && runes >= 3 && enough(name[i+3:]) && !startsLikeWord(name[i:]) {
			return name[i+3:], l, true
		}
	}
	return name, "", false
}

func startsLikeWord(s string) bool {
	return slices.ContainsFunc(notPrefix, func(w string) bool { return strings.HasPrefix(s, w) })
}

func enough(rest string) bool { return utf8.RuneCountInString(rest) >= 2 }

func levelOf(r rune) string {
	switch r {
	case '省':
		return LevelProvince
	case '市', '州', '盟':
		return LevelCity
	case '县', '旗':
		return LevelCounty
	case '区':
		return LevelDistrict
	case '镇', '乡':
		return LevelTown
	}
	return ""
}

// impliedLevel is what a core name itself says: ministries are the state's, 厅 a province's. 例: 财政部, 教育厅, 税务总局, 海关总署.
func impliedLevel(core string) string {
	switch {
	case strings.HasPrefix(core, "国务院"), strings.HasPrefix(core, "中国"), strings.HasPrefix(core, "国家") && !strings.Contains(core, "*"):
		if strings.Contains(core, "分") || strings.Contains(core, "市") || strings.Contains(core, "国家电网") {
			break
		}
		return LevelState
	case strings.HasSuffix(core, "总局"), strings.HasSuffix(core, "总署"):
		return LevelState
	case strings.HasSuffix(core, "厅"):
		return LevelProvince
	case strings.HasSuffix(core, "部"):
		for _, local := range []string{"组织部", "宣传部", "统战部", "工作部", "社工部", "武装部", "人武部", "指挥部", "人事部", "管理部", "项目部"} {
			if strings.HasSuffix(core, local) {
				return ""
			}
		}
		return LevelState
	}
	if i := strings.Index(core, "市"); i > 0 && lastRune(core[:i]) != '城' && !startsWithAny(core[i:], "市场", "市政", "市容", "市监") {
		return LevelCity // 例: 人民银行泰安市分行, 团市委
	}
	switch {
	case strings.HasPrefix(core, "团县"):
		return LevelCounty
	case strings.HasPrefix(core, "团区"):
		return LevelDistrict
	case strings.HasPrefix(core, "团省"):
		return LevelProvince
	}
	return ""
}

func orLevel(level, implied string) string {
	if level != "" {
		return level
	}
	return implied
}

// cleanName folds a name and cuts what stands in brackets: 市委组织部(人才办) is the 组织部 with a second plate.
func cleanName(name string) string {
	name = strings.ReplaceAll(Fold(strings.TrimSpace(name)), " ", "")
	if i := strings.IndexByte(name, '('); i > 0 {
		name = name[:i]
	}
	return strings.Trim(name, "\"、,。;:()")
}

// UnitKey (单位标识) returns one key for all spellings of a kind of unit: 市自然资源规划局, 自规局, 临沂市自然资源和规划局. Level and place are not part of it.
// An unknown name gets its key by rule. A form that may mean several kinds gets the usual one; UnitKeys has them all.
func (l *Lexicon) UnitKey(name string) string {
	p := l.units.parse(name)
	if p.kinds == nil {
		return squeeze(p.core)
	}
	return l.units.kinds[p.kinds[0]].key
}

// UnitKeys returns all keys that a name may mean, the usual one first: 工信局 is 工业和信息化局, or 经济和信息化局 where a city has that.
func (l *Lexicon) UnitKeys(name string) []string {
	p := l.units.parse(name)
	if p.kinds == nil {
		return []string{squeeze(p.core)}
	}
	keys := make([]string, 0, len(p.kinds))
	for _, k := range p.kinds {
		keys = append(keys, l.units.kinds[k].key)
	}
	return keys
}

// UnitLevel (单位层级) returns "", 国家, 省, 市, 县, 区 or 镇: what the name says of its level.
func (l *Lexicon) UnitLevel(name string) string { return l.units.parse(name).level }

// UnitAliases (单位别称) returns the forms that people use for a unit, longest first, name itself left out: with and without the level of the name.
func (l *Lexicon) UnitAliases(name string) []string {
	p := l.units.parse(name)
	cores := []string{p.core}
	if p.kinds != nil {
		k := l.units.kinds[p.kinds[0]]
		for _, form := range slices.Concat(k.forms, k.alts) {
			if implied := impliedLevel(form); implied == "" || implied == p.level {
				cores = append(cores, form)
			}
		}
	} else {
		cores = append(cores, shortened(p.core)...)
		cores = append(cores, officeForms(p.core)...)
	}
	full := cleanName(name)
	seen := map[string]bool{full: true, "": true}
	var all []string
	for _, core := range cores {
		forms := []string{core}
		if level := levelPrefix(p.level); level != "" && impliedLevel(core) == "" && hasUnitEnding(core) {
			forms = append(forms, level+core)
		}
		for _, form := range forms {
			if !seen[form] {
				seen[form] = true
				all = append(all, form)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return all
}

func levelPrefix(level string) string {
	if level == LevelState {
		return "国家"
	}
	return level
}

// officeForms shortens the office of a leading group: 乡村振兴工作领导小组办公室 is called 乡村振兴领导小组办公室, 乡村振兴办.
func officeForms(core string) []string {
	topic, tail, ok := strings.Cut(core, "领导小组")
	if !ok {
		return nil
	}
	topic = strings.TrimSuffix(topic, "工作")
	if topic == "" {
		return nil
	}
	switch tail {
	case "办公室", "办":
		return []string{topic + "领导小组办公室", topic + "领导小组办", topic + "办", topic + "工作领导小组办"}
	case "":
		return []string{topic + "领导小组"}
	}
	return nil
}

// hasUnitEnding tells names from their two-character colloquial stems: 住建局 from 住建.
func hasUnitEnding(core string) bool {
	for _, end := range []string{"局", "委", "办", "厅", "部", "署", "会", "室", "院", "社", "公司", "中心", "集团", "银行", "分行", "支行", "支队", "大队", "总队", "联", "协", "馆", "校", "小组", "专班"} {
		if strings.HasSuffix(core, end) {
			return true
		}
	}
	return false
}
