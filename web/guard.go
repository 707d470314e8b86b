package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Where Telegram's own clients run in a browser: they alone may frame the Mini App.
const telegramFrames = "https://web.telegram.org https://webk.telegram.org https://weba.telegram.org"

// headers keeps a page to itself: nothing of another origin is loaded, no script stands in a page, nobody frames it.
func (w *Web) headers(r *request) {
	frames := "'none'"
	if r.base == inApp && w.Token != "" && w.PublicURL != "" {
		frames = telegramFrames
	}
	h := r.rw.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "+frames)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cache-Control", "no-store")
	if strings.HasPrefix(w.PublicURL, "https:") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// misdirected refuses a request for another host: a page elsewhere whose name was turned to this machine must not read from it.
func (w *Web) misdirected(r *request) error {
	if !w.Local || loopback(r.Host) || w.public(r) {
		return nil
	}
	return fail(http.StatusMisdirectedRequest, "这个地址不是策问的。经反向代理访问,请在启动时写明 --public-url。")
}

// public reports whether a request came by the public address.
func (w *Web) public(r *request) bool {
	u, err := url.Parse(w.PublicURL)
	return err == nil && w.PublicURL != "" && strings.EqualFold(r.Host, u.Host)
}

// loopback reports whether a host, with or without a port, is the machine itself.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// trusted reports whether a request needs no permission: nobody has to be approved, or it comes from the machine that listens for itself
// alone. Where a proxy may stand in front that cannot be told: proxies name this machine as the host.
func (w *Web) trusted(r *request) bool {
	return !w.Paired || w.atMachine(r)
}

// atMachine reports whether a request comes from the machine that listens for itself alone.
func (w *Web) atMachine(r *request) bool {
	for _, h := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	return w.Local && w.PublicURL == "" && !w.Proxied && loopback(r.Host)
}

// client is where a request comes from. The address that a proxy in front has noted counts only where one is known to be there.
func (w *Web) client(r *request) string {
	if w.Proxied {
		if hops := strings.Split(r.Header.Get("X-Forwarded-For"), ","); hops[len(hops)-1] != "" {
			return strings.TrimSpace(hops[len(hops)-1])
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	if err == nil && a.Is6() && !a.Is4In6() { // one client has a whole /64
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return host
}

// pace is how much each client has asked in the last minute.
type pace struct {
	most int
	mu   sync.Mutex
	seen map[string][]time.Time
}

// mostClients bounds what is kept of them; beyond that those who have been silent go, and then any.
const mostClients = 10_000

func newPace(most int) *pace { return &pace{most: most, seen: map[string][]time.Time{}} }

// ask counts a question and reports whether it may be answered.
func (p *pace) ask(client string, now time.Time) bool {
	if p.most <= 0 {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.seen) > mostClients {
		for c, at := range p.seen {
			if now.Sub(at[len(at)-1]) > time.Minute || len(p.seen) > mostClients {
				delete(p.seen, c)
			}
		}
	}
	at := slices.DeleteFunc(p.seen[client], func(t time.Time) bool { return now.Sub(t) > time.Minute })
	ok := len(at) < p.most
	if ok {
		at = append(at, now)
	}
	if len(at) > 0 {
		p.seen[client] = at
	}
	return ok
}

// limited refuses a client that asks too much.
func (w *Web) limited(r *request) error {
	if w.pace.ask(w.client(r), time.Now()) {
		return nil
	}
	r.rw.Header().Set("Retry-After", "60")
	return fail(http.StatusTooManyRequests, "问得太快了,请过一分钟再问。")
}
