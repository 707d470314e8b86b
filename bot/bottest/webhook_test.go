package bottest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// receiver is a bot's webhook that a test steers.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	texts  map[int64][]string // by chat
	secret string
	status func(u gotUpdate) int
	body   string
	now    atomic.Int32 // under way
	most   atomic.Int32
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{texts: map[int64][]string{}, status: func(gotUpdate) int { return 200 }}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if n := r.now.Add(1); n > r.most.Load() {
			r.most.Store(n)
		}
		defer r.now.Add(-1)
		body, err := io.ReadAll(q.Body)
		var u gotUpdate
		if err != nil || json.Unmarshal(body, &u) != nil || q.Method != http.MethodPost || q.Header.Get("Content-Type") != "application/json" {
			t.Errorf("delivered %s %s, %v", q.Method, body, err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.secret = q.Header.Get("X-Telegram-Bot-Api-Secret-Token")
		status := r.status(u)
		if status == 200 && u.Message != nil {
			r.texts[u.Message.Chat.ID] = append(r.texts[u.Message.Chat.ID], u.Message.Text)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, r.body)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) heard(chat int64) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprint(r.texts[chat])
}

func hooked(c *Config) { c.AllowHTTPWebhook, c.WebhookBackoff = true, time.Millisecond }

func TestWebhook(t *testing.T) {
	s := New(t, unlimited, hooked)
	bot := newReceiver(t)
	anna, bo := s.NewUser("安娜"), s.NewUser("小波")
	hers, his := s.PrivateChat(anna), s.PrivateChat(bo)
	hers.Say(anna, "0") // before there is a webhook
	failures := 3
	bot.status = func(u gotUpdate) int {
		if u.Message.Text == "1" && u.Message.Chat.ID == hers.ID && failures > 0 {
			failures--
			return 500
		}
		return 200
	}
	if r := do(s, "setWebhook", fields{"url": bot.URL, "secret_token": "s-1", "max_connections": 2}); !r.OK {
		t.Fatalf("%+v", r)
	}
	for i := 1; i < 5; i++ {
		hers.Say(anna, fmt.Sprint(i))
		his.Say(bo, fmt.Sprint(i))
	}
	await(t, s, func() bool { return s.PendingUpdates() == 0 })
	if bot.heard(hers.ID) != "[0 1 2 3 4]" || bot.heard(his.ID) != "[1 2 3 4]" || bot.secret != "s-1" || bot.most.Load() > 2 {
		t.Errorf("heard %s, %s, secret %q, %d at once", bot.heard(hers.ID), bot.heard(his.ID), bot.secret, bot.most.Load())
	}
	if c := s.Counters(); c.Deliveries != 12 || c.FailedDeliveries != 3 {
		t.Errorf("counters %+v", c)
	}
	if r := do(s, "getUpdates", nil); r.Status != 409 || r.Description != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
		t.Errorf("poll beside a webhook: %+v", r)
	}
	var info wireWebhook
	do(s, "getWebhookInfo", nil).into(t, &info)
	if info.URL != bot.URL || info.MaxConnections != 2 || info.LastErrorMessage != "Wrong response from the webhook: 500 Internal Server Error" {
		t.Errorf("info %+v", info)
	}
	// Set again as it is, nothing changes. Then it goes, and what comes later waits for a poll.
	do(s, "setWebhook", fields{"url": bot.URL, "secret_token": "s-1", "max_connections": 2})
	do(s, "deleteWebhook", nil)
	hers.Say(anna, "5")
	if u := one(t, s); u.Message.Text != "5" {
		t.Errorf("got %+v", u)
	}
	if c := s.Counters(); c.DropPending != 0 || c.SkippedUpdates != 0 || c.Conflicts != 1 {
		t.Errorf("counters %+v", c)
	}
}

func TestWebhookDropsPending(t *testing.T) {
	s := New(t, unlimited, hooked)
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	chat.Say(anna, "1")
	bot := newReceiver(t)
	do(s, "setWebhook", fields{"url": bot.URL, "drop_pending_updates": true})
	chat.Say(anna, "2")
	await(t, s, func() bool { return s.PendingUpdates() == 0 })
	if c := s.Counters(); bot.heard(chat.ID) != "[2]" || c.DropPending != 1 || c.SkippedUpdates != 1 {
		t.Errorf("heard %s, %+v", bot.heard(chat.ID), c)
	}
}

// Setting a webhook ends the poll that waits, a dead one is tried until it is there, and a call in a reply is not executed.
func TestWebhookMisused(t *testing.T) {
	s := New(t, unlimited, hooked, func(c *Config) { c.LongPoll = 5 * time.Second })
	poll := make(chan told)
	go func() { poll <- do(s, "getUpdates", fields{"timeout": 5}) }()
	await(t, s, func() bool { return waiting(s) })
	bot := newReceiver(t)
	dead := httptest.NewServer(nil)
	dead.Close()
	do(s, "setWebhook", fields{"url": dead.URL})
	if r := <-poll; r.Status != 409 || r.Description != "Conflict: terminated by setWebhook request" {
		t.Errorf("poll: %+v", r)
	}
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	chat.Say(anna, "1")
	await(t, s, func() bool { return s.Counters().FailedDeliveries > 2 })
	var info wireWebhook
	do(s, "getWebhookInfo", nil).into(t, &info)
	if info.LastErrorMessage != "Connection refused" || info.PendingUpdateCount != 1 {
		t.Errorf("info %+v", info)
	}
	bot.body = `{"method":"sendMessage","chat_id":1,"text":"x"}`
	do(s, "setWebhook", fields{"url": bot.URL})
	await(t, s, func() bool { return s.PendingUpdates() == 0 })
	if bot.heard(chat.ID) != "[1]" {
		t.Errorf("heard %s", bot.heard(chat.ID))
	}
	wantReason(t, s, "called in the reply to a webhook")
	strict := New(t)
	if r := do(strict, "setWebhook", fields{"url": bot.URL}); r.OK || r.Description != "Bad Request: bad webhook: An HTTPS URL must be provided for webhook" {
		t.Errorf("http: %+v", r)
	}
	wantReason(t, strict, "is not https")
}

// By default a callback waits for the messages of its chat; LanesByKind is how Telegram itself does it.
func TestLanes(t *testing.T) {
	for _, byKind := range []bool{false, true} {
		s := New(t, unlimited, hooked, func(c *Config) { c.LanesByKind = byKind })
		bot := newReceiver(t)
		anna := s.NewUser("安娜")
		chat := s.PrivateChat(anna)
		var pressed atomic.Bool
		bot.status = func(u gotUpdate) int {
			if u.Callback != nil {
				pressed.Store(true)
			} else if !pressed.Load() {
				return 500 // the message is stuck until the button's press gets through
			}
			return 200
		}
		do(s, "setWebhook", fields{"url": bot.URL})
		chat.Say(anna, "1")
		chat.PressData(anna, 1, "x")
		await(t, s, func() bool { return s.Counters().FailedDeliveries > 3 || s.PendingUpdates() == 0 })
		if pressed.Load() != byKind {
			t.Errorf("by kind %v: pressed %v", byKind, pressed.Load())
		}
	}
}
