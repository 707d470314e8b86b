package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cewen/answer"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
	"cewen/seeds"
	"cewen/store"
)

var zone = time.FixedZone("UTC+8", 8*3600)

// today is the day on which the tests ask.
var today = time.Date(2026, 11, 23, 9, 0, 0, 0, zone)

// shipped is the shipped plan, prepared once for all tests.
var shipped = sync.OnceValues(func() (*answer.Snapshot, error) {
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		return nil, err
	}
	return answer.NewSnapshot([]*plan.Plan{p})
})

// rig is the pages on a real database, behind a real server.
type rig struct {
	t      testing.TB
	web    *Web
	store  *store.Store
	server *httptest.Server
	asked  []dialog.Access // what administrators were told
	mu     sync.Mutex
}

type unseen struct{}

func (unseen) Question(answer.Answer, time.Duration) {}
func (unseen) Page(string, int, time.Duration)       {}

// newRig starts the pages. change sets how they run.
func newRig(t testing.TB, change ...func(*Config)) *rig {
	t.Helper()
	snap, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return newRigOf(t, snap, change...)
}

func newRigOf(t testing.TB, snap *answer.Snapshot, change ...func(*Config)) *rig {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "cewen.db"))
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, store: s}
	c := Config{Local: true, Zone: zone, Today: func() time.Time { return today }, Clock: func() time.Time { return today }, Version: "test", Retention: 180 * 24 * time.Hour, Milestones: reminders.Reading(snap.Plans)}
	c.Ask = func(a dialog.Access) []outbox.Delivery {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.asked = append(r.asked, a)
		return nil
	}
	for _, f := range change {
		f(&c)
	}
	if r.web, err = New(context.Background(), c, s, func() *answer.Snapshot { return snap }, slog.New(slog.NewTextHandler(io.Discard, nil)), unseen{}); err != nil {
		t.Fatal(err)
	}
	r.server = httptest.NewServer(r.web)
	t.Cleanup(func() {
		r.server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// browser keeps cookies and follows redirects.
func (r *rig) browser() *http.Client {
	r.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 10 * time.Second}
}

// page is a response with its body.
type page struct {
	*http.Response
	body string
}

func (r *rig) read(resp *http.Response, err error) page {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return page{resp, string(b)}
}

func (r *rig) get(c *http.Client, path string) page {
	r.t.Helper()
	return r.read(c.Get(r.server.URL + path))
}

func (r *rig) post(c *http.Client, path string, form url.Values) page {
	r.t.Helper()
	return r.read(c.PostForm(r.server.URL+path, form))
}

// has checks that a page holds texts.
func (p page) has(t testing.TB, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(p.body, w) {
			t.Errorf("%s %s: no %q in\n%s", p.Request.Method, p.Request.URL, w, p.body)
		}
	}
}
