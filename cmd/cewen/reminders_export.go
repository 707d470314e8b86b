package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cewen/plan"
	"cewen/reminders"
	"cewen/store"
)

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
