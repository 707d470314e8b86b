package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cewen/bot/bottest"
	"cewen/reminders"
)

// benchServer is a Bot API server that keeps little, and a program that runs against it.
func benchServer(b *testing.B, limits bottest.Limits, args ...string) (*bottest.Server, *process) {
	b.Helper()
	s := bottest.New(b, func(c *bottest.Config) {
		c.Limits = limits
		c.KeepMessages, c.KeepCalls = 2, 1000
		c.Patience = 10 * time.Minute
	})
	p := serve(b, programPath(b), []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, append([]string{"--db", filepath.Join(b.TempDir(), "cewen.db"), "--telegram-api", s.URL, "--user-rate", "0"}, args...)...)
	p.ready("/readyz")
	return s, p
}

// rss is a process's resident memory in MB.
func rss(b *testing.B, p *process) float64 { return memory(b, p, "VmRSS:") }

// memory reads a line of a process's status, in MB: VmRSS is what it holds, VmHWM the most that it has held.
func memory(b *testing.B, p *process, line string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	for l := range strings.SplitSeq(string(text), "\n") {
		if rest, ok := strings.CutPrefix(l, line); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1024
		}
	}
	b.Fatal("no " + line)
	return 0
}

// BenchmarkServeLatency asks 20 questions a second under Telegram's limits and measures from the moment at which a question is with
// Telegram to the arrival of its answer there: polling, storing, answering and sending together. even: one every 50 ms; random: at
// independent moments, so that now and then more than the limit come within one second.
func BenchmarkServeLatency(b *testing.B) {
	for _, kind := range []string{"even", "random"} {
		b.Run(kind, func(b *testing.B) {
			s, _ := benchServer(b, bottest.TelegramLimits())
			random := rand.New(rand.NewPCG(5, 6))
			var chats []*bottest.Chat
			var asked []time.Time
			next := time.Now()
			for i := 0; b.Loop(); i++ {
				gap := 50 * time.Millisecond
				if kind == "random" {
					gap = time.Duration(random.ExpFloat64() * float64(gap))
				}
				next = next.Add(gap)
				time.Sleep(time.Until(next))
				u := s.NewUser(fmt.Sprint("人", i))
				c := s.PrivateChat(u)
				chats, asked = append(chats, c), append(asked, time.Now())
				c.Say(u, "充电站谁负责")
			}
			var took []time.Duration
			for i, c := range chats {
				took = append(took, c.Wait(1)[0].Arrived.Sub(asked[i]))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkServeAnswers measures how many questions a second are answered when nothing limits sending, from storing to the reply of the
// Bot API server, which runs on the same cores.
func BenchmarkServeAnswers(b *testing.B) {
	s, p := benchServer(b, bottest.Limits{}, "--rate", "0")
	people, chats := crowd(s, 500)
	begin := time.Now()
	n := 0
	for ; b.Loop(); n++ {
		chats[n%len(chats)].Say(people[n%len(chats)], "充电站谁负责")
	}
	for i, c := range chats {
		c.Wait(n/len(chats) + btoi(i < n%len(chats)))
	}
	b.ReportMetric(float64(n)/time.Since(begin).Seconds(), "answers/s")
	b.ReportMetric(rss(b, p), "MB-rss")
}

// BenchmarkServeMemory reports resident memory at the start and after every 25,000 questions: it has to stay flat. Run it with
// -benchtime 100000x.
func BenchmarkServeMemory(b *testing.B) {
	s, p := benchServer(b, bottest.Limits{}, "--rate", "0")
	people, chats := crowd(s, 1000)
	sizes := []float64{rss(b, p)}
	n := 0
	for ; b.Loop(); n++ {
		i := n % len(chats)
		if n >= len(chats) { // at most one question of a chat waits
			chats[i].Wait(n / len(chats))
		}
		chats[i].Say(people[i], []string{"充电站谁负责", "雨水管网2025年建多少公里", "市城管局有哪些任务", "地铁修几公里"}[n/len(chats)%4])
		if (n+1)%25_000 == 0 {
			sizes = append(sizes, rss(b, p))
		}
	}
	for i, size := range sizes {
		b.ReportMetric(size, fmt.Sprintf("MB-at-%dk", 25*i))
	}
}

// BenchmarkRemindMemory comes back after a year's downtime with 10,000 chats that are subscribed to everything: 1,240,000 notices are planned
// and go out as one late digest a chat, with nothing that limits sending. Run it with -benchtime 1x.
func BenchmarkRemindMemory(b *testing.B) {
	const chats = 10_000
	for b.Loop() {
		s := bottest.New(b, func(c *bottest.Config) {
			c.Limits = bottest.Limits{}
			c.KeepMessages, c.KeepCalls = 1, 1000
		})
		_, cs := crowd(s, chats)
		var ids []int64
		for _, c := range cs {
			ids = append(ids, c.ID)
		}
		db := filepath.Join(b.TempDir(), "cewen.db")
		subscribed(b, db, ids, reminders.Subscription{About: reminders.AboutAll, Preset: reminders.Usual, Hour: reminders.UsualHour}, time.Date(2025, 12, 30, 12, 0, 0, 0, china))
		begin := time.Now()
		p := serve(b, programPath(b), []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, "--db", db, "--telegram-api", s.URL, "--rate", "0")
		p.ready("/readyz")
		b.ReportMetric(rss(b, p), "MB-at-start")
		for len(cs) > 0 {
			if time.Since(begin) > 5*time.Minute {
				b.Fatalf("%d chats have got nothing", len(cs))
			}
			time.Sleep(200 * time.Millisecond)
			cs = slices.DeleteFunc(cs, func(c *bottest.Chat) bool { return len(c.Messages()) > 0 })
		}
		b.ReportMetric(chats/time.Since(begin).Seconds(), "digests/s")
		b.ReportMetric(memory(b, p, "VmHWM:"), "MB-most")
		b.ReportMetric(rss(b, p), "MB-at-end")
		p.stop()
	}
}

func crowd(s *bottest.Server, n int) ([]bottest.User, []*bottest.Chat) {
	var us []bottest.User
	var cs []*bottest.Chat
	for i := range n {
		u := s.NewUser(fmt.Sprint("人", i))
		us, cs = append(us, u), append(cs, s.PrivateChat(u))
	}
	return us, cs
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
