package bot_test

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"cewen/answer"
	"cewen/bot"
	"cewen/bot/bottest"
	"cewen/bot/view"
	"cewen/library"
	"cewen/ops"
	"cewen/plan"
	"cewen/reminders"
	"cewen/seeds"
	"cewen/store"
	"cewen/store/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// snapshot is the shipped plan, prepared once for all tests.
var snapshot = sync.OnceValues(func() (*answer.Snapshot, error) {
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		return nil, err
	}
	return answer.NewSnapshot([]*plan.Plan{p})
})

// rig is a bot that runs against a Bot API server of the tests, on a real database.
type rig struct {
	t      *testing.T
	server *bottest.Server
	store  *store.Store
	place  string
	config bot.Config
	api    string // "": the server's
	log    *syncBuffer
	clock  *planClock // the time that reminders go by
	takes  bool       // plans are taken in
	held   *library.Library

	bot  *bot.Bot
	stop func()
}

// today is the day on which a rig's questions are asked.
var today = time.Date(2026, 11, 23, 9, 0, 0, 0, zone)

var zone = time.FixedZone("UTC+8", 8*3600)

// newRig starts a bot. change sets how it and its server run.
func newRig(t *testing.T, change ...func(*rig, *bottest.Config)) *rig {
	t.Helper()
	r := &rig{t: t, place: filepath.Join(t.TempDir(), "cewen.db"), log: &syncBuffer{}, clock: &planClock{at: today}}
	r.config = bot.Config{Rate: 30, UserRate: 60, Zone: zone, Today: func() time.Time { return today }, Version: "test", Retention: 180 * 24 * time.Hour}
	r.server = bottest.New(t, func(c *bottest.Config) {
		c.LongPoll = 200 * time.Millisecond
		for _, f := range change {
			f(r, c)
		}
	})
	r.config.Token, r.config.API = r.server.Token, cmp.Or(r.api, r.server.URL)
	r.start()
	return r
}

// start starts the bot, or starts it again.
func (r *rig) start() {
	r.t.Helper()
	s, err := store.Open(r.t.Context(), r.place)
	if err != nil {
		r.t.Fatal(err)
	}
	r.store = s
	r.bot, r.stop = r.run(s)
}

// run runs one more bot on a store, until stop is called or the test ends.
func (r *rig) run(s *store.Store) (*bot.Bot, func()) {
	r.t.Helper()
	snap, err := snapshot()
	if err != nil {
		r.t.Fatal(err)
	}
	now := func() *answer.Snapshot { return snap }
	reader := reminders.NewReader(nil)
	var planner *reminders.Planner
	if r.takes {
		texts, err := seeds.Texts()
		if err != nil {
			r.t.Fatal(err)
		}
		if r.held, err = library.New(r.t.Context(), library.Config{Sources: []library.Source{library.Texts{{Name: texts[0].Name, Text: texts[0].Text}}, library.Uploads{Book: s}}, Book: s, Swapped: func(old, _ *answer.Snapshot) {
			if old != nil {
				planner.Reread()
			}
		}}); err != nil {
			r.t.Fatal(err)
		}
		r.config.Library, now = r.held, r.held.Snapshot
		reader = reminders.NewReader(func() []reminders.Text { return textsOf(r.held.Snapshot()) })
	}
	log := ops.NewLog(r.log, slog.LevelDebug, false, r.config.Token)
	planner = &reminders.Planner{Book: s, Print: view.Printer{}, Observer: unseen{}, Ladder: reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: zone}, Milestones: reminders.Reading(snap.Plans), Clock: r.clock}
	r.config.Reminders = bot.Reminders{Milestones: planner.Milestones, Ladder: planner.Ladder, Changed: planner.Changed, Clock: r.clock.Now}
	if r.takes {
		planner.Milestones, planner.Reader = reader.All, reader
		r.config.Reminders.Milestones = reader.All
	}
	b, err := bot.New(r.config, s, now, log, ops.NewMetrics("test", store.Kind))
	if err != nil {
		r.t.Fatal(err)
	}
	planner.Wake = b.Wake
	if err := planner.Sync(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	return b, r.runBot(b, s, planner)
}

// runBot runs a bot on its store until stop is called or the test ends.
func (r *rig) runBot(b *bot.Bot, s *store.Store, planner *reminders.Planner) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		var planning sync.WaitGroup
		if planner != nil {
			planning.Go(func() { planner.Run(ctx) })
		}
		defer planning.Wait()
		if err := b.Run(ctx); err != nil {
			r.t.Error(err)
		}
	}()
	stop = sync.OnceFunc(func() {
		begin := time.Now()
		cancel()
		<-done
		if took := time.Since(begin); took > 10*time.Second {
			r.t.Errorf("a stop took %v, more than 10 s", took)
		}
		if err := s.Close(); err != nil {
			r.t.Error(err)
		}
		if strings.Contains(r.log.String(), r.config.Token) {
			r.t.Error("the log holds the token")
		}
	})
	r.t.Cleanup(stop)
	return stop
}

// restart stops the bot and starts it again on the same database.
func (r *rig) restart() {
	r.t.Helper()
	r.stop()
	r.start()
}

// ask says something in a private chat and waits for the answer to it.
func (r *rig) ask(c *bottest.Chat, from bottest.User, text string) bottest.Message {
	r.t.Helper()
	n := len(c.Messages())
	c.Say(from, text)
	return last(c.Wait(n + 1))
}

func last(ms []bottest.Message) bottest.Message { return ms[len(ms)-1] }

// has checks that a message shows each of the texts.
func has(t *testing.T, m bottest.Message, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if !strings.Contains(m.Text, want) {
			t.Errorf("no %q in:\n%s", want, m.Text)
		}
	}
}

// planClock is a time that tests set.
type planClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *planClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// set moves the time; the planner sees it within a moment.
func (c *planClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// Wait waits for a moment of the machine's time (reminders.Clock).
func (c *planClock) Wait(ctx context.Context, _ time.Time, _ time.Duration, changed <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-changed:
	case <-time.After(20 * time.Millisecond):
	}
}

// unseen observes nothing.
type unseen struct{}

func (unseen) Planned(int64, time.Duration) {}
func (unseen) Digested(reminders.Digest)    {}
func (unseen) PlannerFailed(string, error)  {}

// syncBuffer is a buffer that several goroutines write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// fast opens all limits, for tests that are not about them.
func fast(r *rig, c *bottest.Config) {
	r.config.Rate, r.config.UserRate = 0, 0
	c.Limits = bottest.Limits{}
}

// labels are a message's buttons: rows parted by /.
func labels(m bottest.Message) string {
	var rows []string
	for _, row := range m.Keyboard {
		var keys []string
		for _, b := range row {
			keys = append(keys, b.Text)
		}
		rows = append(rows, strings.Join(keys, " "))
	}
	return strings.Join(rows, " / ")
}

// until waits for something to become true.
func (r *rig) until(what string, done func() bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 15*time.Second)
	defer cancel()
	if err := r.server.WaitFor(ctx, done); err != nil {
		r.t.Fatalf("waiting until %s: %v\n%s", what, err, r.log.String())
	}
}

// edited waits until a message shows a text.
func (r *rig) edited(chat int64, id int, text string) bottest.Message {
	r.t.Helper()
	var m bottest.Message
	r.until("message shows "+text, func() bool {
		m, _ = r.server.Message(chat, id)
		return strings.Contains(m.Text, text)
	})
	return m
}

// pressed presses a button and waits until the press was answered.
func (r *rig) pressed(c *bottest.Chat, from bottest.User, label string) string {
	r.t.Helper()
	p := c.Press(from, label)
	r.until("the press of "+label+" is answered", func() bool {
		_, ok := r.server.CallbackAnswer(p.ID)
		return ok
	})
	a, _ := r.server.CallbackAnswer(p.ID)
	return a.Text
}

// marked is the part of a message's text that an entity marks.
func marked(m bottest.Message, e bottest.Entity) string {
	units := utf16.Encode([]rune(m.Text))
	return string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
