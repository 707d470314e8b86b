package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"cewen/answer"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/store"
)

func turn(id string, chat, user int64, message int) dialog.Turn {
	last := &answer.Turn{Question: "问" + id, Intent: answer.Lead, Facts: []string{"f1"}}
	return dialog.Turn{
		ID: id, Thread: dialog.Thread{Chat: chat, Topic: 2}, User: user, Message: message, Question: "问" + id, Before: answer.Context{Unit: "市城管局"}, After: answer.Context{Unit: "市城管局", Last: last},
		Answer:  answer.Answer{Answered: true, Intent: answer.Lead, Text: "答", Notes: []string{"按…查"}, Citations: []answer.Citation{{Plan: "p", Clause: 14, Quote: "引“文”", Start: 1, End: 9}}, Suggestions: []string{"s"}},
		Version: "v1", Today: "2026-11-23", Asked: t0,
	}
}

// What was said comes back as it was.
func testDialog(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	want := turn("a", 5, 9, 41)
	state := dialog.State{Thread: want.Thread, Last: want.After.Last, At: t0}
	h.apply(1, dialog.Changes{
		Turns: []dialog.Turn{want}, States: []dialog.State{state}, People: []dialog.Person{{ID: 9, Unit: "市城管局", Place: "平邑县"}}, Chats: []dialog.Chat{{ID: 5, Kind: "supergroup", Title: "群", Unit: "u", Place: "p", Since: t0}},
		Deliveries: []outbox.Delivery{{Key: "k", Chat: 5, Method: outbox.Send, Ref: "turn:a"}},
	})
	got, ok, err := s.Turn(h.ctx(), "a")
	h.ok(err)
	got.Asked = got.Asked.UTC()
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("turn\n%+v\nwant\n%+v", got, want)
	}
	if got, ok, _ := s.TurnOfQuestion(h.ctx(), 5, 41); !ok || got.ID != "a" {
		t.Error("not found by its question")
	}
	d := h.claim("x", outbox.Limits{})[0]
	h.sent(t0, d, 42)
	if got, ok, _ := s.TurnOfAnswer(h.ctx(), 5, 42); !ok || got.ID != "a" {
		t.Error("not found by its answer's message")
	}
	if _, ok, _ := s.TurnOfAnswer(h.ctx(), 6, 42); ok {
		t.Error("found by another chat's message")
	}
	if id, err := s.AnswerOf(h.ctx(), "a"); id != d.ID || err != nil {
		t.Errorf("its delivery is %d, %v; want %d", id, err, d.ID)
	}
	last, err := s.Last(h.ctx(), want.Thread)
	h.ok(err)
	if !reflect.DeepEqual(last, want.After.Last) {
		t.Errorf("conversation stands at %+v", last)
	}
	if last, err := s.Last(h.ctx(), dialog.Thread{Chat: 5}); last != nil || err != nil {
		t.Errorf("another topic stands at %+v, %v", last, err)
	}
	if p, err := s.Person(h.ctx(), 9); err != nil || p != (dialog.Person{ID: 9, Unit: "市城管局", Place: "平邑县"}) {
		t.Errorf("person %+v, %v", p, err)
	}
	if p, err := s.Person(h.ctx(), 10); err != nil || p != (dialog.Person{ID: 10}) {
		t.Errorf("stranger %+v, %v", p, err)
	}
	if c, ok, err := s.Chat(h.ctx(), 5); err != nil || !ok || c.Unit != "u" || c.Kind != "supergroup" || !c.Since.Equal(t0) || c.Paused != "" {
		t.Errorf("chat %+v, %v", c, err)
	}
	// An edited question: the same turn, another answer.
	edited := want
	edited.Question, edited.Answer.Answered, edited.Answer.Refusal = "改了", false, answer.WordAbsent
	h.apply(2, dialog.Changes{Turns: []dialog.Turn{edited}})
	if got, _, _ := s.Turn(h.ctx(), "a"); got.Question != "改了" || got.Answer.Answered {
		t.Errorf("after the edit %+v", got)
	}
	if _, ok, err := s.Turn(h.ctx(), "none"); ok || err != nil {
		t.Error("found a turn that never was")
	}
}

// Texts from outside may hold anything; what cannot be kept is replaced, and nothing fails.
func testAwkward(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	for i, text := range []string{"a\x00b", "\xff\xfe", `\u0000`, `\\u0000 "quoted" \`, "🚌💡", "'; DROP TABLE turn; --", string(make([]byte, 5000))} {
		w := turn("w", 5, 9, 1)
		w.ID, w.Question = string(rune('a'+i)), text
		w.Answer.Text, w.After.Last.Question = text, text
		h.apply(int64(100+i), dialog.Changes{Turns: []dialog.Turn{w}, States: []dialog.State{{Thread: w.Thread, Last: w.After.Last, At: t0}}, Events: []dialog.Event{{At: t0, Name: text, Action: "x", Detail: text}},
			Chats: []dialog.Chat{{ID: 5, Kind: "private", Title: text}}, Deliveries: []outbox.Delivery{{Key: "k" + text, Chat: 5, Method: outbox.Send, Message: outbox.Message{HTML: text}}}})
		got, ok, err := s.Turn(h.ctx(), w.ID)
		h.ok(err)
		if !ok {
			t.Errorf("%q: the turn is not there", text)
		}
		if i == 2 || i == 3 || i == 4 || i == 5 {
			if got.Question != text || got.Answer.Text != text {
				t.Errorf("%q came back as %q and %q", text, got.Question, got.Answer.Text)
			}
		}
	}
}

// /forget deletes what one person asked, and only that.
func testForget(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	mine, other := turn("mine", 9, 9, 1), turn("other", 9, 8, 2)
	mine.Thread, other.Thread = dialog.Thread{Chat: 9}, dialog.Thread{Chat: -7}
	group := turn("group", -7, 9, 3)
	group.Thread = dialog.Thread{Chat: -7}
	h.apply(1, dialog.Changes{
		Turns: []dialog.Turn{mine, other, group}, People: []dialog.Person{{ID: 9, Unit: "u"}, {ID: 8, Unit: "v"}}, States: []dialog.State{{Thread: mine.Thread, Last: mine.After.Last, At: t0}},
		Feedback: []dialog.Feedback{{Turn: "mine", User: 9, At: t0}, {Turn: "other", User: 9, At: t0}, {Turn: "other", User: 8, At: t0}},
		Access:   []dialog.Access{{Subject: 9, State: dialog.AccessAllowed, Asked: t0}}, Events: []dialog.Event{{At: t0, Actor: 9, Action: "申请使用"}},
		Deliveries: []outbox.Delivery{{Key: "k", Chat: 9, Method: outbox.Send, Ref: "turn:mine"}},
	})
	h.sent(t0, h.claim("a", outbox.Limits{})[0], 5)
	h.apply(2, dialog.Changes{Forget: []int64{9}, Deliveries: []outbox.Delivery{{Key: "done", Chat: 9, Method: outbox.Send}}})
	for id, want := range map[string]bool{"mine": false, "group": false, "other": true} {
		if _, ok, _ := s.Turn(h.ctx(), id); ok != want {
			t.Errorf("turn %s is there: %v, want %v", id, ok, want)
		}
	}
	if p, _ := s.Person(h.ctx(), 9); p.Unit != "" {
		t.Error("whose 我局 it was is still known")
	}
	if p, _ := s.Person(h.ctx(), 8); p.Unit != "v" {
		t.Error("another person was forgotten too")
	}
	if last, _ := s.Last(h.ctx(), mine.Thread); last != nil {
		t.Error("the conversation still stands somewhere")
	}
	if _, ok, _ := s.Delivery(h.ctx(), "k"); ok {
		t.Error("the message is still in the ledger")
	}
	if got := keysOf(h.claim("a", outbox.Limits{})); got != "done " {
		t.Errorf("what is still to be said: %q, want the confirmation", got)
	}
	if a, ok, _ := s.Access(h.ctx(), 9); !ok || a.State != dialog.AccessAllowed {
		t.Error("the permission is the administrators' record and stays")
	}
	if _, n, _ := s.Events(h.ctx(), 0, 9); n != 1 {
		t.Errorf("%d events, want 1: the record stays", n)
	}
}

// Administrators see what was refused and what was disliked, the newest first.
func testReviews(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	var turns []dialog.Turn
	for i, id := range []string{"good", "refused", "disliked", "both"} {
		w := turn(id, 5, 9, i+1)
		w.Asked = t0.Add(time.Duration(i) * time.Minute)
		w.Answer.Answered = id == "good" || id == "disliked"
		turns = append(turns, w)
	}
	h.apply(1, dialog.Changes{Turns: turns, Feedback: []dialog.Feedback{
		{Turn: "good", User: 9, Good: true, At: t0}, {Turn: "disliked", User: 9, Reason: "单位不对", At: t0}, {Turn: "disliked", User: 8, Good: true, At: t0.Add(time.Second)}, {Turn: "both", User: 9, At: t0}}})
	for _, tc := range []struct {
		disliked, refused bool
		want              string
	}{{false, false, "both disliked refused "}, {true, false, "both disliked "}, {false, true, "both refused "}, {true, true, "both disliked refused "}} {
		rs, total, err := s.Reviews(h.ctx(), tc.disliked, tc.refused, 0, 10)
		h.ok(err)
		got := ""
		for _, r := range rs {
			got += r.Turn.ID + " "
		}
		if got != tc.want || total != len(rs) {
			t.Errorf("disliked %v refused %v: %q of %d, want %q", tc.disliked, tc.refused, got, total, tc.want)
		}
	}
	rs, total, err := s.Reviews(h.ctx(), true, false, 1, 1)
	h.ok(err)
	if total != 2 || len(rs) != 1 || len(rs[0].Feedback) != 2 || rs[0].Feedback[0].Reason != "单位不对" || rs[0].Feedback[0].Good || !rs[0].Feedback[1].Good {
		t.Errorf("second page: %+v of %d", rs, total)
	}
	// A person who changes his mind has one opinion.
	h.apply(2, dialog.Changes{Feedback: []dialog.Feedback{{Turn: "disliked", User: 9, Good: true, At: t0}}})
	if _, total, _ := s.Reviews(h.ctx(), true, false, 0, 9); total != 1 {
		t.Errorf("%d disliked after one changed his mind, want 1", total)
	}
}

// Permissions are kept by subject, and what was decided by time.
func testAccess(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	a := dialog.Access{Subject: 9, Name: "王", State: dialog.AccessPending, Code: "012345", Asked: t0}
	h.apply(1, dialog.Changes{Access: []dialog.Access{a}, Events: []dialog.Event{{At: t0, Actor: 9, Name: "王", Action: "申请使用", Subject: 9}}})
	got, ok, err := s.Access(h.ctx(), 9)
	h.ok(err)
	if !ok || got.Code != "012345" || got.State != dialog.AccessPending || !got.Asked.Equal(t0) || !got.Decided.IsZero() {
		t.Errorf("access %+v", got)
	}
	a.State, a.Decided, a.By = dialog.AccessAllowed, t0.Add(time.Minute), 1
	h.apply(2, dialog.Changes{Access: []dialog.Access{a}, Events: []dialog.Event{{At: t0.Add(time.Minute), Actor: 1, Action: "批准使用", Subject: 9, Detail: "d"}}})
	got, _, err = s.Access(h.ctx(), 9)
	h.ok(err)
	if got.State != dialog.AccessAllowed || got.By != 1 {
		t.Errorf("access %+v after the decision", got)
	}
	es, n, err := s.Events(h.ctx(), 0, 1)
	h.ok(err)
	if n != 2 || len(es) != 1 || es[0].Action != "批准使用" || es[0].Detail != "d" || !es[0].At.Equal(t0.Add(time.Minute)) {
		t.Errorf("events %+v of %d, want the newest", es, n)
	}
	if _, ok, err := s.Access(h.ctx(), 10); ok || err != nil {
		t.Error("a stranger is known")
	}
}

// What is older than it has to be kept is deleted; what is open never is.
func testPrune(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	old, young := turn("old", 5, 9, 1), turn("young", 5, 9, 2)
	old.Asked = t0.Add(-200 * 24 * time.Hour)
	h.apply(1, dialog.Changes{Turns: []dialog.Turn{old, young}, Feedback: []dialog.Feedback{{Turn: "old", User: 9, At: old.Asked}}})
	h.put(2, 6)
	h.enqueue("open", 5)
	n, err := s.Prune(h.ctx(), t0.Add(24*time.Hour), store.Kept{Questions: 180 * 24 * time.Hour, Updates: time.Hour})
	h.ok(err)
	if n != 3 {
		t.Errorf("%d rows deleted, want 3 (turn, feedback, update)", n)
	}
	if _, ok, _ := s.Turn(h.ctx(), "old"); ok {
		t.Error("the old turn is still there")
	}
	if _, ok, _ := s.Turn(h.ctx(), "young"); !ok {
		t.Error("the young turn is gone")
	}
	if got := h.takeAt(t0.Add(24*time.Hour), "a", 9); len(got) != 1 {
		t.Error("an open update was deleted")
	}
	if _, ok, _ := s.Delivery(h.ctx(), "open"); !ok {
		t.Error("an open delivery was deleted")
	}
}

// One holds a lease at a time; it passes on when it ran out or was given up.
func testLeases(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	hold := func(now time.Time, owner string, want bool) {
		t.Helper()
		got, err := s.Hold(h.ctx(), now, "poll", owner, 10*time.Second)
		h.ok(err)
		if got != want {
			t.Errorf("%s holds at +%v: %v, want %v", owner, now.Sub(t0), got, want)
		}
	}
	hold(t0, "a", true)
	hold(t0, "b", false)
	hold(t0.Add(8*time.Second), "a", true) // renewed
	hold(t0.Add(15*time.Second), "b", false)
	hold(t0.Add(19*time.Second), "b", true)
	hold(t0.Add(19*time.Second), "a", false)
	h.ok(s.Leave(h.ctx(), "poll", "a")) // not its own
	hold(t0.Add(20*time.Second), "a", false)
	h.ok(s.Leave(h.ctx(), "poll", "b"))
	hold(t0.Add(20*time.Second), "a", true)
	for _, first := range []string{"one", "two"} {
		v, err := s.Setting(h.ctx(), "secret", first)
		h.ok(err)
		if v != "one" {
			t.Errorf("setting %q, want what was first", v)
		}
	}
	h.ok(s.Ping(h.ctx()))
}

// What the page keeps: changes that come from no update, conversations in their order, calendar addresses of their owners.
func testPage(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	me, other := dialog.NewVisitor(), dialog.NewVisitor()
	if !dialog.IsVisitor(me) || dialog.IsVisitor(1<<52) || dialog.IsVisitor(-1) || me == other {
		t.Fatalf("visitors %d and %d", me, other)
	}
	th := dialog.Thread{Chat: me, Topic: 4}
	var turns []dialog.Turn
	for i := range 5 {
		turns = append(turns, dialog.Turn{ID: fmt.Sprint("w", i), Thread: th, User: me, Question: fmt.Sprint("问", i), Asked: t0.Add(time.Duration(i) * time.Second)})
	}
	turns[4].Thread.Topic = 5
	h.ok(s.Apply(h.ctx(), t0, dialog.Changes{Turns: turns}))
	got, err := s.Conversation(h.ctx(), th, t0.Add(time.Minute), 3)
	h.ok(err)
	if len(got) != 3 || got[0].Question != "问1" || got[2].Question != "问3" {
		t.Errorf("conversation %+v", got)
	}
	if got, err := s.Conversation(h.ctx(), th, t0.Add(time.Second), 3); err != nil || len(got) != 2 || got[1].Question != "问1" {
		t.Errorf("conversation up to its second question %+v, %v", got, err)
	}
	mine := dialog.Feed{Token: "a", Owner: me, Plan: "p", Unit: "市城管局", At: t0}
	h.ok(s.Apply(h.ctx(), t0, dialog.Changes{Feeds: []dialog.Feed{mine, {Token: "b", Owner: other, Place: "沂水县", At: t0}}}))
	h.ok(s.Apply(h.ctx(), t0, dialog.Changes{DropFeeds: []dialog.Feed{{Token: "a", Owner: other}}}))
	if f, ok, err := s.Feed(h.ctx(), "a"); !ok || err != nil || f.Unit != mine.Unit || f.Owner != me || !f.At.Equal(t0) {
		t.Errorf("feed %+v, %v, %v: only its owner deletes it", f, ok, err)
	}
	if fs, err := s.Feeds(h.ctx(), me); err != nil || len(fs) != 1 || fs[0].Token != "a" {
		t.Errorf("feeds %+v, %v", fs, err)
	}
	h.ok(s.Apply(h.ctx(), t0, dialog.Changes{DropFeeds: []dialog.Feed{mine}}))
	if _, ok, err := s.Feed(h.ctx(), "a"); ok || err != nil {
		t.Errorf("a deleted address is found, %v", err)
	}
	h.ok(s.Apply(h.ctx(), t0, dialog.Changes{Forget: []int64{me, other}}))
	if got, _ := s.Conversation(h.ctx(), th, t0.Add(time.Minute), 9); len(got) != 0 {
		t.Errorf("%d turns after they were forgotten", len(got))
	}
	if _, ok, _ := s.Feed(h.ctx(), "b"); ok {
		t.Error("an address is found after its owner was forgotten")
	}
}
