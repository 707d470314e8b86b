package bot

import (
	"strings"

	"cewen/bot/view"
	"cewen/reminders"
)

// exported is what is taken away: of whom, and the board.
func (w *work) exported(f filter, all bool) (title string, b reminders.Board, err error) {
	records, err := w.bot.store.Recorded(w.ctx, w.to.thread.Chat)
	if err != nil {
		return "", b, err
	}
	if all {
		subs, err := w.bot.store.Subscriptions(w.ctx, w.here())
		if err != nil {
			return "", b, err
		}
		if len(subs) > 0 {
			m := matter{subs}
			var names []string
			for i, s := range subs {
				if i == 3 {
					names = append(names, "等"+itoa(len(subs))+"个订阅")
					break
				}
				names = append(names, s.Title(w.bot.milestones()))
			}
			return strings.Join(names, "、"), reminders.NewBoard(m.of(w.bot.milestones()), records, w.bot.today()), nil
		}
	}
	title = f.title()
	if title == "" {
		title = "全部任务"
	}
	return title, reminders.NewBoard(w.bot.within(f), records, w.bot.today()), nil
}

// send sends a board as a table or as a calendar.
func (w *work) send(title string, b reminders.Board, calendar bool) error {
	day := w.bot.today().Format("20060102")
	if len(b.Lines)+len(b.Yearly)+len(b.Undated)+len(b.Indicators) == 0 {
		w.reply(view.Text(title + ":没有可导出的目标。"))
		return nil
	}
	if calendar {
		w.file(view.Text("日历:"+title+",有时限的目标"+itoa(len(b.Lines))+"项。每项提前30天、7天、1天提醒。"), view.FileName("日历-"+title+"-"+day)+".ics", b.CalendarFile(title, w.now))
		return nil
	}
	data, err := b.Table(title)
	if err != nil {
		return err
	}
	w.file(view.Text("台账:"+title+",有时限的目标"+itoa(len(b.Lines))+"项,已登记"+itoa(b.Recorded)+"项。"), view.FileName("台账-"+title+"-"+day)+".xlsx", data)
	return nil
}

// exportTable is the command: a table or a calendar of what is subscribed to here, or of a unit or a county.
func (w *work) exportTable(_ *message, rest string) error {
	calendar := strings.Contains(rest, "日历")
	rest = strings.TrimSpace(strings.NewReplacer("日历", "", "台账", "", "的", "").Replace(rest))
	f, ok, err := w.filter(rest)
	switch {
	case err != nil || f.plan == nil:
		return w.noPlan(err)
	case !ok || f.year != 0 || f.light != "":
		w.reply(view.Text("没有认出这个单位或县区。例如:/export 城管局,/export 日历 沂水县"))
		return nil
	}
	title, b, err := w.exported(f, rest == "")
	if err != nil {
		return err
	}
	return w.send(title, b, calendar)
}

func (w *work) pressExport(p *pressed, args []string) error {
	args = append(args, "", "", "")
	f, ok := w.bot.filterOf(args[1], args[2])
	if !ok {
		w.toast(p.ID, "方案里已经没有这一项")
		return nil
	}
	title, b, err := w.exported(f, args[1] == "")
	if err != nil {
		return err
	}
	w.toast(p.ID, "")
	return w.send(title, b, args[0] == "i")
}
