package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"cewen/bot"
	"cewen/bot/view"
	"cewen/library"
	"cewen/ops"
	"cewen/reminders"
	"cewen/store"
)

// reminding is what sees to reminders while the service runs.
type reminding struct {
	planner *reminders.Planner
	ladder  reminders.Ladder
	clock   reminders.Clock
	drill   bool
	leave   func(context.Context)
}

// mostHolidays bounds a holidays file: a year has some forty lines.
const mostHolidays = 1 << 20

// calendar is the shipped calendar with the days of --holidays.
func (c *serveCmd) calendar() (*reminders.Calendar, error) { return calendarWith(c.Holidays) }

func calendarWith(name string) (*reminders.Calendar, error) {
	cal := reminders.DefaultCalendar()
	if name == "" {
		return cal, nil
	}
	f, err := openFile(name)
	if err != nil {
		return nil, &fileError{name, err}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostHolidays))
	if err != nil {
		return nil, &fileError{name, err}
	}
	if cal, err = cal.With(string(text)); err != nil {
		return nil, &fileError{name, err}
	}
	return cal, nil
}

// reminding prepares reminders on a database: with the machine's clock, or with that of a rehearsal.
func (c *serveCmd) reminding(ctx context.Context, held *library.Library, db *store.Store, log *slog.Logger, m *ops.Metrics, owner string) (*reminding, error) {
	cal, err := c.calendar()
	if err != nil {
		return nil, err
	}
	r := &reminding{ladder: reminders.Ladder{Calendar: cal, Zone: china}, clock: reminders.WallClock{}, drill: !c.RehearseFrom.IsZero(), leave: func(context.Context) {}}
	if err := c.purpose(ctx, db); err != nil {
		return nil, err
	}
	if r.drill {
		if err := alone(ctx, db, owner); err != nil {
			return nil, err
		}
		if r.clock, err = reminders.NewDrillClock(ctx, db, c.RehearseFrom.Format(time.DateOnly), china, c.RehearseSpeed); err != nil {
			return nil, &storeError{shownDB(c.db()), err}
		}
	}
	reader := heldTexts(held)
	r.planner = &reminders.Planner{Reader: reader, Book: db, Print: view.Printer{Drill: r.drill}, Observer: remindObserver{m, log}, Ladder: r.ladder, Milestones: reader.All, Clock: r.clock, Drill: r.drill}
	if db.Shared() { // one replica plans; another one takes over when it falls silent
		r.planner.Rest = remindLease / 3
		r.planner.Leads = func(ctx context.Context) (bool, error) {
			return db.Hold(ctx, time.Now(), remindLeaseName, owner, remindLease)
		}
		r.leave = func(ctx context.Context) {
			if err := db.Leave(ctx, remindLeaseName, owner); err != nil {
				log.Warn("reminders: lease not given back", "error", err)
			}
		}
	}
	if err := r.planner.Sync(ctx); err != nil { // before the first message is handled
		return nil, &storeError{shownDB(c.db()), err}
	}
	return r, nil
}

// The lease that says which replica plans. One that was killed holds it until it runs out.
const (
	remindLeaseName = "reminders"
	remindLease     = 15 * time.Second
)

// alone sees to it that a rehearsal has its database for itself: there is one clock.
func alone(ctx context.Context, db *store.Store, owner string) error {
	if !db.Shared() {
		return nil // the file is locked
	}
	for begin := time.Now(); ; {
		held, err := db.Hold(ctx, time.Now(), remindLeaseName, owner, remindLease)
		if held || err != nil {
			return err
		}
		if time.Since(begin) > remindLease+5*time.Second {
			return usageError("另一个 cewen serve 正在这个数据库上运行;演练只能有一个")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// purpose refuses to rehearse on a database that people rely on, and to serve people from one that is for rehearsals: its times are not
// those of the world.
func (c *serveCmd) purpose(ctx context.Context, db *store.Store) error {
	began, used, err := db.Rehearsal(ctx)
	if err != nil {
		return &storeError{shownDB(c.db()), err}
	}
	name := shownDB(c.db())
	switch from := c.RehearseFrom; {
	case from.IsZero() && began != "":
		return usageError("数据库 " + name + " 是演练用的(从" + began + "开始)。正式运行请另用一个 --db")
	case from.IsZero():
	case began == "" && used:
		return usageError("数据库 " + name + " 里有正式的订阅,不能拿来演练。请另用一个 --db")
	case began != "" && began != from.Format(time.DateOnly):
		return usageError("数据库 " + name + " 里的演练是从" + began + "开始的。接着演练就写 --rehearse-from " + began + ",重新开始请另用一个 --db")
	}
	return nil
}

// run plans and sends until ctx ends.
func (r *reminding) run(ctx context.Context) error {
	r.planner.Run(ctx)
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	r.leave(finish)
	return nil
}

// today is the day that questions are asked on: a rehearsal has its own.
func (r *reminding) today(otherwise func() time.Time) func() time.Time {
	if r.drill {
		return r.clock.Now
	}
	return otherwise
}

func (r *reminding) bot() bot.Reminders {
	return bot.Reminders{Milestones: r.planner.Milestones, Ladder: r.ladder, Changed: r.planner.Changed, Clock: r.clock.Now}
}

// missing are the years of this and the next year whose holidays are not known.
func (r *reminding) missing() []int {
	var out []int
	year := r.clock.Now().In(china).Year()
	for y := year; y <= year+1; y++ {
		if !r.ladder.Calendar.Known(y) {
			out = append(out, y)
		}
	}
	return out
}

// notes are what /about says of reminders.
func (r *reminding) notes() []string {
	var out []string
	if r.drill {
		out = append(out, "现在是演练:方案时间"+r.clock.Now().In(china).Format("2006-01-02 15:04")+"。")
	}
	for _, y := range r.missing() {
		out = append(out, fmt.Sprintf("%d年的节假日安排还没有收录,那一年的提醒只避开周末。", y))
	}
	return out
}

// remindObserver counts and logs what the planner does.
type remindObserver struct {
	m   *ops.Metrics
	log *slog.Logger
}

func (o remindObserver) Planned(rows int64, took time.Duration) {
	o.m.Planned(rows, took)
	o.log.Debug("notices planned", "rows", rows, "took", took)
}

func (o remindObserver) Digested(d reminders.Digest) {
	o.m.Digested(d)
	level := slog.LevelDebug
	if d.Late {
		level = slog.LevelWarn
	}
	o.log.Log(context.Background(), level, "digest", "chat", d.Chat, "items", len(d.Numbered()), "late", d.Late)
}

func (o remindObserver) PlannerFailed(op string, err error) {
	o.m.PlannerFailed(op, err)
	o.log.Error("reminders: store failed", "op", op, "error", err)
}

// counted counts reminders for the metrics.
func (r *reminding) counted(ctx context.Context, db *store.Store) (ops.Reminders, error) {
	b, err := db.RemindStatus(ctx, r.clock.Now())
	return ops.Reminders{Backlog: b, Missing: r.missing()}, err
}

// processName tells this process from others on the same database.
func processName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return fmt.Sprintf("%s/%d/%d", host, os.Getpid(), time.Now().UnixNano())
}
