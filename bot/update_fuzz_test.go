package bot

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cewen/answer"
	"cewen/bot/bottest"
	"cewen/inbox"
	"cewen/ops"
	"cewen/outbox"
	"cewen/plan"
	"cewen/seeds"
	"cewen/store"
)

var fuzzed = sync.OnceValues(func() (*answer.Snapshot, error) {
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	p, err := plan.Parse(texts[0].Name, texts[0].Text)
	if err != nil {
		return nil, err
	}
	return answer.NewSnapshot([]*plan.Plan{p})
})

// FuzzUpdate: whatever comes in, nothing panics, it is stored, handled and committed, and what would be said is a message that Telegram
// takes: HTML that parses, within its length, with buttons within theirs.
func FuzzUpdate(f *testing.F) {
	for _, seed := range []string{
		`{"update_id":1,"message":{"message_id":1,"date":1764500000,"chat":{"id":5,"type":"private","first_name":"王"},"from":{"id":5,"first_name":"王"},"text":"充电站谁负责"}}`,
		`{"update_id":2,"message":{"message_id":1,"date":9999999999,"chat":{"id":-5,"type":"supergroup","title":"群"},"from":{"id":5},"text":"请问 @cewen_bot 雨水管网呢","entities":[{"type":"mention","offset":3,"length":10}],"reply_to_message":{"message_id":3,"from":{"id":42,"is_bot":true},"chat":{"id":-5}}}}`,
		`{"update_id":3,"message":{"message_id":1,"chat":{"id":-5,"type":"group"},"sender_chat":{"id":-5},"from":{"id":1087968824,"is_bot":true},"text":"/settings@cewen_bot 城管局","entities":[{"type":"bot_command","offset":-1,"length":99999999}]}}`,
		`{"update_id":4,"callback_query":{"id":"1","from":{"id":5},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"U:0:1"}}`,
		`{"update_id":5,"callback_query":{"id":"1","from":{"id":5},"inline_message_id":"x","data":"a:1"}}`,
		`{"update_id":6,"edited_message":{"message_id":1,"date":1764500000,"edit_date":1764500001,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"<b>&\u0000"}}`,
		`{"update_id":7,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":5},"date":1,"old_chat_member":{"status":"left"},"new_chat_member":{"status":"member"}}}`,
		`{"update_id":8,"inline_query":{"id":"1","from":{"id":5},"query":"雨水 25"}}`,
		`{"update_id":9,"message":{"message_id":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"voice":{"duration":1},"caption":"","migrate_to_chat_id":5}}`,
		`{"update_id":10,"message":{"text":7}}`, `{"update_id":11,"something_new":[1]}`, `{"update_id":0}`, `[]`, `null`, ``,
		`{"update_id":12,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"/start c14"}}`,
		`{"update_id":13,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"/review"}}`,
	} {
		f.Add([]byte(seed))
	}
	snap, err := fuzzed()
	if err != nil {
		f.Fatal(err)
	}
	s, err := store.Open(f.Context(), filepath.Join(f.TempDir(), "cewen.db"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() }) // the process ends
	config := Config{Token: "42:fuzz", API: "http://127.0.0.1:1", Zone: time.UTC, Admins: []int64{5}, Today: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }}
	b, err := New(config, s, func() *answer.Snapshot { return snap }, slog.New(slog.NewTextHandler(io.Discard, nil)), ops.NewMetrics("fuzz", store.Kind))
	if err != nil {
		f.Fatal(err)
	}
	b.self.Store(&self{42, "cewen_bot"})
	next := int64(1 << 40)
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, kind, ok := b.peek(raw)
		if !ok || kind == "" {
			return
		}
		if kind == "inline_query" {
			var in incoming
			if json.Unmarshal(raw, &in) == nil {
				for _, c := range b.cards(in.Query.Text) {
					check(t, outbox.Message{HTML: c.Content.Text})
				}
			}
			return
		}
		next++
		it := inbox.Item{Update: inbox.Update{ID: next, Lane: u.Lane, Body: raw}, Received: time.Now(), Attempt: 1}
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond) // a question to Telegram fails: nobody is there
		defer cancel()
		h, err := b.handle(ctx, it)
		if err != nil {
			h = b.sorry(it, inbox.Failure{Reason: err.Error()})
		}
		for _, d := range h.Changes.Deliveries {
			check(t, d.Message)
		}
		if _, err := s.Put(t.Context(), time.Now(), []inbox.Update{it.Update}); err != nil {
			t.Fatal(err)
		}
		taken, err := s.Take(t.Context(), time.Now(), inbox.Take{Owner: "f", Lease: time.Minute, Most: 100})
		if err != nil || len(taken) != 1 {
			t.Fatalf("%d taken, %v", len(taken), err)
		}
		if err := s.Commit(t.Context(), time.Now(), taken[0], h.Changes, ""); err != nil {
			t.Fatal(err)
		}
	})
}

// check holds a message against what Telegram takes.
func check(t *testing.T, m outbox.Message) {
	t.Helper()
	got, err := bottest.ParseHTML(m.HTML)
	if err != nil || len(got.Doubts) > 0 {
		t.Errorf("HTML: %v %v\n%s", err, got.Doubts, m.HTML)
	}
	if n := utf16Len(got.Text); n == 0 || n > mostText {
		t.Errorf("%d characters:\n%s", n, m.HTML)
	}
	n := 0
	for _, row := range m.Buttons {
		if len(row) > 8 {
			t.Errorf("%d buttons in a row", len(row))
		}
		for _, k := range row {
			n++
			if k.Text == "" || len(k.Data) > 64 || len([]rune(k.Copy)) > 256 || k.Data == "" && k.Copy == "" {
				t.Errorf("button %+v", k)
			}
		}
	}
	if n > 100 {
		t.Errorf("%d buttons", n)
	}
}
