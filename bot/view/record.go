package view

import (
	"fmt"
	"strings"
	"time"

	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// MarkedLine is one thing that was recorded: 3 雨水管网建设:110公里 ·办结.
func MarkedLine(number int, m reminders.Milestone, r reminders.Record) string {
	l := cut(m.Name(), 60) + recorded(r)
	if number > 0 {
		l = itoa(number) + " " + l
	}
	return l
}

// Marked says what was recorded, by whom and when, and offers to take it back.
func Marked(lines []string, group bool, name, clock, batch string) outbox.Message {
	return outbox.Message{HTML: markedText("记下了", lines, group, name, clock), Buttons: [][]outbox.Button{{button("撤销", VerbUndo, batch)}}}
}

// Unmarked says that what was recorded has been taken back.
func Unmarked(lines []string, group bool, name, clock string) outbox.Message {
	return outbox.Message{HTML: markedText("已撤销", lines, group, name, clock)}
}

func markedText(what string, lines []string, group bool, name, clock string) string {
	var b strings.Builder
	who := []string{name, clock}
	if group {
		who = append([]string{"本群"}, who...)
	}
	b.WriteString(bold(what) + "(" + esc(strings.Join(who, ",")) + "):")
	for i, l := range lines {
		if i == 20 {
			fmt.Fprintf(&b, "\n……共%d项", len(lines))
			break
		}
		b.WriteString("\n" + esc(l))
	}
	return b.String()
}

// AskDay asks to which day something is postponed: some days to tap, any other by a reply.
func AskDay(names []string, key string, today time.Time) outbox.Message {
	year, month := today.Year(), today.Month()
	end := func(y int, m time.Month) time.Time { return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC) }
	var row []outbox.Button
	seen := map[string]bool{}
	for _, d := range []struct {
		text string
		day  time.Time
	}{{"下月底", end(year, month+1)}, {"本季末", end(year, (month-1)/3*3+3)}, {"今年底", end(year, 12)}, {"明年6月底", end(year+1, 6)}, {"明年底", end(year+1, 12)}} {
		day := d.day.Format(time.DateOnly)
		if day > today.Format(time.DateOnly) && !seen[day] {
			seen[day] = true
			row = append(row, button(d.text, VerbMark, key, "to", day))
		}
	}
	return outbox.Message{HTML: bold("延期到哪一天") + "\n" + esc(listed(names)) + "\n点一个,或回复本条:延期到2027-06-30", Buttons: inRows(row, 3)}
}

// AskNote asks for a note.
func AskNote(names []string) outbox.Message {
	return outbox.Message{HTML: bold("备注写什么") + "\n" + esc(listed(names)) + "\n请回复本条:备注 已招标"}
}

// listed numbers names where there are several.
func listed(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	var b strings.Builder
	for i, n := range names {
		if i == 12 {
			fmt.Fprintf(&b, "……共%d项\n", len(names))
			break
		}
		fmt.Fprintf(&b, "%d %s\n", i+1, cut(n, 60))
	}
	return strings.TrimSpace(b.String())
}

// Standing says what a chat has recorded of what was asked about.
func Standing(ls []reminders.Line, group bool) string {
	if len(ls) == 1 {
		l := ls[0]
		if l.Record.Status == reminders.NotRecorded && l.Record.Note == "" {
			return here(group) + "没有登记。"
		}
		return here(group) + "登记:" + string(l.Light) + strings.TrimPrefix(recorded(l.Record), " ·") + "(" + l.Record.Name + ",方案写的到期日" + l.Milestone.Due + ")。"
	}
	return StandingOfPast(ls, group)
}

// StandingOfPast says how much of what fell due a chat has recorded; "" where nothing did.
func StandingOfPast(ls []reminders.Line, group bool) string {
	n := 0
	for _, l := range ls {
		if l.Record.Status != reminders.NotRecorded {
			n++
		}
	}
	switch {
	case len(ls) == 0:
		return ""
	case n == 0:
		return here(group) + "均未登记。"
	}
	return fmt.Sprintf("%s已登记%d/%d。", here(group), n, len(ls))
}

// Received is a digest's message with the number of people who said that they have read it.
func Received(m outbox.Message, n int) outbox.Message {
	m.HTML += fmt.Sprintf("\n收到:%d人", n)
	return m
}

// recordsAPage is how many entries of the history one message shows.
const recordsAPage = 8

// RecordsWindow says which entries a page shows.
func RecordsWindow(page int) (offset, limit int) { return max(0, page) * recordsAPage, recordsAPage }

// Entry is one entry of a chat's history.
type Entry struct {
	Mark dialog.Mark
	Name string // of the milestone
}

// History prints one page of what a chat has recorded, undone entries included, the latest first.
func History(es []Entry, page, total int, zone *time.Location) outbox.Message {
	pages := max(1, (total+recordsAPage-1)/recordsAPage)
	var b strings.Builder
	b.WriteString(bold(fmt.Sprintf("登记记录%d条", total)))
	for _, e := range es {
		r := e.Mark.Record
		b.WriteString("\n" + esc(r.At.In(zone).Format("2006-01-02 15:04")+" "+r.Name+" "+cut(e.Name, 40)+recorded(r)))
		if !e.Mark.Undone.IsZero() {
			b.WriteString("(已撤销 " + e.Mark.Undone.In(zone).Format("01-02 15:04") + ")")
		}
	}
	var rows [][]outbox.Button
	if row := pager(clamp(page, pages), pages, func(n int) outbox.Button { return button("", VerbHistory, itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: b.String(), Buttons: rows}
}

// SideBySide prints what several chats have recorded, a milestone a paragraph, for those who oversee them. boards stand in the order of
// chats and are of the same milestones.
func SideBySide(chats []string, boards []reminders.Board, page int) outbox.Message {
	const chatsShown, linesShown = 12, 8
	var out strings.Builder
	out.WriteString(bold(fmt.Sprintf("【督查】有登记的%d处", len(chats))))
	for i, c := range chats {
		if i == chatsShown {
			fmt.Fprintf(&out, "\n……共%d处", len(chats))
			break
		}
		fmt.Fprintf(&out, "\n%s:已登记%d/%d", esc(c), boards[i].Recorded, len(boards[i].Lines))
	}
	var lines []string
	if len(boards) > 0 {
		for n := range boards[0].Lines {
			var said []string
			for i := range boards {
				if l := boards[i].Lines[n]; l.Record.Status != reminders.NotRecorded || l.Record.Note != "" {
					said = append(said, "    "+chats[i]+":"+string(l.Light)+strings.TrimPrefix(recorded(l.Record), " ·")+"("+l.Record.Name+")")
				}
			}
			if len(said) > chatsShown {
				said = append(said[:chatsShown], fmt.Sprintf("    ……共%d处", len(said)))
			}
			if len(said) > 0 {
				m := boards[0].Lines[n].Milestone
				lines = append(lines, cut(m.Name(), 60)+m.Label+" "+m.Due+"\n"+strings.Join(said, "\n"))
			}
		}
	}
	from, to, page, pages := window(len(lines), linesShown, page)
	for _, l := range lines[from:to] {
		out.WriteString("\n" + esc(l))
	}
	if len(lines) == 0 {
		out.WriteString("\n还没有登记。")
	}
	out.WriteString("\n登记由各处成员填写,不代表验收。")
	var rows [][]outbox.Button
	if row := pager(page, pages, func(n int) outbox.Button { return button("", VerbOversee, itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: out.String(), Buttons: rows}
}
