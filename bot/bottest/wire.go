package bottest

import (
	"encoding/json"
	"maps"
)

// Objects as Telegram writes them.

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

func (c *chat) wire() wireChat {
	switch c.kind {
	case Private:
		return wireChat{ID: c.id, Type: "private", Username: c.user.Username, FirstName: c.user.FirstName, LastName: c.user.LastName}
	case Forum:
		return wireChat{ID: c.id, Type: "supergroup", Title: c.title, Username: c.username, IsForum: true}
	}
	return wireChat{ID: c.id, Type: string(c.kind), Title: c.title, Username: c.username}
}

type wireMessage struct {
	MessageID       int             `json:"message_id"`
	From            *User           `json:"from,omitempty"`
	SenderChat      *wireChat       `json:"sender_chat,omitempty"`
	Chat            wireChat        `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date,omitempty"`
	ThreadID        int             `json:"message_thread_id,omitempty"`
	IsTopicMessage  bool            `json:"is_topic_message,omitempty"`
	ReplyTo         json.RawMessage `json:"reply_to_message,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Photo           []wireFile      `json:"photo,omitempty"`
	Voice           *wireFile       `json:"voice,omitempty"`
	Document        *wireFile       `json:"document,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	Preview         json.RawMessage `json:"link_preview_options,omitempty"`
	Markup          json.RawMessage `json:"reply_markup,omitempty"`
}

type wireFile struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	Width        int    `json:"width,omitempty"`
	Height       int    `json:"height,omitempty"`
	Duration     int    `json:"duration,omitempty"`
	FilePath     string `json:"file_path,omitempty"`
}

// wire writes a message; what it replies to is written whole, but without what that replied to in turn.
func (s *Server) wire(c *chat, m *Message, withReply bool) json.RawMessage {
	w := wireMessage{MessageID: m.ID, Chat: c.wire(), Date: unix(m.Date), EditDate: unix(m.Edited)}
	switch {
	case m.FromBot && c.kind == Channel, !m.FromBot && m.anonymous, !m.FromBot && c.kind == Channel:
		sender := c.wire()
		w.SenderChat = &sender
		if m.anonymous {
			w.From = &groupAnonymousBot
		}
	case m.FromBot:
		w.From = &s.config.Bot
	case m.From.ID != 0:
		w.From = &m.From
	}
	if m.ThreadID != 0 {
		w.ThreadID, w.IsTopicMessage = m.ThreadID, true
	}
	if m.ReplyTo != 0 && withReply {
		if to := c.messages[m.ReplyTo]; to != nil && !to.Deleted {
			w.ReplyTo = s.wire(c, to, false)
		}
	}
	switch {
	case m.photo != "":
		small, big := s.wireFile(m.photo), s.wireFile(m.photo)
		small.FileID, small.FileUniqueID, small.FileSize = small.FileID+"s", small.FileUniqueID+"s", min(small.FileSize, 1024)
		small.Width, small.Height, big.Width, big.Height = 90, 67, 1280, 960
		w.Photo = []wireFile{*small, *big}
	case m.voice != "":
		w.Voice = s.wireFile(m.voice)
		w.Voice.Duration, w.Voice.MimeType, w.Voice.FileName = 3, "audio/ogg", ""
	case m.document != "":
		w.Document = s.wireFile(m.document)
	}
	if w.Photo == nil && w.Voice == nil && w.Document == nil {
		w.Text, w.Entities = m.Text, m.Entities
	} else {
		w.Caption, w.CaptionEntities = m.Text, m.Entities
	}
	w.Preview, w.Markup = m.Preview, nil
	if m.Keyboard != nil { // other markups are not shown
		w.Markup = m.Markup
	}
	return merge(encode(w), m.service, m.extra)
}

// encode writes what can't fail: the server's own types.
func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic("bottest: encode: " + err.Error())
	}
	return data
}

// merge adds fields to an object.
func merge(object json.RawMessage, more ...map[string]any) json.RawMessage {
	n := 0
	for _, m := range more {
		n += len(m)
	}
	if n == 0 {
		return object
	}
	var all map[string]any
	if v, err := decode(string(object)); err == nil {
		all, _ = v.(map[string]any)
	}
	for _, m := range more {
		maps.Copy(all, m)
	}
	return encode(all)
}
