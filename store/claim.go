package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"cewen/outbox"
)

// Claim hands out what is due and what the limits let go (outbox.Ledger). Claims are made one after the other, under the gate's row: the
// limits hold over all replicas together, so there is nothing to gain from claiming side by side.
func (s *Store) Claim(ctx context.Context, now time.Time, c outbox.Claim) (b outbox.Batch, err error) {
	err = s.update(ctx, "claim deliveries", "", func(t *tx) error {
		b = outbox.Batch{}
		k := &claim{tx: t, now: now, c: c}
		return k.run(&b)
	})
	if err != nil {
		return outbox.Batch{}, err // what was not committed is not handed out
	}
	return b, nil
}

// claim is one run of Claim.
type claim struct {
	*tx
	now  time.Time
	c    outbox.Claim
	next int64 // when to ask again; 0: nothing waits
}

// later notes that something can be tried at t.
func (k *claim) later(t int64) {
	if t > 0 && (k.next == 0 || t < k.next) {
		k.next = t
	}
}

func (k *claim) run(b *outbox.Batch) error {
	paused, err := k.pausedUntil()
	if err != nil {
		return err
	}
	if err := k.lost(); err != nil {
		return err
	}
	if err := k.tooOld(); err != nil {
		return err
	}
	free, notices := k.c.Most, k.c.Most
	switch {
	case paused > 0:
		free = 0
		k.later(paused)
	case !k.c.Limits.Open():
		if free, notices, err = k.free(free); err != nil {
			return err
		}
	}
	if free > 0 {
		if b.Deliveries, err = k.take(free, notices); err != nil {
			return err
		}
	}
	if err := k.waiting(); err != nil {
		return err
	}
	b.Next = fromMS(k.next)
	return nil
}

// pausedUntil takes the gate and returns until when nothing may be sent, 0 for now. A pause that began in the future, or lasts longer than
// any, comes from a clock that was wrong.
func (k *claim) pausedUntil() (int64, error) {
	var from, until int64
	if err := k.row("SELECT paused_at, paused_until FROM gate WHERE id = 1"+k.driver.locking()).Scan(&from, &until); err != nil {
		return 0, err
	}
	now := ms(k.now)
	if until <= now || from > now || until-from > outbox.MostPause.Milliseconds() {
		return 0, nil
	}
	return until, nil
}

// lost decides the attempts whose lease ran out. One that lasts longer than any comes from before the clock was set back.
func (k *claim) lost() error {
	var gone []outbox.Delivery
	err := k.rows(func(rs *sql.Rows) error {
		d, err := scanDelivery(rs)
		if err == nil && !slices.Contains(k.c.Alive, d.ID) {
			gone = append(gone, d)
		}
		return err
	}, "SELECT "+columns+" FROM delivery d WHERE d.state = 'sending' AND (d.lease_until < ? OR d.lease_until > ?) ORDER BY d.id", ms(k.now), ms(k.now.Add(2*k.c.Lease)))
	if err != nil {
		return err
	}
	for _, d := range gone {
		if err := k.finish(k.now, d, outbox.Lost(d), k.c.Policy); err != nil {
			return err
		}
	}
	return nil
}

// tooOld gives up answers to questions that nobody waits for any more.
func (k *claim) tooOld() error {
	_, err := k.exec("UPDATE delivery SET state = 'dead', error = 'older than a day', done_at = ? WHERE state = 'pending' AND class = 0 AND asked_at > 0 AND asked_at < ?",
		ms(k.now), ms(k.now.Add(-outbox.AnswerAge)))
	return err
}

// free returns how many messages the overall limit lets go now, and how many of them may be notices.
func (k *claim) free(most int) (all, notices int, err error) {
	since := ms(k.now.Add(-outbox.Second))
	// What was counted can be forgotten once the longest window has passed; what a wrong clock put far into the future, too.
	if _, err := k.exec("DELETE FROM sending WHERE until_at < ? OR until_at > ?", ms(k.now.Add(-outbox.Minute-outbox.Second)), ms(k.now.Add(2*k.c.Lease+outbox.Minute))); err != nil {
		return 0, 0, err
	}
	var used int
	var oldest sql.NullInt64
	if err := k.row("SELECT count(*), min(until_at) FROM sending WHERE until_at > ?", since).Scan(&used, &oldest); err != nil {
		return 0, 0, err
	}
	all = min(most, k.c.Limits.Rate-used)
	notices = min(most, k.c.Limits.Rate-k.c.Limits.Spare-used)
	if notices <= 0 {
		k.later(oldest.Int64 + outbox.Second.Milliseconds() + 1)
	}
	return all, notices, nil
}

// A delivery is handed out when it is due (a wait that is longer than any comes from before the clock was set back), nothing of the same chat
// stands before it or is on its way, the chat's limits let it go, and an edit's message has been sent.
func (d driver) ready() string {
	return ` FROM delivery d
WHERE d.state = 'pending' AND d.class = ? AND d.due_at <= ? AND (d.retry_at <= ? OR d.retry_at > ?)
  AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.chat_id = d.chat_id AND ` + d.open("e") + `e.state = 'sending')
  AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.chat_id = d.chat_id AND ` + d.open("e") + `e.state = 'pending' AND e.class = d.class
                  AND (e.due_at < d.due_at OR e.due_at = d.due_at AND e.id < d.id))`
}

// open says what follows from the state that is asked for, so that SQLite sees that the index of open deliveries serves: with ten thousand
// waiting a claim takes 2 ms instead of 28. PostgreSQL sees it by itself, and plans worse with it.
func (d driver) open(table string) string {
	if d == onSQLite {
		return table + ".state IN ('pending', 'sending') AND "
	}
	return ""
}

const chatFree = `
  AND (SELECT count(*) FROM sending s WHERE s.chat_id = d.chat_id AND s.until_at > ?) < ?
  AND (d.chat_id > 0 OR (SELECT count(*) FROM sending s WHERE s.chat_id = d.chat_id AND s.until_at > ?) < ?)`

// take claims up to all deliveries: answers first, then notices, as long as there are fewer than may be with them; within a class the oldest
// first.
func (k *claim) take(all, notices int) ([]outbox.Delivery, error) {
	var out []outbox.Delivery
	for class, n := range []int{outbox.Answer: all, outbox.Notice: notices} {
		if len(out) >= n {
			continue
		}
		query, args := "SELECT "+columns+k.driver.ready(), []any{class, ms(k.now), ms(k.now), ms(k.now.Add(2 * outbox.MostWait))}
		if l := k.c.Limits; !l.Open() {
			query += chatFree
			args = append(args, ms(k.now.Add(-outbox.Second)), l.Chat, ms(k.now.Add(-outbox.Minute)), l.Group)
		}
		args = append(args, n-len(out))
		var found []outbox.Delivery
		err := k.rows(func(rs *sql.Rows) error {
			d, err := scanDelivery(rs)
			found = append(found, d)
			return err
		}, query+" ORDER BY d.due_at, d.id LIMIT ?", args...)
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			ok, err := k.claimOne(&d)
			if err != nil {
				return nil, err
			}
			// An answer and a notice for one chat: the second has to wait for the first.
			if ok {
				out = append(out, d)
			}
		}
	}
	return out, nil
}

// claimOne writes the claim down. ok is false for an edit whose message never came to be.
func (k *claim) claimOne(d *outbox.Delivery) (ok bool, err error) {
	if d.Target != 0 && d.MessageID == 0 {
		var message int
		err := k.row("SELECT message_id FROM delivery WHERE id = ?", d.Target).Scan(&message)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return false, err
		}
		if message == 0 {
			_, err := k.exec("UPDATE delivery SET state = 'dead', error = 'its message was not sent', done_at = ? WHERE id = ?", ms(k.now), d.ID)
			return false, err
		}
		d.MessageID = message
	}
	d.Attempt++
	d.State, d.Lease = outbox.Sending, k.now.Add(k.c.Lease)
	if _, err := k.exec("UPDATE delivery SET state = 'sending', attempt = ?, owner = ?, lease_until = ?, message_id = ? WHERE id = ?",
		d.Attempt, k.c.Owner, ms(d.Lease), d.MessageID, d.ID); err != nil {
		return false, err
	}
	_, err = k.exec("INSERT INTO sending (delivery_id, attempt, chat_id, until_at) VALUES (?, ?, ?, ?)", d.ID, d.Attempt, d.Chat, ms(d.Lease))
	return true, err
}

// waiting finds out when something could be claimed that cannot now, should nothing happen until then.
func (k *claim) waiting() error {
	now := ms(k.now)
	var due sql.NullInt64
	// The next that becomes due.
	for _, class := range []outbox.Class{outbox.Answer, outbox.Notice} {
		if err := k.row("SELECT min(due_at) FROM delivery WHERE state = 'pending' AND class = ? AND due_at > ?", int(class), now).Scan(&due); err != nil {
			return err
		}
		k.later(due.Int64)
	}
	if err := k.row("SELECT min(retry_at) FROM delivery WHERE state = 'pending' AND retry_at > 0 AND retry_at > ?", now).Scan(&due); err != nil {
		return err
	}
	k.later(due.Int64)
	if k.c.Limits.Open() {
		return nil
	}
	// The next chat whose second is over. A group whose minute is full is asked about once a second.
	var limited sql.NullInt64
	if err := k.row(`SELECT min(s.until_at) FROM sending s WHERE s.until_at > ? AND s.until_at <= ?
		AND EXISTS (SELECT 1 FROM delivery d WHERE d.chat_id = s.chat_id AND `+k.driver.open("d")+`d.state = 'pending' AND d.due_at <= ?)`,
		now-outbox.Second.Milliseconds(), now, now).Scan(&limited); err != nil {
		return err
	}
	if limited.Valid {
		k.later(limited.Int64 + outbox.Second.Milliseconds() + 1)
	}
	return nil
}
