package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
)

// peek reads an update's id, kind and lane. ok is false for what is no update at all; kind is "" for one that means nothing here.
func (b *Bot) peek(raw json.RawMessage) (u inbox.Update, kind string, ok bool) {
	var in incoming
	if err := json.Unmarshal(raw, &in); err != nil || in.ID == 0 {
		b.metrics.Received("broken")
		// Even a broken update is confirmed, or it would come for ever.
		var only struct {
			ID int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &only) != nil || only.ID == 0 {
			return u, "", false
		}
		return inbox.Update{ID: only.ID}, "", true
	}
	u = inbox.Update{ID: in.ID, Body: raw}
	switch {
	case in.Message != nil:
		kind, u.Lane = "message", in.Message.Chat.ID
	case in.Edited != nil:
		kind, u.Lane = "edited_message", in.Edited.Chat.ID
	case in.Pressed != nil:
		kind, u.Lane = "callback_query", in.Pressed.From.ID
		if in.Pressed.Message != nil {
			u.Lane = in.Pressed.Message.Chat.ID
		}
	case in.Query != nil:
		kind, u.Lane = "inline_query", in.Query.From.ID
	case in.MyMember != nil:
		kind, u.Lane = "my_chat_member", in.MyMember.Chat.ID
	}
	name := kind
	if name == "" {
		name = "other"
	}
	b.metrics.Received(name)
	return u, kind, true
}

type handled = inbox.Handled[dialog.Changes]

// handle works out what an update changes.
func (b *Bot) handle(ctx context.Context, it inbox.Item) (handled, error) {
	var in incoming
	if err := json.Unmarshal(it.Body, &in); err != nil {
		b.log.Warn("update cannot be read", "update", it.ID, "error", err)
		return handled{}, nil
	}
	w := b.work(ctx, it)
	var err error
	switch {
	case in.Message != nil:
		err = w.message(in.Message)
	case in.Edited != nil:
		err = w.edited(in.Edited)
	case in.Pressed != nil:
		err = w.press(in.Pressed)
	case in.MyMember != nil:
		err = w.member(in.MyMember)
	}
	return handled{Changes: w.changes, After: w.after}, err
}

// sorry is what is said when an update is given up: to that chat alone, and without details.
func (b *Bot) sorry(it inbox.Item, _ inbox.Failure) handled {
	w := b.work(context.Background(), it)
	var in incoming
	if json.Unmarshal(it.Body, &in) != nil {
		return handled{}
	}
	switch {
	case in.Message != nil:
		if in.Message.Chat.private() || b.addressed(in.Message).to {
			w.to = w.at(in.Message)
			w.reply(view.Text("对不起,这一条没能处理,已经记下。请换个说法再试。"))
		}
	case in.Pressed != nil:
		w.toast(in.Pressed.ID, "没能处理,请再试一次")
	}
	return handled{Changes: w.changes, After: w.after}
}

func (b *Bot) work(ctx context.Context, it inbox.Item) *work {
	return &work{bot: b, ctx: ctx, item: it, now: time.Now()}
}

// work is one update being handled: what it changes is collected here.
type work struct {
	bot     *Bot
	ctx     context.Context
	item    inbox.Item
	now     time.Time
	to      place
	own     dialog.Person // what the asker has told of 我局 and 我县
	changes dialog.Changes
	after   func(context.Context)
	said    int // deliveries planned, for their keys
}

// place is where and to whom something is said.
type place struct {
	thread  dialog.Thread
	user    int64  // who asked; 0: nobody in person
	name    string // for the record
	group   bool
	reply   int       // message that is answered
	written time.Time // when it was written
}

// id names what comes of this update, the same each time it is handled. Update ids may start anew after a quiet week; the day keeps them
// apart.
func (w *work) id() string {
	return strconv.FormatInt(w.item.ID, 36) + "." + strconv.FormatInt(w.item.Received.Unix()/86400, 36)
}

// say plans a message to a place.
func (w *work) say(to place, m outbox.Message) *outbox.Delivery {
	w.changes.Deliveries = append(w.changes.Deliveries, outbox.Delivery{
		Key: "up:" + w.id() + "/" + strconv.Itoa(w.said), Chat: to.thread.Chat, Thread: to.thread.Topic, Class: outbox.Answer, Method: outbox.Send, Message: m, Asked: to.written,
	})
	w.said++
	return &w.changes.Deliveries[len(w.changes.Deliveries)-1]
}

// reply answers where the update came from. In a group it points at the message that asked.
func (w *work) reply(m outbox.Message) *outbox.Delivery {
	if w.to.group {
		m.ReplyTo = w.to.reply
	}
	return w.say(w.to, m)
}

// edit puts another text into one of our messages.
func (w *work) edit(message int, m outbox.Message) {
	d := w.say(w.to, m)
	d.Method, d.MessageID = outbox.Edit, message
}

// file sends a document.
func (w *work) file(m outbox.Message, name string, data []byte) {
	d := w.reply(m)
	d.Method, d.File = outbox.Document, &outbox.File{Name: name, Data: data}
}

// record notes what somebody decided or changed.
func (w *work) record(action string, subject int64, detail string) {
	w.changes.Events = append(w.changes.Events, dialog.Event{At: w.now, Actor: w.to.user, Name: w.to.name, Action: action, Subject: subject, Detail: detail})
}

// later adds something to be done after the commit.
func (w *work) later(fn func(context.Context)) {
	before := w.after
	w.after = func(ctx context.Context) {
		if before != nil {
			before(ctx)
		}
		fn(ctx)
	}
}

// at is where a message was written.
func (w *work) at(m *message) place {
	p := place{thread: dialog.Thread{Chat: m.Chat.ID}, group: !m.Chat.private(), reply: m.ID, written: m.written(w.item.Received)}
	if m.InTopic {
		p.thread.Topic = m.Topic
	}
	if m.From != nil {
		p.user, p.name = m.From.ID, m.From.fullName()
	}
	return p
}
