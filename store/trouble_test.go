package store_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cewen/inbox"
	"cewen/outbox"
	"cewen/store"
	"cewen/store/postgres/pgtest"
)

// raw opens a database file beside the store, to do to it what should not be done.
func raw(t *testing.T, place string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// wrong opens a place that cannot be used and checks the error.
func wrong(t *testing.T, place string, want error) {
	t.Helper()
	s, err := store.Open(t.Context(), place)
	if err == nil {
		_ = s.Close()
		t.Fatalf("%s could be opened", place)
	}
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

func TestSecondServeIsRefused(t *testing.T) {
	place := file(t)
	s := open(t, place)
	wrong(t, place, store.ErrServed)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, place) // free again
}

func TestForeignFiles(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("这不是数据库。", 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	wrong(t, text, store.ErrForeign)
	other := filepath.Join(dir, "other.db")
	mustExec(t, raw(t, other), "CREATE TABLE somebody_elses (x INT)")
	wrong(t, other, store.ErrForeign)
	if got, err := os.ReadFile(text); err != nil || !strings.HasPrefix(string(got), "这不是") {
		t.Errorf("the foreign file was changed: %v", err)
	}
	wrong(t, dir, store.ErrForeign)
	wrong(t, filepath.Join(dir, "none", "x.db"), fs.ErrNotExist)
}

func TestNewerSchemaIsRefused(t *testing.T) {
	place := file(t)
	if err := open(t, place).Close(); err != nil {
		t.Fatal(err)
	}
	db := raw(t, place)
	mustExec(t, db, "INSERT INTO schema_version (version_id, is_applied) VALUES (9999, 1)")
	wrong(t, place, store.ErrNewer)
	mustExec(t, db, "DELETE FROM schema_version WHERE version_id = 9999")
	open(t, place)

	address := pgtest.Address(t)
	if err := open(t, address).Close(); err != nil {
		t.Fatal(err)
	}
	pg, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Close()
	mustExec(t, pg, "INSERT INTO schema_version (version_id, is_applied) VALUES (9999, true)")
	wrong(t, address, store.ErrNewer)
}

// A full disk is an error that says so; nothing that was committed is lost, and work goes on when there is room.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("a full disk is not tested here: no small file system can be mounted: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	place := filepath.Join(dir, "cewen.db")
	s := open(t, place)
	put := func(id int64, size int) error {
		_, err := s.Put(t.Context(), time.Now(), []inbox.Update{{ID: id, Lane: 1, Body: make([]byte, size)}})
		return err
	}
	if err := put(1, 1000); err != nil {
		t.Fatal(err)
	}
	var err error
	stored := int64(1)
	for id := int64(2); err == nil && id < 100; id++ {
		if err = put(id, 200_000); err == nil {
			stored = id
		}
	}
	if !errors.Is(err, store.ErrFull) || store.Kind(err) != "full" {
		t.Fatalf("on a full disk: %v, want ErrFull", err)
	}
	if err := s.Enqueue(t.Context(), time.Now(), []outbox.Delivery{{Key: "k", Chat: 1, Method: outbox.Send, Message: outbox.Message{HTML: strings.Repeat("长", 100_000)}}}); !errors.Is(err, store.ErrFull) {
		t.Errorf("another operation: %v, want ErrFull", err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, store.ErrFull) {
		t.Errorf("it is said to be ready, though there is no room: %v", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=20m"); err != nil {
		t.Fatal(err)
	}
	if err := put(1000, 200_000); err != nil {
		t.Fatalf("after room was made: %v", err)
	}
	if b, err := s.Backlog(t.Context(), time.Now()); err != nil || b.Updates != int(stored)+1 {
		t.Errorf("%d updates are there, %v; want %d", b.Updates, err, stored+1)
	}
}

func TestReadOnlyFile(t *testing.T) {
	dir := t.TempDir()
	place := filepath.Join(dir, "cewen.db")
	if err := open(t, place).Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("a read-only file system is not tested here: nothing can be mounted: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if err := syscall.Mount("", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("a read-only file system is not tested here: %v", err)
	}
	wrong(t, place, store.ErrReadOnly)
}

// A copy of a database in use is whole and of one moment, never takes the place of a file, and is a database again.
func TestBackup(t *testing.T) {
	place, target := file(t), filepath.Join(t.TempDir(), "copy.db")
	s := open(t, place)
	stop := make(chan struct{})
	done := make(chan int64)
	go func() {
		id := int64(0)
		for {
			select {
			case <-stop:
				done <- id
				return
			default:
			}
			id++
			if _, err := s.Put(context.WithoutCancel(t.Context()), time.Now(), []inbox.Update{{ID: id, Lane: id, Body: []byte("x")}}); err != nil {
				t.Error(err)
			}
		}
	}()
	for n := 0; n < 20; { // some are there, and more are being written
		b, err := s.Backlog(t.Context(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		n = b.Updates
	}
	if err := store.Backup(t.Context(), place, target); err != nil {
		t.Fatal(err)
	}
	close(stop)
	written := <-done
	c := open(t, target)
	b, err := c.Backlog(t.Context(), time.Now())
	if err != nil || b.Updates < 20 || int64(b.Updates) > written {
		t.Errorf("the copy has %d updates of %d, %v", b.Updates, written, err)
	}
	if err := store.Backup(t.Context(), place, target); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over an existing file: %v, want ErrExist", err)
	}
	if err := store.Backup(t.Context(), filepath.Join(t.TempDir(), "none.db"), target+"2"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a file that is not there: %v, want ErrNotExist", err)
	}
	if left, _ := filepath.Glob(target + ".part"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A server that goes away is an error that says so, and everything is there when it comes back.
func TestPostgresGoneAndBack(t *testing.T) {
	server, err := pgtest.Start()
	if errors.Is(err, pgtest.ErrMissing) {
		t.Skip("PostgreSQL is not tested here: " + err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	s := open(t, server.Database(t))
	put := func(id int64) error {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := s.Put(ctx, time.Now(), []inbox.Update{{ID: id, Lane: id, Body: []byte("x")}})
		return err
	}
	if err := put(1); err != nil {
		t.Fatal(err)
	}
	for round, crash := range []bool{false, true} {
		if err := server.Down(crash); err != nil {
			t.Fatal(err)
		}
		if err := put(2); !errors.Is(err, store.ErrUnreachable) {
			t.Errorf("round %d, while it is away: %v, want ErrUnreachable", round, err)
		}
		if err := server.Up(); err != nil {
			t.Fatal(err)
		}
		var err error
		for range 20 { // the pool still holds connections that are dead
			if err = put(int64(10 + round)); err == nil {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if err != nil {
			t.Errorf("round %d, after it came back: %v", round, err)
		}
	}
	if b, err := s.Backlog(t.Context(), time.Now()); err != nil || b.Updates != 3 {
		t.Errorf("%d updates are there, %v; want 3", b.Updates, err)
	}
}

func TestPostgresAddress(t *testing.T) {
	wrong(t, "postgres://user:geheim@[::1", store.ErrAddress)
	_, err := store.Open(t.Context(), "postgres://user:geheim@127.0.0.1:1/db?connect_timeout=1")
	if !errors.Is(err, store.ErrUnreachable) || strings.Contains(err.Error(), "geheim") {
		t.Errorf("error %v, want ErrUnreachable without the password", err)
	}
	address := pgtest.Address(t)
	wrong(t, strings.Replace(address, "///t", "///none", 1), store.ErrDenied)
}

// After Close nothing is taken any more, and nothing hangs.
func TestClosed(t *testing.T) {
	s := open(t, file(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), time.Now(), []inbox.Update{{ID: 1}}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("put: %v, want ErrClosed", err)
	}
	if _, err := s.Last(t.Context(), struct {
		Chat  int64
		Topic int
	}{}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("read: %v, want ErrClosed", err)
	}
}
