package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// number writes a due day as notices hold it: 20251231.
func number(due string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(due, "-", ""))
	if err != nil {
		return 0
	}
	return n
}

func fromNumber(n int) string { return fmt.Sprintf("%04d-%02d-%02d", n/10000, n/100%100, n%100) }

// NextNotice is when the next planned notice is to be sent (reminders.NoticeBook). Those of chats that take nothing wait for no time.
func (s *Store) NextNotice(ctx context.Context) (at time.Time, ok bool, err error) {
	err = s.view(ctx, "read next notice", "", func(t *tx) error {
		var n sql.NullInt64
		if err := t.row("SELECT min(n.send_at) FROM notice n WHERE n.state = 0 AND NOT EXISTS (SELECT 1 FROM chat c WHERE c.id = n.chat_id AND c.state = 'paused')").Scan(&n); err != nil {
			return err
		}
		at, ok = fromMS(n.Int64), n.Valid
		return nil
	})
	return at, ok, err
}

// DuePlaces lists places that have notices to be sent now (reminders.NoticeBook). A chat that takes nothing keeps its notices until it does.
func (s *Store) DuePlaces(ctx context.Context, now time.Time, most int) (out []reminders.Place, err error) {
	err = s.view(ctx, "list due notices", "", func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var p reminders.Place
			err := rs.Scan(&p.Chat, &p.Topic)
			out = append(out, p)
			return err
		}, `SELECT DISTINCT n.chat_id, n.topic_id FROM notice n WHERE n.state = 0 AND n.send_at <= ?
			AND NOT EXISTS (SELECT 1 FROM chat c WHERE c.id = n.chat_id AND c.state = 'paused') ORDER BY n.chat_id, n.topic_id LIMIT ?`, ms(now), most)
	})
	return out, err
}

// PlannedNotices lists a place's notices that are to be sent by now (reminders.NoticeBook).
func (s *Store) PlannedNotices(ctx context.Context, p reminders.Place, now time.Time) (out []reminders.Planned, err error) {
	err = s.view(ctx, "list planned notices", fmt.Sprint(p.Chat), func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var n reminders.Planned
			var body string
			var due int
			var at int64
			if err := rs.Scan(&body, &due, &n.Rung, &at); err != nil {
				return err
			}
			n.Due, n.At = fromNumber(due), fromMS(at)
			out = append(out, n)
			return decode(body, &out[len(out)-1].Milestone)
		}, "SELECT m.body, n.due, n.rung, n.send_at FROM notice n JOIN milestone m ON m.num = n.num WHERE n.chat_id = ? AND n.topic_id = ? AND n.state = 0 AND n.send_at <= ? ORDER BY n.num, n.rung",
			p.Chat, p.Topic, ms(now))
	})
	return out, err
}

// TakeNotices takes notices into a digest and writes the deliveries that carry it, both or neither (reminders.NoticeBook).
func (s *Store) TakeNotices(ctx context.Context, now time.Time, p reminders.Place, by time.Time, count int, key string, items []reminders.Ref, messages []outbox.Delivery) error {
	return s.update(ctx, "take notices", fmt.Sprint(p.Chat), func(t *tx) error {
		n, err := t.exec("UPDATE notice SET state = 1 WHERE chat_id = ? AND topic_id = ? AND state = 0 AND send_at <= ?", p.Chat, p.Topic, ms(by))
		if err != nil {
			return err
		}
		if int(n) != count {
			return reminders.ErrTaken
		}
		last := outbox.Message{}
		if len(messages) > 0 {
			last = messages[len(messages)-1].Message
		}
		if err := t.putDigest(now, dialog.List{Key: key, Place: p, Items: items, Message: last}); err != nil {
			return err
		}
		for _, d := range messages {
			if err := t.enqueue(now, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// putDigest keeps what the numbers of a list mean, for replies to it.
func (t *tx) putDigest(now time.Time, l dialog.List) error {
	nums := make([]int64, len(l.Items))
	for i, r := range l.Items {
		num, err := t.numOf(r)
		if err != nil {
			return err
		}
		nums[i] = num
	}
	list, err := encode(nums)
	if err != nil {
		return err
	}
	message, err := encode(l.Message)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO digest (key, chat_id, topic_id, at, title, items, message) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET title = excluded.title, items = excluded.items, message = excluded.message, at = excluded.at`,
		clean(l.Key), l.Place.Chat, l.Place.Topic, ms(now), clean(l.Title), list, message)
	return err
}

// UnsentNotices counts notices' deliveries that are not settled yet (reminders.NoticeBook).
func (s *Store) UnsentNotices(ctx context.Context) (n int, err error) {
	err = s.view(ctx, "count unsent notices", "", func(t *tx) error {
		return t.row("SELECT count(*) FROM delivery WHERE class = 1 AND state IN ('pending', 'sending')").Scan(&n)
	})
	return n, err
}

// RemindStatus counts.
func (s *Store) RemindStatus(ctx context.Context, now time.Time) (r reminders.Backlog, err error) {
	err = s.view(ctx, "count reminders", "", func(t *tx) error {
		var next sql.NullInt64
		for _, q := range []struct {
			query string
			args  []any
			to    []any
		}{
			{"SELECT count(*), coalesce(sum(paused), 0) FROM subscription", nil, []any{&r.Subscriptions, &r.Paused}},
			{"SELECT count(*) FROM (SELECT DISTINCT chat_id FROM subscription) AS chats", nil, []any{&r.Chats}},
			{"SELECT count(*), min(send_at) FROM notice WHERE state = 0", nil, []any{&r.Planned, &next}},
			{"SELECT count(*) FROM notice n WHERE n.state = 0 AND n.send_at <= ? AND NOT EXISTS (SELECT 1 FROM chat c WHERE c.id = n.chat_id AND c.state = 'paused')", []any{ms(now)}, []any{&r.Overdue}},
			{"SELECT count(*) FROM notice n WHERE n.state = 0 AND EXISTS (SELECT 1 FROM chat c WHERE c.id = n.chat_id AND c.state = 'paused')", nil, []any{&r.Blocked}},
			{"SELECT coalesce(sum(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state IN ('pending', 'sending') THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = 'uncertain' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN doubts > 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = 'sent' AND done_at - due_at > 600000 THEN 1 ELSE 0 END), 0) FROM delivery WHERE class = 1 AND method <> 'edit'", nil,
				[]any{&r.Sent, &r.Pending, &r.Dead, &r.Uncertain, &r.Repeated, &r.Late}},
		} {
			if err := t.row(q.query, q.args...).Scan(q.to...); err != nil {
				return err
			}
		}
		r.Next = fromMS(next.Int64)
		return nil
	})
	return r, err
}
