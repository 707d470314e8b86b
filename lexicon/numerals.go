package lexicon

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// hanDigit gives the value of a digit, hanUnit that of a power of ten.
func hanDigit(r rune) (int, bool) {
	switch r {
	case '零', '〇', '○':
		return 0, true
	case '一', '壹':
		return 1, true
	case '二', '两', '贰', '俩':
		return 2, true
	case '三', '叁', '仨':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

func hanUnit(r rune) float64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万':
		return 1e4
	case '亿':
		return 1e8
	}
	return 0
}

// ParseNumber reads a number as plans and people write it: 300, 3.4, 1,300, -5, 三百, 三百二, 二〇二五, 十万, 3.4万, 1亿2000万, 两, 半.
func ParseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(Fold(s))
	if v, end, ok := number(s, 0); ok && end == len(s) {
		return v, true
	}
	return 0, false
}

// number reads the longest number that starts at s[i:].
func number(s string, i int) (value float64, end int, ok bool) {
	sign := 1.0
	if i < len(s) && (s[i] == '-' || s[i] == '+') && i+1 < len(s) && isDigit(rune(s[i+1])) {
		if s[i] == '-' {
			sign = -1
		}
		i++
	}
	if i < len(s) && isDigit(rune(s[i])) {
		value, end, ok = arabic(s, i)
	} else {
		value, end, ok = han(s, i)
	}
	return sign * value, end, ok
}

// arabic reads 1300, 1,300, 3.4, 3.4万, 5千, 1亿2000万.
func arabic(s string, i int) (float64, int, bool) {
	total, rest := 0.0, true
	for rest {
		j := i
		for j < len(s) && isDigit(rune(s[j])) {
			j++
		}
		digits := s[i:j]
		// 1,300: groups of three after a comma, and nothing more; 5,300个 in a list of numbers looks the same and is rare.
		for len(digits) > 0 && len(s) >= j+4 && s[j] == ',' && allDigits(s[j+1:j+4]) && (len(s) == j+4 || !isDigit(rune(s[j+4]))) && (j-i <= 3 || strings.Contains(s[i:j], ",")) && s[i] != '0' {
			digits += s[j+1 : j+4]
			j += 4
		}
		if j+1 < len(s) && s[j] == '.' && isDigit(rune(s[j+1])) {
			k := j + 1
			for k < len(s) && isDigit(rune(s[k])) {
				k++
			}
			digits += s[j:k]
			j = k
		}
		v, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return 0, 0, false
		}
		scale := 1.0
		for j < len(s) {
			r, size := utf8.DecodeRuneInString(s[j:])
			u := hanUnit(r)
			if u == 0 || unitWord(s[j:]) {
				break
			}
			scale *= u
			j += size
		}
		total += v * scale
		i = j
		// 1亿2000万 goes on; 1万2 does not.
		rest = scale >= 1e8 && i < len(s) && isDigit(rune(s[i]))
	}
	return total, i, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(rune(s[i])) {
			return false
		}
	}
	return s != ""
}

// han reads 三百二十, 三百二, 十万, 二〇二五, 两, 半, 零点五.
func han(s string, i int) (float64, int, bool) {
	if strings.HasPrefix(s[i:], "半") {
		return 0.5, i + len("半"), true
	}
	var (
		total, section, digit float64 // of 亿 and 万; below 万; the last digit read
		digits, units         int     // digits in a row; units seen
		lastUnit              = 0.0
		plain                 string // 二〇二五 and 一九 are read digit by digit
		j                     = i
		fresh                 = false // a digit waits for its unit
	)
	for j < len(s) {
		r, size := utf8.DecodeRuneInString(s[j:])
		if d, ok := hanDigit(r); ok {
			if fresh && units > 0 && digit != 0 {
				break // 二十五六 is no number; 三百二三 neither
			}
			digit, fresh = float64(d), true
			if digits++; digits > 30 {
				return 0, 0, false // no number of a plan; do not read a page of digits
			}
			plain += strconv.Itoa(d)
			j += size
			continue
		}
		u := hanUnit(r)
		if u == 0 || unitWord(s[j:]) && (fresh || units > 0) {
			break
		}
		if j == i && u > 10 || digits > 1 && units == 0 {
			break // 千户 is no number, 二〇二五万 neither
		}
		units++
		switch {
		case u >= 1e4:
			if fresh {
				section += digit
			}
			if section == 0 {
				return 0, 0, false
			}
			total = (total + section) * u
			if u == 1e4 && total > 1e8 {
				// 一亿二千万: only the part behind 亿 takes 万.
				high := total/u - section
				total = high + section*u
			}
			section = 0
		default:
			if !fresh {
				digit = 1
			}
			section += digit * u
		}
		digit, fresh, lastUnit = 0, false, u
		j += size
	}
	switch {
	case j == i:
		return 0, 0, false
	case units == 0 && digits > 1:
		v, err := strconv.ParseFloat(plain, 64)
		if err != nil {
			return 0, 0, false
		}
		return v, j, true
	}
	if fresh {
		if lastUnit >= 100 && !strings.Contains(s[i:j], "零") && !strings.Contains(s[i:j], "〇") {
			section += digit * lastUnit / 10 // 三百二 = 320, 一万五 = 15000
		} else {
			section += digit
		}
	}
	value := total + section
	// 零点五, 三点二万
	if rest, ok := strings.CutPrefix(s[j:], "点"); ok {
		frac, k := "", j+len("点")
		for _, r := range rest {
			d, ok := hanDigit(r)
			if !ok {
				break
			}
			frac += strconv.Itoa(d)
			k += utf8.RuneLen(r)
		}
		if frac != "" {
			f, err := strconv.ParseFloat("0."+frac, 64)
			if err != nil {
				return 0, 0, false
			}
			value += f
			j = k
			for j < len(s) {
				r, size := utf8.DecodeRuneInString(s[j:])
				if u := hanUnit(r); u < 1e4 {
					break
				} else {
					value *= u
				}
				j += size
			}
		}
	}
	return value, j, true
}

// unitWord reports whether a power of ten is the beginning of a measure unit: 三千瓦 would be three kilowatts.
func unitWord(s string) bool {
	for _, w := range []string{"千瓦", "千米", "千克", "千伏", "千兆", "万兆", "百分"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
