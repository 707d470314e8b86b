package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"cewen/answer"
	"cewen/plan"
	"cewen/reminders"
)

// remindersCmd is what can be known of reminders without the service.
type remindersCmd struct {
	Preview remindPreviewCmd `cmd:"" help:"一段日子里会发哪些提醒;什么也不发"`
	Export  remindExportCmd  `cmd:"" help:"导出台账(.xlsx)或日历(.ics)"`
	Status  remindStatusCmd  `cmd:"" help:"提醒排了多少、送了多少、哪些没有送到"`
}

// remindPreviewCmd lists the notices of some days. The contract: the default rungs, a line each; the table's rows and what is done every
// year are left out.
type remindPreviewCmd struct {
	From     date   `name:"from" required:"" placeholder:"日期" help:"从这一天起"`
	To       date   `name:"to" required:"" placeholder:"日期" help:"到这一天为止,含当天"`
	Unit     string `name:"unit" placeholder:"单位" help:"只看这个单位的"`
	JSON     bool   `name:"json" help:"一行一个 JSON"`
	Holidays string `name:"holidays" env:"CEWEN_HOLIDAYS" placeholder:"文件" help:"节假日安排,补自带的2023-2026年"`
}

// previewed is a line of the contract.
type previewed struct {
	SendAt   string   `json:"send_at"` // RFC 3339, Beijing time
	Due      string   `json:"due"`
	LeadDays int      `json:"lead_days"` // -1: 收口, on the first working day after
	Shifted  bool     `json:"shifted"`   // moved because of a day off
	Targets  []string `json:"targets"`

	at      time.Time
	nominal time.Time
	names   []string
}

// Run prints the notices.
func (c *remindPreviewCmd) Run(p *program) error {
	if c.To.Before(c.From.Time) {
		return usageError("--to 不能早于 --from")
	}
	cal, err := calendarWith(c.Holidays)
	if err != nil {
		return err
	}
	plans, err := p.plans()
	if err != nil {
		return err
	}
	ms := milestonesOf(plans)
	if c.Unit != "" {
		sub, err := unitIn(plans, c.Unit)
		if err != nil {
			return err
		}
		ms = sub.Of(ms)
	}
	lines := preview(ms, reminders.Ladder{Calendar: cal, Zone: china}, c.From.Time, c.To.AddDate(0, 0, 1))
	for _, l := range lines {
		if c.JSON {
			err = writeLine(p.stdout, l)
		} else {
			_, err = fmt.Fprint(p.stdout, l.text())
		}
		if err != nil {
			return err
		}
	}
	if len(lines) == 0 && !c.JSON {
		_, err = fmt.Fprintln(p.stdout, "这段日子没有提醒。")
	}
	return err
}

// preview works out the notices of milestones that are sent from a day on and before another.
func preview(ms []reminders.Milestone, l reminders.Ladder, from, before time.Time) []previewed {
	type key struct {
		at   int64
		due  string
		rung reminders.Rung
	}
	at := map[key]int{}
	var out []previewed
	for _, m := range ms {
		if m.Kind != reminders.Dated {
			continue
		}
		issued, err := time.ParseInLocation(time.DateOnly, m.Issued, l.Zone)
		if err != nil {
			issued = time.Time{}
		}
		for _, s := range l.Slots(m.DueDay(l.Zone), reminders.Usual, reminders.UsualHour, issued) {
			if s.At.Before(from) || !s.At.Before(before) {
				continue
			}
			k := key{s.At.Unix(), m.Due, s.Rung}
			i, ok := at[k]
			if !ok {
				i = len(out)
				at[k] = i
				out = append(out, previewed{SendAt: s.At.Format(time.RFC3339), Due: m.Due, LeadDays: int(s.Rung), Shifted: s.Shifted(), at: s.At, nominal: s.Nominal})
			}
			out[i].Targets = append(out[i].Targets, m.ID)
			out[i].names = append(out[i].names, m.Name()+m.Label)
		}
	}
	slices.SortStableFunc(out, func(a, b previewed) int {
		return cmp.Or(a.at.Compare(b.at), strings.Compare(a.Due, b.Due), cmp.Compare(b.LeadDays, a.LeadDays))
	})
	return out
}

// text is a notice for people.
func (l previewed) text() string {
	var b strings.Builder
	b.WriteString(l.at.Format("2006-01-02 15:04"))
	if l.Shifted {
		b.WriteString("(原为" + l.nominal.Format("01-02") + ",节假日提前)")
	}
	when := map[int]string{-1: "收口", 0: "当天到期"}[l.LeadDays]
	if when == "" {
		when = fmt.Sprintf("还有%d天", l.LeadDays)
	}
	fmt.Fprintf(&b, " %s:%d项,%s到期\n", when, len(l.Targets), l.Due)
	for _, n := range l.names {
		b.WriteString("    " + answer.Printable(n) + "\n")
	}
	return b.String()
}

func milestonesOf(plans []*plan.Plan) []reminders.Milestone {
	return reminders.Reading(func() []*plan.Plan { return plans })()
}

// unknownName is a unit or a county that no plan has.
type unknownName struct{ what, name string }

func (e *unknownName) Error() string { return e.what + " " + e.name + " not in any plan" }

// words says so as the program says it elsewhere.
func (e *unknownName) words() string {
	if e.what == "place" {
		return "方案没有点名“" + e.name + "”。"
	}
	return "方案没有把“" + e.name + "”列为责任单位。"
}

// unitIn finds a unit by its name or by what people call it.
func unitIn(plans []*plan.Plan, name string) (reminders.Subscription, error) {
	for _, p := range plans {
		for i := range p.Units {
			if u := &p.Units[i]; u.Name == name || slices.Contains(u.Spellings, name) || slices.Contains(u.Aliases, name) {
				return reminders.Subscription{About: reminders.AboutUnit, What: u.Name}, nil
			}
		}
	}
	names, err := namesIn(plans, name)
	if err != nil {
		return reminders.Subscription{}, err
	}
	if len(names.Units) != 1 {
		return reminders.Subscription{}, &unknownName{"unit", name}
	}
	return reminders.Subscription{About: reminders.AboutUnit, What: names.Units[0]}, nil
}

// placeIn finds a county by its name or by what people call it.
func placeIn(plans []*plan.Plan, name string) (reminders.Subscription, error) {
	names, err := namesIn(plans, name)
	if err != nil {
		return reminders.Subscription{}, err
	}
	if len(names.Places) != 1 {
		return reminders.Subscription{}, &unknownName{"place", name}
	}
	return reminders.Subscription{About: reminders.AboutPlace, What: names.Places[0]}, nil
}

// namesIn reads a name as a question would be read.
func namesIn(plans []*plan.Plan, text string) (answer.Names, error) {
	s, err := answer.NewSnapshot(plans)
	if err != nil {
		return answer.Names{}, fmt.Errorf("prepare plans: %w", err)
	}
	defer s.Close()
	return s.Named(text, answer.Context{}, time.Time{}), nil
}
