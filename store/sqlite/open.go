// Package sqlite opens the one-file database.
//
// In: a path. Out: two handles on the file, one that writes and one that reads, with the newest schema, and the guarantee that no other
// process serves from the file. It holds no queries: those are the same for both databases and stand in store.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"github.com/gofrs/flock"
	"modernc.org/sqlite" // pure Go: the program stays one static file
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the schema's steps in SQLite's dialect.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the directory is embedded
	}
	return sub
}

// Errors of opening a file.
var (
	ErrServed  = errors.New("another process serves from this file")
	ErrForeign = errors.New("not a database of this program")
)

// applicationID marks our files in their header (PRAGMA application_id): "cewn".
const applicationID = 0x6365776e

// File is an open database file.
type File struct {
	Write *sql.DB // one connection; SQLite has one writer
	Read  *sql.DB

	lock *flock.Flock
}

// Open opens the file, making it if there is none. Errors: ErrServed, ErrForeign, and what the file system says.
func Open(ctx context.Context, path string) (*File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("open %s: %w", path, ErrForeign)
	}
	// SQLite says of all of these only that it is unable to open the file; the file system says why.
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	} else if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", path, err)
	case !held:
		return nil, fmt.Errorf("lock %s: %w", path, ErrServed)
	}
	f, err := open(ctx, path)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	f.lock = lock
	return f, nil
}

func open(ctx context.Context, path string) (*File, error) {
	// FULL: a commit that was reported is on the disk, also after a power cut. _txlock=immediate: a transaction takes the write lock when
	// it begins, so that it cannot fail half way for want of it.
	write, err := connect(path, "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if err := claimFile(ctx, write); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), write.Close())
	}
	// The file and its companions hold people's questions: nobody else reads them.
	if err := os.Chmod(path, 0o600); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, errors.Join(err, write.Close())
	}
	read, err := connect(path, "_pragma=busy_timeout(10000)&_pragma=query_only(1)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(4)
	return &File{Write: write, Read: read}, nil
}

func connect(path, options string) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options}
	return sql.Open("sqlite", u.String())
}

// claimFile sees to it that the file is ours: a new one is marked, an old one has to bear the mark.
func claimFile(ctx context.Context, db *sql.DB) error {
	var id, tables int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id == applicationID {
		return nil
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	if id != 0 || tables != 0 {
		return ErrForeign
	}
	_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

// Close closes the handles and frees the file for others.
func (f *File) Close() error {
	// The last connection that closes checkpoints the log into the file; it has to be the writer.
	return errors.Join(f.Read.Close(), f.Write.Close(), f.lock.Unlock())
}

// Look opens a file for reading, beside whoever serves from it. Errors: ErrForeign, and what the file system says.
func Look(ctx context.Context, path string) (*sql.DB, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	} else if info.IsDir() {
		return nil, fmt.Errorf("open %s: %w", path, ErrForeign)
	}
	db, err := connect(path, "_pragma=busy_timeout(10000)&_pragma=query_only(1)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, err
	}
	var id int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close())
	}
	if id != applicationID {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, ErrForeign), db.Close())
	}
	return db, nil
}

// Backup copies the database at path, which may be in use, to a new file. The copy is of one moment and needs no log beside it
// (SQLite, "VACUUM INTO"). Errors: fs.ErrExist when the target is there already, ErrForeign, and what the file system says.
func Backup(ctx context.Context, path, target string) (err error) {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("back up %s: %w", path, err)
	}
	if _, err := os.Lstat(target); err == nil {
		return fmt.Errorf("back up to %s: %w", target, fs.ErrExist)
	}
	db, err := connect(path, "_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var id int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return fmt.Errorf("back up %s: %w", path, err)
	}
	if id != applicationID {
		return fmt.Errorf("back up %s: %w", path, ErrForeign)
	}
	// Made under another name first: a copy that was cut short never looks like a whole one.
	half := target + ".part"
	if err := os.Remove(half); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up to %s: %w", target, err)
	}
	f, err := os.OpenFile(half, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up to %s: %w", target, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("back up to %s: %w", target, err)
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", half); err != nil {
		return errors.Join(fmt.Errorf("back up to %s: %w", target, err), os.Remove(half))
	}
	if err := sync(half); err != nil {
		return fmt.Errorf("back up to %s: %w", target, err)
	}
	if err := os.Rename(half, target); err != nil {
		return fmt.Errorf("back up to %s: %w", target, err)
	}
	return nil
}

func sync(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Code returns SQLite's result code behind an error, without its extension; 0 where there is none.
func Code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// The result codes that mean something to an operator (SQLite, "Result and Error Codes").
const (
	CodeFull     = sqlite3.SQLITE_FULL
	CodeReadOnly = sqlite3.SQLITE_READONLY
	CodeIO       = sqlite3.SQLITE_IOERR
	CodeCorrupt  = sqlite3.SQLITE_CORRUPT
	CodeNotADB   = sqlite3.SQLITE_NOTADB
	CodeCantOpen = sqlite3.SQLITE_CANTOPEN
	CodeBusy     = sqlite3.SQLITE_BUSY
)
