package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
)

// requestLasts is how long a request waits for an administrator; then the next message makes a new one.
const requestLasts = 24 * time.Hour

// admit reports whether a message may be answered: in private its author, in a group the group has to be known. A stranger is told a code,
// the administrators are asked, once.
func (w *work) admit(m *message) (bool, error) {
	switch {
	case !w.bot.Paired, !w.to.group && w.bot.isAdmin(w.to.user):
		return true, nil
	case w.to.group:
		return w.permit(m.Chat.ID, m.Chat.Title, w.to.user)
	}
	return w.permit(w.to.user, w.to.name, w.to.user)
}

// allowed reports whether a person may ask.
func (b *Bot) allowed(ctx context.Context, user int64) (bool, error) {
	if !b.Paired || b.isAdmin(user) {
		return true, nil
	}
	a, _, err := b.store.Access(ctx, user)
	return a.State == dialog.AccessAllowed, err
}

// permit reports whether a person or a group may ask. Where nobody has decided yet, it asks. An administrator who brings the bot into a
// group has decided.
func (w *work) permit(subject int64, name string, by int64) (bool, error) {
	a, known, err := w.bot.store.Access(w.ctx, subject)
	switch {
	case err != nil:
		return false, err
	case known && a.State == dialog.AccessAllowed:
		return true, nil
	case w.bot.isAdmin(by):
		w.changes.Access = append(w.changes.Access, dialog.Access{Subject: subject, Name: name, State: dialog.AccessAllowed, Asked: w.now, Decided: w.now, By: by})
		w.record("批准使用", subject, name)
		return true, nil
	case known && a.State == dialog.AccessRefused:
		if !w.to.group {
			w.reply(view.Text("申请没有获批。有疑问请联系管理员。"))
		}
		return false, nil
	case !known || w.now.Sub(a.Asked) > requestLasts:
		a = dialog.Access{Subject: subject, Name: name, State: dialog.AccessPending, Code: dialog.NewCode(), Asked: w.now}
		w.changes.Access = append(w.changes.Access, a)
		w.record("申请使用", subject, name)
		for _, admin := range w.bot.Admins {
			w.say(place{thread: dialog.Thread{Chat: admin}, written: w.now}, view.Request(a, outbox.IsGroup(subject)))
		}
	default:
		if ok, _ := w.bot.pace.ask(-subject, w.to.written); !ok { // its own allowance: a stranger who keeps writing is not kept company
			return false, nil
		}
	}
	what := "您"
	if w.to.group {
		what = "本群"
	}
	w.reply(view.Text("策问只对登记过的人和群开放。" + what + "的申请码是 " + a.Code + ",请告诉管理员;批准后会通知。"))
	return false, nil
}

// Request are the messages that tell the administrators of a visitor of the page who asks to be let in.
func (b *Bot) Request(a dialog.Access) []outbox.Delivery {
	var out []outbox.Delivery
	for _, admin := range b.Admins {
		out = append(out, outbox.Delivery{Key: fmt.Sprintf("request:%d:%s:%d", a.Subject, a.Code, admin), Chat: admin, Class: outbox.Answer, Method: outbox.Send, Message: view.Request(a, false)})
	}
	return out
}

// decide is an administrator's press of 批准 or 拒绝.
func (w *work) decide(p *pressed, args []string) error {
	if len(args) < 2 || !w.bot.isAdmin(p.From.ID) {
		w.toast(p.ID, "只有管理员能批准")
		return nil
	}
	subject, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		w.toast(p.ID, "这个按钮已失效")
		return nil
	}
	a, known, err := w.bot.store.Access(w.ctx, subject)
	if err != nil {
		return err
	}
	if !known {
		w.toast(p.ID, "申请已经不在了")
		return nil
	}
	if a.State != dialog.AccessPending {
		w.toast(p.ID, map[dialog.AccessState]string{dialog.AccessAllowed: "已经批准过了", dialog.AccessRefused: "已经拒绝过了"}[a.State])
		return nil
	}
	a.Decided, a.By = w.now, p.From.ID
	word, told := "已拒绝", "申请没有获批。有疑问请联系管理员。"
	a.State = dialog.AccessRefused
	if args[1] == "ok" {
		a.State, word, told = dialog.AccessAllowed, "已批准", "申请已批准,可以提问了。/help 看怎么问。"
	}
	w.changes.Access = append(w.changes.Access, a)
	w.record(map[bool]string{true: "批准使用", false: "拒绝使用"}[a.State == dialog.AccessAllowed], subject, a.Name)
	if !dialog.IsVisitor(subject) { // the page shows it by itself
		w.say(place{thread: dialog.Thread{Chat: subject}, written: w.now}, view.Text(told))
	}
	w.change(p, view.Text(word+":"+a.Name+"("+args[0]+"),申请码 "+a.Code+"。由"+w.to.name+"处理。"))
	w.toast(p.ID, word)
	return nil
}

// governs reports whether a person may change a group's settings: its creator, its administrators, and administrators who write as the
// group itself.
func (w *work) governs(chat, user int64, sender *message) (bool, error) {
	if w.bot.isAdmin(user) || sender != nil && sender.Sender != nil && sender.Sender.ID == chat {
		return true, nil
	}
	s, err := w.statusIn(chat, user)
	return s.Status == "creator" || s.Status == "administrator", err
}

// memberOf reports whether a person is in a group.
func (w *work) memberOf(chat, user int64) (bool, error) {
	s, err := w.statusIn(chat, user)
	return s.in(), err
}

// statusIn asks Telegram what a person is in a chat (getChatMember); somebody unknown is nothing there.
func (w *work) statusIn(chat, user int64) (s status, err error) {
	ctx, cancel := context.WithTimeout(w.ctx, 10*time.Second)
	defer cancel()
	err = w.bot.api.post(ctx, "getChatMember", struct {
		Chat int64 `json:"chat_id"`
		User int64 `json:"user_id"`
	}{chat, user}, &s)
	if r := replyOf(err); err != nil && (r.Code == 400 || r.Code == 403) {
		return status{}, nil
	}
	return s, err
}
