package plan

import (
	"fmt"
	"strings"
)

// String prints the plan as a tree in one fixed form; goldens compare it.
func (p *Plan) String() string {
	var b strings.Builder
	p.printMeta(&b)
	for k := range p.Clauses {
		if p.Clauses[k].Chapter == 0 {
			p.printClause(&b, &p.Clauses[k])
		}
	}
	for i := range p.Chapters {
		ch := &p.Chapters[i]
		fmt.Fprintf(&b, "章%d %s\n", ch.Number, ch.Name())
		for k := range p.Clauses {
			if p.Clauses[k].Chapter == ch.Number {
				p.printClause(&b, &p.Clauses[k])
			}
		}
	}
	for _, u := range p.Units {
		fmt.Fprintf(&b, "单位 %s", u.Name)
		if len(u.Spellings) > 0 {
			fmt.Fprintf(&b, "(=%s)", strings.Join(u.Spellings, "、"))
		}
		for _, d := range u.Duties {
			fmt.Fprintf(&b, " %d.%d#%d", d.Clause, d.Index+1, d.Position)
		}
		b.WriteByte('\n')
	}
	for _, x := range p.Places {
		fmt.Fprintf(&b, "地点 %s %s %v\n", x.Name, x.Kind, x.Clauses)
	}
	for _, g := range p.Gaps {
		fmt.Fprintf(&b, "缺 %s %d\n", g.Kind, g.Clause)
	}
	for _, w := range p.Warnings {
		line := fmt.Sprint(w.Line)
		if w.Last > 0 {
			line += fmt.Sprintf("-%d", w.Last)
		}
		fmt.Fprintf(&b, "警告 第%s行 %s %s\n", line, w.Code, w.Text)
	}
	return b.String()
}

func (p *Plan) printMeta(b *strings.Builder) {
	m := p.Meta
	for _, f := range []Field{m.Number, m.Index, m.Title, m.Notice, m.Issuer, m.Publisher, m.Signed, m.Published, m.Category, m.Disclosure, m.Addressees, m.Approval, m.Validity} {
		if f.Value != "" {
			fmt.Fprintf(b, "%s: %s\n", f.Label, f.Value)
		}
	}
	if m.Jurisdiction != "" {
		fmt.Fprintf(b, "辖区: %s\n", m.Jurisdiction)
	}
	for _, s := range p.Preface {
		fmt.Fprintf(b, "引言: %s\n", clip(s.In(p.Text), 30))
	}
}

// String names the clause and its markers.
func (c Clause) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "条%d %s %s", c.Number, c.Label, c.Title)
	if len(c.Sections) > 0 {
		fmt.Fprintf(&b, " <%s>", strings.Join(c.Sections, " > "))
	}
	if c.Bare {
		b.WriteString(" 章下直接成文")
	}
	for i, d := range c.Duties {
		fmt.Fprintf(&b, "\n  责任%d %s", i+1, d)
	}
	return b.String()
}

// String lists the units of a marker and their roles.
func (d Duty) String() string {
	s := strings.Join(d.Units, "、")
	if d.Etc {
		s += "等"
	}
	if len(d.Lead) > 0 {
		s += fmt.Sprintf(" 牵头=%s(%s)", strings.Join(d.Lead, "、"), d.LeadBy)
	}
	if len(d.Support) > 0 {
		s += " 配合=" + strings.Join(d.Support, "、")
		if d.SupportBy != "" {
			s += "(" + d.SupportBy + ")"
		}
	}
	if d.Above {
		s += " 见上级标题"
	}
	if d.Standing > 0 {
		s += fmt.Sprintf(" 通用=%d", d.Standing)
	}
	return s
}

func (p *Plan) printClause(b *strings.Builder, c *Clause) {
	for i, l := range strings.Split(c.String(), "\n") {
		if i > 0 {
			d := c.Duties[i-1]
			l += " ← " + clip(d.Covers.In(p.Text), 16)
		}
		fmt.Fprintf(b, "  %s\n", l)
	}
	for _, t := range p.Targets {
		if t.Clause == c.Number {
			fmt.Fprintf(b, "    目标 %s\n", t)
		}
	}
	for _, s := range p.Statements {
		if s.Clause == c.Number {
			fmt.Fprintf(b, "    表述 %s %s: %s\n", s.Place, s.Relation, s.Object)
		}
	}
	for _, l := range p.Listings {
		if l.Clause == c.Number {
			fmt.Fprintf(b, "    列举 %s: %s\n", l.Head, strings.Join(l.Items, " | "))
		}
	}
	for _, x := range p.Boxes {
		if x.Clause == c.Number {
			fmt.Fprintf(b, "    专栏 %s (%d行)\n", x.Title, len(x.Rows))
		}
	}
	for _, r := range p.Indicators {
		if r.Clause == c.Number {
			fmt.Fprintf(b, "    指标%d %s | %s | %s | %s | %s | %s | %d→%d\n", r.Row, r.Category, r.Name, r.Unit, r.Base, r.Target, r.Attribute, r.BaseYear, r.TargetYear)
		}
	}
}

// String prints a target on one line: date, metric, value, and how they were read.
func (t Target) String() string {
	var b strings.Builder
	if d := t.Deadline; d != nil {
		fmt.Fprintf(&b, "%s(%s", d.ISO, d.Words)
		if d.Inherited {
			b.WriteString(",承前")
		}
		b.WriteString(")")
	} else if t.Recurring {
		b.WriteString("每年")
	} else {
		b.WriteString("未写时限")
	}
	fmt.Fprintf(&b, " %s = %s", t.Metric, t.Value)
	if q := t.Quantity; q != nil {
		fmt.Fprintf(&b, " [%s %g", q.Op, q.Num)
		if q.Op == OpRange {
			fmt.Fprintf(&b, "..%g", q.Max)
		}
		fmt.Fprintf(&b, " %s %s]", q.Unit, q.Dimension)
	}
	if t.Scope != "" {
		fmt.Fprintf(&b, " 范围=%s", t.Scope)
	}
	if len(t.Places) > 0 {
		fmt.Fprintf(&b, " 地点=%s", strings.Join(t.Places, "、"))
	}
	fmt.Fprintf(&b, " #%d", t.Duty+1)
	return b.String()
}
