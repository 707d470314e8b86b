package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	docNumber  = regexp.MustCompile(`^\p{Han}{1,14}(?:[〔\[［（(〈](?:19|20)\d\d[〕\]］）)〉]第?\d+号|第\d+号|(?:19|20)\d\d年第?\d+号)$`)
	isoDate    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[\s\x{a0}\x{3000}])`)
	dateWords  = regexp.MustCompile(`^(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?$`)
	approved   = regexp.MustCompile(`(?:已?经|业经)[^,，。;；]{0,40}(?:同意|审议通过|批准|讨论[^,，。]{0,10}|审定)`)
	placeName  = regexp.MustCompile(`^[\p{Han}]{1,8}?(?:自治区|自治州|自治县|省|市|盟|县|区|州)`)
	officeLine = regexp.MustCompile(`作者[:：]|点击数[:：]|浏览|字号|发布时间[:：]`)
)

// breadcrumb is where a page stands on its site: 当前位置:首页 > 政务公开 > 文件; 首页>纲要规划.
var breadcrumb = regexp.MustCompile(`^您?的?(?:现在的?|当前的?|所在的?)*位置` + gap + `(?:[:：]|是|首页)|^(?:网站)?首页` + gap + `[>＞»›/]|^[^<〈《。]{2,12}[>＞»›][^<〈《。>＞»›]{2,12}[>＞»›][^。]{2,30}$`)

var passed = regexp.MustCompile(`^[（(].{0,60}(?:通过|印发|发布|公布|修订|修正)[)）]$`)

var annexItem = regexp.MustCompile(`^[2-9][.．、]\s*[^。；;]{2,50}[。；;]?(?:[（(]略[)）])?[。；;]?$`)

// meta reads what stands before the first chapter and behind the last clause.
func (p *parser) meta() {
	m := &p.plan.Meta
	for i := 0; i < p.body; i++ {
		p.labelLine(i)
	}
	for i := 0; i < p.body; i++ {
		if !p.used[i] {
			p.headerLine(i)
		}
	}
	for i := p.tail; i < len(p.lines); i++ {
		p.tailLine(i)
	}
	p.findTitle()
	p.ownNotice()
	p.prefaceAndRest()
	p.signer()
	p.inherit()
	if m.Issuer.Value != "" {
		m.Jurisdiction = seat(m.Issuer.Value)
	}
	if m.Jurisdiction == "" && !strings.HasPrefix(m.Title.Value, "关于") && !strings.HasPrefix(m.Issuer.Value, "国") {
		m.Jurisdiction = titlePlace(m.Title.Value)
	}
	p.signedYear = p.yearOfSigning()
}

func set(f *Field, label, value string, s Span) bool {
	if f.Value != "" || value == "" {
		return false
	}
	*f = Field{Label: label, Value: value, Span: s}
	return true
}

// headerLine reads a line above the first chapter by its shape.
func (p *parser) headerLine(i int) {
	m := &p.plan.Meta
	s := p.lines[i].span
	in := s.In(p.text)
	flat := squeeze(in)
	switch {
	case closing.MatchString(in) && utf8.RuneCountInString(in) < 60: // 附件2, above an annex that is a plan; 附件:1.某方案
		for k := i + 1; k < p.body && annexItem.MatchString(p.in(k)); k++ { // 2.任务清单
			p.used[k] = true
			p.plan.Frame = append(p.plan.Frame, p.lines[k].span)
		}
	case docNumber.MatchString(flat):
		set(&m.Number, "文号", flat, s)
	case (isDay(flat) || dateWords.MatchString(flat)) && p.dayOfPage(i):
		iso, _ := isoOf(flat)
		set(&m.Published, "公开日期", iso, s)
	case isDay(strings.Trim(flat, "()（）")): // also （2026年2月10日）, below the title of an opinion
		iso, _ := isoOf(strings.Trim(flat, "()（）"))
		set(&m.Signed, "成文日期", iso, s)
	case strings.HasSuffix(flat, "文件") && isSigner(strings.TrimSuffix(flat, "文件")):
		v := Span{s.Start, s.Start + strings.LastIndex(in, "文")}
		set(&p.letterhead, "发文机关", signers(v.In(p.text)), trim(p.text, v))
	case breadcrumb.MatchString(in) && !strings.HasSuffix(flat, "的通知"):
	case flat == "前言" || flat == "序言" || flat == "引言":
	case dateWords.MatchString(flat) && m.Signed.Value == "": // 2025年3月
		iso, _ := isoOf(flat)
		set(&m.Signed, "成文日期", iso, s)
	case isoDate.MatchString(in):
		d := isoDate.FindStringSubmatchIndex(in)
		iso, _ := isoOf(in[:d[7]])
		if !reposted(in[d[1]:]) {
			set(&m.Published, "公开日期", iso, Span{s.Start, s.Start + d[7]})
		}
	case signedLine.MatchString(in) && isSigner(signedLine.FindStringSubmatch(in)[1]):
		p.signedAt(s)
	case recordField.MatchString(in):
		p.record(s)
		if strings.HasSuffix(in, "。") { // the text follows at once
			return
		}
	case passed.MatchString(flat): // （2026年1月9日第3次主任办公会议通过）
	case boilerplate.MatchString(in), officeLine.MatchString(in), strings.HasPrefix(flat, "#") && strings.HasSuffix(flat, "政策全文"):
	case isAddress(in):
		set(&m.Addressees, "主送", strings.TrimRight(in, ":："), Span{s.Start, s.Start + len(strings.TrimRight(in, ":："))})
	case strings.HasSuffix(flat, "的通知") && utf8.RuneCountInString(flat) < 120:
		top := p.noticeTop(i)
		from, v := Span{p.lines[top].span.Start, s.End}, ""
		for k := top; k <= i; k++ {
			v += p.in(k)
		}
		if m.Notice.Value != "" && squeeze(m.Notice.Value) != squeeze(v) {
			return
		}
		for k := top; k < i; k++ {
			p.used[k] = true
			p.plan.Frame = append(p.plan.Frame, p.lines[k].span)
		}
		set(&m.Notice, "印发通知", v, from)
	default:
		if a := approved.FindStringIndex(in); a != nil {
			set(&m.Approval, "批准", in[a[0]:a[1]], Span{s.Start + a[0], s.Start + a[1]})
		}
		if strings.Contains(in, "印发给你们") || strings.Contains(in, "印发你们") {
			break
		}
		return
	}
	p.used[i] = true
	p.plan.Frame = append(p.plan.Frame, s)
}

// dayOfPage reports whether a bare date stands above all that is the document's: 2025年01月13日 / 沅川市净土保卫战实施方案 is when the page was put up. One
// beside the number or the issuer is the document's own, if that issuer does not begin the title (沅川市人民政府 / 关于印发…的通知).
func (p *parser) dayOfPage(i int) bool {
	for k := range i {
		if in := p.in(k); !breadcrumb.MatchString(in) && !boilerplate.MatchString(in) && !officeLine.MatchString(in) {
			return false
		}
	}
	if i+1 >= p.body {
		return false
	}
	below := squeeze(p.in(i + 1))
	if isSigner(below) {
		return i+2 < p.body && strings.HasPrefix(squeeze(p.in(i+2)), "关于")
	}
	return !docNumber.MatchString(below)
}

// sourceOf is who a page has its text from.
var sourceOf = regexp.MustCompile(`来源` + gap + `[:：]` + gap + `(\S*)`)

// reposted reports whether a date stands beside a source that is no office: 2021-07-05 来源:某某网 is the day of another page.
func reposted(in string) bool {
	m := sourceOf.FindStringSubmatch(in)
	return m != nil && m[1] != "" && !isSigner(m[1])
}

// isAddress: 各县区人民政府(管委会),市政府各部门(单位):
func isAddress(s string) bool {
	if !endsAny(s, ":", "：") || utf8.RuneCountInString(s) > 200 || !strings.HasPrefix(s, "各") {
		return false
	}
	return strings.Contains(s, "政府") || strings.Contains(s, "部门") || strings.Contains(s, "单位") || strings.Contains(s, "委") || strings.Contains(s, "办事处")
}

func (p *parser) tailLine(i int) {
	m := &p.plan.Meta
	s := p.lines[i].span
	in := s.In(p.text)
	flat := squeeze(in)
	switch {
	case isDay(flat):
		iso, _ := isoOf(flat)
		if !set(&m.Signed, "成文日期", iso, s) && m.Signed.Value != iso {
			return
		}
		if i > p.tail && isSigner(p.in(i-1)) {
			p.issuedBy(i - 1)
		}
	case signedLine.MatchString(in) && isSigner(signedLine.FindStringSubmatch(in)[1]):
		p.signedAt(s)
	case validity.MatchString(in):
		set(&m.Validity, "施行说明", in, s)
	case boilerplate.MatchString(in), isSigner(in):
	default:
		return
	}
	p.used[i] = true
	p.plan.Frame = append(p.plan.Frame, s)
}

// prefaceAndRest sorts what is left above the first chapter: repeated titles and signers are frame, sentences are preface.
func (p *parser) prefaceAndRest() {
	m := p.plan.Meta
	for i := 0; i < p.body; i++ {
		if p.used[i] {
			continue
		}
		s := p.lines[i].span
		flat := strings.TrimRight(strings.TrimLeft(squeeze(s.In(p.text)), "#"), "-—_")
		switch {
		case isSigner(flat), flat != "" && (strings.Contains(m.Title.Value, flat) || strings.Contains(m.Notice.Value, flat)):
			p.plan.Frame = append(p.plan.Frame, s)
		case endsAny(flat, "。", "：", ":") || strings.ContainsAny(flat, "。，,：:") && utf8.RuneCountInString(flat) > 15:
			p.plan.Preface = append(p.plan.Preface, s)
			if len(p.markersIn(s)) > 0 { // a plan cut in the middle begins with the end of a clause
				p.warn(p.lines[i].no, "text-before-head", clip(s.In(p.text), 40))
			}
		default:
			continue
		}
		p.used[i] = true
	}
}
