package reminders

import (
	"fmt"
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
	Plan    string // whose; "" for all plans
	Preset  Preset
	Hour    int
	Paused  bool
	Summary Summary
	Day     int // of the week (1 Monday … 7) or of the month (1 … 28) for the summary
	By      int64
	Created time.Time
}

// Title names a subscription: 市城管局, 沂水县, 第十四条, 全部任务.
func (s Subscription) Title() string {
	switch s.About {
	case AboutAll:
		return "全部任务"
	case AboutClause:
		return "第" + s.What + "条"
	case AboutTarget:
		return fmt.Sprintf("%d项目标", len(strings.Split(s.What, ",")))
	}
	return s.What
}

// Covers reports whether a milestone is what the subscription is about.
func (s Subscription) Covers(m Milestone) bool {
	if s.Plan != "" && s.Plan != m.Plan {
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

// SummaryAt is when the summary of the week or month that holds a moment is sent: the chosen day at the chosen hour, on the working day
// before where that is off. The zero time where none is wanted.
func (s Subscription) SummaryAt(now time.Time, l Ladder) time.Time {
	now = now.In(l.Zone)
	var d time.Time
	switch s.Summary {
	case Weekly:
		weekday := (int(now.Weekday())+6)%7 + 1
		d = dayOf(now, l.Zone).AddDate(0, 0, s.Day-weekday)
	case Monthly:
		d = time.Date(now.Year(), now.Month(), s.Day, 0, 0, 0, 0, l.Zone)
	default:
		return time.Time{}
	}
	return atHour(l.Calendar.OnOrBefore(d), s.Hour)
}
