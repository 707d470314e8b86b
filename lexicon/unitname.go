package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// parsed is a unit's name taken apart.
type parsed struct {
	level string
	core  string  // the name without level and place
	place string  // a county, district or small city in front that no table lists: 沂水县, 昆山市
	city  string  // a city or province in front that the table lists: 青岛市, 青岛
	kinds []int32 // what the table says of core, nil where it says nothing
}

// parse takes a name apart. It prefers the longest core that the table knows: 市场监管局 is no 场监管局 of a 市.
func (t *unitTable) parse(name string) parsed {
	name = cleanName(name)
	level, place, city, rest := "", "", "", name
	for {
		if kinds := t.lookup(rest); kinds != nil {
			return parsed{orLevel(level, impliedLevel(rest)), rest, place, city, kinds}
		}
		next, l, ok := t.stripPrefix(rest)
		if !ok {
			break
		}
		if l != "" {
			level = l
		}
		if front := rest[:len(rest)-len(next)]; (l == LevelCity && !t.places.names[front] || l == LevelCounty || l == LevelDistrict) && utf8.RuneCountInString(front) >= 3 && !slices.Contains(levelWords[l], front) && !strings.HasPrefix(front, "各") {
			place = front
		} else if t.places.names[front] {
			city = front
		}
		rest = next
	}
	if strings.HasSuffix(rest, "机关") && len(rest) > len("机关")+3 {
		return t.parse(strings.TrimSuffix(name, "机关")) // 例: 市直某某协会机关
	}
	return parsed{orLevel(level, impliedLevel(rest)), rest, place, city, nil}
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
var notPrefix = []string{"市场", "市政管理", "市政管网", "市政工", "市政公", "市政设", "市政园", "市容", "市民服", "市民热", "市民中", "县域", "县城", "区域", "区块", "省际", "委托", "委员", "委会", "国家级", "中国人", "州际", "旗帜", "镇域", "乡村", "乡镇", "政府采"}

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
