package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"cewen/reminders"
	"cewen/store"
	"cewen/store/postgres/pgtest"
)

// Whoever looks sees what the service has written, beside it, and can change nothing.
func TestLook(t *testing.T) {
	for kind, place := range map[string]string{"sqlite": file(t), "postgres": pgtest.Address(t)} {
		t.Run(kind, func(t *testing.T) {
			if _, err := store.Look(t.Context(), place); err == nil {
				t.Error("looked at what was never made")
			}
			s := open(t, place)
			m := reminders.Milestone{ID: "a", Plan: "p", Kind: reminders.Dated, Due: "2025-12-31"}
			if _, err := s.SyncMilestones(t.Context(), time.Now(), "p", []reminders.Milestone{m}); err != nil {
				t.Fatal(err)
			}
			l, err := store.Look(t.Context(), place)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if st, err := l.RemindStatus(t.Context(), time.Now()); err != nil || st.Subscriptions != 0 {
				t.Errorf("status %+v, %v", st, err)
			}
			if _, err := l.SyncMilestones(t.Context(), time.Now(), "p", nil); err == nil {
				t.Error("whoever looks has changed the plan's milestones")
			}
			if _, err := s.SyncMilestones(t.Context(), time.Now(), "p", []reminders.Milestone{m}); err != nil {
				t.Errorf("the service is disturbed: %v", err)
			}
		})
	}
}

// A database of an older or a newer program is refused, and left as it is.
func TestLookRefusesOtherSchemas(t *testing.T) {
	place := file(t)
	if err := open(t, place).Close(); err != nil {
		t.Fatal(err)
	}
	db := raw(t, place)
	for version, want := range map[int]error{1: store.ErrOlder, 99: store.ErrNewer} {
		mustExec(t, db, "DELETE FROM schema_version WHERE version_id > 0")
		if _, err := db.ExecContext(t.Context(), "INSERT INTO schema_version (version_id, is_applied) VALUES (?, 1)", version); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Look(t.Context(), place); !errors.Is(err, want) {
			t.Errorf("schema %d: %v, want %v", version, err, want)
		}
	}
	if _, err := store.Look(t.Context(), filepath.Join(t.TempDir(), "none", "x.db")); err == nil {
		t.Error("looked at a file that is not there")
	}
}
