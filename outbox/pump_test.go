package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cewen/outbox"
	"cewen/store"
)

// line is a Sender with a clock of the bubble: calls take time, and it remembers when they could have been seen at the other end.
type line struct {
	mu    sync.Mutex
	seen  []seen
	takes func() time.Duration
	reply func(d outbox.Delivery) outbox.Reply // nil: accepted
}

type seen struct {
	d        outbox.Delivery
	from, to time.Time
}

func (l *line) Send(ctx context.Context, d outbox.Delivery) outbox.Reply {
	from := time.Now()
	select {
	case <-time.After(l.time()):
	case <-ctx.Done():
		return outbox.Reply{Written: true, Err: ctx.Err()}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = append(l.seen, seen{d, from, time.Now()})
	if l.reply != nil {
		return l.reply(d)
	}
	return outbox.Reply{Written: true, Status: 200, OK: true, MessageID: len(l.seen)}
}

func (l *line) time() time.Duration {
	if l.takes == nil {
		return 20 * time.Millisecond
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.takes()
}

func (l *line) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.seen)
}

type watcher struct {
	t      *testing.T
	failed atomic.Int64
}

func (w *watcher) Sent(outbox.Delivery, outbox.Outcome, time.Duration) {}
func (w *watcher) LedgerFailed(string, error)                          { w.failed.Add(1) }

// bubble runs a pump over a real database inside a synctest bubble.
func bubble(t *testing.T, l *line, change func(*outbox.Pump), test func(s *store.Store, p *outbox.Pump)) {
	place := filepath.Join(t.TempDir(), "cewen.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		p := &outbox.Pump{Ledger: s, Sender: l, Observer: &watcher{t: t}, Owner: "test", Limits: outbox.Telegram(30)}
		if change != nil {
			change(p)
		}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.Run(ctx)
		}()
		test(s, p)
		cancel()
		<-done
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func put(t *testing.T, s *store.Store, p *outbox.Pump, ds ...outbox.Delivery) {
	t.Helper()
	if err := s.Enqueue(context.Background(), time.Now(), ds); err != nil {
		t.Fatal(err)
	}
	p.Wake()
}

// A rush of messages leaves as fast as the limits let it and never faster, whenever within a call the other end sees it.
func TestLimiterHoldsWhateverTheLine(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	l := &line{takes: func() time.Duration { return time.Duration(5+random.IntN(300)) * time.Millisecond }}
	bubble(t, l, nil, func(s *store.Store, p *outbox.Pump) {
		begin := time.Now()
		total := 0
		for chat := range int64(200) {
			put(t, s, p, outbox.Delivery{Key: fmt.Sprint("p", chat), Chat: chat + 1, Method: outbox.Send})
			total++
		}
		for i := range 30 {
			put(t, s, p, outbox.Delivery{Key: fmt.Sprint("g", i), Chat: -9, Method: outbox.Send})
			total++
		}
		for l.count() < total && time.Since(begin) < 5*time.Minute {
			time.Sleep(time.Second)
		}
		if n := l.count(); n != total {
			t.Fatalf("%d of %d sent", n, total)
		}
	})
	most := func(window time.Duration, of func(outbox.Delivery) bool) int {
		worst := 0
		for _, a := range l.seen {
			if !of(a.d) {
				continue
			}
			n := 1
			for _, b := range l.seen {
				if of(b.d) && b.d.ID != a.d.ID && !b.from.Before(a.to) && b.from.Sub(a.to) < window {
					n++
				}
			}
			worst = max(worst, n)
		}
		return worst
	}
	if n := most(time.Second, func(outbox.Delivery) bool { return true }); n > 30 {
		t.Errorf("%d messages within a second", n)
	}
	if n := most(time.Minute, func(d outbox.Delivery) bool { return d.Chat == -9 }); n > 20 {
		t.Errorf("%d messages to a group within a minute", n)
	}
	if n := most(time.Second, func(d outbox.Delivery) bool { return d.Chat == -9 }); n > 1 {
		t.Errorf("%d messages to a chat within a second", n)
	}
	private := l.seen[0]
	for _, x := range l.seen {
		if x.d.Chat > 0 && x.to.After(private.to) {
			private = x
		}
	}
	if took := private.to.Sub(l.seen[0].from); took > 12*time.Second {
		t.Errorf("200 private messages took %v; at 30 a second they need about 8", took)
	}
}

// An answer passes a queue of notices at once.
func TestAnswersBeforeNotices(t *testing.T) {
	l := &line{}
	bubble(t, l, nil, func(s *store.Store, p *outbox.Pump) {
		var ds []outbox.Delivery
		for chat := range int64(600) {
			ds = append(ds, outbox.Delivery{Key: fmt.Sprint("n", chat), Chat: chat + 1, Class: outbox.Notice, Method: outbox.Send})
		}
		put(t, s, p, ds...)
		time.Sleep(5 * time.Second)
		asked := time.Now()
		put(t, s, p, outbox.Delivery{Key: "a", Chat: 9999, Method: outbox.Send, Asked: asked})
		time.Sleep(1100 * time.Millisecond)
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, x := range l.seen {
			if x.d.Key == "a" {
				if took := x.to.Sub(asked); took > time.Second+100*time.Millisecond {
					t.Errorf("the answer took %v behind notices", took)
				}
				return
			}
		}
		t.Error("the answer did not pass the notices within a second")
	})
}

// After a 429 nothing leaves until its time is over.
func TestPauseStopsAll(t *testing.T) {
	told := atomic.Bool{}
	l := &line{}
	l.reply = func(d outbox.Delivery) outbox.Reply {
		if told.CompareAndSwap(false, true) {
			return outbox.Reply{Written: true, Status: 429, Code: 429, RetryAfter: 7 * time.Second}
		}
		return outbox.Reply{Written: true, Status: 200, OK: true}
	}
	bubble(t, l, nil, func(s *store.Store, p *outbox.Pump) {
		put(t, s, p, outbox.Delivery{Key: "first", Chat: 1, Method: outbox.Send})
		time.Sleep(100 * time.Millisecond)
		if until := time.Until(p.PausedUntil()); until < 6*time.Second {
			t.Errorf("other calls are told to wait %v", until)
		}
		put(t, s, p, outbox.Delivery{Key: "second", Chat: 2, Method: outbox.Send})
		time.Sleep(6 * time.Second)
		if n := l.count(); n != 1 {
			t.Errorf("%d calls during the pause, want none after the first", n)
		}
		time.Sleep(1500 * time.Millisecond)
		if n := l.count(); n != 3 {
			t.Errorf("%d calls after the pause, want 3", n)
		}
	})
}

// A stop waits for what is on its way and writes it down: nothing is uncertain afterwards, and nothing new is begun.
func TestPlannedStop(t *testing.T) {
	l := &line{takes: func() time.Duration { return 3 * time.Second }}
	place := filepath.Join(t.TempDir(), "cewen.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		p := &outbox.Pump{Ledger: s, Sender: l, Observer: &watcher{t: t}, Owner: "test"}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.Run(ctx)
		}()
		put(t, s, p, outbox.Delivery{Key: "flying", Chat: 1, Method: outbox.Send})
		time.Sleep(time.Second)
		begin := time.Now()
		cancel()
		put(t, s, p, outbox.Delivery{Key: "waiting", Chat: 2, Method: outbox.Send})
		<-done
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("the stop took %v", took)
		}
		for key, want := range map[string]outbox.State{"flying": outbox.Sent, "waiting": outbox.Pending} {
			d, _, err := s.Delivery(context.Background(), key)
			if err != nil || d.State != want || d.Doubts != 0 {
				t.Errorf("%s is %s with %d doubts, %v; want %s", key, d.State, d.Doubts, err, want)
			}
		}
	})
}

// A ledger that fails while an outcome is written down is asked again until it takes it: the outcome is not forgotten.
func TestFinishIsTriedAgain(t *testing.T) {
	l := &line{}
	place := filepath.Join(t.TempDir(), "cewen.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		flaky := &flakyLedger{Ledger: s}
		flaky.left.Store(5)
		w := &watcher{t: t}
		p := &outbox.Pump{Ledger: flaky, Sender: l, Observer: w, Owner: "test"}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.Run(ctx)
		}()
		put(t, s, p, outbox.Delivery{Key: "k", Chat: 1, Method: outbox.Send})
		time.Sleep(40 * time.Second)
		cancel()
		<-done
		d, _, err := s.Delivery(context.Background(), "k")
		if err != nil || d.State != outbox.Sent || l.count() != 1 {
			t.Errorf("%s after %d calls, %v; want sent after one", d.State, l.count(), err)
		}
		if w.failed.Load() != 5 {
			t.Errorf("%d failures were told, want 5", w.failed.Load())
		}
	})
}

type flakyLedger struct {
	outbox.Ledger
	left atomic.Int64
}

func (f *flakyLedger) Finish(ctx context.Context, now time.Time, d outbox.Delivery, o outbox.Outcome, p outbox.Policy) error {
	if f.left.Add(-1) >= 0 {
		return errors.New("database is away")
	}
	return f.Ledger.Finish(ctx, now, d, o, p)
}

// The words of states and classes stand in databases and metrics.
func TestNames(t *testing.T) {
	if got := strings.Join([]string{outbox.Answer.String(), outbox.Notice.String(), string(outbox.Sent)}, " "); got != "answer notice sent" {
		t.Error(got)
	}
}
