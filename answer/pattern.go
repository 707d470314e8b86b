package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cewen/lexicon"
)

// Patterns are asks whose words stand apart (由哪两家负责, 达到70%了没有), which a list of phrases cannot hold.

// addPatterns adds the cues of patterns to those of phrases.
func (q *question) addPatterns() {
	add := func(name, form string) { q.cues[name] = append(q.cues[name], lexicon.Cue{Name: name, Form: form}) }
	q.dropWhere()
	kept := q.cues["amount"][:0]
	for _, c := range q.cues["amount"] {
		if !strings.HasSuffix(q.norm[:c.Start], "哪") { // 哪几个 asks for names, 几个 for a number
			kept = append(kept, c)
		}
	}
	if q.cues["amount"] = kept; len(kept) == 0 {
		delete(q.cues, "amount")
	}
	if q.countsWhich() {
		add("place.which", "哪")
		add("define", "哪")
	}
	if q.comparesWhich() {
		add("compare", "哪个")
	}
	if q.any("when") || strings.Contains(q.norm, "哪一天") || strings.Contains(q.norm, "日期") || strings.Contains(q.norm, "时间") {
		switch {
		case strings.Contains(q.norm, "公开") || strings.Contains(q.norm, "上网") || strings.Contains(q.norm, "挂网") || strings.Contains(q.norm, "发布"):
			add("meta.published", "公开")
		case strings.Contains(q.norm, "印发") || strings.Contains(q.norm, "成文") || strings.Contains(q.norm, "出台") || strings.Contains(q.norm, "下发") || strings.Contains(q.norm, "签发"):
			add("meta.signed", "印发")
		}
	}
	if !q.has("lead") && q.asksLead() {
		add("lead", "负责")
	}
	if !q.has("status") && q.asksStatus() {
		add("status", "了没")
	}
}

// dropWhere takes 在哪 back where it is the beginning of 在哪几类.
func (q *question) dropWhere() {
	kept := q.cues["place.which"][:0]
	for _, c := range q.cues["place.which"] {
		next, _ := utf8.DecodeRuneInString(q.norm[c.End:])
		if (c.Form == "在哪" || c.Form == "放在哪" || c.Form == "落在哪") && strings.ContainsRune("几些个类方领一项条部章", next) {
			continue
		}
		if strings.HasSuffix(c.Form, "谁") && startsWithAny(q.norm[c.End:], leads) {
			continue // 资源支持谁牵头 asks for no place that is supported
		}
		kept = append(kept, c)
	}
	q.cues["place.which"] = kept
	if len(kept) == 0 {
		delete(q.cues, "place.which")
	}
}

// leads are verbs of responsibility that follow 谁.
var leads = []string{"牵头", "负责", "来", "承担", "主管", "分管", "落实", "管", "抓"}

func startsWithAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// asksLead reports whether a word of responsibility and a word that asks stand in one question.
func (q *question) asksLead() bool {
	for _, duty := range []string{"负责", "牵头", "主管", "承担", "分管", "主责", "主抓", "来抓", "来管", "管的", "抓的"} {
		if i := strings.Index(q.norm, duty); i >= 0 && (strings.Contains(q.norm, "哪") || strings.Contains(q.norm, "谁") || strings.Contains(q.norm, "几家") || strings.Contains(q.norm, "啥单位")) {
			return !strings.Contains(q.norm[i:], "哪些") || strings.Contains(q.norm, "哪些单位") || strings.Contains(q.norm, "哪些部门")
		}
	}
	return false
}

// deeds are verbs whose completion is asked for: 建成了吗, 达到70%了没有.
var deeds = []string{"完成", "达到", "达标", "建成", "建好", "建完", "实现", "落实", "改完", "改造", "开工", "启动", "验收", "到位", "超过", "突破", "投用", "通车", "竣工", "交付", "清零", "覆盖", "修好", "开通", "建"}

// asksStatus finds a deed and, behind it, 了没 or the like; or how much has been done.
func (q *question) asksStatus() bool {
	n := q.norm
	for _, done := range []string{"了多少", "了几"} {
		// 建了多少 asks for progress; 定了几个点 and 写了几条 ask what the plan says.
		i := strings.Index(n, done)
		if i < 0 {
			continue
		}
		said, _ := utf8.DecodeLastRuneInString(n[:i])
		counted, _ := utf8.DecodeRuneInString(n[i+len(done):])
		if !strings.ContainsRune("定写提列分给下设说讲及到和", said) && !strings.ContainsRune("条项处章", counted) {
			return true
		}
	}
	for _, stage := range []string{"完成到哪", "干到哪", "推进到哪", "进行到哪", "到哪了", "到哪一步", "到什么程度了", "什么阶段了"} {
		if strings.Contains(n, stage) {
			return true
		}
	}
	ends := false
	for _, end := range []string{"了吗", "了没", "了没有", "了么", "没有", "没"} {
		if strings.HasSuffix(n, end) {
			ends = true
		}
	}
	if !ends {
		return false
	}
	if strings.Contains(n, "要完成") || strings.Contains(n, "有啥") || strings.Contains(n, "有什么") || strings.Contains(n, "有哪些") || strings.Contains(n, "有没有") || strings.Contains(n, "提到") || strings.Contains(n, "写") || strings.Contains(n, "列") || strings.Contains(n, "涉及") || strings.Contains(n, "规定") || strings.Contains(n, "要求") {
		return false
	}
	for _, d := range deeds {
		if strings.Contains(n, d) {
			return true
		}
	}
	return false
}

// asksCount is the number in 哪六种, 哪3个; 0 where none is asked for.
func (q *question) asksCount() int {
	for from := 0; ; {
		i := strings.Index(q.norm[from:], "哪")
		if i < 0 {
			return 0
		}
		from += i + len("哪")
		end := from
		for _, r := range q.norm[from:] {
			if !unicode.IsDigit(r) && !strings.ContainsRune("两二三四五六七八九十", r) {
				break
			}
			end += utf8.RuneLen(r)
		}
		if n, ok := lexicon.ParseNumber(q.norm[from:end]); ok && end > from {
			return int(n)
		}
	}
}

// countsWhich reads 哪6个 as 哪六个 is read: it asks for places or for the items of a list.
func (q *question) countsWhich() bool {
	for from := 0; ; {
		i := strings.Index(q.norm[from:], "哪")
		if i < 0 {
			return false
		}
		from += i + len("哪")
		if from < len(q.norm) && q.norm[from] >= '0' && q.norm[from] <= '9' {
			return true
		}
	}
}

// comparesWhich reports whether a question asks which of two is more: 哪个建得多, 哪项目标高.
func (q *question) comparesWhich() bool {
	for _, which := range []string{"哪个", "哪项", "哪一个", "哪一项", "谁的"} {
		i := strings.Index(q.norm, which)
		if i < 0 {
			continue
		}
		n := 0
		for _, r := range q.norm[i+len(which):] {
			if strings.ContainsRune("多高大少低快", r) {
				return true
			}
			if n++; n > 4 {
				break
			}
		}
	}
	return false
}

// asks splits a question into the pieces that each ask something: 谁负责,到2025年多少 has two.
func (s *Snapshot) asks(norm string) (pieces []string, asking []bool) {
	for _, p := range strings.FieldsFunc(norm, func(r rune) bool { return strings.ContainsRune(",;?。!\n", r) }) {
		if p = trimQuestion(p); p == "" {
			continue
		}
		// 谁负责、多大规模、什么时候完成: 、 parts asks only where each piece asks.
		if parts := strings.Split(p, "、"); len(parts) > 1 {
			all := true
			for _, x := range parts {
				all = all && s.asksSomething(x)
			}
			if all {
				for _, x := range parts {
					pieces, asking = append(pieces, trimQuestion(x)), append(asking, true)
				}
				continue
			}
		}
		pieces, asking = append(pieces, p), append(asking, s.asksSomething(p))
	}
	return pieces, asking
}

// asksSomething reports whether a piece of a question has a phrase that asks.
func (s *Snapshot) asksSomething(p string) bool {
	for _, c := range s.lex.FindCues(p) {
		switch c.Name {
		case "lead", "amount", "when", "base", "place.which", "duties", "define", "content", "compare", "whichclause":
			if utf8.RuneCountInString(c.Form) > 1 && c.Form != "目标" && c.Form != "指标" && c.Form != "具体" && c.Form != "现在" && c.Form != "目前" && c.Form != "重点" && c.Form != "政策" {
				return true
			}
		}
	}
	return false
}
