package ops

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cewen/reminders"
)

// Reminders is the state of all reminders.
type Reminders struct {
	reminders.Backlog
	Missing []int // years that reminders fall into and whose holidays are not known
}

// WatchReminders shows the state of reminders each time the metrics are read. count is asked once per reading, for a second at most.
func (m *Metrics) WatchReminders(count func(ctx context.Context) (Reminders, error)) {
	m.registry.MustRegister(&remindGauges{count: count})
}

type remindGauges struct {
	count func(context.Context) (Reminders, error)
}

var (
	subscriptions = prometheus.NewDesc("cewen_subscriptions", "Subscriptions, paused ones apart.", []string{"state"}, nil)
	notices       = prometheus.NewDesc("cewen_notices", "Notices that are planned: ahead, overdue, or of chats that take nothing.", []string{"state"}, nil)
	messages      = prometheus.NewDesc("cewen_notice_messages", "Messages that carry notices, by what became of them.", []string{"state"}, nil)
	missing       = prometheus.NewDesc("cewen_holidays_missing", "1 for a year whose holidays are not known: reminders avoid weekends only.", []string{"year"}, nil)
)

// Describe is prometheus.Collector's.
func (g *remindGauges) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{subscriptions, notices, messages, missing} {
		ch <- d
	}
}

// Collect is prometheus.Collector's.
func (g *remindGauges) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	r, err := g.count(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(notices, err)
		return
	}
	gauge := func(d *prometheus.Desc, n int, label string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), label)
	}
	gauge(subscriptions, r.Subscriptions-r.Paused, "active")
	gauge(subscriptions, r.Paused, "paused")
	gauge(notices, r.Planned-r.Overdue-r.Blocked, "ahead")
	gauge(notices, r.Overdue, "overdue")
	gauge(notices, r.Blocked, "blocked")
	for _, s := range []struct {
		state string
		n     int
	}{{"sent", r.Sent}, {"late", r.Late}, {"pending", r.Pending}, {"dead", r.Dead}, {"uncertain", r.Uncertain}, {"repeated", r.Repeated}} {
		gauge(messages, s.n, s.state)
	}
	for _, y := range r.Missing {
		gauge(missing, 1, strconv.Itoa(y))
	}
}
