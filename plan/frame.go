package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// boilerplate is what pages print around a plan. It is read, and says nothing.
var boilerplate = regexp.MustCompile(`^(?:[(（]?此件(?:主动)?公开(?:发布)?[)）]?|[(（]?此件依申请公开[)）]?|[(（]本文有删减[)）]|上一[条篇][:：].*|下一[条篇][:：].*|【?关闭(?:窗口)?】?|【?打印(?:本页)?】?|扫一扫在手机打开当前页|分享到?[:：]?.*|-{2,}>?|\*{3,}|#+\s*政策全文|\*\*更新时间\*\*.*|\*\*来源\*\*.*|来源[:：].*|责任编辑[:：].*|信息名称|浏览次数[:：]?.*|打印|抄送[:：].*)$`)

// signature lines close a plan that is printed without its notice: the issuer, its date.
var chineseDate = regexp.MustCompile(`^(\d{4})[年月](\d{1,2})月(\d{1,2})日$`)

// frame finds the first and last line of the body and the tables within it.
func (p *parser) frame() Reason {
	n := len(p.lines)
	p.used, p.boxed = make([]bool, n), make([]bool, n)
	skip := p.contents()
	p.body = n // no table has its title above it yet
	for i := 0; i < n; i++ {
		if h, ok := labelOf(p.text, p.lines[i]); ok && h.title.Len() > 0 && usual[h.kind] != noLevel && !skip[i] {
			break // tables behind the first label are found among what it heads
		}
		if end, ok := p.findTask(i, n); ok {
			i = end - 1
		}
	}
	early := len(p.tasks)
	all := p.labelled(func(i int) bool { return skip[i] || p.boxed[i] })
	var ok bool
	if p.scheme, ok = all.findScheme(); !ok && early == 0 {
		p.scheme, ok = p.assigned(all)
	}
	if !ok {
		return p.tableAlone()
	}
	all.stages(&p.scheme)
	p.body = -1
	for i := range p.lines {
		if p.boxed[i] {
			continue
		}
		if skip[i] {
			p.used[i] = true
			p.plan.Frame = append(p.plan.Frame, p.lines[i].span)
			continue
		}
		if h, ok := p.head(i); ok && h.level != itemLevel && h.title.Len() > 0 {
			p.body = i
			break
		}
	}
	if p.body < 0 {
		return NoStructure
	}
	for k := range early {
		p.tasks[k].annex = true
	}
	p.tail = n
	p.cutTail()
	p.boxes(p.body, p.tail)
	body := len(p.tasks)
	p.boxes(p.tail, n)
	for k := body; k < len(p.tasks); k++ {
		p.tasks[k].annex = true
	}
	for i := p.body; i < p.tail; i++ {
		if h, ok := p.head(i); ok && !p.boxed[i] {
			p.heads = append(p.heads, h)
		}
	}
	return ""
}

// tableAlone frames a plan that is a table of tasks and nothing else.
func (p *parser) tableAlone() Reason {
	p.body = 1 // the first line is the plan's title, no table's
	p.boxes(0, len(p.lines))
	if len(p.tasks) == 0 {
		return NoStructure
	}
	p.body, p.tail = p.tasks[0].from, p.tasks[len(p.tasks)-1].end
	return ""
}

var (
	closing  = regexp.MustCompile(`^(?:附件|附[:：]|附表|附录)\s*\d*[:：]?`)
	validity = regexp.MustCompile(`^施行说明[:：]|^本(?:文件|办法|措施|方案|意见|计划|通知|行动计划)?自.{0,24}(?:起)?(?:施行|实施)|^(?:本(?:文件|办法|措施|方案|意见|计划))?有效期[至为到]?`)
)

// cutTail moves p.tail before page tails, the signature and a line on validity, so that they are no part of the last clause.
func (p *parser) cutTail() {
	for i := p.body; i < p.tail; i++ {
		if s := p.in(i); closing.MatchString(s) && utf8.RuneCountInString(s) < 60 {
			p.tail = i
			break
		}
	}
	for p.tail > p.body+1 {
		s := p.in(p.tail - 1)
		switch {
		case boilerplate.MatchString(s), strings.HasSuffix(s, "');"):
		case isDay(squeeze(s)):
		case signedLine.MatchString(s) && isSigner(signedLine.FindStringSubmatch(s)[1]):
		case validity.MatchString(s):
		case isSigner(s):
		default:
			return
		}
		p.tail--
	}
}

// isSigner knows the line of an issuer: 泰安市人民政府办公室, 国务院, 成都市经济和信息化局成都市科学技术局.
func isSigner(s string) bool {
	s = squeeze(s)
	if n := utf8.RuneCountInString(s); n < 3 || n > 40 || strings.ContainsAny(s, "。,，:：;；《》“”0123456789") {
		return false
	}
	for _, end := range []string{"政府", "办公室", "政府办", "国务院", "委员会", "办公厅", "局", "厅", "部", "委", "管委会", "领导小组", "党委", "总署", "办事处"} {
		if strings.HasSuffix(s, end) {
			return !strings.HasPrefix(s, "各")
		}
	}
	return false
}

var planWord = regexp.MustCompile(planKinds + `|` + taskKinds + `|行动`)

var (
	// 责任单位及责任人:云泽县政府主要领导
	unitsLabel = regexp.MustCompile(`^(?:责任|牵头)(?:单位|部门|领导)[和及与、]\p{Han}{2,8}[:：]`)
	// 市公安局牵头,市住建局配合,…; 县财政局、县人社局负责…: said twice, they make a plan of a part of one that has no title
	unitSaid = regexp.MustCompile(`(?:^|[。；;，,、．.\s])[市县区州省旗镇]\p{Han}{1,12}(?:局|委|办|部|厅|政府|管委会|支队)(?:牵头|负责)`)
)

// looksLikePlan asks for one sign of a government plan beside the labels, so that an essay with 一、二、三、 is not taken for one.
func (p *parser) looksLikePlan() bool {
	m := p.plan.Meta
	for i := range p.tasks {
		if t := &p.tasks[i]; t.has(taskLead) || t.has(taskUnits) {
			return true
		}
	}
	if m.Number.Value != "" || m.Notice.Value != "" {
		return true
	}
	if m.Title.Value != "" && planWord.MatchString(m.Title.Value) {
		return true
	}
	said := 0
	for i := range p.lines {
		if len(p.markersIn(p.lines[i].span)) > 0 || unitsLabel.MatchString(p.in(i)) {
			return true
		}
		if unitSaid.MatchString(p.in(i)) {
			said++
		}
	}
	return said >= 2
}
