package plan

import (
	"regexp"
	"strconv"
	"strings"
)

// dimensions lists the measures that plans count in. 岁, 千伏, 度 are left out on purpose: 3岁以下, 500千伏 describe, they set no target.
var dimensions = func() map[string]string {
	out := map[string]string{}
	for dim, units := range map[string]string{
		"length":        "公里 千米 米 海里",
		"area":          "平方公里 平方千米 平方米 ㎡ 公顷 亩",
		"count":         "个 处 家 所 座 张 项 种 套 条 件 台 辆 部 片 块 次 支 批 对 宗 例 份 场 栋 幢 间 期 门 列 班 艘 只 头 株 棵 册 颗 架 根 组 村 镇 位 节 款 卡时 床 场次 届 轮 类 盏 孔 眼 尾 羽 幅 集 课时 学时",
		"people":        "人 人次 名 户 万人次",
		"money":         "元 美元",
		"ratio":         "% ％ ‰ 个百分点 倍 /10万 /十万 /万",
		"concentration": "微克/立方米 微克每立方米 μg/m3 μg/m³ µg/m3 µg/m³ ug/m3 毫克/立方米 毫克/升 毫克每升 mg/L mg/m3 mg/m³ 分贝",
		"power":         "千瓦 兆瓦 吉瓦 千瓦时 度电",
		"weight":        "吨 吨/日 吨/年 吨/天 公斤 千克 吨标准煤",
		"volume":        "立方米 立方米/日",
		"time":          "小时 分钟 天 日 个月 秒 个工作日 工作日",
	} {
		for _, u := range strings.Fields(units) {
			out[u] = dim
		}
	}
	return out
}()

var quantityRE = func() *regexp.Regexp {
	var units []string
	for u := range dimensions {
		units = append(units, regexp.QuoteMeta(u))
	}
	// the longest first, so that 个百分点 is not read as 个
	sortByLength(units)
	num := `\d+(?:,\d{3})*(?:\.\d+)?`
	return regexp.MustCompile(`(` + num + `)(?:([%％]?)\s?[-~—–－～至](` + num + `))?(多|余)?(万亿|千万|百万|十万|万|亿|千|百)?(多|余)?(` + strings.Join(units, "|") + `)(以上|及以上|以下|以内|之内|左右|上下)?`)
}()

func sortByLength(s []string) {
	for i := range s {
		for j := i + 1; j < len(s); j++ {
			if len(s[j]) > len(s[i]) || len(s[j]) == len(s[i]) && s[j] < s[i] {
				s[i], s[j] = s[j], s[i]
			}
		}
	}
}

var multiples = map[string]float64{"": 1, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}

// opWords stand before a number and belong to the value.
var opWords = []struct {
	word string
	op   Op
}{
	{"不少于", OpAtLeast}, {"不低于", OpAtLeast}, {"不小于", OpAtLeast}, {"至少", OpAtLeast}, {"不超过", OpAtMost}, {"不高于", OpAtMost}, {"不大于", OpAtMost}, {"不多于", OpAtMost},
	{"控制在", OpEqual}, {"超过", OpMore}, {"超出", OpMore}, {"突破", OpMore}, {"大于", OpMore}, {"高于", OpMore}, {"多于", OpMore}, {"低于", OpLess}, {"小于", OpLess}, {"少于", OpLess},
	{"大约", OpAbout}, {"约", OpAbout}, {"近", OpAbout}, {"超", OpMore}, {"≥", OpAtLeast}, {"≤", OpAtMost}, {">", OpMore}, {"<", OpLess}, {"＞", OpMore}, {"＜", OpLess},
}

// setting stands between such a word and its number: 至少建成1处, 至少建有1处, 至少培育1个.
var setting = regexp.MustCompile(`(至少|不少于|不低于)(?:建成|建有|建设|培育|新建|创建|打造|完成|设立|开展|配备|有|达到|达)$`)

// quantities finds the numbers with a measure in s. Numbers inside quotations, titles and brackets are names, not values: “两个100%”,
// “1+3”基金, (含…20%); so are numbers glued to a letter: G518, 5G.
func quantities(text string, s Span, masked func(at int) bool) []Quantity {
	in := s.In(text)
	var out []Quantity
	for _, m := range quantityRE.FindAllStringSubmatchIndex(in, -1) {
		at := s.Start + m[0]
		if masked != nil && masked(at) || m[0] > 0 && (isLetter(in[m[0]-1]) || in[m[0]-1] == '.' || in[m[0]-1] == '+') {
			continue
		}
		get := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return in[m[2*i]:m[2*i+1]]
		}
		if dimensions[get(7)] == "time" && get(7) != "小时" && get(7) != "分钟" && !endsAny(in[:m[0]], shortened...) {
			continue
		}
		if get(7) == "日" || get(7) == "月" {
			continue
		}
		q := Quantity{Op: OpEqual, Unit: get(7), Dimension: dimensions[get(7)]}
		end := m[1]
		q.Num = number(get(1)) * multiples[get(5)]
		if get(3) != "" {
			q.Max = number(get(3)) * multiples[get(5)]
			q.Op = OpRange
		}
		if q.Unit == "％" {
			q.Unit = "%"
		}
		for _, more := range []string{"/日", "/年", "/天", "/小时"} { // 59万吨/日
			if get(8) == "" && strings.HasPrefix(in[end:], more) {
				end += len(more)
				q.Unit += more
			}
		}
		if get(4) != "" || get(6) != "" {
			q.Op = OpMore
		}
		switch get(8) {
		case "以上", "及以上":
			q.Op = OpAtLeast
		case "以下", "以内", "之内":
			q.Op = OpAtMost
		case "左右", "上下":
			q.Op = OpAbout
		}
		start := m[0]
		before := in[:start]
		if l := setting.FindStringIndex(before); l != nil {
			start, q.Op = l[0], OpAtLeast
		} else {
			for _, w := range opWords {
				if strings.HasSuffix(before, w.word) {
					start -= len(w.word)
					if q.Op == OpEqual {
						q.Op = w.op
					}
					break
				}
			}
		}
		q.Span = Span{s.Start + start, s.Start + end}
		q.Verbatim = q.Span.In(text)
		out = append(out, q)
	}
	if len(out) == 0 {
		return bare(text, s, masked)
	}
	return out
}

// bareRE: a number without a measure counts where it is what something is brought to: PUE值降至1.25以下.
var bareRE = regexp.MustCompile(`(?:(?:达到|达|降至|降到|下降到|提高到|提升到|提升至|提高至|控制在|稳定在|保持在)(\d+(?:\.\d+)?)|(?:达到|提高到|控制在|保持在|为)?((?:不低于|不少于|不高于|不超过|不大于|至少)?(\d+(?:\.\d+)?)[:：](\d+(?:\.\d+)?)))(以上|及以上|以下|以内|左右)?(?:$|[，,。；;、）)])`)

func bare(text string, s Span, masked func(at int) bool) []Quantity {
	in := s.In(text)
	if !strings.ContainsAny(in, "0123456789") {
		return nil
	}
	var out []Quantity
	for _, m := range bareRE.FindAllStringSubmatchIndex(in, -1) {
		q, from, to := Quantity{Op: OpEqual}, m[2], m[3]
		if ratio := m[4] >= 0; ratio { // 医护比不低于1:1.2
			from, to = m[4], m[5]
			q.Num, q.Unit, q.Dimension = number(in[m[8]:m[9]]), "1:", "ratio"
			if in[m[6]:m[7]] != "1" {
				q.Num, q.Unit = number(in[m[6]:m[7]]), ":"+in[m[8]:m[9]]
			}
		} else {
			q.Num, q.Dimension = number(in[from:to]), "number"
		}
		if masked != nil && masked(s.Start+from) {
			continue
		}
		for _, w := range opWords {
			if strings.HasPrefix(in[from:to], w.word) {
				q.Op = w.op
			}
		}
		if m[10] >= 0 {
			to = m[11]
			switch in[m[10]:m[11]] {
			case "以上", "及以上":
				q.Op = OpAtLeast
			case "以下", "以内":
				q.Op = OpAtMost
			case "左右":
				q.Op = OpAbout
			}
		}
		q.Span = Span{s.Start + from, s.Start + to}
		q.Verbatim = q.Span.In(text)
		out = append(out, q)
	}
	return out
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return f
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

var cellRE = regexp.MustCompile(`^(下降|降低|减少|增长|提高|累计)?(>|<|≥|≤|＞|＜|不少于|不低于|超过|不超过|约)?(\d+(?:,\d{3})*(?:\.\d+)?)(:1|：1)?([万亿]?)(\D{0,6}?)(以上|左右|以下)?$`)

// readCell reads the number of a table cell; its unit stands in the unit column or in the cell.
func readCell(v, unit string) (Quantity, bool) {
	m := cellRE.FindStringSubmatch(v)
	if m == nil {
		return Quantity{}, false
	}
	q := Quantity{Num: number(m[3]) * multiples[m[5]], Op: OpEqual, Unit: unit, Verbatim: v}
	for _, w := range opWords {
		if w.word == m[2] {
			q.Op = w.op
		}
	}
	switch m[7] {
	case "以上":
		q.Op = OpAtLeast
	case "左右":
		q.Op = OpAbout
	case "以下":
		q.Op = OpAtMost
	}
	switch {
	case m[4] != "":
		q.Unit, q.Dimension = ":1", "ratio"
	case m[6] != "":
		q.Unit = strings.ReplaceAll(m[6], "％", "%")
	}
	if q.Dimension == "" {
		q.Dimension = dimensions[q.Unit]
	}
	return q, true
}

// isMeasure reports whether a table cell can be a unit of measure: %, 平方米, 万人, 人/平方公里.
func isMeasure(s string) bool {
	if dimensions[s] != "" || s == "年" || s == "岁" || s == "-" || s == "—" {
		return true
	}
	for _, p := range []string{"万亿", "万", "亿", "千", "百"} {
		if strings.HasPrefix(s, p) && dimensions[s[len(p):]] != "" {
			return true
		}
	}
	if i := strings.Index(s, "/"); i > 0 {
		return isMeasure(s[:i])
	}
	return false
}
