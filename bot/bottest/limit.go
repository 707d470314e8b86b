package bottest

import (
	"fmt"
	"slices"
	"time"
)

// rates are the arrivals that the flood limits look at. Guarded by Server.mu.
type rates struct {
	all    window
	second map[int64]*window // by chat
	minute map[int64]*window // by group
}

// window is the arrivals of the last while, sorted.
type window []time.Time

// add puts an arrival in and tells how many there are now in the d before it, itself included.
func (w *window) add(t time.Time, d time.Duration) int {
	at, _ := slices.BinarySearchFunc(*w, t, func(a, b time.Time) int {
		if a.After(b) {
			return 1
		}
		return -1
	})
	*w = slices.Insert(*w, at, t)
	old := 0
	for old < at && t.Sub((*w)[old]) >= d {
		old++
	}
	// Another call may have been stamped a moment before this one and come in after it: a little more than d is kept.
	if old > 64 {
		*w = slices.Delete(*w, 0, old-32)
		at, old = at-(old-32), 32
	}
	return at - old + 1
}

// counts tells whether the flood limits count a call.
func (c *call) counts() bool { return c.method != nil && c.method.message }

// count looks at the flood limits at a call's arrival.
func (s *Server) count(c *call) {
	limits := s.config.Limits
	check := func(w *window, limit int, d time.Duration, where string) {
		if limit <= 0 {
			return
		}
		if n := w.add(c.At, d-limits.Grace); n > limit {
			s.violateCall(c, fmt.Sprintf("flood: %d messages within %v %s, allowed are %d", n, d, where, limit))
		}
	}
	check(&s.rates.all, limits.PerSecond, time.Second, "in all chats")
	if c.Chat == 0 {
		return // an edit by inline_message_id
	}
	check(in(&s.rates.second, c.Chat), limits.ChatPerSecond, time.Second, "in one chat")
	if at := s.chats[c.Chat]; at != nil && at.isGroup() {
		check(in(&s.rates.minute, c.Chat), limits.GroupPerMinute, time.Minute, "in one group")
	}
}

func in(windows *map[int64]*window, chat int64) *window {
	if *windows == nil {
		*windows = map[int64]*window{}
	}
	w := (*windows)[chat]
	if w == nil {
		w = &window{}
		(*windows)[chat] = w
	}
	return w
}
