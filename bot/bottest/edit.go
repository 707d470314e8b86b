package bottest

import (
	"fmt"
	"reflect"
	"time"
)

func (s *Server) editMessageText(c *call) answer {
	if !c.has("text") {
		if c.has("rich_message") {
			c.wrong("rich_message is not served here", "")
		} else {
			c.wrong("text is missing", "")
		}
		return badRequest("message text is empty")
	}
	return s.edit(c, true)
}

func (s *Server) editMessageReplyMarkup(c *call) answer { return s.edit(c, false) }

func (s *Server) edit(c *call, text bool) answer {
	if c.has("inline_message_id") {
		m := s.inline[c.Fields["inline_message_id"]]
		if m == nil {
			c.wrong(fmt.Sprintf("inline_message_id %q is unknown", c.Fields["inline_message_id"]), "")
			return badRequest("MESSAGE_ID_INVALID")
		}
		if a := s.change(c, &m.Message, text); a != nil {
			return *a
		}
		return fine(true)
	}
	at, m, a := s.own(c, "message to edit not found", "message can't be edited")
	if a != nil {
		return *a
	}
	if a := s.checkWebApps(c, at); a != nil {
		return *a
	}
	if m == nil { // no longer kept
		at.tally.Edits++
		return fine(s.wire(at, &Message{ID: c.int("message_id"), FromBot: true, Text: c.body.Text, Entities: c.body.Entities, Date: c.At, Edited: c.At}, false))
	}
	if text && m.Document != nil {
		c.wrong("editMessageText of a message that has a caption", "")
		return badRequest("there is no text in the message to edit")
	}
	if a := s.change(c, m, text); a != nil {
		return *a
	}
	at.tally.Edits++
	return fine(s.wire(at, m, true))
}

// change edits a message. An edit without reply_markup takes the keyboard away, as Telegram does.
func (s *Server) change(c *call, m *Message, text bool) *answer {
	edited := *m
	if text {
		edited.Text, edited.Entities = c.body.Text, c.body.Entities
		edited.Source, edited.ParseMode = c.Text, c.Fields["parse_mode"]
	}
	edited.setMarkup(c.markup)
	if edited.Text == m.Text && sameEntities(edited.Entities, m.Entities) && sameJSON(edited.Markup, m.Markup) {
		if !s.config.AllowUnmodifiedEdits {
			c.wrong("the edit changes nothing", "")
		}
		return point(badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"))
	}
	edited.Edited = s.now()
	edited.Edits++
	*m = edited
	return nil
}

func sameJSON(a, b []byte) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	va, errA := decode(string(a))
	vb, errB := decode(string(b))
	return errA == nil && errB == nil && reflect.DeepEqual(va, vb)
}

// own finds a message of the bot by message_id; nil without an answer is one that is no longer kept.
func (s *Server) own(c *call, missing, foreign string) (*chat, *Message, *answer) {
	at, a := s.writable(c)
	if a != nil {
		return nil, nil, a
	}
	id := c.int("message_id")
	m := at.messages[id]
	switch {
	case m == nil && id > 0 && id <= at.floor:
		return at, nil, nil
	case m == nil:
		c.wrong(fmt.Sprintf("the chat has no message %d", id), "")
		return nil, nil, point(badRequest(missing))
	case m.Deleted:
		return nil, nil, point(badRequest(missing))
	case !m.FromBot:
		c.wrong(fmt.Sprintf("message %d is not the bot's", id), "")
		return nil, nil, point(badRequest(foreign))
	}
	return at, m, nil
}

// deleteMessage deletes the bot's messages of the last 48 hours, what a user wrote in private, and anything where the bot is an administrator.
func (s *Server) deleteMessage(c *call) answer {
	at, a := s.writable(c)
	if a != nil {
		return *a
	}
	m := at.messages[c.int("message_id")]
	if m == nil || m.Deleted {
		if m == nil && c.int("message_id") > at.floor {
			c.wrong(fmt.Sprintf("the chat has no message %d", c.int("message_id")), "")
		}
		return badRequest("message to delete not found")
	}
	admin := at.botStatus == Administrator
	if !m.FromBot && at.kind != Private && !admin || s.now().Sub(m.Date) > 48*time.Hour && (!admin || at.kind == Private) {
		return badRequest("message can't be deleted")
	}
	m.Deleted = true
	at.tally.Deleted++
	return fine(true)
}
