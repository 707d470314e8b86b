package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cewen/dialog"
)

// Strangers get a code, an administrator decides, and everything is shut until then.
func TestPaired(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Local, c.Paired, c.Admins = false, true, []int64{5} })
	c := r.browser()
	for _, path := range []string{"/", "/plan", "/board", "/about", "/feeds", "/suggest?q=a", "/export.xlsx", "/a/x"} {
		if p := r.get(c, path); p.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s before anybody was let in", path, p.Status)
		}
	}
	if p := r.post(c, "/ask", url.Values{"q": {"充电站谁负责"}}); p.StatusCode != http.StatusForbidden || strings.Contains(p.body, "市发展改革委") {
		t.Errorf("a stranger is answered: %s", p.Status)
	}
	r.get(c, "/").has(t, "策问只对登记过的人开放", "您的姓名和单位")
	if p := r.post(c, "/request", url.Values{"name": {" "}}); p.StatusCode != http.StatusBadRequest {
		t.Errorf("no name: %s", p.Status)
	}
	r.post(c, "/request", url.Values{"name": {"王\u202e 某\x00,城管局"}})
	if len(r.asked) != 1 || r.asked[0].Name != "王 某,城管局(网页)" || !dialog.IsVisitor(r.asked[0].Subject) || len(r.asked[0].Code) != 6 {
		t.Fatalf("the administrators were told %+v", r.asked)
	}
	a := r.asked[0]
	r.get(c, "/").has(t, a.Code, "请告诉管理员")
	r.post(c, "/request", url.Values{"name": {"王"}})
	if len(r.asked) != 1 {
		t.Error("the administrators were asked twice")
	}
	decide := func(state dialog.AccessState) {
		a.State, a.Decided, a.By = state, time.Now(), 5
		if err := r.store.Apply(context.Background(), time.Now(), dialog.Changes{Access: []dialog.Access{a}}); err != nil {
			t.Fatal(err)
		}
	}
	decide(dialog.AccessAllowed)
	r.get(c, "/").has(t, "可以这样问")
	r.post(c, "/ask", url.Values{"q": {"充电站谁负责"}}).has(t, "市发展改革委")
	if p := r.get(r.browser(), "/"); p.StatusCode != http.StatusForbidden {
		t.Error("somebody else was let in with the first one")
	}
	decide(dialog.AccessRefused)
	p := r.get(c, "/")
	p.has(t, "申请没有获批")
	if p.StatusCode != http.StatusForbidden {
		t.Errorf("after a refusal: %s", p.Status)
	}
}

// Who sits at the machine needs no permission; where a proxy may stand in front everybody does, whatever host it names.
func TestLocalIsTrusted(t *testing.T) {
	paired := func(c *Config) { c.Paired, c.Admins = true, []int64{5} }
	r := newRig(t, paired)
	if p := r.get(r.browser(), "/"); p.StatusCode != http.StatusOK {
		t.Errorf("at the machine: %s", p.Status)
	}
	ask := func(r *rig, host, header string) int {
		req, err := http.NewRequest(http.MethodGet, r.server.URL+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		if header != "" {
			req.Header.Set(header, "203.0.113.9")
		}
		return r.read(r.browser().Do(req)).StatusCode
	}
	for _, header := range []string{"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"} {
		if got := ask(r, "127.0.0.1:8080", header); got != http.StatusForbidden {
			t.Errorf("through a proxy that sets %s: %d", header, got)
		}
	}
	public := newRig(t, paired, func(c *Config) { c.PublicURL = "https://cewen.example" })
	for _, host := range []string{"cewen.example", "127.0.0.1:8080"} {
		if got := ask(public, host, ""); got != http.StatusForbidden {
			t.Errorf("behind a proxy, as %s: %d", host, got)
		}
	}
	if got := ask(newRig(t, paired, func(c *Config) { c.Proxied = true }), "localhost", ""); got != http.StatusForbidden {
		t.Errorf("with --trust-proxy: %d", got)
	}
}

// A cookie that was not sealed here, is broken or too old names nobody.
func TestCookies(t *testing.T) {
	r := newRig(t)
	now := time.Now()
	v := visitor{id: dialog.NewVisitor()}
	good := r.web.sealed(v, now)
	if got, ok := r.web.opened(good, now.Add(time.Hour)); !ok || got != v {
		t.Fatalf("opened %+v, %v", got, ok)
	}
	bad := map[string]string{"cut": good[:len(good)-2], "empty": "", "no base64": "%%%", "changed": "B" + good[1:]}
	for name, c := range bad {
		if _, ok := r.web.opened(c, now); ok && c != good {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, ok := r.web.opened(good, now.Add(knownFor+time.Second)); ok {
		t.Error("accepted after its time")
	}
	if _, ok := r.web.opened(r.web.sealed(visitor{id: 7, telegram: true}, now), now.Add(launchedFor+time.Second)); ok {
		t.Error("Telegram's word of yesterday is accepted")
	}
	other := newRig(t)
	if _, ok := other.web.opened(good, now); ok {
		t.Error("sealed elsewhere, accepted here")
	}
}

func FuzzOpened(f *testing.F) {
	w := &Web{key: []byte("k")}
	now := time.Unix(1_790_000_000, 0) // every process of the fuzzer seals the same
	sealed := w.sealed(visitor{id: 7, telegram: true}, now)
	f.Add(sealed)
	f.Add(sealed[:20] + "\r" + sealed[20:])
	f.Add("")
	f.Fuzz(func(t *testing.T, c string) {
		if v, ok := w.opened(c, now); ok && c != sealed {
			t.Errorf("opened %q as %+v", c, v)
		}
	})
}
