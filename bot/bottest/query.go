package bottest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Callback is a button that was pressed.
type Callback struct {
	ID              string
	From            User
	Data            string
	Chat            int64
	MessageID       int
	InlineMessageID string // instead of chat and message
}

// CallbackAnswer is what a press was answered.
type CallbackAnswer struct {
	Text      string
	ShowAlert bool
	URL       string
	CacheTime int
	At        time.Time
}

// query is a callback or an inline query that was issued. Guarded by Server.mu.
type query struct {
	Callback
	inline   bool
	text     string // of an inline query
	at       time.Time
	answered bool
	reply    Reply // to the call that answered it
	callback CallbackAnswer
	results  InlineAnswer
}

type inlineMessage struct{ Message }

// issue makes up a query id.
func (s *Server) issue(q *query) *query {
	if q.ID == "" {
		s.lastQuery += 1_000_003
		q.ID = strconv.FormatInt(s.lastQuery, 10)
	}
	q.at = s.now()
	s.queries[q.ID] = q
	s.queryOrder = append(s.queryOrder, q)
	return q
}

// answering finds the query that a call answers. To answer again is a violation, unless the bot never heard that it had answered.
func (s *Server) answering(c *call, id string, inline bool) (*query, *answer) {
	tooOld := point(badRequest("query is too old and response timeout expired or query ID is invalid"))
	q := s.queries[id]
	switch {
	case q == nil || q.inline != inline:
		c.wrong(fmt.Sprintf("no query has the id %q", id), "")
		return nil, tooOld
	case q.answered && q.reply != Dropped:
		if inline {
			c.wrong("double answer to an inline query", "")
		} else {
			c.wrong("double callback answer", "")
		}
		return nil, tooOld
	}
	q.answered = true
	if life := s.config.QueryLife; life > 0 && c.At.Sub(q.at) > life {
		q.reply = Dropped
		return nil, tooOld
	}
	q.reply = Waiting
	c.settled = func(r Reply) { q.reply = r }
	return q, nil
}

func (s *Server) answerCallbackQuery(c *call) answer {
	q, a := s.answering(c, c.Fields["callback_query_id"], false)
	if a != nil {
		return *a
	}
	q.callback = CallbackAnswer{c.Fields["text"], c.bool("show_alert"), c.Fields["url"], c.int("cache_time"), c.At}
	return fine(true)
}

func (s *Server) answerInlineQuery(c *call) answer {
	q, a := s.answering(c, c.Fields["inline_query_id"], true)
	if a != nil {
		return *a
	}
	q.results = InlineAnswer{Results: c.results, CacheTime: 300, IsPersonal: c.bool("is_personal"),
		NextOffset: c.Fields["next_offset"], Button: json.RawMessage(c.Fields["button"])}
	if c.has("cache_time") {
		q.results.CacheTime = c.int("cache_time")
	}
	return fine(true)
}

// UnansweredCallbacks are the presses that still show a spinner, oldest first.
func (s *Server) UnansweredCallbacks() []Callback {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []Callback
	for _, q := range s.queryOrder {
		if !q.inline && !q.answered {
			open = append(open, q.Callback)
		}
	}
	return open
}

// CallbackAnswer is the answer to a press, if there is one.
func (s *Server) CallbackAnswer(id string) (CallbackAnswer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[id]
	if q == nil || !q.answered {
		return CallbackAnswer{}, false
	}
	return q.callback, true
}

// InlineAnswer is the answer to an inline query, if there is one.
func (s *Server) InlineAnswer(id string) (InlineAnswer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[id]
	if q == nil || !q.answered {
		return InlineAnswer{}, false
	}
	return q.results, true
}

// InlineMessage is a message that came from an inline result, as it stands after edits.
func (s *Server) InlineMessage(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.inline[id]
	if m == nil {
		return Message{}, false
	}
	return m.Message, true
}
