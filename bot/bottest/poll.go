package bottest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// poll is a getUpdates that waits. taken is closed when another call, or a webhook, takes the updates over.
type poll struct {
	taken chan struct{}
	why   string
}

// takeOver ends the poll that waits.
func (s *Server) takeOver(why string) {
	if s.poll != nil {
		s.poll.why = why
		close(s.poll.taken)
		s.poll = nil
	}
}

func conflict(why string) answer { return refuse(http.StatusConflict, "Conflict: "+why) }

// getUpdates confirms what is below offset and waits for the rest. Unlike other calls it does not hold the lock while it waits.
func (s *Server) getUpdates(ctx context.Context, c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != nil {
		return conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	before := len(c.problems)
	s.allow(c)
	limit, timeout := s.pollLimits(c)
	s.report(c, before)
	s.takeOver("terminated by other getUpdates request; make sure that only one bot instance is running")
	c.Accepted = true

	if offset := c.int("offset"); offset < 0 {
		s.counters.SkippedUpdates += s.queue.keep(-offset)
	} else {
		s.queue.confirm(int64(offset))
	}
	s.changed()
	me := &poll{taken: make(chan struct{})}
	s.poll = me
	over := time.NewTimer(timeout)
	defer over.Stop()
	for s.queue.pending == 0 && timeout > 0 {
		wake := s.waker()
		s.mu.Unlock()
		select {
		case <-wake:
		case <-over.C:
			timeout = 0
		case <-me.taken:
		case <-ctx.Done():
			timeout = 0
		}
		s.mu.Lock()
		if me.why != "" {
			why := conflict(me.why)
			s.mu.Unlock()
			// A bot that was killed, and started again at once, is no second bot: its connection is about to be seen closed.
			sleep(ctx, 20*time.Millisecond)
			s.mu.Lock()
			return why
		}
	}
	if s.poll == me {
		s.poll = nil
	}
	batch := []json.RawMessage{}
	for _, u := range s.queue.first(limit) {
		batch = append(batch, u.body)
	}
	return fine(batch)
}

// pollLimits reads limit and timeout, which Telegram cuts to what it allows.
func (s *Server) pollLimits(c *call) (limit int, timeout time.Duration) {
	limit = 100
	if c.has("limit") {
		limit = c.int("limit")
		if limit < 1 || limit > 100 {
			c.wrong(fmt.Sprintf("limit %d is not within 1 and 100", limit), "")
			limit = min(max(limit, 1), 100)
		}
	}
	seconds := c.int("timeout")
	if seconds < 0 {
		c.wrong(fmt.Sprintf("timeout %d is negative", seconds), "")
		seconds = 0
	}
	return limit, min(time.Duration(min(seconds, 50))*time.Second, s.config.LongPoll) // Telegram itself waits 50 s at most
}
