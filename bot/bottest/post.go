package bottest

import (
	"time"
)

// Media is what a post carries.
type Media string

// The media that a Post knows; others go through Post.Extra.
const (
	Photo    Media = "photo"
	Voice    Media = "voice"
	Document Media = "document"
)

// Post is something that a person says in a chat.
type Post struct {
	From      User // nobody in channels
	Anonymous bool // by an administrator who stays anonymous: from GroupAnonymousBot, sender_chat is the chat
	Text      string
	Entities  []Entity // nil: found in the text, as Telegram finds them

	Media Media // with it, Text is the caption
	File  File  // of the media

	ReplyTo int // the id of a message in the chat
	Thread  int // a topic of a forum
	Date    time.Time
	Extra   map[string]any // further fields of the Message object
}

// Say posts a text.
func (c *Chat) Say(from User, text string) Message { return c.Post(Post{From: from, Text: text}) }

// Post posts, and sends the bot the update. Nothing is posted where the bot is not a member: Telegram would not tell it.
func (c *Chat) Post(p Post) Message {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.chats[c.ID]
	if at.botStatus == Left || at.botStatus == Kicked || at.migratedTo != 0 {
		s.t.Errorf("bottest: post in chat %d, which the bot can't see", c.ID)
		return Message{}
	}
	m := &Message{From: p.From, Text: p.Text, Entities: p.Entities, ReplyTo: p.ReplyTo, ThreadID: p.Thread, Date: p.Date,
		anonymous: p.Anonymous, extra: p.Extra}
	if m.Entities == nil {
		m.Entities = findEntities(p.Text)
	}
	if p.Anonymous || at.kind == Channel {
		m.From = User{}
	} else if at.kind != Private && at.members[p.From.ID] == nil {
		at.members[p.From.ID] = &member{p.From, Member}
	}
	if to := at.messages[p.ReplyTo]; to != nil && m.ThreadID == 0 {
		m.ThreadID = to.ThreadID
	}
	switch p.Media {
	case Photo:
		m.photo = s.addFile(p.File, "photos")
		s.files[m.photo+"s"] = s.files[m.photo]
	case Voice:
		m.voice = s.addFile(p.File, "voice")
	case Document:
		m.document = s.addFile(p.File, "documents")
	}
	s.addMessage(at, m)
	s.sendMessageUpdate(at, m, false)
	return *m
}

// Edit changes what a person has posted, and sends the bot the update.
func (c *Chat) Edit(id int, text string) {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.chats[c.ID]
	m := at.messages[id]
	if m == nil || m.FromBot {
		s.t.Errorf("bottest: edit of message %d in chat %d, which no person has posted", id, c.ID)
		return
	}
	m.Text, m.Entities, m.Edited = text, findEntities(text), s.now()
	s.sendMessageUpdate(at, m, true)
}

// Delete deletes a message, the bot's or another. Telegram sends no update of it.
func (c *Chat) Delete(id int) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if m := c.s.chats[c.ID].messages[id]; m != nil {
		m.Deleted = true
	}
}

// sendMessageUpdate tells the bot of a message.
func (s *Server) sendMessageUpdate(at *chat, m *Message, edited bool) {
	kind := "message"
	if at.kind == Channel {
		kind = "channel_post"
	}
	if edited {
		kind = "edited_" + kind
	}
	s.send(kind, at.id, m.From.ID, s.wire(at, m, true))
}
