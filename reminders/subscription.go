package reminders

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// About is what a subscription is about.
type About string

// What can be subscribed to.
const (
	AboutAll    About = "all"    // 全部任务
	AboutUnit   About = "unit"   // 某单位
	AboutPlace  About = "place"  // 某县区
	AboutClause About = "clause" // 某条
	AboutTarget About = "target" // 某几项目标
)

// Summary (定期汇总) is how often a chat wants an overview whether or not something falls due.
type Summary string

// The summaries.
const (
	NoSummary Summary = ""
	Weekly    Summary = "week"
	Monthly   Summary = "month"
)

// Subscription (订阅) is a chat's wish to be reminded.
type Subscription struct {
	ID      int64
	Chat    int64
	Topic   int
	About   About
	What    string // a unit's or county's name, a clause's number, ids of targets parted by commas
	Plan    string // whose: a plan's number; @ and an issuer (@临沂市) for all its plans; "" for all plans
	Preset  Preset
	Hour    int
	Paused  bool
	Summary Summary
	Day     int // of the week (1 Monday … 7) or of the month (1 … 28) for the summary
	By      int64
	Created time.Time

	SummarySince time.Time // when the summary was chosen as it is now
}

// Wish is how and when the subscriber wants to hear.
func (s Subscription) Wish() Wish { return Wish{s.Preset, s.Hour} }

// Title names a subscription: 市城管局, 沂水县, 第十四条, 全部任务, 雨水管网建设等2项. ms are the milestones that targets are named by.
func (s Subscription) Title(ms []Milestone) string {
	switch s.About {
	case AboutAll:
		return "全部任务"
	case AboutClause:
		if m := s.Of(ms); len(m) > 0 && m[0].Label != "" {
			return m[0].Label + m[0].Title
		}
		return "第" + s.What + "条"
	case AboutTarget:
		n := len(strings.Split(s.What, ","))
		name := ""
		if m := s.Of(ms); len(m) > 0 {
			name = m[0].Metric
		}
		switch {
		case name == "":
			return fmt.Sprintf("%d项目标", n)
		case n > 1:
			return fmt.Sprintf("%s等%d项", name, n)
		}
		return name
	}
	return s.What
}

// Key names a subscription within its place: a button carries it.
func (s Subscription) Key() string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(string(s.About) + "\x00" + s.What + "\x00" + s.Plan)) // never fails
	return strconv.FormatUint(h.Sum64(), 36)
}

// Covers reports whether a milestone is what the subscription is about.
func (s Subscription) Covers(m Milestone) bool {
	if s.Plan != "" && s.Plan != m.Plan && s.Plan != "@"+m.Issuer {
		return false
	}
	switch s.About {
	case AboutAll:
		return true
	case AboutUnit:
		return slices.Contains(m.Units, s.What)
	case AboutPlace:
		return slices.Contains(m.Places, s.What)
	case AboutClause:
		return m.Kind != Indicator && itoa(m.Clause) == s.What
	case AboutTarget:
		return slices.Contains(strings.Split(s.What, ","), m.ID)
	}
	return false
}

// Of returns the milestones that a subscription covers, in the order of the text.
func (s Subscription) Of(ms []Milestone) []Milestone {
	var out []Milestone
	for _, m := range ms {
		if s.Covers(m) {
			out = append(out, m)
		}
	}
	return out
}

// Summaries are the times of a subscription's summaries next to a moment: the last one, not after it, and the next one. A summary is sent on
// the chosen day at the chosen hour, on the working day before where that is off: the one of a Monday in a long holiday comes in the week
// before. Zero times where none is wanted.
func (s Subscription) Summaries(now time.Time, l Ladder) (last, next time.Time) {
	if s.Summary != Weekly && s.Summary != Monthly {
		return time.Time{}, time.Time{}
	}
	for i := -2; next.IsZero(); i++ {
		if at := s.summary(now.In(l.Zone), i, l); at.After(now) {
			next = at
		} else {
			last = at
		}
	}
	return last, next
}

// summary is when the summary of the week or month n after that of a moment is sent.
func (s Subscription) summary(now time.Time, n int, l Ladder) time.Time {
	d := time.Date(now.Year(), now.Month()+time.Month(n), s.Day, 0, 0, 0, 0, l.Zone)
	if s.Summary == Weekly {
		weekday := (int(now.Weekday())+6)%7 + 1
		d = dayOf(now, l.Zone).AddDate(0, 0, s.Day-weekday+7*n)
	}
	return atHour(l.Calendar.OnOrBefore(d), s.Hour)
}
