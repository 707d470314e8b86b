package bot_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"cewen/bot/bottest"
)

// Two hundred chats ask at once, under Telegram's limits: all are answered, no limit is broken, and a little more than the seven seconds
// that 30 a second allow is all it takes.
func TestTwoHundredChatsAtOnce(t *testing.T) {
	r := newRig(t)
	var chats []*bottest.Chat
	for i := range 200 {
		u := r.server.NewUser(fmt.Sprint("人", i))
		c := r.server.PrivateChat(u)
		c.Say(u, "充电站谁负责")
		chats = append(chats, c)
	}
	begin := time.Now()
	for _, c := range chats {
		has(t, c.Wait(1)[0], "市发展改革委")
	}
	if took := time.Since(begin); took > 15*time.Second {
		t.Errorf("200 answers took %v", took)
	}
	for _, c := range chats {
		if n := len(c.Messages()); n != 1 {
			t.Errorf("%d answers in a chat, want 1", n)
		}
	}
}

// A group that asks more than it may be answered in a minute waits, and no limit is broken.
func TestBusyGroup(t *testing.T) {
	if os.Getenv("CEWEN_SOAK") == "" {
		t.Skip("takes a minute: make soak runs it; the outbox's own tests hold the limit in made-up time")
	}
	r := newRig(t, func(r *rig, c *bottest.Config) {
		r.config.UserRate = 0
		c.Patience = 100 * time.Second
	})
	t.Parallel() // it only waits
	u := r.server.NewUser("王")
	g := r.server.AddChat(bottest.Supergroup, "群", u)
	for range 22 {
		g.Say(u, "@cewen_test_bot 充电站谁负责")
	}
	p := r.server.NewUser("李")
	c := r.server.PrivateChat(p)
	has(t, r.ask(c, p, "充电站谁负责"), "市发展改革委") // nobody else waits for it
	g.Wait(22)
}
