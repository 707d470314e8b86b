package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"cewen/outbox"
)

// client talks to the Bot API: go-telegram/bot for the calls and their types, and a transport of ours below it that notes the facts of
// every call. The library's errors do not tell whether a request had left when it failed, nor does it take a reply for granted that it
// cannot decode (an edit of an inline message answers true).
type client struct {
	*tg.Bot
	token string
	base  string // https://api.telegram.org
	http  *http.Client
	seen  callObserver
}

type callObserver interface {
	Call(method string, status int)
}

// errToken and errAddress are what is wrong with a configuration. Their texts hold no secret.
var (
	ErrToken   = errors.New("not a bot token")
	ErrAddress = errors.New("not an address of a Bot API server")
)

// pollSeconds is how long Telegram holds a getUpdates call when there is nothing.
const pollSeconds = 25

func newClient(token, base string, seen callObserver) (*client, error) {
	id, secret, ok := strings.Cut(token, ":")
	if !ok || id == "" || secret == "" || strings.ContainsAny(token, " /?#\n\r\t") {
		return nil, ErrToken
	}
	base = strings.TrimRight(base, "/")
	if u, err := url.Parse(base); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, ErrAddress
	}
	c := &client{token: token, base: base, seen: seen}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64 // as many as are sent at the same time
	transport.ResponseHeaderTimeout = (pollSeconds + 15) * time.Second
	c.http = &http.Client{Transport: &factual{next: transport, client: c}}
	b, err := tg.New(token, tg.WithSkipGetMe(), tg.WithServerURL(base), tg.WithHTTPClient(time.Minute, c.http), tg.WithErrorsHandler(func(error) {}))
	if err != nil {
		return nil, ErrToken
	}
	c.Bot = b
	return c, nil
}

// facts are what is known of a call once it is over.
type facts struct {
	outbox.Reply
	result json.RawMessage // of a reply with ok:true
}

// factual is a transport that notes what happened to a call in the facts that its context carries.
type factual struct {
	next   http.RoundTripper
	client *client
}

type factsKey struct{}

// mostReply bounds what is read of a reply. getUpdates brings up to 100 updates.
const mostReply = 32 << 20

// envelope is the Bot API's reply ("Making requests").
type envelope struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	Code        int             `json:"error_code"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

func (f *factual) RoundTrip(req *http.Request) (*http.Response, error) {
	r, _ := req.Context().Value(factsKey{}).(*facts)
	if r == nil {
		r = &facts{}
	}
	method := req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:]
	written := make(chan struct{}, 1)
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{WroteHeaders: func() {
		select {
		case written <- struct{}{}:
		default:
		}
	}}))
	res, err := f.next.RoundTrip(req)
	select {
	case <-written:
		r.Written = true
	default:
	}
	if err != nil {
		r.Err = f.client.clean(err)
		f.client.seen.Call(method, 0)
		return nil, r.Err
	}
	r.Written, r.Status = true, res.StatusCode
	body, err := io.ReadAll(io.LimitReader(res.Body, mostReply))
	closing := res.Body.Close()
	readReply(r, res.StatusCode, body)
	f.client.seen.Call(method, res.StatusCode)
	if err = errors.Join(err, closing); err != nil && !r.OK {
		r.Err = f.client.clean(err)
		return nil, r.Err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

// readReply takes the facts out of a reply. A reply that begins as a success and was cut short is one: the Bot API answers 200 with ok:true
// only after it has done what was asked.
func readReply(r *facts, status int, body []byte) {
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		r.OK = status == http.StatusOK && bytes.HasPrefix(bytes.TrimSpace(body), []byte(`{"ok":true`))
		return
	}
	r.OK, r.Code, r.Description, r.result = e.OK, e.Code, e.Description, e.Result
	r.RetryAfter, r.MigrateTo = time.Duration(e.Parameters.RetryAfter)*time.Second, e.Parameters.MigrateTo
	if !e.OK && e.Code == 0 && e.Description != "" {
		r.Code = status
	}
	var message struct {
		ID int `json:"message_id"`
	}
	if e.OK && json.Unmarshal(e.Result, &message) == nil {
		r.MessageID = message.ID
	}
}

// clean takes the token out of an error's text.
func (c *client) clean(err error) error {
	if text := err.Error(); strings.Contains(text, c.token) {
		return &cleaned{strings.ReplaceAll(text, c.token, "***"), err}
	}
	return err
}

type cleaned struct {
	text string
	err  error
}

func (e *cleaned) Error() string        { return e.text }
func (e *cleaned) Is(target error) bool { return errors.Is(e.err, target) }

// callError is a call that failed, with its facts.
type callError struct {
	method string
	reply  outbox.Reply
}

func (e *callError) Error() string {
	switch {
	case e.reply.Code != 0:
		return fmt.Sprintf("%s: %d %s", e.method, e.reply.Code, e.reply.Description)
	case e.reply.Err != nil:
		return fmt.Sprintf("%s: %v", e.method, e.reply.Err)
	case e.reply.Status != 0:
		return fmt.Sprintf("%s: status %d", e.method, e.reply.Status)
	}
	return e.method + ": failed"
}

// replyOf returns the facts behind an error of this client.
func replyOf(err error) outbox.Reply {
	if e, ok := errors.AsType[*callError](err); ok {
		return e.reply
	}
	return outbox.Reply{}
}

// call makes one call through the library and judges it by its facts alone.
func (c *client) call(ctx context.Context, method string, fn func(ctx context.Context) error) error {
	var f facts
	err := fn(context.WithValue(ctx, factsKey{}, &f))
	if f.OK {
		return nil // also when the library could not decode the result
	}
	if f.Err == nil && f.Code == 0 && err != nil {
		f.Err = c.clean(err)
	}
	return &callError{method, f.Reply}
}

// me asks who we are. inline: whether inline mode is on, which the library's type does not tell.
func (c *client) me(ctx context.Context) (id int64, name string, inline bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var f facts
	_, failed := c.GetMe(context.WithValue(ctx, factsKey{}, &f))
	if !f.OK {
		if f.Err == nil && failed != nil {
			f.Err = c.clean(failed)
		}
		return 0, "", false, &callError{"getMe", f.Reply}
	}
	var me struct {
		ID     int64  `json:"id"`
		Name   string `json:"username"`
		Inline bool   `json:"supports_inline_queries"`
	}
	if err := json.Unmarshal(f.result, &me); err != nil || me.ID == 0 {
		return 0, "", false, &callError{"getMe", outbox.Reply{Status: f.Status, Err: errors.New("no user in the reply")}}
	}
	return me.ID, me.Name, me.Inline, nil
}

// updates polls for updates from offset on and returns them as they came. It is our own call: the library's loop confirms updates before
// anybody has stored them.
func (c *client) updates(ctx context.Context, offset int64, allowed []string) (us []json.RawMessage, err error) {
	ctx, cancel := context.WithTimeout(ctx, (pollSeconds+20)*time.Second)
	defer cancel()
	err = c.post(ctx, "getUpdates", struct {
		Offset  int64    `json:"offset,omitempty"`
		Timeout int      `json:"timeout"`
		Allowed []string `json:"allowed_updates"`
	}{offset, pollSeconds, allowed}, &us)
	return us, err
}

// post makes a call that the library cannot make as it should be made. Its parameters go as the library sends them, as a form: strings bare,
// everything else as JSON.
func (c *client) post(ctx context.Context, method string, params, result any) error {
	body, kind, err := form(params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	var f facts
	req, err := http.NewRequestWithContext(context.WithValue(ctx, factsKey{}, &f), http.MethodPost, c.base+"/bot"+c.token+"/"+method, body)
	if err != nil {
		return fmt.Errorf("%s: %w", method, c.clean(err))
	}
	req.Header.Set("Content-Type", kind)
	res, err := c.http.Do(req)
	if err == nil {
		err = res.Body.Close()
	}
	if !f.OK {
		if f.Err == nil && err != nil {
			f.Err = c.clean(err)
		}
		return &callError{method, f.Reply}
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(f.result, result); err != nil {
		f.Err = err
		return &callError{method, f.Reply}
	}
	return nil
}

// form writes the fields of a struct as multipart/form-data.
func form(params any) (body *bytes.Buffer, kind string, err error) {
	raw, err := json.Marshal(params)
	if err != nil {
		return nil, "", err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, "", err
	}
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := string(fields[name])
		if text := ""; json.Unmarshal(fields[name], &text) == nil {
			value = text
		}
		if err := w.WriteField(name, value); err != nil {
			return nil, "", err
		}
	}
	return body, w.FormDataContentType(), w.Close()
}
