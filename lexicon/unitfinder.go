package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// UnitMention (单位提及) is a unit named in a text.
type UnitMention struct {
	Start, End int
	Form       string // as it stands in the text
	Key        string // UnitKey of the unit it names
	Level      string // what the form says of its level
	Listed     bool   // in the table or among the given names; otherwise only shaped like a unit
}

// UnitFinder finds units in texts; it knows the table and the full names of the plans in hand. Immutable, safe for concurrent use.
type UnitFinder struct {
	table *unitTable
	known *trie
	keys  []string        // per value of known
	has   map[string]bool // keys of the known names: they decide what an ambiguous form means
}

// UnitFinder prepares a finder for a set of known full names.
func (l *Lexicon) UnitFinder(known []string) *UnitFinder {
	f := &UnitFinder{table: &l.units, known: newTrie(), has: map[string]bool{}}
	for _, name := range known {
		f.has[l.UnitKey(name)] = true
	}
	add := func(form, key string) {
		if form != "" && f.known.get(form) < 0 {
			f.known.add(form, int32(len(f.keys)))
			f.keys = append(f.keys, key)
		}
	}
	for _, name := range known {
		p, key := l.units.parse(name), l.UnitKey(name)
		add(cleanName(name), key)
		if enough(p.core) && p.kinds == nil {
			add(p.core, key)
			for _, alias := range l.UnitAliases(name) {
				add(alias, key)
			}
		}
	}
	return f
}

// FindUnits finds units in norm; known are the full names of the units of the plan in hand. Where the same names are used again and again,
// UnitFinder does their preparation once.
func (l *Lexicon) FindUnits(norm string, known []string) []UnitMention {
	return l.UnitFinder(known).Find(norm)
}

// Find returns the units in norm, in the order of the text, without overlaps: forms of the table and of the known names, the longest first,
// and names that are only shaped like a unit (市人才工作局, 招商集团).
func (f *UnitFinder) Find(norm string) []UnitMention {
	var found []UnitMention
	for i := 0; i < len(norm); {
		if m, ok := f.at(norm, i); ok {
			if n := len(found); n == 0 || found[n-1].End <= m.Start {
				found = append(found, m)
				i = m.End
				continue
			}
		}
		_, size := utf8.DecodeRuneInString(norm[i:])
		i += size
	}
	return addShaped(f, norm, found)
}

// at returns the longest listed unit that starts at norm[i:], level words and places in front included.
func (f *UnitFinder) at(norm string, i int) (UnitMention, bool) {
	r, _ := utf8.DecodeRuneInString(norm[i:])
	if r >= 1<<16 || (f.table.forms.first[r/64]|f.known.first[r/64]|f.table.heads.first[r/64]|f.table.places.trie.first[r/64])&(1<<(r%64)) == 0 {
		return UnitMention{}, false
	}
	best := UnitMention{Start: i}
	f.chain(norm, i, i, "", 0, &best)
	if best.End == 0 {
		return best, false
	}
	best.Start = f.growLeft(norm, best.Start)
	best.Form = norm[best.Start:best.End]
	return best, true
}

// chain tries a core at norm[at:], then what follows each level word that stands there: 临沂|市|委|组织部.
func (f *UnitFinder) chain(norm string, start, at int, level string, depth int, best *UnitMention) {
	f.known.each(norm, at, func(end int, id int32) {
		if end >= best.End && f.fits(norm, start, at, end, depth) {
			*best = UnitMention{Start: start, End: end, Key: f.keys[id], Level: level, Listed: true}
			if best.Level == "" {
				best.Level = f.table.parse(norm[at:end]).level
			}
		}
	})
	take := func(end int, kinds []int32) {
		if end > best.End && f.fits(norm, start, at, end, depth) {
			*best = UnitMention{Start: start, End: end, Key: f.pick(kinds), Level: orLevel(level, impliedLevel(norm[at:end])), Listed: true}
		}
	}
	f.table.forms.each(norm, at, func(end int, id int32) { take(end, f.table.formKind[id]) })
	f.table.heads.each(norm, at, func(end int, id int32) {
		for _, p := range f.table.headOf[id] {
			pattern := f.table.patterns[p]
			window := norm[end:hanEnd(norm, end, maxPlace+len(pattern.tail))]
			if j := strings.Index(window, pattern.tail); j > 0 {
				take(end+j+len(pattern.tail), []int32{pattern.kind})
			}
		}
	})
	if depth == 4 {
		return
	}
	f.table.places.trie.each(norm, at, func(end int, id int32) {
		next := f.table.places.levels[id]
		if next == "" {
			next = level
		}
		f.chain(norm, start, end, next, depth+1, best)
	})
}

// pick resolves an ambiguous form: a kind that the plan in hand has comes before the usual one.
func (f *UnitFinder) pick(kinds []int32) string {
	for _, k := range kinds {
		if f.has[f.table.kinds[k].key] {
			return f.table.kinds[k].key
		}
	}
	return f.table.kinds[kinds[0]].key
}

// hanEnd returns the end of the run of Han characters that starts at s[i:], at most limit bytes long.
func hanEnd(s string, i, limit int) int {
	end := i
	for end < len(s) && end-i < limit {
		r, size := utf8.DecodeRuneInString(s[end:])
		if r < firstHan || r > lastHan {
			break
		}
		end += size
	}
	return end
}

// fits reports whether a form may be read as a unit in its surroundings.
func (f *UnitFinder) fits(norm string, start, at, end, depth int) bool {
	form, rest := norm[at:end], norm[end:]
	for _, bad := range wordsOn[lastRune(form)] {
		if strings.HasPrefix(rest, bad) {
			return false
		}
	}
	if depth == 0 && strings.HasPrefix(form, "委") {
		return false // 各委办局
	}
	if hasUnitEnding(form) && utf8.RuneCountInString(form) > 2 {
		return true
	}
	prefix := norm[start:at]
	if strings.HasSuffix(prefix, "县") && strings.HasPrefix(form, "城") {
		return false // 县城管网 is no 县城管
	}
	if depth > 0 && hasUnitEnding(form) {
		return true
	}
	return startsFree(norm[:start]) && endsFree(rest)
}

// wordsOn are continuations that make another word of a name's last character: 建设局|面, 商务部|门, 团委|托.
var wordsOn = map[rune][]string{
	'局': {"面", "势", "限", "部", "域网"},
	'部': {"门", "分", "队", "署", "委", "级", "位", "件"},
	'委': {"托", "派", "任", "屈", "培", "员", "会"},
	'办': {"理", "法", "事", "学", "公", "证", "结", "成", "案", "好", "医", "园", "实", "税", "展", "赛", "会", "刊", "幼"},
	'心': {"城", "区", "镇", "村", "线", "任", "工作", "思", "地带", "校", "站"},
	'会': {"议", "展", "计", "场", "所", "员", "同"},
	'行': {"业", "动", "为", "政", "车", "道", "驶", "走", "情", "泄", "人"},
	'社': {"区", "会", "保", "工", "员"},
	'院': {"校", "区", "士", "所"},
	'校': {"园", "舍", "外", "长", "企"},
	'网': {"络", "点", "格", "红", "上"},
	'大': {"力", "学", "型", "量", "会", "规模"},
}

// freeAfter and freeBefore show that a colloquial short form (住建, 城管) stands for the unit: 住建的任务, 归城管管, 住建和城管一起的. Elsewhere the same
// characters are a topic: 文旅融合, 城管执法.
var (
	freeAfter = []string{"的", "负", "牵", "配", "主责", "主抓", "有", "要", "管", "和", "与", "跟", "、", "还", "是", "都", "今年", "明年", "去年", "那", "这", "系统", "部门", "口",
		"单位", "任", "承", "参", "在", "几", "哪", "共", "也", "排", "第", "一共", "一起", "该", "应", "怎", "呢", "吗", "吧", "来", "去", "为", "什", "啥", "多少", "得", "能", "需", "领", "到", "条", "就", "不", "或", "同"}
	freeBefore = []string{"归", "由", "是", "找", "问", "请", "让", "和", "与", "及", "跟", "同", "、", "把", "给", "对", "叫", "有", "的", "们", "查", "看", "或", "以及", "向", "被", "了", "管", "要", "道", "下", "为", "除", "在", "说"}
)

func endsFree(rest string) bool {
	if r, _ := utf8.DecodeRuneInString(rest); rest == "" || r < firstHan || r > lastHan {
		return true
	}
	return slices.ContainsFunc(freeAfter, func(w string) bool { return strings.HasPrefix(rest, w) })
}

func startsFree(before string) bool {
	if r, _ := utf8.DecodeLastRuneInString(before); before == "" || r < firstHan || r > lastHan {
		return true
	}
	return slices.ContainsFunc(freeBefore, func(w string) bool { return strings.HasSuffix(before, w) })
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// growLeft takes in the name of a county in front of a bare level word: 沂水|县财政局 at the start of a text or after a mark. Anywhere else
// the name cannot be told from the words before it.
func (f *UnitFinder) growLeft(norm string, start int) int {
	r, _ := utf8.DecodeRuneInString(norm[start:])
	if levelOf(r) == "" {
		return start
	}
	i := start
	for n := 0; n < 3 && i > 0; n++ {
		r, size := utf8.DecodeLastRuneInString(norm[:i])
		if r < firstHan || r > lastHan {
			break
		}
		i -= size
	}
	name := norm[i:start]
	if runes := utf8.RuneCountInString(name); runes < 2 || runes > 3 {
		return start
	}
	if i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(norm[:i]); firstHan <= r && r <= lastHan {
			return start
		}
	}
	if slices.ContainsFunc(slices.Concat(hardStops, softStops), func(w string) bool { return strings.Contains(name, w) }) {
		return start
	}
	return i
}
