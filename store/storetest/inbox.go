package storetest

import (
	"errors"
	"testing"
	"time"

	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/store"
)

// An update is stored once; of each lane the oldest is handed out, lanes beside each other.
func testInbox(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	us := []inbox.Update{{ID: 12, Lane: 7, Body: []byte("c")}, {ID: 10, Lane: 7, Body: []byte("a")}, {ID: 11, Lane: -8, Body: []byte("b")}}
	n, err := s.Put(h.ctx(), t0, us)
	h.ok(err)
	again, err := s.Put(h.ctx(), t0, us)
	h.ok(err)
	if n != 3 || again != 0 {
		t.Errorf("stored %d, then %d; want 3, then 0", n, again)
	}
	got := h.take("a", 10)
	if len(got) != 2 || got[0].ID != 10 || got[1].ID != 11 || string(got[0].Body) != "a" || !got[0].Received.Equal(t0) || got[0].Attempt != 1 {
		t.Fatalf("taken %+v, want 10 and 11", got)
	}
	if more := h.take("b", 10); len(more) != 0 {
		t.Errorf("taken %+v while both lanes are worked on", more)
	}
	h.commit(got[0], dialog.Changes{})
	if next := h.take("b", 10); len(next) != 1 || next[0].ID != 12 {
		t.Errorf("taken %+v, want 12", next)
	}
	// One that was handled and comes again is known.
	if n, err := s.Put(h.ctx(), t0, us[:2]); n != 0 || err != nil {
		t.Errorf("put again: %d new, %v", n, err)
	}
}

// A lease that ran out frees the item, unless its holder says that it is alive.
func testInboxLease(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.put(1, 5)
	first := h.take("a", 1)
	if got := h.takeAt(t0.Add(59*time.Second), "b", 1); len(got) != 0 {
		t.Fatalf("taken %+v within the lease", got)
	}
	late := t0.Add(61 * time.Second)
	alive, err := s.Take(h.ctx(), late, inbox.Take{Owner: "a", Lease: time.Minute, Most: 5, Alive: []int64{1}})
	h.ok(err)
	if len(alive) != 0 {
		t.Fatalf("taken %+v from a living process", alive)
	}
	second := h.takeAt(late, "b", 1)
	if len(second) != 1 || second[0].Attempt != 2 {
		t.Fatalf("taken %+v, want the second attempt", second)
	}
	err = s.Commit(h.ctx(), late, first[0], dialog.Changes{Deliveries: []outbox.Delivery{{Key: "stale", Chat: 5, Method: outbox.Send}}}, "")
	if !errors.Is(err, inbox.ErrStale) {
		t.Errorf("commit of a lost item: %v, want ErrStale", err)
	}
	if got := h.claim("a", outbox.Limits{}); len(got) != 0 {
		t.Errorf("a stale commit has written %s", keysOf(got))
	}
	h.ok(s.Commit(h.ctx(), late, second[0], dialog.Changes{}, ""))
}

// Changes and the mark "done" are one: committed together, once, or not at all.
func testInboxCommit(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.put(1, 5)
	it := h.take("a", 1)[0]
	c := dialog.Changes{
		Turns:      []dialog.Turn{{ID: "t1", Thread: dialog.Thread{Chat: 5}, User: 5, Question: "问", Asked: t0}},
		Deliveries: []outbox.Delivery{{Key: "k1", Chat: 5, Method: outbox.Send, Ref: "turn:t1"}},
	}
	h.commit(it, c)
	h.ok(s.Commit(h.ctx(), t0, it, c, "")) // after a lost connection a process does not know whether it has committed
	if got := h.claim("a", outbox.Limits{}); keysOf(got) != "k1 " {
		t.Errorf("deliveries %q, want k1 once", keysOf(got))
	}
	// A change that cannot be made takes everything back with it, the mark included.
	h.put(2, 6)
	bad := h.take("a", 1)[0]
	err := s.Commit(h.ctx(), t0, bad, dialog.Changes{Turns: []dialog.Turn{{ID: "t2", Thread: dialog.Thread{Chat: 6}, Asked: t0}}, Deliveries: []outbox.Delivery{{Key: "k2", Chat: 6, Method: outbox.Send}}, Moves: []dialog.Move{{From: 3, To: 3}}}, "")
	if err == nil {
		t.Fatal("a move from a chat to itself was accepted")
	}
	if _, ok, _ := s.Turn(h.ctx(), "t2"); ok {
		t.Error("half of a failed commit is there")
	}
	h.ok(s.Commit(h.ctx(), t0, bad, dialog.Changes{}, "given up"))
	if got := h.takeAt(t0.Add(time.Hour), "a", 10); len(got) != 0 {
		t.Errorf("taken %+v after all were done", got)
	}
}

// What waits is counted.
func testBacklog(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	b, err := s.Backlog(h.ctx(), t0)
	h.ok(err)
	if b.Updates != 0 || len(b.Deliveries) != 0 || !b.OldestUpdate.IsZero() || !b.OldestDue.IsZero() {
		t.Errorf("empty: %+v", b)
	}
	h.put(1, 5)
	h.enqueue("a", 5)
	h.add(outbox.Delivery{Key: "n", Chat: 5, Class: outbox.Notice, Method: outbox.Send, Due: t0.Add(time.Hour)})
	b, err = s.Backlog(h.ctx(), t0.Add(time.Minute))
	h.ok(err)
	if b.Updates != 1 || b.Deliveries["answer"] != 1 || b.Deliveries["notice"] != 0 || !b.OldestUpdate.Equal(t0) || !b.OldestDue.Equal(t0) {
		t.Errorf("one of each: %+v", b)
	}
	b, err = s.Backlog(h.ctx(), t0.Add(2*time.Hour))
	h.ok(err)
	if b.Deliveries["notice"] != 1 {
		t.Errorf("the notice is due: %+v", b)
	}
}
