// Package web is the page's face: the same answers, board and plan as the bot's, in a browser, for offices that cannot open Telegram and for
// the wall in a meeting.
//
// In: HTTP requests. Out: HTML pages that need no JavaScript and ask nobody else for anything; files to take away (.xlsx, .ics). It renders
// what answer and reminders say and decides nothing: no fact is added, dropped or reworded. It declares what it needs of a store, knows no
// database and no Telegram but the launch data of its Mini App.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"cewen/answer"
	"cewen/dialog"
	"cewen/library"
	"cewen/outbox"
	"cewen/reminders"
)

// Store is what is kept of visitors: who may ask, what was asked, what was recorded in Telegram, calendar addresses.
type Store interface {
	Access(ctx context.Context, subject int64) (dialog.Access, bool, error)
	Person(ctx context.Context, id int64) (dialog.Person, error)
	Turn(ctx context.Context, id string) (dialog.Turn, bool, error)
	Conversation(ctx context.Context, th dialog.Thread, until time.Time, most int) ([]dialog.Turn, error)
	Recorded(ctx context.Context, chat int64) (map[reminders.Ref]reminders.Record, error)
	Feed(ctx context.Context, token string) (dialog.Feed, bool, error)
	Feeds(ctx context.Context, owner int64) ([]dialog.Feed, error)
	Setting(ctx context.Context, name, first string) (string, error)
	Apply(ctx context.Context, now time.Time, c dialog.Changes) error
	PlanFiles
}

// PlanFiles is what was sent to be taken in.
type PlanFiles interface {
	Upload(ctx context.Context, id string) (dialog.Upload, bool, error)
	UploadBody(ctx context.Context, id string) (body, fixes []byte, err error)
	Uploads(ctx context.Context, most int) ([]dialog.Upload, error)
	Hidden(ctx context.Context) ([]dialog.Hiding, error)
}

// Library is where plans are taken in. library.Library fulfils it.
type Library interface {
	Examine(ctx context.Context, name string, body, fixes []byte) (library.Reading, error)
	Reload(ctx context.Context) (changed bool, err error)
}

// Metrics is told what happens. Its methods must be quick and safe for concurrent use.
type Metrics interface {
	Question(a answer.Answer, took time.Duration)
	Page(route string, status int, took time.Duration)
}

// Config is how the page is served.
type Config struct {
	Local     bool    // it listens on loopback only: whoever sits at the machine may ask
	PublicURL string  // https://…, where people reach it; "": only as it listens
	Paired    bool    // visitors from elsewhere have to be approved
	Token     string  // the bot's, for the launch data of the Mini App; "": there is none
	Admins    []int64 // may ask without being approved
	UserRate  int     // questions a minute of one client; 0: no limit
	Proxied   bool    // the client's address is the last of X-Forwarded-For
	Zone      *time.Location
	Today     func() time.Time // the day that 今年 is counted from
	Clock     func() time.Time // the time that due days go by
	Version   string
	Retention time.Duration
	Notes     func() []string // what 关于 says beside; nil: nothing

	Library    Library                  // nil: plans are neither taken in nor out
	PageKey    string                   // the administrators' word; "": none counts
	Problems   func() []library.Problem // files that could not be read; nil: none
	Milestones func() []reminders.Milestone
	Ask        func(a dialog.Access) []outbox.Delivery // tells administrators that somebody asks to be let in; nil: there is nobody to ask
	Wake       func()                                  // called when something was put into the outbox; nil: nobody sends
}

// Web serves the pages.
type Web struct {
	Config
	store    Store
	snapshot func() *answer.Snapshot
	log      *slog.Logger
	metrics  Metrics
	key      []byte // what visitors' cookies are signed with
	pace     *pace
	keys     *pace                 // tries of the administrators' word
	names    atomic.Pointer[names] // what can be suggested, for one snapshot
	routes   http.Handler
}

// New prepares the pages. Errors: those of the store.
func New(ctx context.Context, c Config, s Store, snapshot func() *answer.Snapshot, log *slog.Logger, m Metrics) (*Web, error) {
	if c.Notes == nil {
		c.Notes = func() []string { return nil }
	}
	if c.Problems == nil {
		c.Problems = func() []library.Problem { return nil }
	}
	if c.Wake == nil {
		c.Wake = func() {}
	}
	key, err := s.Setting(ctx, "web key", randomText(32))
	if err != nil {
		return nil, err
	}
	w := &Web{Config: c, store: s, snapshot: snapshot, log: log, metrics: m, key: []byte(key), pace: newPace(c.UserRate), keys: newPace(keyTries)}
	w.routes = w.handler()
	return w, nil
}

// ServeHTTP answers one request.
func (w *Web) ServeHTTP(rw http.ResponseWriter, req *http.Request) { w.routes.ServeHTTP(rw, req) }
