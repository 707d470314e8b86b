//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cewen/answer"
	"cewen/bot/bottest"
	"cewen/plan"
	"cewen/seeds"
)

// kills is how often the program is killed in a trial: CEWEN_KILLS, or the short form.
func kills(t *testing.T, short int) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("CEWEN_KILLS"))
	if err != nil {
		return short
	}
	return n
}

// clauseTitles are the titles of the shipped plan's clauses by number: a question for a clause has an answer that only it can have.
func clauseTitles(t *testing.T) map[int]string {
	t.Helper()
	texts, err := seeds.Texts()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	titles := map[int]string{}
	for _, c := range p.Clauses {
		titles[c.Number] = c.Title
	}
	return titles
}

// asker is a person with a chat, who asks for one clause after another.
type asker struct {
	user  bottest.User
	chat  *bottest.Chat
	asked []int
}

// traffic lets people ask at random moments until told to stop.
type traffic struct {
	askers []*asker
	stop   chan struct{}
	wg     sync.WaitGroup
}

func newTraffic(s *bottest.Server, people int, every time.Duration) *traffic {
	tr := &traffic{stop: make(chan struct{})}
	for i := range people {
		u := s.NewUser(fmt.Sprint("人", i))
		a := &asker{user: u, chat: s.PrivateChat(u)}
		tr.askers = append(tr.askers, a)
		tr.wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 7))
			for n := 0; n < 39; n++ { // each clause once, so that an answer belongs to one question
				select {
				case <-tr.stop:
					return
				case <-time.After(time.Duration(random.Int64N(int64(2 * every)))):
				}
				clause := (n*7+i)%39 + 1
				a.asked = append(a.asked, clause)
				a.chat.Say(a.user, fmt.Sprintf("第%d条", clause))
			}
		})
	}
	return tr
}

func (tr *traffic) end() {
	close(tr.stop)
	tr.wg.Wait()
}

// outcome counts what came of all questions.
type outcome struct {
	asked, lost, bare, marked, disorder int
}

// judge holds the chats against what was asked: every question answered, no second copy without the mark, in order.
func judge(t *testing.T, s *bottest.Server, tr *traffic, titles map[int]string) outcome {
	t.Helper()
	var o outcome
	for _, a := range tr.askers {
		at := map[int]int{} // clause → position of its first answer
		bare := map[int]int{}
		ms := s.Messages(a.chat.ID)
		for i, m := range ms {
			clause := clauseOf(m, a, titles)
			if clause == 0 {
				t.Errorf("an answer to nothing:\n%s", m.Text)
				continue
			}
			if _, ok := at[clause]; !ok {
				at[clause] = i
			}
			first, _, _ := strings.Cut(m.Text, "\n")
			if strings.Contains(first, "可能重复") {
				o.marked++
			} else {
				bare[clause]++
			}
		}
		last := -1
		for _, n := range a.asked {
			o.asked++
			pos, ok := at[n]
			if !ok {
				o.lost++
				t.Errorf("%s asked for clause %d and got no answer", a.user.FirstName, n)
				continue
			}
			if bare[n] > 1 {
				o.bare++
				t.Errorf("clause %d was answered %d times without a mark", n, bare[n])
			}
			if pos < last {
				o.disorder++
				t.Errorf("clause %d was answered before what was asked earlier", n)
			}
			last = pos
		}
	}
	return o
}

// clauseOf is the clause that a message answers, of those that its reader asked for; 0 for none.
func clauseOf(m bottest.Message, a *asker, titles map[int]string) int {
	for _, n := range a.asked {
		if strings.Contains(m.Text, "〔第"+answer.Numeral(n)+"条 "+titles[n]+" ·") {
			return n
		}
	}
	return 0
}

// settle waits until every question has an answer, for a while at most.
func (tr *traffic) settle(s *bottest.Server, titles map[int]string, most time.Duration) {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		open := 0
		for _, a := range tr.askers {
			got := map[int]bool{}
			for _, m := range s.Messages(a.chat.ID) {
				got[clauseOf(m, a, titles)] = true
			}
			delete(got, 0)
			open += len(a.asked) - len(got)
		}
		if open == 0 {
			return
		}
	}
}

// The program is killed again and again at random moments while people ask and replies get lost: every question is answered, in order, and
// a second copy is always marked.
func TestKills(t *testing.T) {
	n := kills(t, 20)
	titles := clauseTitles(t)
	s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
	s.Inject(bottest.Fault{Method: "sendMessage", Chance: 0.03, Effect: bottest.Drop(bottest.After)})
	s.Inject(bottest.Fault{Method: "sendMessage", Chance: 0.02, Effect: bottest.Drop(bottest.Before)})
	s.Inject(bottest.Fault{Method: "getUpdates", Chance: 0.02, Effect: bottest.BadGateway()})
	path := programPath(t)
	db := filepath.Join(t.TempDir(), "cewen.db")
	run := func() *process {
		return serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, "--db", db, "--telegram-api", s.URL, "--user-rate", "0")
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	total := outcome{}
	for killed := 0; killed < n; {
		tr := newTraffic(s, 12, 700*time.Millisecond)
		for round := 0; round < 20 && killed < n; round++ {
			p := run()
			time.Sleep(time.Duration(100+random.IntN(1400)) * time.Millisecond)
			p.kill()
			p.clean(s.Token)
			killed++
		}
		tr.end()
		p := run()
		tr.settle(s, titles, 2*time.Minute)
		p.stop()
		o := judge(t, s, tr, titles)
		total.asked, total.lost, total.bare, total.marked, total.disorder = total.asked+o.asked, total.lost+o.lost, total.bare+o.bare, total.marked+o.marked, total.disorder+o.disorder
		if t.Failed() {
			t.Fatalf("after %d kills:\n%s", killed, p.logged())
		}
	}
	t.Logf("%d kills, %d questions: %d lost, %d repeated without a mark, %d repeated with one, %d out of order", n, total.asked, total.lost, total.bare, total.marked, total.disorder)
	if s.Counters().DropPending != 0 {
		t.Error("updates that waited were thrown away")
	}
}
