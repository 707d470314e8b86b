package plan

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// 到2025年, 2023年年底前, 力争到2025年, 2025年6月底前, 到2027年底
var deadlineRE = regexp.MustCompile(`(力争|确保|争取|目标|计划)?(到|至|截至|截止|于|在)?(20\d\d)年(?:(\d{1,2})月(?:份)?(?:(\d{1,2})日|([上中下])旬|底|末)?|([上下]半年)(?:末|底)?|第?([一二三四])季度(?:末|底)?|年底|年末|底|末)?(?:之?前|以前)?`)

// modifier follows a year that only describes what stands behind it: 2000年之前建成的老旧小区.
var modifier = regexp.MustCompile(`^(?:以来|以后|起|期间|度|或更|或者更)|^(?:建成|竣工|投产|形成|开工|出生|登记|注册|认定|毕业|入库)[^,，。、]{0,6}的`)

// ofTitle follows a year that is part of what a document is called.
var ofTitle = regexp.MustCompile(`^度?(?:全?[国省市县区州])?(?:委|政府)?(?:《|政府工作报告)`)

// ofList follows the year of a list that things stand in.
var ofList = regexp.MustCompile(`^度?\p{Han}{0,12}?(?:计划|清单|名录|名单|目录|台账|项目库)`)

// deadlines finds the dates by which something is due. No deadlines are: a year before the plan was signed (2020年全国各类事故…比2015年下降), a
// year that describes (2005年底之前建成的), a span (2026—2027年), a year within a title or brackets (《…2035年远景目标纲要》), validity (有效期至…).
func (p *parser) deadlines(s Span, masked func(int) bool) []Deadline {
	in := s.In(p.text)
	if !strings.ContainsAny(in, "年五月季") {
		return nil
	}
	out := p.otherDeadlines(s, masked)
	for _, m := range deadlineRE.FindAllStringSubmatchIndex(in, -1) {
		at := s.Start + m[6]
		year, _ := strconv.Atoi(in[m[6]:m[7]])
		before, after := in[:m[0]], in[m[1]:]
		switch {
		case m[0] == m[6] && m[1] == m[7]+len("年") && (ofTitle.MatchString(after) || endsAny(before, "列入", "纳入", "对照", "依据", "根据") && ofList.MatchString(after)): // 2023年市《政府工作报告》, 列入2025年改造计划的
			continue
		case masked(at), year < p.signedYear, modifier.MatchString(after):
			continue
		case strings.HasPrefix(after, "-") || strings.HasPrefix(after, "—") || strings.HasPrefix(after, "至2") || endsAny(before, "-", "—", "～", "~", "比", "较", "自", "从", "有效期", "与", "自本"):
			continue
		case endsAny(before+in[m[0]:m[6]], "有效期至", "有效期到", "自", "截至"):
			continue
		}
		d := Deadline{Year: year, Span: Span{s.Start + m[0], s.Start + m[1]}}
		d.Words = d.Span.In(p.text)
		get := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return in[m[2*i]:m[2*i+1]]
		}
		month, day := 12, 31
		switch {
		case get(4) != "":
			month, _ = strconv.Atoi(get(4))
			if month < 1 || month > 12 {
				continue
			}
			day = lastDay(year, month)
			if get(5) != "" {
				if n, _ := strconv.Atoi(get(5)); n >= 1 && n <= day {
					day = n
				}
			}
			if get(6) != "" {
				day = dekad(get(6), day)
			}
		case get(7) == "上半年":
			month, day = 6, 30
		case get(8) != "":
			month = 3 * hanNumber(get(8))
			day = lastDay(year, month)
		}
		d.ISO = fmt.Sprintf("%04d-%02d-%02d", year, month, day)
		if !overlapsAny(out, d.Span) {
			out = append(out, d)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Span.Start < out[j].Span.Start })
	return out
}

func overlapsAny(ds []Deadline, s Span) bool {
	for i := range ds {
		if ds[i].Span.Overlaps(s) {
			return true
		}
	}
	return false
}

func endsAny(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
