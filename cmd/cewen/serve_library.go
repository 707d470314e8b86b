package main

import (
	"context"
	"log/slog"

	"cewen/answer"
	"cewen/library"
	"cewen/plan"
	"cewen/reminders"
	"cewen/store"
)

// serving is the library of a running service: watched, and told of when it changes.
type serving struct {
	*library.Library
	swapped func() // set before watch runs
}

// library opens the plans: those of the command line, and the files that were sent.
func (c *serveCmd) library(p *program, db *store.Store, log *slog.Logger) (*serving, error) {
	s := &serving{}
	config := library.Config{Sources: []library.Source{library.Uploads{Book: db}}, Keep: true, Book: db, Log: log, Swapped: func(old, now *answer.Snapshot) {
		if old == nil {
			return
		}
		log.Info("plans changed", "before", old.Len(), "now", now.Len())
		if s.swapped != nil {
			s.swapped()
		}
	}}
	var err error
	s.Library, err = p.library(config)
	return s, err
}

func opened(h *answer.Holding) func() (*plan.Plan, error) {
	return func() (*plan.Plan, error) {
		o, err := h.Open()
		return o.Plan, err
	}
}

// watch looks for new plans until ctx ends.
func (s *serving) watch(ctx context.Context) error {
	s.Snapshot().Warm() // the first question need not wait for its plan to be opened
	return s.Watch(ctx, library.Look)
}

// heldTexts reads the milestones of the plans that are in force.
func heldTexts(l *library.Library) *reminders.Reader {
	return reminders.NewReader(func() []reminders.Text {
		var out []reminders.Text
		for _, h := range l.Snapshot().Holdings() {
			if h.Ending == nil {
				out = append(out, reminders.Text{Name: h.Brief.Name, Sum: h.Sum + "@" + l.Build(), Open: opened(h)})
			}
		}
		return out
	})
}
