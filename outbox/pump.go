package outbox

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"cewen/pump"
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

	once   sync.Once
	pump   pump.Pump
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
		p.Timeout = cmp.Or(p.Timeout, usualTimeout)
		p.pump.Parallel = cmp.Or(p.Parallel, usualParallel)
		p.pump.Grace = cmp.Or(p.Grace, usualGrace)
		p.pump.Poll = cmp.Or(p.Poll, usualPoll)
	})
}

// Wake says that something new is in the ledger.
func (p *Pump) Wake() {
	p.prepare()
	p.pump.Wake()
}

// PausedUntil returns until when Telegram has told us to be silent, as far as this process knows; the zero time when it has not.
func (p *Pump) PausedUntil() time.Time { return p.paused.until() }

// Run claims and sends until ctx ends; then it claims no more and waits for what is on its way, for Grace at most.
func (p *Pump) Run(ctx context.Context) {
	p.prepare()
	p.pump.Run(ctx, p.claim, func(err error) { p.Observer.LedgerFailed("claim", err) })
}

func (p *Pump) claim(ctx context.Context, most int, alive []int64) ([]pump.Work, time.Time, error) {
	batch, err := p.Ledger.Claim(ctx, time.Now(), Claim{Owner: p.Owner, Lease: p.Timeout + leaseMargin, Limits: p.Limits, Most: most, Alive: alive, Policy: p.Policy})
	var work []pump.Work
	for _, d := range batch.Deliveries {
		work = append(work, pump.Work{ID: d.ID, Do: func(ctx context.Context) { p.deliver(ctx, d) }})
	}
	return work, batch.Next, err
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
