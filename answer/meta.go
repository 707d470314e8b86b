package answer

import (
	"fmt"
	"strings"

	"cewen/plan"
)

// meta answers questions about the document: number, dates, who issued and who published.
func (a *asker) meta() *reply {
	q, m := a.q, &a.d.p.Meta
	if a.t.total > 0.9 || len(q.units) > 0 && a.t.total > 0.3 {
		return nil
	}
	number := m.Number
	if number.Value == "" {
		number = plan.Field{Label: m.Under.Label, Value: m.Under.Value} // the notice's, for an annex
	}
	rows := []struct {
		cue   string
		field plan.Field
		words func(string) string
	}{
		{"meta.publisher", m.Publisher, nil},
		{"meta.published", m.Published, dateWords},
		{"meta.issuer", m.Issuer, nil},
		{"meta.signed", m.Signed, dateWords},
		{"meta.number", number, nil},
		{"meta.index", m.Index, nil},
		{"meta.category", m.Category, nil},
		{"meta.disclosure", m.Disclosure, nil},
		{"meta.addressees", m.Addressees, nil},
		{"meta.approval", m.Approval, nil},
		{"meta.title", m.Title, func(s string) string { return "《" + s + "》" }},
	}
	var lines []string
	r := &reply{score: 1.1}
	r.answer = Answer{Intent: Meta}
	length := 0 // the longest cue decides between 什么时候公开 and 什么时候
	for _, row := range rows {
		for _, c := range q.cues[row.cue] {
			length = max(length, c.End-c.Start)
		}
	}
	for _, row := range rows {
		hit := false
		for _, c := range q.cues[row.cue] {
			hit = hit || c.End-c.Start == length || !overlapsLonger(q, c.Start, c.End, row.cue)
		}
		if !hit {
			continue
		}
		if row.field.Value == "" {
			lines = append(lines, "方案没有写"+fieldName(row.cue)+"。")
			continue
		}
		v := row.field.Value
		if row.words != nil {
			v = row.words(v)
		}
		r.answer.Answered = true
		if row.field.Span.Len() == 0 { // it stands in another text, which cannot be quoted from here
			lines = append(lines, fmt.Sprintf("%s:%s(以印发它的通知为准)。", row.field.Label, v))
			continue
		}
		lines = append(lines, fmt.Sprintf("%s:%s。", row.field.Label, strings.TrimSuffix(v, "。")))
		r.answer.Citations = append(r.answer.Citations, a.d.citeField(row.field))
	}
	if len(lines) == 0 {
		return nil
	}
	if !r.answer.Answered {
		r.answer.Refusal = SlotAbsent
	}
	r.answer.Text = strings.Join(lines, "\n")
	return r
}

// overlapsLonger reports whether another group's longer phrase covers a cue: 什么时候公开 over 什么时候.
func overlapsLonger(q *question, start, end int, name string) bool {
	for other, cs := range q.cues {
		if other == name || !strings.HasPrefix(other, "meta.") {
			continue
		}
		for _, c := range cs {
			if c.Start < end && start < c.End && c.End-c.Start > end-start {
				return true
			}
		}
	}
	return false
}

func fieldName(cue string) string {
	switch cue {
	case "meta.number":
		return "文号"
	case "meta.index":
		return "索引号"
	case "meta.publisher":
		return "发布机构"
	case "meta.published":
		return "公开日期"
	case "meta.issuer":
		return "发文机关"
	case "meta.signed":
		return "成文日期"
	}
	return "这一项"
}

// dateWords writes 2023-11-22 as a reader says it: 2023年11月22日.
func dateWords(iso string) string {
	var y, m, d int
	if _, err := fmt.Sscanf(iso, "%d-%d-%d", &y, &m, &d); err != nil {
		return iso
	}
	return fmt.Sprintf("%d年%d月%d日", y, m, d)
}

// counts answers how many clauses, chapters, units, indicators or targets there are, and outlines.
func (a *asker) counts() *reply {
	q, d := a.q, a.d
	n := q.norm
	if r := a.indicatorList(); r != nil && len(q.units) == 0 && len(q.places) == 0 {
		return r
	}
	if len(q.units) > 0 || len(q.places) > 0 || len(q.years) > 0 || a.t.total > 0.9 {
		return nil
	}
	about := strings.Contains(n, "方案") || strings.Contains(n, "计划") || strings.Contains(n, "文件") || strings.Contains(n, "意见") || a.t.empty()
	say := func(intent Intent, text string, cites []Citation) *reply {
		return &reply{score: 1, answer: Answer{Answered: true, Intent: intent, Text: text, Citations: cites}}
	}
	switch {
	case strings.Contains(n, "最多") && (strings.Contains(n, "单位") || strings.Contains(n, "部门") || strings.Contains(n, "局")) && a.t.total < 0.5:
		return a.busiest()
	case q.has("scope") && (strings.Contains(n, "每个县") || strings.Contains(n, "各县") || strings.Contains(n, "每县")) && a.t.total < 0.2 && q.any("define", "due", "duties", "all", "content", "amount", "whichclause"):
		return a.eachCounty()
	case (strings.Contains(n, "哪些县") || strings.Contains(n, "几个县") || strings.Contains(n, "多少个县") || strings.Contains(n, "哪几个县")) && a.t.total < 0.2:
		return a.namedPlaces()
	case !about:
		return nil
	case (strings.Contains(n, "部分") || strings.Contains(n, "几章") || strings.Contains(n, "多少章") || strings.Contains(n, "章节") || strings.Contains(n, "各章") || strings.Contains(n, "目录") || strings.Contains(n, "框架") || strings.Contains(n, "提纲") || strings.Contains(n, "大纲") || strings.Contains(n, "结构") || strings.Contains(n, "几大块") || strings.Contains(n, "哪些章")) && len(q.refs) == 0:
		return a.outline()
	case !q.has("howmany"):
		return nil
	case strings.Contains(n, "单位") || strings.Contains(n, "部门"):
		slots := 0
		for _, u := range d.p.Units {
			slots += len(u.Duties)
		}
		var cites []Citation
		var names []string
		for i := range d.p.Units {
			u := &d.p.Units[i]
			names = append(names, u.Name)
			marks := d.citeMarkers(u)
			cites = append(cites, marks[:min(1, len(marks))]...)
		}
		return say(Unit, fmt.Sprintf("责任单位共%d家:%s。", len(names), strings.Join(names, "、")), cites)
	case strings.Contains(n, "指标"):
		var cites []Citation
		var names []string
		for i := range d.p.Indicators {
			in := &d.p.Indicators[i]
			names = append(names, in.Name)
			cites = append(cites, d.citeRow(in))
		}
		if len(names) == 0 {
			return a.slotRefusal(Target, "方案没有指标表。")
		}
		return say(Target, fmt.Sprintf("主要指标%d项:%s。", len(names), strings.Join(names, "、")), cites)
	case strings.Contains(n, "目标") || strings.Contains(n, "项"):
		byYear := map[int]int{}
		total, undated := 0, 0
		var cites []Citation
		for i := range d.facts {
			f := &d.facts[i]
			if f.target == nil {
				continue
			}
			if f.target.Deadline == nil {
				undated++
				continue
			}
			total++
			byYear[f.year()]++
			cites = append(cites, d.citeFact(f))
		}
		text := fmt.Sprintf("有时限的目标%d项", total)
		for _, y := range sortedKeys(byYear) {
			text += fmt.Sprintf(",%d年%d项", y, byYear[y])
		}
		return say(Due, fmt.Sprintf("%s。另:未写时限%d项;主要指标%d项。", text, undated, len(d.p.Indicators)), cites)
	case strings.Contains(n, "条"):
		var cites []Citation
		for i := range d.clauses {
			cites = append(cites, d.citeHead(i))
		}
		return say(Clause, fmt.Sprintf("共%d条,分%d个部分。", len(d.clauses), len(d.p.Chapters)), cites)
	}
	return nil
}

func sortedKeys(m map[int]int) []int {
	var out []int
	for k := range m {
		out = append(out, k)
	}
	for i := range out {
		for j := i + 1; j < len(out); j++ {
			if out[j] < out[i] {
				out[i], out[j] = out[j], out[i]
			}
		}
	}
	return out
}

// gaps answers which clauses lack a responsible unit, a target or a date.
func (a *asker) gaps() *reply {
	q, d := a.q, a.d
	kind, words := "", ""
	switch {
	case q.has("gap.duty"):
		kind, words = "duty", "没有写责任单位的"
	case q.has("gap.date"):
		kind, words = "date", "没有写时限的"
	case q.has("gap.target"):
		kind, words = "target", "没有定量目标的"
	}
	if kind == "" || a.t.total > 0.6 || len(q.units) > 0 || len(q.places) > 0 {
		return nil
	}
	if c := q.cues["gap."+kind][0]; strings.HasSuffix(q.norm[:c.Start], "有") {
		return nil // 有没有量化目标
	}
	var names []string
	r := &reply{score: 1.1}
	r.answer = Answer{Answered: true, Intent: List}
	for _, g := range d.p.Gaps {
		if g.Kind != kind {
			continue
		}
		ci := d.clauseIndex(g.Clause)
		if ci < 0 {
			continue
		}
		c := d.clauses[ci].c
		names = append(names, c.Label+c.Title)
		r.answer.Citations = append(r.answer.Citations, d.citeHead(ci))
	}
	r.answer.Text = fmt.Sprintf("%s%d条:%s。", words, len(names), strings.Join(names, "、"))
	if len(names) == 0 {
		r.answer.Text = words + "条款没有。"
		r.answer.Citations = []Citation{d.citeHead(0)}
	}
	if kind == "duty" && len(d.p.Indicators) > 0 {
		r.answer.Text += fmt.Sprintf("另:指标表%d行没有写责任单位。", len(d.p.Indicators))
	}
	return r
}
