package view

import (
	"fmt"
	"strings"

	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
)

// here is how a chat names itself: 本群没有登记, 您没有登记.
func here(group bool) string {
	if group {
		return "本群"
	}
	return "您"
}

// whiteNote stands wherever a white light does (PRODUCT.md: a date that has passed says nothing about the work).
func whiteNote(group bool) string {
	by := "登记由您自己填写"
	if group {
		by = "登记由本群成员填写"
	}
	return "⚪只表示日期已过、" + here(group) + "没有登记,不表示没有完成。" + by + ",不代表验收。"
}

// tally writes counts by light, those that are there, each with its word.
func tally(t reminders.Tally) string {
	var parts []string
	for _, c := range t.Counts() {
		parts = append(parts, fmt.Sprintf("%s%s%d", c.Light, c.Word, c.N))
	}
	if len(parts) == 0 {
		return "没有"
	}
	return strings.Join(parts, "  ")
}

// BoardView is a board as it is asked for: of which plan, of whom, which page.
type BoardView struct {
	Plan   *plan.Plan
	Title  string // of whom, 市城管局; "" the whole plan
	Filter string // what a button carries for it: u- or p- and a Tag; "" for none
	Board  reminders.Board
	Places bool // by county instead of by unit
	Page   int
	Group  bool
}

func (v BoardView) button(text string, page int, places bool) outbox.Button {
	by := "u"
	if places {
		by = "p"
	}
	return button(text, VerbBoard, PlanTag(v.Plan), itoa(page), by, v.Filter)
}

// namesOnBoard is how many units one page of the board shows.
const namesOnBoard = 8

// Board prints how a plan's milestones stand for a chat, by year and, a page at a time, by unit or county.
func Board(v BoardView) outbox.Message {
	b := v.Board
	var out strings.Builder
	out.WriteString("<b>【看板】" + esc(v.Title) + "</b>")
	if v.Title != "" {
		out.WriteString(" ")
	}
	out.WriteString(esc(v.Plan.Heading()) + "  " + esc(b.Today.Format("2006年1月2日")))
	fmt.Fprintf(&out, "\n有时限的目标%d项,已登记%d项。", len(b.Lines), b.Recorded)
	var beside []string
	if n := len(b.Undated) + len(b.Yearly); n > 0 {
		beside = append(beside, fmt.Sprintf("未写时限%d项", n))
	}
	if n := len(b.Indicators); n > 0 {
		beside = append(beside, fmt.Sprintf("主要指标%d项(表内未写责任单位)", n))
	}
	if len(beside) > 0 {
		out.WriteString("另:" + strings.Join(beside, ";"))
	}
	for _, y := range b.Years {
		fmt.Fprintf(&out, "\n<b>%d年%d项</b>  %s", y.Year, y.Tally.Total(), tally(y.Tally))
	}
	names, by := b.Units, "单位(共同承担的每家各计一次"
	if v.Places {
		names, by = b.Places, "点名县区(一项点名几处的每处各计一次"
	}
	from, to, page, pages := window(len(names), namesOnBoard, v.Page)
	sum := 0
	for _, u := range names {
		sum += u.Tally.Total()
	}
	if len(names) > 1 || v.Filter == "" && len(names) > 0 {
		fmt.Fprintf(&out, "\n按%s,合计%d):", by, sum)
		for _, u := range names[from:to] {
			fmt.Fprintf(&out, "\n%s%d项  %s", esc(u.Name), u.Tally.Total(), tally(u.Tally))
		}
	}
	if len(b.Lines) > 0 {
		out.WriteString("\n" + whiteNote(v.Group))
	}
	var rows [][]outbox.Button
	if row := pager(page, pages, func(n int) outbox.Button { return v.button("", n, v.Places) }); row != nil {
		rows = append(rows, row)
	}
	var years []outbox.Button
	for _, y := range b.Years {
		years = append(years, button(fmt.Sprintf("%d年", y.Year), VerbDue, PlanTag(v.Plan), itoa(y.Year), v.Filter))
	}
	rows = append(rows, inRows(years, 4)...)
	last := []outbox.Button{button("导出台账", VerbTable, "x", PlanTag(v.Plan), v.Filter), button("导出日历", VerbTable, "i", PlanTag(v.Plan), v.Filter)}
	if len(b.Places) > 0 && len(b.Units) > 0 {
		last = append([]outbox.Button{v.button(map[bool]string{true: "按单位", false: "按县区"}[v.Places], 0, !v.Places)}, last...)
	}
	return outbox.Message{HTML: out.String(), Buttons: append(rows, last)}
}

// linesAPage is how many milestones one page of a list shows.
const linesAPage = 10

// Listed is a numbered list of milestones.
type Listed struct {
	Title string // 2025年到期
	Key   string // what its numbers are kept under
	Lines []reminders.Line
	Page  int
	Group bool
}

// Lines prints one page of a numbered list.
func Lines(l Listed) outbox.Message {
	from, to, page, pages := window(len(l.Lines), linesAPage, l.Page)
	var out strings.Builder
	out.WriteString(bold(fmt.Sprintf("%s%d项", l.Title, len(l.Lines))))
	if len(l.Lines) == 0 {
		return outbox.Message{HTML: out.String()}
	}
	out.WriteString("\n" + tally(reminders.TallyOf(l.Lines)))
	year := ""
	for i, x := range l.Lines[from:to] {
		m := x.Milestone
		if y := m.Due[:min(4, len(m.Due))]; y != year {
			year = y
			out.WriteString("\n<b>" + esc(year) + "年</b>")
			if strings.HasSuffix(m.Due, "-12-31") && m.Words != "" {
				out.WriteString(esc("(原文写“" + m.Words + "”,按" + isoDay(m.Due) + "计)"))
			}
		}
		fmt.Fprintf(&out, "\n%s%d %s", x.Light, from+i+1, esc(cut(m.Name(), 60)+m.Label))
		if len(m.Units) > 0 {
			out.WriteString(esc("  " + unitsShort(m.Units)))
		}
		out.WriteString(esc(recorded(x.Record)))
	}
	out.WriteString("\n" + howToRecord(len(l.Lines)))
	if reminders.TallyOf(l.Lines).White > 0 {
		out.WriteString("\n" + whiteNote(l.Group))
	}
	row := pager(page, pages, func(n int) outbox.Button { return button("", VerbLines, l.Key, itoa(n)) })
	row = append(row, button("逐项原文", VerbQuotes, l.Key, "0"))
	return outbox.Message{HTML: out.String(), Buttons: [][]outbox.Button{row}}
}

// howToRecord stands under every numbered list of so many items.
func howToRecord(items int) string {
	switch {
	case items == 1:
		return "登记请回复本条:办结 / 延期到明年6月底 / 备注 已招标"
	case items < 7:
		return "登记请回复本条:1办结 / 2延期到明年6月底 / 2备注 已招标"
	}
	return "登记请回复本条:3办结 / 5延期到明年6月底 / 7备注 已招标"
}

// Quotes prints one page of the plan's own words for a numbered list.
func Quotes(ms []reminders.Milestone, page int, key string) outbox.Message {
	var blocks []block
	for i, m := range ms {
		blocks = append(blocks, block{source: "〔" + strings.TrimSpace(m.Label+m.Title) + " · " + m.Plan + "〕", text: itoa(i+1) + " " + strings.TrimSpace(m.Quote)})
	}
	pages := layOut(blocks)
	page = clamp(page, len(pages))
	var rows [][]outbox.Button
	if row := pager(page, len(pages), func(n int) outbox.Button { return button("", VerbQuotes, key, itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: pages[page], Buttons: rows}
}

// DueYears lists in which years a plan's targets fall due and how they stand, as buttons.
func DueYears(v BoardView) outbox.Message {
	b := v.Board
	var out strings.Builder
	out.WriteString(bold(fmt.Sprintf("有时限的目标%d项", len(b.Lines))) + "\n" + esc(v.Plan.Heading()))
	var row []outbox.Button
	for _, y := range b.Years {
		fmt.Fprintf(&out, "\n%d年%d项  %s", y.Year, y.Tally.Total(), tally(y.Tally))
		row = append(row, button(fmt.Sprintf("%d年 %d项", y.Year, y.Tally.Total()), VerbDue, PlanTag(v.Plan), itoa(y.Year), v.Filter))
	}
	if n := len(b.Undated) + len(b.Yearly); n > 0 {
		fmt.Fprintf(&out, "\n另:未写时限%d项", n)
	}
	if n := len(b.Indicators); n > 0 {
		fmt.Fprintf(&out, ";主要指标%d项(表内未写责任单位)", n)
	}
	out.WriteString("\n按今天" + esc(b.Today.Format("2006-01-02")) + "算。" + whiteNote(v.Group))
	return outbox.Message{HTML: out.String(), Buttons: inRows(row, 3)}
}
