package bottest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// update is one that the bot has not confirmed yet.
type update struct {
	id   int64
	lane string // updates of one lane go to a webhook one after the other
	body json.RawMessage
	done bool
}

// queue holds the updates, by id. Guarded by Server.mu.
type queue struct {
	items   []*update // those that are done are still among them, but never the first
	next    int64     // the id that the next one gets
	pending int
}

func (q *queue) add(u *update) {
	at := len(q.items)
	for at > 0 && q.items[at-1].id > u.id { // only after SetNextUpdateID
		at--
	}
	q.items = slices.Insert(q.items, at, u)
	q.pending++
}

func (q *queue) finish(u *update) {
	if !u.done {
		u.done, u.body = true, nil
		q.pending--
	}
	n := 0
	for n < len(q.items) && q.items[n].done {
		q.items[n] = nil
		n++
	}
	q.items = q.items[n:]
}

// confirm drops the updates below offset.
func (q *queue) confirm(offset int64) {
	for len(q.items) > 0 && q.items[0].id < offset {
		q.finish(q.items[0])
	}
}

// keep drops all but the newest n.
func (q *queue) keep(n int) (dropped int) {
	for q.pending > n {
		q.finish(q.items[0])
		dropped++
	}
	return dropped
}

func (q *queue) first(limit int) []*update {
	var batch []*update
	for _, u := range q.items {
		if len(batch) == limit {
			break
		}
		if !u.done {
			batch = append(batch, u)
		}
	}
	return batch
}

// SetNextUpdateID sets the id that the next update gets.
func (s *Server) SetNextUpdateID(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.next = id
}

// PendingUpdates is how many updates the bot has not confirmed.
func (s *Server) PendingUpdates() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.pending
}

// Push sends any JSON value as an update. An object without update_id is given one, one that has it keeps it; allowed_updates is not asked. The
// server learns the chat and the message that it tells of, so that the bot can answer there.
func (s *Server) Push(body string) (id int64, err error) {
	v, err := decode(body)
	if err != nil {
		return 0, fmt.Errorf("bottest: push update: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &update{id: s.queue.next, lane: "raw", body: json.RawMessage(body)}
	if object, ok := v.(map[string]any); ok {
		if n, ok := object["update_id"].(json.Number); !ok && object["update_id"] == nil {
			u.body = merge(u.body, map[string]any{"update_id": u.id})
		} else if id, err := n.Int64(); err == nil {
			u.id = id
		}
		if chat := s.learn(object); chat != 0 {
			u.lane = fmt.Sprint(chat)
		}
	}
	s.queue.next = max(s.queue.next, u.id+1)
	s.enqueue(u)
	return u.id, nil
}

// offByDefault is what Telegram sends to those only who ask for it.
var offByDefault = []string{"chat_member", "message_reaction", "message_reaction_count"}

// send queues an update of a kind, if the bot wants it: what it does not want is never stored.
func (s *Server) send(kind string, chat, from int64, content json.RawMessage) {
	if wanted := s.allowed[kind]; !wanted && (s.allowed != nil || slices.Contains(offByDefault, kind)) {
		s.counters.Unwanted++
		return
	}
	id := s.queue.next
	s.queue.next++
	body := json.RawMessage(fmt.Sprintf(`{"update_id":%d,%q:%s}`, id, kind, content))
	lane := fmt.Sprint(chat)
	switch {
	case chat == 0:
		lane = fmt.Sprintf("%s of %d", kind, from)
	case s.config.LanesByKind && kind == "callback_query":
		lane = fmt.Sprintf("callback_query of %d", from)
	case s.config.LanesByKind && strings.HasSuffix(kind, "chat_member"):
		lane += kind
	}
	s.enqueue(&update{id: id, lane: lane, body: body})
}

func (s *Server) enqueue(u *update) {
	s.queue.add(u)
	s.counters.Updates++
	if s.hook != nil {
		s.hook.add(u)
		s.dispatch(s.hook)
	}
	s.changed()
}

// allow reads allowed_updates: not given, things stay as they were; empty, they are as by default.
func (s *Server) allow(c *call) {
	if !c.has("allowed_updates") {
		return
	}
	var names []string
	c.decode("allowed_updates", &names)
	s.allowed = nil
	for _, name := range names {
		if !slices.Contains(updateKinds, name) {
			c.wrong(fmt.Sprintf("allowed_updates names %q, which is no kind of update", name), "")
			continue
		}
		if s.allowed == nil {
			s.allowed = map[string]bool{}
		}
		s.allowed[name] = true
	}
}

// updateKinds are the fields of Update.
var updateKinds = []string{"message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
	"edited_business_message", "deleted_business_messages", "guest_message", "message_reaction", "message_reaction_count", "inline_query",
	"chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
	"my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot"}
