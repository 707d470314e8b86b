package reminders

import (
	"slices"
	"time"
)

// Rung (提前量) is how many days before the due day a notice stands; Closing stands after it.
type Rung int

// The rungs.
const (
	Ninety   Rung = 90
	Thirty   Rung = 30
	Seven    Rung = 7
	One      Rung = 1
	OnTheDay Rung = 0
	Closing  Rung = -1 // 收口: the first working day after
)

// Preset (频度) is how much a chat wants to hear.
type Preset string

// The presets.
const (
	Few     Preset = "few"   // 少: the full list once, and the closing
	Usual   Preset = "usual" // 常规
	Closely Preset = "close" // 紧盯: as usual, and what is open every week
)

// Rungs are the rungs of a preset, the earliest first.
func (p Preset) Rungs() []Rung {
	if p == Few {
		return []Rung{Thirty, Closing}
	}
	return []Rung{Ninety, Thirty, Seven, One, OnTheDay, Closing}
}

// Name is the preset as people know it.
func (p Preset) Name() string {
	switch p {
	case Few:
		return "少"
	case Closely:
		return "紧盯"
	}
	return "常规"
}

// UsualHour is when notices are sent unless a chat chose another hour.
const UsualHour = 9

// Slot is when a rung's notice is sent.
type Slot struct {
	Rung    Rung
	At      time.Time
	Nominal time.Time // the day before it was moved, at the same hour
}

// Shifted reports whether the slot was moved because of a day off.
func (s Slot) Shifted() bool { return !s.At.Equal(s.Nominal) }

// Ladder works out when notices are sent.
type Ladder struct {
	Calendar *Calendar
	Zone     *time.Location
}

// Slots are the notices for something due on a day, for a preset and an hour. issued is the plan's own date, before which nothing is sent;
// zero: unknown. Rungs that fall on one day are one slot, the tightest.
func (l Ladder) Slots(due time.Time, p Preset, hour int, issued time.Time) []Slot {
	var out []Slot
	for _, r := range p.Rungs() {
		nominal := dayOf(due, l.Zone).AddDate(0, 0, -int(r))
		day := l.Calendar.OnOrBefore(nominal)
		if r == Closing { // by its meaning, not by being moved
			day = l.Calendar.After(dayOf(due, l.Zone))
			nominal = day
		}
		if !issued.IsZero() && day.Before(dayOf(issued, l.Zone)) {
			continue
		}
		s := Slot{Rung: r, At: atHour(day, hour), Nominal: atHour(nominal, hour)}
		if n := len(out); n > 0 && out[n-1].At.Equal(s.At) {
			out[n-1] = s
			continue
		}
		out = append(out, s)
	}
	return slices.Clip(out)
}

// dayOf is the day of a date in a zone, whatever zone the date itself is written in.
func dayOf(t time.Time, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

func atHour(day time.Time, hour int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, day.Location())
}
