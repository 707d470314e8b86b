package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"cewen/dialog"
	"cewen/reminders"
)

const subColumns = "s.id, s.chat_id, s.topic_id, s.about, s.what, s.plan, s.preset, s.hour, s.paused, s.summary, s.day, s.by_id, s.created_at, s.summary_since"

func (s *Store) subscriptions(ctx context.Context, where string, args ...any) (out []reminders.Subscription, err error) {
	err = s.view(ctx, "list subscriptions", "", func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var u reminders.Subscription
			var paused int
			var created, since int64
			err := rs.Scan(&u.ID, &u.Chat, &u.Topic, &u.About, &u.What, &u.Plan, &u.Preset, &u.Hour, &paused, &u.Summary, &u.Day, &u.By, &created, &since)
			u.Paused, u.Created, u.SummarySince = paused != 0, fromMS(created), fromMS(since)
			out = append(out, u)
			return err
		}, "SELECT "+subColumns+" FROM subscription s WHERE "+where+" ORDER BY s.id", args...)
	})
	return out, err
}

// Subscriptions lists what a place is subscribed to (reminders.RecordBook).
func (s *Store) Subscriptions(ctx context.Context, p reminders.Place) ([]reminders.Subscription, error) {
	return s.subscriptions(ctx, "s.chat_id = ? AND s.topic_id = ?", p.Chat, p.Topic)
}

// WithSummary lists subscriptions that want a summary and are not paused (reminders.RecordBook).
func (s *Store) WithSummary(ctx context.Context) ([]reminders.Subscription, error) {
	return s.subscriptions(ctx, "s.summary <> '' AND s.paused = 0 AND NOT EXISTS (SELECT 1 FROM chat c WHERE c.id = s.chat_id AND c.state = 'paused')")
}

// Subscribers lists all subscriptions that are not paused (reminders.RecordBook).
func (s *Store) Subscribers(ctx context.Context) ([]reminders.Subscription, error) {
	return s.subscriptions(ctx, "s.paused = 0")
}

// subscribe puts subscriptions as they are to be. What was planned for a place whose wishes changed is planned anew from now on.
func (t *tx) subscribe(now time.Time, subs []reminders.Subscription, gone []int64) error {
	if len(subs)+len(gone) > 0 {
		if err := t.replanned(now); err != nil {
			return err
		}
	}
	places := map[reminders.Place]bool{}
	for _, u := range subs {
		created := u.Created
		if created.IsZero() {
			created = now
		}
		if _, err := t.exec(`INSERT INTO subscription (chat_id, topic_id, about, what, plan, preset, hour, paused, summary, day, by_id, created_at, planned_until, summary_since)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (chat_id, topic_id, about, what, plan) DO UPDATE SET preset = excluded.preset, hour = excluded.hour, paused = excluded.paused, summary = excluded.summary, day = excluded.day,
				summary_since = CASE WHEN subscription.summary = excluded.summary AND subscription.day = excluded.day AND subscription.hour = excluded.hour AND subscription.paused = excluded.paused
					THEN subscription.summary_since ELSE excluded.summary_since END,
				planned_until = CASE WHEN subscription.paused > excluded.paused THEN ? -- what came up during a pause is not told
					WHEN subscription.hour > excluded.hour AND subscription.planned_until > CAST(? AS BIGINT) - 3600000 * (subscription.hour - excluded.hour) THEN CAST(? AS BIGINT) - 3600000 * (subscription.hour - excluded.hour) -- an hour that has passed today: at once
					ELSE subscription.planned_until END`,
			u.Chat, u.Topic, string(u.About), clean(u.What), clean(u.Plan), string(u.Preset), u.Hour, bit(u.Paused), string(u.Summary), u.Day, u.By, ms(created), ms(created), ms(now), ms(now), ms(now), ms(now)); err != nil {
			return err
		}
		places[reminders.Place{Chat: u.Chat, Topic: u.Topic}] = true
	}
	for _, id := range gone {
		var p reminders.Place
		err := t.row("DELETE FROM subscription WHERE id = ? RETURNING chat_id, topic_id", id).Scan(&p.Chat, &p.Topic)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		places[p] = true
	}
	return t.replan(now, places)
}

// replan takes places' planned notices back and lets them be planned anew from now on.
func (t *tx) replan(now time.Time, places map[reminders.Place]bool) error {
	if len(places) == 0 {
		return nil
	}
	if err := t.replanned(now); err != nil {
		return err
	}
	for p := range places {
		if _, err := t.exec("DELETE FROM notice WHERE chat_id = ? AND topic_id = ? AND state = 0 AND send_at > ?", p.Chat, p.Topic, ms(now)); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE subscription SET planned_until = ? WHERE chat_id = ? AND topic_id = ? AND planned_until > ?", ms(now), p.Chat, p.Topic, ms(now)); err != nil {
			return err
		}
	}
	return nil
}

// replanChats does so for every place of some chats.
func (t *tx) replanChats(now time.Time, chats map[int64]bool) error {
	places := map[reminders.Place]bool{}
	for chat := range chats {
		if err := t.rows(func(rs *sql.Rows) error {
			p := reminders.Place{Chat: chat}
			err := rs.Scan(&p.Topic)
			places[p] = true
			return err
		}, "SELECT DISTINCT topic_id FROM subscription WHERE chat_id = ?", chat); err != nil {
			return err
		}
	}
	return t.replan(now, places)
}

// mark writes down what was recorded of milestones; what is postponed is planned by its new day.
func (t *tx) mark(planned time.Time, marks []dialog.Mark) error {
	postponed := map[int64]bool{}
	for _, m := range marks {
		if m.Record.Status == reminders.Postponed {
			postponed[m.Chat] = true
		}
		num, err := t.numOf(m.Ref)
		if err != nil {
			return err
		}
		if num == 0 { // tried again once its plan has been compared
			return fmt.Errorf("record %s of %s: no such milestone is kept", m.Ref.ID, m.Ref.Plan)
		}
		r := m.Record
		if _, err := t.exec("INSERT INTO progress (chat_id, num, status, until, note, by_id, name, at, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			m.Chat, num, string(r.Status), r.Until, clean(r.Note), r.By, clean(r.Name), ms(r.At), clean(m.Batch)); err != nil {
			return err
		}
	}
	return t.replanChats(planned, postponed)
}

// undo takes a batch of records back. It may be told twice.
func (t *tx) undo(now, planned time.Time, batch string, by int64) error {
	chats := map[int64]bool{}
	if err := t.rows(func(rs *sql.Rows) error {
		var chat int64
		err := rs.Scan(&chat)
		chats[chat] = true
		return err
	}, "SELECT DISTINCT chat_id FROM progress WHERE batch = ? AND undone_at = 0", clean(batch)); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE progress SET undone_at = ?, undone_by = ? WHERE batch = ? AND undone_at = 0", ms(now), by, clean(batch)); err != nil {
		return err
	}
	return t.replanChats(planned, chats) // another day may be in force now
}

// Recorded returns what is in force in a chat: of each milestone the last status that was not undone, with the last note
// (reminders.RecordBook).
func (s *Store) Recorded(ctx context.Context, chat int64) (out map[reminders.Ref]reminders.Record, err error) {
	err = s.view(ctx, "read records", fmt.Sprint(chat), func(t *tx) error {
		out = map[reminders.Ref]reminders.Record{}
		return t.rows(func(rs *sql.Rows) error {
			e, err := scanEntry(rs)
			if err != nil {
				return err
			}
			old := out[e.Ref]
			out[e.Ref] = e.Record.After(old)
			return nil
		}, entryQuery+" WHERE p.chat_id = ? AND p.undone_at = 0 ORDER BY p.id", chat)
	})
	return out, err
}

const entryQuery = "SELECT m.plan, m.id, p.chat_id, p.status, p.until, p.note, p.by_id, p.name, p.at, p.batch, p.undone_at FROM progress p JOIN milestone m ON m.num = p.num"

func scanEntry(rs *sql.Rows) (e dialog.Mark, err error) {
	var at, undone int64
	err = rs.Scan(&e.Ref.Plan, &e.Ref.ID, &e.Chat, &e.Record.Status, &e.Record.Until, &e.Record.Note, &e.Record.By, &e.Record.Name, &at, &e.Batch, &undone)
	if i := strings.LastIndex(e.Ref.ID, "~"); i >= 0 {
		e.Ref.ID = e.Ref.ID[i+1:] // a milestone that is gone
	}
	e.Record.At, e.Undone = fromMS(at), fromMS(undone)
	return e, err
}

// History lists everything that was recorded of a milestone in a chat, undone records included, the oldest first.
func (s *Store) History(ctx context.Context, chat int64, r reminders.Ref) (out []dialog.Mark, err error) {
	err = s.view(ctx, "read history", r.ID, func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			e, err := scanEntry(rs)
			out = append(out, e)
			return err
		}, entryQuery+" WHERE p.chat_id = ? AND m.plan = ? AND m.id = ? ORDER BY p.id", chat, clean(r.Plan), clean(r.ID))
	})
	return out, err
}

// Marks lists what was recorded in a chat, undone records included, the latest first, and how much there is.
func (s *Store) Marks(ctx context.Context, chat int64, offset, limit int) (out []dialog.Mark, total int, err error) {
	err = s.view(ctx, "list records", fmt.Sprint(chat), func(t *tx) error {
		if err := t.row("SELECT count(*) FROM progress WHERE chat_id = ?", chat).Scan(&total); err != nil {
			return err
		}
		return t.rows(func(rs *sql.Rows) error {
			e, err := scanEntry(rs)
			out = append(out, e)
			return err
		}, entryQuery+" WHERE p.chat_id = ? ORDER BY p.id DESC LIMIT ? OFFSET ?", chat, limit, offset)
	})
	return out, total, err
}

// Batch lists what was recorded together.
func (s *Store) Batch(ctx context.Context, batch string) (out []dialog.Mark, err error) {
	err = s.view(ctx, "read batch", batch, func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			e, err := scanEntry(rs)
			out = append(out, e)
			return err
		}, entryQuery+" WHERE p.batch = ? ORDER BY p.id", clean(batch))
	})
	return out, err
}

// Recorders lists the chats that have records in force, with their titles.
func (s *Store) Recorders(ctx context.Context) (out []dialog.Chat, err error) {
	err = s.view(ctx, "list recording chats", "", func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var c dialog.Chat
			var kind, title sql.NullString
			err := rs.Scan(&c.ID, &kind, &title)
			c.Kind, c.Title = kind.String, title.String
			out = append(out, c)
			return err
		}, "SELECT r.chat_id, c.kind, c.title FROM (SELECT DISTINCT chat_id FROM progress WHERE undone_at = 0) AS r LEFT JOIN chat c ON c.id = r.chat_id ORDER BY r.chat_id")
	})
	return out, err
}

// Postponed lists every 延期 in force (reminders.RecordBook).
func (s *Store) Postponed(ctx context.Context) (out []reminders.Postponement, err error) {
	err = s.view(ctx, "list postponements", "", func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var p reminders.Postponement
			err := rs.Scan(&p.Chat, &p.Ref.Plan, &p.Ref.ID, &p.Until)
			out = append(out, p)
			return err
		}, `SELECT p.chat_id, m.plan, m.id, p.until FROM progress p JOIN milestone m ON m.num = p.num
			WHERE p.status = 'postponed' AND p.undone_at = 0 AND m.gone = 0
			AND NOT EXISTS (SELECT 1 FROM progress q WHERE q.chat_id = p.chat_id AND q.num = p.num AND q.undone_at = 0 AND q.status <> '' AND q.id > p.id) ORDER BY p.id`)
	})
	return out, err
}

// DigestOf returns what the numbers of one of our messages mean; ok is false for a message that is no numbered list.
func (s *Store) DigestOf(ctx context.Context, chat int64, message int) (d dialog.Numbered, ok bool, err error) {
	err = s.view(ctx, "read digest", fmt.Sprint(chat), func(t *tx) error {
		return t.digest(&d, &ok, "key = (SELECT substr(v.ref, 8) FROM delivery v WHERE v.chat_id = ? AND v.message_id = ? AND v.method <> 'edit' AND v.ref LIKE 'digest:%' ORDER BY v.id DESC LIMIT 1)", chat, message)
	})
	return d, ok, err
}

// Digest returns what the numbers of a list mean, by its key.
func (s *Store) Digest(ctx context.Context, key string) (d dialog.Numbered, ok bool, err error) {
	err = s.view(ctx, "read digest", key, func(t *tx) error { return t.digest(&d, &ok, "key = ?", clean(key)) })
	return d, ok, err
}

func (t *tx) digest(d *dialog.Numbered, ok *bool, where string, args ...any) error {
	var items, message string
	if err := t.rows(func(rs *sql.Rows) error {
		*ok = true
		return rs.Scan(&d.Key, &d.Place.Chat, &d.Place.Topic, &d.Title, &items, &message)
	}, "SELECT key, chat_id, topic_id, title, items, message FROM digest WHERE "+where, args...); err != nil || !*ok {
		return err
	}
	var nums []int64
	if err := decode(items, &nums); err != nil {
		return err
	}
	if err := decode(message, &d.Message); err != nil {
		return err
	}
	for _, num := range nums {
		var r reminders.Ref
		if err := t.row("SELECT plan, id FROM milestone WHERE num = ?", num).Scan(&r.Plan, &r.ID); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		d.Items = append(d.Items, r)
	}
	if err := t.row("SELECT coalesce(max(id), 0) FROM delivery WHERE ref = ? AND method <> 'edit'", reminders.DigestRef+d.Key).Scan(&d.Delivery); err != nil {
		return err
	}
	return t.rows(func(rs *sql.Rows) error {
		var user int64
		err := rs.Scan(&user)
		d.Readers = append(d.Readers, user)
		return err
	}, "SELECT user_id FROM receipt WHERE digest = ? ORDER BY at, user_id", d.Key)
}

// Resume is the plan's clock of a rehearsal that began on a day; ok is false where none did.
func (s *Store) Resume(ctx context.Context, began string) (at time.Time, ok bool, err error) {
	err = s.view(ctx, "read rehearsal", began, func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var n int64
			ok = true
			err := rs.Scan(&n)
			at = fromMS(n)
			return err
		}, "SELECT plan_at FROM rehearsal WHERE id = 1 AND began = ?", began)
	})
	return at, ok, err
}

// Rehearsal tells on which day the rehearsal of this database began, "" for none, and whether anybody is subscribed here.
func (s *Store) Rehearsal(ctx context.Context) (began string, used bool, err error) {
	err = s.view(ctx, "read rehearsal", "", func(t *tx) error {
		if err := t.row("SELECT coalesce(max(began), '') FROM rehearsal").Scan(&began); err != nil {
			return err
		}
		var n int
		if err := t.row("SELECT count(*) FROM subscription").Scan(&n); err != nil {
			return err
		}
		used = n > 0
		return nil
	})
	return began, used, err
}

// KeepClock writes down where the plan's clock of a rehearsal stands.
func (s *Store) KeepClock(ctx context.Context, began string, at time.Time) error {
	return s.update(ctx, "keep rehearsal", began, func(t *tx) error {
		_, err := t.exec("INSERT INTO rehearsal (id, began, plan_at) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET began = excluded.began, plan_at = excluded.plan_at", began, ms(at))
		return err
	})
}
