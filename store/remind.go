package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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
