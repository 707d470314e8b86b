package format

import (
	"strconv"
	"strings"
)

// numeral writes n in one of Word's number formats; ok is false where the format is not known and n is written in decimal.
func numeral(format string, n int) (s string, ok bool) {
	switch format {
	case "decimal", "decimalHalfWidth", "ordinal", "cardinalText", "numberInDash":
		return strconv.Itoa(n), true
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n), true
		}
		return strconv.Itoa(n), true
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(max(n, 0))), true
	case "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting":
		return counted(n, "零一二三四五六七八九", "十百千万"), true
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return counted(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万"), true
	case "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand":
		return strings.Map(func(r rune) rune { return []rune("〇一二三四五六七八九")[r-'0'] }, strconv.Itoa(max(n, 0))), true
	case "ideographTraditional":
		return cycle("甲乙丙丁戊己庚辛壬癸", n)
	case "ideographZodiac":
		return cycle("子丑寅卯辰巳午未申酉戌亥", n)
	case "ideographEnclosedCircle":
		return enclosed(n, '㊀', 10)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n > 20 && n <= 35 {
			return string('㉑' + rune(n-21)), true
		}
		return enclosed(n, '①', 20)
	case "decimalEnclosedParen":
		return enclosed(n, '⑴', 20)
	case "decimalEnclosedFullstop":
		return enclosed(n, '⒈', 20)
	case "upperRoman":
		return roman(n), true
	case "lowerRoman":
		return strings.ToLower(roman(n)), true
	case "upperLetter":
		return letters(n, 'A'), true
	case "lowerLetter":
		return letters(n, 'a'), true
	case "none", "bullet":
		return "", true
	}
	return strconv.Itoa(n), false
}

// counted writes a number as it is said: 10 十, 21 二十一, 105 一百零五.
func counted(n int, digits, places string) string {
	d, p := []rune(digits), []rune(places)
	if n <= 0 || n > 99_999 {
		return strconv.Itoa(n)
	}
	var out []rune
	gap := false
	for i, unit := range []int{10_000, 1000, 100, 10, 1} {
		v := n / unit % 10
		if v == 0 {
			gap = len(out) > 0
			continue
		}
		if gap {
			out, gap = append(out, d[0]), false
		}
		if !(unit == 10 && v == 1 && len(out) == 0) {
			out = append(out, d[v])
		}
		if unit > 1 {
			out = append(out, p[3-i])
		}
	}
	return string(out)
}

func cycle(of string, n int) (string, bool) {
	r := []rune(of)
	if n < 1 || n > len(r) {
		return strconv.Itoa(n), true
	}
	return string(r[n-1]), true
}

func enclosed(n int, first rune, upTo int) (string, bool) {
	if n < 1 || n > upTo {
		return strconv.Itoa(n), true
	}
	return string(first + rune(n-1)), true
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, p := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= p.v; n -= p.v {
			b.WriteString(p.s)
		}
	}
	return b.String()
}

// letters counts a … z, aa, bb.
func letters(n int, first rune) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}
