package bottest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

type replyParameters struct {
	MessageID    int             `json:"message_id"`
	ChatID       json.RawMessage `json:"chat_id"`
	WithoutReply bool            `json:"allow_sending_without_reply"`
}

// resolve finds the chat that a call names.
func (s *Server) resolve(c *call) {
	c.Chat = s.chatID(c.Fields["chat_id"])
}

func (s *Server) chatID(text string) int64 {
	if name, ok := strings.CutPrefix(text, "@"); ok {
		for _, at := range s.chats {
			if strings.EqualFold(at.username, name) && at.kind != Private {
				return at.id
			}
		}
		return 0
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// known finds the chat of a call. A bot that writes to a chat nobody ever told it of has made it up.
func (s *Server) known(c *call) (*chat, *answer) {
	at := s.chats[c.Chat]
	if at == nil {
		c.wrong(fmt.Sprintf("chat_id %q is unknown", c.Fields["chat_id"]), "")
		a := badRequest("chat not found")
		return nil, &a
	}
	return at, nil
}

// writable finds the chat of a call, and what Telegram says when the bot can't write there. That is no violation: the bot may not have heard.
func (s *Server) writable(c *call) (*chat, *answer) {
	at, a := s.known(c)
	if a != nil {
		return nil, a
	}
	kind := string(at.kind)
	if at.kind == Forum {
		kind = "supergroup"
	}
	switch {
	case at.migratedTo != 0:
		return nil, point(migrated(at.migratedTo))
	case at.kind == Private && at.botStatus == Kicked:
		return nil, point(refuse(http.StatusForbidden, "Forbidden: bot was blocked by the user"))
	case at.botStatus == Kicked:
		return nil, point(refuse(http.StatusForbidden, "Forbidden: bot was kicked from the "+kind+" chat"))
	case at.botStatus == Left:
		return nil, point(refuse(http.StatusForbidden, "Forbidden: bot is not a member of the "+kind+" chat"))
	case at.botStatus == Restricted:
		return nil, point(badRequest("not enough rights to send text messages to the chat"))
	case at.kind == Channel && at.botStatus != Administrator:
		return nil, point(badRequest("need administrator rights in the channel chat"))
	}
	return at, nil
}

func point(a answer) *answer { return &a }

func (s *Server) sendMessage(c *call) answer {
	return s.sendContent(c, &Message{Preview: json.RawMessage(c.Fields["link_preview_options"])})
}

func (s *Server) sendDocument(c *call) answer {
	m := &Message{}
	if f, ok := c.Files["document"]; ok {
		m.document, m.Document = s.addFile(f, "documents"), &f
	} else if stored := s.files[c.Fields["document"]]; stored != nil {
		m.document, m.Document = c.Fields["document"], &stored.File
	} else {
		c.wrong(fmt.Sprintf("document %q is no file and no file_id that was given out", c.Fields["document"]), "")
		return badRequest("wrong file identifier/HTTP URL specified")
	}
	return s.sendContent(c, m)
}

// sendContent puts the bot's message into the chat.
func (s *Server) sendContent(c *call, m *Message) answer {
	at, a := s.writable(c)
	if a != nil {
		return *a
	}
	if m.ThreadID, a = s.thread(c, at); a != nil {
		return *a
	}
	to, a := s.repliedTo(c, at)
	if a != nil {
		return *a
	}
	if to != 0 {
		m.ReplyTo = to
		if m.ThreadID == 0 && at.messages[to] != nil {
			m.ThreadID = at.messages[to].ThreadID
		}
	}
	if a := s.checkWebApps(c, at); a != nil {
		return *a
	}
	m.FromBot, m.From, m.Arrived = true, s.config.Bot, c.At
	m.Text, m.Entities = c.body.Text, c.body.Entities
	m.Source, m.ParseMode = c.Text, c.Fields["parse_mode"]
	m.setMarkup(c.markup)
	m.Silent, m.Call = c.bool("disable_notification"), c.Seq
	s.addMessage(at, m)
	c.settled = func(r Reply) { m.Reply = r }
	return fine(s.wire(at, m, true))
}

func (m *Message) setMarkup(k *markup) {
	m.Markup, m.Keyboard = nil, nil
	if k != nil {
		m.Markup, m.Keyboard = k.json, k.rows
	}
}

func (s *Server) checkWebApps(c *call, at *chat) *answer {
	if c.markup == nil || !c.markup.webApp || at.kind == Private {
		return nil
	}
	c.wrong("a web_app button outside of a private chat", "")
	return point(badRequest("BUTTON_TYPE_INVALID"))
}

// thread reads message_thread_id. Topic "General" has the id 1, but takes messages without a thread only.
func (s *Server) thread(c *call, at *chat) (int, *answer) {
	if !c.has("message_thread_id") {
		return 0, nil
	}
	id := c.int("message_thread_id")
	if at.kind == Forum {
		t := at.topics[id]
		if t == nil {
			c.wrong(fmt.Sprintf("message_thread_id %d is no topic of the chat", id), "")
		}
		if t == nil || t.deleted {
			return 0, point(badRequest("message thread not found"))
		}
		return id, nil
	}
	c.wrong(fmt.Sprintf("message_thread_id %d in a chat without topics", id), "")
	if at.kind == Private {
		return 0, point(badRequest("message thread not found"))
	}
	return 0, nil // Telegram passes over it
}

// repliedTo reads reply_parameters. That a user has deleted the message is no fault of the bot's.
func (s *Server) repliedTo(c *call, at *chat) (int, *answer) {
	if c.reply == nil || c.reply.MessageID == 0 {
		return 0, nil
	}
	in := at
	if id := s.chatID(strings.Trim(string(c.reply.ChatID), `"`)); len(c.reply.ChatID) > 0 && id != at.id {
		if in = s.chats[id]; in == nil {
			c.wrong(fmt.Sprintf("reply_parameters: chat_id %s is unknown", c.reply.ChatID), "")
			return 0, point(badRequest("chat not found"))
		}
	}
	id := c.reply.MessageID
	m := in.messages[id]
	switch {
	case m != nil && !m.Deleted, m == nil && id <= in.floor:
		if in != at {
			return 0, nil // shown as an external reply, which is not kept
		}
		return id, nil
	case c.reply.WithoutReply:
		return 0, nil
	case m == nil:
		c.wrong(fmt.Sprintf("reply_parameters: the chat has no message %d", id), "")
	}
	return 0, point(badRequest("message to be replied not found"))
}

func (s *Server) sendChatAction(c *call) answer {
	at, a := s.writable(c)
	if a != nil {
		return *a
	}
	if _, a := s.thread(c, at); a != nil {
		return *a
	}
	return fine(true)
}
