package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Hold takes or keeps a lease by name and reports whether it is now the owner's. It lasts for the given time from now on.
func (s *Store) Hold(ctx context.Context, now time.Time, name, owner string, lasts time.Duration) (held bool, err error) {
	err = s.update(ctx, "hold lease", name, func(t *tx) error {
		n, err := t.exec(`INSERT INTO lease (name, owner, until) VALUES (?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE lease.owner = excluded.owner OR lease.until < ?`,
			name, owner, ms(now.Add(lasts)), ms(now))
		held = n == 1
		return err
	})
	return held && err == nil, err
}

// Leave gives a lease up, so that another replica can take it at once.
func (s *Store) Leave(ctx context.Context, name, owner string) error {
	return s.update(ctx, "leave lease", name, func(t *tx) error {
		_, err := t.exec("DELETE FROM lease WHERE name = ? AND owner = ?", name, owner)
		return err
	})
}

// Setting returns the value that all replicas share under a name. The first to ask with a value sets it.
func (s *Store) Setting(ctx context.Context, name, first string) (value string, err error) {
	err = s.update(ctx, "read setting", name, func(t *tx) error {
		if _, err := t.exec("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, first); err != nil {
			return err
		}
		err := t.row("SELECT value FROM setting WHERE name = ?", name).Scan(&value)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return value, err
}
