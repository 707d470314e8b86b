package store

import (
	"fmt"
	"time"

	"cewen/dialog"
)

// apply makes all changes of one message, in the transaction that marks it done.
func (t *tx) apply(now time.Time, c dialog.Changes) error {
	for _, m := range c.Moves {
		if err := t.move(now, m.From, m.To); err != nil {
			return err
		}
	}
	for _, user := range c.Forget {
		if err := t.forget(user); err != nil {
			return err
		}
	}
	for _, chat := range c.Chats {
		if err := t.putChat(now, chat); err != nil {
			return err
		}
	}
	for _, p := range c.People {
		if _, err := t.exec("INSERT INTO person (id, unit, place) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, place = excluded.place",
			p.ID, clean(p.Unit), clean(p.Place)); err != nil {
			return err
		}
	}
	for _, p := range c.Proposals {
		if err := t.propose(now, p); err != nil {
			return err
		}
	}
	for _, d := range c.Decisions {
		if err := t.decide(now, d); err != nil {
			return err
		}
	}
	for _, h := range c.Hidings {
		if err := t.hide(now, h); err != nil {
			return err
		}
	}
	for _, turn := range c.Turns {
		if err := t.putTurn(turn); err != nil {
			return err
		}
	}
	for _, s := range c.States {
		last, err := encode(s.Last)
		if err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO thread (chat_id, topic_id, last, at) VALUES (?, ?, ?, ?) ON CONFLICT (chat_id, topic_id) DO UPDATE SET last = excluded.last, at = excluded.at",
			s.Thread.Chat, s.Thread.Topic, last, ms(s.At)); err != nil {
			return err
		}
	}
	for _, f := range c.Feedback {
		if _, err := t.exec("INSERT INTO feedback (turn_id, user_id, good, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (turn_id, user_id) DO UPDATE SET good = excluded.good, reason = excluded.reason, at = excluded.at",
			f.Turn, f.User, bit(f.Good), clean(f.Reason), ms(f.At)); err != nil {
			return err
		}
	}
	for _, a := range c.Access {
		if _, err := t.exec(`INSERT INTO access (subject_id, name, state, code, asked_at, decided_at, decided_by) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (subject_id) DO UPDATE SET name = excluded.name, state = excluded.state, code = excluded.code, asked_at = excluded.asked_at, decided_at = excluded.decided_at, decided_by = excluded.decided_by`,
			a.Subject, clean(a.Name), string(a.State), a.Code, ms(a.Asked), ms(a.Decided), a.By); err != nil {
			return err
		}
	}
	for _, e := range c.Events {
		if _, err := t.exec("INSERT INTO event (at, actor, name, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
			ms(e.At), e.Actor, clean(e.Name), e.Action, e.Subject, clean(e.Detail)); err != nil {
			return err
		}
	}
	planned := now // a rehearsal has a time of its own
	if !c.Clock.IsZero() {
		planned = c.Clock
	}
	if err := t.subscribe(planned, c.Subscriptions, c.Unsubscribe); err != nil {
		return err
	}
	if err := t.mark(planned, c.Marks); err != nil {
		return err
	}
	for _, u := range c.Undos {
		if err := t.undo(now, planned, u.Batch, u.By); err != nil {
			return err
		}
	}
	for _, l := range c.Lists {
		if err := t.putDigest(now, l); err != nil {
			return err
		}
	}
	for _, r := range c.Receipts {
		if _, err := t.exec("INSERT INTO receipt (digest, user_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", clean(r.Digest), r.User, ms(r.At)); err != nil {
			return err
		}
	}
	if err := t.feeds(c.Feeds, c.DropFeeds); err != nil {
		return err
	}
	for _, d := range c.Deliveries {
		if err := t.enqueue(now, d); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putTurn(turn dialog.Turn) error {
	before, err := encode(turn.Before)
	if err != nil {
		return err
	}
	after, err := encode(turn.After)
	if err != nil {
		return err
	}
	said, err := encode(turn.Answer)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO turn (id, chat_id, topic_id, user_id, question_id, question, before, after, answer, answered, refusal, version, today, asked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET question = excluded.question, before = excluded.before, after = excluded.after, answer = excluded.answer,
			answered = excluded.answered, refusal = excluded.refusal, version = excluded.version, today = excluded.today`,
		turn.ID, turn.Thread.Chat, turn.Thread.Topic, turn.User, turn.Message, clean(turn.Question), before, after, said, bit(turn.Answer.Answered), string(turn.Answer.Refusal),
		clean(turn.Version), turn.Today, ms(turn.Asked))
	return err
}

func (t *tx) putChat(now time.Time, c dialog.Chat) error {
	state, since := "active", ms(c.Since)
	if c.Paused != "" {
		state = "paused"
	}
	if since == 0 {
		since = ms(now)
	}
	_, err := t.exec(`INSERT INTO chat (id, kind, title, state, reason, since, unit, place, plan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, state = excluded.state, reason = excluded.reason, since = excluded.since,
			unit = excluded.unit, place = excluded.place, plan = excluded.plan`,
		c.ID, c.Kind, clean(c.Title), state, clean(c.Paused), since, clean(c.Unit), clean(c.Place), clean(c.Plan))
	return err
}

// move puts everything that is kept under a group's old id under its new one. It may be told twice: by a service message and by a refused
// delivery.
func (t *tx) move(now time.Time, from, to int64) error {
	if from == to || to == 0 {
		return fmt.Errorf("chat cannot move from %d to %d", from, to)
	}
	for _, table := range []string{"delivery", "sending", "turn", "progress", "digest"} {
		if _, err := t.exec("UPDATE "+table+" SET chat_id = ? WHERE chat_id = ?", to, from); err != nil {
			return err
		}
	}
	for _, q := range []string{
		"UPDATE subscription SET chat_id = ? WHERE chat_id = ? AND NOT EXISTS (SELECT 1 FROM subscription o WHERE o.chat_id = ? AND o.topic_id = subscription.topic_id AND o.about = subscription.about AND o.what = subscription.what AND o.plan = subscription.plan)",
		"UPDATE notice SET chat_id = ? WHERE chat_id = ? AND NOT EXISTS (SELECT 1 FROM notice o WHERE o.chat_id = ? AND o.topic_id = notice.topic_id AND o.num = notice.num AND o.due = notice.due AND o.rung = notice.rung)",
	} {
		if _, err := t.exec(q, to, from, to); err != nil {
			return err
		}
	}
	// What the new id was subscribed to already is not kept twice.
	for _, table := range []string{"subscription", "notice"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE chat_id = ?", from); err != nil {
			return err
		}
	}
	// Where the new id has something already, that is younger and stays.
	if _, err := t.exec("UPDATE thread SET chat_id = ? WHERE chat_id = ? AND NOT EXISTS (SELECT 1 FROM thread o WHERE o.chat_id = ? AND o.topic_id = thread.topic_id)", to, from, to); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE access SET subject_id = ? WHERE subject_id = ? AND NOT EXISTS (SELECT 1 FROM access o WHERE o.subject_id = ?)", to, from, to); err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO chat (id, kind, title, unit, place, plan, since) SELECT ?, 'supergroup', title, unit, place, plan, ? FROM chat WHERE id = ?
		ON CONFLICT (id) DO UPDATE SET unit = CASE WHEN chat.unit = '' THEN excluded.unit ELSE chat.unit END, place = CASE WHEN chat.place = '' THEN excluded.place ELSE chat.place END,
			plan = CASE WHEN chat.plan = '' THEN excluded.plan ELSE chat.plan END,
			title = CASE WHEN chat.title = '' THEN excluded.title ELSE chat.title END`, to, ms(now), from); err != nil {
		return err
	}
	_, err := t.exec("UPDATE chat SET moved_to = ?, state = 'paused', reason = 'moved', since = ? WHERE id = ? AND moved_to = 0", to, ms(now), from)
	return err
}

// forget deletes what a person asked, what was answered, what the person thought of it, and whose 我局 it was. Access and what was decided
// about it stay: they are the administrators' record.
func (t *tx) forget(user int64) error {
	for _, query := range []string{
		// A private chat's id is the person's: its conversation goes. What the person is reminded of goes on until that is stopped.
		"DELETE FROM delivery WHERE chat_id = ? AND class = 0 AND state IN ('sent', 'dead', 'uncertain')",
		"DELETE FROM delivery WHERE state IN ('sent', 'dead', 'uncertain') AND ref <> '' AND ref IN (SELECT 'turn:' || id FROM turn WHERE user_id = ?)",
		// In a group the thread may stand at what this person asked.
		"DELETE FROM thread WHERE EXISTS (SELECT 1 FROM turn WHERE turn.chat_id = thread.chat_id AND turn.topic_id = thread.topic_id AND turn.user_id = ? AND turn.asked_at >= thread.at)",
		"DELETE FROM thread WHERE chat_id = ?",
		"DELETE FROM feedback WHERE user_id = ?",
		"DELETE FROM feedback WHERE turn_id IN (SELECT id FROM turn WHERE user_id = ?)",
		"DELETE FROM turn WHERE user_id = ?",
		"DELETE FROM person WHERE id = ?",
		"DELETE FROM feed WHERE owner_id = ?",
	} {
		if _, err := t.exec(query, user); err != nil {
			return err
		}
	}
	return nil
}
