package inbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"cewen/pump"
)

// Handled is what handling an item comes to.
type Handled[C any] struct {
	Changes C
	After   func(context.Context) // done once the changes are committed, at most once: what need not survive a crash; nil: nothing
}

// Handler works out what an item changes. It must change nothing itself: it may be asked again for the same item. An error means that it
// could not be worked out now, as when the database is away, and it is asked again.
type Handler[C any] func(ctx context.Context, it Item) (Handled[C], error)

// Failure is why an item was given up: it panicked, hung, or was taken too often by processes that died over it.
type Failure struct {
	Reason string
	Stack  []byte // of a panic
}

// Observer is told what happened, for metrics and logs.
type Observer interface {
	UpdateDone(it Item, took time.Duration)
	UpdateFailed(it Item, f Failure)
	BoxFailed(op string, err error)
}

// Pump takes items from the box and has them handled.
type Pump[C any] struct {
	Box      Box[C]
	Handle   Handler[C]
	Sorry    func(it Item, f Failure) Handled[C] // what is said when an item is given up
	Observer Observer
	Owner    string
	Wrote    func() // called after a commit: there may be something to send

	Parallel int           // lanes at the same time
	Timeout  time.Duration // of handling one item
	Grace    time.Duration // how long a stop waits for items being handled
	Poll     time.Duration // how often to look when nothing was announced

	once  sync.Once
	pump  pump.Pump
	after sync.WaitGroup
}

// The usual values. The lease outlives the handling, so that a living process never loses an item.
const (
	usualParallel = 64
	usualTimeout  = 20 * time.Second
	usualGrace    = 5 * time.Second
	usualPoll     = time.Second
	leaseMargin   = 20 * time.Second
	mostAttempts  = 20 // an item over which so many processes died is given up; fewer may have died of something else while it was being handled
)

func (p *Pump[C]) prepare() {
	p.once.Do(func() {
		p.Timeout = cmp.Or(p.Timeout, usualTimeout)
		p.Grace = cmp.Or(p.Grace, usualGrace)
		p.pump.Parallel = cmp.Or(p.Parallel, usualParallel)
		p.pump.Grace = p.Grace
		p.pump.Poll = cmp.Or(p.Poll, usualPoll)
	})
}

// Wake says that something new has been stored.
func (p *Pump[C]) Wake() {
	p.prepare()
	p.pump.Wake()
}

// Run handles items until ctx ends; then it takes no more and waits for those being handled, for Grace at most. What is not finished by
// then stays in the box.
func (p *Pump[C]) Run(ctx context.Context) {
	p.prepare()
	p.pump.Run(ctx, p.take, func(err error) { p.Observer.BoxFailed("take", err) })
	finished := make(chan struct{})
	go func() {
		p.after.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-time.After(p.Grace):
	}
}

func (p *Pump[C]) take(ctx context.Context, most int, alive []int64) ([]pump.Work, time.Time, error) {
	items, err := p.Box.Take(ctx, time.Now(), Take{Owner: p.Owner, Lease: p.Timeout + leaseMargin, Most: most, Alive: alive})
	var work []pump.Work
	for _, it := range items {
		work = append(work, pump.Work{ID: it.ID, Do: func(ctx context.Context) { p.handle(ctx, it) }})
	}
	return work, time.Time{}, err
}

// handle works an item out and commits it, as long as its lease lasts.
func (p *Pump[C]) handle(ctx context.Context, it Item) {
	begin := time.Now()
	for try := 0; ; try++ {
		h, err := p.try(ctx, it)
		if f, given := errors.AsType[*givenUp](err); given {
			p.Observer.UpdateFailed(it, f.Failure)
			h = p.Sorry(it, f.Failure)
			err = p.commit(ctx, it, h.Changes, f.Reason)
		} else if err == nil {
			err = p.commit(ctx, it, h.Changes, "")
		}
		switch {
		case err == nil:
			p.Observer.UpdateDone(it, time.Since(begin))
			if p.Wrote != nil {
				p.Wrote()
			}
			if h.After != nil {
				p.after.Go(func() {
					defer func() { _ = recover() }() // what is done afterwards is not needed by anybody else
					after, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.Timeout)
					defer cancel()
					h.After(after)
				})
			}
			return
		case errors.Is(err, ErrStale), ctx.Err() != nil:
			return
		}
		p.Observer.BoxFailed("handle", err)
		wait := min(50*time.Millisecond<<min(try, 6), 2*time.Second)
		if time.Since(begin)+wait > p.Timeout {
			return // its lease will run out and it is taken once more
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

func (p *Pump[C]) commit(ctx context.Context, it Item, changes C, why string) error {
	// What was worked out is written down even while the process is being stopped.
	write, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return p.Box.Commit(write, time.Now(), it, changes, why)
}

// givenUp is the error of an item that is not tried again.
type givenUp struct{ Failure }

func (e *givenUp) Error() string { return e.Reason }

// try runs the handler where a panic or an endless loop hurts nobody else.
func (p *Pump[C]) try(ctx context.Context, it Item) (Handled[C], error) {
	if it.Attempt > mostAttempts {
		return Handled[C]{}, &givenUp{Failure{Reason: fmt.Sprintf("given up after %d attempts", it.Attempt-1)}}
	}
	type result struct {
		h   Handled[C]
		err error
	}
	out := make(chan result, 1)
	call, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	go func() {
		defer func() {
			if v := recover(); v != nil {
				out <- result{err: &givenUp{Failure{Reason: fmt.Sprintf("panic: %v", v), Stack: debug.Stack()}}}
			}
		}()
		h, err := p.Handle(call, it)
		out <- result{h, err}
	}()
	select {
	case r := <-out:
		return r.h, r.err
	case <-call.Done():
	}
	if ctx.Err() != nil {
		return Handled[C]{}, ctx.Err()
	}
	// A handler that heeds its context comes back now; one that does not is left behind.
	select {
	case r := <-out:
		return r.h, r.err
	case <-time.After(time.Second):
		return Handled[C]{}, &givenUp{Failure{Reason: "hung"}}
	}
}
