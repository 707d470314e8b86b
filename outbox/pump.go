package outbox

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Ledger is where deliveries are kept; store fulfils it. Both methods commit before they return.
type Ledger interface {
	// Claim hands out deliveries that are due and that the limits let go now, each with a lease and a new attempt number, at most one at a
	// time for a chat. Leases that ran out are decided first (Lost).
	Claim(ctx context.Context, now time.Time, c Claim) (Batch, error)
	// Finish writes down what became of an attempt. ErrStale: somebody else has taken it over.
	Finish(ctx context.Context, now time.Time, d Delivery, o Outcome, p Policy) error
}

// ErrStale is the error of finishing an attempt that is no longer one's own.
var ErrStale = errors.New("attempt is no longer current")

// Policy is what is done with uncertain deliveries.
type Policy struct {
	Hold bool // keep them for a person to decide; otherwise send once more, marked
}

// Claim is what a claimer asks for.
type Claim struct {
	Owner  string        // which process
	Lease  time.Duration // how long the claim holds
	Limits Limits
	Most   int     // at most so many
	Alive  []int64 // deliveries that this process still works on: their leases are not taken for lost
	Policy Policy
}

// Batch is what a claimer gets.
type Batch struct {
	Deliveries []Delivery
	Next       time.Time // when to ask again even if nothing happens; zero: nothing waits
}

// Sender makes the call for one delivery, once, and tells the facts. Marks for the first line (可能重复, 补答) are its to set.
type Sender interface {
	Send(ctx context.Context, d Delivery) Reply
}

// Observer is told what happened, for metrics and logs.
type Observer interface {
	Sent(d Delivery, o Outcome, took time.Duration)
	LedgerFailed(op string, err error)
}

// Pump moves deliveries from the ledger to the sender.
type Pump struct {
	Ledger   Ledger
	Sender   Sender
	Observer Observer
	Owner    string
	Limits   Limits
	Policy   Policy

	Parallel int           // calls at the same time
	Timeout  time.Duration // of one call
	Grace    time.Duration // how long a stop waits for calls on their way
	Poll     time.Duration // how often to ask the ledger when nothing is known to wait: other replicas write to it too

	wake   chan struct{}
	once   sync.Once
	paused pause
}

// The usual values. The lease outlives a call, so that a living process never loses its claim.
const (
	usualParallel = 64
	usualTimeout  = 20 * time.Second
	usualGrace    = 8 * time.Second
	usualPoll     = time.Second
	leaseMargin   = 10 * time.Second
)

func (p *Pump) prepare() {
	p.once.Do(func() {
		p.wake = make(chan struct{}, 1)
		if p.Parallel <= 0 {
			p.Parallel = usualParallel
		}
		if p.Timeout <= 0 {
			p.Timeout = usualTimeout
		}
		if p.Grace <= 0 {
			p.Grace = usualGrace
		}
		if p.Poll <= 0 {
			p.Poll = usualPoll
		}
	})
}

// Wake says that something new is in the ledger.
func (p *Pump) Wake() {
	p.prepare()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// PausedUntil returns until when Telegram has told us to be silent, as far as this process knows; the zero time when it has not.
func (p *Pump) PausedUntil() time.Time { return p.paused.until() }

// Run claims and sends until ctx ends; then it claims no more and waits for what is on its way, for Grace at most.
func (p *Pump) Run(ctx context.Context) {
	p.prepare()
	calls, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	done := make(chan int64, p.Parallel)
	alive := map[int64]bool{}
	timer := time.NewTimer(0)
	defer timer.Stop()
	failures := 0
	for {
		var batch Batch
		var err error
		if free := p.Parallel - len(alive); free > 0 && ctx.Err() == nil {
			batch, err = p.Ledger.Claim(ctx, time.Now(), Claim{Owner: p.Owner, Lease: p.Timeout + leaseMargin, Limits: p.Limits, Most: free, Alive: keys(alive), Policy: p.Policy})
		}
		for _, d := range batch.Deliveries {
			alive[d.ID] = true
			go func() {
				p.deliver(calls, d)
				done <- d.ID
			}()
		}
		wait := p.Poll
		switch {
		case err != nil && ctx.Err() == nil:
			p.Observer.LedgerFailed("claim", err)
			failures++
			wait = min(100*time.Millisecond<<min(failures, 6), 5*time.Second)
		case len(batch.Deliveries) > 0:
			failures, wait = 0, 0 // there may be more
		case !batch.Next.IsZero():
			failures, wait = 0, min(wait, max(time.Until(batch.Next), time.Millisecond))
		}
		if wait == 0 && len(alive) >= p.Parallel {
			wait = p.Poll
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			p.drain(cut, done, alive)
			return
		case id := <-done:
			delete(alive, id)
			for more := true; more; { // one claim for all that have just ended
				select {
				case id := <-done:
					delete(alive, id)
				default:
					more = false
				}
			}
		case <-p.wake:
		case <-timer.C:
		}
	}
}

// drain waits for the calls on their way. What does not end in time is cut off and written down as it then stands.
func (p *Pump) drain(cut context.CancelFunc, done <-chan int64, alive map[int64]bool) {
	grace := time.NewTimer(p.Grace)
	defer grace.Stop()
	for len(alive) > 0 {
		select {
		case id := <-done:
			delete(alive, id)
		case <-grace.C:
			cut()
			grace.Reset(time.Second) // to write the outcome down; then the lease has to tell it
			for len(alive) > 0 {
				select {
				case id := <-done:
					delete(alive, id)
				case <-grace.C:
					return
				}
			}
		}
	}
}

// deliver makes one call and writes its outcome down, however long the ledger takes to come back: an outcome that is forgotten would be
// taken for uncertain.
func (p *Pump) deliver(ctx context.Context, d Delivery) {
	begin := time.Now()
	call, cancel := context.WithTimeout(ctx, p.Timeout)
	o := Classify(d, p.Sender.Send(call, d))
	cancel()
	if o.Verdict == Paused {
		p.paused.set(time.Now().Add(o.Wait))
	}
	p.Observer.Sent(d, o, time.Since(begin))
	for try := 0; ; try++ {
		// The outcome is known even if the process is being stopped: it is written with a context of its own.
		write, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		err := p.Ledger.Finish(write, time.Now(), d, o, p.Policy)
		cancel()
		if err == nil || errors.Is(err, ErrStale) {
			return
		}
		p.Observer.LedgerFailed("finish", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(50*time.Millisecond<<min(try, 6), 2*time.Second)):
		}
	}
}

func keys(m map[int64]bool) []int64 {
	out := make([]int64, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

// pause remembers a 429 for the calls that do not go through the ledger.
type pause struct {
	mu sync.Mutex
	t  time.Time
}

func (p *pause) set(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.After(p.t) {
		p.t = t
	}
}

func (p *pause) until() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.t
}
