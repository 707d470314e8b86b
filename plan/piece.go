package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// pieces reads a segment (without its date): coordinate parts that each give a value are targets of their own, 省级以上农业产业强镇80个、乡土产业名品村500个;
// parts without one belong to the next part that has one (莒南县、沂南县整县制雨污合流管网清零), the last ones to the target before (图书馆、文化馆、博物馆).
func (r *reader) pieces(s Span) {
	text := r.p.text
	var groups []group
	r.listed = false
	start, prev := s.Start, s.Start // of the group, of the part
	for _, cut := range append(r.commas(s), s.End) {
		g, sub := Span{start, cut}, Span{min(prev, cut), cut}
		prev = cut + len("、")
		qs := r.countable(sub, g)
		st, ok := stateIn(text, sub, r.due != nil || r.part.Due != nil, r.masked)
		if ok = ok && !bearing.MatchString(sub.In(text)); ok {
			st.subject.Start = min(start, st.subject.Start)
		}
		if len(qs) == 0 && !ok {
			if cut == s.End && len(groups) > 0 {
				groups[len(groups)-1].span.End = s.End
				if groups[len(groups)-1].state != nil {
					groups[len(groups)-1].state.value.End = s.End
				}
			} else if cut == s.End {
				groups = append(groups, group{span: g})
			}
			continue
		}
		ng := group{span: g, quantities: qs}
		if len(qs) == 0 {
			ng.state = &st
			// 基本实现县城区域交通路网、城区管网、…等重点区域的NB-IoT网络深度覆盖 is one
			if n := len(groups) - 1; n >= 0 && groups[n].state != nil && groups[n].state.verb && !st.verb && verbs.prefix(g.In(text)) == "" {
				groups[n].span.End, groups[n].state.value.End = cut, cut
				start = cut + len("、")
				continue
			}
		}
		groups = append(groups, ng)
		r.listed = r.listed || len(qs) > 0
		start = cut + len("、")
	}
	verb := ""
	for i, g := range groups {
		g.span = trim(text, g.span)
		switch {
		case g.span.Len() == 0:
		case len(g.quantities) > 0:
			verb = r.counts(g, s, verb, i)
		case g.state != nil:
			r.stated(*g.state, g.span, s)
		default:
			r.unvalued(g.span, s)
		}
	}
}

type group struct {
	span       Span
	quantities []Quantity
	state      *state
}

// commas finds the 、 of s outside quotations and brackets.
func (r *reader) commas(s Span) []int {
	var out []int
	in := s.In(r.p.text)
	for at := 0; ; {
		i := strings.Index(in[at:], "、")
		if i < 0 {
			return out
		}
		if !r.masked(s.Start + at + i) {
			out = append(out, s.Start+at+i)
		}
		at += i + len("、")
	}
}

var (
	// subsidies and conditions are no targets: 给予最高20万元补助, 离校5年内, 不超过3年
	policy = regexp.MustCompile(`给予|补助|补贴|奖励|资助|贷款|最高|最长|不超过|费用|租金|租住|减免|优惠|期限|经历|每家|每户|每月|投入的|收入的|总额的|以上的|以内的|以下的|内的|赔付|风险补偿|注册资本`)
	// what is paid out is no target, whenever
	paid = regexp.MustCompile(`给予|奖励|奖补|补贴|补助|资助|每[户家人亩吨个台](?:最高|不超过|补|奖)`)
	// an undated count is a target where something is to be made of it: 遴选40个教育强镇筑基试点乡镇
	makes = regexp.MustCompile(`建设|建成|新建|打造|培育|培养|选拔|选派|引育|招聘|招募|储备|集聚|创建|建有|遴选|启动|抓好|达到|完成|新增|创设|挖掘|发掘|评选|组织|布局|引进|改造|提升|做强|开展|消除|整治|修复|修缮|清理|扩建|淘汰|安置|加固|升级|培训|安排|治理|拆除|搬迁|增设|配备|配置|投放|推广|种植|绿化|疏浚|新改建|招引|孵化|救助|帮扶|认定|举办|编制|制定|实施|提高[至到]|提升[至到]|降[至到]|控制在|稳定在|保持在`)
)

// countable keeps the numbers of s that can be a target's value.
func (r *reader) countable(s, group Span) []Quantity {
	qs := quantities(r.p.text, s, r.masked)
	if len(qs) == 0 {
		return nil
	}
	in := group.In(r.p.text)
	subsidy := r.due == nil && policy.MatchString(r.around(s))
	var out []Quantity
	for _, q := range qs {
		after := r.p.text[q.Span.End:s.End]
		if scopeAfter.MatchString(after) && len(qs) > 1 { // 2个镇实现镇区常住人口10万人; 在6个…县启动6个
			continue
		}
		shorter := endsAny(r.p.text[s.Start:q.Span.Start], shortened...) // 办理时间压缩至3个工作日
		if r.due == nil {
			set := r.part.Due != nil // its marker or row says when
			// 新增养老机构不少于2家、养老床位不少于300张; 新建中转站8个、分类池20个
			listed := (r.listed || r.among) && (atLeast.MatchString(in) || strings.Trim(after, " 。") == "")
			if subsidy || q.Dimension == "money" && paid.MatchString(r.around(s)) || q.Dimension == "money" && !set || q.Dimension == "time" && !shorter || !set && !makes.MatchString(in) && !share.MatchString(in) && !listed && !shorter {
				continue
			}
		} else if q.Dimension == "time" && !shorter || q.Dimension == "money" && paid.MatchString(r.around(s)) {
			continue
		}
		out = append(out, q)
	}
	if len(out) > 1 { // several numbers in one piece count only where 和 or 分别 joins them
		kept := out[:0:0]
		for i, q := range out {
			if i == len(out)-1 || joined(r.p.text[q.Span.End:out[i+1].Span.Start]) {
				kept = append(kept, q)
			} else {
				kept = nil
			}
		}
		out = kept
	}
	return out
}

// around is the segment of s, or its neighbourhood where the segment is endless.
func (r *reader) around(s Span) string {
	seg := r.s.Segments[r.seg]
	if seg.Len() > longSegment {
		seg = s
	}
	return seg.In(r.p.text)
}

var shortened = []string{"压缩至", "压缩到", "压缩为", "压减至", "压减到", "缩短至", "缩短到", "缩短为"}

var (
	scopeAfter = regexp.MustCompile(`^\p{Han}{0,12}(?:实现|启动|建成|完成|建设)`)
	atLeast    = regexp.MustCompile(`不少于|不低于|至少|达到|超过|突破`)
	share      = regexp.MustCompile(`[%％](?:以上|左右)?(?:达到|实现)`)
)

// joined: 培育100个"创新产品"和100个示范场景; 分别达到65%和55%
func joined(between string) bool { return endsAny(between, "和", "与", "及", "以及") }

// counts adds the targets of a group with numbers. It returns the verb that a following part leaves out: 更新改造供水管道32公里、燃气管道20公里.
func (r *reader) counts(g group, seg Span, verb string, index int) string {
	text := r.p.text
	for qi, q := range g.quantities {
		part := g.span
		if qi > 0 { // behind the 和 that joins it
			part.Start = q.Span.Start
		}
		if qi+1 < len(g.quantities) {
			part.End = g.quantities[qi+1].Span.Start
			part.End = part.Start + len(joinEnd.ReplaceAllString(part.In(text), ""))
		}
		value := q.Span
		if value.Start < part.Start {
			value.Start = part.Start
		}
		q := q
		q.Verbatim = value.In(text)
		before, after := Span{part.Start, max(part.Start, value.Start)}, Span{value.End, max(value.End, part.End)}
		subjects := r.shared(before)
		if n := len(g.quantities); n > 1 && r.each(g, before, qi) != "" {
			subjects = []Span{before}
		}
		for k, sub := range subjects {
			m := readMetric(text, sub, after, r.masked)
			if name := r.each(g, before, qi); name != "" {
				m.text = name
			} else if name := pairName(text, subjects, k); name != "" {
				m.text = name
			}
			if index > 0 && m.verb == "" && !m.linked && verb != "" && !lightVerb(verb) {
				m.text = verb + m.text
			}
			if m.verb != "" {
				verb = m.verb
			}
			carriedMetric, carriedObject := false, false
			if sub.Len() == 0 && reaches.MatchString(m.text) && r.metric != "" { // 乡镇卫生院…全部达到国家基本标准,30%以上达到推荐标准
				m.text = r.metric + m.text
				carriedMetric = true
			}
			if accruedName.MatchString(m.text) && r.object() != "" { // 推进…光伏规模化开发试点建设,到2025年累计装机并网达到130万千瓦
				m.text = afterEtc(r.object()) + m.text
				carriedObject = true
			}
			if m.text == "" {
				m.text = r.carried(after)
				carriedMetric = m.text == r.metric
			}
			t := r.target(g.span, seg)
			t.Metric, t.Subject, t.Scope, t.Attribute = m.text, m.span, m.scope, m.attribute
			if carriedMetric {
				t.Scope = r.scope
				r.from(&t, r.s.Segments[max(0, r.seg-1)])
			} else if carriedObject {
				r.from(&t, r.objectAt)
			}
			if t.Scope == "" {
				t.Scope = scopeOf(r.s.Segments[r.seg].In(text))
			}
			t.Quantity, t.Value, t.ValueSpan = &q, q.Verbatim, value
			r.add(t)
		}
	}
	return verb
}

var (
	reaches     = regexp.MustCompile(`^(?:达到|实现|完成)`)
	accruedName = regexp.MustCompile(`^(?:累计|总)`)
)

// afterEtc shortens 沂水、兰陵、郯城、平邑等整县屋顶分布式光伏… to what 等 leads to.
func afterEtc(s string) string {
	if i := strings.Index(s, "等"); i > 0 && strings.Contains(s[:i], "、") && len(s) > i+len("等") {
		return s[i+len("等"):]
	}
	return s
}

// carried is the metric of a value that names none: 到2025年达到40%以上 after 装配式建筑占城镇新建建筑比例达到30%以上; 319个、3.4万户老旧小区 look ahead.
func (r *reader) carried(after Span) string {
	if r.metric != "" {
		return r.metric
	}
	seg := r.s.Segments[r.seg]
	if q := quantities(r.p.text, seg, r.masked); len(q) > 1 { // 对319个、3.4万户老旧小区进行改造
		last := q[len(q)-1].Span.End
		if m := readMetric(r.p.text, Span{last, last}, Span{last, seg.End}, r.masked); m.text != "" {
			return m.text
		}
	}
	return r.object()
}

// 每年评选表扬四类“十强”乡镇: what recurs is counted in Chinese numerals too.
var everyYear = regexp.MustCompile(`^每(?:年|季度|半年)(\p{Han}+?)([两二三四五六七八九十]+)(类|个|项|次|批|届|场|期)`)

func (r *reader) repeated(s Span, m []int) {
	in := s.In(r.p.text)
	value := Span{s.Start + m[4], s.Start + m[7]}
	t := r.target(s, s)
	t.Quantity = &Quantity{Num: float64(hanNumber(in[m[4]:m[5]])), Op: OpEqual, Unit: in[m[6]:m[7]], Dimension: "count", Verbatim: value.In(r.p.text), Span: value}
	t.Value, t.ValueSpan = value.In(r.p.text), value
	t.Metric, t.Subject = in[m[2]:m[3]]+in[m[7]:], s
	r.add(t)
}

// calls: 2025年为阶段目标,2027年为期末目标 only gives years a name.
var calls = regexp.MustCompile(`^(?:作?为|是).{0,12}(?:目标|阶段|期|年份|节点)$|^(?:具体|详)?见(?:附?表|附件|专栏)`)

// leadsIn: 2027年，通过实施协同控制，… says how, and what is reached comes behind it.
var leadsIn = regexp.MustCompile(`^(?:通过|深入|围绕|聚焦|按照|根据|依托|结合|对照|对标|坚持)`)

// bearing: 2027年，紧扣全面建成…目标任务，… names an aim that others have set.
var bearing = regexp.MustCompile(`^(?:紧扣|围绕|聚焦|对照|对标|按照|根据|瞄准|锚定)`)

var becomes = regexp.MustCompile(`^(?:力争|争取|努力)?(?:打造成|建设成|成为)`)

// unvalued keeps a segment for what follows; the first one after a date is a target by itself: 到2025年力争打造成…铁路物流园区.
func (r *reader) unvalued(s, seg Span) {
	text := r.p.text
	if leadsIn.MatchString(s.In(text)) || bracketed.FindString(s.In(text)) == s.In(text) {
		r.objectAt = s
		return
	}
	if r.due != nil && r.fallback && !calls.MatchString(s.In(text)) && utf8.RuneCountInString(s.In(text)) > 3 {
		st := state{value: s, subject: s}
		if becomes.MatchString(s.In(text)) { // 支持沂南县加快山东港汇国际物流园建设,到2025年力争打造成…铁路物流园区
			st.subject = Span{s.Start, s.Start}
		}
		r.stated(st, s, seg)
		r.metric = ""
		return
	}
	if m := everyYear.FindStringSubmatchIndex(s.In(text)); m != nil && r.due == nil {
		r.repeated(s, m)
		return
	}
	r.objectAt = s
}
