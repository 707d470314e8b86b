package bot

import (
	"context"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
)

// planList is a page of the list of plans.
func (w *work) planList(page int) (outbox.Message, error) {
	c, _, err := w.bot.store.Chat(w.ctx, w.to.thread.Chat)
	return view.Plans(w.listed(c.Plan, page)), err
}

func (w *work) listed(chosen string, page int) view.PlanList {
	l := view.PlanList{Held: w.bot.snapshot().Holdings(), Chosen: chosen, Page: page, Group: w.to.group, Admin: !w.to.group && w.bot.Library != nil && w.bot.isAdmin(w.to.user)}
	if l.Admin {
		l.Problems = w.bot.Library.Problems()
	}
	return l
}

// pressPlans is a press in the list of plans, or under a file that was sent.
func (w *work) pressPlans(p *pressed, verb string, args []string) error {
	args = append(args, "", "")
	switch verb {
	case view.VerbPlans:
		m, err := w.planList(atoi(args[0]))
		if err == nil {
			w.change(p, m)
			w.toast(p.ID, "")
		}
		return err
	case view.VerbPlan:
		return w.choosePlan(p, args[0], atoi(args[1]))
	}
	if w.bot.Library == nil || !w.bot.isAdmin(p.From.ID) {
		w.toast(p.ID, "只有管理员能收录和移除方案")
		return nil
	}
	switch verb {
	case view.VerbFile:
		return w.decideFile(p, args[0], dialog.UploadState(args[1]))
	case view.VerbFiles:
		return w.files(p, atoi(args[0]))
	}
	return w.takeOut(p, args)
}

// choosePlan is a press of 只问…: this chat asks from that plan alone, or from all again.
func (w *work) choosePlan(p *pressed, tag string, page int) error {
	if ok, err := w.mayChange(p); !ok || err != nil {
		return err
	}
	c, _, err := w.bot.store.Chat(w.ctx, w.to.thread.Chat)
	if err != nil {
		return err
	}
	c.Plan = ""
	said := "以后全部方案都问"
	if tag != "" {
		h := heldAs(w.bot.snapshot(), tag)
		if h == nil {
			w.toast(p.ID, "这个方案已经不在收录里")
			return nil
		}
		c.Plan, said = h.Brief.Name, "以后只问这一个"
	}
	c.ID = w.to.thread.Chat
	if c.Kind == "" {
		c.Kind = map[bool]string{true: "group", false: "private"}[w.to.group]
	}
	w.changes.Chats = append(w.changes.Chats, c)
	if w.to.group {
		w.record("改本群设置", c.ID, "方案="+c.Plan)
	}
	w.change(p, view.Plans(w.listed(c.Plan, page)))
	w.toast(p.ID, said)
	return nil
}

// takeOut is a press on the way to take a plan out, or back: of a sent file the file, of another source a note that it is taken out.
func (w *work) takeOut(p *pressed, args []string) error {
	if args[0] == "" || args[1] == "" { // a page of the list
		w.change(p, view.TakeOut(w.listed("", atoi(args[0]+args[1]))))
		w.toast(p.ID, "")
		return nil
	}
	if args[1] == "back" {
		return w.bringBack(p, args[0])
	}
	h := heldAs(w.bot.snapshot(), args[0])
	if h == nil {
		w.toast(p.ID, "这个方案已经不在收录里")
		return nil
	}
	if args[1] != "yes" {
		w.change(p, view.ReallyTakeOut(h.Brief.Heading(), h.Brief.Name))
		w.toast(p.ID, "")
		return nil
	}
	if id, sent := uploadOf(h); sent {
		return w.decideFile(p, id, dialog.UploadRemoved)
	}
	w.changes.Hidings = append(w.changes.Hidings, dialog.Hiding{Plan: h.Brief.Name, Heading: h.Brief.Heading(), By: p.From.ID, Name: w.to.name, At: w.now})
	w.record("移除方案", 0, h.Brief.Heading())
	w.reload()
	w.change(p, view.Text("已移除:"+h.Brief.Heading()+"。由"+w.to.name+"移除;/plans 的收录记录里可以恢复。"))
	w.toast(p.ID, "已移除")
	return nil
}

func (w *work) bringBack(p *pressed, tag string) error {
	hidden, err := w.bot.store.Hidden(w.ctx)
	if err != nil {
		return err
	}
	for _, h := range hidden {
		if view.Tag(h.Plan) == tag {
			h.Back, h.By, h.Name = true, p.From.ID, w.to.name
			w.changes.Hidings = append(w.changes.Hidings, h)
			w.record("恢复方案", 0, h.Heading)
			w.reload()
			w.change(p, view.Text("已恢复:"+h.Heading+"。由"+w.to.name+"恢复。"))
			w.toast(p.ID, "已恢复")
			return nil
		}
	}
	w.toast(p.ID, "已经恢复过了")
	return nil
}

// uploadOf is the sent file that a plan was read from.
func uploadOf(h *answer.Holding) (id string, ok bool) {
	return dialog.UploadKey(h.From)
}

// reload reads the plans anew once this is committed.
func (w *work) reload() {
	l, log := w.bot.Library, w.bot.log
	w.later(func(ctx context.Context) {
		if _, err := l.Reload(ctx); err != nil { // the next look tries again
			log.Warn("plans cannot be read anew", "error", err)
		}
	})
}
