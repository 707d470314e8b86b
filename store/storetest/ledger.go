package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"cewen/dialog"
	"cewen/outbox"
	"cewen/store"
)

// A delivery is claimed once, sent once, and forgotten by nobody.
func testLedger(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	want := outbox.Delivery{Key: "k", Chat: -5, Thread: 3, Class: outbox.Notice, Method: outbox.Document, Ref: "turn:x", Asked: t0,
		Message: outbox.Message{HTML: "<b>文</b>", Buttons: [][]outbox.Button{{{Text: "原文", Data: "o:1"}}}, ReplyTo: 8, Quiet: true}, File: &outbox.File{Name: "台账.xlsx", Data: []byte{0, 1, 255}}}
	h.add(want, want) // planned twice it is still one
	got := h.claim("a", outbox.Limits{})
	if len(got) != 1 {
		t.Fatalf("claimed %q, want one", keysOf(got))
	}
	d := got[0]
	if d.Chat != want.Chat || d.Thread != 3 || d.Class != want.Class || d.Method != want.Method || d.Ref != want.Ref || !d.Asked.Equal(t0) || d.Message.HTML != want.Message.HTML ||
		d.Message.Buttons[0][0] != want.Message.Buttons[0][0] || d.Message.ReplyTo != 8 || !d.Message.Quiet || d.File == nil || string(d.File.Data) != string(want.File.Data) || d.File.Name != want.File.Name ||
		d.Attempt != 1 || d.State != outbox.Sending || d.Doubts != 0 {
		t.Errorf("claimed %+v", d)
	}
	if again := h.claim("b", outbox.Limits{}); len(again) != 0 {
		t.Errorf("claimed twice: %q", keysOf(again))
	}
	h.sent(t0, d, 77)
	h.sent(t0, d, 77) // told twice, as after a lost connection
	after := h.state("k")
	if after.State != outbox.Sent || after.MessageID != 77 || after.Message.HTML != "" || after.File != nil {
		t.Errorf("after sending %+v; the ledger keeps no text", after)
	}
	if more := h.claimAt(t0.Add(time.Hour), "b", outbox.Limits{}); len(more.Deliveries) != 0 || !more.Next.IsZero() {
		t.Errorf("nothing waits, yet %+v", more)
	}
}

// Answers before notices, the oldest first, one at a time for a chat, chats beside each other; nothing before it is due.
func testLedgerOrder(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.add(outbox.Delivery{Key: "n1", Chat: 1, Class: outbox.Notice, Method: outbox.Send}, outbox.Delivery{Key: "n2", Chat: 2, Class: outbox.Notice, Method: outbox.Send},
		outbox.Delivery{Key: "later", Chat: 3, Class: outbox.Notice, Method: outbox.Send, Due: t0.Add(time.Hour)})
	h.enqueue("a1", 1)
	h.enqueue("b1", 1)
	h.enqueue("c4", 4)
	b := h.claimAt(t0, "a", outbox.Limits{})
	if got := keysOf(b.Deliveries); got != "a1 c4 n2 " {
		t.Fatalf("claimed %q, want a1 c4 n2", got)
	}
	if !b.Next.Equal(t0.Add(time.Hour)) {
		t.Errorf("ask again at %v, want when the next is due", b.Next)
	}
	h.sent(t0, b.Deliveries[0], 1)
	second := h.claim("a", outbox.Limits{})
	if got := keysOf(second); got != "b1 " {
		t.Fatalf("then claimed %q, want b1", got)
	}
	h.finish(t0, second[0], outbox.Outcome{Verdict: outbox.Later, Wait: 10 * time.Second})
	// What was put off is not overtaken by what came after it in its class, but holds back nothing else.
	h.enqueue("d1", 1)
	if got := keysOf(h.claim("a", outbox.Limits{})); got != "n1 " {
		t.Errorf("while b1 waits claimed %q, want n1", got)
	}
	h.sent(t0, outbox.Delivery{ID: h.state("n1").ID, Key: "n1", Attempt: 1}, 2)
	if got := keysOf(h.claimAt(t0.Add(10*time.Second), "a", outbox.Limits{}).Deliveries); got != "b1 " {
		t.Errorf("after its wait claimed %q, want b1", got)
	}
	if got := keysOf(h.claimAt(t0.Add(2*time.Hour), "x", outbox.Limits{}).Deliveries); got == "" {
		t.Error("what is due later never comes")
	}
}

// Every verdict leaves the delivery where it belongs.
func testLedgerOutcomes(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	for i, tc := range []struct {
		o    outbox.Outcome
		p    outbox.Policy
		want outbox.State
	}{
		{outbox.Outcome{Verdict: outbox.Accepted, MessageID: 3}, outbox.Policy{}, outbox.Sent},
		{outbox.Outcome{Verdict: outbox.Later, Wait: time.Second}, outbox.Policy{}, outbox.Pending},
		{outbox.Outcome{Verdict: outbox.AsPlain}, outbox.Policy{}, outbox.Pending},
		{outbox.Outcome{Verdict: outbox.Refused, Reason: "400"}, outbox.Policy{}, outbox.Dead},
		{outbox.Outcome{Verdict: outbox.ChatGone, Reason: "403"}, outbox.Policy{}, outbox.Dead},
		{outbox.Outcome{Verdict: outbox.Unknown, Wait: time.Second}, outbox.Policy{}, outbox.Pending},
		{outbox.Outcome{Verdict: outbox.Unknown, Wait: time.Second}, outbox.Policy{Hold: true}, outbox.Uncertain},
	} {
		key := fmt.Sprint("k", i)
		h.enqueue(key, int64(100+i))
		var d outbox.Delivery
		for _, c := range h.claim("a", outbox.Limits{}) {
			if c.Key == key {
				d = c
			}
		}
		h.ok(s.Finish(h.ctx(), t0, d, tc.o, tc.p))
		got := h.state(key)
		if got.State != tc.want || got.Error != tc.o.Reason || (got.Doubts == 1) != (tc.o.Verdict == outbox.Unknown) || got.Plain != (tc.o.Verdict == outbox.AsPlain) {
			t.Errorf("%+v left %+v, want %s", tc.o, got, tc.want)
		}
	}
	// A chat that takes nothing is paused with its reason, and what waits for it is dead for the same.
	h.enqueue("w1", 500)
	h.enqueue("w2", 500)
	for _, d := range h.claim("a", outbox.Limits{}) {
		if d.Chat == 500 {
			h.finish(t0, d, outbox.Outcome{Verdict: outbox.ChatGone, Reason: "403 blocked"})
		}
	}
	if d := h.state("w2"); d.State != outbox.Dead || d.Error != "403 blocked" {
		t.Errorf("w2 is %s (%s), want dead with its chat", d.State, d.Error)
	}
	c, ok, err := s.Chat(h.ctx(), 500)
	h.ok(err)
	if !ok || c.Paused != "403 blocked" {
		t.Errorf("chat %+v, want paused", c)
	}
	dead, total, err := s.Undelivered(h.ctx(), 0, 100)
	h.ok(err)
	if total != 5 || len(dead) != 5 {
		t.Errorf("%d undelivered, want 5 (refused, gone, held, two of chat 500)", total)
	}
	if err := s.Finish(h.ctx(), t0, outbox.Delivery{ID: h.state("k1").ID, Attempt: 1}, outbox.Outcome{Verdict: "nonsense"}, outbox.Policy{}); err == nil {
		t.Error("an unknown verdict was taken")
	}
}

// An attempt whose lease ran out is uncertain: it comes again, marked, with a new number; an edit comes again without a mark.
func testLedgerLost(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.enqueue("k", 5)
	h.add(outbox.Delivery{Key: "e", Chat: 6, Method: outbox.Edit, MessageID: 9})
	first := h.claim("a", outbox.Limits{})
	if len(first) != 2 {
		t.Fatalf("claimed %q", keysOf(first))
	}
	late := t0.Add(61 * time.Second)
	alive, err := s.Claim(h.ctx(), late, outbox.Claim{Owner: "a", Lease: time.Minute, Most: 9, Alive: []int64{first[0].ID, first[1].ID}})
	h.ok(err)
	if len(alive.Deliveries) != 0 {
		t.Fatalf("claimed %q from a living process", keysOf(alive.Deliveries))
	}
	second := h.claimAt(late, "b", outbox.Limits{}).Deliveries
	for _, d := range second {
		if want := map[string]int{"k": 1, "e": 0}[d.Key]; d.Doubts != want || d.Attempt != 2 {
			t.Errorf("%s came again with %d doubts as attempt %d", d.Key, d.Doubts, d.Attempt)
		}
	}
	if len(second) != 2 {
		t.Fatalf("claimed %q, want both", keysOf(second))
	}
	// Held, if the operator wants that.
	h.enqueue("h", 7)
	h.claimAt(late, "b", outbox.Limits{})
	b, err := s.Claim(h.ctx(), late.Add(2*time.Minute), outbox.Claim{Owner: "c", Lease: time.Minute, Most: 9, Policy: outbox.Policy{Hold: true}})
	h.ok(err)
	for _, d := range b.Deliveries {
		if d.Key == "h" || d.Key == "k" {
			t.Errorf("%s was claimed although it is to be held", d.Key)
		}
	}
	if d := h.state("h"); d.State != outbox.Uncertain {
		t.Errorf("h is %s, want uncertain", d.State)
	}
}

// Only the holder of the attempt can finish it.
func testLedgerFence(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.enqueue("k", 5)
	old := h.claim("a", outbox.Limits{})[0]
	fresh := h.claimAt(t0.Add(2*time.Minute), "b", outbox.Limits{}).Deliveries[0]
	err := s.Finish(h.ctx(), t0, old, outbox.Outcome{Verdict: outbox.Refused}, outbox.Policy{})
	if !errors.Is(err, outbox.ErrStale) {
		t.Errorf("finishing a lost attempt: %v, want ErrStale", err)
	}
	h.sent(t0, fresh, 4)
	if d := h.state("k"); d.State != outbox.Sent || d.MessageID != 4 {
		t.Errorf("after both: %+v", d)
	}
}

// An edit waits for its message, knows its number, and only the last of several counts.
func testLedgerEdits(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.enqueue("m", 5)
	m := h.claim("a", outbox.Limits{})[0]
	h.add(outbox.Delivery{Key: "e1", Chat: 5, Method: outbox.Edit, Target: m.ID})
	if got := h.claim("a", outbox.Limits{}); len(got) != 0 {
		t.Fatalf("claimed %q before its message was sent", keysOf(got))
	}
	h.sent(t0, m, 31)
	e := h.claim("a", outbox.Limits{})
	if len(e) != 1 || e[0].MessageID != 31 {
		t.Fatalf("claimed %+v, want the edit of message 31", e)
	}
	h.sent(t0, e[0], 31)
	for i := range 3 {
		h.add(outbox.Delivery{Key: fmt.Sprint("p", i), Chat: 5, Method: outbox.Edit, MessageID: 31, Message: outbox.Message{HTML: fmt.Sprint(i)}})
	}
	if got := h.claim("a", outbox.Limits{}); len(got) != 1 || got[0].Message.HTML != "2" {
		t.Errorf("claimed %+v, want the last edit alone", got)
	}
	h.enqueue("gone", 8)
	g := h.claim("a", outbox.Limits{})[0]
	h.add(outbox.Delivery{Key: "e2", Chat: 8, Method: outbox.Edit, Target: g.ID})
	h.finish(t0, g, outbox.Outcome{Verdict: outbox.Refused})
	if got := h.claim("a", outbox.Limits{}); len(got) != 0 {
		t.Errorf("claimed %q although its message never came to be", keysOf(got))
	}
	if d := h.state("e2"); d.State != outbox.Dead {
		t.Errorf("that edit is %s, want dead", d.State)
	}
}

// What a group had moves with it when it becomes a supergroup.
func testMoved(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	h.apply(1, dialog.Changes{
		Chats:  []dialog.Chat{{ID: -5, Kind: "group", Title: "群", Unit: "市城管局"}},
		Turns:  []dialog.Turn{{ID: "t", Thread: dialog.Thread{Chat: -5}, User: 1, Question: "q", Message: 4, Asked: t0}},
		Access: []dialog.Access{{Subject: -5, State: dialog.AccessAllowed, Asked: t0}},
	})
	h.enqueue("k1", -5)
	h.enqueue("k2", -5)
	d := h.claim("a", outbox.Limits{})[0]
	h.finish(t0, d, outbox.Outcome{Verdict: outbox.Moved, MigrateTo: -1005})
	h.apply(2, dialog.Changes{Moves: []dialog.Move{{From: -5, To: -1005}}}) // the service message says the same
	got := h.claim("a", outbox.Limits{})
	if len(got) != 1 || got[0].Key != "k1" || got[0].Chat != -1005 {
		t.Fatalf("claimed %+v, want k1 for the new id", got)
	}
	c, ok, err := s.Chat(h.ctx(), -1005)
	h.ok(err)
	if !ok || c.Unit != "市城管局" || c.Title != "群" || c.Paused != "" {
		t.Errorf("new chat %+v, want the old one's settings", c)
	}
	if old, _, _ := s.Chat(h.ctx(), -5); old.Paused == "" {
		t.Error("the old id can still be written to")
	}
	if turn, ok, _ := s.TurnOfQuestion(h.ctx(), -1005, 4); !ok || turn.ID != "t" {
		t.Error("the turn stayed behind")
	}
	if a, ok, _ := s.Access(h.ctx(), -1005); !ok || a.State != dialog.AccessAllowed {
		t.Error("the permission stayed behind")
	}
}
