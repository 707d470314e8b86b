package inbox_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cewen/inbox"
)

// box is a box in memory with one item at a time; what a store does with leases and lanes is tested there.
type box struct {
	mu      sync.Mutex
	items   []inbox.Item
	commits []commit
	fail    int // commits that fail first
}

type commit struct {
	id      int64
	changes string
	why     string
}

func (b *box) Take(context.Context, time.Time, inbox.Take) ([]inbox.Item, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.items
	b.items = nil
	return out, nil
}

func (b *box) Commit(_ context.Context, _ time.Time, it inbox.Item, changes, why string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail > 0 {
		b.fail--
		return errors.New("away")
	}
	b.commits = append(b.commits, commit{it.ID, changes, why})
	return nil
}

type told struct {
	mu     sync.Mutex
	done   int
	failed []string
	box    int
}

func (o *told) UpdateDone(inbox.Item, time.Duration) { o.mu.Lock(); o.done++; o.mu.Unlock() }
func (o *told) UpdateFailed(_ inbox.Item, f inbox.Failure) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failed = append(o.failed, f.Reason)
}
func (o *told) BoxFailed(string, error) { o.mu.Lock(); o.box++; o.mu.Unlock() }

// run handles items for a while and returns what was committed.
func run(t *testing.T, b *box, handle inbox.Handler[string], items ...inbox.Item) (*box, *told) {
	t.Helper()
	o := &told{}
	b.items = items
	p := &inbox.Pump[string]{Box: b, Handle: handle, Observer: o, Sorry: func(it inbox.Item, f inbox.Failure) inbox.Handled[string] {
		return inbox.Handled[string]{Changes: "sorry"}
	}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.Run(ctx)
	}()
	time.Sleep(time.Minute)
	cancel()
	<-done
	return b, o
}

func item(id int64, attempt int) inbox.Item {
	return inbox.Item{Update: inbox.Update{ID: id, Lane: id}, Attempt: attempt}
}

// What was worked out is committed, and only then is done what need not survive.
func TestHandled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &box{fail: 3}
		var after []int
		b, o := run(t, b, func(context.Context, inbox.Item) (inbox.Handled[string], error) {
			return inbox.Handled[string]{Changes: "c", After: func(context.Context) { after = append(after, len(b.commits)) }}, nil
		}, item(1, 1))
		if len(b.commits) != 1 || b.commits[0] != (commit{1, "c", ""}) || o.done != 1 || o.box != 3 {
			t.Errorf("committed %+v, told %+v", b.commits, o)
		}
		if len(after) != 1 || after[0] != 1 {
			t.Errorf("done afterwards at %v, want once, after the commit", after)
		}
	})
}

// A panic, a handler that hangs, and an item over which twenty processes died: each is given up with its reason, and the others go on.
func TestGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan struct{})
		b, o := run(t, &box{}, func(_ context.Context, it inbox.Item) (inbox.Handled[string], error) {
			switch it.ID {
			case 1:
				panic("boom")
			case 2:
				<-stuck
			}
			return inbox.Handled[string]{Changes: "fine", After: func(context.Context) { panic("afterwards") }}, nil
		}, item(1, 1), item(2, 1), item(3, 21), item(4, 20))
		close(stuck)
		got := map[int64]commit{}
		for _, c := range b.commits {
			got[c.id] = c
		}
		for id, want := range map[int64][2]string{1: {"sorry", "panic: boom"}, 2: {"sorry", "hung"}, 3: {"sorry", "given up after 20 attempts"}, 4: {"fine", ""}} {
			if c := got[id]; c.changes != want[0] || c.why != want[1] {
				t.Errorf("item %d: %+v, want %v", id, c, want)
			}
		}
		if len(o.failed) != 3 || o.done != 4 {
			t.Errorf("told %+v", o)
		}
	})
}

// An error is no verdict on the item: it is tried again as long as its lease lasts, and then left to be taken once more.
func TestTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		b, o := run(t, &box{}, func(context.Context, inbox.Item) (inbox.Handled[string], error) {
			if tries++; tries < 4 {
				return inbox.Handled[string]{}, errors.New("database is away")
			}
			return inbox.Handled[string]{Changes: "late"}, nil
		}, item(1, 1))
		if len(b.commits) != 1 || b.commits[0].changes != "late" || o.box != 3 {
			t.Errorf("committed %+v, told %+v", b.commits, o)
		}
		b, o = run(t, &box{}, func(context.Context, inbox.Item) (inbox.Handled[string], error) {
			return inbox.Handled[string]{}, errors.New("for ever")
		}, item(1, 1))
		if len(b.commits) != 0 || len(o.failed) != 0 {
			t.Errorf("committed %+v, told %+v", b.commits, o)
		}
	})
}

// Somebody else's item is let go of.
func TestStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &staleBox{}
		o := &told{}
		p := &inbox.Pump[string]{Box: b, Observer: o, Handle: func(context.Context, inbox.Item) (inbox.Handled[string], error) {
			return inbox.Handled[string]{}, nil
		}}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.Run(ctx)
		}()
		time.Sleep(time.Second / 2)
		cancel()
		<-done
		if b.commits != 1 || o.box != 0 || o.done != 0 {
			t.Errorf("%d commits, told %+v; want one, and silence", b.commits, o)
		}
		if !strings.Contains(inbox.ErrStale.Error(), "no longer") {
			t.Error(inbox.ErrStale)
		}
	})
}

type staleBox struct {
	taken   bool
	commits int
}

func (b *staleBox) Take(context.Context, time.Time, inbox.Take) ([]inbox.Item, error) {
	if b.taken {
		return nil, nil
	}
	b.taken = true
	return []inbox.Item{item(1, 1)}, nil
}

func (b *staleBox) Commit(context.Context, time.Time, inbox.Item, string, string) error {
	b.commits++
	return inbox.ErrStale
}
