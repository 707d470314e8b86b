package ops

import (
	"context"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"cewen/answer"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/reminders"
)

// Metrics counts what happens. Labels are closed sets: no chat, no person, no text.
type Metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	refusals  *prometheus.CounterVec
	answering prometheus.Histogram
	inline    prometheus.Histogram
	received  *prometheus.CounterVec
	handling  prometheus.Histogram
	given     prometheus.Counter
	sends     *prometheus.CounterVec
	sending   prometheus.Histogram
	repeats   prometheus.Counter
	toldOff   prometheus.Counter
	calls     *prometheus.CounterVec
	store     *prometheus.CounterVec
	planned   prometheus.Counter
	planning  prometheus.Histogram
	digests   *prometheus.CounterVec
	pages     *prometheus.CounterVec
	paging    prometheus.Histogram
	kind      func(error) string
}

// NewMetrics makes the counters. kind names what is wrong with a store, for a label.
func NewMetrics(version string, kind func(error) string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "cewen", Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "cewen", Name: name, Help: help, Buckets: buckets})
	}
	fast := []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5}
	slow := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		questions: counter("questions_total", "Questions, by what was asked and whether it was answered.", "intent", "outcome"),
		refusals:  counter("refusals_total", "Questions not answered, by reason.", "reason"),
		answering: histogram("answer_seconds", "Time to find an answer.", fast),
		inline:    histogram("inline_seconds", "Time to answer an inline query, the call included.", slow),
		received:  counter("updates_total", "Updates from Telegram, by kind.", "kind"),
		handling:  histogram("update_seconds", "Time to handle an update, its commit included.", slow),
		given:     prometheus.NewCounter(prometheus.CounterOpts{Namespace: "cewen", Name: "updates_failed_total", Help: "Updates that were given up."}),
		sends:     counter("sends_total", "Calls that send, by class and outcome.", "class", "outcome"),
		sending:   histogram("send_seconds", "Time of a call that sends.", slow),
		repeats:   prometheus.NewCounter(prometheus.CounterOpts{Namespace: "cewen", Name: "repeats_total", Help: "Messages sent once more and marked, since their outcome was unknown."}),
		toldOff:   prometheus.NewCounter(prometheus.CounterOpts{Namespace: "cewen", Name: "too_many_requests_total", Help: "429s from Telegram."}),
		calls:     counter("calls_total", "Calls to the Bot API, by method and HTTP status; 0 means no reply.", "method", "status"),
		store:     counter("store_errors_total", "Operations that the database failed, by what was wrong.", "op", "kind"),
		planned:   prometheus.NewCounter(prometheus.CounterOpts{Namespace: "cewen", Name: "notices_planned_total", Help: "Notices planned."}),
		planning:  histogram("planning_seconds", "Time to plan notices over the horizon, where there were any.", slow),
		digests:   counter("digests_total", "Digests written, by whether they came late (after a downtime).", "late"),
		pages:     counter("pages_total", "Pages served, by route and HTTP status.", "route", "status"),
		paging:    histogram("page_seconds", "Time to serve a page.", slow),
		kind:      kind,
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "cewen", Name: "build_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()}})
	build.Set(1)
	m.registry.MustRegister(m.questions, m.refusals, m.answering, m.inline, m.received, m.handling, m.given, m.sends, m.sending, m.repeats, m.toldOff, m.calls, m.store, m.planned, m.planning, m.digests, m.pages, m.paging, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Page counts a page (web.Metrics).
func (m *Metrics) Page(route string, status int, took time.Duration) {
	m.pages.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.paging.Observe(took.Seconds())
}

// Question counts a question (bot.Metrics).
func (m *Metrics) Question(a answer.Answer, took time.Duration) {
	outcome := "answered"
	if !a.Answered {
		outcome = "refused"
		m.refusals.WithLabelValues(string(a.Refusal)).Inc()
	}
	m.questions.WithLabelValues(string(a.Intent), outcome).Inc()
	m.answering.Observe(took.Seconds())
}

// Received counts an update (bot.Metrics).
func (m *Metrics) Received(kind string) { m.received.WithLabelValues(kind).Inc() }

// Inline counts an inline query (bot.Metrics).
func (m *Metrics) Inline(took time.Duration) { m.inline.Observe(took.Seconds()) }

// Call counts a call to the Bot API (bot.Metrics).
func (m *Metrics) Call(method string, status int) {
	m.calls.WithLabelValues(method, strconv.Itoa(status)).Inc()
	if status == 429 {
		m.toldOff.Inc()
	}
}

// UpdateDone counts a handled update (inbox.Observer).
func (m *Metrics) UpdateDone(_ inbox.Item, took time.Duration) { m.handling.Observe(took.Seconds()) }

// UpdateFailed counts an update that was given up (inbox.Observer).
func (m *Metrics) UpdateFailed(inbox.Item, inbox.Failure) { m.given.Inc() }

// BoxFailed counts a failure of the store (inbox.Observer).
func (m *Metrics) BoxFailed(op string, err error) { m.store.WithLabelValues(op, m.kind(err)).Inc() }

// Sent counts a call that sends (outbox.Observer).
func (m *Metrics) Sent(d outbox.Delivery, o outbox.Outcome, took time.Duration) {
	m.sends.WithLabelValues(d.Class.String(), string(o.Verdict)).Inc()
	m.sending.Observe(took.Seconds())
	if d.Doubts > 0 {
		m.repeats.Inc()
	}
}

// LedgerFailed counts a failure of the store (outbox.Observer).
func (m *Metrics) LedgerFailed(op string, err error) { m.store.WithLabelValues(op, m.kind(err)).Inc() }

// Planned counts notices that were planned (reminders.Observer).
func (m *Metrics) Planned(rows int64, took time.Duration) {
	m.planned.Add(float64(rows))
	m.planning.Observe(took.Seconds())
}

// Digested counts a digest that was written (reminders.Observer).
func (m *Metrics) Digested(d reminders.Digest) {
	m.digests.WithLabelValues(strconv.FormatBool(d.Late)).Inc()
}

// PlannerFailed counts a failure of the store (reminders.Observer).
func (m *Metrics) PlannerFailed(op string, err error) { m.store.WithLabelValues(op, m.kind(err)).Inc() }

// Queues is what waits: how many, and since when the oldest (zero: nothing waits).
type Queues struct {
	Waiting map[string]int
	Oldest  map[string]time.Time
}

// Watch shows what waits each time the metrics are read. count is asked at most once per reading, for a second at most.
func (m *Metrics) Watch(count func(ctx context.Context) (Queues, error)) {
	m.registry.MustRegister(&queues{count: count})
}

type queues struct {
	count func(context.Context) (Queues, error)
}

var (
	depth  = prometheus.NewDesc("cewen_queue_depth", "What waits, by queue.", []string{"queue"}, nil)
	oldest = prometheus.NewDesc("cewen_queue_oldest_seconds", "How long the oldest of a queue has waited.", []string{"queue"}, nil)
)

// Describe is prometheus.Collector's.
func (q *queues) Describe(ch chan<- *prometheus.Desc) {
	ch <- depth
	ch <- oldest
}

// Collect is prometheus.Collector's.
func (q *queues) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c, err := q.count(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(depth, err)
		return
	}
	for name, n := range c.Waiting {
		ch <- prometheus.MustNewConstMetric(depth, prometheus.GaugeValue, float64(n), name)
	}
	for name, t := range c.Oldest {
		age := 0.0
		if !t.IsZero() {
			age = max(0, time.Since(t).Seconds())
		}
		ch <- prometheus.MustNewConstMetric(oldest, prometheus.GaugeValue, age, name)
	}
}
