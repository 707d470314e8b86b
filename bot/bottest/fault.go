package bottest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Fault is what a test makes go wrong: the calls that it strikes, and its effect on them. What is empty fits every call, but getUpdates is
// struck only where Method names it. A call that arrives in a pause is refused for that, and uses up no fault.
type Fault struct {
	Method string
	Chat   int64
	Text   string          // a part of text or caption, as sent
	Match  func(Call) bool // must not call the server

	Times  int     // 0: until removed
	Chance float64 // 0: always; else the probability, drawn from Config.Seed
	Effect Effect
}

type fault struct {
	Fault
	left int
}

// Effect is what a fault does to a call.
type Effect struct {
	name      string
	execute   bool // the call is done
	answer    *answer
	loses     bool // no reply gets through
	send      func(w http.ResponseWriter, r *http.Request, a answer) bool
	wait      time.Duration
	waitFirst bool
	pause     bool
}

// When is on which side of a call's execution a fault lies: on one the bot's message is in the chat, on the other it is not, and the bot can't
// tell.
type When bool

// Before a call is executed it leaves no trace; After, all that it asks for is done.
const (
	Before When = false
	After  When = true
)

func (w When) String() string {
	if w == After {
		return "after accepting"
	}
	return "before accepting"
}

// normally is what happens to calls without a fault.
var normally = Effect{execute: true, send: writeAnswer}

// lost is a reply that comes too late.
var lost = losing("lost", Before, func(w http.ResponseWriter, _ *http.Request, _ answer) bool { return hangUp(w) })

func losing(name string, when When, send func(http.ResponseWriter, *http.Request, answer) bool) Effect {
	return Effect{name: name + " " + when.String(), execute: bool(when), loses: true, send: send}
}

func answering(name string, a answer) Effect {
	return Effect{name: name, answer: &a, send: writeAnswer}
}

// RetryAfter is a 429. With pause, every later call but getUpdates is refused too, and is a violation, until the seconds are over.
func RetryAfter(seconds int, pause bool) Effect {
	e := answering(fmt.Sprintf("429, retry after %d", seconds), tooMany(seconds))
	e.pause = pause
	return e
}

// Forbidden is a 403, such as "bot was blocked by the user".
func Forbidden(description string) Effect {
	return answering("403", refuse(http.StatusForbidden, prefixed("Forbidden: ", description)))
}

// BadRequest is a 400, such as "chat not found".
func BadRequest(description string) Effect {
	return answering("400", refuse(http.StatusBadRequest, prefixed("Bad Request: ", description)))
}

func prefixed(prefix, text string) string { return prefix + strings.TrimPrefix(text, prefix) }

// MigratedTo is the 400 of a group that has become a supergroup.
func MigratedTo(chat int64) Effect { return answering("400, migrated", migrated(chat)) }

func migrated(chat int64) answer {
	a := badRequest("group chat was upgraded to a supergroup chat")
	a.parameters = &parameters{MigrateToChatID: chat}
	return a
}

// ServerError is a 500 in JSON.
func ServerError() Effect {
	return answering("500", refuse(http.StatusInternalServerError, "Internal Server Error"))
}

// BadGateway is a 502 with a page of HTML.
func BadGateway() Effect {
	return answering("502", answer{status: http.StatusBadGateway,
		html: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"})
}

// Drop closes the connection without a reply.
func Drop(when When) Effect {
	return losing("dropped", when, func(w http.ResponseWriter, _ *http.Request, _ answer) bool { return hangUp(w) })
}

// Reset resets the connection (TCP RST) without a reply.
func Reset(when When) Effect {
	return losing("reset", when, func(w http.ResponseWriter, _ *http.Request, _ answer) bool { return reset(w) })
}

// Hang never replies: it ends when the client gives up or the server is closed.
func Hang(when When) Effect { return losing("hung", when, hang) }

// Truncate executes the call, and breaks off in the middle of the reply.
func Truncate() Effect { return losing("truncated", After, writeHalf) }

// Delay replies late. A client that gives up while it waits Before has sent nothing.
func Delay(d time.Duration, when When) Effect {
	return Effect{name: fmt.Sprintf("delayed %v %s", d, when), execute: true, send: writeAnswer, wait: d, waitFirst: when == Before}
}

// Inject adds a fault. The first that fits a call strikes it; remove takes it out again.
func (s *Server) Inject(f Fault) (remove func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Effect.send == nil {
		f.Effect = normally
	}
	added := &fault{f, f.Times}
	s.faults = append(s.faults, added)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.drop(added)
	}
}

func (s *Server) drop(f *fault) {
	for i := range s.faults {
		if s.faults[i] == f {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return
		}
	}
}

// strike finds the fault that a call meets, and uses it up by one.
func (s *Server) strike(c *call) *fault {
	for _, f := range s.faults {
		if !f.fits(c.Call) || f.Chance > 0 && s.chance.Float64() >= f.Chance {
			continue
		}
		if f.Times > 0 {
			if f.left--; f.left == 0 {
				s.drop(f)
			}
		}
		s.counters.Faults++
		return f
	}
	return nil
}

func (f *fault) fits(c Call) bool {
	switch {
	case f.Method == "" && c.Method == "getUpdates":
	case f.Method != "" && f.Method != c.Method:
	case f.Chat != 0 && f.Chat != c.Chat:
	case !strings.Contains(c.Text, f.Text):
	default:
		return f.Match == nil || f.Match(c)
	}
	return false
}
