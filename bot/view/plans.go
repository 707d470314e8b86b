package view

import (
	"fmt"
	"strings"

	"cewen/answer"
	"cewen/library"
	"cewen/outbox"
	"cewen/plan"
)

// PlanList is the list of the plans that are held.
type PlanList struct {
	Held   []*answer.Holding
	Chosen string // the plan that is asked from here; "" all
	Page   int
	Admin  bool // may take plans out
	Group  bool

	Problems []library.Problem // files that could not be read, for an administrator
}

const (
	plansAPage    = 8
	problemsShown = 5
)

// Plans lists what is answered from, with a button for each to ask from it alone.
func Plans(l PlanList) outbox.Message {
	from, to, page, pages := window(len(l.Held), plansAPage, l.Page)
	var b strings.Builder
	b.WriteString(bold(fmt.Sprintf("收录方案%d个", len(l.Held))))
	var row []outbox.Button
	for i, h := range l.Held[from:to] {
		n := from + i + 1
		fmt.Fprintf(&b, "\n%d %s", n, esc(h.Brief.Heading()))
		switch {
		case h.Ending != nil:
			b.WriteString("\n    " + esc(EndingWords(h.Ending)))
		case h.Brief.Name == l.Chosen:
			b.WriteString("\n    ✓ 现在只问这一个")
			row = append(row, button(fmt.Sprintf("✓ %d", n), VerbPlan, Tag(h.Brief.Name), itoa(page)))
		default:
			b.WriteString("\n    " + esc(figures(h.Brief.Counts)))
			row = append(row, button(fmt.Sprintf("只问%d", n), VerbPlan, Tag(h.Brief.Name), itoa(page)))
		}
	}
	var rows [][]outbox.Button
	if len(l.Held) > 1 {
		b.WriteString("\n问题里带上地名、文号或标题,就只答那一个;点“只问…”,以后都只问它。")
		rows = inRows(row, 4)
		if l.Chosen != "" {
			rows = append(rows, []outbox.Button{button("全部方案都问", VerbPlan, "", itoa(page))})
		}
	}
	if r := pager(page, pages, func(n int) outbox.Button { return button("", VerbPlans, itoa(n)) }); r != nil {
		rows = append(rows, r)
	}
	for i, x := range l.Problems {
		if i == problemsShown {
			fmt.Fprintf(&b, "\n……另有%d个文件读不了", len(l.Problems)-i)
			break
		}
		fmt.Fprintf(&b, "\n读不了 %s:%s", esc(cut(x.Name, 60)), esc(cut(x.Words(), 100)))
	}
	if l.Admin {
		b.WriteString("\n<i>管理员:把方案文件(.txt .md .html .docx .pdf)发给我,就能收录。</i>")
		rows = append(rows, []outbox.Button{button("收录记录", VerbFiles, "0"), button("移除…", VerbTakeOut, itoa(page))})
	}
	return outbox.Message{HTML: b.String(), Buttons: rows}
}

// EndingWords says why a plan is in force no longer.
func EndingWords(e *answer.Ending) string {
	by := e.Title
	if by != "" && !strings.HasPrefix(by, "《") {
		by = "《" + by + "》"
	}
	by = strings.TrimSpace(by + " " + e.By)
	if e.Words != "" {
		return "已废止,见" + by + ":“" + e.Words + "”"
	}
	return "已有新版:" + by
}

// figures counts what a plan holds: 条, 处 and 项 as their readers use them.
func figures(c plan.Counts) string {
	return fmt.Sprintf("%d条,责任分工%d处,责任单位%d个,有时限的目标%d项,主要指标%d项", c.Clauses, c.Duties, c.Units, c.Dated, c.Indicators)
}
