package bottest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

type gotUpdate struct {
	ID       int64      `json:"update_id"`
	Message  *gotPost   `json:"message"`
	Edited   *gotPost   `json:"edited_message"`
	Channel  *gotPost   `json:"channel_post"`
	Inline   *gotInline `json:"inline_query"`
	Callback *struct {
		ID      string
		From    User
		Data    string
		Message *gotPost
		Inline  string `json:"inline_message_id"`
	} `json:"callback_query"`
	My     *gotMember `json:"my_chat_member"`
	Member *gotMember `json:"chat_member"`
	Chosen *struct {
		ID     string `json:"result_id"`
		Inline string `json:"inline_message_id"`
	} `json:"chosen_inline_result"`
}

type gotInline struct {
	ID, Query string
	From      User
}

type gotPost struct {
	ID       int       `json:"message_id"`
	Thread   int       `json:"message_thread_id"`
	InTopic  bool      `json:"is_topic_message"`
	From     *User     `json:"from"`
	Sender   *wireChat `json:"sender_chat"`
	Chat     wireChat
	Date     int64
	EditDate int64 `json:"edit_date"`
	Text     string
	Entities []Entity
	Caption  string
	Photo    []wireFile
	Voice    *wireFile
	Reply    *gotPost `json:"reply_to_message"`
	Added    []User   `json:"new_chat_members"`
	To       int64    `json:"migrate_to_chat_id"`
	Of       int64    `json:"migrate_from_chat_id"`
	Sticker  any
}

type gotMember struct {
	Chat wireChat
	From User
	Old  struct{ Status string } `json:"old_chat_member"`
	New  struct {
		Status string
		User   User
	} `json:"new_chat_member"`
}

// updates gets and confirms all that is pending.
func updates(t *testing.T, s *Server) []gotUpdate {
	t.Helper()
	var all []gotUpdate
	offset := int64(0)
	for {
		var batch []gotUpdate
		do(s, "getUpdates", fields{"offset": offset}).into(t, &batch)
		if len(batch) == 0 {
			return all
		}
		all = append(all, batch...)
		offset = batch[len(batch)-1].ID + 1
	}
}

// one gets the only update that is pending.
func one(t *testing.T, s *Server) gotUpdate {
	t.Helper()
	got := updates(t, s)
	if len(got) != 1 {
		t.Fatalf("%d updates: %+v", len(got), got)
	}
	return got[0]
}

func ids(t *testing.T, r told) string {
	t.Helper()
	var batch []gotUpdate
	r.into(t, &batch)
	var out []string
	for _, u := range batch {
		out = append(out, fmt.Sprint(u.ID))
	}
	return strings.Join(out, " ")
}

func TestOffsets(t *testing.T) {
	s := New(t)
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	s.SetNextUpdateID(10)
	for i := range 6 {
		chat.Say(anna, fmt.Sprint(i))
	}
	for _, step := range []struct {
		fields  fields
		want    string
		pending int
	}{
		{nil, "10 11 12 13 14 15", 6},
		{nil, "10 11 12 13 14 15", 6}, // nothing was confirmed
		{fields{"limit": 2}, "10 11", 6},
		{fields{"offset": 0}, "10 11 12 13 14 15", 6},
		{fields{"offset": 11, "limit": 1}, "11", 5},
		{fields{"offset": 5}, "11 12 13 14 15", 5}, // what is confirmed does not come back
		{fields{"offset": -2}, "14 15", 2},
		{fields{"offset": 15}, "15", 1},
		{fields{"offset": 16}, "", 0},
		{fields{"offset": 99, "timeout": 0}, "", 0},
	} {
		if got := ids(t, do(s, "getUpdates", step.fields)); got != step.want || s.PendingUpdates() != step.pending {
			t.Errorf("%v: got %q and %d pending, want %q and %d", step.fields, got, s.PendingUpdates(), step.want, step.pending)
		}
	}
	if c := s.Counters(); c.SkippedUpdates != 3 || c.Updates != 6 || c.Conflicts != 0 || c.Calls["getUpdates"] != 10 {
		t.Errorf("counters %+v", c)
	}
}

func TestLongPoll(t *testing.T) {
	s := New(t, func(c *Config) { c.LongPoll = 50 * time.Millisecond })
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	begin := time.Now()
	if got := ids(t, do(s, "getUpdates", fields{"timeout": 30})); got != "" || time.Since(begin) < 50*time.Millisecond {
		t.Errorf("got %q after %v", got, time.Since(begin))
	}
	s.config.LongPoll = 5 * time.Second // no call is under way
	older, newer := make(chan told), make(chan told)
	poll := func(to chan told) {
		n := s.Counters().Total
		go func() { to <- do(s, "getUpdates", fields{"timeout": 5}) }()
		await(t, s, func() bool { return s.Counters().Total > n && waiting(s) })
	}
	poll(older)
	poll(newer)
	if r := <-older; r.Status != 409 || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Errorf("older: %+v", r)
	}
	chat.Say(anna, "你好")
	if got := ids(t, <-newer); got == "" {
		t.Error("newer got nothing")
	}
	if c := s.Counters(); c.Conflicts != 1 {
		t.Errorf("counters %+v", c)
	}
	// A client that goes away in the middle of a poll takes nothing with it.
	updates(t, s)
	if r := doWithin(s, 30*time.Millisecond, "getUpdates", fields{"timeout": 5}); r.err == nil {
		t.Errorf("gone: %+v", r)
	}
	chat.Say(anna, "还在吗")
	if u := one(t, s); u.Message.Text != "还在吗" {
		t.Errorf("got %+v", u)
	}
}

func waiting(s *Server) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll != nil
}

func TestAllowedUpdates(t *testing.T) {
	s := New(t)
	anna, bo := s.NewUser("安娜"), s.NewUser("小波")
	group := s.AddChat(Group, "会议", anna)
	group.SetBotStatus(anna, Administrator)
	all := func() string {
		group.SetMember(anna, bo, Administrator)
		group.SetBotStatus(anna, Restricted)
		group.SetBotStatus(anna, Administrator)
		group.Say(bo, "x")
		var out []string
		for _, u := range updates(t, s) {
			switch {
			case u.Message != nil:
				out = append(out, "message")
			case u.My != nil:
				out = append(out, "my")
			case u.Member != nil:
				out = append(out, "member")
			}
		}
		return strings.Join(out, " ")
	}
	for _, step := range []struct {
		allowed any
		want    string
	}{
		{nil, "my my my message"}, // of the group's promotion above too
		{[]string{"message", "chat_member"}, "member message"},
		{nil, "member message"}, // not given: as before
		{[]string{"my_chat_member"}, "my my"},
		{[]string{}, "my my message"}, // empty: as by default
	} {
		f := fields{"limit": 1, "offset": -1}
		if step.allowed != nil {
			f["allowed_updates"] = step.allowed
		}
		if step.allowed != nil {
			do(s, "getUpdates", f)
		}
		if got := all(); got != step.want {
			t.Errorf("%v: got %q, want %q", step.allowed, got, step.want)
		}
	}
	if n := s.Counters().Unwanted; n == 0 {
		t.Error("nothing was left out")
	}
}

func TestPushRaw(t *testing.T) {
	s := New(t, unlimited)
	s.SetNextUpdateID(7)
	for _, body := range []string{
		`{"message":{"message_id":5,"date":1700000000,"chat":{"id":77,"type":"private","first_name":"a"},"from":{"id":77},"text":"x"}}`,
		`{"update_id":20,"callback_query":{"id":"cb","from":{"id":77},"data":"d","message":{"message_id":6,"date":0,"chat":{"id":78,"type":"supergroup","is_forum":true}}}}`,
		`{"update_id":"x","message":[]}`, `[1]`, `null`, `"text"`, `{"message":{"chat":{"id":1.5e300}}}`,
	} {
		if _, err := s.Push(body); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	if _, err := s.Push(`{"a":`); err == nil {
		t.Error("broken JSON went through")
	}
	var got []json.RawMessage
	do(s, "getUpdates", nil).into(t, &got)
	var first, second struct {
		ID int `json:"update_id"`
	}
	if len(got) != 7 || json.Unmarshal(got[0], &first) != nil || json.Unmarshal(got[1], &second) != nil || first.ID != 7 || second.ID != 20 || string(got[3]) != "[1]" {
		t.Errorf("got %s", got)
	}
	if r := do(s, "sendMessage", fields{"chat_id": 77, "text": "x", "reply_parameters": fields{"message_id": 5}}); !r.OK {
		t.Errorf("reply: %+v", r)
	}
	if r := do(s, "sendMessage", fields{"chat_id": 78, "text": "x"}); !r.OK {
		t.Errorf("send: %+v", r)
	}
	if open := s.UnansweredCallbacks(); len(open) != 1 || open[0].Data != "d" {
		t.Errorf("open %+v", open)
	}
	if r := do(s, "answerCallbackQuery", fields{"callback_query_id": "cb"}); !r.OK || len(s.UnansweredCallbacks()) != 0 {
		t.Errorf("answer: %+v", r)
	}
}
