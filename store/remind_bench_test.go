package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
	"cewen/seeds"
	"cewen/store"
	"cewen/store/postgres/pgtest"
)

// onBoth runs a benchmark on an empty database of each kind.
func onBoth(b *testing.B, bench func(b *testing.B, s *store.Store)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, open(b, file(b))) })
	b.Run("postgres", func(b *testing.B) { bench(b, open(b, pgtest.Address(b))) })
}

// everybody subscribes chats to everything, as one message would.
func everybody(b *testing.B, s *store.Store, chats int, created time.Time) {
	b.Helper()
	var c dialog.Changes
	for i := range chats {
		c.Subscriptions = append(c.Subscriptions, reminders.Subscription{Chat: int64(i + 1), About: reminders.AboutAll, Preset: reminders.Usual, Hour: reminders.UsualHour, Created: created})
	}
	c.Clock = created
	ctx := context.Background()
	if _, err := s.Put(ctx, created, []inbox.Update{{ID: 1, Lane: 1, Body: []byte("x")}}); err != nil {
		b.Fatal(err)
	}
	its, err := s.Take(ctx, created, inbox.Take{Owner: "b", Lease: time.Minute, Most: 1})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Commit(ctx, created, its[0], c, ""); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPlan plans what the shipped plan has due at the end of a year for 10,000 chats that are subscribed to everything, rung by rung:
// rows a second, written and committed.
func BenchmarkPlan(b *testing.B) {
	texts, err := seeds.Texts()
	if err != nil {
		b.Fatal(err)
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		b.Fatal(err)
	}
	ms := reminders.Milestones(p)
	onBoth(b, func(b *testing.B, s *store.Store) {
		at := time.Date(2025, 1, 1, 0, 0, 0, 0, beijing)
		if _, err := s.SyncMilestones(b.Context(), at, p.Name(), ms); err != nil {
			b.Fatal(err)
		}
		everybody(b, s, 10_000, at)
		var rows int64
		for i := 0; b.Loop(); i++ {
			at = at.AddDate(0, 0, 1)
			var slots []reminders.Slotted
			for _, m := range ms {
				if m.Due == "2025-12-31" && m.Kind == reminders.Dated {
					slots = append(slots, reminders.Slotted{Ref: m.Ref(), Due: m.Due, Preset: reminders.Usual, Hour: reminders.UsualHour, Rung: reminders.Rung(i), At: at})
				}
			}
			g, err := s.Horizon(b.Context(), at, at.Add(time.Hour))
			if err != nil {
				b.Fatal(err)
			}
			n, err := s.PlanNotices(b.Context(), at, at.Add(time.Hour), g.Generation, slots, nil)
			if err != nil || n != int64(10_000*len(slots)) {
				b.Fatalf("%d rows, %v", n, err)
			}
			rows += n
		}
		b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		b.ReportMetric(float64(rows)/float64(b.N), "rows/op")
	})
}

// BenchmarkSendLedger takes messages through the ledger, a hundred at a time: claimed, and finished one by one. Each is one operation.
func BenchmarkSendLedger(b *testing.B) {
	onBoth(b, func(b *testing.B, s *store.Store) {
		ctx, now := b.Context(), time.Now()
		ready := 0
		var batch []outbox.Delivery
		for i := 0; b.Loop(); i++ {
			if ready == 0 {
				b.StopTimer()
				var ds []outbox.Delivery
				for j := range 5000 {
					ds = append(ds, outbox.Delivery{Key: fmt.Sprint(i, ".", j), Chat: int64(j + 1), Class: outbox.Notice, Method: outbox.Send, Message: outbox.Message{HTML: "x"}})
				}
				if err := s.Enqueue(ctx, now, ds); err != nil {
					b.Fatal(err)
				}
				ready = len(ds)
				b.StartTimer()
			}
			if len(batch) == 0 {
				got, err := s.Claim(ctx, now, outbox.Claim{Owner: "b", Lease: time.Minute, Most: 100})
				if err != nil || len(got.Deliveries) == 0 {
					b.Fatal(len(got.Deliveries), err)
				}
				batch = got.Deliveries
			}
			d := batch[0]
			batch = batch[1:]
			if err := s.Finish(ctx, now, d, outbox.Classify(d, outbox.Reply{Written: true, Status: 200, OK: true, MessageID: int(d.ID)}), outbox.Policy{}); err != nil {
				b.Fatal(err)
			}
			ready--
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	})
}

// BenchmarkClaimMorning claims and finishes under Telegram's limits while 10,000 notices of as many chats wait. An operation is a message.
func BenchmarkClaimMorning(b *testing.B) {
	onBoth(b, func(b *testing.B, s *store.Store) {
		ctx, now := b.Context(), time.Now()
		ds := make([]outbox.Delivery, 10_000)
		for i := range ds {
			ds[i] = outbox.Delivery{Key: fmt.Sprint(i), Chat: int64(i + 1), Class: outbox.Notice, Method: outbox.Send, Message: outbox.Message{HTML: "x"}}
		}
		if err := s.Enqueue(ctx, now, ds); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			now = now.Add(45 * time.Millisecond)
			got, err := s.Claim(ctx, now, outbox.Claim{Owner: "b", Lease: time.Minute, Most: 100, Limits: outbox.Telegram(30)})
			if err != nil {
				b.Fatal(err)
			}
			for _, d := range got.Deliveries {
				if err := s.Finish(ctx, now, d, outbox.Classify(d, outbox.Reply{Written: true, Status: 200, OK: true, MessageID: int(d.ID)}), outbox.Policy{}); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
