package plan

import (
	"regexp"
	"strings"
)

// Repeal (废止) is a plan's word that another document holds no longer.
type Repeal struct {
	Number string // 文号 of the other document, "" where only its title is given
	Title  string // title without 《》, "" where only its number is given
	Quote  Span   // the sentence that says so
}

const otherNumber = `[\p{Han}]{1,14}[〔\[［（(]20\d\d[〕\]］）)]\d+号`

// 《关于印发〈某市停车方案〉的通知》(某政办字〔2020〕5号)同时废止; 《甲》《乙》自本方案印发之日起停止执行; 原某政办字〔2020〕5号文件同时废止. What is
// named farther away is no object of the word: 根据《…条例》,清理废止不合理的规定.
var (
	repealed = regexp.MustCompile(`((?:(?:《[^》]+》(?:[（(][^（）()]*[）)])?|` + otherNumber + `)[、和及与,，]?)+)(?:等)?(?:文件|通知|方案|规定|意见)?(?:自[^，,。]{0,24}起)?[,，]?(?:同时|予以|即行|相应|一并|现予|现)?(?:废止|停止执行|不再执行|停止施行|失效)`)
	oneOther = regexp.MustCompile(`《([^》]+)》(?:[（(]([^（）()]*号)[）)])?|(` + otherNumber + `)`)
)

// Repeals lists the documents that the plan says hold no longer.
func (p *Plan) Repeals() []Repeal {
	var out []Repeal
	for _, m := range repealed.FindAllStringSubmatchIndex(p.Text, -1) {
		quote := p.sentenceAround(m[0], m[1])
		for _, o := range oneOther.FindAllStringSubmatch(p.Text[m[2]:m[3]], -1) {
			r := Repeal{Title: o[1], Number: o[2], Quote: quote}
			if o[3] != "" {
				r.Number = bareNumber(o[3])
			}
			if t := issued.FindStringSubmatch(r.Title); t != nil {
				r.Title = strings.Trim(t[1], "〈〉<>《")
			}
			out = append(out, r)
		}
	}
	return out
}

// sentenceAround is the sentence of the text that holds a range.
func (p *Plan) sentenceAround(from, to int) Span {
	start := max(strings.LastIndex(p.Text[:from], "\n")+1, 0)
	if i := strings.LastIndex(p.Text[:from], "。"); i >= start {
		start = i + len("。")
	}
	end := len(p.Text)
	if i := strings.IndexAny(p.Text[to:], "。\n"); i >= 0 {
		end = to + i
		if strings.HasPrefix(p.Text[end:], "。") {
			end += len("。")
		}
	}
	return trim(p.Text, Span{start, end})
}

// bareNumber takes off the words before a number that are no part of it: 原临政办字〔2020〕5号.
func bareNumber(n string) string {
	head := n[:strings.IndexAny(n, "〔[［（(")]
	for _, w := range []string{"原", "文件", "的", "起", "对"} {
		if i := strings.LastIndex(head, w); i >= 0 {
			n, head = n[i+len(w):], head[i+len(w):]
		}
	}
	return n
}
