package plan

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

var (
	// 到“十四五”末, “十四五”期间
	fiveYears = regexp.MustCompile(`(?:到|至)?[“"]?(十[二三四五六七]五)[”"]?(?:规划)?(?:时期|期)?(末|期间|期内)`)
	// 2023—2025年, 2023年至2025年: due when it ends
	yearSpan  = regexp.MustCompile(`^(20\d\d)年?(?:[-—–－~～]{1,2}|至|到)(20\d\d)年(?:底|末)?(?:期间)?(?:前)?`)
	titleYear = regexp.MustCompile(`20\d\d年`)
	// 自2025年1月起三年内
	sinceYears = regexp.MustCompile(`(?:自|从)?(20\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?起[，,]?([一二两三四五]|\d)年(?:以?内|时间)`)
	// 三年内, 用两年时间, 五年累计
	withinYears = regexp.MustCompile(`^(?:力争|争取|计划)?(?:用|在)?(?:未来|今后)?([一二两三四五]|\d)年(?:以?内|左右?时间|时间|累计|共计?)`)
	// 三年培养1万名: what is to be made in the years that the title says
	overYears = regexp.MustCompile(`^([一二两三四五]|\d)年(?:培养|培训|培育|建设|建成|新建|改建|改造|新增|引进|完成|打造|创建|治理)`)
)

// otherDeadlines finds the dates that are written without their own year: by the end of a five-year plan, of a span of years, of the year in which the
// plan was signed, or some years after that. The last two need the day of signing; without one they are no dates.
func (p *parser) otherDeadlines(s Span, masked func(int) bool) []Deadline {
	in := s.In(p.text)
	var out []Deadline
	add := func(from, to int, iso, base string) {
		year, err := strconv.Atoi(iso[:4])
		if err != nil || year < p.signedYear {
			return
		}
		span := Span{s.Start + from, s.Start + to}
		out = append(out, Deadline{ISO: iso, Year: year, Words: span.In(p.text), Span: span, Base: base})
	}
	for _, m := range fiveYears.FindAllStringSubmatchIndex(in, -1) {
		if m[0] > 0 && in[m[4]:m[5]] != "末" { // in the middle of a sentence 期间 only says when
			continue
		}
		if year := periodEnd(in[m[2]:m[3]]); year > 0 && !masked(s.Start+m[4]) {
			add(m[0], m[1], fmt.Sprintf("%04d-12-31", year), "")
		}
	}
	if masked(s.Start) {
		return out
	}
	if m := yearSpan.FindStringSubmatchIndex(in); m != nil {
		add(0, m[1], in[m[4]:m[5]]+"-12-31", "")
	}
	for _, d := range p.yearless(s, masked) {
		if !overlapsAny(out, d.Span) {
			out = append(out, d)
		}
	}
	if m := sinceYears.FindStringSubmatchIndex(in); m != nil {
		if iso := since(in, m); iso != "" {
			add(m[0], m[1], iso, "")
			return out
		}
	}
	signed := p.plan.Meta.Signed.Value
	if signed == "" {
		signed = p.plan.Meta.Published.Value
	}
	m := withinYears.FindStringSubmatchIndex(in)
	if m == nil {
		if m = overYears.FindStringSubmatchIndex(in); m != nil {
			m[1] = m[3] + len("年")
		}
	}
	if m != nil { // 三年行动计划（2025—2027年）: its own years; a five-year plan's
		t := titleSpan.FindStringSubmatch(p.plan.Meta.Title.Value)
		if end := periodEnd(p.plan.Meta.Title.Value); t == nil && end > 0 {
			t = []string{fmt.Sprintf("%d—%d年", end-4, end), itoa(end - 4), itoa(end)}
		}
		if t != nil && atoi(t[2])-atoi(t[1])+1 == numeral(in[m[2]:m[3]]) {
			add(0, m[1], t[2]+"-12-31", t[0])
			return out
		}
	}
	base, err := time.Parse(time.DateOnly, signed)
	if err != nil {
		return out
	}
	if m := withinYears.FindStringSubmatchIndex(in); m != nil {
		add(0, m[1], base.AddDate(numeral(in[m[2]:m[3]]), 0, 0).Format(time.DateOnly), signed)
	}
	return out
}

// since is the last day of the years that begin on a day that the text says.
func since(in string, m []int) string {
	get := func(i, otherwise int) int {
		if m[2*i] < 0 {
			return otherwise
		}
		return numeral(in[m[2*i]:m[2*i+1]])
	}
	if month := get(2, 1); month >= 1 && month <= 12 {
		from := time.Date(get(1, 0), time.Month(month), get(3, 1), 0, 0, 0, 0, time.UTC)
		return from.AddDate(get(4, 0), 0, -1).Format(time.DateOnly)
	}
	return ""
}

// numeral reads 三 and 3.
func numeral(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return hanNumber(s)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // digits, by the pattern that found them
	return n
}

func lastDay(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// dekad is the last day of 上旬, 中旬 or 下旬.
func dekad(third string, last int) int {
	switch third {
	case "上":
		return 10
	case "中":
		return 20
	}
	return last
}
