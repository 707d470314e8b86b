package bot

import (
	"context"
	"encoding/json"
	"time"

	tg "github.com/go-telegram/bot"

	"cewen/inbox"
)

// wanted are the kinds of updates that mean something here. my_chat_member tells of being blocked, added and removed.
var wanted = []string{"message", "edited_message", "callback_query", "inline_query", "my_chat_member"}

// Polling by several replicas: one holds the lease, the others wait for it. It outlasts a few failed renewals.
const (
	pollLease  = "poll"
	leaseLasts = 15 * time.Second
	leaseRenew = 4 * time.Second
)

// repeated is the wait after a batch in which all had been confirmed already.
const repeated = 500 * time.Millisecond

// idleReset is after how long without updates their ids may start anew at a random number (Bot API, Update): an offset would then hide them.
const idleReset = 6 * 24 * time.Hour

// poll takes updates by long polling until ctx ends. On a shared database only the holder of the lease polls.
func (b *Bot) poll(ctx context.Context) {
	for ctx.Err() == nil {
		if !b.dropWebhook(ctx) {
			return
		}
		if !b.store.Shared() {
			b.pollLoop(ctx)
			return
		}
		held, err := b.store.Hold(ctx, time.Now(), pollLease, b.owner, leaseLasts)
		if err != nil {
			b.metrics.BoxFailed("hold lease", err)
		}
		if !held {
			if !sleep(ctx, leaseRenew) {
				return
			}
			continue
		}
		b.log.Info("this replica polls now")
		b.pollHolding(ctx)
	}
}

// pollHolding polls as long as the lease can be renewed, and gives it up at the end.
func (b *Bot) pollHolding(ctx context.Context) {
	polling, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		defer stop()
		until := time.Now().Add(leaseLasts)
		for sleep(polling, leaseRenew) {
			now := time.Now()
			held, err := b.store.Hold(polling, now, pollLease, b.owner, leaseLasts)
			switch {
			case err == nil && held:
				until = now.Add(leaseLasts)
			case err == nil || now.After(until):
				b.log.Warn("another replica polls now")
				return
			}
		}
	}()
	b.pollLoop(polling)
	leave, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := b.store.Leave(leave, pollLease, b.owner); err != nil {
		b.metrics.BoxFailed("leave lease", err)
	}
}

// pollLoop fetches, stores, and only then asks for what comes after, which is what confirms the stored ones.
func (b *Bot) pollLoop(ctx context.Context) {
	var next int64
	last := time.Now()
	failures := 0
	for ctx.Err() == nil {
		if time.Since(last) > idleReset {
			next, last = 0, time.Now()
		}
		us, err := b.api.updates(ctx, next, wanted)
		if err != nil {
			failures++
			if !b.pollFailed(ctx, err, failures) {
				return
			}
			continue
		}
		failures = 0
		b.ready.Store(true)
		if len(us) == 0 {
			continue
		}
		last = time.Now()
		highest, ok := b.keep(ctx, us)
		if !ok {
			return
		}
		if highest < next && !sleep(ctx, repeated) {
			return // a server that does not heed the offset brings the same ones for ever
		}
		next = highest + 1
	}
}

// keep stores a batch, as often as it takes: an update that could not be stored must not be confirmed. It returns the highest id.
func (b *Bot) keep(ctx context.Context, raw []json.RawMessage) (highest int64, ok bool) {
	for try := 0; ; try++ {
		highest, err := b.store1(ctx, raw)
		if err == nil {
			return highest, true
		}
		b.metrics.BoxFailed("put", err)
		b.log.Error("updates cannot be stored; they stay with telegram", "error", err)
		if !sleep(ctx, min(100*time.Millisecond<<min(try, 6), 5*time.Second)) {
			return 0, false
		}
	}
}

// store1 stores a batch once, and has what need not be stored answered.
func (b *Bot) store1(ctx context.Context, raw []json.RawMessage) (highest int64, err error) {
	var keep, queries []inbox.Update
	for _, r := range raw {
		u, kind, ok := b.peek(r)
		if !ok {
			continue
		}
		highest = max(highest, u.ID)
		switch kind {
		case "inline_query":
			queries = append(queries, u)
		case "":
		default:
			keep = append(keep, u)
		}
	}
	if len(keep) > 0 {
		if _, err := b.store.Put(ctx, time.Now(), keep); err != nil {
			return 0, err
		}
		b.in.Wake()
	}
	for _, q := range queries { // only now: a batch that could not be stored comes again
		b.answerInline(ctx, q)
	}
	return highest, nil
}

// pollFailed waits as long as the failure demands; false when ctx ended.
func (b *Bot) pollFailed(ctx context.Context, err error, failures int) bool {
	if ctx.Err() != nil {
		return false
	}
	wait := min(100*time.Millisecond<<min(failures, 6), 5*time.Second)
	r := replyOf(err)
	switch r.Code {
	case 409:
		b.log.Warn("another program polls with this token, or a webhook is set", "error", err)
		wait = 3 * time.Second
	case 429:
		wait = max(r.RetryAfter, time.Second)
	case 401, 404:
		b.ready.Store(false)
		b.log.Error("telegram does not know this token any more", "error", err)
		wait = 30 * time.Second
	default:
		if failures > 3 {
			b.ready.Store(false)
		}
		b.log.Warn("polling failed", "error", err, "retry", wait)
	}
	return sleep(ctx, wait)
}

// dropWebhook makes polling possible; what waits at Telegram is kept. It is tried until it works; false when ctx ended.
func (b *Bot) dropWebhook(ctx context.Context) bool {
	for try := 0; ; try++ {
		call, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := b.api.call(call, "deleteWebhook", func(ctx context.Context) error {
			_, err := b.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
			return err
		})
		cancel()
		if err == nil || replyOf(err).Code == 400 {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		b.log.Warn("webhook cannot be removed", "error", err)
		if try >= 2 {
			return true // polling itself says what is wrong
		}
		if !sleep(ctx, time.Second) {
			return false
		}
	}
}
