package bottest

import (
	"strconv"
	"testing"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestLimits(t *testing.T) {
	now := newClock()
	s := New(t, func(c *Config) { c.Now = now.Now })
	anna := s.NewUser("安娜")
	chat, group := s.PrivateChat(anna), s.AddChat(Group, "会议", anna)
	say := func(at *Chat) { do(s, "sendMessage", fields{"chat_id": at.ID, "text": "x"}) }

	say(chat)
	now.add(time.Second)
	say(chat)
	wantReason(t, s, "")
	now.add(time.Second - time.Nanosecond)
	do(s, "editMessageText", fields{"chat_id": chat.ID, "message_id": chat.Messages()[0].ID, "text": "y"})
	wantReason(t, s, "flood: 2 messages within 1s in one chat, allowed are 1")
	do(s, "sendChatAction", fields{"chat_id": chat.ID, "action": "typing"})
	wantReason(t, s, "")

	for range 20 {
		now.add(2 * time.Second)
		say(group)
	}
	wantReason(t, s, "")
	now.add(22*time.Second - time.Nanosecond)
	say(group)
	wantReason(t, s, "flood: 21 messages within 1m0s in one group, allowed are 20")
	now.add(time.Minute)
	say(group)
	wantReason(t, s, "")

	now.add(time.Minute)
	var chats []*Chat
	for range 31 {
		chats = append(chats, s.PrivateChat(s.NewUser("x")))
	}
	for i, at := range chats {
		if say(at); i < 30 {
			wantReason(t, s, "")
		}
	}
	wantReason(t, s, "flood: 31 messages within 1s in all chats, allowed are 30")
}

func TestLimitsRelaxed(t *testing.T) {
	now := newClock()
	s := New(t, func(c *Config) {
		c.Now = now.Now
		c.Limits = Limits{ChatPerSecond: 1, Grace: 20 * time.Millisecond, AcceptedOnly: true}
	})
	chat := s.PrivateChat(s.NewUser("安娜"))
	say := func() { do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "x"}) }
	s.Inject(Fault{Times: 3, Effect: ServerError()})
	for range 4 { // three are refused
		say()
	}
	wantReason(t, s, "")
	now.add(980 * time.Millisecond)
	say()
	wantReason(t, s, "")
	now.add(979 * time.Millisecond)
	say()
	wantReason(t, s, "flood")
}

func TestWindow(t *testing.T) {
	var w window
	base := time.Unix(0, 0)
	for i := range 1000 {
		// Two arrivals a second, each pair stamped the wrong way round.
		at := base.Add(time.Duration(i^1) * 500 * time.Millisecond)
		if n := w.add(at, time.Second); n > 2 {
			t.Fatalf("%d: %d arrivals", i, n)
		}
	}
	if len(w) > 100 {
		t.Errorf("%d are kept", len(w))
	}
}
