package outbox

import (
	"fmt"
	"strings"
	"time"
)

// Reply is what is known after one call, as facts: the words of a client library's errors are no basis for a decision.
type Reply struct {
	Written     bool          // the request, or a part of it, left this machine
	Status      int           // HTTP status; 0: no reply came
	OK          bool          // the reply says ok:true
	Code        int           // error_code of the reply; 0: it was no reply of the Bot API (a gateway's page, a body cut short)
	Description string        //
	RetryAfter  time.Duration // parameters.retry_after
	MigrateTo   int64         // parameters.migrate_to_chat_id
	MessageID   int           // result.message_id
	Err         error         // what the call returned
}

// Verdict is what becomes of a delivery after a call.
type Verdict string

// The verdicts.
const (
	Accepted  Verdict = "sent"      // done
	Later     Verdict = "later"     // certainly not accepted; try again after Wait
	Paused    Verdict = "paused"    // 429: nothing at all is sent for Wait, then again
	AsPlain   Verdict = "plain"     // the markup was refused: once more without
	Moved     Verdict = "moved"     // the group has a new id: once more, there
	Refused   Verdict = "refused"   // this message will never be taken
	ChatGone  Verdict = "gone"      // this chat takes nothing any more
	Unknown   Verdict = "uncertain" // may have been accepted
	Undecided Verdict = ""
)

// Outcome is a verdict with what belongs to it.
type Outcome struct {
	Verdict   Verdict
	Wait      time.Duration // Later, Paused, Unknown: before the next attempt
	MigrateTo int64         // Moved
	MessageID int           // Accepted
	Reason    string        // for people who run it; never a text that was sent, never a secret
}

// Waits between attempts. A refused connection or a gateway's error is tried again soon and then ever more rarely.
const (
	firstWait = time.Second
	MostWait  = time.Minute      // longer than this nothing is put off, but by a 429
	tokenWait = 30 * time.Second // 401, 404: the token is wrong; somebody has to act
)

// Classify decides what a call's facts mean for a delivery. It is the only place that does.
func Classify(d Delivery, r Reply) Outcome {
	switch {
	case r.OK:
		return Outcome{Verdict: Accepted, MessageID: r.MessageID}
	case r.MigrateTo != 0 && r.MigrateTo != d.Chat:
		return Outcome{Verdict: Moved, MigrateTo: r.MigrateTo, Reason: "migrated"}
	case r.Code == 429 || r.Status == 429:
		return Outcome{Verdict: Paused, Wait: max(r.RetryAfter, firstWait), Reason: "429"}
	case r.Code >= 500, r.Code == 0 && r.Status >= 500:
		return unknown(d, fmt.Sprintf("%d", max(r.Code, r.Status)))
	case r.Code == 401, r.Code == 404:
		return Outcome{Verdict: Later, Wait: tokenWait, Reason: reason(r)}
	case r.Code == 403:
		return Outcome{Verdict: ChatGone, Reason: reason(r)}
	case r.Code == 400:
		return refusal(d, r)
	case r.Code != 0:
		return Outcome{Verdict: Refused, Reason: reason(r)}
	case !r.Written:
		return Outcome{Verdict: Later, Wait: backoff(d.Attempt), Reason: "not connected"}
	case r.Status >= 300 && r.Status < 500:
		// A proxy refused it before it came to the Bot API: a page instead of JSON.
		return Outcome{Verdict: Later, Wait: backoff(d.Attempt), Reason: fmt.Sprintf("%d without a reply of the Bot API", r.Status)}
	}
	return unknown(d, "no reply")
}

// unknown is the verdict on a call that may have worked. An edit that worked does no harm a second time.
func unknown(d Delivery, why string) Outcome {
	if d.Method == Edit {
		return Outcome{Verdict: Later, Wait: backoff(d.Attempt), Reason: why}
	}
	return Outcome{Verdict: Unknown, Wait: backoff(d.Doubts + 1), Reason: why}
}

// refusal reads a 400. Its description is the only thing that tells them apart (Bot API, "Making requests": its contents may change, so
// whatever is not known is a refusal of this one message).
func refusal(d Delivery, r Reply) Outcome {
	text := strings.ToLower(r.Description)
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(text, p) {
				return true
			}
		}
		return false
	}
	switch {
	case d.Method == Edit && has("message is not modified"):
		return Outcome{Verdict: Accepted, MessageID: d.MessageID}
	case has("can't parse entities", "can't find end of", "unsupported start tag", "unclosed start tag", "entity") && !d.Plain:
		return Outcome{Verdict: AsPlain, Reason: reason(r)}
	case has("chat not found", "user not found", "peer_id_invalid", "bot was kicked", "bot was blocked", "user is deactivated", "group chat was deactivated", "not enough rights to send", "have no rights to send", "chat_write_forbidden", "need administrator rights"):
		return Outcome{Verdict: ChatGone, Reason: reason(r)}
	}
	return Outcome{Verdict: Refused, Reason: reason(r)}
}

func reason(r Reply) string {
	const most = 120
	text := fmt.Sprintf("%d %s", r.Code, r.Description)
	if rs := []rune(text); len(rs) > most {
		text = string(rs[:most])
	}
	return strings.TrimSpace(strings.ToValidUTF8(text, ""))
}

// backoff is the wait before attempt n+1: 1, 2, 4 … 60 seconds.
func backoff(n int) time.Duration {
	wait := firstWait
	for range min(n-1, 10) {
		wait *= 2
	}
	return min(wait, MostWait)
}

// Lost is the outcome of an attempt whose lease ran out: whoever held it is gone or hangs.
func Lost(d Delivery) Outcome {
	o := unknown(d, "lease ran out")
	o.Wait = 0 // the lease was wait enough
	return o
}
