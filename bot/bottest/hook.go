package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// hook delivers updates to the bot's webhook: those of a lane one after the other, each until it is answered 2xx; lanes side by side, up to
// connections at a time. Guarded by Server.mu.
type hook struct {
	url, secret string
	connections int
	client      *http.Client
	ctx         context.Context // ends when the webhook is deleted
	stop        context.CancelFunc

	lanes  map[string]*lane
	ready  []*lane // have an update to deliver now
	active int

	failed  time.Time
	failure string
}

type lane struct {
	name     string
	updates  []*update
	failures int // of the first update
}

func (s *Server) newHook(url, secret string, connections int) *hook {
	h := &hook{url: url, secret: secret, connections: connections, lanes: map[string]*lane{},
		client: &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: connections}}}
	h.ctx, h.stop = context.WithCancel(s.ctx)
	return h
}

func (s *Server) unhook() {
	if s.hook != nil {
		s.hook.stop()
		s.hook.client.CloseIdleConnections()
		s.hook = nil
	}
}

// add puts an update at the end of its lane.
func (h *hook) add(u *update) {
	l := h.lanes[u.lane]
	if l == nil {
		l = &lane{name: u.lane}
		h.lanes[u.lane] = l
		h.ready = append(h.ready, l)
	}
	l.updates = append(l.updates, u)
}

// dispatch starts as many deliveries as there are lanes ready and connections free.
func (s *Server) dispatch(h *hook) {
	for h.active < h.connections && len(h.ready) > 0 && h.ctx.Err() == nil {
		l := h.ready[0]
		h.ready = h.ready[1:]
		h.active++
		body := l.updates[0].body
		s.busy.Go(func() { s.deliver(h, l, body) })
	}
}

func (s *Server) deliver(h *hook, l *lane, body json.RawMessage) {
	response, err := h.post(body)
	if err == nil {
		s.checkWebhookReply(response)
		_ = response.Body.Close()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	h.active--
	s.counters.Deliveries++
	ok := err == nil && response.StatusCode/100 == 2
	switch {
	case h.ctx.Err() != nil: // whoever takes over has the update still
		return
	case h.lanes[l.name] != l: // dropped meanwhile
	case ok:
		s.queue.finish(l.updates[0])
		l.updates[0] = nil
		l.updates, l.failures = l.updates[1:], 0
		if len(l.updates) > 0 {
			h.ready = append(h.ready, l)
		} else {
			delete(h.lanes, l.name)
		}
	default:
		s.counters.FailedDeliveries++
		h.failed, h.failure = s.now(), describe(response, err)
		wait := s.config.WebhookBackoff << min(l.failures, 5)
		l.failures++
		s.busy.Go(func() { s.retry(h, l, min(wait, 25*s.config.WebhookBackoff)) })
	}
	s.dispatch(h)
	s.changed()
}

func (s *Server) retry(h *hook, l *lane, wait time.Duration) {
	if !sleep(h.ctx, wait) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if h.lanes[l.name] == l {
		h.ready = append(h.ready, l)
		s.dispatch(h)
	}
}

func (h *hook) post(body json.RawMessage) (*http.Response, error) {
	r, err := http.NewRequestWithContext(h.ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	return h.client.Do(r)
}

// checkWebhookReply refuses the short cut of answering an update with a call in the reply's body: its outcome is never told, so a bot that
// must know whether a message arrived can't use it, and it is not executed here.
func (s *Server) checkWebhookReply(response *http.Response) {
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return
	}
	var call struct{ Method string }
	if json.Unmarshal(body, &call) == nil && call.Method != "" {
		s.violate(Violation{Method: call.Method, Reason: "called in the reply to a webhook, where the outcome is never told"})
	}
}
