package reminders

import (
	"context"
	"errors"
	"time"

	"cewen/outbox"
)

// Ref names a milestone.
type Ref struct {
	Plan string `json:"plan"`
	ID   string `json:"id"`
}

// Ref returns the milestone's name.
func (m Milestone) Ref() Ref { return Ref{m.Plan, m.ID} }

// Place is where something is said: a chat, and in a forum its topic.
type Place struct {
	Chat  int64
	Topic int
}

// Planned is a notice that was planned and not yet sent.
type Planned struct {
	Milestone Milestone // as it was when the plan was last read
	Due       string
	Rung      Rung
	At        time.Time
}

// Wish is how and when a subscriber wants to hear.
type Wish struct {
	Preset Preset
	Hour   int
}

// Ground is what is still to be planned.
type Ground struct {
	From       time.Time
	Wishes     []Wish // none: nothing is
	Generation int64  // of subscriptions, records and plans; it is another one as soon as planning would come out otherwise
}

// Own is a notice by a chat's own day of a milestone, for one subscription.
type Own struct {
	Subscription int64
	Slotted
}

// Slotted is when a milestone's notices of one preset and hour are sent: what is planned from.
type Slotted struct {
	Ref    Ref
	Due    string
	Preset Preset
	Hour   int
	Rung   Rung
	At     time.Time
}

// Postponement is a 延期 in force.
type Postponement struct {
	Chat  int64
	Ref   Ref
	Until string
}

// ErrTaken is the error of taking notices that somebody else has taken in the meantime.
var ErrTaken = errors.New("notices were taken by somebody else")

// Book keeps milestones, subscriptions, notices and records; store fulfils it. Every method commits before it returns.
type Book interface {
	MilestoneBook
	NoticeBook
	RecordBook
}

// MilestoneBook is what a plan's milestones are compared with from one reading to the next.
type MilestoneBook interface {
	// SyncMilestones makes a plan's milestones what they are now and notes what changed since they were last read, to be told. Planned notices of
	// what moved or is gone are taken back, and subscriptions are planned anew. The first reading of a plan is no change.
	SyncMilestones(ctx context.Context, now time.Time, plan string, ms []Milestone) ([]Change, error)
	// MilestonePlans lists the plans that have milestones in force, with what NoteText noted last, "" for nothing.
	MilestonePlans(ctx context.Context) (map[string]string, error)
	// NoteText notes from which text a plan's milestones were read; "" forgets it.
	NoteText(ctx context.Context, plan, sum string) error
	// UntoldChanges lists changes that subscribers have not been told of, and TellChanges marks them.
	UntoldChanges(ctx context.Context) (ids []int64, changes []Change, err error)
	TellChanges(ctx context.Context, now time.Time, ids []int64, messages []outbox.Delivery) error
}

// NoticeBook is what is planned and sent.
type NoticeBook interface {
	// Horizon tells what is still to be planned up to a time. After the clock was set back, everybody is planned
	// for anew from now on.
	Horizon(ctx context.Context, now, until time.Time) (Ground, error)
	// PlanAnew lets everybody be planned for once more from now on; what is planned or sent stays as it is.
	PlanAnew(ctx context.Context, now time.Time) error
	// PlanNotices plans notices up to a time for every subscription, from where each was planned up to, and returns how many are new. ErrTaken:
	// the generation is another one by now; what was planned does no harm, and it is to be planned once more.
	PlanNotices(ctx context.Context, now, until time.Time, generation int64, slots []Slotted, own []Own) (int64, error)
	// NextNotice is when the next planned notice is to be sent; ok is false where none is planned.
	NextNotice(ctx context.Context) (at time.Time, ok bool, err error)
	// DuePlaces lists places that have notices to be sent now.
	DuePlaces(ctx context.Context, now time.Time, most int) ([]Place, error)
	// PlannedNotices lists a place's notices that are to be sent by now.
	PlannedNotices(ctx context.Context, p Place, now time.Time) ([]Planned, error)
	// TakeNotices takes those notices into a digest and writes the deliveries that carry it, both or neither. items are what its numbers
	// mean. ErrTaken: they are not the same any more.
	TakeNotices(ctx context.Context, now time.Time, p Place, by time.Time, count int, key string, items []Ref, messages []outbox.Delivery) error
	// Enqueue writes deliveries that are no digest: a summary. A key that is there already is not written again.
	Enqueue(ctx context.Context, now time.Time, ds []outbox.Delivery) error
	// UnsentNotices counts notices' deliveries that are not settled yet.
	UnsentNotices(ctx context.Context) (int, error)
}

// RecordBook is what chats wish and have recorded.
type RecordBook interface {
	Subscriptions(ctx context.Context, p Place) ([]Subscription, error) // of one place
	WithSummary(ctx context.Context) ([]Subscription, error)            // all that want one and are not paused
	Subscribers(ctx context.Context) ([]Subscription, error)            // all that are not paused
	Recorded(ctx context.Context, chat int64) (map[Ref]Record, error)   // what is in force in a chat
	Postponed(ctx context.Context) ([]Postponement, error)              // every 延期 in force
}

// Backlog is the state of all reminders, for operators.
type Backlog struct {
	Subscriptions int
	Paused        int
	Chats         int
	Planned       int       // notices that wait for their time
	Next          time.Time // the next of them; zero: none
	Overdue       int       // planned notices whose time has passed
	Blocked       int       // of chats that take nothing
	Sent          int       // messages that carry notices, by what became of them
	Late          int       // of those sent: more than ten minutes after they were written
	Pending       int
	Dead          int
	Uncertain     int
	Repeated      int // sent once more, marked
}

// ChangeKind is what happened to a milestone.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"   // 新增
	Gone    ChangeKind = "gone"    // 取消
	Moved   ChangeKind = "moved"   // 时限变了
	Altered ChangeKind = "altered" // 数值或责任单位变了
)

// Change is what a new text of a plan changed.
type Change struct {
	Kind ChangeKind `json:"kind"`
	Old  Milestone  `json:"old"`
	New  Milestone  `json:"new"`
}

// Covered reports whether a subscription is about what changed, before or after.
func (c Change) Covered(s Subscription) bool {
	return c.Kind != Added && s.Covers(c.Old) || c.Kind != Gone && s.Covers(c.New)
}

// Compare finds what changed between two readings of a plan. Milestones are matched by id, then by clause, metric and value, then by clause
// and metric (DESIGN: a changed plan is matched by plan, clause, metric and value). match maps old ids to new ones.
func Compare(old, now []Milestone) (changes []Change, match map[string]string) {
	match = map[string]string{}
	taken := map[string]bool{}
	pair := func(key func(Milestone) string) {
		byKey := map[string][]Milestone{}
		for _, m := range now {
			if !taken[m.ID] {
				byKey[key(m)] = append(byKey[key(m)], m)
			}
		}
		for _, o := range old {
			if _, ok := match[o.ID]; ok {
				continue
			}
			if c := byKey[key(o)]; len(c) > 0 {
				match[o.ID] = c[0].ID
				taken[c[0].ID] = true
				byKey[key(o)] = c[1:]
			}
		}
	}
	clause := func(m Milestone) string {
		table := ""
		if m.Kind == Indicator {
			table = "table"
		}
		return table + itoa(m.Clause) + "\x00" + m.Metric
	}
	pair(func(m Milestone) string { return m.ID + clause(m) + "\x00" + m.Value })
	pair(func(m Milestone) string { return clause(m) + "\x00" + m.Value })
	pair(func(m Milestone) string { return m.ID + clause(m) })
	pair(clause)
	byID := map[string]Milestone{}
	for _, m := range now {
		byID[m.ID] = m
	}
	for _, o := range old {
		n, ok := byID[match[o.ID]]
		switch {
		case !ok:
			changes = append(changes, Change{Kind: Gone, Old: o})
		case o.Due != n.Due || o.Kind != n.Kind:
			changes = append(changes, Change{Moved, o, n})
		case o.Value != n.Value || !sameUnits(o.Units, n.Units):
			changes = append(changes, Change{Altered, o, n})
		}
	}
	for _, n := range now {
		if !taken[n.ID] {
			changes = append(changes, Change{Kind: Added, New: n})
		}
	}
	return changes, match
}

func sameUnits(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
