package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"cewen/bot"
	"cewen/library"
	"cewen/ops"
	"cewen/store"
	"cewen/web"
)

// Run serves until the process is told to stop.
func (c *serveCmd) Run(p *program) (err error) {
	ctx, stop := signal.NotifyContext(p.ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	token, err := c.token()
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(c.TZ)
	if err != nil {
		return usageError(fmt.Sprintf("--tz:没有“%s”这个时区,要写成 Asia/Shanghai 这样", c.TZ))
	}
	if c.Access == "paired" && len(c.Admins) == 0 {
		return usageError("--access paired 要有人批准:用 --admins 写管理员的 Telegram 数字 ID")
	}
	log := ops.NewLog(p.stderr, c.LogLevel.Level, c.LogJSON, token, c.WebhookSecret, password(c.db()))
	// The address is taken before anything else: a second serve on the same one ends here, and so does a wrong address.
	front, err := listen(ctx, "--http", c.HTTP)
	if err != nil {
		return err
	}
	defer func() { _ = front.Close() }()   // closed by the server already
	if _, err := p.sources(); err != nil { // a wrong name is told before anything is opened
		return err
	}
	db, err := openStore(ctx, c.db(), log)
	switch {
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return nil // told to stop while waiting for it
	case err != nil:
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	metrics := ops.NewMetrics(version, store.Kind)
	metrics.Watch(queues(db))
	held, err := c.library(p, db, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	remind, err := c.reminding(ctx, held.Library, db, log, metrics, processName())
	if err != nil {
		return err
	}
	held.swapped = remind.planner.Reread
	metrics.WatchReminders(func(ctx context.Context) (ops.Reminders, error) { return remind.counted(ctx, db) })
	checks := map[string]ops.Check{"db": db.Ping}
	mux := http.NewServeMux()
	var talking *bot.Bot
	if token == "" {
		_, _ = fmt.Fprintln(p.stderr, botIsOff) // nothing is left to tell when stderr is closed
	} else {
		if talking, err = bot.New(c.bot(p, token, zone, remind, held.Library), db, held.Snapshot, log, metrics); err != nil {
			return err
		}
		checks["telegram"] = func(context.Context) error {
			if !talking.Ready() {
				return errors.New("not reached")
			}
			return nil
		}
		if path := talking.WebhookPath(); path != "" {
			mux.Handle(path, talking)
		}
	}
	pages, err := web.New(ctx, c.web(p, token, zone, remind, held.Library, front.Addr(), talking), db, held.Snapshot, log, metrics)
	if err != nil {
		return &storeError{shownDB(c.db()), err}
	}
	mux.Handle("/", pages)
	inspect := ops.Handler(metrics, checks)
	var back net.Listener
	if c.Ops == "" {
		for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
			mux.Handle(path, inspect)
		}
	} else if back, err = listen(ctx, "--ops", c.Ops); err != nil {
		return err
	}
	parts := []part{serveHTTP(front, mux), janitor(db, c.keep(), log), held.watch}
	if back != nil {
		parts = append(parts, serveHTTP(back, inspect))
	}
	if talking != nil {
		remind.planner.Wake = talking.Wake
		parts = append(parts, talking.Run, remind.run)
	}
	_, _ = fmt.Fprintln(p.stderr, "网页:"+c.address(front.Addr())) // nothing is left to tell when stderr is closed
	log.Info("serving", "version", version, "http", front.Addr().String(), "db", shownDB(c.db()), "plans", held.Snapshot().Len(), "bot", talking != nil)
	err = together(ctx, parts)
	log.Info("stopped")
	return err
}

const botIsOff = "机器人没有开:没有 --telegram-token。在 Telegram 里给 @BotFather 发 /newbot 取得;再发 /setinline 打开卡片,/setprivacy 保持 Enable(群里只看叫到它的消息)。"

func (c *serveCmd) bot(p *program, token string, zone *time.Location, remind *reminding, held *library.Library) bot.Config {
	return bot.Config{
		Token: token, API: c.API, WebhookURL: c.WebhookURL, WebhookSecret: c.WebhookSecret, Admins: c.Admins, Paired: c.Access == "paired",
		Rate: c.Rate, UserRate: c.UserRate, Hold: c.Uncertain == "hold", Zone: zone, Today: remind.today(p.common.today), Version: version,
		Retention: c.keep(), LogText: c.LogText, Notes: remind.notes, Reminders: remind.bot(), PageURL: c.launchURL(), Library: held,
	}
}

func (c *serveCmd) keep() time.Duration { return time.Duration(c.KeepDays) * 24 * time.Hour }

// part is something that runs until its context ends.
type part func(context.Context) error

// together runs all parts until ctx ends or one of them fails, and waits for all.
func together(ctx context.Context, parts []part) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, len(parts))
	for _, run := range parts {
		go func() {
			err := run(ctx)
			stop()
			done <- err
		}()
	}
	var err error
	for range parts {
		err = errors.Join(err, <-done)
	}
	return err
}

// openStore opens the database. One that cannot be reached yet, as when everything starts at once, is waited for a while.
func openStore(ctx context.Context, db string, log *slog.Logger) (*store.Store, error) {
	const patience = 30 * time.Second
	for begin := time.Now(); ; {
		s, err := store.Open(ctx, db)
		if err == nil {
			return s, nil
		}
		if !errors.Is(err, store.ErrUnreachable) || !store.IsAddress(db) || time.Since(begin) > patience {
			return nil, &storeError{shownDB(db), err}
		}
		log.Warn("database not reachable yet", "error", err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// keepUpdates is how long the ids of updates are kept to recognise repeats: Telegram repeats none after a day (getUpdates).
const keepUpdates = 48 * time.Hour

// janitor deletes what need not be kept any longer, once an hour.
func janitor(db *store.Store, keep time.Duration, log *slog.Logger) part {
	return func(ctx context.Context) error {
		tick := time.NewTicker(time.Hour)
		defer tick.Stop()
		for {
			if n, err := db.Prune(ctx, time.Now(), store.Kept{Questions: keep, Updates: keepUpdates}); err != nil && ctx.Err() == nil {
				log.Warn("old records cannot be deleted", "error", err)
			} else if n > 0 {
				log.Info("old records deleted", "rows", n)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
		}
	}
}

// queues counts what waits, for the metrics.
func queues(db *store.Store) func(context.Context) (ops.Queues, error) {
	return func(ctx context.Context) (ops.Queues, error) {
		b, err := db.Backlog(ctx, time.Now())
		if err != nil {
			return ops.Queues{}, err
		}
		return ops.Queues{
			Waiting: map[string]int{"updates": b.Updates, "answers": b.Deliveries["answer"], "notices": b.Deliveries["notice"]},
			Oldest:  map[string]time.Time{"updates": b.OldestUpdate, "deliveries": b.OldestDue},
		}, nil
	}
}

func listen(ctx context.Context, flag, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &addressError{flag, address, err}
	}
	return l, nil
}

// serveHTTP answers on a listener until ctx ends, and then lets what is being answered finish.
func serveHTTP(l net.Listener, h http.Handler) part {
	return func(ctx context.Context) error {
		server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
		failed := make(chan error, 1)
		go func() { failed <- server.Serve(l) }()
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
		}
		// What came in by the webhook has to be stored and answered; ctx has ended already.
		finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(finish); err != nil {
			return errors.Join(err, server.Close())
		}
		return nil
	}
}
