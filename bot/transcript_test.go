package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"cewen/bot/bottest"
)

var rewrite = flag.Bool("update", false, "rewrite the transcript")

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
	return strings.ReplaceAll(b.String(), " \n", "\n")
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
	got := transcript(r.server.History(g.ID))
	path := filepath.Join("testdata", "group.txt")
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
