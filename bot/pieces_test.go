package bot

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"cewen/outbox"
)

// Who is spoken to, in which words: mentions stand anywhere and are counted in UTF-16 units; beside Chinese characters clients mark none.
func TestAddressed(t *testing.T) {
	b := &Bot{}
	b.self.Store(&self{42, "cewen_bot"})
	group := `"chat":{"id":-5,"type":"supergroup"},"from":{"id":1}`
	for _, tc := range []struct {
		message       string
		to            bool
		text, command string
	}{
		{`{"chat":{"id":5,"type":"private"},"text":"充电站谁负责"}`, true, "充电站谁负责", ""},
		{`{"chat":{"id":5,"type":"private"},"text":"/help 多余"}`, true, "多余", "help"},
		{`{"chat":{"id":5,"type":"private"},"text":"/unknown"}`, true, "", "unknown"},
		{`{"chat":{"id":5,"type":"private"},"text":"/help@other_bot"}`, false, "", ""},
		{`{` + group + `,"text":"充电站谁负责"}`, false, "充电站谁负责", ""},
		{`{` + group + `,"text":"🚌请问 @cewen_bot 充电站谁负责","entities":[{"type":"mention","offset":5,"length":10}]}`, true, "🚌请问   充电站谁负责", ""},
		{`{` + group + `,"text":"@CEWEN_BOT充电站谁负责"}`, true, "充电站谁负责", ""},
		{`{` + group + `,"text":"问@cewen_bot"}`, true, "问", ""},
		{`{` + group + `,"text":"@cewen_bot2 充电站"}`, false, "@cewen_bot2 充电站", ""},
		{`{` + group + `,"text":"策问 充电站","entities":[{"type":"text_mention","offset":0,"length":2,"user":{"id":42}}]}`, true, "充电站", ""},
		{`{` + group + `,"text":"别人 充电站","entities":[{"type":"text_mention","offset":0,"length":2,"user":{"id":43}}]}`, false, "别人 充电站", ""},
		{`{` + group + `,"text":"目标呢","reply_to_message":{"from":{"id":42}}}`, true, "目标呢", ""},
		{`{` + group + `,"text":"目标呢","reply_to_message":{"from":{"id":42},"forum_topic_created":{"name":"x"}}}`, false, "目标呢", ""},
		{`{` + group + `,"text":"目标呢","reply_to_message":{"from":{"id":43}}}`, false, "目标呢", ""},
		{`{` + group + `,"text":"/help"}`, true, "", "help"},
		{`{` + group + `,"text":"/roll"}`, false, "", "roll"},
		{`{` + group + `,"text":"/unit@cewen_bot 城管局"}`, true, "城管局", "unit"},
		{`{` + group + `,"caption":"@cewen_bot 这是哪条","caption_entities":[{"type":"mention","offset":0,"length":10}],"photo":[{}]}`, true, "这是哪条", ""},
		{`{` + group + `,"text":"x","entities":[{"type":"mention","offset":-3,"length":9},{"type":"mention","offset":0,"length":2000000000}]}`, false, "x", ""},
	} {
		var m message
		if err := json.Unmarshal([]byte(tc.message), &m); err != nil {
			t.Fatal(err)
		}
		if got := b.addressed(&m); got.to != tc.to || got.text != tc.text || got.command != tc.command {
			t.Errorf("%s\ngot %+v, want to=%v text=%q command=%q", tc.message, got, tc.to, tc.text, tc.command)
		}
	}
}

// A minute's worth at once, then as time passes; told once a series; a clock that goes back gives nothing away.
func TestPace(t *testing.T) {
	p := newPace(3)
	t0 := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var got strings.Builder
	ask := func(at time.Duration) {
		ok, warn := p.ask(1, t0.Add(at))
		got.WriteString(map[[2]bool]string{{true, false}: "+", {false, true}: "!", {false, false}: "-"}[[2]bool{ok, warn}])
	}
	for range 6 {
		ask(0)
	}
	ask(10 * time.Second)
	ask(20 * time.Second)
	ask(21 * time.Second)
	ask(-time.Hour)
	ask(2 * time.Minute)
	if want := "+++!---+!-+"; got.String() != want {
		t.Errorf("got %s, want %s", got.String(), want)
	}
	if ok, _ := p.ask(2, t0); !ok {
		t.Error("another person waits for the first")
	}
	for i := range int64(mostPaced + 10) {
		p.ask(i+10, t0.Add(time.Hour))
	}
	if len(p.people) > mostPaced {
		t.Errorf("%d people are remembered, at most %d", len(p.people), mostPaced)
	}
	if ok, _ := newPace(0).ask(1, t0); !ok {
		t.Error("no limit, and yet it limits")
	}
}

// The first line tells a second copy and a late answer; nothing else is marked.
func TestMarks(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s := &sender{zone: time.FixedZone("UTC+8", 8*3600)}
	for _, tc := range []struct {
		d    outbox.Delivery
		want string
	}{
		{outbox.Delivery{Chat: 1, Ref: "turn:x", Asked: now.Add(-30 * time.Second)}, ""},
		{outbox.Delivery{Chat: 1, Ref: "turn:x", Asked: now.Add(-48 * time.Minute)}, "补答(17:12的提问)\n"},
		{outbox.Delivery{Chat: 1, Ref: "turn:x", Asked: now.Add(-20 * time.Hour)}, "补答(11月22日22:00的提问)\n"},
		{outbox.Delivery{Chat: -1, Ref: "turn:x", Asked: now.Add(-20 * time.Minute)}, ""}, // in a group it replies to the question
		{outbox.Delivery{Chat: 1, Asked: now.Add(-20 * time.Minute)}, ""},                 // a list, a note
		{outbox.Delivery{Chat: 1, Doubts: 1}, "可能重复\n"},
		{outbox.Delivery{Chat: 1, Ref: "turn:x", Doubts: 2, Asked: now.Add(-48 * time.Minute)}, "可能重复 · 补答(17:12的提问)\n"},
		{outbox.Delivery{Chat: 1, Doubts: 1, Method: outbox.Edit}, ""},
	} {
		if got := s.marks(tc.d, now); got != tc.want {
			t.Errorf("%+v: %q, want %q", tc.d, got, tc.want)
		}
	}
}

// A text always fits: tags do not count, what is too long is cut and stays valid.
func TestFit(t *testing.T) {
	long := strings.Repeat("<b>长</b>", 4000)
	if got := fit(long, models.ParseModeHTML, mostText); got != long {
		t.Error("tags were counted")
	}
	for _, text := range []string{strings.Repeat("<b>长&amp;</b>", 3000), strings.Repeat("🚌", 3000)} {
		got := fit(text, models.ParseModeHTML, mostText)
		if n := utf16Len(plain(got)); n > mostText || n < mostText-2 {
			t.Errorf("%d characters after fitting", n)
		}
		if strings.Contains(got, "<") || strings.Contains(strings.ReplaceAll(got, "&amp;", ""), "&") {
			t.Error("what was cut is no valid HTML")
		}
	}
	if got := plain("<b>甲</b> &lt;乙&gt; &amp;\n<blockquote expandable>丙</blockquote>"); got != "甲 <乙> &\n▏丙" {
		t.Errorf("plain: %q", got)
	}
}

// Buttons carry one action each, and none is sent without one.
func TestKeyboard(t *testing.T) {
	if keyboardOf(nil) != nil || keyboardOf([][]outbox.Button{{{Text: "x"}}}) != nil {
		t.Error("a keyboard without keys")
	}
	got, err := json.Marshal(keyboardOf([][]outbox.Button{{{Text: "a", Data: "d"}, {Text: "b", Copy: "c"}}, {{Text: "u", URL: "https://x.y"}, {Text: "i", Inline: "q"}}}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"inline_keyboard":[[{"text":"a","callback_data":"d"},{"text":"b","copy_text":{"text":"c"}}],[{"text":"u","url":"https://x.y"},{"text":"i","switch_inline_query_current_chat":"q"}]]}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}

// A reply is read for its facts, whatever it looks like.
func TestReadReply(t *testing.T) {
	for _, tc := range []struct {
		status int
		body   string
		want   outbox.Reply
	}{
		{200, `{"ok":true,"result":{"message_id":7}}`, outbox.Reply{OK: true, MessageID: 7}},
		{200, `{"ok":true,"result":true}`, outbox.Reply{OK: true}},
		{200, `{"ok":true,"result":{"message_id":7,"da`, outbox.Reply{OK: true}},
		{200, `{"ok":fal`, outbox.Reply{}},
		{502, `<html>Bad Gateway</html>`, outbox.Reply{}},
		{502, `{"ok":true`, outbox.Reply{}},
		{429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}`, outbox.Reply{Code: 429, Description: "Too Many Requests: retry after 5", RetryAfter: 5 * time.Second}},
		{400, `{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1001234567890}}`, outbox.Reply{Code: 400, Description: "x", MigrateTo: -1001234567890}},
		{403, `{"ok":false,"description":"Forbidden"}`, outbox.Reply{Code: 403, Description: "Forbidden"}},
		{200, ``, outbox.Reply{}},
	} {
		var got facts
		readReply(&got, tc.status, []byte(tc.body))
		if got.Reply != tc.want {
			t.Errorf("%d %s: %+v, want %+v", tc.status, tc.body, got.Reply, tc.want)
		}
	}
}

// A client is made of a token and an address, or says what is wrong, and lets no token out.
func TestNewClient(t *testing.T) {
	for _, token := range []string{"", "abc", ":x", "1:", "1:a b", "1:a/../x"} {
		if _, err := newClient(token, "https://api.telegram.org", nil); !errors.Is(err, ErrToken) {
			t.Errorf("token %q: %v", token, err)
		}
	}
	for _, base := range []string{"", "api.telegram.org", "ftp://x", "http://"} {
		if _, err := newClient("1:secret-part", base, nil); !errors.Is(err, ErrAddress) {
			t.Errorf("address %q: %v", base, err)
		}
	}
	c, err := newClient("1:secret-part", "http://127.0.0.1:1/", silent{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := c.me(t.Context()); err == nil || strings.Contains(err.Error(), "secret-part") {
		t.Errorf("error %v", err)
	}
	if _, err := c.updates(t.Context(), 0, wanted); err == nil || strings.Contains(err.Error(), "secret-part") {
		t.Errorf("error %v", err)
	}
}

type silent struct{}

func (silent) Call(string, int) {}
