package reminders

import "time"

// Status (登记) is what a chat has recorded of a milestone.
type Status string

// The statuses.
const (
	NotRecorded Status = ""
	Done        Status = "done"      // 办结
	Postponed   Status = "postponed" // 延期
	NotDone     Status = "notdone"   // 未完成
)

// Record is what is in force of a milestone in a chat: the last status that was not undone, with the last note.
type Record struct {
	Milestone string
	Status    Status
	Until     string // Postponed: the new day, 2026-06-30
	Note      string
	By        int64
	Name      string
	At        time.Time
}

// After is what is in force after a record follows another one: a note alone leaves the status as it was.
func (r Record) After(old Record) Record {
	if r.Status != NotRecorded {
		if r.Note == "" {
			r.Note = old.Note
		}
		return r
	}
	old.Milestone = r.Milestone
	old.Note = r.Note
	if old.Status == NotRecorded {
		old.By, old.Name, old.At = r.By, r.Name, r.At
	}
	return old
}

// Light (灯) says at a glance how a milestone stands. It is about dates and records, never about the work.
type Light string

// The lights (PRODUCT.md): a date that has passed says nothing about the work, so it is white, never red.
const (
	Blue   Light = "🔵" // 办结
	Red    Light = "🔴" // recorded as 未完成, or a recorded 延期 has passed
	White  Light = "⚪" // 已到期·未登记
	Yellow Light = "🟡" // within 30 days
	Green  Light = "🟢" // later
)

// Name is the light's word, which stands beside it.
func (l Light) Name() string {
	switch l {
	case Blue:
		return "办结"
	case Red:
		return "登记未完成或延期后又到期"
	case White:
		return "已到期·未登记"
	case Yellow:
		return "临期"
	}
	return "未到期"
}

// soon is within how many days a milestone is near.
const soon = 30

// LightOf is the light of a milestone due on a day (2025-12-31), with what a chat has recorded of it, on today (its date counts). Without a
// due day there is none.
func LightOf(due string, r Record, today time.Time) Light {
	switch r.Status {
	case Done:
		return Blue
	case NotDone:
		return Red
	case Postponed:
		if r.Until != "" {
			due = r.Until
		}
	}
	if due == "" {
		return ""
	}
	now := today.Format(time.DateOnly)
	switch {
	case due < now && r.Status == Postponed:
		return Red
	case due < now:
		return White
	case due <= today.AddDate(0, 0, soon).Format(time.DateOnly):
		return Yellow
	}
	return Green
}

// EffectiveDue is the day that reminders go by: the recorded 延期, else the plan's.
func EffectiveDue(m Milestone, r Record) string {
	if r.Status == Postponed && r.Until != "" {
		return r.Until
	}
	return m.Due
}
