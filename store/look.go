package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"cewen/store/postgres"
	"cewen/store/sqlite"
)

// Look opens a database that is there already for reading, beside whoever serves from it. Nothing is changed, and every method that would
// change something fails. Errors: those of Open but for ErrServed, and ErrOlder.
func Look(ctx context.Context, db string) (*Store, error) {
	s := &Store{}
	files := sqlite.Migrations()
	var err error
	if IsAddress(db) {
		s.driver, files = onPostgres, postgres.Migrations()
		s.read, err = postgres.Look(ctx, db)
	} else {
		s.read, err = sqlite.Look(ctx, db)
	}
	if err != nil {
		return nil, s.fail("open database", "", err)
	}
	s.write = s.read
	if err := s.sameSchema(ctx, files); err != nil {
		return nil, errors.Join(s.fail("read the schema", "", err), s.close())
	}
	return s, nil
}

// sameSchema reports an error for a schema that is not the one that this program knows.
func (s *Store) sameSchema(ctx context.Context, files fs.FS) error {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	want := 0
	for _, n := range names {
		number, _, _ := strings.Cut(n, "_")
		if v, err := strconv.Atoi(number); err == nil {
			want = max(want, v)
		}
	}
	var have int
	if err := s.read.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM schema_version").Scan(&have); err != nil {
		return err
	}
	switch {
	case have > want:
		return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, have, want)
	case have < want:
		return fmt.Errorf("%w: schema %d, this program needs %d", ErrOlder, have, want)
	}
	return nil
}
