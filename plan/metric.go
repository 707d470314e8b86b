package plan

import (
	"regexp"
	"strings"
)

// metric is the name of what is counted, put together from the words around the value.
type metric struct {
	text      string
	span      Span
	scope     string
	attribute string
	verb      string // the verb in front of the thing: 更新改造
	linked    bool   // 达到, 占: the thing is the subject
}

var (
	scopeRE = regexp.MustCompile(`^(?:全市|全省|全国|全区|全县|全域|各县\(市、区\)|各县（市、区）|各县区|各区县|各区|每个县区|每个县|每县|每个区|每个街道|每个乡镇|各街道|各乡镇|各县|各市|[二三四五六七八九十]+县区?|\d+个(?:县区|乡镇|街道|县|区|镇|乡|市|村))`)
	// force and adverbs before a thing or a verb
	force       = wordsOf(`目标 力争 争取 确保 努力 积极 至少 共计 总计 合计 共 再 已 将 使 要 并 其中 全面 加快 逐步 先行 率先 每年 每季度`)
	linkRE      = regexp.MustCompile(`(?:均|共|已|力争|争取|确保|努力|分别|总计|合计|总体|稳步)*(?:达到|压缩至|压缩到|压缩为|压减至|压减到|缩短至|缩短到|缩短为|减少至|减少到|提高到|提升到|提升至|提高至|增加到|增长到|增至|稳定在|控制在|保持在|下降到|降至|降到|实现|为|达|突破|超过|上升到|扩大到)$`)
	attributeRE = regexp.MustCompile(`(总量|总数|数量|排放量|浓度|总动力|覆盖率|普及率|参保率|达标率|通达率|处置率|处理率|工作率|机械化率|\p{Han}{1,3}率|占比|比例|比重|规模|面积|总产值|产值|收入|人口|增速|托位数|位数|人数|起数|数)$`)
	verbs       = wordsOf(`新建及改造 新建和改造 更新改造 提升建设 改造提升 改扩建 扩建 新建 新增 创建 培育 打造 建成 建设 建有 建立 开展 完成 实现 启动 遴选 创设 设立 集聚 抓好 推进 推动 做强 挖掘 发掘 评选 引进 布局 发展 形成 组织 培养 改造 争创 重点打造 重点培育 培训 实施 提升 支持 消除 整治 修复 修缮 清理 淘汰 安置`)
	tailVerbRE  = regexp.MustCompile(`(?:重点)?(?:新建及改造|更新改造|提升建设|改扩建|累计创设|新建|新增|创建|培育|打造|建成|建设|建有|建立|开展|完成|启动|遴选|创设|设立|集聚|抓好|改造|配备|引进|布局)$`)
)

var light = func() map[string]bool {
	out := map[string]bool{}
	for _, v := range strings.Fields("创建 培育 打造 建成 建设 建有 建立 开展 完成 实现 启动 遴选 创设 设立 集聚 抓好 新建 新增 推进 推动 做强 挖掘 发掘 评选 引进 布局 发展 形成 组织 培养 争创 重点打造 重点培育 实施 提升建设 提升 支持") {
		out[v] = true
	}
	return out
}()

var (
	// 规模以上工业企业力争突破2200家
	striving = regexp.MustCompile(`(?:力争|争取|确保|努力)$`)
	// an explanation in brackets is no part of a name: 人工智能OPC（即依托个人或微型团队的专业能力，…）数量
	aside = regexp.MustCompile(`[（(][^（）()]{12,}[）)]`)
	// 按照《…规划》建设学校2所
	byTitle   = regexp.MustCompile(`^(?:按照?|根据|依据|落实)《[^》]*》(?:要求)?`)
	accrued   = regexp.MustCompile(`^累计(?:创设|建成|建设|新建|培育|完成|新增|开展)`)
	allQuoted = regexp.MustCompile(`^[“"][^”"]*[”"](?:目标)?$`)
	// 遴选40个教育强镇筑基试点乡镇重点打造提升
	emphasis = regexp.MustCompile(`重点(?:打造|培育|建设)(?:提升)?$`)
)

// lightVerb: a verb that says no more than that the thing is to be there.
func lightVerb(v string) bool { return light[v] }

// scopeOf takes 全市, 各县, 每个县 from the front of s. 各县城 is a thing, not a scope.
func scopeOf(s string) string {
	s = s[force.run(s):]
	if !isDigitAt(s) && strings.IndexAny(s, "全各每二三四五六七八九十到至力截") != 0 {
		return ""
	}
	if d := deadlineRE.FindStringIndex(s); d != nil && d[0] == 0 {
		return scopeOf(s[d[1]:])
	}
	m := scopeRE.FindString(s)
	if m == "" {
		return ""
	}
	if rest := s[len(m):]; strings.HasPrefix(rest, "城") && !strings.HasPrefix(rest, "城市") && !strings.HasPrefix(rest, "城乡") {
		return ""
	}
	return m
}

func isDigitAt(s string) bool { return s != "" && isDigit(s[0]) }

func stripFront(s string) (rest, scope string) {
	for {
		t := strings.TrimLeft(s, " ,，、")
		t = t[force.run(t):]
		if sc := scopeOf(t); sc != "" && scope == "" && strings.HasPrefix(t, sc) {
			scope = sc
			t = t[len(sc):]
		}
		if t == s {
			return s, scope
		}
		s = t
	}
}

// readMetric names what is counted: the words before the value, or behind it where only a verb stands before.
func readMetric(text string, before, after Span, masked func(int) bool) metric {
	var m metric
	b := strings.TrimFunc(before.In(text), isSpace)
	a := strings.TrimFunc(after.In(text), isSpace)
	m.span = trim(text, before)
	b = strings.TrimPrefix(byTitle.ReplaceAllString(b, ""), "对")
	b, m.scope = stripFront(b)
	if l := linkRE.FindStringIndex(b); l != nil {
		m.linked = strings.TrimSpace(b[:l[0]]) != ""
		b = b[:l[0]]
	} else if t := strings.TrimRight(b, " "); bothAll.MatchString(t) {
		b = bothAll.ReplaceAllString(t, "")
		m.linked = true
	}
	if i := strings.Index(b, "县"); strings.HasPrefix(b, "在") && i > 0 && tailVerbRE.MatchString(b) { // 在6个省级乡村振兴重点帮扶县启动6个…
		m.scope = strings.TrimPrefix(b[:i+len("县")], "在")
		b = b[i+len("县"):]
	}
	b = striving.ReplaceAllString(b, "")
	if v := accrued.FindString(b); v != "" && !m.linked {
		b = b[len("累计"):]
	}
	for v := verbs.prefix(b); v != "" && len(v) < len(b) && !m.linked; v = verbs.prefix(b) {
		if m.verb = v; !lightVerb(v) {
			break
		}
		b = b[len(v):]
		var sc string
		if b, sc = stripFront(b); m.scope == "" {
			m.scope = sc
		}
	}
	if v := tailVerbRE.FindString(b); v != "" && (a != "" || v == b) && !attributeRE.MatchString(b) {
		if v == b && m.verb == "" {
			m.verb = v
		}
		b = b[:len(b)-len(v)]
		b = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(b, "累计"), "共"), "至少")
	}
	b = strings.TrimSuffix(strings.TrimSuffix(b, "完成"), "共")
	if b == "" || m.linked && a != "" {
		if m.span.Len() == 0 || b == "" {
			m.span = trim(text, after)
		}
	}
	if b != "" && allQuoted.MatchString(a) { // 一般公共预算收入10亿元“双十”目标
		a = ""
	}
	a = strings.TrimPrefix(a, "的")
	a = strings.Replace(a, "进行改造", "改造", 1)
	a = strings.TrimSuffix(emphasis.ReplaceAllString(a, ""), "目标")
	m.text = strings.TrimSpace(aside.ReplaceAllString(b+a, ""))
	if x := attributeRE.FindString(m.text); x != "" {
		m.attribute = x
	}
	return m
}

// subjectOf cleans a subject for use as a name.
func subjectOf(s string) string {
	s, _ = stripFront(strings.TrimFunc(s, isSpace))
	for _, v := range []string{"实现", "开展", "推进", "推动", "完成", "打造成为", "打造成", "建设成为", "建成", "建设"} {
		if strings.HasPrefix(s, v) && len(s) > len(v) {
			s = strings.TrimPrefix(s, v)
			break
		}
	}
	s = strings.TrimSuffix(s, "实现")
	return strings.TrimSpace(s)
}

// objectOf is what a segment without a value speaks of: 开展县城建成区黑臭水体整治 → 县城建成区黑臭水体整治.
func objectOf(s string) string {
	s, _ = stripFront(strings.TrimFunc(s, isSpace))
	if v := verbs.prefix(s); v != "" && len(v) < len(s) {
		s = s[len(v):]
	}
	return strings.TrimSpace(s)
}
