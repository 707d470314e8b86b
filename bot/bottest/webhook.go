package bottest

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (s *Server) setWebhook(c *call) answer {
	link := c.Fields["url"]
	if link == "" {
		return s.deleteWebhook(c)
	}
	u, err := url.Parse(link)
	switch {
	case err != nil || u.Host == "":
		c.wrong(fmt.Sprintf("url %q is none", link), "")
		return badRequest("invalid webhook URL specified")
	case u.Scheme != "https" && !(u.Scheme == "http" && s.config.AllowHTTPWebhook):
		c.wrong(fmt.Sprintf("url %q is not https", link), "")
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	secret := c.Fields["secret_token"]
	if c.has("secret_token") && !secretToken.MatchString(secret) {
		c.wrong(fmt.Sprintf("secret_token %q is not 1-256 of A-Z, a-z, 0-9, _ and -", secret), "")
		if len(secret) > 256 {
			return badRequest("secret token is too long")
		}
		return badRequest("secret token contains unallowed characters")
	}
	connections := 40
	if c.has("max_connections") {
		connections = c.int("max_connections")
		if connections < 1 || connections > 100 {
			c.wrong(fmt.Sprintf("max_connections %d is not within 1 and 100", connections), "")
			connections = min(max(connections, 1), 100)
		}
	}
	s.allow(c)
	if h := s.hook; h != nil && h.url == link && h.secret == secret && h.connections == connections && !c.bool("drop_pending_updates") {
		return fine(true) // deliveries under way go on
	}
	s.dropPending(c)
	s.takeOver("terminated by setWebhook request")
	s.unhook()
	s.hook = s.newHook(link, secret, connections)
	for _, u := range s.queue.first(s.queue.pending) {
		s.hook.add(u)
	}
	s.dispatch(s.hook)
	return fine(true)
}

func (s *Server) deleteWebhook(c *call) answer {
	s.dropPending(c)
	s.unhook()
	return fine(true)
}

// dropPending counts whoever throws updates away; a bot that must lose nothing never does.
func (s *Server) dropPending(c *call) {
	if c.bool("drop_pending_updates") {
		s.counters.DropPending++
		s.counters.SkippedUpdates += s.queue.keep(0)
		if s.hook != nil {
			s.hook.lanes, s.hook.ready = map[string]*lane{}, nil
		}
	}
}

type wireWebhook struct {
	URL                  string   `json:"url"`
	HasCustomCertificate bool     `json:"has_custom_certificate"`
	PendingUpdateCount   int      `json:"pending_update_count"`
	MaxConnections       int      `json:"max_connections,omitempty"`
	IPAddress            string   `json:"ip_address,omitempty"`
	LastErrorDate        int64    `json:"last_error_date,omitempty"`
	LastErrorMessage     string   `json:"last_error_message,omitempty"`
	AllowedUpdates       []string `json:"allowed_updates,omitempty"`
}

func (s *Server) getWebhookInfo(*call) answer {
	w := wireWebhook{PendingUpdateCount: s.queue.pending}
	for _, kind := range updateKinds {
		if s.allowed[kind] {
			w.AllowedUpdates = append(w.AllowedUpdates, kind)
		}
	}
	if h := s.hook; h != nil {
		w.URL, w.MaxConnections = h.url, h.connections
		w.LastErrorDate, w.LastErrorMessage = unix(h.failed), h.failure
		if u, err := url.Parse(h.url); err == nil {
			w.IPAddress = u.Hostname()
		}
	}
	return fine(w)
}

// describe says a failed delivery in Telegram's words.
func describe(response *http.Response, err error) string {
	switch {
	case err == nil:
		return "Wrong response from the webhook: " + response.Status
	case strings.Contains(err.Error(), "connection refused"):
		return "Connection refused"
	case strings.Contains(err.Error(), "Client.Timeout"):
		return "Read timeout expired"
	}
	return "Connection reset by peer"
}
