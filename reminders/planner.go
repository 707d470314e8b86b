package reminders

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"cewen/outbox"
)

// Printer turns what is to be said into messages. It is told everything and decides nothing.
type Printer interface {
	// Digest is one message, or several where one is too long; each has to fit a message of the chat.
	Digest(d Digest) []outbox.Message
	// Summary has the subscription's title: that of targets is made from their names.
	Summary(s Subscription, title string, b Board) outbox.Message
	Changes(s []Subscription, cs []Change) outbox.Message
}

// Observer is told what happened, for metrics and logs.
type Observer interface {
	Planned(rows int64, took time.Duration)
	Digested(d Digest)
	PlannerFailed(op string, err error)
}

// Planner plans notices and turns them into digests when their time has come.
type Planner struct {
	Book       Book
	Print      Printer
	Observer   Observer
	Ladder     Ladder
	Milestones func() []Milestone // of all plans that are held, plan by plan, in the order of the text
	Reader     *Reader            // whose All is Milestones; nil: plans are compared by their milestones alone, and none is ever taken away
	Clock      Clock
	Wake       func()                                  // called when something was put into the outbox
	Leads      func(ctx context.Context) (bool, error) // whether this replica plans; nil: it does. Two that plan do no harm
	Drill      bool                                    // 演练
	Rest       time.Duration                           // how long to rest at most: other replicas\' chats change too; 0: a minute

	changed chan struct{}
	once    sync.Once
	synced  atomic.Bool
	led     bool // at the last step
}

// Clock is the time that due days go by.
type Clock interface {
	Now() time.Time
	// Wait sleeps until a time, or for the given duration of real time at most; it returns early when ctx ends or something changed.
	Wait(ctx context.Context, until time.Time, most time.Duration, changed <-chan struct{})
}

// DigestRef stands before a digest's key in the Ref of the deliveries that carry it.
const DigestRef = "digest:"

// How far ahead notices are planned, how long the planner rests at most, and when a notice is late.
const (
	horizon  = 36 * time.Hour
	usual    = time.Minute
	lateFrom = 10 * time.Minute
	stale    = 48 * time.Hour // a summary that was missed for longer says nothing new
	atOnce   = 500            // places a round
	attempts = 3              // of planning, while subscriptions change
)

func (p *Planner) prepare() {
	p.once.Do(func() {
		p.changed = make(chan struct{}, 1)
		p.Rest = cmp.Or(p.Rest, usual)
	})
}

// Changed says that a subscription, a record or a plan changed.
func (p *Planner) Changed() {
	p.prepare()
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// Reread says that plans were read anew: their milestones are compared with what is kept.
func (p *Planner) Reread() {
	p.prepare()
	p.synced.Store(false)
	p.Changed()
}

// Run plans and sends until ctx ends.
func (p *Planner) Run(ctx context.Context) {
	p.prepare()
	failures := 0
	for ctx.Err() == nil {
		next, leads, err := p.Step(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			failures++
			p.Observer.PlannerFailed("step", err)
			pause(ctx, min(time.Second<<min(failures, 5), usual), nil) // a rehearsal's time stands still meanwhile
			continue
		case !leads:
			pause(ctx, p.Rest, p.changed)
		default:
			p.Clock.Wait(ctx, next, p.Rest, p.changed)
		}
		failures = 0
	}
}

// Step does what is to be done now, where it is this replica that plans, and returns when something will be next.
func (p *Planner) Step(ctx context.Context) (next time.Time, leads bool, err error) {
	if err := p.Sync(ctx); err != nil {
		return time.Time{}, false, err
	}
	if p.Leads != nil {
		if leads, err := p.Leads(ctx); err != nil || !leads {
			p.led = false
			return time.Time{}, false, err
		}
	}
	if !p.led { // whoever planned before may have known another text, or other holidays
		if err := p.Book.PlanAnew(ctx, p.Clock.Now()); err != nil {
			return time.Time{}, true, err
		}
		p.led = true
	}
	next, err = p.step(ctx)
	return next, true, err
}

func (p *Planner) step(ctx context.Context) (next time.Time, err error) {
	if err := p.tellChanges(ctx); err != nil {
		return time.Time{}, err
	}
	now := p.Clock.Now()
	if err := p.plan(ctx, now); err != nil {
		return time.Time{}, err
	}
	if err := p.digests(ctx, now); err != nil {
		return time.Time{}, err
	}
	summary, err := p.summaries(ctx, now)
	if err != nil {
		return time.Time{}, err
	}
	next, ok, err := p.Book.NextNotice(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if !ok {
		next = time.Time{}
	}
	if !summary.IsZero() && (next.IsZero() || summary.Before(next)) {
		next = summary
	}
	return next, nil
}

// Sync compares the plans' milestones with what is kept, unless that has been done since they were read. Chats can only record what is kept:
// it has to be done before the first message is handled. Every replica does it, so that the text that came last holds.
func (p *Planner) Sync(ctx context.Context) (err error) {
	if !p.synced.CompareAndSwap(false, true) { // before: plans that are read anew while they are compared are compared once more
		return nil
	}
	defer func() {
		if err != nil {
			p.synced.Store(false)
		}
	}()
	if p.Reader != nil {
		return p.compare(ctx)
	}
	var plans []string
	byPlan := map[string][]Milestone{}
	for _, m := range p.Milestones() {
		if _, ok := byPlan[m.Plan]; !ok {
			plans = append(plans, m.Plan)
		}
		byPlan[m.Plan] = append(byPlan[m.Plan], m)
	}
	for _, plan := range plans {
		if _, err := p.Book.SyncMilestones(ctx, p.Clock.Now(), plan, byPlan[plan]); err != nil {
			return err
		}
	}
	return nil
}

// compare brings what is kept up to what is held: a text that was compared before is not opened, and a plan that is held no longer falls due
// no longer.
func (p *Planner) compare(ctx context.Context) error {
	kept, err := p.Book.MilestonePlans(ctx)
	if err != nil {
		return err
	}
	for _, t := range p.Reader.Texts() {
		sum, known := kept[t.Name]
		delete(kept, t.Name)
		if known && sum == t.Sum {
			continue
		}
		ms, err := p.Reader.Of(t)
		if err != nil { // what is kept of it stays
			p.Observer.PlannerFailed("open plan", err)
			continue
		}
		if _, err := p.Book.SyncMilestones(ctx, p.Clock.Now(), t.Name, ms); err != nil {
			return err
		}
		if err := p.Book.NoteText(ctx, t.Name, t.Sum); err != nil {
			return err
		}
	}
	for name := range kept {
		if _, err := p.Book.SyncMilestones(ctx, p.Clock.Now(), name, nil); err != nil {
			return err
		}
		if err := p.Book.NoteText(ctx, name, ""); err != nil {
			return err
		}
	}
	return nil
}

func (p *Planner) wake(n int) {
	if n > 0 && p.Wake != nil {
		p.Wake()
	}
}

// plan plans notices over the horizon, for whoever has not been planned for that far. What changes while it does is planned for once more.
func (p *Planner) plan(ctx context.Context, now time.Time) error {
	begin := time.Now()
	until := now.Add(horizon).Truncate(time.Hour)
	for range attempts {
		g, err := p.Book.Horizon(ctx, now, until)
		if err != nil || len(g.Wishes) == 0 {
			return err
		}
		own, err := p.postponed(ctx, g.From, until)
		if err != nil {
			return err
		}
		rows, err := p.Book.PlanNotices(ctx, now, until, g.Generation, p.Ladder.Notices(p.Milestones(), g.Wishes, g.From, until), own)
		if rows > 0 {
			p.Observer.Planned(rows, time.Since(begin))
		}
		if !errors.Is(err, ErrTaken) {
			return err
		}
	}
	return nil // somebody changes something all the time: the next step goes on
}

// postponed are notices by the days that chats have recorded of their own.
func (p *Planner) postponed(ctx context.Context, from, until time.Time) ([]Own, error) {
	posts, err := p.Book.Postponed(ctx)
	if err != nil || len(posts) == 0 {
		return nil, err
	}
	subs, err := p.Book.Subscribers(ctx)
	if err != nil {
		return nil, err
	}
	byRef := map[Ref]Milestone{}
	for _, m := range p.Milestones() {
		byRef[m.Ref()] = m
	}
	byChat := map[int64][]Postponement{}
	for _, q := range posts {
		byChat[q.Chat] = append(byChat[q.Chat], q)
	}
	var out []Own
	for _, s := range subs {
		for _, q := range byChat[s.Chat] {
			m, ok := byRef[q.Ref]
			if !ok || !s.Covers(m) {
				continue
			}
			m.Due = q.Until
			for _, slot := range p.Ladder.noticesOf(m, s.Wish(), from, until) {
				out = append(out, Own{Subscription: s.ID, Slotted: slot})
			}
		}
	}
	return out, nil
}
