package lexicon

import (
	"strings"
	"unicode/utf8"
)

// Quantity (数量) is a number with a measure unit, as a plan or a question says it.
type Quantity struct {
	Start, End int
	Num, Max   float64 // Max only where Op is ".."
	Unit       string  // 个, 公里, 万户 comes as Num×10000 and 户; "" where a comparison stands without a unit (>65)
	Op         string  // "=", ">=", ">", "<=", "<", "~", ".."
	Verbatim   string
}

// Words of comparison before and after a number. 例: 超过100家, 不少于5个, 不超过60%, 总额最高不超过500万元, 100名以上, 80%左右.
var (
	opBefore = []struct{ word, op string }{
		{"不低于", ">="}, {"不少于", ">="}, {"不小于", ">="}, {"不短于", ">="}, {"不得低于", ">="}, {"不得少于", ">="}, {"至少", ">="}, {"最少", ">="}, {"最低", ">="}, {">=", ">="}, {"≥", ">="}, {"大于等于", ">="}, {"大于或等于", ">="},
		{"不超过", "<="}, {"不高于", "<="}, {"不多于", "<="}, {"不大于", "<="}, {"不得超过", "<="}, {"不得高于", "<="}, {"不长于", "<="}, {"最高", "<="}, {"最多", "<="}, {"<=", "<="}, {"≤", "<="}, {"至多", "<="}, {"控制在", "<="}, {"小于等于", "<="},
		{"超过", ">"}, {"突破", ">"}, {"超", ">"}, {"高于", ">"}, {"多于", ">"}, {"大于", ">"}, {">", ">"}, {"逾", ">"},
		{"低于", "<"}, {"少于", "<"}, {"小于", "<"}, {"<", "<"}, {"不足", "<"}, {"不到", "<"}, {"短于", "<"},
		{"约", "~"}, {"大约", "~"}, {"大概", "~"}, {"接近", "~"}, {"近", "~"}, {"≈", "~"},
	}
	opAfter = []struct{ word, op string }{
		{"及以上", ">="}, {"以上", ">="}, {"或以上", ">="}, {"起", ">="}, {"及以下", "<="}, {"以下", "<="}, {"以内", "<="}, {"之内", "<="}, {"左右", "~"}, {"上下", "~"}, {"余", ">"}, {"多", ">"},
	}
)

// FindQuantities returns the numbers of norm that measure something: 50公里, 300个以上, 8-10处, 3.4万户, 70%, 百分之七十, >65, 16.05:1. Years, dates and
// numbers of clauses and documents are none.
func FindQuantities(norm string) []Quantity {
	var found []Quantity
	for i := 0; i < len(norm); {
		r, size := utf8.DecodeRuneInString(norm[i:])
		numeral := isDigit(r) || isHanNumber(r) || r == '半' || r == '百'
		if !numeral {
			i += size
			continue
		}
		if q, ok := quantityAt(norm, i); ok {
			if n := len(found); n > 0 && q.Start < found[n-1].End {
				q.Start = found[n-1].End
			}
			q.Verbatim = norm[q.Start:q.End]
			found = append(found, q)
			i = q.End
			continue
		}
		for i < len(norm) {
			r, size := utf8.DecodeRuneInString(norm[i:])
			if !isDigit(r) && r != '.' && !isHanNumber(r) {
				break
			}
			i += size
		}
		if strings.HasPrefix(norm[i:], "半") {
			i += len("半")
		}
	}
	return found
}

func quantityAt(norm string, i int) (Quantity, bool) {
	q := Quantity{Start: i, Op: "="}
	if i > 0 && (asciiLetter(norm[i-1]) || norm[i-1] == '/' || strings.HasSuffix(norm[:i], "第") || strings.HasSuffix(norm[:i], "之") && !strings.HasSuffix(norm[:i], "分之")) {
		return q, false // g518, 5g, 第300个
	}
	if start := i; strings.HasPrefix(norm[i:], "百分之") || strings.HasPrefix(norm[i:], "千分之") {
		v, end, ok := number(norm, start+len("百分之"))
		if !ok {
			return q, false
		}
		q.Num, q.End, q.Unit = v, end, "%"
		if strings.HasPrefix(norm[i:], "千") {
			q.Unit = "‰"
		}
		q.comparison(norm)
		return q, true
	}
	v, end, ok := number(norm, i)
	if !ok || end <= i {
		return q, false
	}
	q.Num, q.End = v, end
	hanNumeral := !isDigit(rune(norm[i]))
	switch {
	case strings.HasPrefix(norm[end:], ":"):
		// 16.05:1, a ratio of persons; 09:30 is a time.
		_, end2, ok := arabicAt(norm, end+1)
		if !ok || hanNumeral || isClock(norm, i, end, end2) {
			return q, false
		}
		q.End, q.Unit = end2, ":"+norm[end+1:end2]
		q.comparison(norm)
		return q, true
	case startsWithAny(norm[end:], "-", "~", "至", "到", "—", "–"):
		_, size := utf8.DecodeRuneInString(norm[end:])
		if v2, end2, ok := number(norm, end+size); ok && norm[end+size] != '-' && v2 > v {
			if unit, unitEnd := unitAt(norm, end2); unit != "" {
				q.Num, q.Max, q.Op, q.Unit, q.End = v, v2, "..", unit, unitEnd
				if unit == "年" && v > 1900 || isDateUnit(norm, q) {
					return q, false
				}
				return q, true
			}
		}
	case startsWithAny(norm[end:], "%-", "%~", "%至", "%到", "%—"):
		_, size := utf8.DecodeRuneInString(norm[end+1:])
		if v2, end2, ok := number(norm, end+1+size); ok && strings.HasPrefix(norm[end2:], "%") && v2 > v {
			q.Max, q.Op, q.Unit, q.End = v2, "..", "%", end2+1
			return q, true
		}
	}
	// 10余个, 三十多家
	more := ""
	for _, w := range []string{"余", "多"} {
		if strings.HasPrefix(norm[end:], w) && measureAt(norm, end+len(w)) != "" {
			more = w
		}
	}
	unit, unitEnd := unitAt(norm, end+len(more))
	q.Unit = unit
	if unit != "" {
		q.End = unitEnd
	}
	if more != "" {
		q.Op = ">"
	}
	q.comparison(norm)
	if unit == "" && (q.Op == "=" || hanNumeral || q.Op == "~") {
		return q, false
	}
	if isDateUnit(norm, q) {
		return q, false
	}
	if hanNumeral && !hanQuantity(norm, i, q) {
		return q, false
	}
	return q, true
}

func arabicAt(s string, i int) (float64, int, bool) {
	if i >= len(s) || !isDigit(rune(s[i])) {
		return 0, 0, false
	}
	return arabic(s, i)
}

func isClock(norm string, i, end, end2 int) bool {
	return end2-end == 3 && end-i <= 2 && !strings.Contains(norm[i:end2], ".")
}

// comparison widens the quantity by the words of comparison around it.
func (q *Quantity) comparison(norm string) {
	for _, w := range opAfter {
		if strings.HasPrefix(norm[q.End:], w.word) && (w.word != "起" && w.word != "多" || !startsWithAny(norm[q.End+len(w.word):], "来", "数", "元", "码", "步", "事", "以", "种", "少", "功", "层")) {
			q.Op = w.op
			q.End += len(w.word)
			break
		}
	}
	for _, w := range opBefore {
		if strings.HasSuffix(norm[:q.Start], w.word) && !(w.word == "近" && hasAnySuffix(norm[:q.Start], "附近", "临近", "邻近")) {
			q.Op = w.op
			q.Start -= len(w.word)
			break
		}
	}
}

// isDateUnit reports whether the number is part of a date or the number of something: 2025年, 12月31日, 96号, 第300个.
func isDateUnit(norm string, q Quantity) bool {
	switch q.Unit {
	case "年":
		if q.Num > 1900 {
			return true
		}
		_, year := yearAt(norm, q.Start, 2000) // 25年 is a year, 20年以上 a time
		return year
	case "月", "日", "号", "时", "分":
		return true
	}
	return false
}

// hanQuantity keeps out numerals in fixed words: 一个, 三农, 四化, 一体化, 双千兆, 十佳.
func hanQuantity(norm string, i int, q Quantity) bool {
	form := norm[i:q.End]
	if strings.HasPrefix(form, "一") && (q.Num == 1 || q.Num == 0) {
		return q.Op != "=" // 一个, 一批, 一条: no figure of a plan
	}
	if q.Unit == "" || hasAnySuffix(norm[:i], "统", "专", "唯", "万", "周", "同", "进") {
		return false
	}
	switch q.Unit {
	case "级", "星", "等", "类", "分", "方", "块", "点": // 三级医院, 五星, 三类, 八方
		return false
	}
	return !strings.HasPrefix(norm[q.End:], "化") // 三个化, 四区化
}

// measureAt returns the longest measure unit that starts at norm[i:], "" if none. 年 and the like count.
func measureAt(norm string, i int) string {
	if i >= len(norm) {
		return ""
	}
	t := &Default().measures
	end, id := t.trie.longest(norm, i)
	if id < 0 {
		return ""
	}
	unit := norm[i:end]
	// A one-letter unit is one only where the word ends: 5g网络, 10m.
	if asciiLetter(unit[len(unit)-1]) && asciiLetterAt(norm, end) {
		return ""
	}
	for _, word := range notMeasures {
		if strings.HasPrefix(norm[i:], word) && len(word) > len(unit) {
			return ""
		}
	}
	return unit
}

// notMeasures begin with a measure unit and are words of their own: 2025年度 aside, a number before them counts nothing.
var notMeasures = []string{"市级", "县级", "区级", "镇级", "乡级", "村级", "市委", "市政", "县域", "县城", "区域", "市域", "镇域", "市场", "社区卫生", "人民", "人均", "人才", "人工", "人居", "名称", "名村", "名镇", "名城", "条例", "条件", "米字", "升级", "升规", "口径", "口袋",
	"组织", "组团", "部门", "部分", "部署", "段落", "号召", "等级", "等候", "等到", "级别", "分钟内", "成果", "成立", "成效", "成为", "方案", "方式", "方面", "方向", "类型", "片区", "期间", "期末", "块地", "道路", "环境", "环保", "环节", "站点", "村民", "村庄", "村居", "镇区", "乡村", "乡镇", "区县", "县区", "县市", "街道办", "户籍", "户口", "头部", "头雁",
	"张榜", "场地", "场所", "场景", "处理", "处置", "处罚", "所有", "所以", "家庭", "家园", "家长", "座谈", "台账", "套餐", "件事", "次数", "批准", "批复", "门户", "本市", "本级", "本地", "册封", "对口", "对接", "对外", "对于", "对照", "例如", "例行", "篇章", "款项", "单位", "单元", "笔试", "楼宇", "度假", "岁末", "口岸", "星火", "分别", "分类", "分析", "分配", "分期", "年均", "天然", "周边", "周围", "日常", "日照", "月度", "元素", "杆线", "桩基", "网络", "床位率", "级联", "端午", "点位图", "秒批", "只有", "只要", "只能", "只是", "起来", "项目", "重点", "倍增", "种植", "种类", "种子", "种业", "支持", "支撑", "支付", "头等", "盏灯节", "株连"}

// unitAt returns the measure unit of a number that ends at norm[i:] and where it ends; 吨/日, 元/平方米 and 万千瓦时 come whole.
func unitAt(norm string, i int) (string, int) {
	unit := measureAt(norm, i)
	if unit == "" {
		return "", i
	}
	end := i + len(unit)
	if strings.HasPrefix(norm[end:], "/") {
		if next := measureAt(norm, end+1); next != "" {
			end += 1 + len(next)
		}
	}
	return norm[i:end], end
}
