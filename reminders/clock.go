package reminders

import (
	"context"
	"sync"
	"time"
)

// WallClock is the time of the machine.
type WallClock struct{}

// Now is the time of the machine.
func (WallClock) Now() time.Time { return time.Now() }

// Wait sleeps until a time, for most at the longest, or until something changed.
func (WallClock) Wait(ctx context.Context, until time.Time, most time.Duration, changed <-chan struct{}) {
	d := most
	if !until.IsZero() {
		d = max(0, min(d, time.Until(until)))
	}
	pause(ctx, d, changed)
}

func pause(ctx context.Context, d time.Duration, changed <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-changed:
	}
}

// DrillBook is where a rehearsal's clock is kept.
type DrillBook interface {
	Resume(ctx context.Context, began string) (at time.Time, ok bool, err error)
	KeepClock(ctx context.Context, began string, at time.Time) error
	NextNotice(ctx context.Context) (at time.Time, ok bool, err error)
	UnsentNotices(ctx context.Context) (int, error)
}

// DrillClock (演练时钟) is the plan's time in a rehearsal: it runs faster than the machine's, stops at every notice until that has been
// delivered, is kept, and goes on from there after a restart. Leases, waits and limits are none of its business: they go by the machine's
// time.
type DrillClock struct {
	book  DrillBook
	began string
	speed float64

	mu sync.Mutex
	at time.Time
}

// NewDrillClock starts a rehearsal's clock at the beginning of a day (2025-09-29), or where it stood when the program ended. speed is how
// many seconds pass for each of the machine's.
func NewDrillClock(ctx context.Context, book DrillBook, began string, zone *time.Location, speed float64) (*DrillClock, error) {
	at, ok, err := book.Resume(ctx, began)
	if err != nil {
		return nil, err
	}
	if !ok {
		if at, err = time.ParseInLocation(time.DateOnly, began, zone); err != nil {
			return nil, err
		}
	}
	c := &DrillClock{book: book, began: began, speed: speed, at: at.In(zone)}
	return c, book.KeepClock(ctx, began, at)
}

// Now is the plan's time.
func (c *DrillClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// tick is how often the clock moves on, in the machine's time.
const tick = 50 * time.Millisecond

// Wait lets the plan's time pass: up to the next notice and not beyond it, and not at all while a notice is on its way.
func (c *DrillClock) Wait(ctx context.Context, until time.Time, most time.Duration, changed <-chan struct{}) {
	pause(ctx, min(tick, most), changed)
	unsent, err := c.book.UnsentNotices(ctx)
	if err != nil || unsent > 0 {
		return
	}
	next, ok, err := c.book.NextNotice(ctx)
	if err != nil {
		return
	}
	now := c.Now()
	to := now.Add(time.Duration(float64(tick) * c.speed))
	if limit := now.Add(horizon / 2); to.After(limit) {
		to = limit // nothing has been planned beyond
	}
	for _, stop := range []time.Time{until, next} {
		if stop.After(now) && stop.Before(to) && (stop != next || ok) {
			to = stop
		}
	}
	if ok && !next.After(now) {
		return // it is being turned into a digest
	}
	if err := c.book.KeepClock(ctx, c.began, to); err != nil {
		return
	}
	c.mu.Lock()
	c.at = to
	c.mu.Unlock()
}
