package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"cewen/dialog"
	"cewen/reminders"
)

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
