package plan

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// yearlessRE: 11月底前, 6月30日前, 二季度末前, 明年上半年, 今年年底前, 年底前. Groups: 1 which year, 2 month, 3 day, 4 third of the month, 5 quarter, 6 half,
// 7 the end of the year.
var yearlessRE = regexp.MustCompile(`(?:力争|确保|务必|到|于|在)*(今年|本年度?|当年|明年|次年)?(?:(\d{1,2})月份?(?:(\d{1,2})日|([上中下])旬|底|末)?|第?([一二三四])季度(?:末|底)?|([上下]半年)|(年(?:底|末)))?(?:之?前|以前)?`)

var thisOrNext = regexp.MustCompile(`[今本当明次全]年|年[内前]`)

// wholeYear opens a sentence of a plan for one year: 全年新增…, 年内完成….
var wholeYear = regexp.MustCompile(`^(?:力争|确保)?(?:全年|年内)`)

// yearless finds the dates whose year stands elsewhere: the one year that the plan's title names (2026年工作要点), else the year of signing; 明年 is the
// one after it. Without either there is no date. A month counts only as a limit: 6月底前, 6月30日前, not 每年6月 and not 2025年6月.
func (p *parser) yearless(s Span, masked func(int) bool) []Deadline {
	in := s.In(p.text)
	if !strings.ContainsAny(in, "月季底末") && !strings.Contains(in, "半年") && !thisOrNext.MatchString(in) {
		return nil
	}
	year, base, whole := p.baseYear()
	if year == 0 {
		return nil
	}
	var out []Deadline
	add := func(from, to, year, month, day int) {
		span := Span{s.Start + from, s.Start + to}
		if !masked(span.Start) && month >= 1 && month <= 12 && year >= p.signedYear {
			out = append(out, Deadline{ISO: fmt.Sprintf("%04d-%02d-%02d", year, month, day), Year: year, Words: span.In(p.text), Span: span, Base: base})
		}
	}
	for _, m := range yearlessRE.FindAllStringSubmatchIndex(in, -1) {
		if m[0] == m[1] {
			continue
		}
		get := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return in[m[2*i]:m[2*i+1]]
		}
		words := in[m[0]:m[1]]
		if before, _ := utf8.DecodeLastRuneInString(in[:m[0]]); strings.ContainsRune("0123456789年每月-—–～~至自从第", before) && m[0] > 0 {
			continue
		}
		if modifier.MatchString(in[m[1]:]) { // 今年以来
			continue
		}
		which := get(1)
		y := year
		if which == "明年" || which == "次年" {
			y++
		}
		limit := endsAny(words, "前", "底", "末") || which != ""
		switch {
		case get(2) != "" && (limit || get(4) != ""):
			month := atoi(get(2))
			day := 0
			if month >= 1 && month <= 12 {
				day = lastDay(y, month)
			}
			if n := atoi(get(3)); n >= 1 && n <= day {
				day = n
			} else if get(4) != "" {
				day = dekad(get(4), day)
			}
			add(m[0], m[1], y, month, day)
		case get(5) != "" && (limit || whole && m[0] == 0):
			month := 3 * hanNumber(get(5))
			add(m[0], m[1], y, month, lastDay(y, month))
		case get(6) == "上半年" && (limit || whole && m[0] == 0):
			add(m[0], m[1], y, 6, 30)
		case get(6) == "下半年" && (limit || whole && m[0] == 0):
			add(m[0], m[1], y, 12, 31)
		case get(7) != "" && (which != "" || endsAny(words, "前") || m[0] == 0 && whole):
			add(m[0], m[1], y, 12, 31)
		case get(2)+get(5)+get(6)+get(7) == "" && which != "" && m[0] == 0:
			add(m[0], m[1], y, 12, 31)
		}
	}
	if m := wholeYear.FindStringIndex(in); m != nil && (whole || strings.HasSuffix(in[:m[1]], "年内")) {
		add(0, m[1], year, 12, 31)
	}
	return out
}

// baseYear is the year that dates without one belong to, and what says it; whole: the plan is for that year alone.
func (p *parser) baseYear() (year int, base string, whole bool) {
	m := &p.plan.Meta
	if ys := titleYear.FindAllString(m.Title.Value, -1); len(ys) == 1 && !titleSpan.MatchString(m.Title.Value) && !strings.Contains(m.Title.Value, "到"+ys[0]) {
		return atoi(ys[0][:4]), ys[0], true
	}
	if v := m.Signed.Value; len(v) >= len("2026-01") {
		return atoi(v[:4]), v, false
	}
	if y := fourDigits.FindString(m.Number.Value); y != "" {
		return atoi(y), y + "年", false
	}
	if v := m.Published.Value; len(v) >= len("2026-01") {
		return atoi(v[:4]), v, false
	}
	return 0, "", false
}
