package bot

import (
	"strings"
	"time"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// mark records what a reply says of a list's items.
func (w *work) mark(l dialog.List, actions []reminders.Action) {
	ms := w.bot.byRef(l.Items)
	var lines []string
	gone := 0
	for _, a := range actions {
		for _, n := range a.Numbers {
			if n < 1 || n > len(ms) || ms[n-1].ID == "" {
				gone++
				continue
			}
			number := n
			if len(l.Items) == 1 {
				number = 0
			}
			lines = append(lines, w.markOne(number, ms[n-1], a))
		}
	}
	if len(lines) == 0 {
		w.reply(view.Text("方案里已经没有这几项,没有登记。"))
		return
	}
	if gone > 0 {
		lines = append(lines, "方案里已经没有的"+itoa(gone)+"项没有登记")
	}
	w.marked(lines)
}

// markOne adds one record to the changes and returns the line that tells it.
func (w *work) markOne(number int, m reminders.Milestone, a reminders.Action) string {
	r := reminders.Record{Milestone: m.ID, Status: a.Status, Until: a.Until, Note: a.Note, By: w.to.user, Name: w.to.name, At: w.now}
	w.changes.Marks = append(w.changes.Marks, dialog.Mark{Chat: w.to.thread.Chat, Ref: m.Ref(), Record: r, Batch: w.id()})
	return view.MarkedLine(number, m, r)
}

func (w *work) marked(lines []string) {
	w.changed()
	w.record("登记", w.to.thread.Chat, strings.Join(lines, ";"))
	d := w.reply(view.Marked(lines, w.to.group, w.to.name, clock(w.now, w.now, w.bot.Zone), w.id()))
	d.Ref = markRef + w.id()
}

// undo takes back what was recorded together and returns what that was. word says why nothing was taken back, "" where it was.
func (w *work) undo(batch string) (lines []string, word string, err error) {
	marks, err := w.bot.store.Batch(w.ctx, batch)
	if err != nil {
		return nil, "", err
	}
	if len(marks) == 0 || marks[0].Chat != w.to.thread.Chat {
		return nil, "这里没有这一次登记", nil
	}
	var refs []reminders.Ref
	for _, k := range marks {
		if !k.Undone.IsZero() {
			return nil, "已经撤销过了", nil
		}
		refs = append(refs, k.Ref)
	}
	for i, m := range w.bot.byRef(refs) {
		if m.ID == "" {
			m = reminders.Milestone{Metric: "(方案里已经没有的一项)"}
		}
		lines = append(lines, view.MarkedLine(0, m, marks[i].Record))
	}
	w.changed()
	w.changes.Undos = append(w.changes.Undos, dialog.Undo{Batch: batch, By: w.to.user})
	w.record("撤销登记", w.to.thread.Chat, strings.Join(lines, ";"))
	return lines, "", nil
}

func undone(lines []string, word string, w *work) outbox.Message {
	if word != "" {
		return view.Text(word + "。")
	}
	return view.Unmarked(lines, w.to.group, w.to.name, clock(w.now, w.now, w.bot.Zone))
}

func (w *work) pressUndo(p *pressed, args []string) error {
	if len(args) == 0 {
		w.toast(p.ID, expired)
		return nil
	}
	lines, word, err := w.undo(args[0])
	if err != nil {
		return err
	}
	if word != "" {
		w.toast(p.ID, word)
		return nil
	}
	w.change(p, undone(lines, "", w))
	w.toast(p.ID, "已撤销")
	return nil
}

// pressMark is a press of 登记办结, 登记延期 or 加备注 under an answer, or of a day to which something is postponed.
func (w *work) pressMark(p *pressed, args []string) error {
	if len(args) < 2 {
		w.toast(p.ID, expired)
		return nil
	}
	if args[1] == "to" && len(args) == 3 {
		return w.pressDay(p, args[0], args[2])
	}
	t, ok, err := w.bot.store.Turn(w.ctx, args[0])
	if err != nil {
		return err
	}
	subject, found := w.bot.matterOf(t)
	if !ok || !found || t.Thread.Chat != w.to.thread.Chat {
		w.toast(p.ID, expired)
		return nil
	}
	w.to.thread = t.Thread
	w.toast(p.ID, "")
	ms := subject.of(w.bot.milestones())
	names := make([]string, len(ms))
	for i, m := range ms {
		names[i] = m.Name()
	}
	switch {
	case args[1] == "done" && len(ms) == 1:
		w.marked([]string{w.markOne(0, ms[0], reminders.Action{Status: reminders.Done})})
	case args[1] == "later" && len(ms) == 1:
		w.list(view.AskDay(names, w.listKey(), w.bot.today()), "", ms)
	case args[1] == "note" && len(ms) == 1:
		w.list(view.AskNote(names), "", ms)
	default: // of several one has to be named
		_, err := w.lines("登记哪一项?", ms)
		return err
	}
	return nil
}

// pressDay postpones all of a list to a day.
func (w *work) pressDay(p *pressed, key, day string) error {
	d, ok, err := w.bot.store.Digest(w.ctx, key)
	if err != nil {
		return err
	}
	if _, bad := time.Parse(time.DateOnly, day); !ok || bad != nil || d.Place.Chat != w.to.thread.Chat {
		w.toast(p.ID, expired)
		return nil
	}
	all := make([]int, len(d.Items))
	for i := range all {
		all[i] = i + 1
	}
	w.toast(p.ID, "")
	w.mark(d.List, []reminders.Action{{Numbers: all, Status: reminders.Postponed, Until: day}})
	return nil
}
