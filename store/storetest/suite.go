// Package storetest is what every database has to pass: one suite, run on SQLite and on PostgreSQL.
//
// In: a function that opens an empty store. Out: failures of the test that runs it. It goes through the store's methods alone and never
// looks into tables, so that it says what other rooms may rely on.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/store"
)

// Open opens an empty store for one test. Opened again with the same place it is the same database.
type Open func(t testing.TB, place string) *store.Store

// Suite runs all of it. fresh returns a place for a new, empty database.
func Suite(t *testing.T, fresh func(testing.TB) string, open Open) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, *store.Store)
	}{
		{"Inbox", testInbox}, {"InboxLease", testInboxLease}, {"InboxCommit", testInboxCommit},
		{"Ledger", testLedger}, {"LedgerOrder", testLedgerOrder}, {"LedgerOutcomes", testLedgerOutcomes}, {"LedgerLost", testLedgerLost}, {"LedgerFence", testLedgerFence},
		{"LedgerEdits", testLedgerEdits}, {"Limits", testLimits}, {"Spare", testSpare}, {"Pause", testPause}, {"PauseClock", testPauseClock}, {"TooOld", testTooOld}, {"Moved", testMoved},
		{"Dialog", testDialog}, {"Awkward", testAwkward}, {"Forget", testForget}, {"Reviews", testReviews}, {"Access", testAccess}, {"Prune", testPrune}, {"Leases", testLeases},
		{"Backlog", testBacklog}, {"Planning", testPlanning}, {"Replanning", testReplanning}, {"Taking", testTaking}, {"Progress", testProgress}, {"PlanChanges", testPlanChanges}, {"RehearsalClock", testRehearsalClock}, {"Page", testPage},
	} {
		t.Run(part.name, func(t *testing.T) {
			s := open(t, fresh(t))
			part.run(t, s)
		})
	}
	t.Run("Reopen", func(t *testing.T) {
		place := fresh(t)
		s := open(t, place)
		h := &hand{t, s}
		h.put(1, 5)
		h.enqueue("k", 5)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		h.s = open(t, place)
		if got := h.take("a", 10); len(got) != 1 {
			t.Errorf("after reopening %d updates are there, want 1", len(got))
		}
		if got := h.claim("a", outbox.Limits{}); len(got) != 1 {
			t.Errorf("after reopening %d deliveries are there, want 1", len(got))
		}
	})
}

// t0 is the time at which the tests begin; the store is told the time and has none of its own.
var t0 = time.Date(2025, 12, 1, 1, 0, 0, 0, time.UTC)

// hand works a store and fails the test on any error.
type hand struct {
	t *testing.T
	s *store.Store
}

func (h *hand) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hand) ctx() context.Context { return h.t.Context() }

func (h *hand) put(id, lane int64) {
	h.t.Helper()
	n, err := h.s.Put(h.ctx(), t0, []inbox.Update{{ID: id, Lane: lane, Body: []byte(fmt.Sprint("body", id))}})
	h.ok(err)
	if n != 1 {
		h.t.Fatalf("update %d: %d new, want 1", id, n)
	}
}

func (h *hand) take(owner string, most int) []inbox.Item {
	h.t.Helper()
	return h.takeAt(t0, owner, most)
}

func (h *hand) takeAt(now time.Time, owner string, most int) []inbox.Item {
	h.t.Helper()
	its, err := h.s.Take(h.ctx(), now, inbox.Take{Owner: owner, Lease: time.Minute, Most: most})
	h.ok(err)
	return its
}

func (h *hand) enqueue(key string, chat int64) {
	h.t.Helper()
	h.add(outbox.Delivery{Key: key, Chat: chat, Method: outbox.Send, Message: outbox.Message{HTML: "<b>" + key + "</b>"}})
}

func (h *hand) add(ds ...outbox.Delivery) {
	h.t.Helper()
	h.ok(h.s.Enqueue(h.ctx(), t0, ds))
}

func (h *hand) claim(owner string, l outbox.Limits) []outbox.Delivery {
	h.t.Helper()
	return h.claimAt(t0, owner, l).Deliveries
}

func (h *hand) claimAt(now time.Time, owner string, l outbox.Limits) outbox.Batch {
	h.t.Helper()
	b, err := h.s.Claim(h.ctx(), now, outbox.Claim{Owner: owner, Lease: time.Minute, Limits: l, Most: 100})
	h.ok(err)
	return b
}

func (h *hand) finish(now time.Time, d outbox.Delivery, o outbox.Outcome) {
	h.t.Helper()
	h.ok(h.s.Finish(h.ctx(), now, d, o, outbox.Policy{}))
}

func (h *hand) sent(now time.Time, d outbox.Delivery, message int) {
	h.t.Helper()
	h.finish(now, d, outbox.Outcome{Verdict: outbox.Accepted, MessageID: message})
}

func (h *hand) commit(it inbox.Item, c dialog.Changes) {
	h.t.Helper()
	h.ok(h.s.Commit(h.ctx(), t0, it, c, ""))
}

// apply commits changes by way of an update of its own.
func (h *hand) apply(id int64, c dialog.Changes) {
	h.t.Helper()
	h.put(id, id)
	for _, it := range h.take("apply", 100) {
		if it.ID == id {
			h.commit(it, c)
		}
	}
}

// state is where a delivery stands.
func (h *hand) state(key string) outbox.Delivery {
	h.t.Helper()
	d, ok, err := h.s.Delivery(h.ctx(), key)
	h.ok(err)
	if !ok {
		h.t.Fatalf("no delivery %s", key)
	}
	return d
}

func keysOf(ds []outbox.Delivery) string {
	out := ""
	for _, d := range ds {
		out += d.Key + " "
	}
	return out
}
