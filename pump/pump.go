// Package pump takes work from where it is kept and has it done, so many pieces at a time.
//
// In: a function that claims work which is ready, with a lease, and does each piece. Out: nothing; what became of a piece is written down by
// whoever does it. It wakes when something was announced, when a piece is done, when the claimer said that something will be ready, and
// now and then regardless, since other processes may write to the same place. Told to stop, it claims no more and waits for what is being
// done. It knows nothing of what the work is.
package pump

import (
	"context"
	"sync"
	"time"
)

// Work is one claimed piece: who it is, and how it is done. Do must return soon after its context ends.
type Work struct {
	ID int64
	Do func(ctx context.Context)
}

// Claim asks for up to most pieces that are ready. alive are those that this pump still works on. next says when to ask again even if
// nothing happens; zero: nothing is known to wait.
type Claim func(ctx context.Context, most int, alive []int64) (work []Work, next time.Time, err error)

// Pump runs work.
type Pump struct {
	Parallel int           // pieces at a time
	Grace    time.Duration // how long a stop waits for them before their context ends
	Poll     time.Duration // the longest time between two claims

	wake chan struct{}
	once sync.Once
}

func (p *Pump) prepare() { p.once.Do(func() { p.wake = make(chan struct{}, 1) }) }

// Wake says that there may be something to claim.
func (p *Pump) Wake() {
	p.prepare()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// After a failed claim the next one waits, longer each time.
const (
	firstRetry = 200 * time.Millisecond
	mostRetry  = 5 * time.Second
)

// Run claims and runs work until ctx ends, then waits: for Grace, and once the work's context has ended for a second more. failed is told
// of claims that failed.
func (p *Pump) Run(ctx context.Context, claim Claim, failed func(error)) {
	p.prepare()
	inner, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	r := &run{pump: p, done: make(chan int64, p.Parallel), alive: map[int64]bool{}}
	timer := time.NewTimer(0)
	defer timer.Stop()
	retry := firstRetry
	for {
		wait := p.Poll
		if free := p.Parallel - len(r.alive); free > 0 && ctx.Err() == nil {
			work, next, err := claim(ctx, free, r.ids())
			if err != nil {
				work = nil // a claim that failed is none, whatever it brought
			}
			for _, w := range work {
				r.start(inner, w)
			}
			switch {
			case err != nil && ctx.Err() == nil:
				failed(err)
				wait, retry = retry, min(2*retry, mostRetry)
			case len(work) > 0 && len(r.alive) < p.Parallel:
				wait, retry = 0, firstRetry // there may be more
			case !next.IsZero():
				wait, retry = min(wait, max(time.Until(next), time.Millisecond)), firstRetry
			default:
				retry = firstRetry
			}
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			r.drain(cut)
			return
		case id := <-r.done:
			r.ended(id)
		case <-p.wake:
		case <-timer.C:
		}
	}
}

// run is the state of one Run.
type run struct {
	pump  *Pump
	done  chan int64
	alive map[int64]bool
}

func (r *run) start(ctx context.Context, w Work) {
	r.alive[w.ID] = true
	go func() {
		defer func() { r.done <- w.ID }()
		w.Do(ctx)
	}()
}

// ended notes that a piece is done, and all others that have ended by now: one claim serves them all.
func (r *run) ended(id int64) {
	delete(r.alive, id)
	for {
		select {
		case id := <-r.done:
			delete(r.alive, id)
		default:
			return
		}
	}
}

// drain waits for what is being done. What does not end in time has its context ended, and a second to write down how it then stands.
func (r *run) drain(cut context.CancelFunc) {
	grace := time.NewTimer(r.pump.Grace)
	defer grace.Stop()
	for late := false; len(r.alive) > 0; {
		select {
		case id := <-r.done:
			delete(r.alive, id)
		case <-grace.C:
			if late {
				return
			}
			late = true
			cut()
			grace.Reset(time.Second)
		}
	}
}

func (r *run) ids() []int64 {
	out := make([]int64, 0, len(r.alive))
	for id := range r.alive {
		out = append(out, id)
	}
	return out
}
