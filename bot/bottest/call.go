package bottest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Call is one call of the bot. It is written down when it has arrived whole, before anything is done.
type Call struct {
	Seq    int
	At     time.Time
	Method string
	Chat   int64             // 0: none, or a name that is unknown
	Text   string            // text or caption, as it was sent
	Fields map[string]string // objects and arrays as JSON
	Files  map[string]File   // by form field

	Fault       string // the fault that struck it
	Accepted    bool   // it was executed
	Status      int    // what it was answered; 0: nothing yet
	Description string // of an error
	Reply       Reply
}

// call is a call on its way through the server.
type call struct {
	Call
	method   *method
	in       request
	problems []problem
	body     Formatted // what text or caption show
	markup   *markup
	reply    *replyParameters
	results  []InlineResult
	settled  func(Reply) // told once the reply is out; with Server.mu held
}

// newCall checks all that can be told from the call alone.
func newCall(sp *spec, name string, in request, unreadable error) *call {
	c := &call{in: in, method: sp.methods[strings.ToLower(name)]}
	c.Method, c.Files, c.Fields = name, in.files, map[string]string{}
	for field, v := range in.values {
		c.Fields[field] = v.text
	}
	c.Text = c.Fields["text"] + c.Fields["caption"]
	if unreadable != nil {
		c.wrong(unreadable.Error(), "can't parse the request")
		return c
	}
	if c.method == nil {
		c.wrong("unknown method", "")
		return c
	}
	c.Method = c.method.name
	for field, text := range c.Fields {
		if !utf8.ValidString(field) || !utf8.ValidString(text) {
			c.wrong(fmt.Sprintf("field %q is not UTF-8", field), "strings must be encoded in UTF-8")
			return c
		}
	}
	c.problems = append(c.problems, sp.checkShape(c.method, in)...)
	if c.refused() == "" {
		c.checkContent()
	}
	return c
}

// wrong writes down a problem; an empty refused means that Telegram lets it pass.
func (c *call) wrong(reason, refused string) {
	c.problems = append(c.problems, problem{reason, refused})
}

// refused is what Telegram says to the first problem that it minds.
func (c *call) refused() string {
	for _, p := range c.problems {
		if p.refused != "" {
			return p.refused
		}
	}
	return ""
}

func (c *call) has(field string) bool {
	_, ok := c.Fields[field]
	return ok
}

// int is a field as a number; checkShape has seen that it is one.
func (c *call) int(field string) int {
	n, err := strconv.Atoi(c.Fields[field])
	if err != nil {
		return 0
	}
	return n
}

func (c *call) bool(field string) bool { return c.Fields[field] == "true" }

// decode fills v from a JSON field; checkShape has seen that it fits.
func (c *call) decode(field string, v any) {
	if text := c.Fields[field]; text != "" {
		if err := json.Unmarshal([]byte(text), v); err != nil {
			c.wrong(fmt.Sprintf("read %s: %v", field, err), fmt.Sprintf("can't parse %s JSON object", field))
		}
	}
}

// answer is what a call is told.
type answer struct {
	status      int
	result      any
	description string
	parameters  *parameters
	html        string // instead of JSON
}

type parameters struct {
	RetryAfter      int   `json:"retry_after,omitempty"`
	MigrateToChatID int64 `json:"migrate_to_chat_id,omitempty"`
}

func fine(result any) answer { return answer{status: http.StatusOK, result: result} }

func refuse(status int, description string) answer {
	return answer{status: status, description: description}
}

func badRequest(description string) answer {
	return refuse(http.StatusBadRequest, "Bad Request: "+description)
}

func tooMany(retryAfter int) answer {
	a := refuse(http.StatusTooManyRequests, fmt.Sprintf("Too Many Requests: retry after %d", retryAfter))
	a.parameters = &parameters{RetryAfter: retryAfter}
	return a
}

// served are the methods that do something here. Any other method of the spec is checked and answered true.
var served = map[string]func(*Server, *call) answer{
	"getMe":          (*Server).getMe,
	"setWebhook":     (*Server).setWebhook,
	"deleteWebhook":  (*Server).deleteWebhook,
	"getWebhookInfo": (*Server).getWebhookInfo,

	"sendMessage":            (*Server).sendMessage,
	"sendDocument":           (*Server).sendDocument,
	"sendChatAction":         (*Server).sendChatAction,
	"editMessageText":        (*Server).editMessageText,
	"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
	"deleteMessage":          (*Server).deleteMessage,
	"answerCallbackQuery":    (*Server).answerCallbackQuery,
	"answerInlineQuery":      (*Server).answerInlineQuery,

	"setMyCommands":         (*Server).setMyCommands,
	"deleteMyCommands":      (*Server).deleteMyCommands,
	"getMyCommands":         (*Server).getMyCommands,
	"setMyDescription":      (*Server).setMyDescription,
	"getMyDescription":      (*Server).getMyDescription,
	"setMyShortDescription": (*Server).setMyShortDescription,
	"getMyShortDescription": (*Server).getMyShortDescription,
	"setChatMenuButton":     (*Server).setChatMenuButton,
	"getChatMenuButton":     (*Server).getChatMenuButton,

	"getChat":               (*Server).getChat,
	"getChatMember":         (*Server).getChatMember,
	"getChatAdministrators": (*Server).getChatAdministrators,
	"leaveChat":             (*Server).leaveChat,
	"getFile":               (*Server).getFile,
}

// execute does what a call asks for. getUpdates waits, and so is on its own.
func (s *Server) execute(ctx context.Context, c *call) answer {
	if c.method == nil && c.refused() == "" {
		return refuse(http.StatusNotFound, "Not Found: method not found")
	}
	if why := c.refused(); why != "" {
		return badRequest(why)
	}
	if c.Method == "getUpdates" {
		return s.getUpdates(ctx, c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	do := served[c.Method]
	if do == nil {
		do = func(*Server, *call) answer { return fine(true) }
	}
	before := len(c.problems)
	a := do(s, c)
	s.report(c, before)
	if a.status == http.StatusOK {
		c.Accepted = true
		if c.counts() && s.config.Limits.AcceptedOnly {
			s.count(c)
		}
	}
	s.changed()
	return a
}
