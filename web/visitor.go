package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cewen/answer"
	"cewen/dialog"
)

// visitor is who asks: a browser that was here before, or somebody whom Telegram vouches for.
type visitor struct {
	id       int64 // dialog.IsVisitor, or a Telegram user's; 0: not seen before
	telegram bool
	admin    bool // has given the administrators' word
}

// How long a browser is known, and how long Telegram's word counts: then the Mini App is launched anew.
const (
	knownFor    = 180 * 24 * time.Hour
	launchedFor = 24 * time.Hour
)

func cookieName(base string) string {
	if base == inApp {
		return "cewen_app"
	}
	return "cewen"
}

// sealed is a visitor as a cookie holds it: who, since when, and a signature.
func (w *Web) sealed(v visitor, now time.Time) string {
	b := make([]byte, 17)
	if v.telegram {
		b[0] |= byTelegram
	}
	if v.admin {
		b[0] |= asAdmin
	}
	binary.BigEndian.PutUint64(b[1:], uint64(v.id))
	binary.BigEndian.PutUint64(b[9:], uint64(now.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(b, w.sign(b)...))
}

// The first byte of a cookie.
const (
	byTelegram = 1
	asAdmin    = 2
)

func (w *Web) sign(b []byte) []byte {
	m := hmac.New(sha256.New, w.key)
	_, _ = m.Write(b) // never fails
	return m.Sum(nil)
}

// opened reads a cookie; ok is false for one that is forged, broken or too old.
func (w *Web) opened(text string, now time.Time) (v visitor, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) != 17+sha256.Size || !hmac.Equal(b[17:], w.sign(b[:17])) || base64.RawURLEncoding.EncodeToString(b) != text {
		return v, false // the decoder passes over line ends: one cookie has one spelling
	}
	v = visitor{id: int64(binary.BigEndian.Uint64(b[1:])), telegram: b[0]&byTelegram != 0, admin: b[0]&asAdmin != 0}
	age := now.Sub(time.Unix(int64(binary.BigEndian.Uint64(b[9:])), 0))
	most := knownFor
	if v.telegram || v.admin {
		most = launchedFor
	}
	return v, age < most && age > -time.Hour
}

// remember sets the cookie.
func (w *Web) remember(r *request, v visitor) {
	c := &http.Cookie{Name: cookieName(r.base), Value: w.sealed(v, time.Now()), Path: r.base + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(knownFor.Seconds()), Secure: w.public(r) && strings.HasPrefix(w.PublicURL, "https:")}
	if r.base == inApp { // within Telegram's own page the cookie is another site's
		c.SameSite, c.Secure, c.Partitioned, c.MaxAge = http.SameSiteNoneMode, true, true, int(launchedFor.Seconds())
	}
	http.SetCookie(r.rw, c)
	r.visitor = v
}

// known is the visitor that a request's cookie names.
func (w *Web) known(r *request) visitor {
	c, err := r.Cookie(cookieName(r.base))
	if err != nil {
		return visitor{}
	}
	v, ok := w.opened(c.Value, time.Now())
	if !ok {
		return visitor{}
	}
	return v
}

// admitted lets a page be seen by those who may.
func (w *Web) admitted(h handle) handle {
	return func(r *request) error {
		r.visitor = w.known(r)
		if w.trusted(r) {
			return h(r)
		}
		if r.base == inApp && !r.visitor.telegram {
			return fail(http.StatusForbidden, "请从 Telegram 里的菜单打开。")
		}
		if r.visitor.id == 0 {
			return w.atTheDoor(r, door{})
		}
		if r.visitor.telegram && slices.Contains(w.Admins, r.visitor.id) {
			return h(r)
		}
		a, ok, err := w.store.Access(r.Context(), r.visitor.id)
		switch {
		case err != nil:
			return err
		case ok && a.State == dialog.AccessAllowed:
			return h(r)
		case r.visitor.telegram:
			return fail(http.StatusForbidden, "策问只对登记过的人开放。请先在和机器人的聊天里发一句话,取得申请码。")
		case ok && a.State == dialog.AccessRefused:
			return fail(http.StatusForbidden, "申请没有获批。有疑问请联系管理员。")
		case ok && time.Since(a.Asked) < requestLasts:
			return w.atTheDoor(r, door{Code: a.Code})
		}
		return w.atTheDoor(r, door{})
	}
}

// requestLasts is how long a request waits for an administrator.
const requestLasts = 24 * time.Hour

// door is the page of somebody who may not see the others yet.
type door struct {
	Code string // that an administrator is told; "": nothing was asked for yet
	Off  bool   // there is nobody to ask
}

func (w *Web) atTheDoor(r *request, d door) error {
	if r.wantsPart() {
		return fail(http.StatusForbidden, "请先申请使用。")
	}
	d.Off = w.Ask == nil
	return w.render(r, http.StatusForbidden, "door", &d)
}

// mostName bounds the name that a visitor gives.
const mostName = 40

// request is the form at the door: somebody asks to be let in. The administrators are told in Telegram, and decide there.
func (w *Web) request(r *request) error {
	if w.trusted(r) {
		return w.redirect(r, "/")
	}
	name := strings.Join(strings.Fields(answer.Printable(r.FormValue("name"))), " ")
	switch {
	case w.Ask == nil:
		return fail(http.StatusServiceUnavailable, "机器人没有开,没有人能批准。")
	case name == "" || utf8.RuneCountInString(name) > mostName:
		return fail(http.StatusBadRequest, "请写姓名和单位,不超过40个字。")
	case !w.pace.ask("door "+w.client(r), time.Now()):
		return fail(http.StatusTooManyRequests, "申请得太频繁,请过一分钟再试。")
	}
	r.visitor = w.known(r)
	if r.visitor.id == 0 {
		w.remember(r, visitor{id: dialog.NewVisitor()})
	}
	a, ok, err := w.store.Access(r.Context(), r.visitor.id)
	if err != nil {
		return err
	}
	now := time.Now()
	if !ok || a.State == dialog.AccessPending && now.Sub(a.Asked) >= requestLasts {
		a = dialog.Access{Subject: r.visitor.id, Name: name + "(网页)", State: dialog.AccessPending, Code: dialog.NewCode(), Asked: now}
		c := dialog.Changes{Access: []dialog.Access{a}, Deliveries: w.Ask(a), Events: []dialog.Event{{At: now, Actor: a.Subject, Name: a.Name, Action: "申请使用", Subject: a.Subject, Detail: a.Name}}}
		if err := w.store.Apply(r.Context(), now, c); err != nil {
			return err
		}
		w.Wake()
	}
	return w.redirect(r, "/")
}

// redirect sends the browser to a page of ours, after a form.
func (w *Web) redirect(r *request, path string) error {
	r.rw.Header().Set("Location", r.base+path)
	r.rw.WriteHeader(http.StatusSeeOther)
	return nil
}

// randomText is a secret of n bytes, as text.
func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}
