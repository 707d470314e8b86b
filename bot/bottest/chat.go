package bottest

import (
	"fmt"
	"time"
)

// User is somebody in Telegram; Server.NewUser makes one up.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// groupAnonymousBot writes what administrators write who stay anonymous.
var groupAnonymousBot = User{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}

// Kind is what a chat is.
type Kind string

// The kinds of chats. A Forum is a supergroup with topics.
const (
	Private    Kind = "private"
	Group      Kind = "group"
	Supergroup Kind = "supergroup"
	Forum      Kind = "forum"
	Channel    Kind = "channel"
)

// The statuses of a member, the bot's included. In a private chat, Kicked is what Telegram calls it when the user has blocked the bot.
const (
	Creator       = "creator"
	Administrator = "administrator"
	Member        = "member"
	Restricted    = "restricted"
	Left          = "left"
	Kicked        = "kicked"
)

// Chat is a chat that the test acts in. Its methods may be called from any goroutine.
type Chat struct {
	ID    int64
	Kind  Kind
	Title string

	s *Server
}

// chat is what the server keeps of one. Guarded by Server.mu.
type chat struct {
	id       int64
	kind     Kind
	title    string
	username string
	user     User // of a private chat

	botStatus  string
	members    map[int64]*member
	topics     map[int]*topic
	migratedTo int64

	lastID   int // supergroups and channels count their messages themselves; the first is their creation
	messages map[int]*Message
	order    []*Message // the same, oldest first
	floor    int        // messages up to here are no longer kept
	tally    Tally
}

type member struct {
	user   User
	status string
}

type topic struct {
	name    string
	deleted bool
}

// NewUser makes up somebody.
func (s *Server) NewUser(firstName string) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastUser++
	return User{ID: s.lastUser, FirstName: firstName, Username: fmt.Sprintf("user%d", s.lastUser), LanguageCode: "zh-hans"}
}

// PrivateChat is the chat of a user with the bot, who has started it.
func (s *Server) PrivateChat(u User) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[u.ID]
	if c == nil {
		c = s.newChat(u.ID, Private)
		c.user, c.title, c.username = u, u.FirstName, u.Username
	}
	return s.handle(c)
}

// AddChat makes a group or channel that the bot is a member of (in a channel: an administrator) already, so that no update tells of it. The
// first member is its owner.
func (s *Server) AddChat(kind Kind, title string, members ...User) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kind == Private {
		s.t.Errorf("bottest: AddChat of a private chat, which is PrivateChat's")
	}
	s.lastGroup++
	id := -s.lastGroup
	if kind != Group {
		id -= 1_000_000_000_000
	}
	c := s.newChat(id, kind)
	c.title = title
	for i, u := range members {
		c.members[u.ID] = &member{u, Member}
		if i == 0 {
			c.members[u.ID].status = Creator
		}
	}
	return s.handle(c)
}

// AddTopic opens a topic of a forum and returns its thread id. Topic 1, "General", is always there, and messages in it carry no thread.
func (c *Chat) AddTopic(name string) int {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.chats[c.ID]
	if at.kind != Forum {
		s.t.Errorf("bottest: AddTopic in a %s", at.kind)
	}
	m := s.addMessage(at, &Message{Date: s.now()})
	m.ThreadID = m.ID
	m.service = map[string]any{"forum_topic_created": map[string]any{"name": name, "icon_color": 0x6FB9F0}}
	at.topics[m.ID] = &topic{name: name}
	return m.ID
}

// DeleteTopic deletes a topic. Telegram sends no update of it.
func (c *Chat) DeleteTopic(thread int) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if t := c.s.chats[c.ID].topics[thread]; t != nil {
		t.deleted = true
	}
}

// SetUsername makes a group or channel public: the bot can write to @name.
func (c *Chat) SetUsername(name string) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.chats[c.ID].username = name
}

func (s *Server) handle(c *chat) *Chat {
	return &Chat{ID: c.id, Kind: c.kind, Title: c.title, s: s}
}

func (s *Server) newChat(id int64, kind Kind) *chat {
	c := &chat{id: id, kind: kind, botStatus: Member, members: map[int64]*member{}, topics: map[int]*topic{},
		lastID: 1, messages: map[int]*Message{}}
	if kind == Channel {
		c.botStatus = Administrator
	}
	s.chats[id] = c
	return c
}

// addMessage gives a message its id and puts it into the history. Private chats and groups share one count of messages.
func (s *Server) addMessage(c *chat, m *Message) *Message {
	if m.ID == 0 {
		count := &s.lastMessage
		if c.kind == Supergroup || c.kind == Forum || c.kind == Channel {
			count = &c.lastID
		}
		*count++
		m.ID = *count
	}
	m.Chat = c.id
	if m.Arrived.IsZero() {
		m.Arrived = s.now()
	}
	if m.Date.IsZero() {
		m.Date = m.Arrived
	}
	c.messages[m.ID] = m
	c.order = append(c.order, m)
	if keep := s.config.KeepMessages; keep > 0 && len(c.order) >= 2*keep {
		c.forget(len(c.order) - keep)
	}
	if m.FromBot {
		c.tally.sent(m)
	} else if m.service == nil {
		c.tally.Heard++
	}
	s.changed()
	return m
}

// forget drops the n oldest messages.
func (c *chat) forget(n int) {
	for _, m := range c.order[:n] {
		delete(c.messages, m.ID)
		c.floor = max(c.floor, m.ID)
	}
	c.order = append([]*Message(nil), c.order[n:]...)
}

func (c *chat) isGroup() bool { return c.kind != Private }

// unix is a date as Telegram writes it.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
