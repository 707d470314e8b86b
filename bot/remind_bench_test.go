package bot_test

import (
	"path/filepath"
	"testing"
	"time"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/reminders"
	"cewen/store"
)

// BenchmarkDigests turns what is due on a morning into digests, each of 62 items, composed, printed, and written with what it takes.
// An operation is a digest.
func BenchmarkDigests(b *testing.B) {
	snap, err := snapshot()
	if err != nil {
		b.Fatal(err)
	}
	place := filepath.Join(b.TempDir(), "cewen.db")
	clock := &planClock{at: time.Date(2025, 12, 31, 8, 0, 0, 0, zone)}
	var c dialog.Changes
	for i := range b.N {
		c.Subscriptions = append(c.Subscriptions, reminders.Subscription{Chat: int64(i + 1), About: reminders.AboutAll, Preset: reminders.Usual, Hour: reminders.UsualHour, Created: clock.Now()})
	}
	c.Clock = clock.Now()
	commit(b, place, c)
	s, err := store.Open(b.Context(), place)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	p := &reminders.Planner{Book: s, Print: view.Printer{}, Observer: unseen{}, Ladder: reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: zone}, Milestones: reminders.Reading(snap.Plans), Clock: clock}
	if _, _, err := p.Step(b.Context()); err != nil {
		b.Fatal(err)
	}
	clock.set(time.Date(2025, 12, 31, 9, 0, 0, 0, zone))
	b.ResetTimer()
	if _, _, err := p.Step(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "digests/s")
	if n, err := s.UnsentNotices(b.Context()); err != nil || n < b.N {
		b.Fatalf("%d messages of %d digests, %v", n, b.N, err)
	}
}
