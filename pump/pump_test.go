package pump_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cewen/pump"
)

// source hands out numbered work as a test says.
type source struct {
	claims  atomic.Int64
	left    atomic.Int64
	next    func() time.Time
	fails   atomic.Int64
	running atomic.Int64
	most    atomic.Int64
	done    atomic.Int64
	takes   time.Duration
	cut     atomic.Int64 // pieces whose context ended before they did
}

func (s *source) claim(_ context.Context, most int, alive []int64) ([]pump.Work, time.Time, error) {
	s.claims.Add(1)
	if s.fails.Add(-1) >= 0 { // as a store whose commit failed may do, it brings something all the same
		return []pump.Work{{ID: 999, Do: func(context.Context) { s.done.Add(1000) }}}, time.Time{}, errors.New("away")
	}
	var work []pump.Work
	for range most {
		id := s.left.Add(-1)
		if id < 0 {
			s.left.Store(0)
			break
		}
		for _, a := range alive {
			if a == id {
				panic("handed out twice")
			}
		}
		work = append(work, pump.Work{ID: id, Do: func(ctx context.Context) {
			if n := s.running.Add(1); n > s.most.Load() {
				s.most.Store(n)
			}
			defer s.running.Add(-1)
			select {
			case <-time.After(s.takes):
				s.done.Add(1)
			case <-ctx.Done():
				s.cut.Add(1)
			}
		}})
	}
	if s.next != nil {
		return work, s.next(), nil
	}
	return work, time.Time{}, nil
}

func start(p *pump.Pump, s *source) (failed *atomic.Int64, stop func() time.Duration) {
	failed = &atomic.Int64{}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.Run(ctx, s.claim, func(error) { failed.Add(1) })
	}()
	return failed, func() time.Duration {
		at := time.Now()
		cancel()
		<-done
		return time.Since(at)
	}
}

// All work is done, so many pieces at a time and no more, and a wake is heard at once.
func TestParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{takes: time.Second}
		s.left.Store(10)
		p := &pump.Pump{Parallel: 4, Grace: time.Second, Poll: time.Hour}
		_, stop := start(p, s)
		time.Sleep(3500 * time.Millisecond)
		if s.done.Load() != 10 || s.most.Load() != 4 {
			t.Errorf("%d done, %d at a time; want 10, 4", s.done.Load(), s.most.Load())
		}
		s.left.Store(1)
		p.Wake()
		time.Sleep(1100 * time.Millisecond)
		if s.done.Load() != 11 {
			t.Error("a wake was not heard")
		}
		before := s.claims.Load()
		time.Sleep(50 * time.Minute)
		if n := s.claims.Load() - before; n > 0 {
			t.Errorf("%d claims while nothing happened", n)
		}
		stop()
	})
}

// It comes back when the claimer said so, and now and then regardless.
func TestNextAndPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		s := &source{}
		s.next = func() time.Time {
			if s.claims.Load() == 1 {
				return begin.Add(300 * time.Millisecond)
			}
			return time.Time{}
		}
		_, stop := start(&pump.Pump{Parallel: 1, Grace: time.Second, Poll: 10 * time.Second}, s)
		time.Sleep(310 * time.Millisecond)
		if n := s.claims.Load(); n != 2 {
			t.Errorf("%d claims after 0.3 s, want 2", n)
		}
		time.Sleep(10 * time.Second)
		if n := s.claims.Load(); n != 3 {
			t.Errorf("%d claims after another 10 s, want 3", n)
		}
		stop()
	})
}

// A claim that fails is told and tried again, ever more rarely.
func TestClaimFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{}
		s.fails.Store(1000)
		failed, stop := start(&pump.Pump{Parallel: 1, Grace: time.Second, Poll: time.Second}, s)
		time.Sleep(time.Minute)
		if n := failed.Load(); n < 10 || n > 20 {
			t.Errorf("%d tries in a minute", n)
		}
		s.fails.Store(0)
		s.left.Store(1)
		time.Sleep(6 * time.Second)
		if s.done.Load() != 1 {
			t.Error("it did not go on")
		}
		stop()
	})
}

// A stop waits for what is being done; what takes too long is cut off; nothing new is begun.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{takes: 3 * time.Second}
		s.left.Store(2)
		_, stop := start(&pump.Pump{Parallel: 2, Grace: 5 * time.Second, Poll: time.Second}, s)
		time.Sleep(time.Second)
		s.left.Store(5)
		if took := stop(); took != 2*time.Second || s.done.Load() != 2 || s.cut.Load() != 0 {
			t.Errorf("stopped after %v with %d done, %d cut", took, s.done.Load(), s.cut.Load())
		}
		slow := &source{takes: time.Hour}
		slow.left.Store(1)
		_, stop = start(&pump.Pump{Parallel: 2, Grace: 5 * time.Second, Poll: time.Second}, slow)
		time.Sleep(time.Second)
		if took := stop(); took != 5*time.Second || slow.cut.Load() != 1 {
			t.Errorf("stopped after %v with %d cut, want 5 s and 1", took, slow.cut.Load())
		}
	})
}
