package view

import (
	"fmt"
	"strings"
	"time"

	"cewen/outbox"
	"cewen/reminders"
)

// Cover is what a subscription covers, to be told when it is made or changed.
type Cover struct {
	Sub   reminders.Subscription
	Title string
	Board reminders.Board // of what it covers
	Next  time.Time       // of its notices; zero: none is to come
	Group bool
}

// Subscribed says what a subscription covers, when the next notice comes, what has fallen due already, and how to try it. old: it was there
// before.
func Subscribed(c Cover, old bool) outbox.Message {
	first := "记下了。"
	if old {
		first = "已经订阅过。"
	}
	return outbox.Message{HTML: first + coverText(c), Buttons: subButtons(c.Sub, false)}
}

// One shows one subscription, to be changed; more unfolds the hour and the summary.
func One(c Cover, more bool) outbox.Message {
	return outbox.Message{HTML: coverText(c), Buttons: subButtons(c.Sub, more)}
}

func coverText(c Cover) string {
	var b strings.Builder
	s := c.Sub
	t := reminders.TallyOf(c.Board.Lines)
	b.WriteString(bold("到期提醒:" + c.Title))
	fmt.Fprintf(&b, "\n有时限的目标%d项", len(c.Board.Lines))
	if len(c.Board.Lines) > 0 {
		b.WriteString(":" + tally(t))
	}
	if n := len(c.Board.Yearly); n > 0 {
		fmt.Fprintf(&b, ";每年一次%d项", n)
	}
	if n := len(c.Board.Undated); n > 0 {
		fmt.Fprintf(&b, ";未写时限%d项,不提醒", n)
	}
	if n := len(c.Board.Indicators); n > 0 {
		fmt.Fprintf(&b, ";主要指标%d项", n)
	}
	switch {
	case s.Paused:
		b.WriteString("\n已暂停,恢复后再提醒。")
	case c.Next.IsZero():
		b.WriteString("\n以后没有要到期的,不会有到期提醒。")
	default:
		b.WriteString("\n下一次提醒:" + dayWithWeek(c.Next) + c.Next.Format("15:04"))
	}
	fmt.Fprintf(&b, "\n频度:%s(%s),每次%d点", s.Preset.Name(), rungsOf(s.Preset), s.Hour)
	switch s.Summary {
	case reminders.Weekly:
		fmt.Fprintf(&b, ";每周%s汇总", weekdays[s.Day%7])
	case reminders.Monthly:
		fmt.Fprintf(&b, ";每月%d日汇总", s.Day)
	}
	if t.White > 0 {
		b.WriteString("\n" + whiteNote(c.Group))
	}
	if year := busiest(c.Board); year > 0 {
		fmt.Fprintf(&b, "\n想看看会怎样提醒:发“预演%d”,只预览,不发送。", year)
	}
	return b.String()
}

// rungsOf says when a preset's notices come.
func rungsOf(p reminders.Preset) string {
	var days []string
	for _, r := range p.Rungs() {
		switch r {
		case reminders.OnTheDay:
			days = append(days, "当天")
		case reminders.Closing:
			days = append(days, "到期后收口")
		default:
			days = append(days, fmt.Sprintf("前%d天", r))
		}
	}
	return strings.Join(days, "、")
}

// busiest is the year in which most falls due; 0 where nothing does.
func busiest(b reminders.Board) int {
	year, most := 0, 0
	for _, y := range b.Years {
		if n := y.Tally.Total(); n > most {
			year, most = y.Year, n
		}
	}
	return year
}

// subButtons change one subscription: the presets, pause and stop; the hour and the summary are a tap away (PRODUCT: the rest hidden).
func subButtons(s reminders.Subscription, more bool) [][]outbox.Button {
	key := s.Key()
	choice := func(on bool, text, what, value string) outbox.Button {
		if on {
			text = "✓" + text
		}
		return button(text, VerbRemind, what, key, value)
	}
	rows := [][]outbox.Button{{
		choice(s.Preset == reminders.Few, "少", "p", string(reminders.Few)),
		choice(s.Preset == reminders.Usual, "常规", "p", string(reminders.Usual)),
		choice(s.Preset == reminders.Closely, "紧盯", "p", string(reminders.Closely)),
	}}
	pause := button("暂停", VerbRemind, "pause", key)
	if s.Paused {
		pause = button("恢复", VerbRemind, "go", key)
	}
	second := []outbox.Button{pause, button("停止", VerbRemind, "stop", key)}
	if !more {
		return append(rows, append(second, button("时间、汇总▾", VerbRemind, "more", key)))
	}
	rows = append(rows, second)
	var hours []outbox.Button
	for _, h := range []int{8, 9, 14, 17} {
		hours = append(hours, choice(s.Hour == h, itoa(h)+"点", "h", itoa(h)))
	}
	rows = append(rows, hours, []outbox.Button{
		choice(s.Summary == reminders.NoSummary, "不汇总", "s", "no"),
		choice(s.Summary == reminders.Weekly, "每周汇总", "s", string(reminders.Weekly)),
		choice(s.Summary == reminders.Monthly, "每月汇总", "s", string(reminders.Monthly)),
	})
	var days []outbox.Button
	switch s.Summary {
	case reminders.Weekly:
		for d := 1; d <= 5; d++ {
			days = append(days, choice(s.Day == d, "周"+weekdays[d], "d", itoa(d)))
		}
	case reminders.Monthly:
		for _, d := range []int{1, 5, 10, 20, 25} {
			days = append(days, choice(s.Day == d, itoa(d)+"日", "d", itoa(d)))
		}
	}
	if days != nil {
		rows = append(rows, days)
	}
	return append(rows, []outbox.Button{button("全部订阅", VerbRemind, "list")})
}

// AskWhat asks what somebody wants to be reminded of.
func AskWhat() outbox.Message {
	return outbox.Message{HTML: "提醒什么?可以发:提醒我住建局的任务;关注沂水县;第十四条到期提醒;提醒我全部任务。",
		Buttons: [][]outbox.Button{{button("我局的任务", VerbRemind, "mine"), button("全部任务", VerbRemind, "all")}}}
}

// subsShown is how many subscriptions a list shows.
const subsShown = 20

// Subscriptions lists a place's subscriptions, each to be opened and changed.
func Subscriptions(cs []Cover, group bool) outbox.Message {
	if len(cs) == 0 {
		return outbox.Message{HTML: bold("还没有订阅提醒") + "\n可以发:提醒我住建局的任务;关注沂水县;第十四条到期提醒;提醒我全部任务。答复下面的“提醒我”也行。"}
	}
	var b strings.Builder
	b.WriteString(bold(fmt.Sprintf("订阅%d个", len(cs))))
	var rows [][]outbox.Button
	for i, c := range cs {
		if i == subsShown {
			fmt.Fprintf(&b, "\n……另有%d个", len(cs)-i)
			break
		}
		state := c.Sub.Preset.Name() + "," + itoa(c.Sub.Hour) + "点"
		switch {
		case c.Sub.Paused:
			state = "已暂停"
		case !c.Next.IsZero():
			state += ",下一次" + c.Next.Format("2006-01-02")
		}
		fmt.Fprintf(&b, "\n· %s  %d项,%s", esc(c.Title), len(c.Board.Lines), state)
		rows = append(rows, []outbox.Button{button(cut(c.Title, 20), VerbRemind, "one", c.Sub.Key())})
	}
	b.WriteString("\n点一个来改:频度、时间、暂停、停止。")
	return outbox.Message{HTML: b.String(), Buttons: rows}
}

// Preview prints what a year's reminders would be. Nothing is sent; it says 演练. Tapping a day shows that reminder in full.
func Preview(title string, year int, ds []reminders.Digest) outbox.Message {
	var b strings.Builder
	b.WriteString(bold(fmt.Sprintf("演练 · 预演%d年:%s", year, title)))
	if len(ds) == 0 {
		fmt.Fprintf(&b, "\n演练:%d年没有要到期的,不会有提醒。", year)
		return outbox.Message{HTML: b.String()}
	}
	var row []outbox.Button
	for i, d := range ds {
		moved := ""
		if d.Shifted != "" {
			moved = "(原为" + d.Shifted[5:] + ",节假日提前)"
		}
		fmt.Fprintf(&b, "\n演练 %s%s %s", d.At.Format("2006-01-02 15:04"), moved, gist(d))
		if i < 12 {
			row = append(row, button(d.At.Format("01-02"), VerbPreview, itoa(year), itoa(i)))
		}
	}
	b.WriteString("\n这是预览,没有发送任何提醒。点日期看那一次的全文。")
	return outbox.Message{HTML: b.String(), Buttons: inRows(row, 4)}
}

// gist says in a line what a digest holds.
func gist(d reminders.Digest) string {
	var parts []string
	for _, g := range d.Groups {
		what := map[reminders.Rung]string{reminders.Closing: "收口,只列没有登记的", reminders.OnTheDay: "当天到期,只列没有登记的", reminders.Ninety: "还有90天,按单位计数", reminders.Thirty: "还有30天,全部列出"}[g.Rung]
		if what == "" {
			what = fmt.Sprintf("还有%d天,只列没有登记的", g.Rung)
		}
		parts = append(parts, fmt.Sprintf("%s:%d项(%s到期)", what, len(g.Items), g.Due))
	}
	if n := len(d.Yearly); n > 0 {
		parts = append(parts, fmt.Sprintf("每年一次%d项", n))
	}
	if n := len(d.Table); n > 0 {
		parts = append(parts, fmt.Sprintf("主要指标%d项", n))
	}
	return strings.Join(parts, ";")
}
