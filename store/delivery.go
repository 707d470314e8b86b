package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"cewen/outbox"
)

// columns are a delivery's, in the order in which scan reads them.
const columns = "d.id, d.key, d.chat_id, d.thread_id, d.class, d.method, d.message, d.file_name, d.file, d.target_id, d.message_id, d.ref, d.due_at, d.retry_at, d.asked_at, d.state, d.attempt, d.doubts, d.plain, d.lease_until, d.error, d.created_at, d.done_at"

func scanDelivery(rs *sql.Rows) (outbox.Delivery, error) {
	var d outbox.Delivery
	var message, fileName string
	var file []byte
	var plain int
	var due, retry, asked, lease, created, done int64
	err := rs.Scan(&d.ID, &d.Key, &d.Chat, &d.Thread, &d.Class, &d.Method, &message, &fileName, &file, &d.Target, &d.MessageID, &d.Ref, &due, &retry, &asked,
		&d.State, &d.Attempt, &d.Doubts, &plain, &lease, &d.Error, &created, &done)
	if err != nil {
		return d, err
	}
	if fileName != "" {
		d.File = &outbox.File{Name: fileName, Data: file}
	}
	d.Plain = plain != 0
	d.Due, d.Retry, d.Asked, d.Lease, d.Created, d.Done = fromMS(due), fromMS(retry), fromMS(asked), fromMS(lease), fromMS(created), fromMS(done)
	return d, decode(message, &d.Message)
}

// Enqueue writes deliveries down, to be sent. One whose key is there already is not written again.
func (s *Store) Enqueue(ctx context.Context, now time.Time, ds []outbox.Delivery) error {
	return s.update(ctx, "enqueue", "", func(t *tx) error {
		for _, d := range ds {
			if err := t.enqueue(now, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) enqueue(now time.Time, d outbox.Delivery) error {
	message, err := encode(d.Message)
	if err != nil {
		return err
	}
	fileName, file := "", []byte(nil)
	if d.File != nil {
		fileName, file = clean(d.File.Name), d.File.Data
	}
	if d.Method == outbox.Edit && d.MessageID != 0 {
		// Only the last of several texts for one message matters.
		if _, err := t.exec("UPDATE delivery SET state = 'dead', error = 'replaced', message = '', done_at = ? WHERE chat_id = ? AND message_id = ? AND method = 'edit' AND state = 'pending'",
			ms(now), d.Chat, d.MessageID); err != nil {
			return err
		}
	}
	_, err = t.exec(`INSERT INTO delivery (key, chat_id, thread_id, class, method, message, file_name, file, target_id, message_id, ref, due_at, asked_at, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		clean(d.Key), d.Chat, d.Thread, int(d.Class), string(d.Method), message, fileName, file, d.Target, d.MessageID, clean(d.Ref), ms(d.Due), ms(d.Asked), ms(now))
	return err
}

// Finish writes down what became of an attempt (outbox.Ledger).
func (s *Store) Finish(ctx context.Context, now time.Time, d outbox.Delivery, o outbox.Outcome, p outbox.Policy) error {
	return s.update(ctx, "finish delivery", d.Key, func(t *tx) error {
		return t.finish(now, d, o, p)
	})
}

func (t *tx) finish(now time.Time, d outbox.Delivery, o outbox.Outcome, p outbox.Policy) error {
	at := ms(now)
	// From now on it counts for its windows only.
	if _, err := t.exec("UPDATE sending SET until_at = ? WHERE delivery_id = ? AND attempt = ?", at, d.ID, d.Attempt); err != nil {
		return err
	}
	set := func(state outbox.State, rest string, args ...any) error {
		args = append([]any{string(state)}, append(args, d.ID, d.Attempt)...)
		n, err := t.exec("UPDATE delivery SET state = ?, lease_until = 0, "+rest+" WHERE id = ? AND attempt = ? AND state = 'sending'", args...)
		if err != nil {
			return err
		}
		if n == 0 {
			return finished(t, d)
		}
		return nil
	}
	reason := clean(o.Reason)
	again := ms(now.Add(o.Wait))
	switch o.Verdict {
	case outbox.Accepted:
		// What was said is kept with its turn; the ledger only has to know that it arrived.
		return set(outbox.Sent, "message_id = ?, message = '', file = NULL, file_name = '', error = '', done_at = ?", o.MessageID, at)
	case outbox.Later:
		return set(outbox.Pending, "retry_at = ?, error = ?", again, reason)
	case outbox.AsPlain:
		return set(outbox.Pending, "plain = 1, error = ?", reason)
	case outbox.Refused:
		return set(outbox.Dead, "error = ?, done_at = ?", reason, at)
	case outbox.Unknown:
		if p.Hold {
			return set(outbox.Uncertain, "doubts = doubts + 1, error = ?, done_at = ?", reason, at)
		}
		return set(outbox.Pending, "doubts = doubts + 1, retry_at = ?, error = ?", again, reason)
	case outbox.Paused:
		if err := set(outbox.Pending, "error = ?", reason); err != nil {
			return err
		}
		_, err := t.exec("UPDATE gate SET paused_at = ?, paused_until = ? WHERE id = 1 AND paused_until < ?", at, again, again)
		return err
	case outbox.ChatGone:
		if err := set(outbox.Dead, "error = ?, done_at = ?", reason, at); err != nil {
			return err
		}
		return t.pauseChat(now, d.Chat, reason)
	case outbox.Moved:
		if err := set(outbox.Pending, "error = ?", reason); err != nil {
			return err
		}
		return t.move(now, d.Chat, o.MigrateTo)
	}
	return fmt.Errorf("verdict %q is unknown", o.Verdict)
}

// finished tells whether an attempt that cannot be finished was finished before by itself, as after a lost connection.
func finished(t *tx, d outbox.Delivery) error {
	var state string
	var attempt int
	err := t.row("SELECT state, attempt FROM delivery WHERE id = ?", d.ID).Scan(&state, &attempt)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (attempt != d.Attempt || state == string(outbox.Sending)) {
		return outbox.ErrStale
	}
	return err
}

// pauseChat notes that nothing can be sent to a chat any more; what still waits for it is dead for the same reason.
func (t *tx) pauseChat(now time.Time, chat int64, reason string) error {
	if _, err := t.exec("UPDATE delivery SET state = 'dead', error = ?, done_at = ? WHERE chat_id = ? AND state = 'pending'", reason, ms(now), chat); err != nil {
		return err
	}
	kind := "private"
	if outbox.IsGroup(chat) {
		kind = "group"
	}
	_, err := t.exec(`INSERT INTO chat (id, kind, state, reason, since) VALUES (?, ?, 'paused', ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = 'paused', reason = excluded.reason, since = excluded.since`, chat, kind, reason, ms(now))
	return err
}

// Undelivered lists what was not delivered and why, the newest first: dead and uncertain deliveries.
func (s *Store) Undelivered(ctx context.Context, offset, limit int) (out []outbox.Delivery, total int, err error) {
	err = s.view(ctx, "list undelivered", "", func(t *tx) error {
		const which = "FROM delivery d WHERE d.state IN ('dead', 'uncertain') AND d.error <> 'replaced'"
		if err := t.row("SELECT count(*) " + which).Scan(&total); err != nil {
			return err
		}
		return t.rows(func(rs *sql.Rows) error {
			d, err := scanDelivery(rs)
			out = append(out, d)
			return err
		}, "SELECT "+columns+" "+which+" ORDER BY d.done_at DESC, d.id DESC LIMIT ? OFFSET ?", limit, offset)
	})
	return out, total, err
}

// Delivery returns a delivery by its key; ok is false where there is none.
func (s *Store) Delivery(ctx context.Context, key string) (d outbox.Delivery, ok bool, err error) {
	err = s.view(ctx, "read delivery", key, func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var err error
			d, err = scanDelivery(rs)
			ok = true
			return err
		}, "SELECT "+columns+" FROM delivery d WHERE d.key = ?", clean(key))
	})
	return d, ok, err
}
