package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"cewen/dialog"
	"cewen/inbox"
)

// Put stores updates that came in and returns how many of them were new: one that is there already is recognised by its id.
func (s *Store) Put(ctx context.Context, now time.Time, us []inbox.Update) (fresh int, err error) {
	err = s.update(ctx, "put updates", "", func(t *tx) error {
		fresh = 0
		for _, u := range us {
			n, err := t.exec("INSERT INTO inbox (update_id, lane, body, received_at) VALUES (?, ?, ?, ?) ON CONFLICT (update_id) DO NOTHING", u.ID, u.Lane, u.Body, ms(now))
			if err != nil {
				return err
			}
			fresh += int(n)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return fresh, nil
}

// The oldest open update of each lane: lanes are stepped through by their index, so that a long queue in one costs nothing.
const laneHeads = `
WITH RECURSIVE lanes (lane) AS (
    SELECT min(lane) FROM inbox WHERE state IN ('new', 'working')
    UNION ALL
    SELECT (SELECT min(i.lane) FROM inbox i WHERE i.state IN ('new', 'working') AND i.lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
)
SELECT i.update_id, i.lane, i.body, i.received_at, i.attempt, i.state, i.lease_until
FROM (SELECT lane, (SELECT min(h.update_id) FROM inbox h WHERE h.lane = lanes.lane AND h.state IN ('new', 'working')) AS head FROM lanes WHERE lane IS NOT NULL) AS heads
JOIN inbox i ON i.update_id = heads.head
WHERE i.state = 'new' OR i.lease_until < ? OR i.lease_until > ?
ORDER BY i.update_id`

// Take hands out the oldest open update of each lane that nobody works on (inbox.Box). A lease that lasts longer than any comes from before
// the clock was set back and holds nothing.
func (s *Store) Take(ctx context.Context, now time.Time, k inbox.Take) (items []inbox.Item, err error) {
	err = s.update(ctx, "take updates", "", func(t *tx) error {
		items = nil
		alive := map[int64]bool{}
		for _, id := range k.Alive {
			alive[id] = true
		}
		var heads []inbox.Item
		err := t.rows(func(rs *sql.Rows) error {
			var it inbox.Item
			var received, lease int64
			var state string
			if err := rs.Scan(&it.ID, &it.Lane, &it.Body, &received, &it.Attempt, &state, &lease); err != nil {
				return err
			}
			if !alive[it.ID] && len(heads) < k.Most {
				it.Received = fromMS(received)
				heads = append(heads, it)
			}
			return nil
		}, laneHeads, ms(now), ms(now.Add(2*k.Lease)))
		if err != nil {
			return err
		}
		for _, it := range heads {
			// Another replica may have taken it since it was read: then the attempt is no longer what was read.
			n, err := t.exec("UPDATE inbox SET state = 'working', attempt = attempt + 1, owner = ?, lease_until = ? WHERE update_id = ? AND attempt = ? AND state IN ('new', 'working')",
				k.Owner, ms(now.Add(k.Lease)), it.ID, it.Attempt)
			if err != nil {
				return err
			}
			if n == 1 {
				it.Attempt++
				items = append(items, it)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err // what was not committed is not handed out
	}
	return items, nil
}

// Commit makes the changes of an item and marks it done, both or neither (inbox.Box).
func (s *Store) Commit(ctx context.Context, now time.Time, it inbox.Item, c dialog.Changes, why string) error {
	return s.update(ctx, "commit update", fmt.Sprint(it.ID), func(t *tx) error {
		state := "done"
		if why != "" {
			state = "failed"
		}
		// The body is no longer needed; the id is, to recognise a repeat.
		n, err := t.exec("UPDATE inbox SET state = ?, body = ?, error = ?, done_at = ?, lease_until = 0 WHERE update_id = ? AND attempt = ? AND state = 'working'",
			state, []byte{}, clean(why), ms(now), it.ID, it.Attempt)
		if err != nil {
			return err
		}
		if n == 0 {
			return committed(t, it)
		}
		return t.apply(now, c)
	})
}

// committed tells whether an item that cannot be committed was committed by the same attempt before, as after a lost connection.
func committed(t *tx, it inbox.Item) error {
	var state string
	var attempt int
	err := t.row("SELECT state, attempt FROM inbox WHERE update_id = ?", it.ID).Scan(&state, &attempt)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (attempt != it.Attempt || state != "done" && state != "failed") {
		return inbox.ErrStale
	}
	return err
}

// Release gives back what a process that no longer runs was working on, at once: on SQLite the file's lock says that it is gone.
func (s *Store) Release(ctx context.Context, now time.Time, owner string) error {
	if s.Shared() {
		return nil // others may be alive: their leases tell
	}
	return s.update(ctx, "release", "", func(t *tx) error {
		if _, err := t.exec("UPDATE inbox SET lease_until = 0 WHERE state = 'working' AND owner <> ?", owner); err != nil {
			return err
		}
		_, err := t.exec("UPDATE delivery SET lease_until = 0 WHERE state = 'sending' AND owner <> ?", owner)
		return err
	})
}

// Backlog is what waits to be handled.
type Backlog struct {
	Updates      int
	OldestUpdate time.Time // received; zero: none
	Deliveries   map[string]int
	OldestDue    time.Time // the delivery that has waited longest; zero: none
}

// Backlog counts what waits, for metrics.
func (s *Store) Backlog(ctx context.Context, now time.Time) (b Backlog, err error) {
	err = s.view(ctx, "count what waits", "", func(t *tx) error {
		var oldest, due sql.NullInt64
		if err := t.row("SELECT count(*), min(received_at) FROM inbox WHERE state IN ('new', 'working')").Scan(&b.Updates, &oldest); err != nil {
			return err
		}
		b.OldestUpdate = fromMS(oldest.Int64)
		b.Deliveries = map[string]int{}
		err := t.rows(func(rs *sql.Rows) error {
			var class, n int
			if err := rs.Scan(&class, &n); err != nil {
				return err
			}
			name := "answer"
			if class != 0 {
				name = "notice"
			}
			b.Deliveries[name] = n
			return nil
		}, "SELECT class, count(*) FROM delivery WHERE state IN ('pending', 'sending') AND due_at <= ? GROUP BY class", ms(now))
		if err != nil {
			return err
		}
		if err := t.row("SELECT min(CASE WHEN due_at > created_at THEN due_at ELSE created_at END) FROM delivery WHERE state IN ('pending', 'sending') AND due_at <= ?", ms(now)).Scan(&due); err != nil {
			return err
		}
		b.OldestDue = fromMS(due.Int64)
		return nil
	})
	return b, err
}
