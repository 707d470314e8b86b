// Package bot is Telegram's face of the program: updates in, messages out.
//
// In: updates, by long polling or by webhook; a Snapshot to answer from; a store. Out: deliveries in the outbox, and the calls that send
// them. It renders an Answer and decides nothing about it. It is the only room that knows Telegram's types.
//
// An update is stored before it is confirmed to Telegram, and handled once: what it changes and what is said is committed together
// (inbox). Nothing that must arrive is sent while handling; it is written to the outbox and sent from there. What need not survive a crash
// is done afterwards: the answer to a button press, which only stops a spinner, and answers to inline queries, which a client repeats with
// the next key.
//
// It never sends outside the outbox's limits, never logs a token or a secret, and never a message's text unless told to.
package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
	"cewen/reminders"
)

// Store is what the bot keeps. store.Store fulfils it.
type Store interface {
	Updates
	outbox.Ledger
	Conversations
	Records
	Progress
	PlanFiles
	Shared
}

// Updates is where updates are kept until they are handled.
type Updates interface {
	inbox.Box[dialog.Changes]
	Put(ctx context.Context, now time.Time, us []inbox.Update) (fresh int, err error)
	Release(ctx context.Context, now time.Time, owner string) error
}

// Conversations is what has been said.
type Conversations interface {
	Last(ctx context.Context, th dialog.Thread) (*answer.Turn, error)
	Person(ctx context.Context, id int64) (dialog.Person, error)
	Chat(ctx context.Context, id int64) (dialog.Chat, bool, error)
	Turn(ctx context.Context, id string) (dialog.Turn, bool, error)
	TurnOfQuestion(ctx context.Context, chat int64, message int) (dialog.Turn, bool, error)
	LastTurn(ctx context.Context, th dialog.Thread) (dialog.Turn, bool, error)
	RefOf(ctx context.Context, chat int64, message int) (string, error)
	TurnOfAnswer(ctx context.Context, chat int64, message int) (dialog.Turn, bool, error)
	AnswerOf(ctx context.Context, turn string) (int64, error)
}

// Records is what administrators see.
type Records interface {
	Access(ctx context.Context, subject int64) (dialog.Access, bool, error)
	Events(ctx context.Context, offset, limit int) ([]dialog.Event, int, error)
	Reviews(ctx context.Context, disliked, refused bool, offset, limit int) ([]dialog.Review, int, error)
	Undelivered(ctx context.Context, offset, limit int) ([]outbox.Delivery, int, error)
}

// Progress is what chats are reminded of and have recorded.
type Progress interface {
	Subscriptions(ctx context.Context, p reminders.Place) ([]reminders.Subscription, error)
	Recorded(ctx context.Context, chat int64) (map[reminders.Ref]reminders.Record, error)
	Marks(ctx context.Context, chat int64, offset, limit int) ([]dialog.Mark, int, error)
	Batch(ctx context.Context, batch string) ([]dialog.Mark, error)
	Recorders(ctx context.Context) ([]dialog.Chat, error)
	Digest(ctx context.Context, key string) (dialog.Numbered, bool, error)
	DigestOf(ctx context.Context, chat int64, message int) (dialog.Numbered, bool, error)
	RemindStatus(ctx context.Context, now time.Time) (reminders.Backlog, error)
}

// Shared is what replicas on one database agree on.
type Shared interface {
	Shared() bool
	Hold(ctx context.Context, now time.Time, name, owner string, lasts time.Duration) (bool, error)
	Leave(ctx context.Context, name, owner string) error
	Setting(ctx context.Context, name, first string) (string, error)
}

// Metrics is told what happens. Its methods must be quick and safe for concurrent use.
type Metrics interface {
	inbox.Observer
	outbox.Observer
	Question(a answer.Answer, took time.Duration)
	Received(kind string)
	Inline(took time.Duration)
	Call(method string, status int)
}

// Config is how the bot runs.
type Config struct {
	Token         string
	API           string // https://api.telegram.org, or a server of one's own
	WebhookURL    string // "": long polling
	PageURL       string // https://… of the page in Telegram (Mini App); "": there is none
	WebhookSecret string // "": one is made and shared through the store
	Admins        []int64
	Paired        bool // strangers have to be approved
	Rate          int  // messages a second over all chats; 0: no limit
	UserRate      int  // questions a minute of one person; 0: no limit
	Hold          bool // uncertain messages are held instead of sent once more
	Zone          *time.Location
	Today         func() time.Time // the day that 今年 is counted from
	Version       string
	Retention     time.Duration
	LogText       bool            // log questions too
	Notes         func() []string // what /about says beside; nil: nothing
	Reminders     Reminders
	Library       Library // nil: no plan can be sent
}

// Bot is a running bot.
type Bot struct {
	Config
	store    Store
	snapshot func() *answer.Snapshot
	log      *slog.Logger
	metrics  Metrics
	owner    string // this process

	api    *client
	in     *inbox.Pump[dialog.Changes]
	out    *outbox.Pump
	pace   *pace
	inline chan struct{} // inline queries being answered
	self   atomic.Pointer[self]
	hook   hook
	ready  atomic.Bool
}

// self is what Telegram says that we are.
type self struct {
	id   int64
	name string // user name, without @
}

// mostInline bounds the inline queries that are answered at the same time; a client repeats with the next key.
const mostInline = 32

// New prepares a bot. It makes no call. Errors: an empty token or an address that cannot be one.
func New(c Config, s Store, snapshot func() *answer.Snapshot, log *slog.Logger, m Metrics) (*Bot, error) {
	c.Reminders = c.Reminders.usual(snapshot)
	b := &Bot{Config: c, store: s, snapshot: snapshot, log: log, metrics: m, owner: owner(), inline: make(chan struct{}, mostInline)}
	api, err := newClient(c.Token, c.API, m)
	if err != nil {
		return nil, err
	}
	b.api = api
	b.pace = newPace(c.UserRate)
	b.out = &outbox.Pump{Ledger: s, Sender: &sender{api: api, zone: c.Zone}, Observer: observer{b}, Owner: b.owner, Limits: outbox.Telegram(c.Rate), Policy: outbox.Policy{Hold: c.Hold}, Grace: 6 * time.Second}
	b.in = &inbox.Pump[dialog.Changes]{Box: s, Handle: b.handle, Sorry: b.sorry, Observer: observer{b}, Owner: b.owner, Wrote: b.out.Wake, Grace: 2 * time.Second}
	return b, nil
}

func owner() string {
	var id [6]byte
	_, _ = rand.Read(id[:]) // never fails (crypto/rand)
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return host + "/" + hex.EncodeToString(id[:])
}

// Run serves until ctx ends. Then it takes nothing more in, finishes what it is handling and what it is sending, within ten seconds, and
// returns. What is left stays stored.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.store.Release(ctx, time.Now(), b.owner); err != nil && ctx.Err() == nil {
		return err
	}
	var receiving, handling, sending sync.WaitGroup
	sendCtx, stopSending := context.WithCancel(context.WithoutCancel(ctx))
	defer stopSending()
	sending.Go(func() { b.out.Run(sendCtx) })
	handling.Go(func() {
		// Who we are has to be known before a group's message can be understood.
		if b.introduce(ctx) {
			b.in.Run(ctx)
		}
	})
	receiving.Go(func() { b.receive(ctx) })
	<-ctx.Done()
	receiving.Wait()
	handling.Wait()
	stopSending()
	sending.Wait()
	return nil
}

// Ready reports whether Telegram has been reached.
func (b *Bot) Ready() bool { return b.ready.Load() }

// Wake says that something was put into the outbox by another room.
func (b *Bot) Wake() { b.out.Wake() }

// introduce finds out who we are, as often as it takes, and tells Telegram our commands. It reports false when ctx ended before.
func (b *Bot) introduce(ctx context.Context) bool {
	for try := 0; ; try++ {
		id, name, inline, err := b.api.me(ctx)
		if err == nil {
			b.self.Store(&self{id, name})
			b.ready.Store(true)
			b.log.Info("telegram reached", "bot", name)
			if !inline {
				b.log.Warn("inline mode is off: send /setinline to @BotFather to let people insert cards anywhere")
			}
			go b.present(ctx)
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		wait := min(time.Second<<min(try, 5), 30*time.Second)
		if r := replyOf(err); r.Code == 401 || r.Code == 404 {
			b.log.Error("telegram does not know this token: get one from @BotFather with /newbot or /token", "retry", wait)
		} else {
			b.log.Warn("telegram not reached", "error", err, "retry", wait)
		}
		if !sleep(ctx, wait) {
			return false
		}
	}
}

// receive takes updates in, by whichever way is configured.
func (b *Bot) receive(ctx context.Context) {
	if b.WebhookURL != "" {
		b.setWebhook(ctx)
		<-ctx.Done()
		return
	}
	b.poll(ctx)
}

// today is the day in the zone that plans mean.
func (b *Bot) today() time.Time {
	if b.Today != nil {
		return b.Today().In(b.Zone)
	}
	return time.Now().In(b.Zone)
}

func (b *Bot) about() view.About {
	a := view.About{Plans: b.snapshot().Holdings(), Today: b.today().Format(time.DateOnly), Version: b.Version, Retention: b.Retention}
	if me := b.self.Load(); me != nil {
		a.Bot = me.name
	}
	return a
}

func (b *Bot) isAdmin(user int64) bool {
	for _, a := range b.Admins {
		if a == user {
			return true
		}
	}
	return false
}

// sleep waits, and reports false when ctx ended before.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
