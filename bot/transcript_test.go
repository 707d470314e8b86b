package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"cewen/bot/bottest"
)

var rewrite = flag.Bool("update", false, "rewrite the transcript")

var trailing = regexp.MustCompile(` +\n`)

// transcript writes a chat as a reader sees it: who said what, quotes behind a bar, buttons in brackets.
func transcript(ms []bottest.Message) string {
	var b strings.Builder
	for _, m := range ms {
		if m.Deleted {
			continue
		}
		name := m.From.FirstName
		if m.FromBot {
			name = "策问"
		}
		b.WriteString(name + "> " + strings.ReplaceAll(barred(m), "\n", "\n    ") + "\n")
		for _, row := range m.Keyboard {
			b.WriteString("    ")
			for _, k := range row {
				b.WriteString("[" + k.Text + "] ")
			}
			b.WriteString("\n")
		}
	}
	return trailing.ReplaceAllString(b.String(), "\n")
}

// barred is a message's text with a bar before each quoted line.
func barred(m bottest.Message) string {
	units := utf16.Encode([]rune(m.Text))
	for i := len(m.Entities) - 1; i >= 0; i-- {
		e := m.Entities[i]
		if !strings.Contains(e.Type, "blockquote") {
			continue
		}
		quote := "▏" + strings.ReplaceAll(string(utf16.Decode(units[e.Offset:e.Offset+e.Length])), "\n", "\n▏")
		units = append(append(units[:e.Offset:e.Offset], utf16.Encode([]rune(quote))...), units[e.Offset+e.Length:]...)
	}
	return string(utf16.Decode(units))
}

// The transcript in the README is what the bot says.
func TestTranscript(t *testing.T) {
	r := newRig(t, fast)
	chief, clerk := r.server.NewUser("王"), r.server.NewUser("李")
	g := r.server.AddChat(bottest.Supergroup, "推进会", chief, clerk)
	say := func(from bottest.User, text string, reply int, answered bool) {
		t.Helper()
		n := len(g.Messages())
		g.Post(bottest.Post{From: from, Text: text, ReplyTo: reply})
		if answered {
			g.Wait(n + 1)
			r.settled()
		}
	}
	say(chief, "充电站的事下周再议", 0, false)
	say(chief, "@cewen_test_bot 雨水管网 充电站 老旧小区 谁负责", 0, true)
	say(clerk, "第2个", last(g.Messages()).ID, true)
	say(clerk, "目标呢", last(g.Messages()).ID, true)
	say(clerk, "完成了吗", last(g.Messages()).ID, true)
	shown(t, "group.txt", transcript(r.server.History(g.ID)))
}

// So is the one of a bureau's reminder, of what is recorded in reply to it, and of the board afterwards.
func TestReminderTranscript(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) {
		r.clock.set(time.Date(2025, 11, 20, 10, 0, 0, 0, zone))
		r.config.Today = r.clock.Now
	})
	clerk := r.server.NewUser("李")
	c := r.server.PrivateChat(clerk)
	r.ask(c, clerk, "提醒我城管局的任务")
	r.clock.set(time.Date(2025, 12, 1, 9, 0, 0, 0, zone))
	digest := c.Wait(2)[1]
	r.settled()
	c.Post(bottest.Post{From: clerk, Text: "1办结,3延期到明年6月底", ReplyTo: digest.ID})
	c.Wait(3)
	r.settled()
	r.ask(c, clerk, "看板 城管局")
	// Who recorded it, and when by the machine's clock, are another user and another time in every run.
	shown(t, "reminder.txt", regexp.MustCompile(`李 @user\d+,\d\d:\d\d`).ReplaceAllString(transcript(r.server.History(c.ID)), "李,09:12"))
}

// shown checks that a transcript is what it was, and that the READMEs show it.
func shown(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *rewrite {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +now), -update rewrites it:\n%s", path, diff)
	}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), string(want)) {
			t.Errorf("%s does not show this transcript", name)
		}
	}
}
