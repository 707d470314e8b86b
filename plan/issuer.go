package plan

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// signedLine is the issuer and the date of signing on one line: 青河市民政局 2026年3月2日.
var signedLine = regexp.MustCompile(`^(\p{Han}{3,30}?)(?:编制|制定|印发|发布)?[\s\x{3000}\x{a0}]+(\d{4}[年]\d{1,2}月\d{1,2}日)$`)

func (p *parser) signedAt(s Span) {
	m := signedLine.FindStringSubmatchIndex(s.In(p.text))
	issuer, day := Span{s.Start + m[2], s.Start + m[3]}, Span{s.Start + m[4], s.Start + m[5]}
	iso, _ := isoOf(day.In(p.text))
	if set(&p.plan.Meta.Signed, "成文日期", iso, day) {
		set(&p.plan.Meta.Issuer, "发文机关", issuer.In(p.text), issuer)
	}
}

// hanDay is a date in Chinese numerals: 二〇二六年三月二日.
var hanDay = regexp.MustCompile(`^([一二][〇○零OＯ0一二三四五六七八九]{3})年(` + hanDigits + `)月(` + hanDigits + `)日$`)

// isDay tells a line that is a date and nothing else.
func isDay(s string) bool { return chineseDate.MatchString(s) || hanDay.MatchString(s) }

func isoOf(s string) (string, bool) {
	s = strings.TrimFunc(s, isSpace)
	if m := hanDay.FindStringSubmatch(s); m != nil {
		year := 0
		for _, r := range m[1] {
			year = 10*year + hanValue[r]
		}
		return fmt.Sprintf("%04d-%02d-%02d", year, hanNumber(m[2]), hanNumber(m[3])), true
	}
	for _, re := range []*regexp.Regexp{isoDate, chineseDate, dateWords} {
		if m := re.FindStringSubmatch(s); m != nil {
			y, _ := strconv.Atoi(m[1])
			mo, _ := strconv.Atoi(m[2])
			if d, _ := strconv.Atoi(m[3]); d > 0 {
				return fmt.Sprintf("%04d-%02d-%02d", y, mo, d), true
			}
			return fmt.Sprintf("%04d-%02d", y, mo), true
		}
	}
	return "", false
}

// inherit takes from the first plan of the same file what an annex does not say of itself: who issued it and when. Such a Field has no Span, since its words
// stand in another plan's text. The number stays the notice's: an annex is called by its title, or two of them could not be told apart.
func (p *parser) inherit() {
	if p.first == nil || p.plan.Meta.Signed.Value != "" {
		return
	}
	m := &p.plan.Meta
	for _, f := range []struct{ own, from *Field }{{&m.Issuer, &p.first.Issuer}, {&m.Signed, &p.first.Signed}, {&m.Published, &p.first.Published}, {&m.Under, &p.first.Number}} {
		if f.own.Value == "" {
			*f.own = Field{Label: f.from.Label, Value: f.from.Value} // no Span
		}
	}
}

var (
	titleSpan  = regexp.MustCompile(`(20\d\d)年?[-—–－~～至到]{1,2}(20\d\d)年`)
	limit      = regexp.MustCompile(`(截至|截止到?)?(?:到20\d\d年|20\d\d年(?:(?:\d{1,2}月份?|年)?[底末]|(?:\d{1,2}月)?(?:\d{1,2}日)?之?前|上半年|第?[一二三四]季度))`)
	fourDigits = regexp.MustCompile(`20\d\d`)
)

// yearOfSigning is the year before which nothing can be due: that of signing, of the document's number, else the first year of the title's span, else the
// first that the text puts as a limit (到2026年, 2026年底前). The day on which a page was put on the web may be years later and makes nothing past; it only
// lowers what the text's limits say. 0: there is none.
func (p *parser) yearOfSigning() int {
	m := &p.plan.Meta
	words := ""
	switch {
	case m.Signed.Value != "":
		words = m.Signed.Value
	case m.Number.Value != "":
		words = m.Number.Value
	case titleSpan.MatchString(m.Title.Value):
		words = titleSpan.FindString(m.Title.Value)
	case periodEnd(m.Title.Value) > 0:
		return periodEnd(m.Title.Value) - 4
	default:
		for _, m := range limit.FindAllStringSubmatchIndex(p.text, -1) {
			y := fourDigits.FindString(p.text[m[0]:m[1]])
			if m[2] < 0 && !modifier.MatchString(p.text[m[1]:min(m[1]+60, len(p.text))]) && (words == "" || y < words) {
				words = y
			}
		}
		if ys := titleYear.FindAllString(m.Title.Value, -1); len(ys) == 1 && words != "" { // 2026年工作要点
			words = min(words, ys[0][:4])
		}
	}
	year, _ := strconv.Atoi(fourDigits.FindString(words))
	if seen, _ := strconv.Atoi(fourDigits.FindString(m.Published.Value)); seen > 0 && m.Signed.Value == "" && m.Number.Value == "" {
		year = min(year, seen)
	}
	return year
}

// issuedBy takes the line of the issuers, and those above it where they do not fit into one or each has its own.
func (p *parser) issuedBy(i int) {
	s, names := p.lines[i].span, signers(p.in(i))
	for k := i - 1; k >= max(i-4, 0) && (k >= p.tail || k < p.body && i < p.body); k-- {
		above := signers(p.in(k))
		if !isSigner(p.in(k)) || !strings.Contains(above, "、") && !(ownName(above) && ownName(names)) || strings.Contains(names, above) {
			break
		}
		s.Start, names = p.lines[k].span.Start, above+"、"+names
	}
	set(&p.plan.Meta.Issuer, "发文机关", names, s)
}

// ownName reports whether a signer is called by its place, as those who sign together are: 中共沅川市委办公室, 沅川市人民政府办公室.
func ownName(s string) bool { return strings.HasPrefix(s, "中共") || seat(s) != "" }

// signers is a line of issuers: blanks stand between several of them, or between the characters of one.
func signers(s string) string {
	names := strings.FieldsFunc(s, isSpace)
	for _, n := range names {
		if !isSigner(n) {
			return squeeze(s)
		}
	}
	return strings.Join(names, "、")
}

// signer is the line above the date of signing, or the office in whose name the notice speaks.
func (p *parser) signer() {
	m := &p.plan.Meta
	if m.Issuer.Value == "" && m.Signed.Value != "" {
		for i := 1; i < len(p.lines); i++ {
			if p.lines[i].span == m.Signed.Span && isSigner(p.in(i-1)) {
				p.issuedBy(i - 1)
			}
		}
	}
	if h := &p.letterhead; h.Value != "" && strings.HasSuffix(h.Value, m.Issuer.Value) { // 沅川市白沙区人民政府文件, signed 白沙区人民政府
		m.Issuer = *h
	}
	if m.Issuer.Value == "" {
		for i := 0; i < p.body; i++ {
			if isSigner(p.in(i)) {
				for i+1 < p.body && isSigner(p.in(i+1)) && ownName(p.in(i)) && ownName(p.in(i+1)) {
					i++
				}
				p.issuedBy(i)
				break
			}
		}
	}
	if at := strings.Index(m.Notice.Value, "关于印发"); m.Issuer.Value == "" && at > 0 && isSigner(m.Notice.Value[:at]) {
		v := m.Notice.Value[:at]
		if i := strings.Index(p.text, v); i >= 0 {
			set(&m.Issuer, "发文机关", v, Span{i, i + len(v)})
		}
	}
	if m.Issuer.Value == "" && isSigner(m.Publisher.Value) { // a page that names who put it there and nobody else
		m.Issuer = Field{Label: "发文机关", Value: m.Publisher.Value, Span: m.Publisher.Span}
	}
	if i := strings.Index(m.Title.Value, "关于"); m.Issuer.Value == "" && i > 0 && isSigner(m.Title.Value[:i]) { // 中共柳溪市委 柳溪市人民政府关于…的意见
		if v := strings.TrimSpace(m.Title.Value[:i]); strings.HasPrefix(m.Title.Span.In(p.text), v) {
			set(&m.Issuer, "发文机关", signers(v), Span{m.Title.Span.Start, m.Title.Span.Start + len(v)})
		}
	}
	// 成都市经济和信息化局成都市科学技术局 are two
	if place := placeName.FindString(m.Issuer.Value); place != "" {
		if at := strings.LastIndex(m.Issuer.Value, place); at > 0 && !strings.Contains(m.Issuer.Value, "、") && endsAny(m.Issuer.Value[:at], "局", "委", "厅", "办公室", "委员会") {
			m.Issuer.Value = m.Issuer.Value[:at] + "、" + m.Issuer.Value[at:]
		}
	}
}
