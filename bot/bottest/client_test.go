package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// told is what a plain HTTP client got.
type told struct {
	err         error // no reply, or a broken one
	Status      int
	OK          bool
	Result      json.RawMessage
	ErrorCode   int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter      int   `json:"retry_after"`
		MigrateToChatID int64 `json:"migrate_to_chat_id"`
	}
	retryAfter string // header
	body       string
}

func (r told) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(r.Result, v); err != nil || !r.OK {
		t.Fatalf("%+v: %v", r, err)
	}
}

type fields map[string]any

func send(client *http.Client, url, kind string, body io.Reader) told {
	response, err := client.Post(url, kind, body)
	if err != nil {
		return told{err: err}
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	r := told{Status: response.StatusCode, retryAfter: response.Header.Get("Retry-After"), body: string(content)}
	if err == nil {
		err = json.Unmarshal(content, &r)
	}
	r.err = err
	return r
}

// do posts JSON.
func do(s *Server, method string, f fields) told { return doWithin(s, 5*time.Second, method, f) }

func doWithin(s *Server, d time.Duration, method string, f fields) told {
	body := encode(f)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	return send(&http.Client{Timeout: d, Transport: transport}, s.URL+"/bot"+s.Token+"/"+method, "application/json", bytes.NewReader(body))
}

// doForm posts multipart, as the client library does: nested values as JSON, and files.
func doForm(s *Server, method string, f map[string]string, files map[string]File) told {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, text := range f {
		_ = form.WriteField(name, text)
	}
	for name, file := range files {
		part, err := form.CreateFormFile(name, file.Name)
		if err != nil {
			return told{err: err}
		}
		_, _ = part.Write(file.Data)
	}
	_ = form.Close()
	return send(http.DefaultClient, s.URL+"/bot"+s.Token+"/"+method, form.FormDataContentType(), &body)
}

// tape is a testing.TB that fails quietly.
type tape struct {
	testing.TB
	mu      sync.Mutex
	errors  []string
	cleanup []func()
}

func (r *tape) Helper() {}

func (r *tape) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *tape) Cleanup(f func()) { r.cleanup = append(r.cleanup, f) }

func (r *tape) end() []string {
	for _, f := range r.cleanup {
		f()
	}
	return r.errors
}

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func unlimited(c *Config) { c.Limits = Limits{} }

// reasons takes the violations out, as text.
func reasons(s *Server) string {
	var out []string
	for _, v := range s.TakeViolations() {
		out = append(out, v.String())
	}
	return strings.Join(out, "\n")
}

func wantReason(t *testing.T, s *Server, part string) {
	t.Helper()
	got := reasons(s)
	if part == "" && got != "" || !strings.Contains(got, part) {
		t.Errorf("violations %q, want %q", got, part)
	}
}

// await waits until done, but not for ever.
func await(t *testing.T, s *Server, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.WaitFor(ctx, done); err != nil {
		t.Fatal(err)
	}
}
