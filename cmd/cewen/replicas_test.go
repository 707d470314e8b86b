//go:build unix

package main

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"cewen/bot/bottest"
	"cewen/store/postgres/pgtest"
)

// database is the address of an empty PostgreSQL database on a server of the test's own.
func database(t *testing.T) (string, *pgtest.Server) {
	t.Helper()
	server, err := pgtest.Start()
	if errors.Is(err, pgtest.ErrMissing) {
		t.Skip("replicas are not tested here: " + err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server.Database(t), server
}

// Two replicas poll by turns on one database; one of them is killed again and again: nothing is lost, nothing comes twice without a mark,
// the limits hold for both together, and they never poll against each other for long.
func TestReplicasPolling(t *testing.T) {
	address, _ := database(t)
	s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
	s.Inject(bottest.Fault{Method: "sendMessage", Chance: 0.02, Effect: bottest.Drop(bottest.After)})
	path := programPath(t)
	run := func() *process {
		return serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token, "CEWEN_DB=" + address}, "--telegram-api", s.URL, "--user-rate", "0")
	}
	both := []*process{run(), run()}
	both[0].ready("/readyz")
	tr := newTraffic(s, 40, 1200*time.Millisecond)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
	for range kills(t, 6) {
		time.Sleep(time.Duration(500+random.IntN(1500)) * time.Millisecond)
		i := random.IntN(2)
		both[i].kill()
		both[i] = run()
	}
	tr.end()
	titles := clauseTitles(t)
	tr.settle(s, titles, 3*time.Minute)
	o := judge(t, s, tr, titles)
	t.Logf("%d questions: %d lost, %d repeated without a mark, %d repeated with one, %d out of order, %d conflicts", o.asked, o.lost, o.bare, o.marked, o.disorder, s.Counters().Conflicts)
	if t.Failed() {
		t.Log(both[0].logged(), "\n", both[1].logged())
	}
	for _, p := range both {
		p.stop()
	}
}

// balancer passes what Telegram delivers to one replica after the other; one that is away makes a 502, and Telegram delivers again.
type balancer struct {
	mu   sync.Mutex
	to   []string
	next int
}

func (b *balancer) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	b.mu.Lock()
	b.next++
	target, err := url.Parse(b.to[b.next%len(b.to)])
	b.mu.Unlock()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	proxy.ServeHTTP(w, req)
}

func (b *balancer) put(i int, target string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.to[i] = target
}

// Two replicas take the webhook, one is killed again and again.
func TestReplicasWebhook(t *testing.T) {
	address, _ := database(t)
	s := bottest.New(t, func(c *bottest.Config) { c.AllowHTTPWebhook = true })
	b := &balancer{to: []string{"http://127.0.0.1:1", "http://127.0.0.1:1"}}
	front := httptest.NewServer(b)
	t.Cleanup(front.Close)
	path := programPath(t)
	run := func(i int) *process {
		p := serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token, "CEWEN_DB=" + address}, "--telegram-api", s.URL, "--user-rate", "0", "--webhook-url", front.URL+"/telegram")
		b.put(i, p.http)
		return p
	}
	both := []*process{run(0), run(1)}
	both[0].ready("/readyz")
	both[1].ready("/readyz")
	tr := newTraffic(s, 30, 1200*time.Millisecond)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	for range kills(t, 5) {
		time.Sleep(time.Duration(500+random.IntN(1500)) * time.Millisecond)
		i := random.IntN(2)
		both[i].kill()
		both[i] = run(i)
	}
	tr.end()
	titles := clauseTitles(t)
	tr.settle(s, titles, 3*time.Minute)
	o := judge(t, s, tr, titles)
	t.Logf("%d questions: %d lost, %d repeated without a mark, %d repeated with one, %d out of order", o.asked, o.lost, o.bare, o.marked, o.disorder)
	if t.Failed() {
		t.Log(both[0].logged(), "\n", both[1].logged())
	}
	for _, p := range both {
		p.stop()
		p.clean(s.Token)
	}
}

// The database goes away under a running service and comes back: nothing is lost, and the metrics have told it.
func TestDatabaseGoneAndBack(t *testing.T) {
	address, server := database(t)
	s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
	p := serve(t, programPath(t), []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token, "CEWEN_DB=" + address}, "--telegram-api", s.URL, "--user-rate", "0")
	p.ready("/readyz")
	tr := newTraffic(s, 10, 300*time.Millisecond)
	for _, crash := range []bool{false, true} {
		time.Sleep(700 * time.Millisecond)
		if err := server.Down(crash); err != nil {
			t.Fatal(err)
		}
		if res, err := http.Get(p.http + "/readyz"); err != nil || res.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("without its database it says %v, %v; want 503", res, err)
		}
		time.Sleep(1500 * time.Millisecond)
		if err := server.Up(); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(500 * time.Millisecond)
	tr.end()
	titles := clauseTitles(t)
	tr.settle(s, titles, 3*time.Minute)
	o := judge(t, s, tr, titles)
	t.Logf("%d questions: %d lost, %d repeated without a mark, %d repeated with one", o.asked, o.lost, o.bare, o.marked)
	if o.marked > 0 {
		t.Error("a database that was away made something uncertain")
	}
	res, err := http.Get(p.http + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	metrics, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(metrics), `cewen_store_errors_total{kind="unreachable"`) {
		t.Error("the metrics do not tell that the database was away")
	}
	if t.Failed() {
		t.Log(p.logged())
	}
	p.stop()
	p.clean(s.Token)
}
