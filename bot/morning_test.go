package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cewen/bot/bottest"
	"cewen/dialog"
	"cewen/inbox"
	"cewen/reminders"
	"cewen/store"
)

// A morning on which thousands of chats have something due: every chat gets its digest once, Telegram's limits hold (the server fails the
// test on the first violation), and who asks meanwhile is answered before a second's worth of digests has gone out. How long that takes is
// logged; make soak, which has the machine for itself, also holds it under a second.
func TestMorning(t *testing.T) {
	n := 240
	if v := os.Getenv("CEWEN_DIGESTS"); v != "" {
		var err error
		if n, err = strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	}
	r := newRig(t, func(r *rig, c *bottest.Config) {
		r.config.UserRate = 0
		r.clock.set(time.Date(2025, 12, 31, 8, 59, 0, 0, zone))
		r.config.Today = r.clock.Now
		c.Patience = time.Duration(n/20+60) * time.Second
	})
	t.Parallel() // it only waits
	var c dialog.Changes
	var chats []*bottest.Chat
	for i := range n {
		chat := r.server.PrivateChat(r.server.NewUser(fmt.Sprint("人", i)))
		chats = append(chats, chat)
		c.Chats = append(c.Chats, dialog.Chat{ID: chat.ID, Kind: "private"})
		c.Subscriptions = append(c.Subscriptions, reminders.Subscription{Chat: chat.ID, About: reminders.AboutAll, Preset: reminders.Usual, Hour: reminders.UsualHour, Created: r.clock.Now()})
	}
	c.Clock = r.clock.Now()
	r.stop()
	commit(t, r.place, c)
	r.start()
	asker := r.server.NewUser("问")
	ask := r.server.PrivateChat(asker)
	r.clock.set(time.Date(2025, 12, 31, 9, 0, 0, 0, zone))
	begin := time.Now()
	type wait struct{ from, to time.Time }
	var waits []wait
	var took []time.Duration
	left := slices.Clone(chats)
	for len(left) > 0 && time.Since(begin) < time.Duration(n/20+60)*time.Second {
		at := time.Now()
		ask.Say(asker, "充电站谁负责")
		m := ask.Wait(len(took) + 1)
		arrived := m[len(m)-1].Arrived
		took, waits = append(took, arrived.Sub(at)), append(waits, wait{at, arrived})
		time.Sleep(1100*time.Millisecond - time.Since(at)) // one a second to a chat is Telegram's limit, not ours
		left = slices.DeleteFunc(left, func(c *bottest.Chat) bool { return len(c.Messages()) > 0 })
	}
	whole := time.Since(begin)
	if len(left) > 0 {
		t.Fatalf("%d of %d chats got nothing in %v", len(left), n, whole)
	}
	r.stop() // what is on its way arrives first
	for _, c := range chats {
		if m := c.Messages(); len(m) == 0 || !strings.Contains(m[0].Text, "【到期提醒】全部任务") || slices.ContainsFunc(m[1:], func(x bottest.Message) bool { return strings.Contains(x.Text, "【到期提醒】") }) {
			t.Fatalf("a chat got %d messages, first:\n%s", len(m), m[0].Text)
		}
	}
	slices.Sort(took)
	t.Logf("%d digests in %v; %d questions meanwhile: p50 %v, longest %v", n, whole.Round(time.Second), len(took), took[len(took)/2], took[len(took)-1])
	var arrivals []time.Time
	for _, c := range chats {
		arrivals = append(arrivals, c.Messages()[0].Arrived)
	}
	for _, w := range waits {
		passed := 0
		for _, a := range arrivals {
			if a.After(w.from) && a.Before(w.to) {
				passed++
			}
		}
		if passed > 30 {
			t.Errorf("%d digests went out before an answer", passed)
		}
	}
	if worst := took[len(took)-1]; worst > time.Second && os.Getenv("CEWEN_DIGESTS") != "" {
		t.Errorf("an answer took %v, more than a second", worst)
	}
}

// commit makes changes as a message does, in a database that no bot runs on.
func commit(t testing.TB, place string, c dialog.Changes) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	s, err := store.Open(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, now, []inbox.Update{{ID: 1, Lane: 1, Body: json.RawMessage(`{"update_id":1}`)}}); err != nil {
		t.Fatal(err)
	}
	items, err := s.Take(ctx, now, inbox.Take{Owner: "test", Lease: time.Minute, Most: 1})
	if err != nil || len(items) != 1 {
		t.Fatalf("%d updates, %v", len(items), err)
	}
	if err := s.Commit(ctx, now, items[0], c, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
