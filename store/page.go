package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"cewen/dialog"
)

// Apply makes changes that come from no update: those of the page (web.Store).
func (s *Store) Apply(ctx context.Context, now time.Time, c dialog.Changes) error {
	return s.update(ctx, "apply changes", "", func(t *tx) error { return t.apply(now, c) })
}

// Conversation lists a thread's turns up to a time, the oldest first, the last most of them.
func (s *Store) Conversation(ctx context.Context, th dialog.Thread, until time.Time, most int) (out []dialog.Turn, err error) {
	err = s.view(ctx, "read conversation", fmt.Sprint(th.Chat), func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			turn, err := scanTurn(rs)
			out = append(out, turn)
			return err
		}, "SELECT "+turnColumns+" FROM turn t WHERE t.chat_id = ? AND t.topic_id = ? AND t.asked_at <= ? ORDER BY t.asked_at DESC, t.id DESC LIMIT ?", th.Chat, th.Topic, ms(until), most)
	})
	slices.Reverse(out)
	return out, err
}

const feedColumns = "token, owner_id, plan, unit, place, at"

func scanFeed(rs *sql.Rows) (f dialog.Feed, err error) {
	var at int64
	err = rs.Scan(&f.Token, &f.Owner, &f.Plan, &f.Unit, &f.Place, &at)
	f.At = fromMS(at)
	return f, err
}

// Feed finds a calendar address; ok is false for one that is not known or was deleted.
func (s *Store) Feed(ctx context.Context, token string) (f dialog.Feed, ok bool, err error) {
	err = s.view(ctx, "read feed", "", func(t *tx) error {
		return t.rows(func(rs *sql.Rows) (err error) {
			ok = true
			f, err = scanFeed(rs)
			return err
		}, "SELECT "+feedColumns+" FROM feed WHERE token = ?", clean(token))
	})
	return f, ok, err
}

// Feeds lists the calendar addresses of a visitor, the oldest first.
func (s *Store) Feeds(ctx context.Context, owner int64) (out []dialog.Feed, err error) {
	err = s.view(ctx, "list feeds", fmt.Sprint(owner), func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			f, err := scanFeed(rs)
			out = append(out, f)
			return err
		}, "SELECT "+feedColumns+" FROM feed WHERE owner_id = ? ORDER BY at, token", owner)
	})
	return out, err
}

// feeds puts and deletes calendar addresses; each is deleted by its owner alone.
func (t *tx) feeds(put, gone []dialog.Feed) error {
	for _, f := range put {
		if _, err := t.exec("INSERT INTO feed ("+feedColumns+") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", clean(f.Token), f.Owner, clean(f.Plan), clean(f.Unit), clean(f.Place), ms(f.At)); err != nil {
			return err
		}
	}
	for _, f := range gone {
		if _, err := t.exec("DELETE FROM feed WHERE token = ? AND owner_id = ?", clean(f.Token), f.Owner); err != nil {
			return err
		}
	}
	return nil
}
