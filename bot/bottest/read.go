package bottest

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// Counters count what has happened since New.
type Counters struct {
	Total   int            // calls
	Calls   map[string]int // by method
	Aborted int            // clients that were gone before their request was whole; nothing is called then
	Faults  int            // calls that a fault struck

	Updates          int // queued
	Unwanted         int // not queued for allowed_updates
	Deliveries       int // tried at the webhook
	FailedDeliveries int
	Conflicts        int // 409s that reached a client: two pollers, or a poller beside a webhook
	DropPending      int // uses of drop_pending_updates
	SkippedUpdates   int // updates lost by drop_pending_updates or a negative offset
}

// Counters returns them as they stand.
func (s *Server) Counters() Counters {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counters
	c.Calls = maps.Clone(c.Calls)
	return c
}

// Calls are the bot's calls in the order of their arrival; with methods given, those only.
func (s *Server) Calls(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []Call
	for _, c := range s.calls {
		if len(methods) == 0 || slices.Contains(methods, c.Method) {
			calls = append(calls, *c)
		}
	}
	return calls
}

// History is all that was said in a chat and is still kept, the deleted included, in order.
func (s *Server) History(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history(chat, false)
}

// Messages are the bot's messages in a chat.
func (s *Server) Messages(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history(chat, true)
}

func (s *Server) history(chat int64, botOnly bool) []Message {
	at := s.chats[chat]
	if at == nil {
		return nil
	}
	var messages []Message
	for _, m := range at.order {
		if m.FromBot || !botOnly {
			messages = append(messages, *m)
		}
	}
	return messages
}

// Message is a message of a chat as it stands.
func (s *Server) Message(chat int64, id int) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.chats[chat]; at != nil && at.messages[id] != nil {
		return *at.messages[id], true
	}
	return Message{}, false
}

// Tally counts a chat's messages.
func (s *Server) Tally(chat int64) Tally {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.chats[chat]
	if at == nil {
		return Tally{}
	}
	t := at.tally
	t.hashes = slices.Clone(t.hashes)
	return t
}

// sent is Tally.Sent without the copy, for those who wait.
func (s *Server) sent(chat int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.chats[chat]; at != nil {
		return at.tally.Sent
	}
	return 0
}

// waker is closed at the next change. Server.mu is held.
func (s *Server) waker() <-chan struct{} {
	if s.wake == nil {
		s.wake = make(chan struct{})
	}
	return s.wake
}

// changed wakes whoever waits. Server.mu is held.
func (s *Server) changed() {
	if s.wake != nil {
		close(s.wake)
		s.wake = nil
	}
}

// WaitFor waits until done, which is asked after every change and may call the server.
func (s *Server) WaitFor(ctx context.Context, done func() bool) error {
	for {
		s.mu.Lock()
		wake := s.waker()
		s.mu.Unlock()
		if done() {
			return nil
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return fmt.Errorf("bottest: wait: %w", context.Cause(ctx))
		}
	}
}

// WaitMessages waits until the bot has sent n messages to a chat, and returns its messages there.
func (s *Server) WaitMessages(ctx context.Context, chat int64, n int) ([]Message, error) {
	if err := s.WaitFor(ctx, func() bool { return s.sent(chat) >= n }); err != nil {
		return s.Messages(chat), fmt.Errorf("%d of %d messages in chat %d: %w", s.sent(chat), n, chat, err)
	}
	return s.Messages(chat), nil
}

// Messages are the bot's messages in the chat.
func (c *Chat) Messages() []Message { return c.s.Messages(c.ID) }

// Wait waits, for Config.Patience at most, until the bot has sent n messages to the chat, and returns its messages there. The test fails when
// they do not come.
func (c *Chat) Wait(n int) []Message {
	c.s.t.Helper()
	ctx, cancel := context.WithTimeout(c.s.ctx, c.s.config.Patience)
	defer cancel()
	messages, err := c.s.WaitMessages(ctx, c.ID, n)
	if err != nil {
		c.s.t.Errorf("%v", err)
	}
	return messages
}
