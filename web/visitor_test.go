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

// Who sits at the machine needs no permission, who comes by the public address does.
func TestLocalIsTrusted(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Paired, c.Admins, c.PublicURL = true, []int64{5}, "https://cewen.example" })
	if p := r.get(r.browser(), "/"); p.StatusCode != http.StatusOK {
		t.Errorf("at the machine: %s", p.Status)
	}
	req, err := http.NewRequest(http.MethodGet, r.server.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "cewen.example"
	if p := r.read(r.browser().Do(req)); p.StatusCode != http.StatusForbidden {
		t.Errorf("by the public address: %s", p.Status)
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
	if _, ok := r.web.opened(r.web.sealed(visitor{7, true}, now), now.Add(launchedFor+time.Second)); ok {
		t.Error("Telegram's word of yesterday is accepted")
	}
	other := newRig(t)
	if _, ok := other.web.opened(good, now); ok {
		t.Error("sealed elsewhere, accepted here")
	}
}

func FuzzOpened(f *testing.F) {
	w := &Web{key: []byte("k")}
	now := time.Now()
	sealed := w.sealed(visitor{7, true}, now)
	f.Add(sealed)
	f.Add(sealed[:20] + "\r" + sealed[20:])
	f.Add("")
	f.Fuzz(func(t *testing.T, c string) {
		if v, ok := w.opened(c, now); ok && c != sealed {
			t.Errorf("opened %q as %+v", c, v)
		}
	})
}
