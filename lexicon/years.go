package lexicon

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Year (年份) is a year named in a text.
type Year struct {
	Start, End int
	Year       int
	Relative   bool   // it depends on today: 今年, 年底前
	Word       string // as it stands in the text
}

// relativeYears are words that count from today's year. 上年度 before 上年: the longest first.
var relativeYears = []struct {
	word string
	add  int
}{
	{"大前年", -3}, {"大后年", 3}, {"本年度", 0}, {"上年度", -1}, {"下年度", 1}, {"上一年度", -1}, {"下一年度", 1}, {"上一年", -1}, {"下一年", 1}, {"去年度", -1}, {"今年度", 0},
	{"今年", 0}, {"本年", 0}, {"当年度", 0}, {"去年", -1}, {"上年", -1}, {"明年", 1}, {"下年", 1}, {"来年", 1}, {"后年", 2}, {"前年", -2}, {"年内", 0},
}

// fiveYearPlans gives the last year of each plan; 十四五 alone is a period, 十四五末 a year.
var fiveYearPlans = []struct {
	word string
	end  int
}{
	{"十六五", 2035}, {"十五五", 2030}, {"十四五", 2025}, {"十三五", 2020}, {"十二五", 2015},
}

// FindYears returns the years in norm: 2025年, 2025, 25年, 二〇二五年, 今年, 十四五末. Two digits are a year only with 年 or after 到. A number with a
// measure unit behind it is none (2000公里, 2025个), nor are durations (3年) and document years in brackets with a number behind (2023)96号.
func FindYears(norm string, today time.Time) []Year {
	var found []Year
	for i := 0; i < len(norm); {
		if y, ok := yearAt(norm, i, today.Year()); ok {
			y.Start, y.Word = i, norm[i:y.End]
			found = append(found, y)
			i = y.End
			continue
		}
		r, size := utf8.DecodeRuneInString(norm[i:])
		if isDigit(r) {
			for i < len(norm) && (isDigit(rune(norm[i])) || norm[i] == '.') { // never the tail of a longer number
				i++
			}
			continue
		}
		i += size
	}
	return found
}

func yearAt(norm string, i, thisYear int) (Year, bool) {
	r, _ := utf8.DecodeRuneInString(norm[i:])
	switch {
	case isDigit(r):
		return digitYear(norm, i, thisYear)
	case r == '"' || r == '十':
		return planYear(norm, i)
	case r == '\'' && len(norm) > i+3:
		return Year{}, false
	}
	if d, ok := hanDigit(r); ok && d < 10 && r != '两' {
		return hanYear(norm, i)
	}
	switch r {
	case '大', '本', '上', '下', '去', '今', '当', '明', '来', '后', '前', '年':
		for _, w := range relativeYears {
			if strings.HasPrefix(norm[i:], w.word) && !insideDuration(norm, i, w.word) {
				return Year{End: i + len(w.word), Year: thisYear + w.add, Relative: true}, true
			}
		}
	}
	return Year{}, false
}

// insideDuration keeps 以后年度, 未来年, 五年内, 两年后年均 apart from 后年, 来年, 年内.
func insideDuration(norm string, i int, word string) bool {
	before := norm[:i]
	switch word {
	case "年内":
		r, _ := utf8.DecodeLastRuneInString(before)
		_, han := hanDigit(r)
		return isDigit(r) || han || r == '几' || r == '半' || r == '十' || r == '多' || r == '每' || r == '周' || r == '数' || r == '学' || strings.HasSuffix(before, "今") || strings.HasSuffix(before, "本") || strings.HasSuffix(before, "当")
	case "后年":
		return hasAnySuffix(before, "以", "之", "今", "年", "然", "建") || strings.HasPrefix(norm[i:], "后年均")
	case "前年":
		return hasAnySuffix(before, "以", "之", "目", "年", "提", "当")
	case "来年":
		return hasAnySuffix(before, "未", "年", "近", "以", "历")
	case "上年", "下年":
		return hasAnySuffix(before, "以", "之") || strings.HasPrefix(norm[i+len(word):], "纪")
	case "本年":
		return hasAnySuffix(before, "成", "资", "基")
	}
	return false
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

// digitYear reads 2025年, 2025, 2025.12, 25年, 到25, and the two years of 2026-2028.
func digitYear(norm string, i, thisYear int) (Year, bool) {
	if i > 0 && (isDigit(rune(norm[i-1])) || norm[i-1] == '.' || asciiLetter(norm[i-1]) || norm[i-1] == '/' && i > 1 && isDigit(rune(norm[i-2]))) {
		return Year{}, false
	}
	j := i
	for j < len(norm) && isDigit(rune(norm[j])) {
		j++
	}
	rest := strings.TrimPrefix(norm[j:], " ")
	value := 0
	for _, c := range norm[i:j] {
		if value < 1e6 {
			value = value*10 + int(c-'0')
		}
	}
	switch j - i {
	case 4:
		if value < 1949 || value > 2099 {
			return Year{}, false
		}
		if strings.HasPrefix(rest, "年") {
			return Year{End: len(norm) - len(rest) + len(yearWord(rest)), Year: value}, true
		}
		if asciiLetterAt(norm, j) || strings.HasPrefix(norm[j:], "%") || documentYear(norm, i, j) {
			return Year{}, false
		}
		if strings.HasPrefix(norm[j:], ".") && len(norm) > j+1 && isDigit(rune(norm[j+1])) {
			// 2025.12 and 2025.12.31 are dates, 2025.5公里 is a length.
			k := j + 1
			for k < len(norm) && (isDigit(rune(norm[k])) || norm[k] == '.') {
				k++
			}
			if month := strings.SplitN(norm[j+1:k], ".", 2)[0]; !isMonth(month) || measureAt(norm, k) != "" {
				return Year{}, false
			}
			return Year{End: j, Year: value}, true
		}
		if strings.HasPrefix(norm[j:], ",") && len(norm) >= j+4 && allDigits(norm[j+1:j+4]) || hanUnit(firstRune(norm[j:])) != 0 || measureAt(norm, j) != "" || startsWithAny(norm[j:], "多", "余", "以上") {
			return Year{}, false
		}
		if strings.HasPrefix(norm[j:], "-") && spanHasUnit(norm, j) {
			return Year{}, false // 1990-2025公里
		}
		return Year{End: j, Year: value}, true
	case 2:
		if value < 15 || value > 60 {
			return Year{}, false // 10年, 05年: durations and old dates are more likely; 05年底前 of a building is no deadline
		}
		if word := yearWord(rest); word != "" {
			after := rest[len(word):]
			if word == "年" && hasAnySuffix(norm[:i], durationBefore...) {
				return Year{}, false
			}
			if word == "年" && startsWithAny(after, "内", "来", "后", "间", "以上", "以下", "以内", "期", "制", "的时间", "左右", "前") {
				return Year{}, false // 20年内, 30年后
			}
			return Year{End: len(norm) - len(rest) + len(word), Year: 2000 + value}, true
		}
		if hasAnySuffix(norm[:i], "到", "至", "截至", "截止") && !strings.HasPrefix(norm[j:], "%") && !strings.HasPrefix(norm[j:], ".") && measureAt(norm, j) == "" && hanUnit(firstRune(norm[j:])) == 0 && value >= thisYear%100-10 && (j == len(norm) || startsWithAny(rest, "底", "末", "要", "达", "能", "是", "有", "的", "建", "完", "充", "雨", "实", "新", ",", "?", " ", "多")) {
			return Year{End: j, Year: 2000 + value}, true
		}
	}
	return Year{}, false
}

// durationBefore shows that two digits with 年 are a length of time: 延长30年, 未来20年.
var durationBefore = []string{"延长", "满", "超", "超过", "近", "未来", "过去", "达", "再", "长达", "房龄", "承包", "使用", "期限", "为期", "历时", "不低于", "不少于", "不超过", "至少", "每", "约", "连续", "用", "了"}

// yearWord returns the 年 at the start of s; 年 that counts (年均, 年级, 年龄) is none.
func yearWord(s string) string {
	if !strings.HasPrefix(s, "年") || startsWithAny(s, "年级", "年均", "年限", "年制", "年期", "年以") {
		return ""
	}
	if strings.HasPrefix(s, "年度") {
		return "年度"
	}
	return "年"
}

func startsWithAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func asciiLetter(c byte) bool { return 'a' <= c && c <= 'z' }

func asciiLetterAt(s string, i int) bool { return 0 <= i && i < len(s) && asciiLetter(s[i]) }

// documentYear tells the year of a document's number: 泰政办发〔2026〕1号 reads (2026)1号 in normal form.
func documentYear(norm string, i, j int) bool {
	if i == 0 || norm[i-1] != '(' || j >= len(norm) || norm[j] != ')' {
		return false
	}
	k := j + 1
	for k < len(norm) && isDigit(rune(norm[k])) {
		k++
	}
	return k > j+1 && strings.HasPrefix(norm[k:], "号")
}

func isMonth(s string) bool {
	return len(s) == 2 && (s[0] == '0' && s[1] != '0' || s[0] == '1' && s[1] <= '2') || len(s) == 1 && s != "0"
}

// spanHasUnit reports whether the second number of a span at norm[i]=='-' carries a measure unit that is no year.
func spanHasUnit(norm string, i int) bool {
	k := i + 1
	for k < len(norm) && isDigit(rune(norm[k])) {
		k++
	}
	if k == i+1 || strings.HasPrefix(norm[k:], "年") || k-i-1 <= 2 {
		return false
	}
	return measureAt(norm, k) != "" || hanUnit(firstRune(norm[k:])) != 0
}

// hanYear reads 二〇二五年, 二零二五, 二五年 (two characters only with 年).
func hanYear(norm string, i int) (Year, bool) {
	if i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(norm[:i]); isHanNumber(r) {
			return Year{}, false
		}
	}
	value, n, j := 0, 0, i
	for j < len(norm) && n < 5 {
		r, size := utf8.DecodeRuneInString(norm[j:])
		d, ok := hanDigit(r)
		if !ok || r == '两' {
			break
		}
		value, n, j = value*10+d, n+1, j+size
	}
	word := yearWord(norm[j:])
	switch {
	case n == 4 && value >= 1949 && value <= 2099:
		return Year{End: j + len(word), Year: value}, true
	case n == 2 && word != "" && value >= 15 && value <= 60:
		return Year{End: j + len(word), Year: 2000 + value}, true
	}
	return Year{}, false
}

func isHanNumber(r rune) bool {
	_, digit := hanDigit(r)
	return digit || hanUnit(r) != 0
}

// planYear reads "十四五"末, 十五五末, 十四五期末.
func planYear(norm string, i int) (Year, bool) {
	rest := strings.TrimPrefix(norm[i:], `"`)
	for _, p := range fiveYearPlans {
		after, ok := strings.CutPrefix(rest, p.word)
		if !ok {
			continue
		}
		after = strings.TrimPrefix(after, `"`)
		for _, end := range []string{"规划期末", "时期末", "期末", "末期", "末", "收官之年", "结束"} {
			if tail, ok := strings.CutPrefix(after, end); ok {
				return Year{End: len(norm) - len(tail), Year: p.end}, true
			}
		}
	}
	return Year{}, false
}
