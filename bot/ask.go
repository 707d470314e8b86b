package bot

import (
	"cmp"
	"context"
	"strings"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/plan"
)

// before is what a conversation knows: where it stands, and whose 我局 and 我县 are meant: the person's own, else the group's.
func (w *work) before(p place) (answer.Context, error) {
	var c answer.Context
	last, err := w.bot.store.Last(w.ctx, p.thread)
	if err != nil {
		return c, err
	}
	c.Last = last
	if p.user != 0 && p.user != anonymousAdmin {
		who, err := w.bot.store.Person(w.ctx, p.user)
		if err != nil {
			return c, err
		}
		c.Unit, c.Place = who.Unit, who.Place
		w.own = who
	}
	chat, _, err := w.bot.store.Chat(w.ctx, p.thread.Chat)
	if err != nil {
		return c, err
	}
	c.Plan = chat.Plan
	if p.group {
		c.Unit, c.Place = cmp.Or(c.Unit, chat.Unit), cmp.Or(c.Place, chat.Place)
	}
	return c, nil
}

// ask answers a question. only names a plan to answer from, "" for all.
func (w *work) ask(id, text string, before answer.Context, only string) dialog.Turn {
	today := w.bot.today()
	begin := time.Now()
	a, after := answer.Ask(w.bot.snapshot(), before, answer.Question{Text: text, Today: today, Plan: only})
	took := time.Since(begin)
	w.later(func(context.Context) { w.bot.metrics.Question(a, took) })
	if w.bot.LogText {
		w.bot.log.Info("question", "text", text, "intent", a.Intent, "answered", a.Answered)
	}
	return dialog.Turn{ID: id, Thread: w.to.thread, User: w.to.user, Question: text, Before: before, After: after, Answer: a, Version: w.bot.Version,
		Today: today.Format(time.DateOnly), Asked: w.to.written}
}

// keep saves a turn, where the conversation now stands if it goes on from here, and whose 我局 was told.
func (w *work) keep(t dialog.Turn, goesOn bool) {
	w.changes.Turns = append(w.changes.Turns, t)
	if goesOn && t.After.Last != nil {
		w.changes.States = append(w.changes.States, dialog.State{Thread: t.Thread, Last: t.After.Last, At: w.now})
	}
	own := w.own
	if t.After.Unit != t.Before.Unit {
		own.Unit = t.After.Unit
	}
	if t.After.Place != t.Before.Place {
		own.Place = t.After.Place
	}
	if own != w.own && own.ID != 0 {
		w.changes.People = append(w.changes.People, own)
	}
}

// answer says a turn's answer where it was asked.
func (w *work) answer(t dialog.Turn) error {
	if w.to.group && w.now.Sub(t.Asked) > groupLate {
		d := w.reply(view.Late(t, clock(t.Asked, w.now, w.bot.Zone)))
		d.Ref = turnRef + t.ID
		return nil
	}
	m, err := w.render(t, 0, false)
	if err != nil {
		return err
	}
	w.reply(m).Ref = turnRef + t.ID
	return nil
}

// render is one page of a turn's answer with its buttons.
func (w *work) render(t dialog.Turn, page int, more bool) (outbox.Message, error) {
	r := view.Reader{Group: w.to.group, Copied: w.bot.copied(t)}
	_, r.Remind = w.bot.matterOf(t)
	var err error
	if r.Standing, r.Mark, err = w.standing(t); err != nil {
		return outbox.Message{}, err
	}
	m := view.Answer(t, r, page, more)
	if t.Answer.Wants != "" {
		p, err := w.plan()
		switch {
		case err != nil:
			return outbox.Message{}, err
		case p == nil:
		case t.Answer.Wants == answer.WantUnit:
			m.Buttons = view.PickUnit(p, 0, t.ID).Buttons
		case t.Answer.Wants == answer.WantPlace:
			m.Buttons = view.PickPlace(p, t.ID).Buttons
		}
	}
	if w.to.group {
		m.ReplyTo = t.Message
	}
	return m, nil
}

// copyWords ask for an answer in the form that can stand in a paper.
const copyWords = "给我能放材料里的"

// copied is an answer as text for a paper; "" where there is none.
func (b *Bot) copied(t dialog.Turn) string {
	if !t.Answer.Answered || len(t.Answer.Citations) == 0 || t.After.Last == nil {
		return ""
	}
	a, _ := answer.Ask(b.snapshot(), t.After, answer.Question{Text: copyWords, Today: b.today()})
	if !a.Answered {
		return ""
	}
	return strings.Join(strings.Fields(a.Text), "")
}

// plan is the plan that lists are made from: the one that was chosen here, else the first; nil where there is none.
func (w *work) plan() (*plan.Plan, error) {
	c, _, err := w.bot.store.Chat(w.ctx, w.to.thread.Chat)
	if err != nil {
		return nil, err
	}
	s := w.bot.snapshot()
	if p := s.Plan(c.Plan); p != nil {
		return p, nil
	}
	return s.Plan(""), nil // what was chosen is gone
}

// planOf finds a plan by the tag that a button or a link carries; "" means the first.
func (b *Bot) planOf(tag string) *plan.Plan {
	s := b.snapshot()
	if tag == "" {
		return s.Plan("")
	}
	if h := heldAs(s, tag); h != nil {
		return s.Plan(h.Brief.Name)
	}
	return nil
}

// heldAs finds what is held by a tag.
func heldAs(s *answer.Snapshot, tag string) *answer.Holding {
	for _, h := range s.Holdings() {
		if view.Tag(h.Brief.Name) == tag {
			return h
		}
	}
	return nil
}
