package answer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cewen/plan"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Words of our own around the plan's: template text only, never a fact.
const (
	onlyResponsible = "这一段只写“责任单位”,没有写牵头。"
	noIndicatorUnit = "指标表没有写责任单位。"
)

// unitList writes units in the plan's order: 市发展改革委、市科技局等(原文未列全).
func unitList(d *plan.Duty) string {
	s := strings.Join(d.Units, "、")
	if d.Etc {
		s += "等(等,原文未列全)"
		s = strings.Replace(s, "等(等,", "等(", 1)
	}
	return s
}

// dutyWords is the direct answer to "who": by role where the text gives roles.
func (d *doc) dutyWords(duty *plan.Duty, askedLead bool) string {
	switch {
	case len(duty.Lead) > 0 && duty.LeadBy != "":
		s := "牵头单位:" + strings.Join(duty.Lead, "、") + leadBasis(duty) + d.supportWords(duty, false)
		if duty.Etc {
			s += "等(原文未列全)"
		}
		return s + "。"
	case supported(duty):
		s := besideSupport(duty, "责任单位:", supportWord(duty)+":")
		if askedLead {
			s += "。没有写牵头"
		}
		return s + "。"
	case len(duty.Units) == 1 && !duty.Etc:
		s := "责任单位:" + duty.Units[0] + "(仅1家)。"
		if askedLead {
			s += onlyResponsible
		}
		return s
	}
	s := fmt.Sprintf("责任单位%d家,按原文顺序:%s。", len(duty.Units), unitList(duty))
	if askedLead {
		s += onlyResponsible
	}
	return s
}

// unreadTable says that a table was not read; "" where all were. What is not listed elsewhere may be listed there.
func (d *doc) unreadTable() string {
	for _, w := range d.p.Warnings {
		if w.Code == plan.UnreadTable {
			return fmt.Sprintf("原文第%d行起有一张表没有读懂,表里的内容答不了,请看原文。", w.Line)
		}
	}
	return ""
}

// supported reports whether the plan sets those who help apart from those responsible, and nobody leads: 责任单位:民政局;协同单位:财政局.
func supported(d *plan.Duty) bool {
	return len(d.Lead) == 0 && 0 < len(d.Support) && len(d.Support) < len(d.Units)
}

// besideSupport writes who is responsible, then who helps.
func besideSupport(d *plan.Duty, own, support string) string {
	var units []string
	for _, u := range d.Units {
		if !slices.Contains(d.Support, u) {
			units = append(units, u)
		}
	}
	s := own + strings.Join(units, "、") + ";" + support + strings.Join(d.Support, "、")
	if d.Etc {
		s += "等(原文未列全)"
	}
	return s
}

// leadBasis says by which sentence of the plan, or by a correction, a unit leads, where its marker does not say so itself.
func leadBasis(d *plan.Duty) string {
	switch {
	case d.LeadBy == plan.ByCorrection:
		return "(按校正)"
	case strings.Contains(d.LeadBy, "为"): // 列第一位者为牵头单位
		return "(按“" + d.LeadBy + "”)"
	}
	return ""
}

// supportWord is what the plan calls those who stand beside the lead: 配合单位, 协办部门; 责任单位 where it does not say.
func supportWord(d *plan.Duty) string {
	for _, end := range []string{"单位", "部门"} {
		if strings.HasSuffix(d.SupportBy, end) {
			return d.SupportBy
		}
	}
	if d.SupportBy == "配合" {
		return "配合单位"
	}
	return "责任单位"
}

// label names a clause as its source line does.
func (d *doc) label(ci int) string {
	c := d.clauses[ci].c
	return c.Label
}

// ordinal names a clause in running text: 第十四条, or its own label where clauses are not numbered through.
func ordinal(c *plan.Clause) string {
	if c.Ordinal == c.Number {
		return "第" + chineseNumber(c.Number) + "条"
	}
	return c.Label
}

var digits = []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// chineseNumber writes 1 to 99 in Chinese numerals.
func chineseNumber(n int) string {
	switch {
	case n <= 0 || n > 99:
		return itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// cite makes a citation of a span of a clause.
func (d *doc) cite(ci int, sp plan.Span) Citation {
	c := Citation{Plan: d.name, Quote: sp.In(d.p.Text), Start: sp.Start, End: sp.End}
	if ci >= 0 {
		cl := d.clauses[ci].c
		c.Clause, c.Label, c.Title = cl.Number, cl.Label, cl.Title
	}
	return c
}

// citeHead makes a citation of a clause's heading. Where a sentence of the text stands for the heading (第三条 设立…基金,…) or there is none, it is that sentence.
func (d *doc) citeHead(ci int) Citation {
	c := d.clauses[ci].c
	head := c.Head
	for head.Len() > 0 && strings.ContainsRune("# ", rune(d.p.Text[head.Start])) { // of a text with marks
		head.Start++
	}
	if head.Len() > 0 && strings.Contains(head.In(d.p.Text), c.Title) || len(c.Parts) == 0 || len(c.Parts[0].Sentences) == 0 {
		return d.cite(ci, head)
	}
	first := c.Parts[0].Sentences[0].Span
	if between := d.p.Text[min(head.End, first.Start):first.Start]; head.Len() > 0 && !strings.ContainsAny(between, "\n|") {
		first.Start = min(head.Start, first.Start)
	}
	return d.cite(ci, first)
}

// citeRow makes a citation of an indicator; rows are cited with the clause that the table follows.
func (d *doc) citeRow(in *plan.Indicator) Citation {
	c := d.cite(d.clauseIndex(in.Clause), in.Span)
	c.Row = in.Row
	return c
}

// citeField makes a citation of a piece of the document's data.
func (d *doc) citeField(f plan.Field) Citation {
	return Citation{Plan: d.name, Label: f.Label, Title: f.Label, Quote: f.Span.In(d.p.Text), Start: f.Span.Start, End: f.Span.End}
}

// citeMarkers quotes every marker that names a unit, in the order of the text. A marker before which nothing stands has no part, so that
// the markers and not the parts are what a unit always has.
func (d *doc) citeMarkers(u *plan.Unit) []Citation {
	var out []Citation
	for _, ref := range u.Duties {
		if ci := d.clauseIndex(ref.Clause); ci >= 0 {
			out = append(out, d.cite(ci, d.clauses[ci].c.Duties[ref.Index].Marker))
		}
	}
	return out
}

// citeUnit quotes the first thing that a unit is responsible for.
func (d *doc) citeUnit(u *plan.Unit) []Citation {
	if parts := d.byUnit[u.Key]; len(parts) > 0 {
		return d.citePart(parts[0], -1)
	}
	cites := d.citeMarkers(u)
	return cites[:min(1, len(cites))]
}

// citePart quotes the sentence of a part that answers, together with its marker, when both are near; else the sentence and the marker.
func (d *doc) citePart(pi, si int) []Citation {
	pa := &d.parts[pi]
	var out []Citation
	if si < 0 && len(pa.sentences) > 0 {
		si = pa.sentences[0]
	}
	if pa.duty == nil {
		if si >= 0 {
			out = append(out, d.cite(pa.clause, d.sentences[si].span))
		}
		return out
	}
	if si >= 0 {
		sp := d.sentences[si].span
		first, last := pa.sentences[0], pa.sentences[len(pa.sentences)-1]
		switch m := pa.duty.Marker; {
		case si == last && m.Start >= sp.End:
			return []Citation{d.cite(pa.clause, plan.Span{Start: sp.Start, End: m.End})}
		case si == first && m.End <= sp.Start && !strings.Contains(d.p.Text[m.End:sp.Start], "\n"): // in a table the units may stand before their task
			return []Citation{d.cite(pa.clause, plan.Span{Start: m.Start, End: sp.End})}
		}
		out = append(out, d.cite(pa.clause, sp))
	}
	return append(out, d.cite(pa.clause, pa.duty.Marker))
}

// short cuts a text of the plan for a line of a list.
func short(s string, n int) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return firstRunes(s, n) + "…"
}

// withUnit puts an indicator's unit behind a plain value: 70 and % → 70%; 50左右 and % → 50左右(%).
func withUnit(value, unit string) string {
	if unit == "" || strings.Contains(value, unit) {
		return value
	}
	if r, _ := utf8.DecodeLastRuneInString(value); r >= '0' && r <= '9' {
		return value + unit
	}
	if strings.IndexFunc(value, func(r rune) bool { return r >= '0' && r <= '9' }) < 0 {
		return value
	}
	return value + "(" + unit + ")"
}

// targetWords names a target and its value in the plan's words: its own segment where that is short and its alone, else metric and value.
func (d *doc) targetWords(f *fact) string {
	t := f.target
	if t.Quantity == nil && t.State != "" {
		if t.Metric == "" || strings.Contains(t.State, t.Metric) || strings.Contains(t.Metric, t.State) {
			return longer(t.State, t.Metric)
		}
		return t.Metric + t.State
	}
	if t.Metric == "" {
		return t.Quote.In(d.p.Text)
	}
	if strings.Contains(t.Metric, t.Value) {
		return t.Metric
	}
	return t.Metric + ":" + t.Value
}

func longer(a, b string) string {
	if len(a) >= len(b) {
		return a
	}
	return b
}

func (d *doc) citeFact(f *fact) Citation {
	if f.indicator != nil {
		return d.citeRow(f.indicator)
	}
	return d.cite(f.clause, f.target.Quote)
}
