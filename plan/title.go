package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	planKinds = `方案|计划|意见|规划|措施|办法|纲要|要点|细则|决定|通知|政策|清单`
	// what hands out tasks: 目标责任分解书, 重点工作安排, 任务分工
	taskKinds = `分工表|分解表|任务表|进度表|台账|责任书|责任状|任务书|分解书|(?:工作|任务)安排|(?:责任|任务|目标)分解|(?:任务|责任|职责|工作|部门)分工`
)

var (
	quoted    = regexp.MustCompile(`《([^》]+)》`)
	issued    = regexp.MustCompile(`印发(.+)的通知$`)
	planTitle = regexp.MustCompile(`(?:` + planKinds + `|` + taskKinds + `)(?:[（(][^）)]{0,30}[）)])?$`)
	subtitle  = regexp.MustCompile(`^[（(](?:20\d\d.*年|试行|修订|送审稿|征求意见稿|第.批)[)）]$`)
	// what copies put behind a title: 工作方案.docx, 工作方案1
	titleTail = regexp.MustCompile(`(?:\.(?:docx?|pdf|wps|txt|html?)|\d{1,2}|[-—_]+)$`)
)

// titleLine is a title without the blanks of print and the marks of a heading; two issuers stay apart.
func titleLine(s string) string {
	fields := strings.FieldsFunc(strings.TrimLeft(s, "# "), isSpace)
	out := ""
	for i, f := range fields {
		if i > 0 && isSigner(fields[i-1]) {
			out += " "
		}
		out += f
	}
	return bareOf(out)
}

// bareOf takes the marks around a whole title and what a copy put behind it: 《某方案.docx》. 《规划》目标责任分解书 keeps its own.
func bareOf(title string) string {
	if strings.HasPrefix(title, "《") && closeOf(title) == len(title)-len("》") {
		title = title[len("《") : len(title)-len("》")]
	}
	if planTitle.MatchString(title) {
		return title
	}
	for bare := title; titleTail.MatchString(bare); {
		if bare = titleTail.ReplaceAllString(bare, ""); planTitle.MatchString(bare) {
			return bare
		}
	}
	return title
}

// closeOf is where the 》 stands that closes the first 《, -1: nowhere.
func closeOf(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// findTitle takes the plan's own title: the line above the preface, else the label 标题, else what the notice brings.
func (p *parser) findTitle() {
	m := &p.plan.Meta
	for i := p.body - 1; i >= 0; i-- {
		flat := squeeze(p.in(i))
		n := utf8.RuneCountInString(flat)
		if p.used[i] || n > 80 || strings.ContainsAny(flat, "。：") || isSigner(flat) {
			continue
		}
		flat = bareOf(strings.TrimLeft(flat, "#"))
		if !planTitle.MatchString(flat) || strings.HasSuffix(flat, "的通知") {
			continue
		}
		if m.Title.Value == "" || strings.Contains(m.Title.Value, flat) {
			p.titleAt(i)
		}
		return
	}
	if m.Title.Value == "" && m.Notice.Value != "" {
		if v := broughtBy(m.Notice.Value); v != "" {
			if at := strings.Index(p.text, v); at >= 0 {
				set(&m.Title, "标题", v, Span{at, at + len(v)})
			}
		}
	}
}

// titleAt takes the title that ends with a line: with the lines above it that belong to it, and （2025—2027年） on a line of its own below.
func (p *parser) titleAt(i int) {
	top, whole := p.titleTop(i)
	s, value := Span{p.lines[top].span.Start, p.lines[i].span.End}, ""
	for k := top; k <= i; k++ {
		value += titleLine(p.in(k))
	}
	switch {
	case whole.Value != "" && whole.Span.Len() > 0:
		value, s = whole.Value, whole.Span
	case whole.Value != "":
		value = whole.Value
	}
	if i+1 < p.body && subtitle.MatchString(squeeze(p.in(i+1))) {
		if s.Contains(p.lines[i].span) {
			s.End = p.lines[i+1].span.End
		}
		value += squeeze(p.in(i + 1))
		p.used[i+1] = true
		p.plan.Frame = append(p.plan.Frame, p.lines[i+1].span)
	}
	if set(&p.plan.Meta.Title, "标题", value, s) {
		p.use(top, i+1)
	}
}

// titleTop is the first line of the title that ends with line i. whole is the title as the notice says it where that is longer; with a Span where the lines
// above do not say it.
func (p *parser) titleTop(i int) (top int, whole Field) {
	end := plainTitle(p.in(i))
	for _, f := range p.brought() {
		full := plainTitle(f.Value)
		if rest, ok := strings.CutSuffix(full, end); ok && rest != "" && len(full) > len(plainTitle(whole.Value)) {
			whole = f
		}
	}
	if whole.Value == "" {
		return p.headlines(i), Field{}
	}
	whole.Value = strings.NewReplacer("〈", "《", "〉", "》").Replace(squeeze(whole.Value))
	rest := strings.TrimSuffix(plainTitle(whole.Value), end)
	for top = i; top > 0 && rest != ""; top-- {
		above, ok := strings.CutSuffix(rest, plainTitle(p.in(top-1)))
		if !ok || p.used[top-1] {
			return i, whole
		}
		rest = above
	}
	whole.Span = Span{}
	return top, whole
}

// plainTitle is a title as two prints of it are compared.
func plainTitle(s string) string {
	return strings.NewReplacer("〈", "《", "〉", "》", "<", "《", ">", "》", "（", "(", "）", ")", "#", "").Replace(squeeze(s))
}

// brought are the titles of what the text above the body says it issues: 现将《…》印发给你们, 关于印发…的通知.
func (p *parser) brought() []Field {
	var out []Field
	if v := broughtBy(p.plan.Meta.Notice.Value); v != "" {
		out = append(out, Field{Value: v, Span: p.plan.Meta.Notice.Span})
	}
	for i := 0; i < p.body; i++ {
		s := p.lines[i].span
		in := s.In(p.text)
		if !strings.Contains(in, "印发给") && !strings.Contains(in, "印发你们") && !strings.Contains(in, "现印发") && !strings.Contains(in, "现予印发") {
			continue
		}
		for _, q := range quoted.FindAllStringSubmatchIndex(in, -1) {
			out = append(out, Field{Value: in[q[2]:q[3]], Span: trim(p.text, Span{s.Start + q[2], s.Start + q[3]})})
		}
	}
	return out
}

// broughtBy is what a notice brings by its title: X of 关于印发X的通知, also in 《》. One that quotes a title within X brings X:
// 关于印发《政府工作报告》重点工作分工方案的通知.
func broughtBy(notice string) string {
	if m := issued.FindStringSubmatch(notice); m != nil {
		x := strings.TrimFunc(m[1], isSpace)
		if bare := bareOf(x); bare != x || planTitle.MatchString(x) && !strings.Contains(x, "》、《") {
			return bare
		}
		if q := quoted.FindStringSubmatch(x); q != nil {
			return q[1]
		}
		return x
	}
	if q := quoted.FindStringSubmatch(notice); q != nil {
		return q[1]
	}
	return ""
}

// headlines is the first line of a title over several lines that no notice says: the lines above it have the look of its beginning, up to one that begins with
// a place or with 关于, or stands below 附件1.
func (p *parser) headlines(i int) int {
	if begins(squeeze(p.in(i))) {
		return i
	}
	for k := i - 1; k >= max(0, i-3); k-- {
		flat := squeeze(p.in(k))
		if p.used[k] || !headline(flat) {
			break
		}
		if begins(flat) || k > 0 && closing.MatchString(p.in(k-1)) && utf8.RuneCountInString(p.in(k-1)) < 12 {
			return k
		}
	}
	return i
}

// begins reports whether a line is a title's beginning: 沅川市…, 关于…, 2026年….
func begins(flat string) bool {
	flat = strings.TrimLeft(flat, "#《")
	return strings.HasPrefix(flat, "关于") || titlePlace(flat) != "" || strings.HasPrefix(flat, "20")
}

// headline tells a line of a title from what else stands in lines of its own above one.
func headline(flat string) bool {
	n := utf8.RuneCountInString(flat)
	if n < 6 || n > 40 || strings.ContainsAny(flat, "。！：:；;，,|>") || isSigner(flat) || docNumber.MatchString(flat) || planTitle.MatchString(flat) || closing.MatchString(flat) {
		return false
	}
	return !boilerplate.MatchString(flat) && !isoDate.MatchString(flat) && !subtitle.MatchString(flat) &&
		!endsAny(flat, "文件", "通知", "网", "网站", "平台", "公报", "专栏", "政府", "办事处", "首页", "部门", "日")
}

// noticeTop is the first line of a notice's title that ends with line i: 沅川市人民政府办公室 / 关于印发沅川市2026年 / 重点工作安排的通知.
func (p *parser) noticeTop(i int) int {
	top := i
	if flat := squeeze(p.in(i)); !strings.Contains(flat, "关于") && !strings.HasPrefix(flat, "印发") {
		for k := i - 1; k >= max(0, i-3) && p.noticePart(k); k-- {
			if strings.Contains(squeeze(p.in(k)), "关于") {
				top = k
				break
			}
		}
	}
	flat := squeeze(p.in(top))
	if top == 0 || !p.noticePart(top-1) {
		return top
	}
	above := squeeze(p.in(top - 1))
	if endsAny(above, "印发", "关于") || (strings.HasPrefix(flat, "印发") || strings.HasPrefix(flat, "关于")) && (isSigner(above) || endsAny(above, "部门", "单位")) {
		return top - 1
	}
	return top
}

func (p *parser) noticePart(k int) bool {
	in := p.in(k)
	return !p.used[k] && !strings.HasPrefix(in, "*") && !strings.ContainsAny(in, "。：:；;，,|") && !breadcrumb.MatchString(in) && utf8.RuneCountInString(in) <= 60 &&
		!strings.HasSuffix(in, "文件")
}

// A notice that brings no plan is its own: 关于做好…工作的通知.
func (p *parser) ownNotice() {
	m := &p.plan.Meta
	if m.Title.Value == "" && m.Notice.Value != "" && !strings.Contains(m.Notice.Value, "印发") {
		m.Title = Field{Label: "标题", Value: m.Notice.Value, Span: m.Notice.Span}
	}
}
