package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"cewen/store/postgres"
	"cewen/store/sqlite"
)

// Store is an open database. Its methods may be called from several goroutines.
type Store struct {
	driver driver
	read   *sql.DB
	write  *sql.DB
	writer *writer      // SQLite: transactions are run one after the other, many to a commit
	file   *sqlite.File // SQLite
	full   atomic.Pointer[failure]
}

// failure is the last operation for which the disk had no room.
type failure struct {
	at  time.Time
	err error
}

// recently is how long a full disk counts against Ping: a small write may still go where the log has room from before, and larger ones fail.
const recently = 5 * time.Second

// driver is which dialect is spoken.
type driver int

const (
	onSQLite driver = iota
	onPostgres
)

// IsAddress reports whether a --db value means PostgreSQL.
func IsAddress(db string) bool {
	return strings.HasPrefix(db, "postgres://") || strings.HasPrefix(db, "postgresql://")
}

// Open opens a file, or a database by its postgres:// address, and brings its schema up to date. Errors: ErrServed, ErrForeign, ErrNewer,
// ErrReadOnly, ErrFull, ErrUnreachable, ErrDenied, ErrAddress, ErrDamaged, and what the file system says.
func Open(ctx context.Context, db string) (*Store, error) {
	s := &Store{}
	var err error
	if IsAddress(db) {
		s.driver = onPostgres
		s.write, err = postgres.Open(ctx, db)
		s.read = s.write
	} else {
		s.file, err = sqlite.Open(ctx, db)
		if err == nil {
			s.write, s.read = s.file.Write, s.file.Read
		}
	}
	if err != nil {
		return nil, s.fail("open database", "", err)
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(s.fail("update the schema", "", err), s.close())
	}
	if s.driver == onSQLite {
		s.writer = newWriter(s.write)
	}
	return s, nil
}

// Shared reports whether other replicas may use the same database.
func (s *Store) Shared() bool { return s.driver == onPostgres }

// Close waits for what is being written and closes the database.
func (s *Store) Close() error {
	if s.writer != nil {
		s.writer.stop()
	}
	return s.close()
}

func (s *Store) close() error {
	if s.file != nil {
		return s.file.Close()
	}
	return s.write.Close()
}

// Ping reports whether the database answers and can be written to: now, and by all that was written in the last seconds.
func (s *Store) Ping(ctx context.Context) error {
	if f := s.full.Load(); f != nil && time.Since(f.at) < recently {
		return f.err
	}
	return s.update(ctx, "ping", "", func(t *tx) error {
		_, err := t.exec("UPDATE gate SET id = id WHERE id = 1")
		return err
	})
}

// Backup copies the SQLite file at path, which may be in use, to a new file. Errors: those of Open, and fs.ErrExist.
func Backup(ctx context.Context, path, target string) error {
	s := &Store{driver: onSQLite}
	return s.fail("back up", path, sqlite.Backup(ctx, path, target))
}

// migrate brings the schema up to date in place. A schema that is newer than this program is left alone.
func (s *Store) migrate(ctx context.Context) error {
	dialect, files := goose.DialectSQLite3, sqlite.Migrations()
	options := []goose.ProviderOption{goose.WithTableName("schema_version"), goose.WithSlog(slog.New(slog.DiscardHandler)), goose.WithDisableGlobalRegistry(true)}
	if s.driver == onPostgres {
		dialect, files = goose.DialectPostgres, postgres.Migrations()
		// Replicas that start together migrate one after the other.
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return migrateTo(ctx, dialect, s.write, files, options)
}

func migrateTo(ctx context.Context, dialect goose.Dialect, db *sql.DB, files fs.FS, options []goose.ProviderOption) error {
	p, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, have, want)
	}
	_, err = p.Up(ctx)
	return err
}

// fail wraps an error with its operation and makes it match the one of this package's errors that it amounts to. nil stays nil.
func (s *Store) fail(op, key string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if kind := s.kind(err); kind != nil && !errors.Is(err, kind) {
		err = fmt.Errorf("%w: %w", kind, err)
	}
	e := &Error{Op: op, Key: key, Err: err}
	if errors.Is(err, ErrFull) {
		s.full.Store(&failure{time.Now(), e})
	}
	return e
}

// Kind names what is wrong with a database, for a metric's label.
func Kind(err error) string {
	for name, known := range map[string]error{
		"served": ErrServed, "foreign": ErrForeign, "newer": ErrNewer, "older": ErrOlder, "full": ErrFull, "readonly": ErrReadOnly,
		"unreachable": ErrUnreachable, "damaged": ErrDamaged, "denied": ErrDenied, "closed": ErrClosed,
	} {
		if errors.Is(err, known) {
			return name
		}
	}
	return "other"
}

func (s *Store) kind(err error) error {
	switch {
	case errors.Is(err, sqlite.ErrServed):
		return ErrServed
	case errors.Is(err, sqlite.ErrForeign):
		return ErrForeign
	case errors.Is(err, postgres.ErrAddress):
		return ErrAddress
	case errors.Is(err, sql.ErrConnDone), strings.Contains(err.Error(), "sql: database is closed"):
		return ErrClosed
	case errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.ENOSPC):
		return ErrFull
	}
	if s.driver == onPostgres {
		switch code := postgres.Code(err); {
		case code == "53100": // disk_full
			return ErrFull
		case code == "25006": // read_only_sql_transaction
			return ErrReadOnly
		case code == "28P01", code == "28000", code == "3D000": // wrong password, no such role, no such database
			return ErrDenied
		case postgres.Unreachable(err):
			return ErrUnreachable
		}
		return nil
	}
	switch sqlite.Code(err) {
	case sqlite.CodeFull:
		return ErrFull
	case sqlite.CodeReadOnly:
		return ErrReadOnly
	case sqlite.CodeNotADB:
		return ErrForeign
	case sqlite.CodeCorrupt:
		return ErrDamaged
	case sqlite.CodeIO, sqlite.CodeCantOpen:
		return ErrUnreachable
	}
	return nil
}
