package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/reminders"
	"cewen/store"
	"cewen/store/postgres/pgtest"
)

var beijing = time.FixedZone("CST", 8*3600)

// said is one thing that a place was reminded of.
type said struct {
	place reminders.Place
	ref   reminders.Ref
	due   string
	rung  reminders.Rung
}

// owed is a notice that a place has to get: it stood in the calendar while a subscription covered it.
type owed struct {
	said
	sub int64
}

// office is a planner over a real database, what its chats did, and what they have to hear of by rules of its own: the truth that no
// process sees.
type office struct {
	s       *store.Store
	p       *reminders.Planner
	ladder  reminders.Ladder
	now     time.Time
	plan    []reminders.Milestone
	updates int64
	batches int64
	owed    []owed
	heard   map[said]int
	trouble string // the planner's next call of this name fails
	after   bool   // once it has been committed
	digests []reminders.Digest
}

func (o *office) Now() time.Time                                                  { return o.now }
func (o *office) Wait(context.Context, time.Time, time.Duration, <-chan struct{}) {}
func (o *office) Planned(int64, time.Duration)                                    {}
func (o *office) Digested(reminders.Digest)                                       {}
func (o *office) PlannerFailed(string, error)                                     {}
func (o *office) Summary(reminders.Subscription, string, reminders.Board) (m outbox.Message) {
	return m
}
func (o *office) Changes([]reminders.Subscription, []reminders.Change) (m outbox.Message) { return m }
func (o *office) Digest(d reminders.Digest) []outbox.Message {
	o.digests = append(o.digests, d)
	return []outbox.Message{{HTML: fmt.Sprint(len(o.digests) - 1)}}
}

var errCrash = errors.New("the process died")

// flaky is the database as a process sees it that may die at any call: before it was committed or after.
type flaky struct {
	*store.Store
	o *office
}

func (f flaky) dies(name string, do func() error) error {
	if f.o.trouble != name {
		return do()
	}
	f.o.trouble = ""
	if f.o.after {
		if err := do(); err != nil {
			return err
		}
	}
	return errCrash
}

func (f flaky) PlanNotices(ctx context.Context, now, until time.Time, generation int64, slots []reminders.Slotted, own []reminders.Own) (n int64, err error) {
	return n, f.dies("plan", func() error {
		n, err = f.Store.PlanNotices(ctx, now, until, generation, slots, own)
		return err
	})
}

func (f flaky) TakeNotices(ctx context.Context, now time.Time, p reminders.Place, by time.Time, count int, key string, items []reminders.Ref, ds []outbox.Delivery) error {
	return f.dies("take", func() error { return f.Store.TakeNotices(ctx, now, p, by, count, key, items, ds) })
}

func (f flaky) SyncMilestones(ctx context.Context, now time.Time, plan string, ms []reminders.Milestone) (cs []reminders.Change, err error) {
	return cs, f.dies("sync", func() error {
		cs, err = f.Store.SyncMilestones(ctx, now, plan, ms)
		return err
	})
}

// start is a new process.
func (o *office) start() {
	o.p = &reminders.Planner{Book: flaky{o.s, o}, Print: o, Observer: o, Ladder: o.ladder, Clock: o, Milestones: func() []reminders.Milestone { return o.plan }}
}

func (o *office) apply(t *rapid.T, c dialog.Changes) {
	o.updates++
	ctx := context.Background()
	if _, err := o.s.Put(ctx, o.now, []inbox.Update{{ID: o.updates, Lane: o.updates, Body: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	// The inbox goes by the machine's time; here it never waits.
	its, err := o.s.Take(ctx, o.now.AddDate(20, 0, 0), inbox.Take{Owner: "t", Lease: time.Minute, Most: 1})
	if err != nil || len(its) != 1 {
		t.Fatal(len(its), err)
	}
	c.Clock = o.now
	if err := o.s.Commit(ctx, o.now, its[0], c, ""); err != nil {
		t.Fatal(err)
	}
}

func (o *office) subscriptions(t *rapid.T) []reminders.Subscription {
	all, err := o.s.Subscribers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// dueOf is the day that a chat goes by.
func (o *office) recorded(t *rapid.T, chat int64) map[reminders.Ref]reminders.Record {
	r, err := o.s.Recorded(context.Background(), chat)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pass lets time pass and notes what stands in the calendar for each subscription meanwhile.
func (o *office) pass(t *rapid.T, d time.Duration) {
	from := o.now
	o.now = o.now.Add(d)
	for _, s := range o.subscriptions(t) {
		records := o.recorded(t, s.Chat)
		for _, m := range s.Of(o.plan) {
			due := reminders.EffectiveDue(m, records[m.Ref()])
			day, err := time.ParseInLocation(time.DateOnly, due, beijing)
			if err != nil {
				t.Fatal(err)
			}
			for _, slot := range o.ladder.Slots(day, s.Preset, s.Hour, time.Time{}) {
				if slot.At.After(from) && !slot.At.After(o.now) {
					o.owed = append(o.owed, owed{said{reminders.Place{Chat: s.Chat, Topic: s.Topic}, m.Ref(), due, slot.Rung}, s.ID})
				}
			}
		}
	}
}

// step lets the planner work; what was written counts as heard. It returns false where the process died.
func (o *office) step(t *rapid.T) bool {
	_, _, err := o.p.Step(context.Background())
	if err != nil && !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	for o.deliver(t) {
	}
	if err != nil {
		o.start()
		return false
	}
	return true
}

// deliver sends what is ready, one message to a chat, and reports whether there was any. At once: how it is sent is the ledger's business.
func (o *office) deliver(t *rapid.T) bool {
	batch, err := o.s.Claim(context.Background(), time.Now(), outbox.Claim{Owner: "o", Lease: time.Minute, Most: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range batch.Deliveries {
		if err := o.s.Finish(context.Background(), time.Now(), d, outbox.Classify(d, outbox.Reply{Written: true, Status: 200, OK: true, MessageID: 1}), outbox.Policy{}); err != nil {
			t.Fatal(err)
		}
		var n int
		if _, err := fmt.Sscan(d.Message.HTML, &n); err == nil { // no change
			o.hear(t, o.digests[n], reminders.Place{Chat: d.Chat, Topic: d.Thread})
		}
	}
	return len(batch.Deliveries) > 0
}

// hear notes what a digest says.
func (o *office) hear(t *rapid.T, d reminders.Digest, place reminders.Place) {
	subs := o.subscriptions(t)
	for _, g := range d.Groups {
		for _, it := range g.Items {
			k := said{place, it.Milestone.Ref(), g.Due, g.Rung}
			if o.heard[k]++; o.heard[k] > 1 {
				t.Fatalf("%+v came twice", k)
			}
			if !slices.ContainsFunc(subs, func(s reminders.Subscription) bool {
				return s.Chat == place.Chat && s.Topic == place.Topic && s.Covers(it.Milestone)
			}) {
				t.Fatalf("%+v: nobody asked for it", k)
			}
			if want := reminders.EffectiveDue(it.Milestone, o.recorded(t, place.Chat)[k.ref]); k.due != want {
				t.Fatalf("%+v: the chat goes by %s", k, want)
			}
			day, err := time.ParseInLocation(time.DateOnly, k.due, beijing)
			if err != nil {
				t.Fatal(err)
			}
			if early := day.AddDate(0, 0, -int(g.Rung)-12); o.now.Before(early) { // a long holiday takes a notice some days ahead, never more
				t.Fatalf("%+v came at %v, too early", k, o.now)
			}
		}
	}
}

// settle checks that everything owed has been said, after a step that went through. What no longer holds is dropped; what waits for a chat
// that takes nothing stays.
func (o *office) settle(t *rapid.T, blocked map[int64]bool) {
	subs := map[int64]reminders.Subscription{}
	for _, s := range o.subscriptions(t) {
		subs[s.ID] = s
	}
	var left []owed
	for _, w := range o.owed {
		s, alive := subs[w.sub]
		i := slices.IndexFunc(o.plan, func(m reminders.Milestone) bool { return m.Ref() == w.ref })
		if !alive || i < 0 || !s.Covers(o.plan[i]) || !slices.Contains(s.Preset.Rungs(), w.rung) {
			continue
		}
		r := o.recorded(t, w.place.Chat)[w.ref]
		if reminders.EffectiveDue(o.plan[i], r) != w.due || r.Status == reminders.Done {
			continue
		}
		if blocked[w.place.Chat] {
			left = append(left, w)
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, w.due, beijing)
		if err != nil {
			t.Fatal(err)
		}
		slots := o.ladder.Slots(day, s.Preset, s.Hour, time.Time{})
		if j := slices.IndexFunc(slots, func(l reminders.Slot) bool { return l.Rung == w.rung }); j >= 0 && slots[j].At.After(o.now) {
			left = append(left, w) // another hour was chosen since, which has not come yet
			continue
		}
		told := false
		for k := range o.heard {
			told = told || k.place == w.place && k.ref == w.ref && k.due == w.due && k.rung <= w.rung
		}
		if !told {
			t.Fatalf("now %v: %+v was lost (subscription %+v)", o.now, w.said, s)
		}
	}
	o.owed = left
}

// remindMachine is the reminders' guarantee as a state machine: whatever chats, plans, processes and clocks do, in whatever order, everything
// that stood in the calendar of a subscription is said once.
func remindMachine(t *testing.T, open func() *store.Store) {
	rapid.Check(t, func(t *rapid.T) {
		s := open()
		defer s.Close()
		o := &office{s: s, ladder: reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: beijing}, now: time.Date(2025, 8, 1, 8, 0, 0, 0, beijing), heard: map[said]int{}}
		units := []string{"市城管局", "市教育局", "市水利局"}
		days := []string{"2025-09-30", "2025-12-31", "2026-02-18", "2026-06-30"}
		serial := 0
		fresh := func(t *rapid.T) reminders.Milestone {
			serial++
			return reminders.Milestone{ID: fmt.Sprintf("t%d-x-1", serial), Plan: "p", Kind: reminders.Dated, Order: serial, Clause: serial, Metric: fmt.Sprint("事", serial), Value: "10个",
				Due: rapid.SampledFrom(days).Draw(t, "due"), Units: []string{rapid.SampledFrom(units).Draw(t, "unit")}}
		}
		for range 5 {
			o.plan = append(o.plan, fresh(t))
		}
		o.start()
		o.step(t)
		moved := map[int64]int64{}
		blocked := map[int64]bool{}
		chat := func(t *rapid.T) int64 {
			c := rapid.SampledFrom([]int64{1, 2, -3}).Draw(t, "chat")
			for moved[c] != 0 {
				c = moved[c]
			}
			return c
		}
		some := func(t *rapid.T) reminders.Subscription {
			all := o.subscriptions(t)
			paused, err := s.Subscriptions(context.Background(), reminders.Place{Chat: chat(t)})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, paused...)
			if len(all) == 0 {
				t.Skip("nobody is subscribed")
			}
			return rapid.SampledFrom(all).Draw(t, "subscription")
		}
		milestone := func(t *rapid.T) int {
			if len(o.plan) == 0 {
				t.Skip("the plan is empty")
			}
			return rapid.IntRange(0, len(o.plan)-1).Draw(t, "milestone")
		}
		work := func(t *rapid.T) {
			if o.step(t) {
				o.settle(t, blocked)
			}
		}
		hours := func(t *rapid.T, most int) time.Duration {
			return time.Duration(rapid.IntRange(1, most).Draw(t, "hours")) * time.Hour
		}
		t.Repeat(map[string]func(*rapid.T){
			"subscribe": func(t *rapid.T) {
				sub := reminders.Subscription{Chat: chat(t), Topic: rapid.IntRange(0, 1).Draw(t, "topic"), About: reminders.AboutUnit, What: rapid.SampledFrom(units).Draw(t, "unit"), Created: o.now,
					Preset: rapid.SampledFrom([]reminders.Preset{reminders.Few, reminders.Usual}).Draw(t, "preset"), Hour: rapid.SampledFrom([]int{8, 9, 14}).Draw(t, "hour")}
				if rapid.Bool().Draw(t, "all") {
					sub.About, sub.What = reminders.AboutAll, ""
				}
				o.apply(t, dialog.Changes{Subscriptions: []reminders.Subscription{sub}})
			},
			"unsubscribe": func(t *rapid.T) { o.apply(t, dialog.Changes{Unsubscribe: []int64{some(t).ID}}) },
			"another wish": func(t *rapid.T) {
				sub := some(t)
				sub.Preset, sub.Hour = rapid.SampledFrom([]reminders.Preset{reminders.Few, reminders.Usual}).Draw(t, "preset"), rapid.SampledFrom([]int{8, 9, 14}).Draw(t, "hour")
				o.apply(t, dialog.Changes{Subscriptions: []reminders.Subscription{sub}})
			},
			"pause or resume": func(t *rapid.T) {
				sub := some(t)
				sub.Paused = !sub.Paused
				if sub.Paused { // what has not been said when it is paused is not owed any more
					o.owed = slices.DeleteFunc(o.owed, func(w owed) bool { return w.sub == sub.ID })
				}
				o.apply(t, dialog.Changes{Subscriptions: []reminders.Subscription{sub}})
			},
			"record": func(t *rapid.T) {
				m := o.plan[milestone(t)]
				o.batches++
				r := reminders.Record{At: o.now, Status: rapid.SampledFrom([]reminders.Status{reminders.Done, reminders.NotDone, reminders.Postponed, reminders.Postponed}).Draw(t, "status")}
				if r.Status == reminders.Postponed {
					r.Until = o.now.AddDate(0, 0, rapid.IntRange(1, 120).Draw(t, "days")).Format(time.DateOnly)
				}
				o.apply(t, dialog.Changes{Marks: []dialog.Mark{{Chat: chat(t), Ref: m.Ref(), Record: r, Batch: fmt.Sprint("b", o.batches)}}})
			},
			"undo": func(t *rapid.T) {
				if o.batches == 0 {
					t.Skip("nothing is recorded")
				}
				o.apply(t, dialog.Changes{Undos: []dialog.Undo{{Batch: fmt.Sprint("b", rapid.Int64Range(1, o.batches).Draw(t, "batch"))}}})
			},
			"plan changes": func(t *rapid.T) {
				next := slices.Clone(o.plan)
				i := milestone(t)
				switch rapid.IntRange(0, 4).Draw(t, "change") {
				case 0:
					next = append(next, fresh(t))
				case 1:
					next = slices.Delete(next, i, i+1)
				case 2:
					next[i].Due = rapid.SampledFrom(days).Draw(t, "due")
				case 3:
					next[i].Units = []string{rapid.SampledFrom(units).Draw(t, "unit")}
				default:
					next[i].Value = fmt.Sprint(o.updates, "个")
				}
				o.plan = next
				if rapid.Bool().Draw(t, "restart") {
					o.start()
				} else {
					o.p.Reread()
				}
				for ready := false; !ready; { // a service is only asked anything once it has read its plans
					ready = o.step(t)
				}
				o.settle(t, blocked)
			},
			"blocks or comes back": func(t *rapid.T) {
				c := chat(t)
				blocked[c] = !blocked[c]
				put := dialog.Chat{ID: c, Kind: "private"}
				if blocked[c] {
					put.Paused = "blocked"
				}
				o.apply(t, dialog.Changes{Chats: []dialog.Chat{put}})
			},
			"migrates": func(t *rapid.T) {
				from := chat(t)
				if from > 0 || moved[from] != 0 || from < -1_000_000 {
					t.Skip("no group")
				}
				to := from*1000 - 7
				moved[from] = to
				o.apply(t, dialog.Changes{Moves: []dialog.Move{{From: from, To: to}}})
				for i, w := range o.owed {
					if w.place.Chat == from {
						o.owed[i].place.Chat = to
					}
				}
				for k, n := range o.heard {
					if k.place.Chat == from {
						delete(o.heard, k)
						k.place.Chat = to
						o.heard[k] = n
					}
				}
				blocked[to], blocked[from] = false, false
			},
			"hours pass": func(t *rapid.T) { o.pass(t, hours(t, 30)); work(t) },
			"days pass": func(t *rapid.T) {
				for range rapid.IntRange(1, 60).Draw(t, "halves") {
					o.pass(t, 12*time.Hour)
					work(t)
				}
			},
			"downtime":    func(t *rapid.T) { o.pass(t, hours(t, 24*20)); o.start() },
			"up again":    work,
			"wakes early": work,
			"dies": func(t *rapid.T) {
				o.trouble, o.after = rapid.SampledFrom([]string{"plan", "take", "sync"}).Draw(t, "call"), rapid.Bool().Draw(t, "after")
				o.pass(t, hours(t, 24))
				work(t)
			},
			"clock is set back": func(t *rapid.T) {
				o.now = o.now.Add(-hours(t, 100))
				work(t)
			},
		})
		o.trouble = ""
		for range 3 {
			o.pass(t, time.Hour)
			work(t)
		}
	})
}

// fewer runs a state machine so many times, unless the flag asks for a number: one run of this one is a year of several chats.
func fewer(t *testing.T, checks string) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(checks); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Value.Set(f.DefValue) }) // it was valid before
}

func TestRemindMachineSQLite(t *testing.T) {
	fewer(t, "40")
	dir := t.TempDir()
	n := 0
	remindMachine(t, func() *store.Store {
		n++
		return open(t, filepath.Join(dir, fmt.Sprint(n, ".db")))
	})
}

func TestRemindMachinePostgres(t *testing.T) {
	fewer(t, "10")
	remindMachine(t, func() *store.Store { return open(t, pgtest.Address(t)) })
}
