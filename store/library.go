package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"cewen/dialog"
)

const uploadColumns = "id, key, name, sum, heading, state, by_id, by_name, at, decided_id, decided_name, decided_at"

func scanUpload(rs interface{ Scan(...any) error }) (u dialog.Upload, err error) {
	var at, decided int64
	err = rs.Scan(&u.ID, &u.Key, &u.Name, &u.Sum, &u.Heading, &u.State, &u.By, &u.ByName, &at, &u.DecidedBy, &u.DecidedName, &decided)
	u.At, u.Decided = fromMS(at), fromMS(decided)
	return u, err
}

// Upload finds a plan file that was sent; ok is false for one that is not known.
func (s *Store) Upload(ctx context.Context, id string) (u dialog.Upload, ok bool, err error) {
	err = s.view(ctx, "read plan file", id, func(t *tx) error {
		u, err = scanUpload(t.row("SELECT "+uploadColumns+" FROM plan_file WHERE id = ?", clean(id)))
		ok = err == nil
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return u, ok, err
}

// UploadBody reads a sent file and the corrections that came with it, nil where there are none.
func (s *Store) UploadBody(ctx context.Context, id string) (body, fixes []byte, err error) {
	err = s.view(ctx, "read plan file", id, func(t *tx) error {
		return t.row("SELECT body, fixes FROM plan_file WHERE id = ?", clean(id)).Scan(&body, &fixes)
	})
	return body, fixes, err
}

// Uploads lists sent files, the last most of them, the newest first.
func (s *Store) Uploads(ctx context.Context, most int) ([]dialog.Upload, error) {
	return s.uploads(ctx, "1 = 1 ORDER BY at DESC, id DESC LIMIT ?", most)
}

// LiveUploads lists the files that are answered from, the oldest first.
func (s *Store) LiveUploads(ctx context.Context) ([]dialog.Upload, error) {
	return s.uploads(ctx, "state = 'live' ORDER BY decided_at, id")
}

func (s *Store) uploads(ctx context.Context, where string, args ...any) (out []dialog.Upload, err error) {
	err = s.view(ctx, "list plan files", "", func(t *tx) error {
		out = nil
		return t.rows(func(rs *sql.Rows) error {
			u, err := scanUpload(rs)
			out = append(out, u)
			return err
		}, "SELECT "+uploadColumns+" FROM plan_file WHERE "+where, args...)
	})
	return out, err
}

// Hidden lists the plans of other sources that were taken out.
func (s *Store) Hidden(ctx context.Context) (out []dialog.Hiding, err error) {
	err = s.view(ctx, "list hidden plans", "", func(t *tx) error {
		out = nil
		return t.rows(func(rs *sql.Rows) error {
			var h dialog.Hiding
			var at int64
			if err := rs.Scan(&h.Plan, &h.Heading, &h.By, &h.Name, &at); err != nil {
				return err
			}
			h.At = fromMS(at)
			out = append(out, h)
			return nil
		}, "SELECT name, heading, by_id, by_name, at FROM plan_hidden ORDER BY at, name")
	})
	return out, err
}

// propose keeps a sent file. One that nobody decided about goes when a newer one of the same sender says the same.
func (t *tx) propose(now time.Time, p dialog.Proposal) error {
	u := p.Upload
	if _, err := t.exec("DELETE FROM plan_file WHERE state = 'pending' AND by_id = ? AND (key = ? OR at < ?)", u.By, clean(u.Key), ms(now.Add(-pendingFor))); err != nil {
		return err
	}
	_, err := t.exec("INSERT INTO plan_file (id, key, name, sum, heading, state, body, fixes, by_id, by_name, at) VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?)",
		clean(u.ID), clean(u.Key), clean(u.Name), u.Sum, clean(u.Heading), p.Body, p.Fixes, u.By, clean(u.ByName), ms(u.At))
	return err
}

// pendingFor is how long a file that nobody decided about is kept.
const pendingFor = 7 * 24 * time.Hour

// decide takes a sent file in, out or back. What has been decided otherwise in the meantime stays as it is: ErrDecided.
func (t *tx) decide(now time.Time, d dialog.Decision) error {
	u, err := scanUpload(t.row("SELECT "+uploadColumns+" FROM plan_file WHERE id = ?"+t.driver.locking(), clean(d.ID)))
	if errors.Is(err, sql.ErrNoRows) {
		return ErrDecided
	}
	if err != nil {
		return err
	}
	if !u.May(d.To) {
		return ErrDecided
	}
	if d.To == dialog.UploadLive {
		if _, err := t.exec("UPDATE plan_file SET state = 'replaced', decided_id = ?, decided_name = ?, decided_at = ? WHERE key = ? AND state = 'live'", d.By, clean(d.Name), ms(now), clean(u.Key)); err != nil {
			return err
		}
	}
	_, err = t.exec("UPDATE plan_file SET state = ?, decided_id = ?, decided_name = ?, decided_at = ? WHERE id = ?", string(d.To), d.By, clean(d.Name), ms(now), clean(d.ID))
	return err
}

// ErrDecided is the error of deciding about a file that was decided about in the meantime, or is kept no longer.
var ErrDecided = errors.New("decided already")

func (t *tx) hide(now time.Time, h dialog.Hiding) error {
	if h.Back {
		_, err := t.exec("DELETE FROM plan_hidden WHERE name = ?", clean(h.Plan))
		return err
	}
	_, err := t.exec("INSERT INTO plan_hidden (name, heading, by_id, by_name, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", clean(h.Plan), clean(h.Heading), h.By, clean(h.Name), ms(now))
	return err
}
