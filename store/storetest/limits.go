package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cewen/outbox"
	"cewen/store"
)

// sighting is when the other side may have seen a message: some time between its claim and its reply.
type sighting struct {
	chat     int64
	from, to time.Time
}

// The limits hold for whoever watches at the other end, whenever within a call it sees the message, also when several claim.
func testLimits(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	limits := outbox.Telegram(30)
	random := rand.New(rand.NewPCG(1, 2))
	total := 0
	for chat := range int64(25) {
		for i := range 3 {
			h.enqueue(fmt.Sprintf("p%d-%d", chat, i), chat+1)
			total++
		}
	}
	for i := range 45 { // one group, more than a minute's worth
		h.enqueue(fmt.Sprint("g", i), -9)
		total++
	}
	var seen []sighting
	type call struct {
		d    outbox.Delivery
		from time.Time
		ends time.Time
	}
	var calls []call
	now := t0
	for done := 0; done < total; {
		if now.Sub(t0) > 5*time.Minute {
			t.Fatalf("only %d of %d sent after five minutes", done, total)
		}
		var open []call
		for _, c := range calls {
			if c.ends.After(now) {
				open = append(open, c)
				continue
			}
			h.sent(now, c.d, done+1)
			seen = append(seen, sighting{c.d.Chat, c.from, now})
			done++
		}
		calls = open
		b := h.claimAt(now, fmt.Sprint("owner", random.IntN(2)), limits)
		for _, d := range b.Deliveries {
			calls = append(calls, call{d, now, now.Add(time.Duration(random.IntN(400)) * time.Millisecond)})
		}
		// On to what happens next: a call ends, or something may be handed out.
		next := now.Add(50 * time.Millisecond)
		if b.Next.After(now) {
			next = b.Next
		}
		for _, c := range calls {
			if c.ends.After(now) && c.ends.Before(next) {
				next = c.ends
			}
		}
		now = next
	}
	// The worst that the other side can have seen: each message as late as it could be when a window opens, and as early when it ends.
	check := func(name string, most int, window time.Duration, of func(sighting) bool) {
		for i, first := range seen {
			if !of(first) {
				continue
			}
			n := 1
			for j, other := range seen {
				if j != i && of(other) && !other.from.Before(first.to) && other.from.Sub(first.to) < window {
					n++
				}
			}
			if n > most {
				t.Errorf("%s: %d messages can have been seen within %v, limit %d", name, n, window, most)
				return
			}
		}
	}
	check("overall", 30, time.Second, func(sighting) bool { return true })
	check("group", 20, time.Minute, func(s sighting) bool { return s.chat == -9 })
	for chat := range int64(25) {
		check(fmt.Sprint("chat ", chat+1), 1, time.Second, func(s sighting) bool { return s.chat == chat+1 })
	}
	check("group's second", 1, time.Second, func(s sighting) bool { return s.chat == -9 })
	if took := now.Sub(t0); took > 3*time.Minute {
		t.Errorf("it took %v; 45 messages to a group need two minutes and a little", took)
	}
}

// After a 429 nothing at all is sent until its time is over, whoever asks; the message itself comes again.
func testPause(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.enqueue("k", 5)
	d := h.claim("a", outbox.Limits{})[0]
	h.enqueue("other", 6)
	h.finish(t0, d, outbox.Outcome{Verdict: outbox.Paused, Wait: 7 * time.Second, Reason: "429"})
	b := h.claimAt(t0.Add(6900*time.Millisecond), "b", outbox.Limits{})
	if len(b.Deliveries) != 0 || !b.Next.Equal(t0.Add(7*time.Second)) {
		t.Fatalf("during the pause: %q, next %v", keysOf(b.Deliveries), b.Next)
	}
	if got := keysOf(h.claimAt(t0.Add(7*time.Second), "b", outbox.Limits{}).Deliveries); got != "k other " {
		t.Errorf("after it: %q, want both", got)
	}
	if d := h.state("k"); d.Doubts != 0 {
		t.Error("a 429 is no doubt: it was not accepted")
	}
}

// A clock that went wrong does not silence the bot: pauses from the future, or longer than any, are not believed.
func testPauseClock(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.enqueue("k", 5)
	d := h.claim("a", outbox.Telegram(30))[0]
	ahead := t0.Add(24 * time.Hour) // the clock is a day fast when the 429 comes
	h.finish(ahead, d, outbox.Outcome{Verdict: outbox.Paused, Wait: 5 * time.Second})
	if got := keysOf(h.claimAt(t0.Add(time.Minute), "a", outbox.Telegram(30)).Deliveries); got != "k " {
		t.Errorf("after the clock was set right: %q, want k", got)
	}
}

// An answer that nobody waits for any more is not sent; a notice has no such age.
func testTooOld(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.add(outbox.Delivery{Key: "old", Chat: 5, Method: outbox.Send, Asked: t0.Add(-25 * time.Hour)}, outbox.Delivery{Key: "young", Chat: 6, Method: outbox.Send, Asked: t0.Add(-23 * time.Hour)},
		outbox.Delivery{Key: "notice", Chat: 7, Class: outbox.Notice, Method: outbox.Send})
	if got := keysOf(h.claim("a", outbox.Limits{})); got != "young notice " {
		t.Errorf("claimed %q", got)
	}
	if d := h.state("old"); d.State != outbox.Dead || d.Error == "" {
		t.Errorf("old is %+v, want dead with a reason", d)
	}
}

// However many notices wait, an answer goes out in the second in which it is ready.
func testSpare(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	limits := outbox.Telegram(30)
	var ds []outbox.Delivery
	for i := range 60 {
		ds = append(ds, outbox.Delivery{Key: fmt.Sprint("n", i), Chat: int64(i + 1), Class: outbox.Notice, Method: outbox.Send})
	}
	h.ok(s.Enqueue(h.ctx(), t0, ds))
	first := h.claimAt(t0, "x", limits)
	if len(first.Deliveries) != 25 {
		t.Fatalf("%d notices in the first second, want 25 of 30", len(first.Deliveries))
	}
	h.enqueue("a", 99)
	if b := h.claimAt(t0, "x", limits); len(b.Deliveries) != 1 || b.Deliveries[0].Class != outbox.Answer {
		t.Errorf("with 25 notices on their way: %d, want the answer", len(b.Deliveries))
	}
	for _, d := range first.Deliveries {
		h.sent(t0, d, int(d.ID))
	}
	if b := h.claimAt(t0.Add(time.Second/2), "x", limits); len(b.Deliveries) != 0 || b.Next.IsZero() || b.Next.After(t0.Add(2*time.Second)) {
		t.Errorf("%d in the same second, next %v", len(b.Deliveries), b.Next)
	}
	if b := h.claimAt(t0.Add(outbox.Second+time.Millisecond), "x", limits); len(b.Deliveries) != 24 { // the answer is still on its way
		t.Errorf("%d in the next second, want 24", len(b.Deliveries))
	}
}
