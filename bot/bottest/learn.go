package bottest

import (
	"encoding/json"
	"time"
)

// learn takes from an update that a test wrote itself what the bot may refer to later: the chat, the message, the query. It returns the chat.
func (s *Server) learn(update map[string]any) int64 {
	for _, kind := range []string{"message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member", "chat_member"} {
		if at := s.learnMessage(object(update, kind)); at != 0 {
			return at
		}
	}
	if q := object(update, "callback_query"); q != nil {
		at := s.learnMessage(object(q, "message"))
		s.learnQuery(q, false, at)
		return at
	}
	s.learnQuery(object(update, "inline_query"), true, 0)
	return 0
}

func (s *Server) learnMessage(m map[string]any) int64 {
	c := object(m, "chat")
	id := number(c, "id")
	if id == 0 {
		return 0
	}
	at := s.chats[id]
	if at == nil {
		kind := Kind(text(c, "type"))
		switch kind {
		case Group, Supergroup, Channel:
			if c["is_forum"] == true {
				kind = Forum
			}
		default:
			kind = Private
		}
		at = s.newChat(id, kind)
		at.title, at.username = text(c, "title"), text(c, "username")
		at.user = User{ID: id, FirstName: text(c, "first_name"), Username: at.username}
	}
	if thread := int(number(m, "message_thread_id")); thread != 0 && at.kind == Forum && at.topics[thread] == nil {
		at.topics[thread] = &topic{}
	}
	mid := int(number(m, "message_id"))
	if mid > 0 && at.messages[mid] == nil {
		from := object(m, "from")
		s.addMessage(at, &Message{ID: mid, From: User{ID: number(from, "id"), IsBot: from["is_bot"] == true, FirstName: text(from, "first_name")},
			FromBot: number(from, "id") == s.config.Bot.ID, Text: text(m, "text"), ThreadID: int(number(m, "message_thread_id")),
			Date: time.Unix(number(m, "date"), 0)})
		if at.kind == Private || at.kind == Group {
			s.lastMessage = max(s.lastMessage, mid)
		}
		at.lastID = max(at.lastID, mid)
	}
	return id
}

func (s *Server) learnQuery(q map[string]any, inline bool, chat int64) {
	id := text(q, "id")
	if id == "" || s.queries[id] != nil {
		return
	}
	s.issue(&query{Callback: Callback{ID: id, Data: text(q, "data"), Chat: chat, MessageID: int(number(object(q, "message"), "message_id")),
		From: User{ID: number(object(q, "from"), "id")}}, inline: inline, text: text(q, "query")})
}

// object, number and text read a field that may be missing or of another type: the test may write anything.
func object(in map[string]any, key string) map[string]any {
	m, _ := in[key].(map[string]any)
	return m
}

func number(in map[string]any, key string) int64 {
	n, _ := in[key].(json.Number)
	i, err := n.Int64()
	if err != nil {
		return 0
	}
	return i
}

func text(in map[string]any, key string) string {
	t, _ := in[key].(string)
	return t
}
