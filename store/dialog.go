package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"cewen/answer"
	"cewen/dialog"
)

// Last returns where a conversation stands; nil for one that has not begun.
func (s *Store) Last(ctx context.Context, th dialog.Thread) (last *answer.Turn, err error) {
	err = s.view(ctx, "read conversation", fmt.Sprint(th.Chat), func(t *tx) error {
		var text string
		err := t.row("SELECT last FROM thread WHERE chat_id = ? AND topic_id = ?", th.Chat, th.Topic).Scan(&text)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return decode(text, &last)
	})
	return last, err
}

// Person returns whose 我局 and 我县 a person has named.
func (s *Store) Person(ctx context.Context, id int64) (dialog.Person, error) {
	p := dialog.Person{ID: id}
	err := s.view(ctx, "read person", fmt.Sprint(id), func(t *tx) error {
		err := t.row("SELECT unit, place FROM person WHERE id = ?", id).Scan(&p.Unit, &p.Place)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return p, err
}

// Chat returns what is known of a chat; ok is false for one that is not known.
func (s *Store) Chat(ctx context.Context, id int64) (c dialog.Chat, ok bool, err error) {
	err = s.view(ctx, "read chat", fmt.Sprint(id), func(t *tx) error {
		var state string
		var since int64
		c = dialog.Chat{ID: id}
		err := t.row("SELECT kind, title, state, reason, since, unit, place, plan FROM chat WHERE id = ?", id).Scan(&c.Kind, &c.Title, &state, &c.Paused, &since, &c.Unit, &c.Place, &c.Plan)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if state == "active" {
			c.Paused = ""
		}
		c.Since, ok = fromMS(since), err == nil
		return err
	})
	return c, ok, err
}

const turnColumns = "t.id, t.chat_id, t.topic_id, t.user_id, t.question_id, t.question, t.before, t.after, t.answer, t.version, t.today, t.asked_at"

func scanTurn(rs *sql.Rows) (dialog.Turn, error) {
	var t dialog.Turn
	var before, after, said string
	var asked int64
	err := rs.Scan(&t.ID, &t.Thread.Chat, &t.Thread.Topic, &t.User, &t.Message, &t.Question, &before, &after, &said, &t.Version, &t.Today, &asked)
	if err != nil {
		return t, err
	}
	t.Asked = fromMS(asked)
	return t, errors.Join(decode(before, &t.Before), decode(after, &t.After), decode(said, &t.Answer))
}

func (s *Store) oneTurn(ctx context.Context, key, where string, args ...any) (turn dialog.Turn, ok bool, err error) {
	err = s.view(ctx, "read turn", key, func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var err error
			turn, err = scanTurn(rs)
			ok = true
			return err
		}, "SELECT "+turnColumns+" FROM turn t WHERE "+where, args...)
	})
	return turn, ok, err
}

// Turn returns a turn; ok is false where it is gone or never was.
func (s *Store) Turn(ctx context.Context, id string) (dialog.Turn, bool, error) {
	return s.oneTurn(ctx, id, "t.id = ?", clean(id))
}

// TurnOfQuestion returns the turn that a message began.
func (s *Store) TurnOfQuestion(ctx context.Context, chat int64, message int) (dialog.Turn, bool, error) {
	return s.oneTurn(ctx, fmt.Sprint(chat), "t.chat_id = ? AND t.question_id = ? ORDER BY t.asked_at DESC LIMIT 1", chat, message)
}

// TurnOfAnswer returns the turn that one of our messages belongs to.
func (s *Store) TurnOfAnswer(ctx context.Context, chat int64, message int) (dialog.Turn, bool, error) {
	return s.oneTurn(ctx, fmt.Sprint(chat), "t.id = (SELECT substr(d.ref, 6) FROM delivery d WHERE d.chat_id = ? AND d.message_id = ? AND d.method <> 'edit' AND d.ref LIKE 'turn:%' ORDER BY d.id DESC LIMIT 1)", chat, message)
}

// LastTurn returns the last turn of a thread; ok is false where there is none.
func (s *Store) LastTurn(ctx context.Context, th dialog.Thread) (dialog.Turn, bool, error) {
	return s.oneTurn(ctx, fmt.Sprint(th.Chat), "t.id = (SELECT id FROM turn WHERE chat_id = ? AND topic_id = ? ORDER BY asked_at DESC, id DESC LIMIT 1)", th.Chat, th.Topic)
}

// RefOf returns what one of our messages is about, as its delivery says; "" for a message that is none of ours or no longer kept.
func (s *Store) RefOf(ctx context.Context, chat int64, message int) (ref string, err error) {
	err = s.view(ctx, "read message", fmt.Sprint(chat), func(t *tx) error {
		err := t.row("SELECT ref FROM delivery WHERE chat_id = ? AND message_id = ? AND method <> 'edit' ORDER BY id DESC LIMIT 1", chat, message).Scan(&ref)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return ref, err
}

// AnswerOf returns the id of the delivery that answered a turn; 0 where there is none.
func (s *Store) AnswerOf(ctx context.Context, turn string) (id int64, err error) {
	err = s.view(ctx, "read delivery of turn", turn, func(t *tx) error {
		err := t.row("SELECT id FROM delivery WHERE ref = ? AND method = 'send' ORDER BY id LIMIT 1", "turn:"+clean(turn)).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return id, err
}

// Reviews lists turns that were refused or disliked, or both kinds, the newest first, with what people thought of them.
func (s *Store) Reviews(ctx context.Context, disliked, refused bool, offset, limit int) (out []dialog.Review, total int, err error) {
	err = s.view(ctx, "list reviews", "", func(t *tx) error {
		const isDisliked = "EXISTS (SELECT 1 FROM feedback f WHERE f.turn_id = t.id AND f.good = 0)"
		where := "t.answered = 0 OR " + isDisliked
		switch {
		case disliked && !refused:
			where = isDisliked
		case refused && !disliked:
			where = "t.answered = 0"
		}
		if err := t.row("SELECT count(*) FROM turn t WHERE " + where).Scan(&total); err != nil {
			return err
		}
		if err := t.rows(func(rs *sql.Rows) error {
			turn, err := scanTurn(rs)
			out = append(out, dialog.Review{Turn: turn})
			return err
		}, "SELECT "+turnColumns+" FROM turn t WHERE "+where+" ORDER BY t.asked_at DESC, t.id DESC LIMIT ? OFFSET ?", limit, offset); err != nil {
			return err
		}
		for i := range out {
			if err := t.rows(func(rs *sql.Rows) error {
				f := dialog.Feedback{Turn: out[i].Turn.ID}
				var good int
				var at int64
				err := rs.Scan(&f.User, &good, &f.Reason, &at)
				f.Good, f.At = good != 0, fromMS(at)
				out[i].Feedback = append(out[i].Feedback, f)
				return err
			}, "SELECT user_id, good, reason, at FROM feedback WHERE turn_id = ? ORDER BY at", out[i].Turn.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return out, total, err
}

// Access returns what is known of a person's or group's permission; ok is false for a stranger.
func (s *Store) Access(ctx context.Context, subject int64) (a dialog.Access, ok bool, err error) {
	err = s.view(ctx, "read access", fmt.Sprint(subject), func(t *tx) error {
		a = dialog.Access{Subject: subject}
		var asked, decided int64
		err := t.row("SELECT name, state, code, asked_at, decided_at, decided_by FROM access WHERE subject_id = ?", subject).Scan(&a.Name, &a.State, &a.Code, &asked, &decided, &a.By)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		a.Asked, a.Decided, ok = fromMS(asked), fromMS(decided), err == nil
		return err
	})
	return a, ok, err
}

// Events lists what was decided and changed, the newest first.
func (s *Store) Events(ctx context.Context, offset, limit int) (out []dialog.Event, total int, err error) {
	err = s.view(ctx, "list events", "", func(t *tx) error {
		if err := t.row("SELECT count(*) FROM event").Scan(&total); err != nil {
			return err
		}
		return t.rows(func(rs *sql.Rows) error {
			var e dialog.Event
			var at int64
			err := rs.Scan(&at, &e.Actor, &e.Name, &e.Action, &e.Subject, &e.Detail)
			e.At = fromMS(at)
			out = append(out, e)
			return err
		}, "SELECT at, actor, name, action, subject, detail FROM event ORDER BY id DESC LIMIT ? OFFSET ?", limit, offset)
	})
	return out, total, err
}

// Kept says how long things are kept.
type Kept struct {
	Questions time.Duration // turns, their messages and feedback
	Updates   time.Duration // ids of updates, to recognise repeats
}

// Prune deletes what need not be kept any longer and returns how many rows that were.
func (s *Store) Prune(ctx context.Context, now time.Time, k Kept) (n int64, err error) {
	err = s.update(ctx, "prune", "", func(t *tx) error {
		n = 0
		old := ms(now.Add(-k.Questions))
		for _, q := range []struct {
			query string
			arg   int64
		}{
			{"DELETE FROM inbox WHERE state IN ('done', 'failed') AND done_at < ?", ms(now.Add(-k.Updates))},
			{"DELETE FROM feedback WHERE turn_id IN (SELECT id FROM turn WHERE asked_at < ?)", old},
			{"DELETE FROM turn WHERE asked_at < ?", old},
			{"DELETE FROM thread WHERE at < ?", old},
			{"DELETE FROM delivery WHERE state IN ('sent', 'dead', 'uncertain') AND done_at < ?", old},
			{"DELETE FROM receipt WHERE at < ?", old},
			{"DELETE FROM digest WHERE at < ?", old},
			{"DELETE FROM plan_change WHERE told = 1 AND at < ?", old},
			// What was sent is planned no more once its time is far behind: a subscription is planned from where it was planned up to.
			{"DELETE FROM notice WHERE state = 1 AND send_at < ?", old},
			{"DELETE FROM plan_file WHERE state IN ('pending', 'cancelled') AND at < ?", ms(now.Add(-pendingFor))},
			{"DELETE FROM access WHERE state = 'pending' AND asked_at < ?", old},
		} {
			m, err := t.exec(q.query, q.arg)
			if err != nil {
				return err
			}
			n += m
		}
		return nil
	})
	return n, err
}
