package bottest

import "time"

// Limits are what counts as a flood: messages and edits, counted when they arrive. A zero is no limit.
type Limits struct {
	PerSecond      int // in any second, all chats together
	ChatPerSecond  int // in any second, one chat
	GroupPerMinute int // in any 60 seconds, one group or channel

	Grace        time.Duration // by how much a window may be shorter, where arrivals are less even than sends
	AcceptedOnly bool          // calls that were refused do not count
}

// TelegramLimits are the limits that Telegram documents.
func TelegramLimits() Limits { return Limits{PerSecond: 30, ChatPerSecond: 1, GroupPerMinute: 20} }

// Config is what a test can set of a Server. New fills it with the defaults named here before the test changes it.
type Config struct {
	Token  string // 7654321098:AAF-test
	Bot    User   // getMe; its ID is the number before the token's colon
	Limits Limits // TelegramLimits

	Now      func() time.Time // time.Now: dates, limits and pauses; called from several goroutines. Waiting is always real time
	LongPoll time.Duration    // 2 s: the longest that getUpdates really waits, whatever its timeout
	Patience time.Duration    // 10 s: the longest that Chat.Wait waits

	PauseGrace time.Duration // 100 ms: a call this soon after a 429 may have been on its way: refused, no violation
	QueryLife  time.Duration // 0: a callback or inline query can be answered for ever; else it grows too old, which is no violation

	AllowHTTPWebhook     bool          // setWebhook takes http:// too
	WebhookBackoff       time.Duration // 20 ms: the wait after a failed delivery, doubled up to 25 times as long
	LanesByKind          bool          // keep order as api.telegram.org does: callbacks in a lane per user, members in one of their own
	AllowUnmodifiedEdits bool          // an edit that changes nothing is refused, but is no violation

	KeepMessages int    // messages that are kept in full per chat at least, the newest; 0: all. A chat's Tally is complete in any case
	KeepCalls    int    // calls that are kept at least, the newest; 0: all
	Seed         uint64 // of faults that come with a probability
}

func defaults() Config {
	return Config{
		Token:          "7654321098:AAF-test",
		Bot:            User{ID: 7654321098, IsBot: true, FirstName: "策问", Username: "cewen_test_bot"},
		Limits:         TelegramLimits(),
		Now:            time.Now,
		LongPoll:       2 * time.Second,
		Patience:       10 * time.Second,
		PauseGrace:     100 * time.Millisecond,
		WebhookBackoff: 20 * time.Millisecond,
	}
}
