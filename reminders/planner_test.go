package reminders_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
	"cewen/seeds"
	"cewen/store"
)

// shipped are the milestones of the shipped plan.
var shipped = sync.OnceValues(func() ([]reminders.Milestone, error) {
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		return nil, err
	}
	return reminders.Milestones(p), nil
})

// plain prints digests for tests: what they hold, not how it looks.
type plain struct{}

func (plain) Digest(d reminders.Digest) []outbox.Message {
	return []outbox.Message{{HTML: describe(d)}}
}
func (plain) Summary(s reminders.Subscription, title string, b reminders.Board) outbox.Message {
	return outbox.Message{HTML: fmt.Sprintf("summary %s %d", title, len(b.Lines))}
}
func (plain) Changes(_ []reminders.Subscription, cs []reminders.Change) outbox.Message {
	return outbox.Message{HTML: fmt.Sprintf("%d changes", len(cs))}
}

// describe writes a digest in one line: marks, then each group as rung:due:listed/all, what fell due earlier, what is yearly.
func describe(d reminders.Digest) string {
	var b strings.Builder
	for mark, on := range map[string]bool{"补发 ": d.Late} {
		if on {
			b.WriteString(mark)
		}
	}
	if d.Drill {
		b.WriteString("演练 ")
	}
	if d.Shifted != "" {
		b.WriteString("原为" + d.Shifted + " ")
	}
	for _, g := range d.Groups {
		fmt.Fprintf(&b, "%d:%s:%d/%d ", g.Rung, g.Due, len(g.Items), g.Total)
	}
	fmt.Fprintf(&b, "earlier %d yearly %d table %d", len(d.Earlier), len(d.Yearly), len(d.Table))
	return b.String()
}

// world is a planner over a real database in a bubble of made-up time.
type world struct {
	t       *testing.T
	s       *store.Store
	p       *reminders.Planner
	list    []reminders.Milestone
	updates int64

	mu   sync.Mutex
	said []string
}

func (w *world) Planned(int64, time.Duration) {}
func (w *world) Digested(d reminders.Digest) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = append(w.said, fmt.Sprintf("%s %d %s", time.Now().In(zone).Format("2006-01-02 15:04:05"), d.Chat, describe(d)))
}
func (w *world) PlannerFailed(op string, err error) { w.t.Errorf("%s: %v", op, err) }

// inWorld runs a test that begins at a moment.
func inWorld(t *testing.T, begin time.Time, test func(w *world)) {
	place := filepath.Join(t.TempDir(), "cewen.db")
	list, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(begin))
		s, err := store.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, s: s, list: list}
		w.planner()
		test(w)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func (w *world) planner() {
	w.p = &reminders.Planner{Book: w.s, Print: plain{}, Observer: w, Ladder: reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: zone}, Clock: reminders.WallClock{},
		Milestones: func() []reminders.Milestone { return w.list }, Rest: 6 * time.Hour}
}

// runUntil runs the planner until a moment and stops it.
func (w *world) runUntil(end time.Time) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.p.Run(ctx)
	}()
	time.Sleep(time.Until(end))
	cancel()
	<-done
}

// apply makes changes as a message in a chat does.
func (w *world) apply(c dialog.Changes) {
	w.t.Helper()
	w.updates++
	ctx := context.Background()
	if _, err := w.s.Put(ctx, time.Now(), []inbox.Update{{ID: w.updates, Lane: w.updates, Body: []byte("x")}}); err != nil {
		w.t.Fatal(err)
	}
	its, err := w.s.Take(ctx, time.Now(), inbox.Take{Owner: "t", Lease: time.Minute, Most: 1})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.s.Commit(ctx, time.Now(), its[0], c, ""); err != nil {
		w.t.Fatal(err)
	}
	w.p.Changed()
}

func (w *world) subscribe(s reminders.Subscription) {
	w.t.Helper()
	if s.Preset == "" {
		s.Preset = reminders.Usual
	}
	if s.Hour == 0 {
		s.Hour = reminders.UsualHour
	}
	s.Created = time.Now()
	w.apply(dialog.Changes{Subscriptions: []reminders.Subscription{s}})
}

func (w *world) record(chat int64, r reminders.Record, ids ...string) {
	w.t.Helper()
	var marks []dialog.Mark
	for _, id := range ids {
		for _, m := range w.list {
			if m.ID == id {
				r.At = time.Now()
				marks = append(marks, dialog.Mark{Chat: chat, Ref: m.Ref(), Record: r, Batch: fmt.Sprint("b", w.updates)})
			}
		}
	}
	w.apply(dialog.Changes{Marks: marks})
}

func (w *world) check(want ...string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.said, want) {
		w.t.Errorf("said\n%s\nwant\n%s", strings.Join(w.said, "\n"), strings.Join(want, "\n"))
	}
	w.said = nil
}

func clock(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

// A whole year for one bureau: six digests to the second, moved where a day is off, with what they hold.
func TestYear2025(t *testing.T) {
	inWorld(t, clock("2025-01-01 12:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市城管局"})
		w.runUntil(clock("2026-02-01 00:00"))
		w.check(
			"2025-09-30 09:00:00 1 原为2025-10-02 90:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2025-12-01 09:00:00 1 30:2025-12-31:6/6 earlier 4 yearly 0 table 0",
			"2025-12-24 09:00:00 1 7:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2025-12-30 09:00:00 1 1:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2025-12-31 09:00:00 1 0:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2026-01-04 09:00:00 1 -1:2025-12-31:6/6 earlier 0 yearly 0 table 0",
		)
	})
}

// Everything, in the plan's first weeks: what is due at the year's end, two rungs that meet before the holiday, nothing before the plan.
func TestYear2023(t *testing.T) {
	inWorld(t, clock("2023-11-23 08:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutAll})
		w.subscribe(reminders.Subscription{Chat: 2, About: reminders.AboutAll, Preset: reminders.Few, Hour: 8})
		w.runUntil(clock("2024-01-31 00:00"))
		w.check(
			"2023-12-01 08:00:00 2 30:2023-12-31:17/17 earlier 0 yearly 1 table 0",
			"2023-12-01 09:00:00 1 30:2023-12-31:17/17 earlier 0 yearly 1 table 0",
			"2023-12-22 09:00:00 1 原为2023-12-24 7:2023-12-31:17/17 earlier 0 yearly 0 table 0",
			"2023-12-29 09:00:00 1 原为2023-12-31 0:2023-12-31:17/17 earlier 0 yearly 0 table 0",
			"2024-01-02 08:00:00 2 -1:2023-12-31:17/17 earlier 0 yearly 0 table 0",
			"2024-01-02 09:00:00 1 -1:2023-12-31:17/17 earlier 0 yearly 0 table 0",
		)
	})
}

// In 2026 nothing of the shipped plan falls due but what is done every year; the table's rows were listed the year before.
func TestYear2026(t *testing.T) {
	inWorld(t, clock("2025-11-01 00:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutAll})
		w.runUntil(clock("2027-01-10 00:00"))
		w.check(
			"2025-12-01 09:00:00 1 30:2025-12-31:62/62 earlier 18 yearly 1 table 19",
			"2025-12-24 09:00:00 1 7:2025-12-31:62/62 earlier 0 yearly 0 table 0",
			"2025-12-30 09:00:00 1 1:2025-12-31:62/62 earlier 0 yearly 0 table 0",
			"2025-12-31 09:00:00 1 0:2025-12-31:62/62 earlier 0 yearly 0 table 0",
			"2026-01-04 09:00:00 1 -1:2025-12-31:62/62 earlier 0 yearly 0 table 0",
			"2026-12-01 09:00:00 1 earlier 0 yearly 1 table 0",
		)
	})
}

// What a chat recorded is not asked about again; what it postponed is reminded of by its own day; another chat goes by the plan's.
func TestRecordsShapeDigests(t *testing.T) {
	inWorld(t, clock("2025-11-20 10:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市民政局"})
		w.subscribe(reminders.Subscription{Chat: 2, About: reminders.AboutUnit, What: "市民政局"})
		var mine []string
		for _, m := range w.list {
			if m.Due == "2025-12-31" && slices.Contains(m.Units, "市民政局") {
				mine = append(mine, m.ID)
			}
		}
		if len(mine) != 7 {
			t.Fatalf("%d of the bureau's are due, want 7", len(mine))
		}
		w.runUntil(clock("2025-12-02 00:00"))
		w.record(1, reminders.Record{Status: reminders.Done}, mine[0], mine[1])
		w.record(1, reminders.Record{Status: reminders.Postponed, Until: "2026-03-31"}, mine[2])
		w.runUntil(clock("2025-12-25 00:00"))
		w.check(
			"2025-12-01 09:00:00 1 30:2025-12-31:7/7 earlier 1 yearly 0 table 0",
			"2025-12-01 09:00:00 2 30:2025-12-31:7/7 earlier 1 yearly 0 table 0",
			"2025-12-24 09:00:00 1 7:2025-12-31:4/6 earlier 0 yearly 0 table 0",
			"2025-12-24 09:00:00 2 7:2025-12-31:7/7 earlier 0 yearly 0 table 0",
		)
		// All recorded: nothing more is said of that day. The postponed one comes by its own: 90 days before is 2025-12-31.
		w.record(1, reminders.Record{Status: reminders.Done}, mine[3:]...)
		w.runUntil(clock("2026-04-03 00:00"))
		var first []string
		for _, s := range w.said {
			if strings.Contains(s, ":00 1 ") {
				first = append(first, s)
			}
		}
		w.said = first
		w.check(
			"2025-12-31 09:00:00 1 90:2026-03-31:1/1 earlier 0 yearly 0 table 0",
			"2026-02-28 09:00:00 1 原为2026-03-01 30:2026-03-31:1/1 earlier 1 yearly 0 table 0",
			"2026-03-24 09:00:00 1 7:2026-03-31:1/1 earlier 0 yearly 0 table 0",
			"2026-03-30 09:00:00 1 1:2026-03-31:1/1 earlier 0 yearly 0 table 0",
			"2026-03-31 09:00:00 1 0:2026-03-31:1/1 earlier 0 yearly 0 table 0",
			"2026-04-01 09:00:00 1 -1:2026-03-31:1/1 earlier 0 yearly 0 table 0",
		)
	})
}

// After days of downtime what was missed comes in one digest with the tightest rung, marked; the next ones come in time.
func TestDowntime(t *testing.T) {
	inWorld(t, clock("2025-12-20 10:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市城管局"})
		w.runUntil(clock("2025-12-21 00:00"))
		time.Sleep(time.Until(clock("2025-12-30 15:00"))) // 7 and 1 are missed; 7 was planned, 1 was not
		w.planner()
		w.runUntil(clock("2026-01-05 00:00"))
		w.check(
			"2025-12-30 15:00:00 1 补发 1:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2025-12-31 09:00:00 1 0:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2026-01-04 09:00:00 1 -1:2025-12-31:6/6 earlier 0 yearly 0 table 0",
		)
	})
}

// A chat that blocked the bot keeps its notices; when it comes back it gets one digest, not a flood.
func TestBlockedChat(t *testing.T) {
	inWorld(t, clock("2025-12-20 10:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市城管局"})
		w.runUntil(clock("2025-12-21 00:00"))
		w.apply(dialog.Changes{Chats: []dialog.Chat{{ID: 1, Kind: "private", Paused: "blocked"}}})
		w.runUntil(clock("2025-12-31 12:00"))
		w.check()
		w.apply(dialog.Changes{Chats: []dialog.Chat{{ID: 1, Kind: "private"}}})
		w.runUntil(clock("2026-01-05 00:00"))
		w.check(
			"2025-12-31 12:00:00 1 补发 0:2025-12-31:6/6 earlier 0 yearly 0 table 0",
			"2026-01-04 09:00:00 1 -1:2025-12-31:6/6 earlier 0 yearly 0 table 0",
		)
	})
}

// Several subscriptions of one chat make one digest; a paused one says nothing; a changed hour holds from then on.
func TestWishes(t *testing.T) {
	inWorld(t, clock("2025-11-20 10:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市城管局"})
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市住房城乡建设局"})
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutClause, What: "14"})
		w.runUntil(clock("2025-12-10 00:00"))
		subs, err := w.s.Subscriptions(context.Background(), reminders.Place{Chat: 1})
		if err != nil {
			t.Fatal(err)
		}
		subs[0].Hour, subs[1].Paused = 14, true
		w.apply(dialog.Changes{Subscriptions: subs[:2], Unsubscribe: []int64{subs[2].ID}})
		w.runUntil(clock("2025-12-30 00:00"))
		w.check(
			"2025-12-01 09:00:00 1 30:2025-12-31:19/19 earlier 9 yearly 1 table 0",
			"2025-12-24 14:00:00 1 7:2025-12-31:6/6 earlier 0 yearly 0 table 0",
		)
	})
}

// A plan whose dates moved: pending notices move, sent ones stay, what is gone is not reminded of, and subscribers hear of it once.
func TestPlanChanges(t *testing.T) {
	inWorld(t, clock("2025-11-20 10:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市城管局"})
		w.subscribe(reminders.Subscription{Chat: 2, About: reminders.AboutUnit, What: "市水利局"})
		w.runUntil(clock("2025-12-10 00:00"))
		changed := slices.Clone(w.list)
		n := 0
		for i, m := range changed {
			if m.Due == "2025-12-31" && slices.Contains(m.Units, "市城管局") && n < 2 {
				changed[i].Due, changed[i].Words = "2026-06-30", "2026年6月底"
				n++
			}
		}
		w.list = changed
		w.planner() // as after a restart with the new text
		w.runUntil(clock("2026-01-10 00:00"))
		var mine []string
		for _, s := range w.said {
			if strings.Contains(s, ":00 1 ") {
				mine = append(mine, s)
			}
		}
		w.said = mine
		w.check(
			"2025-12-01 09:00:00 1 30:2025-12-31:6/6 earlier 4 yearly 0 table 0",
			"2025-12-24 09:00:00 1 7:2025-12-31:4/4 earlier 0 yearly 0 table 0",
			"2025-12-30 09:00:00 1 1:2025-12-31:4/4 earlier 0 yearly 0 table 0",
			"2025-12-31 09:00:00 1 0:2025-12-31:4/4 earlier 0 yearly 0 table 0",
			"2026-01-04 09:00:00 1 -1:2025-12-31:4/4 earlier 0 yearly 0 table 0",
		)
		told := 0
		for chat := range int64(4) {
			for id := range int64(20) {
				d, ok, err := w.s.Delivery(context.Background(), fmt.Sprintf("change:%d:%d:0", id, chat))
				if err != nil {
					t.Fatal(err)
				}
				if ok {
					told++
					if d.Chat != 1 || d.Message.HTML != "2 changes" {
						t.Errorf("told chat %d: %s", d.Chat, d.Message.HTML)
					}
				}
			}
		}
		if told != 1 {
			t.Errorf("%d messages about the change, want 1", told)
		}
	})
}

// Weekly and monthly overviews come on their day, once, on the working day before where that is off.
func TestSummaries(t *testing.T) {
	inWorld(t, clock("2025-09-20 10:00"), func(w *world) {
		w.subscribe(reminders.Subscription{Chat: 1, About: reminders.AboutUnit, What: "市城管局", Preset: reminders.Closely, Summary: reminders.Weekly, Day: 1})
		w.subscribe(reminders.Subscription{Chat: 2, About: reminders.AboutAll, Summary: reminders.Monthly, Day: 5, Hour: 8})
		w.runUntil(clock("2025-10-22 00:00"))
		got := map[string]bool{}
		for _, id := range []int{1, 2} {
			for d := day("2025-09-20"); d.Before(day("2025-10-22")); d = d.AddDate(0, 0, 1) {
				key := fmt.Sprintf("summary:%d:%s", id, d.Format(time.DateOnly))
				if _, ok, err := w.s.Delivery(context.Background(), key); err != nil {
					t.Fatal(err)
				} else if ok {
					got[key] = true
				}
			}
		}
		for _, key := range []string{"summary:1:2025-09-22", "summary:1:2025-09-29", "summary:1:2025-09-30" /* of 6 October, in the holidays */, "summary:1:2025-10-13", "summary:1:2025-10-20", "summary:2:2025-09-30"} {
			if !got[key] {
				t.Errorf("no %s", key)
			}
			delete(got, key)
		}
		if len(got) > 0 {
			t.Errorf("too many: %v", got)
		}
	})
}
