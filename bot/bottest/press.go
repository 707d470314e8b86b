package bottest

import (
	"fmt"
	"strconv"
)

// Press presses the button with a label, of the newest message of the bot that has one, and sends the bot the callback query. The test fails
// when there is none, or when it would not call the bot.
func (c *Chat) Press(from User, label string) Callback {
	c.s.t.Helper()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	at := c.s.chats[c.ID]
	for i := len(at.order) - 1; i >= 0; i-- {
		if m := at.order[i]; m.FromBot && !m.Deleted {
			if _, ok := m.Button(label); ok {
				return c.s.press(at, m, from, label, true)
			}
		}
	}
	c.s.t.Errorf("bottest: no message in chat %d has a button %q", c.ID, label)
	return Callback{}
}

// PressOn presses a button of a certain message.
func (c *Chat) PressOn(from User, message int, label string) Callback {
	c.s.t.Helper()
	return c.pressOn(from, message, label, true)
}

// PressOld presses a button of a message so old that Telegram no longer shows it to the bot: the update carries an InaccessibleMessage, with
// the date 0.
func (c *Chat) PressOld(from User, message int, label string) Callback {
	c.s.t.Helper()
	return c.pressOn(from, message, label, false)
}

func (c *Chat) pressOn(from User, message int, label string, accessible bool) Callback {
	c.s.t.Helper()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	at := c.s.chats[c.ID]
	m := at.messages[message]
	if m == nil {
		c.s.t.Errorf("bottest: chat %d has no message %d", c.ID, message)
		return Callback{}
	}
	return c.s.press(at, m, from, label, accessible)
}

// PressData sends a callback with any data, as a modified client may. Where the message is not known it is an InaccessibleMessage.
func (c *Chat) PressData(from User, message int, data string) Callback {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	at := c.s.chats[c.ID]
	m := at.messages[message]
	if m == nil {
		return c.s.callback(at, &Message{ID: message}, from, data, false)
	}
	return c.s.callback(at, m, from, data, true)
}

func (s *Server) press(at *chat, m *Message, from User, label string, accessible bool) Callback {
	s.t.Helper()
	b, ok := m.Button(label)
	if !ok || b.Action != "callback_data" {
		s.t.Errorf("bottest: message %d in chat %d has no callback button %q: %q", m.ID, at.id, label, m.Labels())
		return Callback{}
	}
	return s.callback(at, m, from, b.Data, accessible)
}

type wireCallback struct {
	ID              string `json:"id"`
	From            User   `json:"from"`
	Message         any    `json:"message,omitempty"`
	InlineMessageID string `json:"inline_message_id,omitempty"`
	ChatInstance    string `json:"chat_instance"`
	Data            string `json:"data"`
}

func (s *Server) callback(at *chat, m *Message, from User, data string, accessible bool) Callback {
	q := s.issue(&query{Callback: Callback{From: from, Data: data, Chat: at.id, MessageID: m.ID}})
	w := wireCallback{ID: q.ID, From: from, ChatInstance: strconv.FormatInt(at.id*7919, 10), Data: data}
	if accessible {
		w.Message = s.wire(at, m, true)
	} else {
		w.Message = map[string]any{"chat": at.wire(), "message_id": m.ID, "date": 0}
	}
	s.send("callback_query", at.id, from.ID, encode(w))
	return q.Callback
}

// InlineQuery types text behind the bot's name in some chat, and returns the query's id.
func (s *Server) InlineQuery(from User, text, offset string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.issue(&query{Callback: Callback{From: from}, inline: true, text: text})
	s.send("inline_query", 0, from.ID, encode(map[string]any{"id": q.ID, "from": from, "query": text, "offset": offset, "chat_type": "supergroup"}))
	return q.ID
}

// ChooseInline sends a result of an answered inline query. As in Telegram, only a result with an inline keyboard gives an id by which the
// bot can edit the message.
func (s *Server) ChooseInline(from User, queryID, resultID string) (inlineMessageID string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[queryID]
	if q == nil {
		s.t.Errorf("bottest: no inline query %q", queryID)
		return ""
	}
	for _, r := range q.results.Results {
		if r.ID != resultID {
			continue
		}
		chosen := map[string]any{"result_id": resultID, "from": from, "query": q.text}
		if r.Keyboard != nil {
			inlineMessageID = fmt.Sprintf("AgAAAInline%d", len(s.inline)+1)
			m := &inlineMessage{Message{FromBot: true, Text: r.Text, Entities: r.Entities, Date: s.now()}}
			m.setMarkup(r.markup)
			s.inline[inlineMessageID] = m
			chosen["inline_message_id"] = inlineMessageID
		}
		s.send("chosen_inline_result", 0, from.ID, encode(chosen))
		return inlineMessageID
	}
	s.t.Errorf("bottest: inline query %q was not answered with a result %q", queryID, resultID)
	return ""
}

// PressInline presses a button of a message that came from an inline result.
func (s *Server) PressInline(from User, inlineMessageID, label string) Callback {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.inline[inlineMessageID]
	if m == nil {
		s.t.Errorf("bottest: no inline message %q", inlineMessageID)
		return Callback{}
	}
	b, ok := m.Button(label)
	if !ok || b.Action != "callback_data" {
		s.t.Errorf("bottest: inline message %q has no callback button %q: %q", inlineMessageID, label, m.Labels())
		return Callback{}
	}
	q := s.issue(&query{Callback: Callback{From: from, Data: b.Data, InlineMessageID: inlineMessageID}})
	s.send("callback_query", 0, from.ID, encode(wireCallback{ID: q.ID, From: from, InlineMessageID: inlineMessageID, ChatInstance: "1", Data: b.Data}))
	return q.Callback
}
