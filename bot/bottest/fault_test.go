package bottest

import (
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Each fault as a plain client sees it, and whether the message is in the chat.
func TestFaults(t *testing.T) {
	refused := func(e error) bool { return errors.Is(e, io.EOF) }
	isReset := func(e error) bool { return errors.Is(e, syscall.ECONNRESET) }
	timedOut := func(e error) bool {
		n, ok := errors.AsType[net.Error](e)
		return ok && n.Timeout()
	}
	cut := func(e error) bool { return errors.Is(e, io.ErrUnexpectedEOF) }
	for _, test := range []struct {
		name     string
		effect   Effect
		waits    bool             // until the client gives up
		broken   func(error) bool // nil: there is a reply
		told     told
		accepted bool
		reply    Reply
	}{
		{"429", RetryAfter(3, false), false, nil, told{Status: 429, Description: "Too Many Requests: retry after 3"}, false, Delivered},
		{"403", Forbidden("bot was blocked by the user"), false, nil, told{Status: 403, Description: "Forbidden: bot was blocked by the user"}, false, Delivered},
		{"400", BadRequest("Bad Request: can't parse entities: x"), false, nil, told{Status: 400, Description: "Bad Request: can't parse entities: x"}, false, Delivered},
		{"migrated", MigratedTo(-1009), false, nil, told{Status: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat"}, false, Delivered},
		{"500", ServerError(), false, nil, told{Status: 500, Description: "Internal Server Error"}, false, Delivered},
		{"502", BadGateway(), false, func(error) bool { return true }, told{Status: 502}, false, Delivered},
		{"dropped before", Drop(Before), false, refused, told{}, false, Dropped},
		{"dropped after", Drop(After), false, refused, told{}, true, Dropped},
		{"reset before", Reset(Before), false, isReset, told{}, false, Dropped},
		{"reset after", Reset(After), false, isReset, told{}, true, Dropped},
		{"hung before", Hang(Before), true, timedOut, told{}, false, Dropped},
		{"hung after", Hang(After), true, timedOut, told{}, true, Dropped},
		{"truncated", Truncate(), false, cut, told{Status: 200}, true, Dropped},
		{"late", Delay(10*time.Millisecond, After), false, nil, told{Status: 200, OK: true}, true, Delivered},
		{"late before", Delay(10*time.Millisecond, Before), false, nil, told{Status: 200, OK: true}, true, Delivered},
		{"too late", Delay(5*time.Second, After), true, timedOut, told{}, true, Dropped},
		{"too late before", Delay(5*time.Second, Before), true, timedOut, told{}, false, Dropped},
		{"none", Effect{}, false, nil, told{Status: 200, OK: true}, true, Delivered},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := New(t, unlimited)
			chat := s.PrivateChat(s.NewUser("安娜"))
			s.Inject(Fault{Method: "sendMessage", Text: "雨水", Times: 1, Effect: test.effect})
			if r := do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "别的"}); !r.OK {
				t.Errorf("struck another call: %+v", r)
			}
			patience := 10 * time.Second
			if test.waits {
				patience = 100 * time.Millisecond
			}
			got := doWithin(s, patience, "sendMessage", fields{"chat_id": chat.ID, "text": "雨水管网"})
			if (got.err == nil) != (test.broken == nil) || got.err != nil && !test.broken(got.err) {
				t.Fatalf("error %v, told %+v", got.err, got)
			}
			if got.Status != test.told.Status || got.OK != test.told.OK || got.Description != test.told.Description {
				t.Errorf("told %+v", got)
			}
			await(t, s, func() bool { return s.Calls()[1].Reply != Waiting })
			c := s.Calls()[1]
			messages := chat.Messages()
			if accepted := len(messages) == 2; accepted != test.accepted || c.Accepted != test.accepted || c.Reply != test.reply {
				t.Errorf("%d messages, call %+v", len(messages), c)
			}
			if test.accepted && messages[1].Reply != test.reply {
				t.Errorf("message %+v", messages[1])
			}
			if r := do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "雨水管网"}); !r.OK {
				t.Errorf("struck once more: %+v", r)
			}
		})
	}
	s := New(t, unlimited)
	chat := s.PrivateChat(s.NewUser("安娜"))
	s.Inject(Fault{Effect: MigratedTo(-1009)})
	if r := do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "x"}); r.Parameters.MigrateToChatID != -1009 {
		t.Errorf("migrated: %+v", r)
	}
	s.Inject(Fault{Method: "getUpdates", Effect: BadGateway()})
	if r := do(s, "getUpdates", nil); r.Status != 502 || !strings.HasPrefix(r.body, "<html>") {
		t.Errorf("502: %+v", r)
	}
}

func TestFaultsFitting(t *testing.T) {
	s := New(t, unlimited, func(c *Config) { c.Seed = 7 })
	one, two := s.PrivateChat(s.NewUser("安娜")), s.PrivateChat(s.NewUser("小波"))
	say := func(chat *Chat) int { return do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "x"}).Status }
	remove := s.Inject(Fault{Chat: one.ID, Effect: ServerError()})
	if say(one) != 500 || say(two) != 200 || say(one) != 500 {
		t.Error("by chat")
	}
	if do(s, "getUpdates", nil).Status != 200 {
		t.Error("getUpdates is struck without being named")
	}
	remove()
	remove()
	if say(one) != 200 {
		t.Error("not removed")
	}
	remove = s.Inject(Fault{Match: func(c Call) bool { return c.Fields["chat_id"] == "1" }, Effect: ServerError()})
	if say(one) != 200 {
		t.Error("by match")
	}
	remove()
	s.Inject(Fault{Chance: 0.5, Effect: ServerError()})
	failed := 0
	for range 100 {
		if say(one) == 500 {
			failed++
		}
	}
	if failed < 30 || failed > 70 || s.Counters().Faults != failed+2 {
		t.Errorf("%d of 100 failed, %+v", failed, s.Counters())
	}
}

func TestPause(t *testing.T) {
	now := newClock()
	s := New(t, unlimited, func(c *Config) { c.Now = now.Now })
	chat := s.PrivateChat(s.NewUser("安娜"))
	s.Inject(Fault{Times: 1, Effect: RetryAfter(5, true)})
	r := do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "x"})
	if r.Status != 429 || r.Parameters.RetryAfter != 5 || r.retryAfter != "5" {
		t.Fatalf("%+v", r)
	}
	if r = do(s, "getMe", nil); r.Status != 429 { // it may have been on its way already
		t.Errorf("at once: %+v", r)
	}
	wantReason(t, s, "")
	now.add(2 * time.Second)
	if r = do(s, "getMe", nil); r.Status != 429 || r.Parameters.RetryAfter != 3 {
		t.Errorf("in the pause: %+v", r)
	}
	wantReason(t, s, "called 3s before the end of the pause")
	if r = do(s, "getUpdates", nil); !r.OK {
		t.Errorf("getUpdates: %+v", r)
	}
	now.add(3 * time.Second)
	if r = do(s, "getMe", nil); !r.OK || len(chat.Messages()) != 0 {
		t.Errorf("after it: %+v", r)
	}
}

// A client that is killed in the middle of its request has called nothing, one that is killed behind it has.
func TestClientKilled(t *testing.T) {
	s := New(t, unlimited)
	chat := s.PrivateChat(s.NewUser("安娜"))
	body := string(encode(fields{"chat_id": chat.ID, "text": "x"}))
	head := "POST /bot" + s.Token + "/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, part := range []string{head[:20], head, head + "5\r\n" + body[:5] + "\r\n", head + "ff\r\n" + body} {
		conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, part)
		_ = conn.Close()
	}
	await(t, s, func() bool { return s.Counters().Aborted == 3 })
	if len(s.Calls()) != 0 || len(chat.Messages()) != 0 {
		t.Errorf("calls %+v", s.Calls())
	}
	conn, err := net.Dial("tcp", s.http.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, strings.Replace(head, "Transfer-Encoding: chunked", "Content-Length: "+itoa(len(body)), 1)+body)
	_ = conn.(*net.TCPConn).SetLinger(0)
	chat.Wait(1)
	_ = conn.Close()
}
