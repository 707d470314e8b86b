package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// hardStops end a unit's name on its left wherever they stand; unless they are part of one of the words in notStops.
var (
	hardStops = []string{"归", "由", "是", "找", "问", "请", "让", "的", "把", "给", "对", "叫", "有", "哪", "什", "谁", "几", "多", "我", "你", "他", "她", "们", "这", "那", "了", "不", "并", "或", "被", "为", "除", "到", "在", "于", "看", "查", "说", "都", "也", "就", "向", "将", "从", "各", "每", "该",
		"负责", "牵头", "配合", "会同", "联合", "知道", "单位", "部门", "提醒", "列出"}
	notStops = []string{"国有", "有限", "有色", "不动产", "对外", "对口", "对台", "多元", "多式", "调查", "督查", "巡查", "稽查", "检查", "核查", "侦查", "审查", "普查", "成都", "首都", "就业", "为民", "供给", "自由", "民族", "访问", "请愿", "理由", "说明", "定向", "信访"}
	// softStops end a name that no level word opens, and cannot follow a level word: 推进区域中心 is none, 市重点项目推进中心 is one.
	softStops = []string{"和", "与", "及", "跟", "支持", "鼓励", "引导", "依托", "按照", "通过", "要求", "组织", "推动", "推进", "加快", "建设", "打造", "成立", "设立", "组建", "完善", "开展", "了解", "经", "并", "等", "先行", "统筹", "优化", "完成", "以", "要", "应", "全", "个", "家", "新建", "某", "含", "争取", "建立", "健全", "形成", "强化", "加强", "提升", "管", "级", "内", "域", "直", "场", "民"}
)

func addShaped(f *UnitFinder, norm string, found []UnitMention) []UnitMention {
	shaped := f.shaped(norm, found)
	if len(shaped) == 0 {
		return found
	}
	// A shaped name that swallows a listed one is the whole name: 市经济合作外事局 around 外事局.
	kept := found[:0:0]
	next := 0 // both lists are in the order of the text
	for _, m := range found {
		for next < len(shaped) && shaped[next].End <= m.Start {
			next++
		}
		if next == len(shaped) || m.End <= shaped[next].Start {
			kept = append(kept, m)
		}
	}
	kept = append(kept, shaped...)
	slices.SortFunc(kept, func(a, b UnitMention) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

// shapes are the endings of units' names. strict: only after a level word, for their other uses are too common (商务中心, 总部, 举办).
var shapes = []struct {
	end    string
	strict bool
}{
	{"领导小组办公室", false}, {"委员会", false}, {"办公室", false}, {"管委会", false}, {"领导小组", false}, {"分公司", false}, {"有限公司", false}, {"指挥部", false},
	{"专班", false}, {"总队", true}, {"支队", true}, {"集团", false}, {"银行", true}, {"公司", true}, {"中心", true}, {"局", false}, {"厅", true}, {"委", true}, {"办", true}, {"部", true}, {"协会", true}, {"学会", true},
}

// notUnits end like a unit and are none.
var notUnits = []string{"委办局", "办局", "布局", "格局", "结局", "大局", "全局", "当局", "定局", "开局", "破局", "举办", "承办", "创办", "主办", "协办", "督办", "代办", "兴办", "开办", "领办", "交办", "怎么办", "咋办", "帮办", "导办", "原委",
	"全部", "内部", "外部", "局部", "干部", "中部", "东部", "西部", "南部", "北部", "总部", "支部", "大厅", "餐厅", "客厅", "展厅", "中小企业集团", "村委", "居委", "常委", "编委", "政委", "市中心", "区中心", "县中心", "城区", "以下", "教育部门", "每个部", "区委", "县委", "市委", "省委", "委员", "居民委员会", "村民委员会", "业主委员会", "业委会"}

// shaped returns names outside the listed mentions that look like a unit.
func (f *UnitFinder) shaped(norm string, found []UnitMention) []UnitMention {
	var out []UnitMention
	last := 0
	for i, r := range norm {
		switch r {
		case '局', '厅', '委', '办', '部', '会', '室', '司', '心', '行', '团', '队', '组', '班':
		default:
			continue
		}
		for len(found) > 0 && found[0].End <= i {
			last = max(last, found[0].End)
			found = found[1:]
		}
		end := i + utf8.RuneLen(r)
		if m, ok := f.shapeEndingAt(norm, last, end, found); ok {
			out = append(out, m)
			last = m.End
		}
	}
	return out
}

func (f *UnitFinder) shapeEndingAt(norm string, from, end int, found []UnitMention) (UnitMention, bool) {
	none := UnitMention{}
	var shape string
	strict := false
	for _, s := range shapes {
		if strings.HasSuffix(norm[from:end], s.end) {
			shape, strict = s.end, s.strict
			break
		}
	}
	if shape == "" {
		return none, false
	}
	for _, bad := range wordsOn[lastRune(shape)] {
		if strings.HasPrefix(norm[end:], bad) {
			return none, false
		}
	}
	if shape == "办" && strings.HasPrefix(norm[end:], "公室") || shape == "委" && strings.HasPrefix(norm[end:], "员会") || shape == "领导小组" && strings.HasPrefix(norm[end:], "办") || shape == "委员会" && strings.HasPrefix(norm[end:], "办") {
		return none, false // the longer ending comes
	}
	// Go left over Han characters to the first boundary, at most 16 characters; a level word on the way opens the name.
	start, level, soft := end-len(shape), -1, -1
	for n := 0; n < 16 && start > from; n++ {
		r, size := utf8.DecodeLastRuneInString(norm[:start])
		if r < firstHan || r > lastHan || stops(hardByEnd, norm, from, start) {
			break
		}
		if soft < 0 && stops(softByEnd, norm, from, start) {
			soft = start
		}
		start -= size
		if levelOf(r) != "" && r != '镇' && r != '乡' && !insideWord(norm[:start]) && !startsLikeWord(norm[start:]) && !startsWithAny(norm[start+size:], softStops...) && start+size < end-len(shape) {
			level = start
		}
	}
	switch {
	case level >= 0:
		start = level
	case strict:
		return none, false
	case soft >= 0:
		start = soft
	}
	form := norm[start:end]
	if len(form)-len(shape) < 2*3 || slices.ContainsFunc(notUnits, func(w string) bool { return strings.HasSuffix(form, w) }) {
		return none, false
	}
	for _, m := range found {
		if m.Start >= end {
			break
		}
		if start < m.End && !(start < m.Start && level >= 0 && m.End == end) {
			return none, false
		}
	}
	p := f.table.parse(form)
	m := UnitMention{Start: start, End: end, Form: form, Level: p.level, Key: squeeze(p.core)}
	if p.kinds != nil {
		m.Key, m.Listed = f.pick(p.kinds), true
	}
	return m, true
}

// insideWord reports whether a level character after before is the end of another word: 社区养老服务中心, 超市, 城市.
func insideWord(before string) bool {
	switch lastRune(before) {
	case '社', '园', '城', '地', '景', '校', '小', '片', '郊', '灾', '辖', '库', '牧', '山', '矿', '街', '林', '港', '商', '镇', '汛', '疫', '超', '都', '门', '股', '夜', '早', '上', '集', '楼', '花', '跨', '助', '示', '群', '域', '展', '游':
		return true
	}
	return false
}

var hardByEnd, softByEnd = byLastRune(hardStops), byLastRune(softStops)

func byLastRune(words []string) map[rune][]string {
	m := map[rune][]string{}
	for _, w := range words {
		m[lastRune(w)] = append(m[lastRune(w)], w)
	}
	return m
}

// stops reports whether one of the words ends at norm[at] and stands there in its own right.
func stops(words map[rune][]string, norm string, from, at int) bool {
	for _, w := range words[lastRune(norm[from:at])] {
		if !strings.HasSuffix(norm[from:at], w) {
			continue
		}
		around := norm[max(from, at-len(w)-3):min(len(norm), at+2*3)]
		if !slices.ContainsFunc(notStops, func(n string) bool { return strings.Contains(n, w) && strings.Contains(around, n) }) {
			return true
		}
	}
	return false
}
