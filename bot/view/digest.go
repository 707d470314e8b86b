package view

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cewen/outbox"
	"cewen/reminders"
)

// Printer prints what reminders have to say (reminders.Printer).
type Printer struct {
	Drill bool // 演练: everything says so
}

func (p Printer) mark() string {
	if p.Drill {
		return "演练 "
	}
	return ""
}

// mostDigest is how many characters one message of a digest holds, far below Telegram's 4096: tags and marks come on top.
const mostDigest = 3000

var weekdays = []string{"日", "一", "二", "三", "四", "五", "六"}

func dayWithWeek(t time.Time) string {
	return t.Format("2006年1月2日") + "(周" + weekdays[t.Weekday()] + ")"
}

func isoDay(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("2006年1月2日")
}

// Digest prints one digest: what falls due, numbered, and how to record it. A long one is cut between lines; numbers go on.
func (Printer) Digest(d reminders.Digest) []outbox.Message {
	var b digestLines
	b.head(d)
	for _, g := range d.Groups {
		b.group(d, g)
	}
	b.earlier(d)
	if len(d.Yearly) > 0 {
		b.add("\n每年一次:")
		for _, it := range d.Yearly {
			b.add("· " + esc(it.Milestone.Quote) + esc(it.Milestone.Label))
		}
	}
	if len(d.Table) > 0 {
		b.add(fmt.Sprintf("\n另:主要指标%d项同日到期(表内没有写责任单位),/indicators 看全部。", len(d.Table)))
	}
	if len(d.Numbered()) > 0 && !counted(d) && !d.Preview {
		b.add("\n" + howToRecord(len(d.Numbered())))
	}
	tail := strings.Join(d.Plans, "、")
	if len(d.Units) > 0 {
		tail = "责任单位均为" + strings.Join(d.Units, "、") + " · " + tail
	}
	if tail != "" {
		b.add(esc("〔" + tail + "〕"))
	}
	return b.messages(digestButtons(d))
}

// earlier lists what fell due before and is open, by light.
func (b *digestLines) earlier(d reminders.Digest) {
	count := map[reminders.Light]int{}
	for _, it := range d.Earlier {
		count[it.Light]++
	}
	last := reminders.Light("")
	for _, it := range d.Earlier {
		if it.Light != last {
			what := "未登记"
			if it.Light == reminders.Red {
				what = "登记未完成或延期后又到期"
			}
			b.add(fmt.Sprintf("\n%s以前到期·%s%d项:", it.Light, what, count[it.Light]))
			last = it.Light
		}
		b.add(itemLine(it, true, d))
	}
}

// counted reports whether a digest only counts: ninety days before, by unit.
func counted(d reminders.Digest) bool {
	for _, g := range d.Groups {
		if g.Rung != reminders.Ninety {
			return false
		}
	}
	return len(d.Earlier) == 0
}

func digestButtons(d reminders.Digest) [][]outbox.Button {
	if d.Preview {
		return nil
	}
	var row []outbox.Button
	if !counted(d) {
		row = append(row, button("逐项原文", VerbQuotes, "-", "0"), button("收到", VerbReceipt))
	}
	return [][]outbox.Button{append(row, button("导出台账", VerbTable, "x"), button("少提醒", VerbRemind, "list"))}
}

// digestLines collects lines and cuts them into messages.
type digestLines struct{ lines []string }

func (b *digestLines) add(l string) { b.lines = append(b.lines, l) }

func (b *digestLines) head(d reminders.Digest) {
	var marks []string
	if d.Drill {
		marks = append(marks, "演练")
	}
	if d.Late {
		marks = append(marks, "补发")
	}
	first := ""
	if len(marks) > 0 {
		first = strings.Join(marks, " · ") + " "
	}
	titles := d.Titles
	if len(titles) > 3 {
		titles = append(slices.Clone(titles[:3]), fmt.Sprintf("等%d处", len(d.Titles)))
	}
	name := "到期提醒"
	if d.Closing {
		name = "到期收口"
	}
	b.add(bold(first+"【"+name+"】"+strings.Join(titles, "、")) + "  " + dayWithWeek(d.At))
	if d.Shifted != "" {
		b.add("(原为" + isoDay(d.Shifted) + ",节假日提前)")
	}
}

// group prints what falls due on one day at one rung.
func (b *digestLines) group(d reminders.Digest, g reminders.Group) {
	open, unrecorded := 0, true
	for _, it := range g.Items {
		if it.Record.Status != reminders.Done {
			open++
			unrecorded = unrecorded && it.Record.Status == reminders.NotRecorded
		}
	}
	what := "登记办结"
	if unrecorded {
		what = "登记"
	}
	when := map[reminders.Rung]string{reminders.Closing: "已到期", reminders.OnTheDay: "今天到期"}[g.Rung]
	if when == "" {
		when = fmt.Sprintf("还有%d天", g.Rung)
	}
	b.add("")
	switch g.Rung {
	case reminders.Ninety:
		b.add(bold(fmt.Sprintf("%s:%d项,%s到期", when, g.Total, isoDay(g.Due))) + esc(words(g.Items)))
		b.add(byUnit(g.Items))
		return
	case reminders.Thirty:
		b.add(bold(fmt.Sprintf("%s:%d项,%s到期", when, g.Total, isoDay(g.Due))) + esc(words(g.Items)))
	default:
		b.add(bold(fmt.Sprintf("%s:还有%d项没有%s(共%d项),%s到期", when, open, what, g.Total, isoDay(g.Due))))
	}
	last := reminders.Light("")
	for _, it := range g.Items {
		if it.Light != last {
			b.add(string(it.Light) + it.Light.Name())
			last = it.Light
		}
		b.add(itemLine(it, false, d))
	}
	if g.Rung == reminders.Closing {
		b.add(whiteNote(outbox.IsGroup(d.Chat)))
	}
}

// words says how the plan wrote a due day that its text gives by the year (PRODUCT: shown as written, read as the year's end).
func words(items []reminders.Item) string {
	var said []string
	for _, it := range items {
		if w := "“" + it.Milestone.Words + "”"; it.Milestone.Words != "" && !slices.Contains(said, w) && strings.HasSuffix(it.Milestone.Due, "-12-31") {
			said = append(said, w)
		}
	}
	if len(said) == 0 {
		return ""
	}
	if len(said) > 3 {
		said = append(said[:3], "等")
	}
	return "(原文写" + strings.Join(said, "") + ",按年末计)"
}

// byUnit counts items by unit: one that several share counts for each.
func byUnit(items []reminders.Item) string {
	counts := map[string]int{}
	var names []string
	for _, it := range items {
		for _, u := range it.Milestone.Units {
			if counts[u] == 0 {
				names = append(names, u)
			}
			counts[u]++
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
	var out []string
	for _, n := range names[:min(12, len(names))] {
		out = append(out, fmt.Sprintf("%s%d项", n, counts[n]))
	}
	if len(out) == 0 {
		return "没有写责任单位"
	}
	l := "按单位(共同承担的每家各计):" + strings.Join(out, "、")
	if len(names) > len(out) {
		l += fmt.Sprintf(",等%d家", len(names))
	}
	return esc(l)
}

// itemLine prints a numbered item with where it stands, its units where they differ, and what was recorded.
func itemLine(it reminders.Item, due bool, d reminders.Digest) string {
	m := it.Milestone
	l := itoa(it.Number) + " " + esc(m.Name())
	if due {
		l += "(" + esc(m.Due[:min(4, len(m.Due))]) + "年)"
	}
	l += esc(m.Label)
	if len(d.Units) == 0 && len(m.Units) > 0 {
		l += esc("  " + unitsShort(m.Units))
	}
	return l + esc(recorded(it.Record))
}

// unitsShort names units in the plan's order, the first three of many.
func unitsShort(units []string) string {
	if len(units) > 3 {
		return strings.Join(units[:3], "、") + fmt.Sprintf("等%d家", len(units))
	}
	return strings.Join(units, "、")
}

// recorded says what a chat has recorded, "" for nothing.
func recorded(r reminders.Record) string {
	var parts []string
	switch r.Status {
	case reminders.Done, reminders.NotDone:
		parts = append(parts, r.Status.Name())
	case reminders.Postponed:
		parts = append(parts, "延期到"+r.Until)
	}
	if r.Note != "" {
		parts = append(parts, "备注:"+cut(oneLine(r.Note), 30))
	}
	if len(parts) == 0 {
		return ""
	}
	return " ·" + strings.Join(parts, " ·")
}

// messages cuts lines into messages; the buttons stand under the last.
func (b *digestLines) messages(buttons [][]outbox.Button) []outbox.Message {
	var pages []string
	var page strings.Builder
	used := 0
	for _, l := range b.lines {
		n := utf8.RuneCountInString(l) + 1
		if used+n > mostDigest && used > 0 {
			pages = append(pages, strings.TrimSpace(page.String()))
			page.Reset()
			used = 0
		}
		page.WriteString(l + "\n")
		used += n
	}
	pages = append(pages, strings.TrimSpace(page.String()))
	out := make([]outbox.Message, len(pages))
	for i, p := range pages {
		if len(pages) > 1 {
			p = fmt.Sprintf("%s\n(%d/%d)", p, i+1, len(pages))
		}
		out[i] = outbox.Message{HTML: p}
	}
	out[len(out)-1].Buttons = buttons
	return out
}

// Summary prints an overview that comes whether or not something falls due.
func (p Printer) Summary(s reminders.Subscription, title string, b reminders.Board) outbox.Message {
	name := "每周汇总"
	if s.Summary == reminders.Monthly {
		name = "每月汇总"
	}
	var out strings.Builder
	out.WriteString(bold(p.mark()+"【"+name+"】"+title) + "  " + dayWithWeek(b.Today))
	fmt.Fprintf(&out, "\n有时限的目标%d项,已登记%d项。\n%s", len(b.Lines), b.Recorded, tally(reminders.TallyOf(b.Lines)))
	for i, l := range b.Select(reminders.Filter{Light: reminders.Yellow}) {
		if i == 15 {
			out.WriteString("\n……")
			break
		}
		out.WriteString("\n" + string(l.Light) + " " + esc(cut(l.Milestone.Name(), 60)+l.Milestone.Label+" "+reminders.EffectiveDue(l.Milestone, l.Record)+recorded(l.Record)))
	}
	if len(b.Lines) > 0 {
		out.WriteString("\n" + whiteNote(outbox.IsGroup(s.Chat)))
	}
	return outbox.Message{HTML: out.String(), Buttons: [][]outbox.Button{{button("看板", VerbBoard), button("导出台账", VerbTable, "x"), button("少提醒", VerbRemind, "list")}}}
}

// Changes tells a subscriber what a new text of a plan changed.
func (p Printer) Changes(subs []reminders.Subscription, cs []reminders.Change) outbox.Message {
	var b strings.Builder
	plan := cs[0].Old.Plan
	if plan == "" {
		plan = cs[0].New.Plan
	}
	b.WriteString(bold(p.mark() + fmt.Sprintf("【方案有变动】%s:%d处与订阅有关", plan, len(cs))))
	for i, c := range cs {
		if i == 25 {
			fmt.Fprintf(&b, "\n……另有%d处", len(cs)-i)
			break
		}
		b.WriteString("\n· " + esc(changeLine(c)))
	}
	b.WriteString("\n还没有发的提醒已按新的改,发过的不变。")
	return outbox.Message{HTML: b.String(), Buttons: [][]outbox.Button{{button("看板", VerbBoard)}}}
}

func changeLine(c reminders.Change) string {
	due := func(m reminders.Milestone) string {
		if m.Due == "" {
			return "未写时限"
		}
		return m.Due
	}
	switch c.Kind {
	case reminders.Added:
		return "新增:" + c.New.Name() + c.New.Label + "," + due(c.New)
	case reminders.Gone:
		return "取消:" + c.Old.Name() + c.Old.Label + ",不再提醒"
	case reminders.Moved:
		return "时限:" + c.New.Name() + c.New.Label + "," + due(c.Old) + " → " + due(c.New)
	}
	l := "改动:" + c.New.Metric + c.New.Label
	if c.Old.Value != c.New.Value {
		l += "," + c.Old.Value + " → " + c.New.Value
	}
	if strings.Join(c.Old.Units, "、") != strings.Join(c.New.Units, "、") {
		l += ",责任单位 " + unitsShort(c.Old.Units) + " → " + unitsShort(c.New.Units)
	}
	return l
}
