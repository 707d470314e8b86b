package view

import (
	"fmt"
	"strings"
	"time"

	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// Which reviews are shown.
const (
	ReviewAll      = "all"
	ReviewDisliked = "bad"
	ReviewRefused  = "ref"
)

// Review renders one question that was refused or disliked. at is its number from 0, total how many there are.
func Review(r dialog.Review, which string, at, total int, zone *time.Location) outbox.Message {
	var b strings.Builder
	fmt.Fprintf(&b, "<b>%s %d/%d</b>\n%s\n", reviewName(which), at+1, total, r.Turn.Asked.In(zone).Format("2006-01-02 15:04"))
	b.WriteString("问:" + esc(cut(oneLine(r.Turn.Question), 300)) + "\n答:" + esc(cut(oneLine(r.Turn.Answer.Text), 600)))
	if !r.Turn.Answer.Answered {
		b.WriteString("\n没有答:" + refusalName(string(r.Turn.Answer.Refusal)))
	}
	for _, f := range r.Feedback {
		face := "👍"
		if !f.Good {
			face = "👎"
		}
		b.WriteString("\n" + face + " " + esc(f.Reason))
	}
	b.WriteString("\n版本 " + esc(r.Turn.Version))
	rows := [][]outbox.Button{}
	if row := pager(at, total, func(n int) outbox.Button { return button("", VerbReview, which, itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: b.String(), Buttons: append(rows, reviewRow(which))}
}

// NoReview is what there is to see when there is nothing to see.
func NoReview(which string) outbox.Message {
	return outbox.Message{HTML: bold(reviewName(which)) + "\n没有。", Buttons: [][]outbox.Button{reviewRow(which)}}
}

func reviewRow(which string) []outbox.Button {
	var row []outbox.Button
	for _, w := range []string{ReviewAll, ReviewDisliked, ReviewRefused} {
		if w != which {
			row = append(row, button(reviewName(w), VerbReview, w, "0"))
		}
	}
	return append(row, button("导出", VerbExport, which))
}

func reviewName(which string) string {
	switch which {
	case ReviewDisliked:
		return "👎的"
	case ReviewRefused:
		return "没有答的"
	}
	return "待复核"
}

func refusalName(r string) string {
	switch r {
	case "word":
		return "原文没有这个词"
	case "slot":
		return "原文没有这个数"
	case "unclear":
		return "没有看懂"
	case "matter":
		return "不是方案的事"
	}
	return r
}

// eventsAPage is how many entries of the record one message shows.
const eventsAPage = 8

// EventsWindow says which events a page shows.
func EventsWindow(page int) (offset, limit int) { return max(0, page) * eventsAPage, eventsAPage }

// Audit renders one page of the record of what was decided and changed.
func Audit(es []dialog.Event, page, total int, zone *time.Location) outbox.Message {
	pages := max(1, (total+eventsAPage-1)/eventsAPage)
	var b strings.Builder
	fmt.Fprintf(&b, "<b>操作记录%d条</b>", total)
	for _, e := range es {
		who := e.Name
		if who == "" {
			who = fmt.Sprint(e.Actor)
		}
		fmt.Fprintf(&b, "\n%s %s %s", e.At.In(zone).Format("01-02 15:04"), esc(who), esc(e.Action))
		if e.Subject != 0 {
			fmt.Fprintf(&b, " %d", e.Subject)
		}
		if e.Detail != "" {
			b.WriteString(" " + esc(cut(e.Detail, 60)))
		}
	}
	var rows [][]outbox.Button
	if row := pager(clamp(page, pages), pages, func(n int) outbox.Button { return button("", VerbAudit, itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: b.String(), Buttons: rows}
}

// Undelivered lists messages that did not arrive, with the reason, below how all reminders stand.
func Undelivered(ds []outbox.Delivery, total int, r reminders.Backlog, zone *time.Location) outbox.Message {
	var b strings.Builder
	b.WriteString(esc(Backlog(r, zone)) + "\n")
	fmt.Fprintf(&b, "<b>没有送达%d条</b>", total)
	for _, d := range ds {
		state := "不再发送"
		if d.State == outbox.Uncertain {
			state = "不确定是否送达"
		}
		fmt.Fprintf(&b, "\n%s %d %s:%s", d.Done.In(zone).Format("01-02 15:04"), d.Chat, state, esc(cut(d.Error, 80)))
	}
	return outbox.Message{HTML: b.String()}
}

// Backlog says how all reminders stand.
func Backlog(r reminders.Backlog, zone *time.Location) string {
	var b strings.Builder
	fmt.Fprintf(&b, "提醒:%d处订阅%d个(暂停%d);已排%d条", r.Chats, r.Subscriptions, r.Paused, r.Planned)
	if !r.Next.IsZero() {
		b.WriteString(",下一条" + r.Next.In(zone).Format("2006-01-02 15:04"))
	}
	fmt.Fprintf(&b, "\n已送%d条(晚到%d,标“可能重复”%d),待送%d,不再发%d,不确定%d;过时未发%d,对方收不到%d", r.Sent, r.Late, r.Repeated, r.Pending, r.Dead, r.Uncertain, r.Overdue, r.Blocked)
	return b.String()
}

// FileName makes a name that every system takes.
func FileName(s string) string {
	return cut(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, s), 60)
}

// Settings shows what is set in a chat and how to change it.
func Settings(unit, place string, group, admin bool) outbox.Message {
	var b strings.Builder
	name := func(s string) string {
		if s == "" {
			return "没有设置"
		}
		return s
	}
	if group {
		b.WriteString("<b>本群设置</b>")
	} else {
		b.WriteString("<b>设置</b>")
	}
	b.WriteString("\n我局:" + esc(name(unit)) + "\n我县:" + esc(name(place)))
	m := outbox.Message{}
	if !group || admin {
		row := []outbox.Button{button("设置我局", VerbSettings, "unit"), button("设置我县", VerbSettings, "place")}
		if unit != "" || place != "" {
			row = append(row, button("清除", VerbSettings, "clear"))
		}
		m.Buttons = [][]outbox.Button{row}
	}
	if group {
		b.WriteString("\n成员没有自己设置时按这里的算。只有群管理员能改。")
	}
	m.HTML = b.String()
	return m
}
