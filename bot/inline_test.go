package bot_test

import (
	"strings"
	"testing"

	"cewen/bot/bottest"
)

// cards asks inline and waits for the answer.
func (r *rig) cards(from bottest.User, text string) bottest.InlineAnswer {
	r.t.Helper()
	id := r.server.InlineQuery(from, text, "")
	r.until("the inline query is answered", func() bool { _, ok := r.server.InlineAnswer(id); return ok })
	a, _ := r.server.InlineAnswer(id)
	return a
}

// A few words bring cited cards, also with an unfinished word; an empty query brings starters.
func TestInline(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	a := r.cards(u, "雨水 25")
	if len(a.Results) == 0 || !strings.Contains(a.Results[0].Text, "110公里") || !strings.Contains(a.Results[0].Text, "〔第十六条") || !strings.Contains(a.Results[0].Text, "临政办字〔2023〕96号") {
		t.Fatalf("cards %+v", a.Results)
	}
	// A card goes on in private where it stands.
	key := a.Results[0].Keyboard[0][0]
	link, ok := strings.CutPrefix(key.Data, "https://t.me/cewen_test_bot?start=")
	if key.Action != "url" || !ok || len(link) > 64 {
		t.Fatalf("key %+v", key)
	}
	has(t, r.ask(r.server.PrivateChat(u), u, "/start "+link), "110公里")
	has(t, r.ask(r.server.PrivateChat(u), u, "谁负责"), "市城管局")
	for _, c := range a.Results {
		if strings.Contains(c.Title+c.Text, "50公里") {
			t.Errorf("a card of another year: %s", c.Text)
		}
	}
	if a.IsPersonal || !strings.Contains(string(a.Button), "start_parameter") {
		t.Errorf("personal %v, button %s", a.IsPersonal, a.Button)
	}
	if a := r.cards(u, "雨"); len(a.Results) < 3 {
		t.Errorf("%d cards for one character", len(a.Results))
	}
	if a := r.cards(u, "城管"); len(a.Results) == 0 || !strings.Contains(a.Results[0].Text, "市城管局") {
		t.Errorf("a unit's short name: %+v", a.Results)
	}
	if a := r.cards(u, ""); len(a.Results) < 3 {
		t.Errorf("%d starters", len(a.Results))
	}
	for _, text := range []string{"地铁", "\x00", strings.Repeat("长", 200), "<b>&", "25", "😀"} {
		a := r.cards(u, text)
		for _, c := range a.Results {
			if !strings.Contains(c.Text, "〔") {
				t.Errorf("%q: a card without a source: %s", text, c.Text)
			}
		}
	}
	// A question inside an inline query is answered as one.
	if a := r.cards(u, "充电站归谁管"); len(a.Results) == 0 || !strings.Contains(a.Results[0].Title, "市发展改革委") {
		t.Errorf("a question: %+v", a.Results)
	}
}

// Where access is restricted, strangers get no card and a way to apply, and nothing is cached for others.
func TestInlinePaired(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.config.Paired, r.config.Admins = true, []int64{900} })
	a := r.cards(r.server.NewUser("生人"), "雨水 25")
	if len(a.Results) != 0 || !a.IsPersonal || !strings.Contains(string(a.Button), "申请") {
		t.Errorf("a stranger gets %+v", a)
	}
	if a := r.cards(bottest.User{ID: 900, FirstName: "管理员"}, "雨水 25"); len(a.Results) == 0 || !a.IsPersonal {
		t.Errorf("an administrator gets %+v", a)
	}
}
