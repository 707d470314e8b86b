package bottest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// rights are those that Telegram writes for an administrator; the test's administrators have them all.
var rights = []string{"can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
	"can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories", "can_pin_messages"}

var permissions = []string{"can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
	"can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
	"can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"}

// wireMember writes a ChatMember.
func wireMember(u User, status string) map[string]any {
	m := map[string]any{"user": u, "status": status}
	switch status {
	case Creator:
		m["is_anonymous"] = false
	case Administrator:
		m["can_be_edited"], m["is_anonymous"] = false, false
		for _, right := range rights {
			m[right] = true
		}
	case Restricted:
		m["is_member"], m["until_date"] = true, 0
		for _, permission := range permissions {
			m[permission] = false
		}
	case Kicked:
		m["until_date"] = 0
	}
	return m
}

// readable finds the chat of a call that reads.
func (s *Server) readable(c *call) (*chat, *answer) {
	at, a := s.known(c)
	if a == nil && at.kind != Private && at.migratedTo == 0 && (at.botStatus == Left || at.botStatus == Kicked) {
		return s.writable(c)
	}
	return at, a
}

func (s *Server) getChat(c *call) answer {
	at, a := s.readable(c)
	if a != nil {
		return *a
	}
	full := map[string]any{"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": map[string]bool{"unlimited_gifts": false,
		"limited_gifts": false, "unique_gifts": false, "premium_subscription": false, "gifts_from_channels": false}}
	return fine(merge(encode(at.wire()), full))
}

// statusOf is a user's status in a chat.
func (s *Server) statusOf(at *chat, user int64) (User, string, bool) {
	if user == s.config.Bot.ID {
		return s.config.Bot, at.botStatus, true
	}
	if at.kind == Private {
		return at.user, Member, user == at.user.ID
	}
	m := at.members[user]
	if m == nil {
		return User{}, "", false
	}
	return m.user, m.status, true
}

func (s *Server) getChatMember(c *call) answer {
	at, a := s.readable(c)
	if a != nil {
		return *a
	}
	u, status, ok := s.statusOf(at, int64(c.int("user_id")))
	if !ok {
		if known := s.chats[int64(c.int("user_id"))]; known != nil && known.kind == Private { // known to the bot, and not in this chat
			return fine(wireMember(known.user, Left))
		}
		c.wrong(fmt.Sprintf("user_id %s was never seen in the chat", c.Fields["user_id"]), "")
		return badRequest("PARTICIPANT_ID_INVALID")
	}
	return fine(wireMember(u, status))
}

func (s *Server) getChatAdministrators(c *call) answer {
	at, a := s.readable(c)
	if a != nil {
		return *a
	}
	if at.kind == Private {
		c.wrong("a private chat has no administrators", "")
		return badRequest("there are no administrators in the private chat")
	}
	admins := []map[string]any{}
	for _, m := range slices.SortedFunc(maps.Values(at.members), func(a, b *member) int { return cmp.Compare(a.user.ID, b.user.ID) }) {
		if m.status == Creator || m.status == Administrator {
			admins = append(admins, wireMember(m.user, m.status))
		}
	}
	if at.botStatus == Administrator {
		admins = append(admins, wireMember(s.config.Bot, Administrator))
	}
	return fine(admins)
}

func (s *Server) leaveChat(c *call) answer {
	at, a := s.writable(c)
	if a != nil {
		return *a
	}
	if at.kind == Private {
		c.wrong("a private chat can't be left", "")
		return badRequest("chat member status can't be changed in private chats")
	}
	s.setBotStatus(at, s.config.Bot, Left)
	return fine(true)
}
