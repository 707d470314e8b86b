package bot_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cewen/answer"
	"cewen/bot"
	"cewen/bot/bottest"
	"cewen/ops"
	"cewen/outbox"
	"cewen/store"
)

// Whatever Telegram or the line does to a call, the answer arrives, once; where it may have arrived already it is marked.
func TestFaults(t *testing.T) {
	for _, tc := range []struct {
		name   string
		effect bottest.Effect
		copies int  // in the chat at the end
		marked bool // the last one
	}{
		{"429", bottest.RetryAfter(1, true), 1, false},
		{"500 before", bottest.ServerError(), 1, true},
		{"502 page", bottest.BadGateway(), 1, true},
		{"dropped before", bottest.Drop(bottest.Before), 1, true},
		{"dropped after", bottest.Drop(bottest.After), 2, true},
		{"reset before", bottest.Reset(bottest.Before), 1, true},
		{"reset after", bottest.Reset(bottest.After), 2, true},
		{"reply cut short", bottest.Truncate(), 1, false},
		{"markup refused", bottest.BadRequest("Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 1"), 1, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, fast)
			u := r.server.NewUser("王")
			c := r.server.PrivateChat(u)
			r.server.Inject(bottest.Fault{Method: "sendMessage", Times: 1, Effect: tc.effect})
			c.Say(u, "充电站谁负责")
			m := last(c.Wait(tc.copies))
			has(t, m, "市发展改革委(仅1家)")
			r.settled()
			if n := len(c.Messages()); n != tc.copies {
				t.Errorf("%d copies, want %d", n, tc.copies)
			}
			if got := strings.HasPrefix(m.Text, "可能重复\n"); got != tc.marked {
				t.Errorf("marked: %v, want %v:\n%s", got, tc.marked, m.Text)
			}
			for _, first := range c.Messages()[:tc.copies-1] {
				if strings.Contains(first.Text, "可能重复") {
					t.Error("the first copy is marked")
				}
			}
		})
	}
}

// A chat that blocks the bot is paused with the reason, and is answered again when it comes back.
func TestBlocked(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	remove := r.server.Inject(bottest.Fault{Method: "sendMessage", Chat: c.ID, Effect: bottest.Forbidden("Forbidden: bot was blocked by the user")})
	c.Say(u, "充电站谁负责")
	c.Say(u, "海绵城市谁负责")
	r.until("neither can be delivered", func() bool { // a busy machine may take the second in after the first has been settled
		_, n, err := r.store.Undelivered(t.Context(), 0, 9)
		return err != nil || n >= 2
	})
	r.settled()
	if x, _, err := r.store.Chat(t.Context(), c.ID); err != nil || !strings.Contains(x.Paused, "blocked") {
		t.Errorf("chat %+v, %v; want paused with the reason", x, err)
	}
	if ds, n, err := r.store.Undelivered(t.Context(), 0, 9); err != nil || n == 0 || !strings.Contains(ds[0].Error, "blocked") {
		t.Errorf("undelivered %+v, %v", ds, err)
	}
	remove()
	has(t, r.ask(c, u, "充电站谁负责"), "市发展改革委")
	if x, _, _ := r.store.Chat(t.Context(), c.ID); x.Paused != "" {
		t.Errorf("still paused: %q", x.Paused)
	}
}

// A call that hangs holds only its own chat.
func TestHangingChat(t *testing.T) {
	r := newRig(t, fast)
	stuck, u := r.server.NewUser("卡"), r.server.NewUser("王")
	s, c := r.server.PrivateChat(stuck), r.server.PrivateChat(u)
	remove := r.server.Inject(bottest.Fault{Method: "sendMessage", Chat: s.ID, Effect: bottest.Hang(bottest.Before)})
	s.Say(stuck, "充电站谁负责")
	s.Say(stuck, "海绵城市谁负责")
	begin := time.Now()
	for range 5 {
		has(t, r.ask(c, u, "充电站谁负责"), "市发展改革委")
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("five answers beside a chat that hangs took %v", took)
	}
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages in the chat that hangs", n)
	}
	remove()
	r.stop() // cuts the call that hangs; its answer comes after the restart
	r.start()
	has(t, s.Wait(1)[0], "市发展改革委")
	has(t, last(s.Wait(2)), "市住房城乡建设局")
}

// A panic says sorry to that chat only, and everything else goes on.
func TestPanic(t *testing.T) {
	r := newRig(t, fast)
	r.stop()
	snap, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var broken atomic.Bool
	s, err := store.Open(t.Context(), r.place)
	if err != nil {
		t.Fatal(err)
	}
	log := ops.NewLog(r.log, 0, false, r.config.Token)
	b, err := bot.New(r.config, s, func() *answer.Snapshot {
		if broken.Load() {
			panic("broken on purpose")
		}
		return snap
	}, log, ops.NewMetrics("test", store.Kind))
	if err != nil {
		t.Fatal(err)
	}
	r.store = s
	r.runBot(b, s, nil)
	u, other := r.server.NewUser("王"), r.server.NewUser("李")
	c, d := r.server.PrivateChat(u), r.server.PrivateChat(other)
	has(t, r.ask(c, u, "充电站谁负责"), "市发展改革委")
	broken.Store(true)
	has(t, r.ask(c, u, "充电站谁负责"), "对不起,这一条没能处理")
	broken.Store(false)
	has(t, r.ask(c, u, "充电站谁负责"), "市发展改革委")
	has(t, r.ask(d, other, "充电站谁负责"), "市发展改革委")
	if n := len(d.Messages()); n != 1 {
		t.Errorf("%d messages in another chat", n)
	}
	if !strings.Contains(r.log.String(), "broken on purpose") || !strings.Contains(r.log.String(), "goroutine") {
		t.Error("the panic is not in the log with its stack")
	}
	if strings.Contains(r.log.String(), "充电站") {
		t.Error("the log holds a question's text")
	}
}

// What came in during a downtime is answered with its time, in order; what is older than a day is not.
func TestDowntime(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	r.stop()
	asked := time.Now().Add(-90 * time.Minute)
	c.Post(bottest.Post{From: u, Text: "地铁归谁管", Date: time.Now().Add(-25 * time.Hour)})
	c.Post(bottest.Post{From: u, Text: "充电站谁负责", Date: asked})
	c.Post(bottest.Post{From: u, Text: "目标呢", Date: asked.Add(time.Minute)})
	r.start()
	ms := c.Wait(2)
	r.settled()
	if n := len(c.Messages()); n != 2 {
		t.Fatalf("%d answers, want 2", n)
	}
	for i, want := range []string{"市发展改革委", "300个以上"} {
		has(t, ms[i], want)
		first, _, _ := strings.Cut(ms[i].Text, "\n")
		clock := asked.Add(time.Duration(i) * time.Minute).In(zone)
		if first != "补答("+clock.Format("15:04")+"的提问)" && first != "补答("+clock.Format("1月2日15:04")+"的提问)" {
			t.Errorf("first line %q", first)
		}
	}
	if first, _, _ := strings.Cut(r.ask(c, u, "海绵城市谁负责").Text, "\n"); strings.Contains(first, "补答") {
		t.Errorf("an answer in time is marked: %q", first)
	}
}

// An update that is delivered again is known.
func TestDuplicates(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	r.server.SetNextUpdateID(5000)
	r.ask(c, u, "充电站谁负责")
	r.stop()
	r.server.SetNextUpdateID(5000)
	c.Say(u, "海绵城市谁负责") // has the id of the first one
	c.Say(u, "雨水管网谁负责")
	r.start()
	has(t, last(c.Wait(2)), "市住房城乡建设局")
	r.settled()
	if n := len(c.Messages()); n != 2 {
		t.Errorf("%d answers, want 2", n)
	}
}

// Held instead of sent once more, where the operator wants that.
func TestUncertainHeld(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.config.Hold = true })
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	r.server.Inject(bottest.Fault{Method: "sendMessage", Times: 1, Effect: bottest.Drop(bottest.After)})
	c.Say(u, "充电站谁负责")
	c.Say(u, "海绵城市谁负责")
	has(t, last(c.Wait(2)), "市住房城乡建设局")
	r.settled()
	if n := len(c.Messages()); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
	ds, _, err := r.store.Undelivered(t.Context(), 0, 9)
	if err != nil || len(ds) != 1 || ds[0].State != outbox.Uncertain {
		t.Errorf("held %+v, %v", ds, err)
	}
}

// A stop while much is on its way loses nothing and leaves nothing uncertain.
func TestGracefulStop(t *testing.T) {
	r := newRig(t, fast)
	r.server.Inject(bottest.Fault{Method: "sendMessage", Effect: bottest.Delay(300*time.Millisecond, bottest.After)})
	var chats []*bottest.Chat
	for range 60 {
		u := r.server.NewUser("王")
		c := r.server.PrivateChat(u)
		c.Say(u, "充电站谁负责")
		c.Say(u, "海绵城市谁负责")
		chats = append(chats, c)
	}
	for range 3 {
		time.Sleep(150 * time.Millisecond)
		r.restart()
	}
	for _, c := range chats {
		for _, m := range c.Wait(2) {
			if strings.Contains(m.Text, "可能重复") {
				t.Fatalf("a planned stop left something uncertain: %s", m.Text)
			}
		}
	}
	r.settled()
	for _, c := range chats {
		if n := len(c.Messages()); n != 2 {
			t.Errorf("%d answers, want 2", n)
		}
	}
}
