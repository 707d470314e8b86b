package reminders

import (
	"cmp"
	"slices"
	"time"
)

// Notices are all notices of milestones for some wishes, after a time and up to another.
func (l Ladder) Notices(ms []Milestone, wishes []Wish, from, until time.Time) []Slotted {
	var out []Slotted
	for _, m := range ms {
		for _, w := range wishes {
			out = append(out, l.noticesOf(m, w, from, until)...)
		}
	}
	return out
}

// noticesOf are a milestone's notices. What is done every year is listed once a year, thirty days before its end; the table's rows are listed
// with the full list and counted with the first.
func (l Ladder) noticesOf(m Milestone, w Wish, from, until time.Time) []Slotted {
	issued := dayIn(m.Issued, l.Zone)
	var dues []time.Time
	rungs := func(Rung) bool { return true }
	switch m.Kind {
	case Dated:
		dues = []time.Time{m.DueDay(l.Zone)}
	case Indicator:
		if m.Due != "" {
			dues = []time.Time{m.DueDay(l.Zone)}
		}
		rungs = func(r Rung) bool { return r == Thirty || r == Ninety }
	case Yearly:
		for y := from.Year(); y <= until.Year()+1; y++ {
			dues = append(dues, time.Date(y, time.December, 31, 0, 0, 0, 0, l.Zone))
		}
		rungs = func(r Rung) bool { return r == Thirty }
	}
	var out []Slotted
	for _, due := range dues {
		for _, s := range l.Slots(due, w.Preset, w.Hour, issued) {
			if rungs(s.Rung) && s.At.After(from) && !s.At.After(until) {
				out = append(out, Slotted{Ref: m.Ref(), Due: due.Format(time.DateOnly), Preset: w.Preset, Hour: w.Hour, Rung: s.Rung, At: s.At})
			}
		}
	}
	return out
}

// Next is when a subscription's next notice is sent after a time, by what its chat has recorded; the zero time where none is to come.
func (l Ladder) Next(s Subscription, ms []Milestone, records map[Ref]Record, after time.Time) time.Time {
	const far = 12 // years: nothing is planned for longer
	var next time.Time
	for _, m := range s.Of(ms) {
		r := records[m.Ref()]
		if m.Kind == Dated {
			m.Due = EffectiveDue(m, r)
		}
		for _, n := range l.Notices([]Milestone{m}, []Wish{s.Wish()}, after, after.AddDate(far, 0, 0)) {
			if r.Status == Done && n.Rung != Ninety && n.Rung != Thirty {
				continue // only what is open is listed then
			}
			if next.IsZero() || n.At.Before(next) {
				next = n.At
			}
		}
	}
	return next
}

// Rehearse composes the digests that a place would get of what falls due in a year, by its subscriptions and what it has recorded. Nothing
// is planned or sent.
func (l Ladder) Rehearse(subs []Subscription, ms []Milestone, records map[Ref]Record, year int) []Digest {
	from := time.Date(year-1, time.January, 1, 0, 0, 0, 0, l.Zone)  // notices come before the due day
	until := time.Date(year+2, time.January, 1, 0, 0, 0, 0, l.Zone) // and the closing after it
	byTime := map[int64][]Planned{}
	seen := map[Slotted]bool{}
	for _, m := range ms {
		if m.Kind == Dated {
			m.Due = EffectiveDue(m, records[m.Ref()])
		}
		for _, s := range subs {
			if s.Paused || !s.Covers(m) {
				continue
			}
			for _, n := range l.noticesOf(m, s.Wish(), from, until) {
				once := Slotted{Ref: n.Ref, Due: n.Due, Rung: n.Rung}
				if seen[once] || n.Due[:4] != itoa(year) {
					continue
				}
				seen[once] = true
				byTime[n.At.Unix()] = append(byTime[n.At.Unix()], Planned{Milestone: m, Due: n.Due, Rung: n.Rung, At: n.At})
			}
		}
	}
	var chat int64
	if len(subs) > 0 {
		chat = subs[0].Chat
	}
	var out []Digest
	for at, planned := range byTime {
		if d := l.digest(Digest{Chat: chat, At: time.Unix(at, 0).In(l.Zone), Drill: true, Preview: true}, subs, ms, planned, records); !d.Empty() {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Digest) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	return out
}

// digest makes a digest of planned notices.
func (l Ladder) digest(d Digest, subs []Subscription, ms []Milestone, planned []Planned, records map[Ref]Record) Digest {
	var entries []entry
	for _, n := range planned {
		if !slices.ContainsFunc(subs, func(s Subscription) bool { return s.Covers(n.Milestone) }) {
			continue // not any more
		}
		d.Late = d.Late || d.At.Sub(n.At) > lateFrom
		if r := records[n.Milestone.Ref()]; n.Milestone.Kind == Dated && n.Due != EffectiveDue(n.Milestone, r) {
			continue // the chat goes by another day
		}
		entries = append(entries, entry{n.Milestone, n.Due, n.Rung})
		if n.Rung >= OnTheDay && !d.Late {
			nominal := dayIn(n.Due, l.Zone).AddDate(0, 0, -int(n.Rung)).Format(time.DateOnly)
			if nominal != n.At.In(l.Zone).Format(time.DateOnly) {
				d.Shifted = nominal
			}
		}
	}
	if d.Late {
		d.Shifted = ""
	}
	var mine []Milestone
	for _, m := range ms {
		if slices.ContainsFunc(subs, func(s Subscription) bool { return s.Covers(m) }) {
			mine = append(mine, m)
		}
	}
	for _, s := range subs {
		d.Titles = append(d.Titles, s.Title(ms))
	}
	return compose(d, entries, mine, records)
}
