package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Every page keeps to itself: no foreign origin, no script or style within a page, no frame.
func TestHeaders(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Token, c.PublicURL = "42:x", "https://cewen.example" })
	c := r.browser()
	for _, path := range []string{"/", "/plan", "/board", "/feeds", "/about", "/unit/" + url.PathEscape("市城管局"), "/nowhere", "/a/none", "/static/none"} {
		p := r.get(c, path)
		csp := p.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: no %s in %q", path, want, csp)
			}
		}
		if p.Header.Get("X-Content-Type-Options") != "nosniff" || p.Header.Get("Referrer-Policy") == "" || p.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: headers %v", path, p.Header)
		}
		if strings.Contains(p.body, " style=") || strings.Contains(p.body, "<script>") || strings.Contains(p.body, " onclick=") {
			t.Errorf("%s holds a script or a style of its own", path)
		}
		for _, foreign := range []string{`src="http`, `href="http://`, `href="//`, `src="//`} {
			if strings.Contains(strings.ReplaceAll(p.body, `href="`+r.server.URL, ""), foreign) {
				t.Errorf("%s asks somebody else: %s", path, foreign)
			}
		}
	}
	if csp := r.get(c, "/app/").Header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors https://web.telegram.org") {
		t.Errorf("the page in Telegram cannot be framed there: %s", csp)
	}
}

// The first page is small, whole, and in one piece.
func TestFirstPageIsSmall(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	home := r.get(c, "/")
	size := len(home.body)
	for _, part := range strings.Split(home.body, `"`) {
		if strings.HasPrefix(part, "/static/") {
			a := r.get(c, part)
			if a.StatusCode != http.StatusOK || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %s, %s", part, a.Status, a.Header.Get("Cache-Control"))
			}
			size += len(a.body)
		}
	}
	if size > 100_000 {
		t.Errorf("the first page takes %d bytes, more than 100 KB", size)
	}
}

// A page elsewhere can neither ask nor change anything here, and a name that was turned to this machine reads nothing from it.
func TestOtherSites(t *testing.T) {
	r := newRig(t)
	do := func(method, path, host string, headers ...string) int {
		req, err := http.NewRequest(method, r.server.URL+path, strings.NewReader("q=x"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		if host != "" {
			req.Host = host
		}
		return r.read(r.browser().Do(req)).StatusCode
	}
	for _, tc := range []struct {
		method, path, host string
		headers            []string
		want               int
	}{
		{"POST", "/ask", "", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"POST", "/ask", "", []string{"Origin", "https://evil.example"}, http.StatusForbidden},
		{"POST", "/forget", "", []string{"Sec-Fetch-Site", "same-site"}, http.StatusForbidden},
		{"POST", "/ask", "", []string{"Sec-Fetch-Site", "same-origin"}, http.StatusOK},
		{"GET", "/", "evil.example", nil, http.StatusMisdirectedRequest},
		{"GET", "/", "localhost:1", nil, http.StatusOK},
		{"GET", "/", "[::1]:8080", nil, http.StatusOK},
		{"DELETE", "/ask", "", nil, http.StatusNotFound},
	} {
		if got := do(tc.method, tc.path, tc.host, tc.headers...); got != tc.want && !(tc.want == http.StatusNotFound && got == http.StatusMethodNotAllowed) {
			t.Errorf("%s %s at %q with %v: %d, want %d", tc.method, tc.path, tc.host, tc.headers, got, tc.want)
		}
	}
}

// Bad input gets a page that says what is wrong and how to go back.
func TestBadInput(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	for _, tc := range []struct {
		form url.Values
		code int
		want string
	}{
		{url.Values{"q": {strings.Repeat("问", 1001)}}, http.StatusBadRequest, "问题太长"},
		{url.Values{"q": {strings.Repeat("问", 100_000)}}, http.StatusRequestEntityTooLarge, "太长"},
		{url.Values{"q": {"\x00\xff<script>alert(1)</script>充电站谁负责"}}, http.StatusOK, "充电站谁负责"},
		{url.Values{"q": {"充电站谁负责"}, "after": {"none"}}, http.StatusOK, "市发展改革委"},
		{url.Values{"q": {"充电站谁负责"}, "unit": {"<b>"}, "plan": {"none"}}, http.StatusOK, "市发展改革委"},
	} {
		p := r.post(c, "/ask", tc.form)
		if p.StatusCode != tc.code {
			t.Errorf("%.40q: %s, want %d", tc.form.Get("q"), p.Status, tc.code)
		}
		p.has(t, tc.want)
		if tc.code != http.StatusOK {
			p.has(t, "回到问答")
		}
		if strings.Contains(p.body, "<script>alert") {
			t.Error("a question's markup stands in the page")
		}
	}
	if p := r.get(c, "/a/none"); p.StatusCode != http.StatusNotFound {
		t.Errorf("an answer that never was: %s", p.Status)
	}
}

// One client cannot keep the others waiting.
func TestPace(t *testing.T) {
	r := newRig(t, func(c *Config) { c.UserRate = 3 })
	c := r.browser()
	for i := range 4 {
		p := r.post(c, "/ask", url.Values{"q": {"充电站谁负责"}})
		want := http.StatusOK
		if i == 3 {
			want = http.StatusTooManyRequests
			p.has(t, "问得太快了")
			if p.Header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
		if p.StatusCode != want {
			t.Errorf("question %d: %s", i+1, p.Status)
		}
	}
	p := newPace(2)
	now := time.Now()
	for i := range 3 * mostClients {
		p.ask(fmt.Sprint(i), now)
	}
	if len(p.seen) > mostClients+1 {
		t.Errorf("%d clients are kept, more than %d", len(p.seen), mostClients)
	}
	for i, want := range []bool{true, true, false} {
		if got := p.ask("a", now); got != want {
			t.Errorf("question %d of two a minute: %v", i+1, got)
		}
	}
	if !p.ask("a", now.Add(2*time.Minute)) {
		t.Error("refused after the minute is over")
	}
}
