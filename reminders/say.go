package reminders

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"cewen/outbox"
)

// tellChanges tells each subscriber once, in one message, what changed in what it is subscribed to.
func (p *Planner) tellChanges(ctx context.Context) error {
	ids, changes, err := p.Book.UntoldChanges(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	subs, err := p.Book.Subscribers(ctx)
	if err != nil {
		return err
	}
	var messages []outbox.Delivery
	for _, place := range placesOf(subs) {
		var mine []Change
		for _, c := range changes {
			if slices.ContainsFunc(place.subs, c.Covered) {
				mine = append(mine, c)
			}
		}
		if len(mine) == 0 {
			continue
		}
		messages = append(messages, outbox.Delivery{Key: fmt.Sprintf("change:%d:%d:%d", ids[len(ids)-1], place.Chat, place.Topic), Chat: place.Chat, Thread: place.Topic, Class: outbox.Notice, Method: outbox.Send,
			Message: p.Print.Changes(place.subs, mine)})
	}
	if err := p.Book.TellChanges(ctx, time.Now(), ids, messages); err != nil && !errors.Is(err, ErrTaken) {
		return err
	}
	p.wake(len(messages))
	return nil
}

// subscribed is a place with its subscriptions.
type subscribed struct {
	Place
	subs []Subscription
}

func placesOf(subs []Subscription) []subscribed {
	at := map[Place]int{}
	var out []subscribed
	for _, s := range subs {
		k := Place{s.Chat, s.Topic}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, subscribed{Place: k})
		}
		out[i].subs = append(out[i].subs, s)
	}
	return out
}

// digests turns what is due into digests.
func (p *Planner) digests(ctx context.Context, now time.Time) error {
	for {
		places, err := p.Book.DuePlaces(ctx, now, atOnce)
		if err != nil || len(places) == 0 {
			return err
		}
		for _, place := range places {
			if err := p.digest(ctx, now, place); err != nil && !errors.Is(err, ErrTaken) {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		p.wake(len(places))
	}
}

// digest takes a place's due notices into one digest.
func (p *Planner) digest(ctx context.Context, now time.Time, place Place) error {
	planned, err := p.Book.PlannedNotices(ctx, place, now)
	if err != nil || len(planned) == 0 {
		return err
	}
	subs, err := p.Book.Subscriptions(ctx, place)
	if err != nil {
		return err
	}
	records, err := p.Book.Recorded(ctx, place.Chat)
	if err != nil {
		return err
	}
	subs = slices.DeleteFunc(subs, func(s Subscription) bool { return s.Paused })
	d := p.Ladder.digest(Digest{Chat: place.Chat, Topic: place.Topic, At: now.In(p.Ladder.Zone), Drill: p.Drill}, subs, p.Milestones(), planned, records)
	// Notices are taken once; the key has to be another one each time, and short enough for a button.
	key := fmt.Sprintf("%d.%d.%s", place.Chat, place.Topic, strconv.FormatUint(rand.Uint64(), 36))
	var deliveries []outbox.Delivery
	var items []Ref
	if len(subs) > 0 && !d.Empty() {
		for i, m := range p.Print.Digest(d) {
			deliveries = append(deliveries, outbox.Delivery{Key: fmt.Sprintf("digest:%s/%d", key, i), Chat: place.Chat, Thread: place.Topic, Class: outbox.Notice, Method: outbox.Send, Message: m, Ref: DigestRef + key})
		}
		for _, it := range d.Numbered() {
			items = append(items, it.Milestone.Ref())
		}
	}
	if err := p.Book.TakeNotices(ctx, time.Now(), place, now, len(planned), key, items, deliveries); err != nil {
		return err
	}
	if len(deliveries) > 0 {
		p.Observer.Digested(d)
	}
	return nil
}

// summaries sends the overviews that are due, each once, and returns when the next one is.
func (p *Planner) summaries(ctx context.Context, now time.Time) (next time.Time, err error) {
	subs, err := p.Book.WithSummary(ctx)
	if err != nil || len(subs) == 0 {
		return time.Time{}, err
	}
	var ds []outbox.Delivery
	for _, s := range subs {
		last, coming := s.Summaries(now, p.Ladder)
		if next.IsZero() || coming.Before(next) {
			next = coming
		}
		if !s.SummarySince.Before(last) || now.Sub(last) >= stale {
			continue
		}
		records, err := p.Book.Recorded(ctx, s.Chat)
		if err != nil {
			return time.Time{}, err
		}
		ds = append(ds, outbox.Delivery{Key: fmt.Sprintf("summary:%d:%s", s.ID, last.Format(time.DateOnly)), Chat: s.Chat, Thread: s.Topic, Class: outbox.Notice, Method: outbox.Send,
			Message: p.Print.Summary(s, s.Title(p.Milestones()), NewBoard(s.Of(p.Milestones()), records, now.In(p.Ladder.Zone)))})
	}
	if len(ds) > 0 {
		if err := p.Book.Enqueue(ctx, time.Now(), ds); err != nil {
			return time.Time{}, err
		}
		p.wake(len(ds))
	}
	return next, nil
}
