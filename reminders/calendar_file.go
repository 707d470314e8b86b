package reminders

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// CalendarFile writes a board as an iCalendar file (RFC 5545): an all-day event on each due day, with alarms a month, a week and a day before,
// and one every year for what is done every year. An event's UID is that of its milestone for good, so that a file that is read again
// changes events instead of doubling them. now is the time stamp.
func (b Board) CalendarFile(title string, now time.Time) []byte {
	cal := ics.NewCalendarFor("cewen")
	cal.SetProductId("-//cewen//cewen//ZH")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(title)
	cal.SetXWRTimezone("Asia/Shanghai")
	cal.SetRefreshInterval("P1D")
	for _, l := range b.Lines {
		due, err := time.Parse(time.DateOnly, EffectiveDue(l.Milestone, l.Record))
		if err != nil {
			continue
		}
		e := event(cal, l, due, now)
		if l.Record.Status == Done {
			e.SetProperty(ics.ComponentPropertyTransp, "TRANSPARENT")
			continue // nothing to be warned of
		}
		for _, days := range []int{30, 7, 1} {
			a := e.AddAlarm()
			a.SetAction(ics.ActionDisplay)
			// An all-day event begins at midnight: nine in the morning, so many days before.
			a.SetTrigger(fmt.Sprintf("-P%dDT15H", days-1))
			a.SetDescription(fmt.Sprintf("还有%d天:%s", days, l.Milestone.Name()))
		}
	}
	for _, l := range b.Yearly {
		e := event(cal, l, time.Date(b.Today.Year(), time.December, 31, 0, 0, 0, 0, time.UTC), now)
		e.AddRrule("FREQ=YEARLY")
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func event(cal *ics.Calendar, l Line, due, now time.Time) *ics.VEvent {
	m := l.Milestone
	h := fnv.New32a()
	_, _ = h.Write([]byte(m.Plan)) // never fails
	e := cal.AddEvent(fmt.Sprintf("%s.%08x@cewen", m.ID, h.Sum32()))
	e.SetDtStampTime(now)
	e.SetAllDayStartAt(due)
	e.SetAllDayEndAt(due.AddDate(0, 0, 1))
	name := m.Name()
	if s := l.Record.Status.Name(); s != "" {
		name = s + " " + name
	}
	e.SetSummary(name)
	lines := []string{m.Quote}
	if len(m.Units) > 0 {
		lines = append(lines, "责任单位:"+strings.Join(m.Units, "、"))
	}
	if l.Record.Status == Postponed {
		lines = append(lines, "本处登记延期到"+l.Record.Until+",方案写的是"+m.Words)
	}
	if l.Record.Note != "" {
		lines = append(lines, "备注:"+l.Record.Note)
	}
	lines = append(lines, "〔"+strings.TrimSpace(m.Label+m.Title)+" · "+m.Plan+"〕")
	e.SetDescription(strings.Join(lines, "\n"))
	for _, u := range m.Units {
		e.AddCategory(u)
	}
	return e
}
