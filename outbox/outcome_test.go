package outbox_test

import (
	"errors"
	"testing"
	"time"

	"cewen/outbox"
)

// TestClassify goes through every outcome that a call can have.
func TestClassify(t *testing.T) {
	send := outbox.Delivery{Method: outbox.Send, Attempt: 1}
	plain := outbox.Delivery{Method: outbox.Send, Attempt: 2, Plain: true}
	edit := outbox.Delivery{Method: outbox.Edit, Attempt: 1, MessageID: 7}
	failed := errors.New("connection reset")
	for _, tc := range []struct {
		name string
		d    outbox.Delivery
		r    outbox.Reply
		want outbox.Outcome
	}{
		{"accepted", send, outbox.Reply{Written: true, Status: 200, OK: true, MessageID: 9}, outbox.Outcome{Verdict: outbox.Accepted, MessageID: 9}},
		{"accepted, reply cut short", send, outbox.Reply{Written: true, Status: 200, OK: true, Err: failed}, outbox.Outcome{Verdict: outbox.Accepted}},
		{"429", send, outbox.Reply{Written: true, Status: 429, Code: 429, RetryAfter: 7 * time.Second}, outbox.Outcome{Verdict: outbox.Paused, Wait: 7 * time.Second, Reason: "429"}},
		{"429 without a number", send, outbox.Reply{Written: true, Status: 429, Code: 429}, outbox.Outcome{Verdict: outbox.Paused, Wait: time.Second, Reason: "429"}},
		{"429 from a proxy", send, outbox.Reply{Written: true, Status: 429}, outbox.Outcome{Verdict: outbox.Paused, Wait: time.Second, Reason: "429"}},
		{"403 blocked", send, outbox.Reply{Written: true, Status: 403, Code: 403, Description: "Forbidden: bot was blocked by the user"}, outbox.Outcome{Verdict: outbox.ChatGone, Reason: "403 Forbidden: bot was blocked by the user"}},
		{"403 kicked", send, outbox.Reply{Written: true, Status: 403, Code: 403, Description: "Forbidden: bot was kicked from the group chat"}, outbox.Outcome{Verdict: outbox.ChatGone, Reason: "403 Forbidden: bot was kicked from the group chat"}},
		{"403 never started", send, outbox.Reply{Written: true, Status: 403, Code: 403, Description: "Forbidden: bot can't initiate conversation with a user"}, outbox.Outcome{Verdict: outbox.ChatGone, Reason: "403 Forbidden: bot can't initiate conversation with a user"}},
		{"chat not found", send, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: chat not found"}, outbox.Outcome{Verdict: outbox.ChatGone, Reason: "400 Bad Request: chat not found"}},
		{"no right to write", send, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: not enough rights to send text messages to the chat"}, outbox.Outcome{Verdict: outbox.ChatGone, Reason: "400 Bad Request: not enough rights to send text messages to the chat"}},
		{"migrated", send, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -1001}, outbox.Outcome{Verdict: outbox.Moved, MigrateTo: -1001, Reason: "migrated"}},
		{"markup refused", send, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: can't parse entities: Unsupported start tag"}, outbox.Outcome{Verdict: outbox.AsPlain, Reason: "400 Bad Request: can't parse entities: Unsupported start tag"}},
		{"markup refused although plain", plain, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: can't parse entities"}, outbox.Outcome{Verdict: outbox.Refused, Reason: "400 Bad Request: can't parse entities"}},
		{"another 400", send, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: message is too long"}, outbox.Outcome{Verdict: outbox.Refused, Reason: "400 Bad Request: message is too long"}},
		{"edited to the same", edit, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: message is not modified: specified new message content…"}, outbox.Outcome{Verdict: outbox.Accepted, MessageID: 7}},
		{"edited message is gone", edit, outbox.Reply{Written: true, Status: 400, Code: 400, Description: "Bad Request: message to edit not found"}, outbox.Outcome{Verdict: outbox.Refused, Reason: "400 Bad Request: message to edit not found"}},
		{"token revoked", send, outbox.Reply{Written: true, Status: 401, Code: 401, Description: "Unauthorized"}, outbox.Outcome{Verdict: outbox.Later, Wait: 30 * time.Second, Reason: "401 Unauthorized"}},
		{"token unknown", send, outbox.Reply{Written: true, Status: 404, Code: 404, Description: "Not Found"}, outbox.Outcome{Verdict: outbox.Later, Wait: 30 * time.Second, Reason: "404 Not Found"}},
		{"500", send, outbox.Reply{Written: true, Status: 500, Code: 500, Description: "Internal Server Error"}, outbox.Outcome{Verdict: outbox.Unknown, Wait: time.Second, Reason: "500"}},
		{"502 with a page", send, outbox.Reply{Written: true, Status: 502}, outbox.Outcome{Verdict: outbox.Unknown, Wait: time.Second, Reason: "502"}},
		{"502 for an edit", edit, outbox.Reply{Written: true, Status: 502}, outbox.Outcome{Verdict: outbox.Later, Wait: time.Second, Reason: "502"}},
		{"a proxy's page", send, outbox.Reply{Written: true, Status: 407}, outbox.Outcome{Verdict: outbox.Later, Wait: time.Second, Reason: "407 without a reply of the Bot API"}},
		{"not connected", send, outbox.Reply{Err: failed}, outbox.Outcome{Verdict: outbox.Later, Wait: time.Second, Reason: "not connected"}},
		{"no reply", send, outbox.Reply{Written: true, Err: failed}, outbox.Outcome{Verdict: outbox.Unknown, Wait: time.Second, Reason: "no reply"}},
		{"reply is no JSON", send, outbox.Reply{Written: true, Status: 200, Err: failed}, outbox.Outcome{Verdict: outbox.Unknown, Wait: time.Second, Reason: "no reply"}},
		{"no reply to an edit", edit, outbox.Reply{Written: true, Err: failed}, outbox.Outcome{Verdict: outbox.Later, Wait: time.Second, Reason: "no reply"}},
		{"an error code that is new", send, outbox.Reply{Written: true, Status: 418, Code: 418, Description: "?"}, outbox.Outcome{Verdict: outbox.Refused, Reason: "418 ?"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := outbox.Classify(tc.d, tc.r); got != tc.want {
				t.Errorf("got  %+v\nwant %+v", got, tc.want)
			}
		})
	}
}

// TestBackoff: the waits grow and stay bounded.
func TestBackoff(t *testing.T) {
	last := time.Duration(0)
	for n := 1; n < 100; n++ {
		o := outbox.Classify(outbox.Delivery{Method: outbox.Send, Attempt: n}, outbox.Reply{})
		if o.Wait < last || o.Wait > time.Minute {
			t.Fatalf("attempt %d waits %v after %v", n, o.Wait, last)
		}
		last = o.Wait
	}
	if last != time.Minute {
		t.Errorf("longest wait %v, want a minute", last)
	}
	if o := outbox.Lost(outbox.Delivery{Method: outbox.Send}); o.Verdict != outbox.Unknown || o.Wait != 0 {
		t.Errorf("a lease that ran out: %+v", o)
	}
}
