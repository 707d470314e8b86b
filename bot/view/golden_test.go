package view_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"cewen/answer"
	"cewen/bot/bottest"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
	"cewen/seeds"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func snapshot(t *testing.T) *answer.Snapshot {
	t.Helper()
	texts, err := seeds.Texts()
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := answer.NewSnapshot([]*plan.Plan{p})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shown writes a message as a golden holds it: its HTML, then its buttons, and checks that Telegram would take it.
func shown(t *testing.T, m outbox.Message) string {
	t.Helper()
	got, err := bottest.ParseHTML(m.HTML)
	if err != nil || len(got.Doubts) > 0 {
		t.Errorf("%v %v in\n%s", err, got.Doubts, m.HTML)
	}
	if n := len(utf16.Encode([]rune(got.Text))); n == 0 || n > 4096 {
		t.Errorf("%d characters in\n%s", n, m.HTML)
	}
	var b strings.Builder
	b.WriteString(m.HTML + "\n")
	for _, row := range m.Buttons {
		for _, k := range row {
			action := k.Data
			if k.Copy != "" {
				action = "复制:" + k.Copy
			}
			if len(k.Data) > 64 || len([]rune(k.Copy)) > 256 {
				t.Errorf("button %+v", k)
			}
			fmt.Fprintf(&b, "[%s](%s) ", k.Text, action)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestGolden shows how answers and lists look in a chat. -update rewrites the files; their diff is what a change does to readers.
func TestGolden(t *testing.T) {
	s := snapshot(t)
	p := s.Plan("")
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	ask := func(text string) dialog.Turn {
		a, after := answer.Ask(s, answer.Context{}, answer.Question{Text: text, Today: today})
		return dialog.Turn{ID: "t", Question: text, After: after, Answer: a, Asked: today}
	}
	files := map[string]func() string{
		"answers": func() string {
			var b strings.Builder
			for _, q := range []string{"充电桩归谁管", "海绵城市谁牵头", "雨水管网2025年是50公里吧", "地铁修几公里", "2030年充电站多少个", "平邑要建几个充电站", "市城管局有哪些任务", "2025年到期的有哪些", "第十四条", "雨水管网 充电站 老旧小区 谁负责", "垃圾分类覆盖率70%是哪个局的指标", "指标有哪些", "文号是多少", "我局有哪些任务", "今天天气怎么样"} {
				turn := ask(q)
				m := view.Answer(turn, view.Reader{Remind: len(turn.Answer.Citations) > 0}, 0, false)
				fmt.Fprintf(&b, "-- %s --\n%s\n", q, shown(t, m))
			}
			return b.String()
		},
		"pages": func() string {
			var b strings.Builder
			turn := ask("市发展改革委有哪些任务")
			for page := range 6 {
				fmt.Fprintf(&b, "-- page %d --\n%s\n", page, shown(t, view.Answer(turn, view.Reader{Copied: "抄这句", Remind: true}, page, page == 1)))
			}
			fmt.Fprintf(&b, "-- in a group, unfolded --\n%s\n", shown(t, view.Answer(ask("充电站谁负责"), view.Reader{Group: true, Copied: strings.Repeat("长", 300)}, 0, true)))
			fmt.Fprintf(&b, "-- refused in a group --\n%s\n", shown(t, view.Answer(ask("地铁修几公里"), view.Reader{Group: true}, 0, false)))
			fmt.Fprintf(&b, "-- source --\n%s\n", shown(t, view.Source(ask("充电站谁负责"), s.Plan, 0)))
			fmt.Fprintf(&b, "-- source of many --\n%s\n", shown(t, view.Source(ask("2025年到期的有哪些"), s.Plan, 1)))
			fmt.Fprintf(&b, "-- source of none --\n%s\n", shown(t, view.Source(ask("地铁"), s.Plan, 9)))
			fmt.Fprintf(&b, "-- late in a group --\n%s\n", shown(t, view.Late(ask("充电站\n谁负责"), "09:12")))
			fmt.Fprintf(&b, "-- card --\n%s\n", view.Card(ask("2025年到期的有哪些")))
			return b.String()
		},
		"lists": func() string {
			about := view.About{Plans: s.Holdings(), Today: "2026-11-23", Version: "v", Retention: 180 * 24 * time.Hour, Bot: "cewen_bot"}
			var b strings.Builder
			chapter, _ := view.Chapter(p, 4, 0)
			for _, part := range []struct {
				name string
				m    outbox.Message
			}{
				{"start", view.Start(about, s.Examples(3), false)}, {"start in a group", view.Start(about, nil, true)}, {"about", view.AboutText(about, "备注")}, {"units", view.Units(p, 3)}, {"chapters", view.Chapters(p)}, {"chapter", chapter},
				{"indicators", view.Indicators(p, 1)}, {"years", view.Years(p, "2024-06-01")}, {"plans", view.Plans(view.PlanList{Held: s.Holdings()})}, {"pick unit", view.PickUnit(p, 0, "t")}, {"pick place", view.PickPlace(p, "")},
				{"settings", view.Settings("市城管局", "", false, false)}, {"group settings", view.Settings("", "", true, false)}, {"forget", view.Forget()},
				{"request", view.Request(dialog.Access{Subject: 7, Name: "<王>", Code: "012345"}, false)}, {"copy", view.Copy("<原文>&")},
				{"audit", view.Audit([]dialog.Event{{At: today, Actor: 7, Action: "批准使用", Subject: 8, Detail: "<李>"}}, 0, 1, time.UTC)},
				{"undelivered", view.Undelivered([]outbox.Delivery{{Chat: 7, State: outbox.Dead, Error: "403 blocked", Done: today}}, 1, reminders.Backlog{Subscriptions: 2, Chats: 1, Planned: 3, Next: today}, time.UTC)},
			} {
				fmt.Fprintf(&b, "-- %s --\n%s\n", part.name, shown(t, part.m))
			}
			return b.String()
		},
	}
	files["reminders"] = func() string { return remindGolden(t) }
	for name, make := range files {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name+".golden")
			got := make()
			if *update {
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
		})
	}
}

// Every page of every unit, year, clause and indicator of a plan is a message that Telegram takes and a phone shows, and its buttons hold
// what they must.
func TestEveryPageFits(t *testing.T) {
	s := snapshot(t)
	p := s.Plan("")
	var questions []string
	for _, u := range p.Units {
		questions = append(questions, u.Name+"有哪些任务", u.Name+"有哪些到期目标")
	}
	for _, c := range p.Clauses {
		questions = append(questions, fmt.Sprintf("第%d条", c.Number))
	}
	for _, x := range p.Places {
		questions = append(questions, x.Name+"的全部内容")
	}
	for _, x := range p.Targets {
		questions = append(questions, x.Metric+"的目标是多少", x.Metric+"谁负责")
	}
	for y := 2022; y < 2037; y++ {
		questions = append(questions, fmt.Sprintf("%d年到期的有哪些", y))
	}
	for _, q := range questions {
		a, after := answer.Ask(s, answer.Context{}, answer.Question{Text: q})
		turn := dialog.Turn{ID: "k3f9a2.g1c", Question: q, After: after, Answer: a}
		seen := ""
		for page := 0; page < 40; page++ {
			m := view.Answer(turn, view.Reader{Copied: "抄", Remind: true, Mark: page%3 == 1}, page, page%2 == 1)
			if m.HTML == seen {
				break // the last page again
			}
			seen = m.HTML
			shown(t, m)
			if len(m.Buttons) > 0 && len(m.Buttons[0]) > 4 {
				t.Errorf("%s: %d buttons in the first row", q, len(m.Buttons[0]))
			}
			direct, _, _ := strings.Cut(m.HTML, "<blockquote")
			if n := len([]rune(direct)); n > 700 {
				t.Errorf("%s, page %d: %d characters above the quote", q, page, n)
			}
		}
		for page := range 8 {
			shown(t, view.Source(turn, s.Plan, page))
		}
		shown(t, outbox.Message{HTML: view.Card(turn)})
	}
}

// What a button carries comes back as it was; what is too long is no button.
func TestData(t *testing.T) {
	verb, args := view.Parse(view.Data(view.VerbAnswer, "k3f9a2.g1c", "3"))
	if verb != view.VerbAnswer || len(args) != 2 || args[0] != "k3f9a2.g1c" || args[1] != "3" {
		t.Errorf("%s %v", verb, args)
	}
	if d := view.Data("a", strings.Repeat("x", 70)); len(d) > 64 {
		t.Errorf("%d bytes", len(d))
	}
	tags := map[string]string{}
	s := snapshot(t)
	for _, u := range s.Plan("").Units {
		tag := view.Tag(u.Name)
		if other, ok := tags[tag]; ok || len(tag) != 8 || strings.Trim(tag, "0123456789abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("tag %q of %s (%s)", tag, u.Name, other)
		}
		tags[tag] = u.Name
	}
}
