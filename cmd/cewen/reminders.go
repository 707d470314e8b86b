package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
	"cewen/store"
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

// remindExportCmd writes a table or a calendar.
type remindExportCmd struct {
	Unit  string `name:"unit" xor:"whose" placeholder:"单位" help:"只要这个单位的"`
	Place string `name:"place" xor:"whose" placeholder:"县区" help:"只要点名这个县区的"`
	Chat  int64  `name:"chat" placeholder:"ID" help:"按这个会话的登记;不写单位和县区时,要它订阅的"`
	Topic int    `name:"topic" placeholder:"话题" help:"会话里的话题"`
	DB    string `name:"db" env:"CEWEN_DB" placeholder:"文件或网址" default:"cewen.db" help:"写了 --chat 时,登记和订阅从这个数据库读"`
	File  string `arg:"" name:"文件" help:"写到这里:.xlsx 是台账,.ics 是日历"`
}

// Run writes the file.
func (c *remindExportCmd) Run(p *program) error {
	kind := strings.ToLower(filepath.Ext(c.File))
	if kind != ".xlsx" && kind != ".ics" {
		return usageError("文件名要以 .xlsx(台账)或 .ics(日历)结尾")
	}
	plans, err := p.plans()
	if err != nil {
		return err
	}
	subs, title, err := c.whose(plans)
	if err != nil {
		return err
	}
	ms := milestonesOf(plans)
	records := map[reminders.Ref]reminders.Record{}
	if c.Chat != 0 {
		var mine []reminders.Subscription
		if mine, records, err = c.read(p); err != nil {
			return err
		}
		if title == "" && len(mine) > 0 {
			subs = mine
			var names []string
			for _, s := range mine {
				names = append(names, s.Title(ms))
			}
			title = strings.Join(names, "、")
		}
	}
	title = cmp.Or(title, "全部任务")
	ms = slices.DeleteFunc(ms, func(m reminders.Milestone) bool {
		return !slices.ContainsFunc(subs, func(s reminders.Subscription) bool { return s.Covers(m) })
	})
	board := reminders.NewBoard(ms, records, p.common.today())
	var data []byte
	if kind == ".ics" {
		data = board.CalendarFile(title, time.Now())
	} else if data, err = board.Table(title); err != nil {
		return err
	}
	if err := os.WriteFile(c.File, data, 0o644); err != nil {
		return &targetError{c.File, err}
	}
	_, err = fmt.Fprintf(p.stdout, "%s:有时限的目标%d项,已登记%d项,写到 %s\n", title, len(board.Lines), board.Recorded, c.File)
	return err
}

// whose is what the flags name; title is "" for everything.
func (c *remindExportCmd) whose(plans []*plan.Plan) (subs []reminders.Subscription, title string, err error) {
	s := reminders.Subscription{About: reminders.AboutAll}
	switch {
	case c.Unit != "":
		s, err = unitIn(plans, c.Unit)
	case c.Place != "":
		s, err = placeIn(plans, c.Place)
	default:
		return []reminders.Subscription{s}, "", nil
	}
	return []reminders.Subscription{s}, s.What, err
}

// read returns what a chat is subscribed to and has recorded.
func (c *remindExportCmd) read(p *program) (subs []reminders.Subscription, records map[reminders.Ref]reminders.Record, err error) {
	db, err := store.Look(p.ctx, c.DB)
	if err != nil {
		return nil, nil, &storeError{shownDB(c.DB), err}
	}
	defer func() { _ = db.Close() }() // nothing was written
	if subs, err = db.Subscriptions(p.ctx, reminders.Place{Chat: c.Chat, Topic: c.Topic}); err == nil {
		records, err = db.Recorded(p.ctx, c.Chat)
	}
	if err != nil {
		return nil, nil, &storeError{shownDB(c.DB), err}
	}
	return subs, records, nil
}

// remindStatusCmd tells how reminders stand, beside a running service.
type remindStatusCmd struct {
	DB   string `name:"db" env:"CEWEN_DB" placeholder:"文件或网址" default:"cewen.db" help:"数据库;服务可以正在用它"`
	JSON bool   `name:"json" help:"输出 JSON"`
}

// remindStatus is the status as JSON.
type remindStatus struct {
	Subscriptions int       `json:"subscriptions"`
	Paused        int       `json:"paused"`
	Chats         int       `json:"chats"`
	Planned       int       `json:"planned"`
	Next          string    `json:"next,omitempty"`
	Overdue       int       `json:"overdue"`
	Blocked       int       `json:"blocked"`
	Sent          int       `json:"sent"`
	Late          int       `json:"late"`
	Pending       int       `json:"pending"`
	Dead          int       `json:"dead"`
	Uncertain     int       `json:"uncertain"`
	Repeated      int       `json:"repeated"`
	Rehearsal     string    `json:"rehearsal,omitempty"`
	Undelivered   []failure `json:"undelivered"`
}

// failure is a message that did not arrive, with the reason.
type failure struct {
	At     string `json:"at"`
	Chat   int64  `json:"chat"`
	State  string `json:"state"`
	Reason string `json:"reason"`
}

// Run prints the status.
func (c *remindStatusCmd) Run(p *program) error {
	db, err := store.Look(p.ctx, c.DB)
	if err != nil {
		return &storeError{shownDB(c.DB), err}
	}
	defer func() { _ = db.Close() }() // nothing was written
	s, b, err := readStatus(p, db)
	if err != nil {
		return &storeError{shownDB(c.DB), err}
	}
	if c.JSON {
		return json.NewEncoder(p.stdout).Encode(s)
	}
	var out strings.Builder
	if s.Rehearsal != "" {
		out.WriteString("演练,从" + s.Rehearsal + "开始\n")
	}
	out.WriteString(view.Backlog(b, china) + "\n")
	for _, u := range s.Undelivered {
		fmt.Fprintf(&out, "%s %d %s:%s\n", u.At, u.Chat, map[string]string{"dead": "不再发送", "uncertain": "不确定是否送达"}[u.State], answer.Printable(u.Reason))
	}
	_, err = fmt.Fprint(p.stdout, out.String())
	return err
}

// mostFailures bounds how many messages that did not arrive are listed.
const mostFailures = 50

func readStatus(p *program, db *store.Store) (s remindStatus, b reminders.Backlog, err error) {
	now := time.Now()
	began, _, err := db.Rehearsal(p.ctx)
	if err != nil {
		return s, b, err
	}
	if began != "" { // its notices go by the plan's time
		at, ok, err := db.Resume(p.ctx, began)
		if err != nil {
			return s, b, err
		}
		if ok {
			now = at
		}
	}
	if b, err = db.RemindStatus(p.ctx, now); err != nil {
		return s, b, err
	}
	s = remindStatus{b.Subscriptions, b.Paused, b.Chats, b.Planned, "", b.Overdue, b.Blocked, b.Sent, b.Late, b.Pending, b.Dead, b.Uncertain, b.Repeated, began, []failure{}}
	if !b.Next.IsZero() {
		s.Next = b.Next.In(china).Format(time.RFC3339)
	}
	ds, _, err := db.Undelivered(p.ctx, 0, mostFailures)
	for _, d := range ds {
		if d.Class == outbox.Notice {
			s.Undelivered = append(s.Undelivered, failure{d.Done.In(china).Format("2006-01-02 15:04"), d.Chat, string(d.State), d.Error})
		}
	}
	return s, b, err
}
