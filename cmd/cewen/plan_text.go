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
		writeClause(&b, p.Text, c, targets[c.Number])
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

// writeClause writes a clause with how it was understood: who leads and by which words, what is due and by which words.
func writeClause(b *strings.Builder, text string, c plan.Clause, targets []plan.Target) {
	fmt.Fprintf(b, "第%s条 %s", answer.Numeral(c.Number), answer.Printable(c.Title))
	if label := strings.TrimSpace(c.Label); label != "" && !strings.Contains(label, answer.Numeral(c.Number)) {
		fmt.Fprintf(b, "  原文标号“%s”", answer.Printable(label))
	}
	b.WriteString("\n")
	if len(c.Duties) == 0 {
		b.WriteString("    没有写责任单位\n")
	}
	for i, d := range c.Duties {
		etc := ""
		if d.Etc {
			etc = "等"
		}
		fmt.Fprintf(b, "    责任单位:%s%s\n", answer.Printable(strings.Join(d.Units, "、")), etc)
		if quote := oneLine(d.Covers.In(text)); quote != "" {
			fmt.Fprintf(b, "      负责:%s\n", clipped(quote, 40))
		}
		writeRole(b, "牵头", d.Lead, d.LeadBy)
		writeRole(b, "配合", d.Support, d.SupportBy)
		if d.Standing > 0 {
			fmt.Fprintf(b, "      末尾%d家按“不再列出”的规定加上\n", d.Standing)
		}
		if d.Deadline != nil {
			fmt.Fprintf(b, "      时限:%s\n", dated(d.Deadline))
		}
		writeTargets(b, targets, i)
	}
	writeTargets(b, targets, -1)
}

// writeRole writes the units of a role and the words of the plan that give it.
func writeRole(b *strings.Builder, role string, units []string, by string) {
	if len(units) == 0 {
		return
	}
	fmt.Fprintf(b, "      %s:%s", role, answer.Printable(strings.Join(units, "、")))
	if by == plan.ByCorrection {
		b.WriteString("(按校正)")
	} else if by != "" {
		fmt.Fprintf(b, "(按“%s”)", answer.Printable(by))
	}
	b.WriteString("\n")
}

// dated is a day and the words that were read as it.
func dated(d *plan.Deadline) string {
	return d.ISO + "(按“" + answer.Printable(d.Said()) + "”)"
}

// writeTargets writes the targets of one duty; -1 are those of none.
func writeTargets(b *strings.Builder, targets []plan.Target, duty int) {
	for _, t := range targets {
		if t.Duty != duty {
			continue
		}
		due := "未写时限"
		switch {
		case t.Deadline != nil:
			due = dated(t.Deadline)
		case t.Recurring:
			due = "每年"
		}
		fmt.Fprintf(b, "      目标 %s  %s  %s\n", due, answer.Printable(t.Metric), answer.Printable(t.Value))
	}
}

// clipped shortens s to n characters.
func clipped(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
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
