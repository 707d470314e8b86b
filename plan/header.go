package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const gap = `[\s\x{a0}\x{3000}]*`

// headerLabels are the labels of official pages, printed with blanks between their characters: 索 引 号, 文  号, 标　　题：.
var headerLabels = []struct {
	name string
	re   *regexp.Regexp
}{
	{"索引号", spaced("索引号")}, {"发布机构", spaced("发布机构")}, {"主题分类", spaced("主题分类")}, {"公开日期", spaced("公开日期")}, {"发布日期", spaced("发布日期")}, {"发布时间", spaced("发布时间")}, {"印发日期", spaced("印发日期")}, {"发文日期", spaced("发文日期")},
	{"文号", spaced("文号")}, {"发文字号", spaced("发文字号")}, {"公开方式", spaced("公开方式")}, {"信息名称", spaced("信息名称")}, {"发文机关", spaced("发文机关")},
	{"成文日期", spaced("成文日期")}, {"标题", spaced("标题")}, {"主题词", spaced("主题词")}, {"分类", spaced("分类")}, {"来源", spaced("来源")}, {"有效性", spaced("有效性")},
	{"公文种类", spaced("公文种类")}, {"生效日期", spaced("生效日期")}, {"废止日期", spaced("废止日期")},
}

func spaced(s string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[\s\x{a0}\x{3000}]{2,}|\x{a0})(?:\*\*)?(` + strings.Join(strings.Split(s, ""), gap) + `)(?:\*\*)?(?:` + gap + `[:：]|[\s\x{a0}\x{3000}]+|$)(?:\*\*)?`)
}

// labelLine reads a line such as "索 引 号  1431857656/fgw/2023-0000254  发布机构  临沂市发展和改革委员会"; a label alone takes the next line.
func (p *parser) labelLine(i int) {
	s := p.lines[i].span
	in := s.In(p.text)
	if utf8.RuneCountInString(in) > 200 {
		return
	}
	type hit struct {
		name       string
		start, end int
	}
	var hits []hit
	for _, l := range headerLabels {
		for _, loc := range l.re.FindAllStringSubmatchIndex(in, -1) {
			hits = append(hits, hit{l.name, loc[2], loc[1]})
		}
	}
	if len(hits) == 0 {
		return
	}
	for a := range hits {
		for b := a + 1; b < len(hits); b++ {
			if hits[b].start < hits[a].start || hits[b].start == hits[a].start && hits[b].end > hits[a].end {
				hits[a], hits[b] = hits[b], hits[a]
			}
		}
	}
	if strings.Trim(in[:hits[0].start], "* ") != "" {
		return
	}
	p.used[i] = true
	p.plan.Frame = append(p.plan.Frame, s)
	for k, h := range hits {
		end := len(in)
		if k+1 < len(hits) {
			end = max(h.end, hits[k+1].start)
		}
		v := trim(p.text, Span{s.Start + h.end, s.Start + end})
		for v.Len() > 0 && strings.HasPrefix(v.In(p.text), "*") {
			v = trim(p.text, Span{v.Start + 1, v.End})
		}
		if v.Len() == 0 && k == len(hits)-1 && i+1 < p.body && p.lines[i+1].no == p.lines[i].no+1 && !strings.HasPrefix(p.in(i+1), "**") && !p.hasLabel(i+1) {
			v = p.lines[i+1].span
			p.used[i+1] = true
			p.plan.Frame = append(p.plan.Frame, v)
		}
		p.label(h.name, v)
	}
}

func (p *parser) hasLabel(i int) bool {
	for _, l := range headerLabels {
		if loc := l.re.FindStringIndex(p.in(i)); loc != nil && loc[0] == 0 {
			return true
		}
	}
	return false
}

func (p *parser) label(name string, v Span) {
	m := &p.plan.Meta
	if v.Len() == 0 {
		return
	}
	s := v.In(p.text)
	date := func(f *Field) {
		if iso, ok := isoOf(squeeze(s)); ok {
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
	case "文号", "发文字号":
		set(&m.Number, "文号", squeeze(s), v)
	case "公开方式":
		set(&m.Disclosure, name, s, v)
	case "发文机关":
		set(&m.Issuer, name, s, v)
	case "成文日期", "印发日期", "发文日期":
		date(&m.Signed)
	case "标题":
		set(&m.Title, name, s, v)
	}
}
