package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cewen/outbox"
	"cewen/store"
	"cewen/store/postgres/pgtest"
)

// world is a ledger, the processes that work it, and what the other side has taken: the truth that no process sees.
type world struct {
	s       *store.Store
	now     time.Time
	process int // number of the living one
	flying  []outbox.Delivery
	keys    int
	copies  map[string][]bool // key → copies that were taken; true: marked
	doubts  map[string]int    // key → how often its outcome was really unknown
	closed  map[string]bool   // key → refused for good, or its chat is gone
	moved   map[int64]int64
	policy  outbox.Policy
}

func (w *world) owner() string { return fmt.Sprint("p", w.process) }

// claim takes what is ready and checks the rules of handing out.
func (w *world) claim(t *rapid.T, limits outbox.Limits) {
	var alive []int64
	for _, d := range w.flying {
		alive = append(alive, d.ID)
	}
	b, err := w.s.Claim(t.Context(), w.now, outbox.Claim{Owner: w.owner(), Lease: 30 * time.Second, Limits: limits, Most: 5, Alive: alive, Policy: w.policy})
	if err != nil {
		t.Fatal(err)
	}
	chats := map[int64]bool{}
	for _, d := range w.flying {
		chats[d.Chat] = true
	}
	for _, d := range b.Deliveries {
		if chats[d.Chat] {
			t.Fatalf("two on their way to chat %d", d.Chat)
		}
		chats[d.Chat] = true
		w.flying = append(w.flying, d)
	}
	if !b.Next.IsZero() && b.Next.Before(w.now) {
		t.Fatalf("asked to come back at %v, now is %v", b.Next, w.now)
	}
}

// land takes one call off the line.
func (w *world) land(t *rapid.T) (outbox.Delivery, bool) {
	if len(w.flying) == 0 {
		return outbox.Delivery{}, false
	}
	i := rapid.IntRange(0, len(w.flying)-1).Draw(t, "call")
	d := w.flying[i]
	w.flying = append(w.flying[:i:i], w.flying[i+1:]...)
	return d, true
}

// take is the other side taking a message.
func (w *world) take(t *rapid.T, d outbox.Delivery) {
	marked := d.Doubts > 0
	copies := append(w.copies[d.Key], marked)
	w.copies[d.Key] = copies
	bare := 0
	for _, m := range copies {
		if !m {
			bare++
		}
	}
	if bare > 1 {
		t.Fatalf("%s was taken %d times without a mark", d.Key, bare)
	}
	if len(copies) > 1+w.doubts[d.Key] {
		t.Fatalf("%s was taken %d times after %d lost replies", d.Key, len(copies), w.doubts[d.Key])
	}
	if w.moved[d.Chat] != 0 {
		t.Fatalf("%s was sent to chat %d, which has moved", d.Key, d.Chat)
	}
}

func (w *world) finish(t *rapid.T, d outbox.Delivery, r outbox.Reply) {
	o := outbox.Classify(d, r)
	if o.Verdict == outbox.Unknown {
		w.doubts[d.Key]++
	}
	if err := w.s.Finish(t.Context(), w.now, d, o, w.policy); err != nil {
		t.Fatalf("finish %s: %v", d.Key, err)
	}
	switch o.Verdict {
	case outbox.Refused:
		w.closed[d.Key] = true
	case outbox.ChatGone:
		w.closed[d.Key] = true
		for i := range w.keys { // what waited for that chat has gone with it
			key := fmt.Sprint("k", i)
			if x, ok, err := w.s.Delivery(t.Context(), key); err == nil && ok && x.Chat == d.Chat && x.State == outbox.Dead {
				w.closed[key] = true
			}
		}
	}
}

// ledgerMachine is the outbox's guarantee as a state machine: whatever happens in whatever order, nothing is lost, nothing comes twice
// without a mark, and there are no more copies than lost replies and crashes.
func ledgerMachine(t *testing.T, open func() *store.Store) {
	rapid.Check(t, func(t *rapid.T) {
		s := open()
		defer s.Close()
		w := &world{s: s, now: time.Date(2025, 12, 1, 1, 0, 0, 0, time.UTC), copies: map[string][]bool{}, doubts: map[string]int{}, closed: map[string]bool{}, moved: map[int64]int64{}}
		limits := outbox.Limits{}
		if rapid.Bool().Draw(t, "limited") {
			limits = outbox.Telegram(3)
		}
		chatOf := func(t *rapid.T) int64 {
			c := rapid.SampledFrom([]int64{1, 2, 3, -4, -5}).Draw(t, "chat")
			for w.moved[c] != 0 {
				c = w.moved[c]
			}
			return c
		}
		reply := func(r outbox.Reply, taken bool) func(*rapid.T) {
			return func(t *rapid.T) {
				d, ok := w.land(t)
				if !ok {
					t.Skip("nothing on its way")
				}
				if taken {
					w.take(t, d)
				}
				w.finish(t, d, r)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"enqueue": func(t *rapid.T) {
				d := outbox.Delivery{Key: fmt.Sprint("k", w.keys), Chat: chatOf(t), Method: outbox.Send, Class: outbox.Class(rapid.IntRange(0, 1).Draw(t, "class"))}
				w.keys++
				if err := s.Enqueue(t.Context(), w.now, []outbox.Delivery{d, d}); err != nil {
					t.Fatal(err)
				}
			},
			"claim":     func(t *rapid.T) { w.claim(t, limits) },
			"claim too": func(t *rapid.T) { w.claim(t, limits) }, // more often than anything goes wrong
			"accepted":  reply(outbox.Reply{Written: true, Status: 200, OK: true, MessageID: 5}, true),
			"reply lost": func(t *rapid.T) {
				reply(outbox.Reply{Written: true}, rapid.Bool().Draw(t, "taken"))(t)
			},
			"502":           func(t *rapid.T) { reply(outbox.Reply{Written: true, Status: 502}, rapid.Bool().Draw(t, "taken"))(t) },
			"429":           reply(outbox.Reply{Written: true, Status: 429, Code: 429, RetryAfter: 5 * time.Second}, false),
			"not connected": reply(outbox.Reply{}, false),
			"markup":        reply(outbox.Reply{Written: true, Status: 400, Code: 400, Description: "can't parse entities"}, false),
			"refused":       reply(outbox.Reply{Written: true, Status: 400, Code: 400, Description: "message is too long"}, false),
			"blocked":       reply(outbox.Reply{Written: true, Status: 403, Code: 403}, false),
			"migrates": func(t *rapid.T) {
				d, ok := w.land(t)
				if !ok || !outbox.IsGroup(d.Chat) || w.moved[d.Chat] != 0 {
					if ok {
						w.flying = append(w.flying, d)
					}
					t.Skip("no group")
				}
				to := d.Chat*1000 - 7
				for _, other := range w.flying {
					if other.Chat == d.Chat {
						t.Fatal("another one is on its way to the same chat")
					}
				}
				w.finish(t, d, outbox.Reply{Written: true, Status: 400, Code: 400, MigrateTo: to})
				w.moved[d.Chat] = to
			},
			"crash": func(t *rapid.T) {
				for _, d := range w.flying { // each may have been taken, or not
					w.doubts[d.Key]++
					if rapid.Bool().Draw(t, "taken") {
						w.take(t, d)
					}
				}
				w.flying = nil
				w.process++
				if err := s.Release(t.Context(), w.now, w.owner()); err != nil {
					t.Fatal(err)
				}
			},
			"time passes": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "ms")) * time.Millisecond)
			},
			"clock jumps": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(-7200, 7200).Draw(t, "s")) * time.Second)
			},
		})
		// All is well again: what was not refused arrives.
		for range 400 {
			w.now = w.now.Add(1100 * time.Millisecond)
			if !s.Shared() || len(w.flying) == 0 {
				w.claim(t, limits)
			}
			for _, d := range w.flying {
				w.take(t, d)
				w.finish(t, d, outbox.Reply{Written: true, Status: 200, OK: true, MessageID: 6})
			}
			w.flying = nil
			if open, err := s.Backlog(t.Context(), w.now.Add(24*time.Hour)); err == nil && len(open.Deliveries) == 0 {
				break
			}
			w.now = w.now.Add(20 * time.Second)
		}
		for i := range w.keys {
			if key := fmt.Sprint("k", i); len(w.copies[key]) == 0 && !w.closed[key] {
				d, _, _ := s.Delivery(t.Context(), key)
				t.Fatalf("%s was lost: %+v", key, d)
			}
		}
	})
}

func TestLedgerMachineSQLite(t *testing.T) {
	dir := t.TempDir()
	n := 0
	ledgerMachine(t, func() *store.Store {
		n++
		return open(t, filepath.Join(dir, fmt.Sprint(n, ".db")))
	})
}

// A database of its own takes PostgreSQL a tenth of a second: fewer runs, unless the flag asks for a number.
func TestLedgerMachinePostgres(t *testing.T) {
	fewer(t, "25")
	ledgerMachine(t, func() *store.Store { return open(t, pgtest.Address(t)) })
}
