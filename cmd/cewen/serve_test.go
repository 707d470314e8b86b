//go:build unix

package main

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cewen/bot/bottest"
)

// get reads a path of a running program.
func (p *process) get(path string) (int, string) {
	p.t.Helper()
	res, err := http.Get(p.http + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// A service as an operator sees it: ready only with Telegram, healthy all the while, counted, and without a secret in anything it says.
func TestServeOperations(t *testing.T) {
	s := bottest.New(t, func(c *bottest.Config) { c.Limits = bottest.Limits{} })
	s.Inject(bottest.Fault{Method: "getMe", Times: 2, Effect: bottest.ServerError()})
	path := programPath(t)
	db := filepath.Join(t.TempDir(), "cewen.db")
	p := serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token, "CEWEN_ADMINS=900"}, "--db", db, "--telegram-api", s.URL, "--rate", "0", "--webhook-secret", "hook-secret-77")
	p.ready("/healthz")
	if code, body := p.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "telegram: not reached") {
		t.Errorf("before Telegram was reached: %d %s", code, body)
	}
	p.ready("/readyz")

	u := s.NewUser("王")
	c := s.PrivateChat(u)
	c.Say(u, "充电站谁负责")
	c.Wait(1)
	c.Say(u, "地铁归谁管")
	c.Wait(2)
	metrics := ""
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && !strings.Contains(metrics, `outcome="sent"} 2`); time.Sleep(20 * time.Millisecond) {
		_, metrics = p.get("/metrics") // what has arrived is counted a moment later
	}
	for _, want := range []string{
		`cewen_questions_total{intent="lead",outcome="answered"} 1`, `cewen_refusals_total{reason="word"} 1`, `cewen_sends_total{class="answer",outcome="sent"} 2`,
		`cewen_updates_total{kind="message"} 2`, `cewen_queue_depth{queue="updates"} 0`, `cewen_queue_oldest_seconds{queue="deliveries"} 0`, `cewen_too_many_requests_total 0`,
		`cewen_update_seconds_count 2`, `cewen_answer_seconds_count 2`, `cewen_build_info{`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics have no %s", want)
		}
	}
	for _, text := range []string{"充电站", "王", s.Token, "hook-secret-77"} {
		if strings.Contains(metrics, text) {
			t.Errorf("metrics hold %q", text)
		}
		if strings.Contains(p.said(), text) {
			t.Errorf("the log holds %q:\n%s", text, p.said())
		}
	}
	if code, _ := p.get("/telegram"); code != http.StatusNotFound {
		t.Errorf("a webhook's path without a webhook: %d", code)
	}

	second := begin(t, path, nil, "serve", "--db", db, "--http", "127.0.0.1:0")
	<-second.done
	if !strings.Contains(second.said(), "另一个 cewen serve 正在用它") {
		t.Errorf("a second serve on the same file says %s", second.said())
	}
	p.stop()
	again := serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, "--db", db, "--telegram-api", s.URL, "--rate", "0", "--log-text", "--log-json", "--log-level", "debug")
	again.ready("/readyz")
	c.Say(u, "目标呢") // goes on after the restart… from a refusal, whose topic is absent
	c.Wait(3)
	again.stop()
	if !strings.Contains(again.said(), `"text":"目标呢"`) {
		t.Error("--log-text does not log the text")
	}
	again.clean(s.Token)
}

// Health and metrics can have an address of their own; the other one then has none.
func TestServeOpsAddress(t *testing.T) {
	path := programPath(t)
	ops := freeAddress(t)
	p := serve(t, path, nil, "--db", filepath.Join(t.TempDir(), "cewen.db"), "--ops", ops)
	front := p.http
	p.http = "http://" + ops
	p.ready("/readyz")
	p.http = front
	if code, _ := p.get("/metrics"); code != http.StatusNotFound {
		t.Errorf("metrics on the front address: %d", code)
	}
	h := begin(t, path, []string{"CEWEN_OPS=" + ops}, "health", "--ready")
	<-h.done
	if h.err != nil || h.said() != "ok\n" {
		t.Errorf("health: %v %s", h.err, h.said())
	}
	p.stop()
}
