package answer

import (
	"regexp"
	"strings"

	"cewen/lexicon"
	"cewen/plan"
)

// What is to be reported, to whom and how often, is matter of the text (每季度末向市政府报告进展情况) and no question how far the work is.
var (
	reportVerb  = `(?:报送|上报|报告|汇报|报备|填报|反馈)`
	asksReport  = regexp.MustCompile(`(?:什么时候|啥时候|何时|多久|几号|几月|哪天|每年|每月|每周|每季度?|每半年|年底|年末|月底|季度末).{0,20}(?:` + reportVerb + `|报(?:一次|几次|什么|啥|哪些|给谁|$))|(?:` + reportVerb + `|报).{0,8}(?:什么时候|啥时候|何时|多久|几次|时限|期限|截止)`)
	asksWhat    = regexp.MustCompile(`(?:` + reportVerb + `|报)(?:什么|啥|哪些|给谁|给哪|到哪|谁)`)
	noReport    = regexp.MustCompile(`工作报告|情况报告|预报|举报|申报|海报|报名|报销|日报|通报|报表`)
	saysReport  = regexp.MustCompile(reportVerb + `|报[^。;,名销表警道考价废]{0,12}(?:政府|办公室|领导小组|指挥部|专班|局|委|厅|部|办|备案)|报(?:市|省|县|区|州|镇)`)
	reportParts = regexp.MustCompile(`[^。;；!！\n]+`)
	reportCuts  = regexp.MustCompile(`[^,，]+`)
)

// asksReports reports whether a question asks when, how often or what is to be reported.
func (q *question) asksReports() bool {
	n := noReport.ReplaceAllString(q.norm, "")
	return asksReport.MatchString(n) || asksWhat.MatchString(n)
}

// reports answers it with the segments that say so, those before the first chapter included: the notice asks for reports as often as the plan does.
func (a *asker) reports() *reply {
	if !a.q.asksReports() || len(a.q.units) > 0 || len(a.q.places) > 0 {
		return nil
	}
	best, r := 0, &reply{score: 1.2, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Answered: true, Intent: Clause, Notes: a.notes()}
	when := asksReport.MatchString(a.q.norm) // 报给谁 asks for no time
	var said []string
	for _, s := range a.reportSentences() {
		if !a.speaksOf(s.span) {
			continue
		}
		for _, sp := range reportSegments(a.d.p.Text, s.span) {
			text := noReport.ReplaceAllString(lexicon.Fold(sp.In(a.d.p.Text)), "")
			if !saysReport.MatchString(text) || when && !timeWords.MatchString(text) || !a.sameTime(text) {
				continue
			}
			n := 1 + sharedPairs(a.q.norm, text)
			if n > best {
				best, said, r.answer.Citations = n, nil, nil
			}
			if n == best {
				said = append(said, sp.In(a.d.p.Text))
				r.answer.Citations = append(r.answer.Citations, a.citeAt(s.clause, sp))
			}
		}
	}
	if len(said) == 0 || len(said) > 3 {
		return nil
	}
	r.answer.Text = strings.Join(said, ";") + "。"
	return r
}

// reportSentences are the sentences of the clauses, and those before the first chapter (clause -1).
func (a *asker) reportSentences() []sentenceAt {
	out := append([]sentenceAt(nil), a.d.sentences...)
	for _, p := range a.d.p.Preface {
		for _, m := range reportParts.FindAllStringIndex(p.In(a.d.p.Text), -1) {
			out = append(out, sentenceAt{clause: -1, part: -1, span: plan.Span{Start: p.Start + m[0], End: p.Start + m[1]}})
		}
	}
	return out
}

// reportSegments cuts a sentence at its commas; a segment that only says when goes with the next one.
func reportSegments(text string, s plan.Span) []plan.Span {
	var out []plan.Span
	start := -1
	for _, m := range reportCuts.FindAllStringIndex(s.In(text), -1) {
		sp := plan.Span{Start: s.Start + m[0], End: s.Start + m[1]}
		if start >= 0 {
			sp.Start = start
		}
		start = -1
		piece := strings.TrimRight(sp.In(text), "。;； \n")
		sp.End = sp.Start + len(piece)
		if folded := lexicon.Fold(piece); timeWords.MatchString(folded) && !saysReport.MatchString(folded) && len(folded) < 60 {
			start = sp.Start
			continue
		}
		out = append(out, sp)
	}
	return out
}

// speaksOf reports whether a sentence has every weighty word of the topic, words of reporting left out.
func (a *asker) speaksOf(sp plan.Span) bool {
	text := foldMatter(sp.In(a.d.p.Text))
	for wi := range a.t.words {
		w := &a.t.words[wi]
		if w.weight > 0.4 && !saysReport.MatchString(w.text) && !strings.Contains(w.text, "报") && w.inRunes(text) == 0 {
			return false
		}
	}
	return true
}

// sameTime reports whether a text has the time that the question names: 年底前要报什么 asks for no quarterly report.
func (a *asker) sameTime(text string) bool {
	for _, t := range []string{"年底", "年末", "月底", "季度", "每月", "每周", "半年", "每年"} {
		if strings.Contains(a.q.norm, t) && !strings.Contains(text, t) {
			return false
		}
	}
	return true
}

// sharedPairs counts the pairs of neighbouring runes that two texts have in common.
func sharedPairs(q, text string) int {
	n, rs := 0, []rune(q)
	for i := 0; i+1 < len(rs); i++ {
		if strings.Contains(text, string(rs[i:i+2])) {
			n++
		}
	}
	return n
}

// citeAt cites a span of a clause, or of what stands before the first one.
func (a *asker) citeAt(ci int, sp plan.Span) Citation {
	c := a.d.cite(ci, sp)
	if ci < 0 {
		c.Label, c.Title = "前言", "前言"
	}
	return c
}
