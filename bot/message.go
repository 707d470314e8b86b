package bot

import (
	"reflect"
	"strings"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
)

// Times that decide how a late message is answered (PRODUCT.md).
const (
	groupLate = 30 * time.Minute // in a group a later answer is one line with a button
	editLate  = 48 * time.Hour   // an edit of an older question is not answered again
)

// call is what a message says to us.
type call struct {
	to      bool   // it is meant for us
	text    string // without our name
	command string // without the slash; "" for none
}

// addressed finds out whether a message is meant for us: in private always; in a group when it mentions us, replies to us, or is a command
// that is ours (TELEGRAM.md: groups only when addressed).
func (b *Bot) addressed(m *message) call {
	text, entities := m.words()
	c := call{text: text, to: m.Chat.private()}
	me := b.self.Load()
	if me == nil {
		me = &self{}
	}
	if name, rest, foreign := commandOf(text, me.name); foreign {
		return call{}
	} else if name != "" {
		_, known := commands[name]
		c.command, c.text = name, rest
		c.to = c.to || known
		return c
	}
	for i := len(entities) - 1; i >= 0; i-- { // from the end: cutting one out leaves the offsets of those before it
		e := entities[i]
		ours := e.Kind == "text_mention" && e.User != nil && e.User.ID == me.id
		before, part, behind, ok := e.slice(c.text)
		if !ok {
			continue
		}
		if e.Kind == "mention" && me.name != "" && strings.EqualFold(part, "@"+me.name) || ours {
			c.to = true
			c.text = before + " " + behind
		}
	}
	if me.name != "" && !c.to {
		if at := indexFold(c.text, "@"+me.name); at >= 0 { // a client that marks no entities
			c.to = true
			c.text = c.text[:at] + " " + c.text[at+1+len(me.name):]
		}
	}
	if r := m.ReplyTo; r != nil && r.From != nil && me.id != 0 && r.From.ID == me.id && r.NewTopic == nil {
		c.to = true
	}
	c.text = strings.TrimSpace(c.text)
	return c
}

// indexFold finds an ASCII word regardless of case where no letter of a name follows it.
func indexFold(text, word string) int {
	lower := strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
	at := strings.Index(lower, strings.ToLower(word))
	if at < 0 {
		return -1
	}
	if end := at + len(word); end < len(text) {
		if c := text[end]; c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			return -1
		}
	}
	return at
}

// message handles a new message.
func (w *work) message(m *message) error {
	w.to = w.at(m)
	switch {
	case m.MovedTo == m.Chat.ID || m.MovedFrom == m.Chat.ID: // nonsense
		return nil
	case m.MovedTo != 0:
		w.changes.Moves = append(w.changes.Moves, dialog.Move{From: m.Chat.ID, To: m.MovedTo})
		return nil
	case m.MovedFrom != 0:
		w.changes.Moves = append(w.changes.Moves, dialog.Move{From: m.MovedFrom, To: m.Chat.ID})
		return nil
	case m.Forwarded, m.Via != nil && w.bot.isSelf(m.Via.ID), m.From != nil && m.From.Bot && m.From.ID != anonymousAdmin:
		return nil // our own inline card, another bot, a channel's post in its group
	}
	c := w.bot.addressed(m)
	if !c.to {
		return nil
	}
	if w.now.Sub(w.to.written) > outbox.AnswerAge {
		return nil
	}
	if err := w.know(&m.Chat); err != nil {
		return err
	}
	ok, err := w.admit(m)
	if !ok || err != nil {
		return err
	}
	if m.Document != nil && m.Animated == nil && !w.to.group {
		return w.sent(m)
	}
	if c.text == "" && c.command == "" {
		switch {
		case m.wordless() && !w.to.group:
			w.reply(view.Text("现在只看文字。"))
		case w.to.group && !m.wordless() && m.Text != "": // only our name
			w.reply(view.Start(w.bot.about(), nil, true))
		}
		return nil
	}
	if ok, warn := w.bot.pace.ask(w.payer(m), w.to.written); !ok {
		if warn {
			w.reply(view.Text("问得太快了,请过一分钟再问。"))
		}
		return nil
	}
	if c.command != "" {
		return w.command(m, c.command, c.text)
	}
	done, about, err := w.replied(m, c.text)
	if done || err != nil {
		return err
	}
	if name, rest, ok := spoken(c.text); ok {
		return w.command(m, name, rest)
	}
	if name, rest, ok := phrased(c.text); ok {
		return w.command(m, name, rest)
	}
	return w.question(m, c.text, about)
}

// payer is whose allowance a message uses: its author's, or the chat's where no person is named.
func (w *work) payer(m *message) int64 {
	if m.From == nil || m.From.ID == anonymousAdmin {
		return m.Chat.ID
	}
	return m.From.ID
}

func (b *Bot) isSelf(id int64) bool {
	me := b.self.Load()
	return me != nil && me.id == id
}

// know keeps a chat's name, and notes that it can be written to again.
func (w *work) know(c *chat) error {
	was, ok, err := w.bot.store.Chat(w.ctx, c.ID)
	if err != nil {
		return err
	}
	title := strings.TrimSpace(c.Title + c.First + " " + c.Last)
	if ok && was.Paused == "" && was.Title == title && was.Kind == c.Kind {
		return nil
	}
	was.ID, was.Kind, was.Title = c.ID, c.Kind, title
	if was.Paused != "" {
		was.Paused, was.Since = "", w.now
	}
	w.changes.Chats = append(w.changes.Chats, was)
	return nil
}

// question answers a message. about is what the numbers of a list mean that it replies to; nil: it replies to none.
func (w *work) question(m *message, text string, about *answer.Turn) error {
	before, err := w.before(w.to)
	if err != nil {
		return err
	}
	if m.ReplyTo != nil && m.ReplyTo.From != nil && w.bot.isSelf(m.ReplyTo.From.ID) {
		// A reply to an old answer goes on from there.
		turn, ok, err := w.bot.store.TurnOfAnswer(w.ctx, m.Chat.ID, m.ReplyTo.ID)
		if err != nil {
			return err
		}
		if ok {
			before.Last = turn.After.Last
		}
	}
	if about != nil {
		before.Last = about
	}
	if done, err := w.order(m, text, before); done || err != nil {
		return err
	}
	turn := w.ask(w.id(), text, before, "")
	if about != nil && w.to.group && turn.Answer.Refusal == answer.NotUnderstood {
		return nil // people talk about a reminder below it
	}
	turn.Message = m.ID
	w.keep(turn, true)
	return w.answer(turn)
}

// edited answers an edited question by editing its answer.
func (w *work) edited(m *message) error {
	w.to = w.at(m)
	if w.now.Sub(w.to.written) > editLate || m.From != nil && m.From.Bot && m.From.ID != anonymousAdmin || m.Via != nil {
		return nil
	}
	turn, ok, err := w.bot.store.TurnOfQuestion(w.ctx, m.Chat.ID, m.ID)
	if err != nil {
		return err
	}
	if !ok {
		// Not a question until now: a name that was forgotten, a command that became one. Old ones stay unanswered.
		if at := time.Unix(m.Edited, 0); m.Edited == 0 || at.Sub(w.to.written) > 10*time.Minute || w.now.Sub(at) > 10*time.Minute {
			return nil
		}
		if w.to.group {
			return w.message(m)
		}
		return nil
	}
	c := w.bot.addressed(m)
	if !c.to && w.to.group || c.text == "" || c.command != "" || c.text == turn.Question {
		return nil
	}
	if ok, err := w.admit(m); !ok || err != nil {
		return err
	}
	if ok, _ := w.bot.pace.ask(w.payer(m), w.now); !ok {
		return nil
	}
	last, err := w.bot.store.Last(w.ctx, turn.Thread)
	if err != nil {
		return err
	}
	said, err := w.bot.store.AnswerOf(w.ctx, turn.ID)
	if err != nil {
		return err
	}
	again := w.ask(turn.ID, c.text, turn.Before, "")
	again.Message, again.Asked, again.User = m.ID, turn.Asked, turn.User
	// The conversation goes on from the new answer unless it has gone on already.
	w.keep(again, reflect.DeepEqual(last, turn.After.Last))
	w.to.thread = turn.Thread
	if said == 0 {
		return w.answer(again)
	}
	shown, err := w.render(again, 0, false)
	if err != nil {
		return err
	}
	d := w.say(w.to, shown)
	d.Method, d.Target = outbox.Edit, said
	d.Asked = w.now
	return nil
}

// member notes that we were blocked or removed, and that we may write again.
func (w *work) member(m *myMember) error {
	w.to = place{thread: dialog.Thread{Chat: m.Chat.ID}, user: m.From.ID, name: m.From.fullName(), group: !m.Chat.private(), written: w.item.Received}
	was, _, err := w.bot.store.Chat(w.ctx, m.Chat.ID)
	if err != nil {
		return err
	}
	was.ID, was.Kind, was.Title = m.Chat.ID, m.Chat.Kind, strings.TrimSpace(m.Chat.Title+m.Chat.First+" "+m.Chat.Last)
	was.Since = w.now
	was.Paused = ""
	if !m.New.in() {
		was.Paused = map[bool]string{true: "removed from the group", false: "blocked by the user"}[w.to.group]
	}
	w.changes.Chats = append(w.changes.Chats, was)
	if !w.to.group || m.Old.in() == m.New.in() {
		return nil
	}
	if !m.New.in() {
		w.record("移出群", m.Chat.ID, was.Title)
		return nil
	}
	w.record("加入群", m.Chat.ID, was.Title)
	if w.now.Sub(time.Unix(m.Date, 0)) > groupLate && m.Date > 0 {
		return nil
	}
	if w.bot.Paired {
		ok, err := w.permit(m.Chat.ID, was.Title, m.From.ID)
		if !ok || err != nil {
			return err
		}
	}
	w.reply(view.Start(w.bot.about(), nil, true))
	return nil
}
