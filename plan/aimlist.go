package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	// how a thing changes
	manner = `(?:基本|初步|全面|显著|明显|持续|稳步|进一步|大幅度?|不断|更加|更为|加快|逐步|有效|普遍|日益|较快)`
	// what it does
	change = `(?:建立|建成|形成|确立|提[高升]|增[强加长]|改[善观]|加[强深]|完[善成备]|健全|优化|普及|实现|降低|下降|减少|缩小|扩大|凸显|彰显|显现|推[广进]|发展|壮大|巩固|拓展|消除|遏制|控制|解决|满足|齐全|匹配|成熟|协调|均衡|合理|规范|稳定|向好|好转|达标|覆盖|畅通|到位|落实|保障|夯实|丰富|活跃|深化|升级|转[型变]|补齐|突破|高效|顺畅|紧密|衔接|繁荣)`
	// to what it comes
	arrives = `(?:取得|得到|达到|进入|迈入|迈上|跨入|步入)`
)

var (
	// 素养水平稳步提高, 体系更加成熟定型, 零售总额平稳健康增长
	changes = regexp.MustCompile(`^(.+?)(` + manner + `+\p{Han}{0,4}?` + change + `\p{Han}{0,4}|(?:总体|平稳|稳中)\p{Han}{0,2}(?:增长|发展|运行|稳定|向好|可控))$`)
	// 基本 that tells no manner: 居民享受基本公共服务保障
	basic = regexp.MustCompile(`^基本(?:公共|医疗|养老|农田|生活|住房|药物|民生|保险|制度|办学|权益|原则)`)
	// 上升趋势得到遏制, 产品质量可靠性达到国际先进水平
	arrived = regexp.MustCompile(`^(.+?)(` + manner + `*` + arrives + `[^，,；;]{2,24})$`)
	// 重点产品实现协同发展
	brought = regexp.MustCompile(`^(.+?)(` + manner + `*(?:实现|保持|成为|处于)[^，,；;]{2,24})$`)
	// does is a subject that is none: a verb opens it, or holds it up to what follows.
	does = regexp.MustCompile(`^(?:[需将使让令把由从在向按]|要[^素]|应当|对[^外口]|通过|推[动进行]|加[快强大]|建[立成]|建设[^用项工]|完善|形成|打造|促进|确保|保障[^水能机体力]|力争|努力|开展|坚持|围绕|聚焦|落实|提[高升]|强化|深化|优化|扩大|健全|构建|培育|发展壮大|巩固|拓展|引导|支持|鼓励|带动|实[现施]|基本[建形实完消解]|全面|进一步|初步|显著|大幅|不断|持续|逐步|稳步|有效|切实)|(?:要|应|需|将|使|让|令|推动|促进|确保|力争|努力|和|与|及|并|的|对|加快|推进|带动)$`)
	// scene: 放眼全球, 纵观全国 only says where one looks
	scene = regexp.MustCompile(`^(?:放眼|纵观|立足|聚焦|面向|着眼)\p{Han}{2,12}$`)
)

// fewestAims is how many results make a list. Two are a sentence with two halves: 差距显著缩小,作用进一步彰显.
const fewestAims = 3

// aim is one thing of a list of aims and what becomes of it.
type aim struct{ span, subject, value Span }

// aimOf reads 健康素养水平稳步提高.
func (r *reader) aimOf(s Span) (aim, bool) {
	in := s.In(r.p.text)
	for _, re := range []*regexp.Regexp{arrived, changes, brought} {
		m := re.FindStringSubmatchIndex(in)
		if m == nil {
			continue
		}
		subject := in[m[2]:m[3]]
		n := utf8.RuneCountInString(subject)
		if n < 3 || n > 36 || does.MatchString(subject) || r.masked(s.Start+m[4]) || basic.MatchString(in[m[4]:]) || re == changes && strings.ContainsAny(in[m[4]:m[5]], "的和与") {
			return aim{}, false
		}
		return aim{span: s, subject: Span{s.Start + m[2], s.Start + m[3]}, value: Span{s.Start + m[4], s.Start + m[5]}}, true
	}
	if st, ok := stateIn(r.p.text, s, true, r.masked); ok && !st.verb && utf8.RuneCountInString(st.subject.In(r.p.text)) >= 3 && !does.MatchString(st.subject.In(r.p.text)) {
		return aim{span: s, subject: st.subject, value: st.value}, true
	}
	return aim{}, false
}

// aimsIn reads a list in which every item says what becomes of a thing; of any other there is none.
func (r *reader) aimsIn(scope Span) []aim {
	var out []aim
	for _, seg := range r.s.Segments {
		if !seg.Overlaps(scope) {
			continue
		}
		s := trimEnd(r.p.text, trim(r.p.text, Span{max(seg.Start, scope.Start), min(seg.End, scope.End)}))
		if s.Len() == 0 || scene.MatchString(s.In(r.p.text)) {
			continue
		}
		a, ok := r.aimOf(s)
		if !ok {
			return nil
		}
		out = append(out, a)
	}
	return out
}

// aimList makes a target of each thing of a list: 到2025年,健康政策体系基本建立,健康素养水平稳步提高,上升趋势得到遏制。
func (r *reader) aimList(list []aim) {
	due := *r.due
	for i, a := range list {
		quote := a.span
		if date := due.Span.Start; i == 0 && date >= r.s.Span.Start || date >= r.s.Span.Start && utf8.RuneCountInString(r.p.text[date:a.span.End]) <= farthest {
			quote.Start = date
		}
		t := r.target(a.span, quote)
		d := due
		d.Inherited = i > 0 || due.Inherited
		t.Deadline, t.Quote = &d, quote
		t.Subject, t.ValueSpan = a.subject, a.value
		t.Metric = subjectOf(a.subject.In(r.p.text))
		t.Value = a.value.In(r.p.text)
		t.State, t.Scope = t.Value, scopeOf(a.span.In(r.p.text))
		r.add(t)
	}
	r.aimed = list[len(list)-1].span.End
	r.due, r.fallback = nil, false
}

// aimsBelow reads the list of a sentence below the date of its paragraph: 到2027年,…。放眼全球,枢纽地位基本确立,港口实力显著提升。
func (r *reader) aimsBelow() {
	if !r.goals || r.lineDue == nil || r.due == nil || r.dueSeg >= 0 || r.saysWhen() || len(quantities(r.p.text, r.s.Span, r.masked)) > 0 {
		return
	}
	if list := r.aimsIn(r.s.Span); len(list) >= 2 {
		r.aimList(list)
	}
}
