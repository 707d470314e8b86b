package view

import (
	"fmt"
	"strings"
	"time"

	"cewen/dialog"
	"cewen/library"
	"cewen/outbox"
	"cewen/plan"
)

// How much of what was understood is shown in one message.
const (
	warningsShown = 3
	editsShown    = 4
	plansShown    = 3
)

// Understood shows what a sent file says, for an administrator to decide.
func Understood(u dialog.Upload, r library.Reading) outbox.Message {
	var b strings.Builder
	b.WriteString(bold("读到:"+r.Heading()) + "\n文件:" + esc(u.Name))
	if len(r.Notes) > 0 {
		b.WriteString("\n说明:" + esc(strings.Join(r.Notes, ";")))
	}
	for i, p := range r.Plans {
		if i == plansShown {
			fmt.Fprintf(&b, "\n……另有%d个方案", len(r.Plans)-i)
			break
		}
		if len(r.Plans) > 1 {
			b.WriteString("\n" + bold(p.Brief.Heading()))
		}
		b.WriteString(understood(p))
	}
	b.WriteString("\n收录后马上可以问;读错的地方可以发“" + esc(u.Name+library.FixSuffix) + "”校正。")
	return outbox.Message{HTML: b.String(), Buttons: [][]outbox.Button{{
		button("收录", VerbFile, u.ID, string(dialog.UploadLive)), button("取消", VerbFile, u.ID, string(dialog.UploadCancelled))}}}
}

func understood(p library.PlanReading) string {
	var b strings.Builder
	c := p.Brief.Counts
	fmt.Fprintf(&b, "\n%d章,%d条,责任分工%d处,责任单位%d个,目标%d项(有时限%d项),主要指标%d行", c.Chapters, c.Clauses, c.Duties, c.Units, c.Targets, c.Dated, c.Indicators)
	fmt.Fprintf(&b, "\n没有写责任单位的%d条,没有写目标的%d条", p.NoDuty, p.NoTarget)
	if n := len(p.Warnings); n == 0 {
		b.WriteString(";每一行都读了")
	} else {
		fmt.Fprintf(&b, "\n没有读懂%d处:", n)
		for i, w := range p.Warnings {
			if i == warningsShown {
				break
			}
			fmt.Fprintf(&b, "\n· 第%d行 %s", w.Line, esc(cut(oneLine(w.Text), 40)))
		}
	}
	for i, s := range p.Samples {
		fmt.Fprintf(&b, "\n例%d %s\n   %s\n   <i>%s</i>", i+1, esc(cut(s.Where, 40)), esc(cut(s.Says, 90)), esc(cut(oneLine(s.Quote), 90)))
	}
	if p.Replaces != nil {
		b.WriteString("\n" + bold("将代替现有的"+p.Replaces.Heading()) + ":" + esc(ChangeWords(p.Change)))
		for i, line := range EditLines(p.Change) {
			if i == editsShown {
				b.WriteString("\n……")
				break
			}
			b.WriteString("\n· " + esc(cut(line, 100)))
		}
	}
	for _, e := range p.Ends {
		b.WriteString("\n按它的原文,这个方案废止:" + esc(e))
	}
	return b.String()
}

// ChangeWords counts what changed between two versions.
func ChangeWords(d plan.Difference) string {
	if d.Empty() {
		return "读到的内容没有变化"
	}
	return fmt.Sprintf("新增%d条,删去%d条,责任单位有变%d处,目标有变%d项", len(d.Added), len(d.Removed), len(d.Duties), len(d.Targets))
}

// EditLines are the changes, one a line.
func EditLines(d plan.Difference) []string {
	var out []string
	for _, x := range d.Targets {
		out = append(out, editLine(x))
	}
	for _, x := range d.Duties {
		out = append(out, editLine(x))
	}
	for _, x := range d.Added {
		out = append(out, "新增 "+x)
	}
	for _, x := range d.Removed {
		out = append(out, "删去 "+x)
	}
	return out
}

func editLine(e plan.Edit) string {
	what := e.Where
	if e.What != "" {
		what += " " + e.What
	} else {
		what += " 责任单位"
	}
	switch {
	case e.Old == "":
		return what + ":新增 " + e.New
	case e.New == "":
		return what + ":原 " + e.Old + ",新版没有"
	}
	return what + ":" + e.Old + " → " + e.New
}

// Taken says what became of a sent file.
func Taken(u dialog.Upload, to dialog.UploadState, by string) outbox.Message {
	switch to {
	case dialog.UploadLive:
		return outbox.Message{HTML: bold("已收录:"+u.Heading) + "\n由" + esc(by) + "收录,现在就可以问。/plans 看全部", Buttons: [][]outbox.Button{{button("移除", VerbFile, u.ID, string(dialog.UploadRemoved))}}}
	case dialog.UploadRemoved:
		return outbox.Message{HTML: bold("已移除:"+u.Heading) + "\n由" + esc(by) + "移除,不再用来回答;文件还在,可以恢复。", Buttons: [][]outbox.Button{{button("恢复", VerbFile, u.ID, string(dialog.UploadLive))}}}
	}
	return outbox.Message{HTML: bold("没有收录:" + u.Heading)}
}

const filesAPage = 6

// Files lists what was sent and what became of it, and what was taken out of other sources.
func Files(us []dialog.Upload, hidden []dialog.Hiding, page int, zone *time.Location) outbox.Message {
	from, to, page, pages := window(len(us)+len(hidden), filesAPage, page)
	var b strings.Builder
	b.WriteString(bold("收录记录"))
	var row []outbox.Button
	for i := from; i < to; i++ {
		n := i + 1
		if i < len(us) {
			u := us[i]
			fmt.Fprintf(&b, "\n%d %s\n    %s · %s %s发来", n, esc(cut(u.Heading, 60)), UploadWords(u.State), esc(u.ByName), u.At.In(zone).Format("2006-01-02 15:04"))
			if u.DecidedName != "" && u.State != dialog.UploadPending {
				fmt.Fprintf(&b, ";%s %s", esc(u.DecidedName), u.Decided.In(zone).Format("2006-01-02 15:04"))
			}
			switch u.State {
			case dialog.UploadLive:
				row = append(row, button(fmt.Sprintf("移除%d", n), VerbFile, u.ID, string(dialog.UploadRemoved)))
			case dialog.UploadPending:
				row = append(row, button(fmt.Sprintf("收录%d", n), VerbFile, u.ID, string(dialog.UploadLive)))
			case dialog.UploadReplaced, dialog.UploadRemoved:
				row = append(row, button(fmt.Sprintf("恢复%d", n), VerbFile, u.ID, string(dialog.UploadLive)))
			}
			continue
		}
		h := hidden[i-len(us)]
		fmt.Fprintf(&b, "\n%d %s\n    已移除 · %s %s", n, esc(cut(h.Heading, 60)), esc(h.Name), h.At.In(zone).Format("2006-01-02 15:04"))
		row = append(row, button(fmt.Sprintf("恢复%d", n), VerbTakeOut, Tag(h.Plan), "back"))
	}
	if to == 0 {
		b.WriteString("\n还没有人发过方案文件。")
	}
	rows := inRows(row, 3)
	if r := pager(page, pages, func(n int) outbox.Button { return button("", VerbFiles, itoa(n)) }); r != nil {
		rows = append(rows, r)
	}
	return outbox.Message{HTML: b.String(), Buttons: rows}
}

// UploadWords names a state.
func UploadWords(s dialog.UploadState) string {
	return map[dialog.UploadState]string{dialog.UploadPending: "待收录", dialog.UploadLive: "收录中", dialog.UploadReplaced: "已被新版代替", dialog.UploadRemoved: "已移除", dialog.UploadCancelled: "已取消"}[s]
}

// TakeOut asks which plan is to be taken out.
func TakeOut(l PlanList) outbox.Message {
	from, to, page, pages := window(len(l.Held), plansAPage, l.Page)
	var b strings.Builder
	b.WriteString(bold("移除哪一个?") + "\n移除后不再用来回答和提醒,可以恢复。")
	var row []outbox.Button
	for i, h := range l.Held[from:to] {
		fmt.Fprintf(&b, "\n%d %s", from+i+1, esc(h.Brief.Heading()))
		row = append(row, button(fmt.Sprintf("移除%d", from+i+1), VerbTakeOut, Tag(h.Brief.Name), "ask"))
	}
	rows := inRows(row, 4)
	if r := pager(page, pages, func(n int) outbox.Button { return button("", VerbTakeOut, "", itoa(n)) }); r != nil {
		rows = append(rows, r)
	}
	return outbox.Message{HTML: b.String(), Buttons: rows}
}

// ReallyTakeOut asks once more.
func ReallyTakeOut(heading, name string) outbox.Message {
	return outbox.Message{HTML: bold("移除"+heading+"?") + "\n它的提醒也会停止;登记的记录保留。", Buttons: [][]outbox.Button{{button("移除", VerbTakeOut, Tag(name), "yes"), button("不移除", VerbPlans, "0")}}}
}
