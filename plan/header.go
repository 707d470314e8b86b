package plan

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const gap = `[\s\x{a0}\x{3000}]*`

// pageLabel is a label of official pages, printed with blanks between its characters: 索 引 号, 文  号, 标　　题：.
type pageLabel struct {
	name  string
	plain int // 1: a word like others within a line (分类), 2: at its start too (名称); it needs a colon, a bar or a wide blank there
	re    *regexp.Regexp
}

// headerLabels are the labels of official pages. Of most only this is known, that the field before them ends there.
var headerLabels = slices.Concat(
	pageLabels(0, `索引号 发布机构 主题分类 公开日期 发布日期 发布时间 印发日期 发文日期 文号 发文字号 公开方式 信息名称 发文机关 成文日期 主题词 有效性 公文种类 生效日期 废止日期
		组配分类 文件分类 所属机构 公开目录 阅读次数 浏览次数 时效性 公开时限 公开范围 公开形式 发文单位 统一编号 体裁分类 信息来源 生成日期 失效日期 施行日期 文件编号 发文机构 公文目录 发文日期`),
	pageLabels(1, `标题 分类 来源`),
	pageLabels(2, `名称 关键词 内容概述 浏览量 服务对象`),
)

func pageLabels(plain int, names string) []pageLabel {
	var out []pageLabel
	for _, n := range strings.Fields(names) {
		out = append(out, pageLabel{n, plain, spaced(n)})
	}
	return out
}

const between = `[\s\x{a0}\x{3000}|｜]`

// spaced finds a label; the groups are what stands before it, the label, and what it ends with.
func spaced(s string) *regexp.Regexp {
	return regexp.MustCompile(`(^|` + between + `+)(?:\*\*)?(` + strings.Join(strings.Split(s, ""), gap) + `)(?:\*\*)?(` + gap + `[:：]|` + between + `+|$)(?:\*\*)?`)
}

// labelHit is a label in a line: where it begins, and where its value may.
type labelHit struct {
	name       string
	start, end int
}

func (l pageLabel) in(s string) []labelHit {
	var out []labelHit
	for _, m := range l.re.FindAllStringSubmatchIndex(s, -1) {
		before, after := s[m[2]:m[3]], s[m[6]:m[7]]
		switch {
		case endsAny(after, ":", "："), m[4] == 0 && (l.plain < 2 || wide(after)), m[4] > 0 && (l.plain == 0 || wide(before)):
			out = append(out, labelHit{l.name, m[4], m[1]})
		}
	}
	return out
}

// wide tells a column's blank from one within a text.
func wide(blank string) bool {
	return strings.ContainsAny(blank, "|｜\u00a0") || utf8.RuneCountInString(blank) >= 2
}

// labelHits are the labels of a line in their order; 分 类 within 主 题 分 类 is none.
func labelHits(s string) []labelHit {
	var hits, out []labelHit
	for _, l := range headerLabels {
		hits = append(hits, l.in(s)...)
	}
	slices.SortFunc(hits, func(a, b labelHit) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	for _, h := range hits {
		if n := len(out); n == 0 || h.start >= out[n-1].end {
			out = append(out, h)
		}
	}
	return out
}

// labelLine reads a line such as "索 引 号  1431857656/fgw/2023-0000254  发布机构  临沂市发展和改革委员会"; a label alone takes the next line. A field ends at
// the next label or bar: 索引号 | 0152/2026-1 | 发布机构 | 沅川市民政局 |.
func (p *parser) labelLine(i int) {
	s := p.lines[i].span
	in := s.In(p.text)
	if p.boxed[i] || utf8.RuneCountInString(in) > 200 {
		return
	}
	hits := labelHits(in)
	if len(hits) == 0 || strings.Trim(in[:hits[0].start], "*|｜ ") != "" {
		return
	}
	p.used[i] = true
	p.plan.Frame = append(p.plan.Frame, s)
	for k, h := range hits {
		end := len(in)
		if k+1 < len(hits) {
			end = max(h.end, hits[k+1].start)
		}
		v := p.fieldValue(Span{s.Start + h.end, s.Start + end})
		if v.Len() == 0 && len(hits) == 1 && p.valueBelow(h.name, i) {
			v = p.lines[i+1].span
			p.used[i+1] = true
			p.plan.Frame = append(p.plan.Frame, v)
		}
		p.label(h.name, v)
	}
}

// fieldValue is what stands behind a label, without bars and the marks of bold print.
func (p *parser) fieldValue(v Span) Span {
	for v = trim(p.text, v); v.Len() > 0; v = trim(p.text, v) {
		r, n := utf8.DecodeRuneInString(v.In(p.text))
		if !strings.ContainsRune("*|｜", r) {
			break
		}
		v.Start += n
	}
	if at := strings.IndexAny(v.In(p.text), "|｜"); at >= 0 {
		v.End = v.Start + at
	}
	return trim(p.text, v)
}

// valueBelow reports whether the line below a label alone is its value. A title there is one only for a label that calls for it, and a number is none for another.
func (p *parser) valueBelow(name string, i int) bool {
	if i+1 >= p.body || p.lines[i+1].no != p.lines[i].no+1 || strings.HasPrefix(p.in(i+1), "**") || p.hasLabel(i+1) {
		return false
	}
	switch below := squeeze(p.in(i + 1)); name {
	case "标题", "信息名称", "名称":
		return true
	case "文号", "发文字号", "文件编号":
		return docNumber.MatchString(below)
	default:
		return !docNumber.MatchString(below) && !planTitle.MatchString(below)
	}
}

func (p *parser) hasLabel(i int) bool {
	hits := labelHits(p.in(i))
	return len(hits) > 0 && hits[0].start == 0
}

func (p *parser) label(name string, v Span) {
	m := &p.plan.Meta
	if v.Len() == 0 {
		return
	}
	s := v.In(p.text)
	date := func(f *Field) {
		if iso, ok := isoOf(s); ok { // 2026-03-11 10:20
			set(f, name, iso, v)
		} else if iso, ok := isoOf(squeeze(s)); ok { // 2026 年 3 月 11 日
			set(f, name, iso, v)
		}
	}
	switch name {
	case "索引号":
		set(&m.Index, name, s, v)
	case "发布机构":
		set(&m.Publisher, name, s, v)
	case "主题分类", "分类":
		set(&m.Category, name, s, v)
	case "公开日期", "发布日期", "发布时间":
		date(&m.Published)
	case "文号", "发文字号", "文件编号":
		if n := squeeze(s); docNumber.MatchString(n) {
			set(&m.Number, "文号", n, v)
		}
	case "公开方式":
		set(&m.Disclosure, name, s, v)
	case "发文机关", "发文单位", "发文机构":
		set(&m.Issuer, "发文机关", s, v)
	case "成文日期", "印发日期", "发文日期":
		date(&m.Signed)
	case "标题":
		if flat := squeeze(s); strings.Contains(flat, "印发") && strings.HasSuffix(flat, "的通知") { // the plan that it brings has a title of its own
			set(&m.Notice, "印发通知", s, v)
		} else {
			set(&m.Title, name, s, v)
		}
	case "名称", "信息名称":
		switch flat := squeeze(s); {
		case strings.HasSuffix(flat, "的通知"):
			set(&m.Notice, "印发通知", s, v)
		case planTitle.MatchString(flat):
			set(&m.Title, "标题", s, v)
		}
	}
}

// recordField is a field of a database's record: 【公布日期】2025.02.01.
var recordField = regexp.MustCompile(`【(制定机关|发布部门|公布日期|发文字号|字号)】` + gap + `([^•·【】\s\x{a0}\x{3000}]+)`)

func (p *parser) record(s Span) {
	m := &p.plan.Meta
	in := s.In(p.text)
	for _, f := range recordField.FindAllStringSubmatchIndex(in, -1) {
		v, at := in[f[4]:f[5]], Span{s.Start + f[4], s.Start + f[5]}
		switch name := in[f[2]:f[3]]; name {
		case "制定机关", "发布部门":
			if isSigner(v) {
				set(&m.Issuer, "发文机关", v, at)
			}
		case "公布日期":
			if iso, ok := isoOf(strings.ReplaceAll(v, ".", "-")); ok {
				set(&m.Signed, "成文日期", iso, at)
			}
		default:
			if docNumber.MatchString(v) {
				set(&m.Number, "文号", v, at)
			}
		}
	}
}
