package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
	"cewen/store"
)

func milestone(n int, due string, units ...string) reminders.Milestone {
	return reminders.Milestone{ID: fmt.Sprintf("t%d-x-1", n), Plan: "p", Kind: reminders.Dated, Order: n, Clause: n, Metric: fmt.Sprint("事", n), Value: "10个", Due: due, Units: units, Places: []string{"平邑县"}}
}

func (h *hand) sync(ms ...reminders.Milestone) []reminders.Change {
	h.t.Helper()
	cs, err := h.s.SyncMilestones(h.ctx(), t0, "p", ms)
	h.ok(err)
	return cs
}

var subs int64

// subscribe subscribes a place, as a message there does.
func (h *hand) subscribe(s reminders.Subscription) {
	h.t.Helper()
	if s.Preset == "" {
		s.Preset, s.Hour = reminders.Usual, reminders.UsualHour
	}
	if s.Created.IsZero() {
		s.Created = t0
	}
	subs++
	h.apply(1_000_000+subs, dialog.Changes{Subscriptions: []reminders.Subscription{s}})
}

func (h *hand) slots(at time.Time, ms ...reminders.Milestone) []reminders.Slotted {
	var out []reminders.Slotted
	for _, m := range ms {
		out = append(out, reminders.Slotted{Ref: m.Ref(), Due: m.Due, Preset: reminders.Usual, Hour: reminders.UsualHour, Rung: reminders.Thirty, At: at})
	}
	return out
}

func (h *hand) plan(until time.Time, slots []reminders.Slotted) int64 {
	h.t.Helper()
	return h.planAt(t0, until, slots)
}

func (h *hand) planAt(now, until time.Time, slots []reminders.Slotted) int64 {
	h.t.Helper()
	g, err := h.s.Horizon(h.ctx(), now, until)
	h.ok(err)
	n, err := h.s.PlanNotices(h.ctx(), now, until, g.Generation, slots, nil)
	h.ok(err)
	return n
}

func (h *hand) horizon(until time.Time) reminders.Ground {
	h.t.Helper()
	g, err := h.s.Horizon(h.ctx(), t0, until)
	h.ok(err)
	return g
}

func (h *hand) planned(p reminders.Place, now time.Time) []reminders.Planned {
	h.t.Helper()
	out, err := h.s.PlannedNotices(h.ctx(), p, now)
	h.ok(err)
	return out
}

// A subscription plans what it is about, once, from its own time on; whoever changes his wishes is planned anew.
func testPlanning(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	a, b := milestone(1, "2025-12-31", "市城管局", "市教育局"), milestone(2, "2025-12-31", "市教育局")
	c := milestone(3, "2025-12-31")
	c.Kind, c.Places = reminders.Indicator, nil
	h.sync(a, b, c)
	for i, sub := range []reminders.Subscription{
		{Chat: 1, About: reminders.AboutAll}, {Chat: 2, About: reminders.AboutUnit, What: "市城管局"}, {Chat: 3, About: reminders.AboutPlace, What: "平邑县"}, {Chat: 4, About: reminders.AboutClause, What: "2"},
		{Chat: 5, About: reminders.AboutTarget, What: "t9-x-1," + a.ID}, {Chat: 6, About: reminders.AboutAll, Plan: "another"}, {Chat: 7, About: reminders.AboutAll, Paused: true},
		{Chat: 8, About: reminders.AboutUnit, What: "市教育局"}, {Chat: 8, About: reminders.AboutUnit, What: "市城管局"}, {Chat: 9, Topic: 4, About: reminders.AboutClause, What: "3"},
	} {
		h.subscribe(sub)
		// What a subscription covers is said twice, in Go and in the queries: they have to agree.
		want := len(sub.Of([]reminders.Milestone{a, b, c}))
		if sub.Paused {
			want = 0
		}
		if i == 7 {
			continue // the chat has a second one
		}
		at := t0.Add(10 * time.Hour)
		h.plan(t0.Add(24*time.Hour), h.slots(at, a, b, c))
		got := len(h.planned(reminders.Place{Chat: sub.Chat, Topic: sub.Topic}, at))
		if sub.Chat == 8 {
			want = 2
		}
		if got != want {
			t.Errorf("chat %d (%s %s): %d planned, want %d", sub.Chat, sub.About, sub.What, got, want)
		}
	}
	until := t0.Add(24 * time.Hour)
	if n := h.plan(until, h.slots(t0.Add(10*time.Hour), a, b, c)); n != 0 {
		t.Errorf("planned once more: %d", n)
	}
	if g := h.horizon(until); len(g.Wishes) != 0 {
		t.Errorf("still to plan: %v", g.Wishes)
	}
	if g := h.horizon(until.Add(time.Hour)); !g.From.Equal(until) || len(g.Wishes) != 1 || g.Wishes[0] != (reminders.Wish{Preset: reminders.Usual, Hour: 9}) {
		t.Errorf("to plan from %v for %v", g.From, g.Wishes)
	}
	// Another hour: what was planned is taken back and planned by the new wish; nobody else is touched.
	all, err := s.Subscriptions(h.ctx(), reminders.Place{Chat: 1})
	h.ok(err)
	all[0].Hour = 8
	h.subscribe(all[0])
	if got := h.planned(reminders.Place{Chat: 1}, until); len(got) != 0 {
		t.Errorf("%d notices by the old wish", len(got))
	}
	if got := h.planned(reminders.Place{Chat: 2}, until); len(got) != 1 {
		t.Errorf("another chat has %d notices", len(got))
	}
	eight := h.slots(t0.Add(9*time.Hour), a)
	eight[0].Hour = 8
	if n := h.plan(until, eight); n != 1 {
		t.Errorf("%d planned by the new wish, want 1", n)
	}
	// Gone with its subscription.
	all, err = s.Subscriptions(h.ctx(), reminders.Place{Chat: 1})
	h.ok(err)
	h.apply(1_900_000, dialog.Changes{Unsubscribe: []int64{all[0].ID}})
	if got := h.planned(reminders.Place{Chat: 1}, until); len(got) != 0 {
		t.Errorf("%d notices without a subscription", len(got))
	}
	// What was to be sent before a subscription is not planned for it.
	h.apply(1_800_000, dialog.Changes{Subscriptions: []reminders.Subscription{{Chat: 20, About: reminders.AboutAll, Preset: reminders.Usual, Hour: reminders.UsualHour, Created: t0.Add(12 * time.Hour)}}, Clock: t0.Add(12 * time.Hour)})
	h.planAt(t0.Add(12*time.Hour), until, h.slots(t0.Add(10*time.Hour), a, b))
	if got := h.planned(reminders.Place{Chat: 20}, until); len(got) != 0 {
		t.Errorf("%d notices from before the subscription", len(got))
	}
}

// Whatever changes while somebody plans is planned for once more; by a chat's own day for that chat only; a pause plans nothing for its time;
// a clock that was set back does not leave anybody unplanned.
func testReplanning(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	a := milestone(1, "2025-12-31", "市城管局")
	h.sync(a)
	h.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutAll})
	until, at := t0.Add(24*time.Hour), t0.Add(10*time.Hour)
	record := dialog.Mark{Chat: 1, Ref: a.Ref(), Batch: "b", Record: reminders.Record{Status: reminders.Postponed, Until: "2026-06-30", At: t0}}
	for i, c := range []dialog.Changes{
		{Subscriptions: []reminders.Subscription{{Chat: 2, About: reminders.AboutAll, Preset: reminders.Few, Hour: 8, Created: t0}}},
		{Marks: []dialog.Mark{record}},
		{Undos: []dialog.Undo{{Batch: "b", By: 1}}},
	} {
		g := h.horizon(until)
		h.apply(int64(2_000_000+i), c)
		if _, err := s.PlanNotices(h.ctx(), t0, until, g.Generation, h.slots(at, a), nil); !errors.Is(err, reminders.ErrTaken) {
			t.Errorf("planned by what it was before change %d: %v, want ErrTaken", i, err)
		}
		if g := h.horizon(until); len(g.Wishes) == 0 {
			t.Errorf("nothing is left to plan after change %d", i)
		}
	}
	h.apply(2_000_010, dialog.Changes{Marks: []dialog.Mark{record}})
	mine, err := s.Subscriptions(h.ctx(), reminders.Place{Chat: 1})
	h.ok(err)
	own := func(at time.Time) reminders.Own {
		o := h.slots(at, a)[0]
		o.Due = "2026-06-30"
		return reminders.Own{Subscription: mine[0].ID, Slotted: o}
	}
	n, err := s.PlanNotices(h.ctx(), t0, until, h.horizon(until).Generation, nil, []reminders.Own{own(at), own(t0)})
	h.ok(err)
	if got := h.planned(reminders.Place{Chat: 1}, at); n != 1 || !slices.ContainsFunc(got, func(p reminders.Planned) bool { return p.Due == "2026-06-30" && p.At.Equal(at) }) {
		t.Errorf("%d planned by the chat's own day: %+v; want one, not that of the moment before it was recorded", n, got)
	}
	if got := h.planned(reminders.Place{Chat: 2}, at); len(got) != 0 {
		t.Errorf("the day of another chat: %+v", got)
	}

	// A pause of four hours in which two notices would have come.
	pause := mine[0]
	pause.Paused = true
	h.subscribe(pause)
	pause.Paused = false
	subs++
	h.apply(1_000_000+subs, dialog.Changes{Subscriptions: []reminders.Subscription{pause}, Clock: t0.Add(4 * time.Hour)})
	h.planAt(t0.Add(4*time.Hour), until, append(h.slots(t0.Add(2*time.Hour), a), h.slots(at, a)...))
	if got := h.planned(reminders.Place{Chat: 1}, until); len(got) != 1 || !got[0].At.Equal(at) {
		t.Errorf("planned after a pause: %+v, want only what comes after it", got)
	}

	// Planned until next year by a clock that was wrong.
	g, next := h.horizon(until), t0.AddDate(1, 0, 0)
	_, err = s.PlanNotices(h.ctx(), next, next.Add(24*time.Hour), g.Generation, nil, nil)
	h.ok(err)
	if g := h.horizon(until); len(g.Wishes) == 0 || g.From.After(t0) {
		t.Errorf("after a clock that was set back: from %v for %v; want from now on for everybody", g.From, g.Wishes)
	}
}

// Notices are taken into a digest once, with the messages that carry it, and a chat that takes nothing keeps its own.
func testTaking(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	a, b := milestone(1, "2025-12-31"), milestone(2, "2025-12-31")
	h.sync(a, b)
	h.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutAll})
	h.subscribe(reminders.Subscription{Chat: 2, Topic: 7, About: reminders.AboutAll})
	h.apply(50, dialog.Changes{Chats: []dialog.Chat{{ID: 3, Kind: "private", Paused: "blocked"}}})
	h.subscribe(reminders.Subscription{Chat: 3, About: reminders.AboutAll})
	at := t0.Add(time.Hour)
	h.plan(t0.Add(24*time.Hour), h.slots(at, a, b))
	next, ok, err := s.NextNotice(h.ctx())
	h.ok(err)
	if !ok || !next.Equal(at) {
		t.Errorf("next %v", next)
	}
	if due, err := s.DuePlaces(h.ctx(), t0, 9); err != nil || len(due) != 0 {
		t.Errorf("due too early: %v, %v", due, err)
	}
	due, err := s.DuePlaces(h.ctx(), at, 9)
	h.ok(err)
	if len(due) != 2 || due[0] != (reminders.Place{Chat: 1}) || due[1] != (reminders.Place{Chat: 2, Topic: 7}) {
		t.Fatalf("due %v, want chats 1 and 2: 3 takes nothing", due)
	}
	p := due[0]
	got := h.planned(p, at)
	if len(got) != 2 || got[0].Milestone.Metric != "事1" || got[0].Due != "2025-12-31" || got[0].Rung != reminders.Thirty || !got[0].At.Equal(at) {
		t.Fatalf("planned %+v", got)
	}
	message := outbox.Delivery{Key: "digest:1/0", Chat: 1, Class: outbox.Notice, Method: outbox.Send, Ref: "digest:k", Message: outbox.Message{HTML: "x"}}
	take := func(count int) error {
		return s.TakeNotices(h.ctx(), t0, p, at, count, "k", []reminders.Ref{b.Ref(), a.Ref()}, []outbox.Delivery{message})
	}
	if err := take(1); !errors.Is(err, reminders.ErrTaken) {
		t.Errorf("taking other than there are: %v, want ErrTaken", err)
	}
	if n, err := s.UnsentNotices(h.ctx()); err != nil || n != 0 {
		t.Errorf("%d messages after a failed take, %v", n, err)
	}
	h.ok(take(2))
	if err := take(2); !errors.Is(err, reminders.ErrTaken) {
		t.Errorf("taking twice: %v, want ErrTaken", err)
	}
	if n, err := s.UnsentNotices(h.ctx()); err != nil || n != 1 {
		t.Errorf("%d messages, %v; want 1", n, err)
	}
	if n := h.plan(t0.Add(48*time.Hour), h.slots(at, a, b)); n != 0 {
		t.Errorf("%d planned again after they were sent", n)
	}
	d := h.claim("x", outbox.Limits{})[0]
	h.sent(t0, d, 88)
	n, ok, err := s.DigestOf(h.ctx(), 1, 88)
	h.ok(err)
	if !ok || len(n.Items) != 2 || n.Items[0] != b.Ref() || n.Message.HTML != "x" || n.Key != "k" || n.Place != p {
		t.Errorf("the message's numbers mean %+v", n)
	}
	h.apply(60, dialog.Changes{Receipts: []dialog.Receipt{{Digest: "k", User: 5, At: t0}, {Digest: "k", User: 6, At: t0}, {Digest: "k", User: 5, At: t0}}})
	if n, _, err := s.Digest(h.ctx(), "k"); err != nil || len(n.Readers) != 2 {
		t.Errorf("%d have read it, %v; want 2", len(n.Readers), err)
	}
	st, err := s.RemindStatus(h.ctx(), at)
	h.ok(err)
	if st.Subscriptions != 3 || st.Chats != 3 || st.Planned != 4 || st.Overdue != 2 || st.Blocked != 2 || st.Sent != 1 || st.Pending != 0 {
		t.Errorf("status %+v", st)
	}
}

// What a chat records is its own, keeps who and when, can be undone, and moves with the chat.
func testProgress(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	a, b := milestone(1, "2025-12-31"), milestone(2, "2025-12-31")
	h.sync(a, b)
	mark := func(chat int64, batch string, m reminders.Milestone, r reminders.Record) dialog.Mark {
		r.By, r.Name, r.At = 7, "王", t0
		return dialog.Mark{Chat: chat, Ref: m.Ref(), Record: r, Batch: batch}
	}
	h.apply(1, dialog.Changes{Marks: []dialog.Mark{mark(-5, "b1", a, reminders.Record{Status: reminders.Done}), mark(-5, "b1", b, reminders.Record{Status: reminders.Postponed, Until: "2026-06-30"})}})
	h.apply(2, dialog.Changes{Marks: []dialog.Mark{mark(-5, "b2", a, reminders.Record{Note: "已验收"}), mark(-6, "b3", b, reminders.Record{Status: reminders.NotDone})}})
	got, err := s.Recorded(h.ctx(), -5)
	h.ok(err)
	if r := got[a.Ref()]; len(got) != 2 || r.Status != reminders.Done || r.Note != "已验收" || r.Name != "王" || !r.At.Equal(t0) {
		t.Errorf("recorded %+v", got)
	}
	posts, err := s.Postponed(h.ctx())
	h.ok(err)
	if len(posts) != 1 || posts[0] != (reminders.Postponement{Chat: -5, Ref: b.Ref(), Until: "2026-06-30"}) {
		t.Errorf("postponed %+v", posts)
	}
	h.apply(3, dialog.Changes{Undos: []dialog.Undo{{Batch: "b1", By: 8}}})
	h.apply(4, dialog.Changes{Undos: []dialog.Undo{{Batch: "b1", By: 9}}}) // once is enough
	got, err = s.Recorded(h.ctx(), -5)
	h.ok(err)
	if r := got[a.Ref()]; len(got) != 1 || r.Status != reminders.NotRecorded || r.Note != "已验收" {
		t.Errorf("after undoing %+v: the note was another batch", got)
	}
	if posts, _ := s.Postponed(h.ctx()); len(posts) != 0 {
		t.Errorf("still postponed: %+v", posts)
	}
	hist, err := s.History(h.ctx(), -5, a.Ref())
	h.ok(err)
	if len(hist) != 2 || hist[0].Undone.IsZero() || !hist[1].Undone.IsZero() {
		t.Errorf("history %+v", hist)
	}
	if batch, err := s.Batch(h.ctx(), "b1"); err != nil || len(batch) != 2 {
		t.Errorf("batch %+v, %v", batch, err)
	}
	if other, _ := s.Recorded(h.ctx(), -6); len(other) != 1 {
		t.Errorf("another chat's records %+v", other)
	}
	chats, err := s.Recorders(h.ctx())
	h.ok(err)
	if len(chats) != 2 || chats[0].ID != -6 {
		t.Errorf("recording chats %+v", chats)
	}
	h.subscribe(reminders.Subscription{Chat: -5, About: reminders.AboutAll})
	h.plan(t0.Add(24*time.Hour), h.slots(t0.Add(time.Hour), a))
	h.apply(5, dialog.Changes{Chats: []dialog.Chat{{ID: -5, Kind: "group"}}, Moves: []dialog.Move{{From: -5, To: -1005}}})
	if got, _ := s.Recorded(h.ctx(), -1005); len(got) != 1 {
		t.Errorf("after the move %+v", got)
	}
	if got, _ := s.Subscriptions(h.ctx(), reminders.Place{Chat: -1005}); len(got) != 1 {
		t.Errorf("after the move %d subscriptions", len(got))
	}
	if got := h.planned(reminders.Place{Chat: -1005}, t0.Add(24*time.Hour)); len(got) != 1 {
		t.Errorf("after the move %d notices", len(got))
	}
}

// A changed plan: what moved is taken back, records stay with what they are about whatever its id, and what changed is told once.
func testPlanChanges(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	a, b, c := milestone(1, "2025-12-31", "市城管局"), milestone(2, "2025-12-31", "市城管局"), milestone(3, "2025-12-31", "市城管局")
	if cs := h.sync(a, b, c); len(cs) != 0 {
		t.Fatalf("the first reading changed %+v", cs)
	}
	if cs := h.sync(a, b, c); len(cs) != 0 {
		t.Fatalf("the same text changed %+v", cs)
	}
	h.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutAll})
	h.subscribe(reminders.Subscription{Chat: 2, About: reminders.AboutTarget, What: a.ID + "," + b.ID})
	h.apply(1, dialog.Changes{Marks: []dialog.Mark{{Chat: 1, Ref: a.Ref(), Batch: "b", Record: reminders.Record{Status: reminders.Done, At: t0}}}})
	at := t0.Add(time.Hour)
	h.plan(t0.Add(24*time.Hour), h.slots(at, a, b, c))
	// a and b exchange their ids, b moves, c is gone, d is new, a has another value.
	a2, b2, d := a, b, milestone(4, "2027-06-30", "市城管局")
	a2.ID, b2.ID, b2.Due = b.ID, a.ID, "2026-12-31"
	cs := h.sync(a2, b2, d)
	kinds := map[reminders.ChangeKind]string{}
	for _, x := range cs {
		kinds[x.Kind] += x.Old.Metric + x.New.Metric
	}
	if len(cs) != 3 || kinds[reminders.Moved] != "事2事2" || kinds[reminders.Gone] != "事3" || kinds[reminders.Added] != "事4" {
		t.Fatalf("changes %+v", kinds)
	}
	got, err := s.Recorded(h.ctx(), 1)
	h.ok(err)
	if r, ok := got[a2.Ref()]; !ok || r.Status != reminders.Done || len(got) != 1 {
		t.Errorf("records %+v: they stay with what they are about", got)
	}
	all, err := s.Subscriptions(h.ctx(), reminders.Place{Chat: 2})
	h.ok(err)
	if want := b.ID + "," + a.ID; all[0].What != want {
		t.Errorf("the subscription names %s, want %s", all[0].What, want)
	}
	left := h.planned(reminders.Place{Chat: 1}, at)
	if len(left) != 1 || left[0].Milestone.Metric != "事1" {
		t.Errorf("planned %+v, want only what did not change", left)
	}
	if g := h.horizon(t0.Add(24 * time.Hour)); len(g.Wishes) != 1 || g.From.After(t0) {
		t.Errorf("not planned anew: from %v for %v", g.From, g.Wishes)
	}
	ids, untold, err := s.UntoldChanges(h.ctx())
	h.ok(err)
	if len(untold) != 3 {
		t.Fatalf("%d to tell", len(untold))
	}
	say := []outbox.Delivery{{Key: "change", Chat: 1, Class: outbox.Notice, Method: outbox.Send}}
	h.ok(s.TellChanges(h.ctx(), t0, ids, say))
	if err := s.TellChanges(h.ctx(), t0, ids, say); !errors.Is(err, reminders.ErrTaken) {
		t.Errorf("told twice: %v, want ErrTaken", err)
	}
	if _, untold, _ := s.UntoldChanges(h.ctx()); len(untold) != 0 {
		t.Errorf("still to tell %+v", untold)
	}
	// What was gone and comes back has its records again.
	h.apply(2, dialog.Changes{Marks: []dialog.Mark{{Chat: 1, Ref: d.Ref(), Batch: "b4", Record: reminders.Record{Status: reminders.NotDone, At: t0}}}})
	h.sync(a2, b2)
	if got, _ := s.Recorded(h.ctx(), 1); len(got) != 2 {
		t.Errorf("records of what is gone: %+v", got)
	}
	h.sync(a2, b2, d)
	if got, _ := s.Recorded(h.ctx(), 1); got[d.Ref()].Status != reminders.NotDone {
		t.Errorf("after it came back %+v", got)
	}
}

// A rehearsal's clock goes on from where it stood, and begins anew for another beginning.
func testRehearsalClock(t *testing.T, s *store.Store) {
	h := &hand{t, s}
	if _, ok, err := s.Resume(h.ctx(), "2025-09-29"); ok || err != nil {
		t.Errorf("there is a clock already, %v", err)
	}
	h.ok(s.KeepClock(h.ctx(), "2025-09-29", t0))
	h.ok(s.KeepClock(h.ctx(), "2025-09-29", t0.Add(time.Hour)))
	if at, ok, err := s.Resume(h.ctx(), "2025-09-29"); !ok || err != nil || !at.Equal(t0.Add(time.Hour)) {
		t.Errorf("resumed at %v, %v", at, err)
	}
	if _, ok, _ := s.Resume(h.ctx(), "2025-01-01"); ok {
		t.Error("another beginning resumes")
	}
}
