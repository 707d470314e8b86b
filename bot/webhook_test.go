package bot_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cewen/bot/bottest"
)

// hooked is a bot that takes a webhook through a server of its own.
func hooked(t *testing.T, change ...func(*rig, *bottest.Config)) (*rig, string) {
	t.Helper()
	var handler atomic.Pointer[http.Handler]
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if h := handler.Load(); h != nil {
			(*h).ServeHTTP(w, req)
			return
		}
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(front.Close)
	r := newRig(t, append([]func(*rig, *bottest.Config){fast, func(r *rig, c *bottest.Config) {
		r.config.WebhookURL = front.URL + "/telegram"
		c.AllowHTTPWebhook = true
	}}, change...)...)
	h := http.Handler(r.bot)
	handler.Store(&h)
	r.until("the webhook is set", func() bool { return r.bot.Ready() && len(r.server.Calls("setWebhook")) > 0 })
	return r, front.URL + "/telegram"
}

// By webhook it answers as by polling, and Telegram is told where to deliver.
func TestWebhook(t *testing.T) {
	r, _ := hooked(t)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	has(t, r.ask(c, u, "充电站谁负责"), "市发展改革委")
	has(t, r.ask(c, u, "目标呢"), "300个以上")
	set := r.server.Calls("setWebhook")[0]
	if len(set.Fields["secret_token"]) < 32 || set.Fields["drop_pending_updates"] == "true" || !strings.Contains(set.Fields["allowed_updates"], "my_chat_member") {
		t.Errorf("setWebhook was told %v", set.Fields)
	}
	if n := len(r.server.Calls("getUpdates")); n != 0 {
		t.Errorf("%d getUpdates beside a webhook", n)
	}
	if path := r.bot.WebhookPath(); path != "/telegram" {
		t.Errorf("path %q", path)
	}
}

// Without the secret nothing is taken, and whatever is no update is refused.
func TestWebhookRefuses(t *testing.T) {
	r, url := hooked(t, func(r *rig, _ *bottest.Config) { r.config.WebhookSecret = "right-secret_1" })
	update := `{"update_id":77,"message":{"message_id":1,"date":` + itoa(time.Now().Unix()) + `,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"x"},"text":"充电站谁负责"}}`
	for _, tc := range []struct {
		name, method, secret, body string
		want                       int
	}{
		{"no secret", "POST", "", update, 401},
		{"wrong secret", "POST", "right-secret_2", update, 401},
		{"a part of it", "POST", "right", update, 401},
		{"GET", "GET", "right-secret_1", "", 405},
		{"no JSON", "POST", "right-secret_1", "not json", 400},
		{"too large", "POST", "right-secret_1", `{"update_id":1,"x":"` + strings.Repeat("x", 2<<20) + `"}`, 400},
		{"no update", "POST", "right-secret_1", `{"hello":1}`, 200}, // refused, it would come again for ever
		{"an array", "POST", "right-secret_1", `[1,2]`, 200},
		{"a kind that is new", "POST", "right-secret_1", `{"update_id":78,"something_new":{}}`, 200},
	} {
		req, err := http.NewRequestWithContext(t.Context(), tc.method, url, strings.NewReader(tc.body))
		if err != nil {
			t.Fatal(err)
		}
		if tc.secret != "" {
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", tc.secret)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close() // nothing is read from it
		if res.StatusCode != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, res.StatusCode, tc.want)
		}
	}
	if b, err := r.store.Backlog(t.Context(), time.Now()); err != nil || b.Updates != 0 {
		t.Errorf("%d updates were taken, %v", b.Updates, err)
	}
	if strings.Contains(r.log.String(), "right-secret_1") {
		t.Error("the log holds the secret")
	}
}

// 200 is said only once an update is stored: with a database that fails, Telegram keeps it and delivers it again.
func TestWebhookStoresFirst(t *testing.T) {
	r, _ := hooked(t)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	c.Say(u, "充电站谁负责")
	r.until("a delivery has failed", func() bool { return r.server.Counters().FailedDeliveries > 0 })
	if n := r.server.PendingUpdates(); n != 1 {
		t.Errorf("%d updates are still with Telegram, want 1", n)
	}
}

// The menu button opens the page where there is one, and shows the commands where there is none.
func TestMenuButton(t *testing.T) {
	for address, want := range map[string]string{"https://cewen.example/app/launch": `"url":"https://cewen.example/app/launch"`, "": `"type":"commands"`} {
		r := newRig(t, func(r *rig, _ *bottest.Config) { r.config.PageURL = address })
		r.until("the menu button is set", func() bool { return len(r.server.Calls("setChatMenuButton")) > 0 })
		if got := r.server.Calls("setChatMenuButton")[0].Fields["menu_button"]; !strings.Contains(got, want) {
			t.Errorf("with the page at %q the button is %s", address, got)
		}
	}
}
