package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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

// backwards is by how much the clocks of replicas may differ without one being taken for set back.
const backwards = time.Minute

// Horizon tells what is still to be planned up to a time (reminders.NoticeBook).
func (s *Store) Horizon(ctx context.Context, now, until time.Time) (g reminders.Ground, err error) {
	var at int64
	err = s.view(ctx, "read horizon", "", func(t *tx) error {
		g = reminders.Ground{}
		if err := t.row("SELECT generation, at FROM planning WHERE id = 1").Scan(&g.Generation, &at); err != nil {
			return err
		}
		return t.rows(func(rs *sql.Rows) error {
			var w reminders.Wish
			var at int64
			if err := rs.Scan(&w.Preset, &w.Hour, &at); err != nil {
				return err
			}
			if u := fromMS(at); len(g.Wishes) == 0 || u.Before(g.From) {
				g.From = u
			}
			g.Wishes = append(g.Wishes, w)
			return nil
		}, "SELECT preset, hour, min(planned_until) FROM subscription WHERE paused = 0 AND planned_until < ? GROUP BY preset, hour", ms(until))
	})
	if err != nil || at <= ms(now.Add(backwards)) {
		return g, err
	}
	if err := s.PlanAnew(ctx, now); err != nil {
		return g, err
	}
	return s.Horizon(ctx, now, until)
}

// PlanAnew lets everybody be planned for once more (reminders.NoticeBook).
func (s *Store) PlanAnew(ctx context.Context, now time.Time) error {
	return s.update(ctx, "plan anew", "", func(t *tx) error {
		if _, err := t.exec("UPDATE planning SET generation = generation + 1, at = ? WHERE id = 1", ms(now)); err != nil {
			return err
		}
		_, err := t.exec("UPDATE subscription SET planned_until = ? WHERE planned_until > ?", ms(now), ms(now))
		return err
	})
}

// What a subscription covers, as reminders.Subscription.Covers says it.
const covers = `(s.plan = '' OR s.plan = m.plan OR s.plan = '@' || m.issuer) AND (
	s.about = 'all'
	OR s.about = 'unit' AND EXISTS (SELECT 1 FROM milestone_unit u WHERE u.unit = s.what AND u.num = m.num)
	OR s.about = 'place' AND EXISTS (SELECT 1 FROM milestone_place p WHERE p.place = s.what AND p.num = m.num)
	OR s.about = 'clause' AND m.kind <> 'indicator' AND s.what = CAST(m.clause AS TEXT)
	OR s.about = 'target' AND ',' || s.what || ',' LIKE '%,' || m.id || ',%')`

// How much one transaction plans: whoever else writes has to wait that long.
const (
	mostRows  = 10_000
	mostSlots = 100 // in one statement
)

// PlanNotices plans notices for every subscription (reminders.NoticeBook). Rows are made where they are kept, a chat's side by side; a plan of
// many rows takes several transactions, and the last one says that it is whole.
func (s *Store) PlanNotices(ctx context.Context, now, until time.Time, generation int64, slots []reminders.Slotted, own []reminders.Own) (planned int64, err error) {
	for part := range slices.Chunk(slots, mostSlots) {
		n, err := s.planSlots(ctx, until, part)
		planned += n
		if err != nil {
			return planned, err
		}
	}
	for part := range slices.Chunk(own, mostRows) {
		var did int64
		err := s.update(ctx, "plan notices", "", func(t *tx) error {
			did = 0
			for _, o := range part {
				n, err := t.planOwn(o)
				if err != nil {
					return err
				}
				did += n
			}
			return nil
		})
		planned += did
		if err != nil {
			return planned, err
		}
	}
	return planned, s.update(ctx, "plan notices", "", func(t *tx) error {
		var current int64
		if err := t.row("SELECT generation FROM planning WHERE id = 1" + t.driver.locking()).Scan(&current); err != nil {
			return err
		}
		if current != generation {
			return reminders.ErrTaken
		}
		if _, err := t.exec("UPDATE planning SET at = ? WHERE id = 1 AND at < ?", ms(now), ms(now)); err != nil {
			return err
		}
		_, err := t.exec("UPDATE subscription SET planned_until = ? WHERE planned_until < ?", ms(until), ms(until))
		return err
	})
}

// planSlots plans some slots, so many subscriptions at a time that a transaction is short.
func (s *Store) planSlots(ctx context.Context, until time.Time, slots []reminders.Slotted) (planned int64, err error) {
	many := max(1, mostRows/len(slots))
	for after := int64(0); ; {
		var did, last int64
		err := s.update(ctx, "plan notices", "", func(t *tx) (err error) {
			did, last = 0, 0
			var end sql.NullInt64
			if err := t.row("SELECT max(id) FROM (SELECT id FROM subscription WHERE id > ? ORDER BY id LIMIT ?) AS part", after, many).Scan(&end); err != nil || !end.Valid {
				return err
			}
			last = end.Int64
			did, err = t.planSlots(slots, after, last)
			return err
		})
		if err != nil || last == 0 {
			return planned, err
		}
		planned, after = planned+did, last
	}
}

// planSlots plans slots for the subscriptions after one up to another.
func (t *tx) planSlots(slots []reminders.Slotted, after, last int64) (int64, error) {
	query := strings.Builder{}
	var args []any
	for _, slot := range slots {
		num, err := t.numOf(slot.Ref)
		if err != nil {
			return 0, err
		}
		if num == 0 {
			continue // another replica knows a newer text, without it
		}
		if len(args) > 0 {
			query.WriteString(", ")
		}
		query.WriteString("(CAST(? AS BIGINT), CAST(? AS INT), CAST(? AS INT), CAST(? AS BIGINT), ?, CAST(? AS INT))")
		args = append(args, num, number(slot.Due), int(slot.Rung), ms(slot.At), string(slot.Preset), slot.Hour)
	}
	if len(args) == 0 {
		return 0, nil
	}
	// The subscriptions are gone through once, in their order: so a chat's rows are written side by side.
	return t.exec(`WITH slot (num, due, rung, send_at, preset, hour) AS (VALUES `+query.String()+`),
		m AS MATERIALIZED (SELECT slot.*, m.id, m.plan, m.issuer, m.kind, m.clause FROM slot JOIN milestone m ON m.num = slot.num WHERE m.gone = 0 ORDER BY slot.num)
		INSERT INTO notice (chat_id, topic_id, num, due, rung, send_at)
		SELECT s.chat_id, s.topic_id, m.num, m.due, m.rung, m.send_at FROM subscription s CROSS JOIN m
		WHERE s.id > ? AND s.id <= ? AND s.paused = 0 AND s.preset = m.preset AND s.hour = m.hour AND s.planned_until < m.send_at AND `+covers+`
		ON CONFLICT DO NOTHING`, append(args, after, last)...)
}

// planOwn plans by a chat's own day of a milestone.
func (t *tx) planOwn(o reminders.Own) (int64, error) {
	num, err := t.numOf(o.Ref)
	if num == 0 || err != nil {
		return 0, err
	}
	return t.exec(`INSERT INTO notice (chat_id, topic_id, num, due, rung, send_at)
		SELECT s.chat_id, s.topic_id, CAST(? AS BIGINT), CAST(? AS INT), CAST(? AS INT), CAST(? AS BIGINT) FROM subscription s
		WHERE s.id = ? AND s.paused = 0 AND s.planned_until < ?
		ON CONFLICT DO NOTHING`,
		num, number(o.Due), int(o.Rung), ms(o.At), o.Subscription, ms(o.At))
}

// replanned says that planning would come out otherwise now. It comes before subscriptions are written: whoever plans takes the locks in the
// same order.
func (t *tx) replanned(now time.Time) error {
	_, err := t.exec("UPDATE planning SET generation = generation + 1, at = CASE WHEN at < ? THEN ? ELSE at END WHERE id = 1", ms(now), ms(now))
	return err
}

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
