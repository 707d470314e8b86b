package store

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"cewen/dialog"
	"cewen/store/sqlite"
)

// A database is brought up to date where it is, with what it holds; the older program then leaves it alone; a step that fails changes
// nothing.
func TestMigrationInPlace(t *testing.T) {
	ctx := t.Context()
	place := filepath.Join(t.TempDir(), "cewen.db")
	s, err := Open(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	turn := dialog.Turn{ID: "t", Question: "充电站谁负责", Asked: time.Now()}
	if err := s.update(ctx, "put", "", func(t *tx) error { return t.putTurn(turn) }); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	old := sqlite.Migrations()
	names, err := fs.Glob(old, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(old, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	step := func(files fstest.MapFS) error {
		return migrateTo(ctx, goose.DialectSQLite3, s.write, files, []goose.ProviderOption{goose.WithTableName("schema_version"), goose.WithDisableGlobalRegistry(true)})
	}
	files["09998_broken.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nALTER TABLE turn ADD COLUMN half TEXT;\nALTER TABLE nowhere ADD COLUMN x TEXT;\n")}
	if err := step(files); err == nil {
		t.Fatal("a broken step passed")
	}
	if _, err := s.write.ExecContext(ctx, "SELECT half FROM turn"); err == nil {
		t.Error("half of a broken step is there")
	}
	delete(files, "09998_broken.sql")
	files["09999_more.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nALTER TABLE turn ADD COLUMN mood TEXT NOT NULL DEFAULT 'fine';\n")}
	for range 2 { // the second time there is nothing to do
		if err := step(files); err != nil {
			t.Fatal(err)
		}
	}
	var mood, question string
	if err := s.read.QueryRowContext(ctx, "SELECT mood, question FROM turn WHERE id = 't'").Scan(&mood, &question); err != nil || mood != "fine" || question != turn.Question {
		t.Errorf("after the step: %q %q, %v", mood, question, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), place); !errors.Is(err, ErrNewer) {
		t.Errorf("this program opens it with %v, want ErrNewer", err)
	}
}

// NUL goes from JSON however it is written, and nothing else does.
func TestWithoutNUL(t *testing.T) {
	for in, want := range map[string]string{
		`"a\u0000b"`: `"a b"`, `"\\u0000"`: `"\\u0000"`, `"\\\u0000"`: `"\\ "`, `"\u00000"`: `" 0"`, `{}`: `{}`, `"\"\u0000\""`: `"\" \""`,
	} {
		if got := withoutNUL(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
