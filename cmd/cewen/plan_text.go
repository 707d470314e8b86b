package main

import (
	"fmt"
	"strings"

	"cewen/answer"
	"cewen/plan"
)

// plan renders what was read from a plan for a reader who checks it against the paper.
func (s style) plan(p *plan.Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.bold(answer.Printable(p.Heading())))
	for _, f := range []plan.Field{p.Meta.Index, p.Meta.Issuer, p.Meta.Publisher, p.Meta.Signed, p.Meta.Published} {
		if f.Value != "" {
			fmt.Fprintf(&b, "%s %s\n", f.Label, answer.Printable(f.Value))
		}
	}
	fmt.Fprintf(&b, "%s\n", figures(p.Counts()))

	targets := map[int][]plan.Target{}
	for _, t := range p.Targets {
		targets[t.Clause] = append(targets[t.Clause], t)
	}
	chapter := 0
	for _, c := range p.Clauses {
		if c.Chapter != chapter {
			chapter = c.Chapter
			for _, ch := range p.Chapters {
				if ch.Number == chapter {
					fmt.Fprintf(&b, "\n%s\n", s.bold(answer.Printable(ch.Name())))
				}
			}
		}
		writeClause(&b, c, targets[c.Number])
	}
	if len(p.Indicators) > 0 {
		fmt.Fprintf(&b, "\n%s\n", s.bold("主要指标"))
		for _, i := range p.Indicators {
			fmt.Fprintf(&b, "  %d %s%s:%s → %s\n", i.Row, answer.Printable(i.Name), inBrackets(i.Unit), answer.Printable(i.Base), answer.Printable(i.Target))
		}
	}
	if len(p.Warnings) > 0 {
		fmt.Fprintf(&b, "\n%s\n", s.bold("没有读懂的"))
		for _, w := range p.Warnings {
			fmt.Fprintf(&b, "  第%d行 %s\n", w.Line, oneLine(w.Text))
		}
	}
	return b.String()
}

func writeClause(b *strings.Builder, c plan.Clause, targets []plan.Target) {
	fmt.Fprintf(b, "第%s条 %s\n", answer.Numeral(c.Number), answer.Printable(c.Title))
	if len(c.Duties) == 0 {
		b.WriteString("    没有写责任单位\n")
	}
	for i, d := range c.Duties {
		etc := ""
		if d.Etc {
			etc = "等"
		}
		fmt.Fprintf(b, "    责任单位:%s%s\n", answer.Printable(strings.Join(d.Units, "、")), etc)
		writeTargets(b, targets, i)
	}
	writeTargets(b, targets, -1)
}

// writeTargets writes the targets of one duty; -1 are those of none.
func writeTargets(b *strings.Builder, targets []plan.Target, duty int) {
	for _, t := range targets {
		if t.Duty != duty {
			continue
		}
		due := "未写时限"
		if t.Deadline != nil {
			due = t.Deadline.ISO
		}
		fmt.Fprintf(b, "      %s  %s  %s\n", due, answer.Printable(t.Metric), answer.Printable(t.Value))
	}
}

func inBrackets(unit string) string {
	if unit == "" {
		return ""
	}
	return "(" + answer.Printable(unit) + ")"
}

// figures counts what was read. 条, 处 and 项 are used as the plans' readers use them: clauses, responsibility markers, targets.
func figures(c plan.Counts) string {
	return fmt.Sprintf("%d章,%d条,责任分工%d处,责任单位%d个;目标%d项,其中有时限%d项;主要指标%d行", c.Chapters, c.Clauses, c.Duties, c.Units, c.Targets, c.Dated, c.Indicators)
}
