package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cewen/reminders"
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

// Replicas that start together on an empty database read their plans at the same time.
func TestReplicasReadPlansTogether(t *testing.T) {
	address := pgtest.Address(t)
	var ms []reminders.Milestone
	for i := range 60 {
		ms = append(ms, reminders.Milestone{ID: fmt.Sprint("t", i), Plan: "p", Kind: reminders.Dated, Due: "2025-12-31", Units: []string{"市城管局"}})
	}
	failed, begin := make(chan error, 4), make(chan struct{})
	for range cap(failed) {
		s := open(t, address)
		go func() {
			<-begin
			_, err := s.SyncMilestones(t.Context(), time.Now(), "p", ms)
			failed <- err
		}()
	}
	close(begin)
	for range cap(failed) {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}
