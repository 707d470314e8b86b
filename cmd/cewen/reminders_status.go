package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/outbox"
	"cewen/reminders"
	"cewen/store"
)

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
