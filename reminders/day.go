package reminders

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoDay   = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?$`)
	spokenOn = regexp.MustCompile(`^(?:(\d{4}|\d{2})年|(今年|明年|后年))?(?:(\d{1,2})月(?:份)?(?:(\d{1,2})[日号]|底|末|月底)?|(上半年|下半年)|(一|二|三|四|1|2|3|4)季度(?:末|底)?|(年底|年末|底|末))?(?:之?前|以前)?$`)
	monthEnd = regexp.MustCompile(`^(本月|这个月|下个?月)底?$`)
)

// ReadDay reads a day as people write it: 2026-10-31, 2026年10月底, 明年6月底, 6月30日, 年底. A month or a year alone means its last day; a day
// without a year is the next one that comes. It returns 2026-10-31; ok is false for what is no day.
func ReadDay(text string, today time.Time) (day string, ok bool) {
	text = strings.Trim(strings.TrimSpace(strings.Map(narrow, text)), "。.,")
	if m := isoDay.FindStringSubmatch(text); m != nil {
		return makeDay(number(m[1]), number(m[2]), number(m[3]))
	}
	if m := monthEnd.FindStringSubmatch(text); m != nil {
		first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
		if strings.HasPrefix(m[1], "下") {
			first = first.AddDate(0, 1, 0)
		}
		return makeDay(first.Year(), int(first.Month()), 0)
	}
	m := spokenOn.FindStringSubmatch(text)
	if m == nil || strings.Join(m[1:], "") == "" {
		return "", false
	}
	year, told := today.Year(), true
	switch {
	case m[1] != "":
		if year = number(m[1]); year < 100 {
			year += 2000
		}
	case m[2] != "":
		year += map[string]int{"今年": 0, "明年": 1, "后年": 2}[m[2]]
	default:
		told = false
	}
	month, date := 12, 31
	switch {
	case m[3] != "":
		month, date = number(m[3]), number(m[4])
	case m[5] == "上半年":
		month, date = 6, 30
	case m[6] != "":
		month, date = 3*number(map[string]string{"一": "1", "二": "2", "三": "3", "四": "4"}[m[6]]+m[6]), 0
	}
	day, ok = makeDay(year, month, date)
	if ok && !told && day < today.Format(time.DateOnly) {
		return makeDay(year+1, month, date)
	}
	return day, ok
}

// makeDay writes a day that exists; day 0 is the month's last.
func makeDay(year, month, day int) (string, bool) {
	if month < 1 || month > 12 || year < 2000 || year > 2100 {
		return "", false
	}
	last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if day == 0 {
		day = last
	}
	if day > last {
		return "", false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true
}

// number reads the leading digits of a text; 0 for none.
func number(s string) int {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(s[:end])
	if err != nil {
		return 0
	}
	return n
}
