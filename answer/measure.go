package answer

import (
	"strings"
	"unicode"

	"cewen/lexicon"
	"cewen/plan"
)

// measure is the unit or dimension that the question asks for.
type measure struct {
	unit      string // 公里
	dimension string // length
	word      string // the words that asked for it
	big       string // 亿 of 多少亿, where no unit is said
}

// findAmounts keeps the quantities that a person states (雨水管网是50公里吧), not those that are years or references.
func (q *question) findAmounts() []lexicon.Quantity {
	var out []lexicon.Quantity
	for _, a := range lexicon.FindQuantities(q.norm) {
		if q.covered(a.Start, a.End) || a.Unit == "" && !q.has("verify") || a.Unit == "年" || a.Unit == "条" || a.Unit == "月" || a.Unit == "日" || a.Unit == "号" {
			continue
		}
		out = append(out, a)
	}
	if len(out) == 0 && q.has("verify") {
		out = q.plainNumbers()
	}
	return out
}

// plainNumbers are the numbers of a question that stand without a unit: 是50吗.
func (q *question) plainNumbers() []lexicon.Quantity {
	var out []lexicon.Quantity
	for i := 0; i < len(q.norm); {
		end := i
		for end < len(q.norm) && (q.norm[end] >= '0' && q.norm[end] <= '9' || q.norm[end] == '.' && end > i) {
			end++
		}
		if end == i {
			i++
			continue
		}
		if !q.covered(i, end) {
			if n, ok := lexicon.ParseNumber(strings.TrimSuffix(q.norm[i:end], ".")); ok {
				out = append(out, lexicon.Quantity{Start: i, End: end, Num: n, Verbatim: q.norm[i:end]})
			}
		}
		i = end
	}
	return out
}

// askers stand before the measure that is asked for: 多少公里, 几个, 多大面积.
var askers = []string{"多少", "几", "多大", "多长", "多"}

// dimensionWords are attributes that ask for a dimension without 多少: 总投资, 占地.
var dimensionWords = []struct{ word, dimension string }{
	{"总投资", "money"}, {"投资额", "money"}, {"投资", "money"}, {"资金", "money"}, {"预算", "money"}, {"造价", "money"}, {"经费", "money"}, {"花多少钱", "money"}, {"多少钱", "money"}, {"费用", "money"}, {"成本", "money"},
	{"金额", "money"}, {"补助标准", "money"}, {"补贴标准", "money"}, {"拨款", "money"},
	{"占地", "area"}, {"面积", "area"}, {"里程", "length"}, {"长度", "length"}, {"多长", "length"}, {"人数", "people"}, {"百分之", "ratio"}, {"百分比", "ratio"}, {"比例", "ratio"}, {"占比", "ratio"}, {"比重", "ratio"},
}

// findMeasure reads what the answer has to be counted in.
func (q *question) findMeasure() {
	for _, a := range askers {
		for from := 0; ; {
			i := strings.Index(q.norm[from:], a)
			if i < 0 {
				break
			}
			end := from + i + len(a)
			asksWhich := strings.HasSuffix(q.norm[:from+i], "哪") // 哪几个 asks for names
			from = end
			if asksWhich {
				continue
			}
			if unit, dim := leadingMeasure(q.norm[end:]); unit != "" && dim != "score" && dim != "time" {
				if countsThings(q.norm[end:], unit) {
					return // the noun is what is asked about, and its number may be counted in anything
				}
				q.measure = measure{unit: unit, dimension: dim, word: a + unit}
				q.cover(end-len(a), end+len(unit))
				return
			}
			if big, ok := leadingBig(q.norm[end:]); ok {
				q.measure = measure{word: a + big, big: big}
				q.cover(end-len(a), end+len(big))
				return
			}
		}
	}
	for _, w := range dimensionWords {
		if strings.Contains(q.norm, w.word) {
			q.measure = measure{dimension: w.dimension, word: w.word}
			return
		}
	}
}

// things are nouns that numbers are counted in and that targets are about: 新增多少学位 is answered by 新增学位2.3万个.
var things = []string{"学位", "托位", "岗位", "床位", "车位", "泊位", "社区", "街道", "网点", "基站", "航线", "教师", "医师", "博士", "学生", "职工", "劳动力", "人口",
	"乡镇", "乡村", "村庄", "村镇", "镇街", "镇村", "县区", "县城", "县市", "区县", "区市", "市县", "城区", "园区", "片区", "小区", "景区", "学校"}

// countsThings reports whether a question counts such a noun, of which a shorter word may be a unit: 多少乡镇 is not counted in 乡.
func countsThings(asked, unit string) bool {
	for _, t := range things {
		if strings.HasPrefix(asked, t) && strings.HasPrefix(t, unit) {
			return true
		}
	}
	return false
}

// leadingBig reads a number word at the end of a question that stands for its unit too: 要达到多少亿.
func leadingBig(s string) (string, bool) {
	for _, big := range []string{"万亿", "亿", "万"} {
		if rest, ok := strings.CutPrefix(s, big); ok && strings.Trim(rest, " 呢啊?") == "" {
			return big, true
		}
	}
	return "", false
}

// scaled reports whether a number is of the size that a question supposes: 多少亿 asks for no 50家.
func (m measure) scaled(verbatim string) bool {
	return m.big == "" || strings.Contains(verbatim, "亿") || m.big == "万" && strings.Contains(verbatim, "万")
}

// leadingMeasure returns the longest measure unit that a text starts with: 公里, 万人次.
func leadingMeasure(s string) (unit, dimension string) {
	n := 0
	for i, r := range s + " " {
		if i > 0 {
			if d := lexicon.Dimension(strings.TrimLeft(s[:i], "万亿千百十")); d != "" {
				unit, dimension = s[:i], d
			}
		}
		if n++; n > 5 || !unicode.IsLetter(r) && r != '%' && r != '/' {
			break
		}
	}
	return unit, dimension
}

// fits reports whether a quantity can answer the measure asked for.
func (m measure) fits(k *plan.Quantity) bool {
	if k != nil && !m.scaled(k.Verbatim) {
		return false
	}
	if m.dimension == "" || k == nil || k.Dimension == "" {
		return true
	}
	if m.dimension == k.Dimension || strings.HasPrefix(k.Unit, ":") && m.dimension != "money" {
		return true // 几个学生 may ask for 14:1
	}
	// 个, 处, 家, 所 count alike; 户 and 人 are counted with 个 in speech.
	count := func(d string) bool { return d == "count" || d == "people" }
	if count(m.dimension) && count(k.Dimension) {
		if asked := strings.TrimLeft(m.unit, "万亿"); asked == "户" || asked == "套" {
			return strings.HasSuffix(k.Unit, asked) // 涉及多少户 is not answered with 50个 of what they live in
		}
		return m.unit == "个" || k.Dimension == m.dimension || strings.HasSuffix(m.unit, "户") || strings.HasSuffix(k.Unit, "户")
	}
	return false
}
