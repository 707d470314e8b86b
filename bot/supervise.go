package bot

import (
	"strconv"

	"cewen/bot/view"
	"cewen/outbox"
	"cewen/reminders"
)

// mostOverseen bounds how many chats are asked for; each has to be asked about at Telegram.
const mostOverseen = 30

// oversee is the command: what the chats that one may see have recorded, side by side.
func (w *work) oversee(_ *message, _ string) error {
	if w.to.group {
		w.reply(view.Text("请在私聊里用这个命令:里面有别的群的登记。"))
		return nil
	}
	m, err := w.overseeAt(0)
	if err == nil {
		w.reply(m)
	}
	return err
}

// overseeAt is a page of the supervision view. Administrators see all chats; everybody sees the own chat and the groups that he is in.
func (w *work) overseeAt(page int) (outbox.Message, error) {
	all, err := w.bot.store.Recorders(w.ctx)
	if err != nil {
		return outbox.Message{}, err
	}
	var names []string
	var boards []reminders.Board
	asked := 0
	for _, c := range all {
		switch {
		case w.bot.isAdmin(w.to.user), c.ID == w.to.user:
		case !outbox.IsGroup(c.ID) || asked >= mostOverseen:
			continue
		default:
			asked++
			if in, err := w.memberOf(c.ID, w.to.user); err != nil || !in {
				if err != nil {
					return outbox.Message{}, err
				}
				continue
			}
		}
		records, err := w.bot.store.Recorded(w.ctx, c.ID)
		if err != nil {
			return outbox.Message{}, err
		}
		name := c.Title
		if c.ID == w.to.user {
			name = "您"
		} else if name == "" {
			name = strconv.FormatInt(c.ID, 10)
		}
		names = append(names, name)
		boards = append(boards, reminders.NewBoard(w.bot.milestones(), records, w.bot.today()))
	}
	return view.SideBySide(names, boards, page), nil
}

func (w *work) pressOversee(p *pressed, args []string) error {
	if w.to.group {
		w.toast(p.ID, "请在私聊里看")
		return nil
	}
	m, err := w.overseeAt(atoi(append(args, "")[0]))
	if err != nil {
		return err
	}
	w.change(p, m)
	w.toast(p.ID, "")
	return nil
}
