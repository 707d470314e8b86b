package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"cewen/store"
	"cewen/store/postgres/pgtest"
	"cewen/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func open(t testing.TB, place string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // closed by the test already, or not needed any more
	return s
}

func file(t testing.TB) string { return filepath.Join(t.TempDir(), "cewen.db") }

func TestSQLite(t *testing.T) { storetest.Suite(t, file, open) }

func TestPostgres(t *testing.T) { storetest.Suite(t, pgtest.Address, open) }
