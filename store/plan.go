package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"cewen/reminders"
)

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
		n, err := s.planSlots(ctx, part)
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
		current, err := t.generation()
		if err != nil {
			return err
		}
		if current != generation {
			return reminders.ErrTaken
		}
		if _, err := t.exec("UPDATE planning SET at = ? WHERE id = 1 AND at < ?", ms(now), ms(now)); err != nil {
			return err
		}
		_, err = t.exec("UPDATE subscription SET planned_until = ? WHERE planned_until < ?", ms(until), ms(until))
		return err
	})
}

// planSlots plans some slots, so many subscriptions at a time that a transaction is short.
func (s *Store) planSlots(ctx context.Context, slots []reminders.Slotted) (planned int64, err error) {
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

// generation reads the generation and keeps others from changing it until the transaction ends.
func (t *tx) generation() (n int64, err error) {
	err = t.row("SELECT generation FROM planning WHERE id = 1" + t.driver.locking()).Scan(&n)
	return n, err
}

// replanned says that planning would come out otherwise now. It comes before subscriptions are written: whoever plans takes the locks in the
// same order.
func (t *tx) replanned(now time.Time) error {
	_, err := t.exec("UPDATE planning SET generation = generation + 1, at = CASE WHEN at < ? THEN ? ELSE at END WHERE id = 1", ms(now), ms(now))
	return err
}
