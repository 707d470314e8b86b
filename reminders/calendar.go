package reminders

import (
	"bufio"
	_ "embed" // the days that ship with the program
	"fmt"
	"strings"
	"time"
)

//go:embed holidays.txt
var shipped string

// Calendar (日历) knows working days: weekdays but holidays (休), and weekend days that are worked (班).
type Calendar struct {
	off   map[string]bool // 2025-10-01
	on    map[string]bool
	years map[int]bool // whose holidays are known
}

// DefaultCalendar is the calendar that ships with the program.
func DefaultCalendar() *Calendar {
	c, err := (&Calendar{}).With(shipped)
	if err != nil {
		panic(err) // the file is embedded and tested
	}
	return c
}

// LineError is a line of a holidays file that cannot be read.
type LineError struct {
	Line int
	Text string
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %q", e.Line, e.Text) }

// With returns a calendar that knows the days of a text too: a line each, 2027-01-01 休 元旦 or 2027-02-07 班 春节, # before a comment. Where
// both say something of one year, the text replaces all that was known of it. Errors: LineError.
func (c *Calendar) With(text string) (*Calendar, error) {
	out := &Calendar{off: map[string]bool{}, on: map[string]bool{}, years: map[int]bool{}}
	fresh := map[int]bool{}
	n := 0
	sc := bufio.NewScanner(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	for sc.Scan() {
		n++
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		day, err := time.Parse(time.DateOnly, fields[0])
		if err != nil || len(fields) < 2 || fields[1] != "休" && fields[1] != "班" {
			return nil, &LineError{n, line}
		}
		fresh[day.Year()] = true
		if fields[1] == "休" {
			out.off[fields[0]] = true
		} else {
			out.on[fields[0]] = true
		}
	}
	if sc.Err() != nil { // a line without end
		return nil, &LineError{n + 1, ""}
	}
	for year := range fresh {
		out.years[year] = true
	}
	keep := func(from, to map[string]bool) {
		for day := range from {
			if t, err := time.Parse(time.DateOnly, day); err == nil && !fresh[t.Year()] {
				to[day] = true
				out.years[t.Year()] = true
			}
		}
	}
	keep(c.off, out.off)
	keep(c.on, out.on)
	return out, nil
}

// Known reports whether a year's holidays are known; otherwise only weekends are off.
func (c *Calendar) Known(year int) bool { return c.years[year] }

// Working reports whether a day is worked. Only its date counts.
func (c *Calendar) Working(day time.Time) bool {
	key := day.Format(time.DateOnly)
	switch {
	case c.on[key]:
		return true
	case c.off[key]:
		return false
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// OnOrBefore returns the day itself if it is worked, else the last working day before it.
func (c *Calendar) OnOrBefore(day time.Time) time.Time {
	for !c.Working(day) {
		day = day.AddDate(0, 0, -1)
	}
	return day
}

// After returns the first working day after a day.
func (c *Calendar) After(day time.Time) time.Time {
	day = day.AddDate(0, 0, 1)
	for !c.Working(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}
