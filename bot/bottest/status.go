package bottest

// SetBotStatus changes what the bot is in the chat: added (Member), promoted (Administrator), restricted, removed (Kicked), or in a private
// chat blocked (Kicked) and started again (Member). The bot gets my_chat_member, and when it comes into a group, the message that tells so.
func (c *Chat) SetBotStatus(by User, status string) {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.chats[c.ID]
	wasOut := at.botStatus == Left || at.botStatus == Kicked
	s.setBotStatus(at, by, status)
	if wasOut && (status == Member || status == Administrator) && (at.kind == Group || at.kind == Supergroup || at.kind == Forum) {
		m := s.addMessage(at, &Message{From: by, service: map[string]any{"new_chat_members": []User{s.config.Bot}}})
		s.sendMessageUpdate(at, m, false)
	}
}

func (s *Server) setBotStatus(at *chat, by User, status string) {
	old := at.botStatus
	at.botStatus = status
	s.sendMember("my_chat_member", at, by, s.config.Bot, old, status)
}

// SetMember changes what a user is in a group or channel. The bot gets chat_member, if it asked for it and is an administrator.
func (c *Chat) SetMember(by, user User, status string) {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.chats[c.ID]
	old := Left
	if m := at.members[user.ID]; m != nil {
		old = m.status
	}
	at.members[user.ID] = &member{user, status}
	if at.botStatus == Administrator {
		s.sendMember("chat_member", at, by, user, old, status)
	}
}

func (s *Server) sendMember(kind string, at *chat, by, user User, old, status string) {
	s.send(kind, at.id, by.ID, encode(map[string]any{"chat": at.wire(), "from": by, "date": unix(s.now()),
		"old_chat_member": wireMember(user, old), "new_chat_member": wireMember(user, status)}))
}

// Migrate turns a group into a supergroup. The bot gets both service messages. The old chat's history stays under its id; whatever the bot
// sends there is refused with the new id from now on, and the new chat counts its messages anew.
func (c *Chat) Migrate() *Chat {
	s := c.s
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chats[c.ID]
	if old.kind != Group || old.migratedTo != 0 {
		s.t.Errorf("bottest: migration of chat %d, which is no group", c.ID)
		return c
	}
	s.lastGroup++
	to := s.newChat(-1_000_000_000_000-s.lastGroup, Supergroup)
	to.title, to.botStatus, to.members = old.title, old.botStatus, old.members
	leave := s.addMessage(old, &Message{anonymous: true, service: map[string]any{"migrate_to_chat_id": to.id}})
	s.sendMessageUpdate(old, leave, false)
	arrive := s.addMessage(to, &Message{anonymous: true, service: map[string]any{"migrate_from_chat_id": old.id}})
	s.sendMessageUpdate(to, arrive, false)
	old.migratedTo = to.id
	return s.handle(to)
}
