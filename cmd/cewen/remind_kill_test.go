//go:build unix

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cewen/bot/bottest"
	"cewen/dialog"
	"cewen/inbox"
	"cewen/plan"
	"cewen/reminders"
	"cewen/seeds"
	"cewen/store"
)

func seedMilestones(t testing.TB) (*plan.Plan, []reminders.Milestone) {
	t.Helper()
	texts, err := seeds.Texts()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	return p, reminders.Milestones(p)
}

// noticeHead is the first line of a digest or a summary; a mark may stand in the line before it.
var noticeHead = regexp.MustCompile(`(?m)^(.*)【(到期提醒|到期收口|每周汇总)】(.*)  (\d+年\d+月\d+日)`)

// received counts the notices of a chat by kind and day, marked and unmarked ones apart.
func received(s *bottest.Server, chat int64) (bare, marked map[string]int, late int) {
	bare, marked = map[string]int{}, map[string]int{}
	for _, m := range s.Messages(chat) {
		h := noticeHead.FindStringSubmatch(m.Text)
		if h == nil {
			continue
		}
		key := h[2] + h[4]
		first, _, _ := strings.Cut(m.Text, "\n")
		if strings.Contains(h[1], "补发") {
			late++
		}
		if strings.Contains(first, "可能重复") {
			marked[key]++
		} else {
			bare[key]++
		}
	}
	return bare, marked, late
}

// A rehearsal of the program itself, killed again and again while replies get lost: every notice of every chat arrives, in the plan's time,
// a second copy is marked, and the plan's clock goes on where it stood.
func TestKillsWithNotices(t *testing.T) {
	t.Parallel() // it only waits
	n := kills(t, 20)
	const from, people = "2025-06-02", 8
	p, ms := seedMilestones(t)
	s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
	s.Inject(bottest.Fault{Method: "sendMessage", Chance: 0.03, Effect: bottest.Drop(bottest.After)})
	s.Inject(bottest.Fault{Method: "sendMessage", Chance: 0.02, Effect: bottest.Drop(bottest.Before)})
	path := programPath(t)
	db := filepath.Join(t.TempDir(), "drill.db")
	// The plan's time takes about as long as the kills do, from June to the closing in January: it stands still while the program starts.
	speed := 220 * 24 * 3600 / (float64(n) * 0.6)
	run := func() *process {
		return serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, "--db", db, "--telegram-api", s.URL, "--user-rate", "0", "--rehearse-from", from, "--rehearse-speed", fmt.Sprintf("%.0f", speed))
	}
	proc := run()
	proc.ready("/readyz")
	byDuties := slices.Clone(p.Units)
	slices.SortStableFunc(byDuties, func(a, b plan.Unit) int { return len(b.Duties) - len(a.Duties) })
	chats := map[int64]reminders.Subscription{}
	for i := range people {
		u := s.NewUser(fmt.Sprint("人", i))
		c := s.PrivateChat(u)
		unit := byDuties[i].Name
		c.Say(u, "每周提醒我"+unit+"的任务")
		chats[c.ID] = reminders.Subscription{Chat: c.ID, About: reminders.AboutUnit, What: unit, Preset: reminders.Usual, Hour: reminders.UsualHour}
	}
	for id := range chats {
		if _, err := s.WaitMessages(t.Context(), id, 1); err != nil {
			t.Fatalf("%v\n%s", err, proc.logged())
		}
	}
	subscribedAt := chosen(t, db)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 4))
	for range n {
		time.Sleep(time.Duration(300+random.IntN(1400)) * time.Millisecond)
		proc.kill()
		proc.clean(s.Token)
		proc = run()
	}
	// What each chat has to get by the closing of 2025, and what may come after that until the program is stopped.
	ladder := reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: china}
	last := time.Date(2026, 1, 5, 0, 0, 0, 0, china)
	want, more := map[int64]map[string]bool{}, map[int64]map[string]bool{}
	expect := func(id int64, at time.Time, kind string) {
		if at.Before(last) {
			want[id][kind+at.Format("2006年1月2日")] = true
		} else {
			more[id][kind+at.Format("2006年1月2日")] = true
		}
	}
	for id, sub := range chats {
		want[id], more[id] = map[string]bool{}, map[string]bool{}
		for year := 2025; year <= 2028; year++ {
			for _, d := range ladder.Rehearse([]reminders.Subscription{sub}, ms, nil, year) {
				kind := "到期提醒"
				if d.Closing {
					kind = "到期收口"
				}
				expect(id, d.At, kind)
			}
		}
		weekly := reminders.Subscription{Summary: reminders.Weekly, Day: 1, Hour: reminders.UsualHour}
		for at := subscribedAt[id]; at.Year() < 2028; {
			_, next := weekly.Summaries(at, ladder)
			expect(id, next, "每周汇总")
			at = next
		}
	}
	missing := func() (out []string) {
		for id, sub := range chats {
			bare, marked, _ := received(s, id)
			for key := range want[id] {
				if bare[key]+marked[key] == 0 {
					out = append(out, sub.What+" "+key)
				}
			}
		}
		return out
	}
	for end := time.Now().Add(2*time.Minute + time.Duration(n)*time.Second); time.Now().Before(end) && len(missing()) > 0; {
		time.Sleep(100 * time.Millisecond)
	}
	proc.stop()
	lost := missing()
	for _, l := range lost {
		t.Errorf("%s never came", l)
	}
	total, repeats := 0, 0
	for id, sub := range chats {
		total += len(want[id])
		bare, marked, late := received(s, id)
		if late > 0 {
			t.Errorf("%s: %d notices say 补发: the plan's time passed them", sub.What, late)
		}
		for key, n := range bare {
			if n > 1 {
				t.Errorf("%s: %s came %d times without a mark", sub.What, key, n)
			}
			if !want[id][key] && !more[id][key] {
				t.Errorf("%s: %s was not to come", sub.What, key)
			}
		}
		for _, n := range marked {
			repeats += n
		}
		for _, m := range s.Messages(id) {
			if noticeHead.MatchString(m.Text) && !strings.Contains(m.Text, "演练") {
				t.Errorf("does not say 演练:\n%s", m.Text)
			}
		}
	}
	t.Logf("%d kills, %d notices: %d lost, %d repeated with a mark", n, total, len(lost), repeats)
	if t.Failed() {
		t.Log(proc.logged())
	}
}

// A planned stop in the middle of many notices leaves none of them uncertain: no chat sees a second copy, and nothing is missing.
func TestStopsWithNotices(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
	s.Inject(bottest.Fault{Method: "sendMessage", Chance: 1, Effect: bottest.Delay(300*time.Millisecond, bottest.Before)}) // some are always on their way
	var chats []int64
	for i := range 150 {
		chats = append(chats, s.PrivateChat(s.NewUser(fmt.Sprint("人", i))).ID)
	}
	db := filepath.Join(t.TempDir(), "cewen.db")
	subscribed(t, db, chats, reminders.Subscription{About: reminders.AboutUnit, What: "市民政局", Preset: reminders.Usual, Hour: reminders.UsualHour}, time.Date(2025, 11, 3, 0, 0, 0, 0, china))
	path := programPath(t)
	missing := func() (out int) {
		for _, id := range chats {
			if len(s.Messages(id)) == 0 {
				out++
			}
		}
		return out
	}
	stops := 0
	for end := time.Now().Add(3 * time.Minute); missing() > 0 && time.Now().Before(end); stops++ {
		proc := serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, "--db", db, "--telegram-api", s.URL)
		before := missing()
		for wait := time.Now().Add(20 * time.Second); time.Now().Before(wait) && missing() > max(0, before-5-stops); {
			time.Sleep(10 * time.Millisecond)
		}
		proc.stop() // some have just arrived, others are on their way
		look, err := store.Look(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		st, err := look.RemindStatus(t.Context(), time.Now())
		if err := errors.Join(err, look.Close()); err != nil {
			t.Fatal(err)
		}
		if st.Uncertain+st.Repeated > 0 {
			t.Errorf("after stop %d: %d uncertain, %d sent once more", stops+1, st.Uncertain, st.Repeated)
		}
	}
	for _, id := range chats {
		if m := s.Messages(id); len(m) != 1 || strings.Contains(m[0].Text, "可能重复") {
			t.Errorf("a chat got %d messages", len(m))
		}
	}
	t.Logf("%d stops, %d digests", stops, len(chats))
	if stops < 3 {
		t.Errorf("%d stops: nothing was under way", stops)
	}
}

// chosen reads when each chat chose its summary, by the clock that due days go by.
func chosen(t testing.TB, db string) map[int64]time.Time {
	t.Helper()
	s, err := store.Look(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	subs, err := s.WithSummary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[int64]time.Time{}
	for _, sub := range subs {
		out[sub.Chat] = sub.SummarySince
	}
	return out
}

// subscribed fills a database with chats that are subscribed since a day, as they are after a downtime that began then.
func subscribed(t testing.TB, db string, chats []int64, about reminders.Subscription, since time.Time) {
	t.Helper()
	s, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var c dialog.Changes
	for _, id := range chats {
		sub := about
		sub.Chat, sub.Created = id, since
		c.Subscriptions = append(c.Subscriptions, sub)
		c.Chats = append(c.Chats, dialog.Chat{ID: id, Kind: "private"})
	}
	put(t, s, c)
}

// put commits changes as an update of their own.
func put(t testing.TB, s *store.Store, c dialog.Changes) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	if _, err := s.Put(ctx, now, []inbox.Update{{ID: 1, Lane: 1, Body: json.RawMessage(`{}`)}}); err != nil {
		t.Fatal(err)
	}
	items, err := s.Take(ctx, now, inbox.Take{Owner: "test", Lease: time.Minute, Most: 1})
	if err != nil || len(items) != 1 {
		t.Fatalf("%d updates, %v", len(items), err)
	}
	if err := s.Commit(ctx, now, items[0], c, ""); err != nil {
		t.Fatal(err)
	}
}

// Replicas on one database come back after a downtime of months, and one of them is killed again and again: every chat gets one late
// digest, the limits hold for all together, and a second copy is marked.
func TestReplicasWithNotices(t *testing.T) {
	for _, replicas := range []int{2, 4} {
		t.Run(fmt.Sprint(replicas), func(t *testing.T) {
			t.Parallel()
			address, _ := database(t)
			s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
			s.Inject(bottest.Fault{Method: "sendMessage", Chance: 0.02, Effect: bottest.Drop(bottest.After)})
			n := kills(t, 4)
			var chats []int64
			for i := range 150 + 25*n {
				chats = append(chats, s.PrivateChat(s.NewUser(fmt.Sprint("人", i))).ID)
			}
			subscribed(t, address, chats, reminders.Subscription{About: reminders.AboutUnit, What: "市民政局", Preset: reminders.Usual, Hour: reminders.UsualHour}, time.Date(2025, 11, 3, 0, 0, 0, 0, china))
			path := programPath(t)
			run := func() *process {
				return serve(t, path, []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token, "CEWEN_DB=" + address}, "--telegram-api", s.URL)
			}
			var all []*process
			for range replicas {
				all = append(all, run())
			}
			random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 5))
			for range n {
				time.Sleep(time.Duration(500+random.IntN(1000)) * time.Millisecond)
				i := random.IntN(replicas)
				all[i].kill()
				all[i] = run()
			}
			missing := func() (out int) {
				for _, id := range chats {
					if bare, marked, _ := received(s, id); len(bare)+len(marked) == 0 {
						out++
					}
				}
				return out
			}
			for end := time.Now().Add(time.Duration(60+2*n) * time.Second); time.Now().Before(end) && missing() > 0; {
				time.Sleep(100 * time.Millisecond)
			}
			for _, p := range all {
				p.stop()
				p.clean(s.Token)
			}
			lost, twice, repeats := 0, 0, 0
			for _, id := range chats {
				bare, marked, late := received(s, id)
				sum := 0
				for _, k := range bare {
					sum += k
				}
				for _, k := range marked {
					repeats += k
				}
				switch {
				case len(bare)+len(marked) == 0:
					lost++
				case sum > 1 || late == 0:
					twice++
				}
			}
			t.Logf("%d replicas, %d kills, %d chats: %d lost, %d repeated without a mark, %d repeated with one", replicas, n, len(chats), lost, twice, repeats)
			if lost+twice > 0 {
				t.Errorf("lost or repeated\n%s", all[0].logged())
			}
		})
	}
}
