package store

import (
	"context"
	"database/sql"
	"time"
)

// Resume is the plan's clock of a rehearsal that began on a day; ok is false where none did.
func (s *Store) Resume(ctx context.Context, began string) (at time.Time, ok bool, err error) {
	err = s.view(ctx, "read rehearsal", began, func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var n int64
			ok = true
			err := rs.Scan(&n)
			at = fromMS(n)
			return err
		}, "SELECT plan_at FROM rehearsal WHERE id = 1 AND began = ?", began)
	})
	return at, ok, err
}

// Rehearsal tells on which day the rehearsal of this database began, "" for none, and whether anybody is subscribed here.
func (s *Store) Rehearsal(ctx context.Context) (began string, used bool, err error) {
	err = s.view(ctx, "read rehearsal", "", func(t *tx) error {
		if err := t.row("SELECT coalesce(max(began), '') FROM rehearsal").Scan(&began); err != nil {
			return err
		}
		var n int
		if err := t.row("SELECT count(*) FROM subscription").Scan(&n); err != nil {
			return err
		}
		used = n > 0
		return nil
	})
	return began, used, err
}

// KeepClock writes down where the plan's clock of a rehearsal stands.
func (s *Store) KeepClock(ctx context.Context, began string, at time.Time) error {
	return s.update(ctx, "keep rehearsal", began, func(t *tx) error {
		_, err := t.exec("INSERT INTO rehearsal (id, began, plan_at) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET began = excluded.began, plan_at = excluded.plan_at", began, ms(at))
		return err
	})
}
