package bottest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server acts as api.telegram.org for one bot. Its methods may be called from any goroutine. A bot can be stopped, killed and started against
// the same Server: what it has not confirmed is still there.
type Server struct {
	URL   string // for the bot's server URL
	Token string

	t      testing.TB
	config Config
	http   *httptest.Server
	ctx    context.Context // ends with Close
	close  context.CancelFunc
	busy   sync.WaitGroup // deliveries to the webhook

	mu         sync.Mutex
	wake       chan struct{} // closed at the next change, when somebody waits for one
	violations []Violation
	calls      []*Call
	counters   Counters
	rates      rates
	pause      struct{ from, until time.Time }
	faults     []*fault
	chance     *rand.Rand
	revoked    bool

	chats       map[int64]*chat
	lastUser    int64
	lastGroup   int64
	lastMessage int
	lastQuery   int64
	queries     map[string]*query
	queryOrder  []*query
	inline      map[string]*inlineMessage
	files       map[string]*storedFile
	profile     profile

	queue   queue
	allowed map[string]bool // nil: what Telegram sends by default
	poll    *poll           // the getUpdates that waits
	hook    *hook
}

// New starts a server for a test. When the test ends it is closed, and each violation that was not taken out fails the test.
func New(t testing.TB, change ...func(*Config)) *Server {
	t.Helper()
	config := defaults()
	for _, f := range change {
		f(&config)
	}
	if _, err := fmt.Sscanf(config.Token, "%d:", &config.Bot.ID); err != nil {
		t.Fatalf("bottest: token %q does not begin with the bot's id and a colon", config.Token)
	}
	s := &Server{Token: config.Token, t: t, config: config, chance: rand.New(rand.NewPCG(config.Seed, 0)),
		chats: map[int64]*chat{}, queries: map[string]*query{}, inline: map[string]*inlineMessage{}, files: map[string]*storedFile{},
		lastUser: 5_000_000_000, lastGroup: 4_000_000_000, lastMessage: 100, lastQuery: 4_200_000_000_000_000_000,
		profile: newProfile()}
	s.counters.Calls = map[string]int{}
	s.queue.next = 800_000_001
	s.ctx, s.close = context.WithCancel(context.Background())
	s.http = httptest.NewUnstartedServer(s)
	s.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // broken connections are what tests ask for
	s.http.Config.BaseContext = func(net.Listener) context.Context { return s.ctx }
	s.http.Start()
	s.URL = s.http.URL
	t.Cleanup(s.finish)
	return s
}

// Close ends the server: calls that hang or wait end without a reply.
func (s *Server) Close() {
	s.close()
	s.mu.Lock()
	s.unhook()
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
	s.busy.Wait()
}

func (s *Server) finish() {
	s.Close()
	const shown = 20
	left := s.TakeViolations()
	for i, v := range left {
		if i == shown {
			s.t.Errorf("bottest: … and %d more violations", len(left)-shown)
			break
		}
		s.t.Errorf("bottest: %s", v)
	}
}

func (s *Server) now() time.Time { return s.config.Now() }

// Bot is the bot's own user.
func (s *Server) Bot() User { return s.config.Bot }

// Revoke makes Telegram answer 401 to the token from now on; Restore undoes it.
func (s *Server) Revoke() { s.setRevoked(true) }

// Restore makes the token valid again.
func (s *Server) Restore() { s.setRevoked(false) }

func (s *Server) setRevoked(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
}

// ServeHTTP is the server itself; tests use its URL. It takes calls at /bot<token>/<method> and downloads at /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if v := recover(); v != nil {
			s.violate(Violation{Reason: fmt.Sprintf("bottest itself panicked: %v\n%s", v, debug.Stack())})
			panic(http.ErrAbortHandler)
		}
	}()
	rest, isFile := strings.CutPrefix(r.URL.Path, "/file")
	rest, isBot := strings.CutPrefix(rest, "/bot")
	token, rest, _ := strings.Cut(rest, "/")
	if !isBot || token != s.Token {
		writeAnswer(w, r, refuse(http.StatusNotFound, "Not Found"))
		return
	}
	s.mu.Lock()
	revoked := s.revoked
	s.mu.Unlock()
	switch {
	case revoked:
		writeAnswer(w, r, refuse(http.StatusUnauthorized, "Unauthorized"))
	case isFile:
		s.download(w, rest)
	default:
		s.serveCall(w, r, rest)
	}
}

// serveCall takes one call through: read, check, count, break it where the test asked for that, execute, answer.
func (s *Server) serveCall(w http.ResponseWriter, r *http.Request, name string) {
	in, err := readRequest(r)
	if errors.Is(err, errGone) {
		s.mu.Lock()
		s.counters.Aborted++
		s.changed()
		s.mu.Unlock()
		return
	}
	c := newCall(theSpec(), name, in, err)
	c.At = s.now()
	effect, paused := s.arrive(c)
	if paused != nil {
		s.reply(w, r, c, *paused, normally)
		return
	}
	if effect.waitFirst && !sleep(r.Context(), effect.wait) {
		s.reply(w, r, c, answer{}, lost)
		return
	}
	var a answer
	if effect.execute {
		a = s.execute(r.Context(), c)
	}
	if effect.answer != nil {
		a = *effect.answer
	}
	if !effect.waitFirst && effect.wait > 0 && !sleep(r.Context(), effect.wait) {
		s.reply(w, r, c, a, lost)
		return
	}
	s.reply(w, r, c, a, effect)
}

// reply sends the reply, or loses it. What becomes of it is written down first, so that a test whose client has read the reply finds it so;
// only a client that is gone makes it come out otherwise.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, c *call, a answer, effect Effect) {
	if effect.loses {
		s.settle(c, a, Dropped)
		effect.send(w, r, a)
		return
	}
	s.settle(c, a, Delivered)
	if !effect.send(w, r, a) {
		s.settle(c, a, Dropped)
	}
}

// sleep waits for d, and tells whether client and server still stand then: a request's context ends with either.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// arrive writes a call down and decides its fate: refused for a pause, or struck by a fault.
func (s *Server) arrive(c *call) (Effect, *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resolve(c)
	s.counters.Calls[c.Method]++
	s.counters.Total++
	c.Seq = s.counters.Total
	s.calls = append(s.calls, &c.Call)
	if keep := s.config.KeepCalls; keep > 0 && len(s.calls) >= 2*keep {
		s.calls = append([]*Call(nil), s.calls[len(s.calls)-keep:]...)
	}
	s.report(c, 0)
	if c.counts() && !s.config.Limits.AcceptedOnly {
		s.count(c)
	}
	s.changed()
	if left := s.pause.until.Sub(c.At); left > 0 && c.Method != "getUpdates" {
		if c.At.Sub(s.pause.from) > s.config.PauseGrace {
			s.violateCall(c, fmt.Sprintf("called %v before the end of the pause that retry_after asked for", left))
		}
		a := tooMany(int((left + time.Second - 1) / time.Second))
		return Effect{}, &a
	}
	f := s.strike(c)
	if f == nil {
		return normally, nil
	}
	c.Fault = f.Effect.name
	if f.Effect.pause {
		s.pause.from = c.At
		s.pause.until = c.At.Add(time.Duration(f.Effect.answer.parameters.RetryAfter) * time.Second)
	}
	return f.Effect, nil
}

// settle writes down what became of a call.
func (s *Server) settle(c *call, a answer, outcome Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.status == http.StatusConflict {
		if outcome == Delivered {
			s.counters.Conflicts++
		} else if c.Reply == Delivered {
			s.counters.Conflicts--
		}
	}
	c.Status, c.Description, c.Reply = a.status, a.description, outcome
	if c.settled != nil {
		c.settled(c.Reply)
	}
	s.changed()
}
