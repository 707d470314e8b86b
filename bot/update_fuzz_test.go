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
	"cewen/reminders"
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
		`{"update_id":15,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"提醒我全部任务"}}`,
		`{"update_id":16,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"每周提醒我住建局的任务"}}`,
		`{"update_id":17,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"关注沂水县"}}`,
		`{"update_id":18,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"/remind 14"}}`,
		`{"update_id":19,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"预演2025"}}`,
		`{"update_id":20,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"/board 城管局 2025"}}`,
		`{"update_id":21,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"/due 未登记"}}`,
		`{"update_id":22,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"/export ics 城管局"}}`,
		`{"update_id":23,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"/records"}}`,
		`{"update_id":24,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"/supervise"}}`,
		`{"update_id":25,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"3办结,5延期到2026年6月30日"}}`,
		`{"update_id":26,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"全部办结"}}`,
		`{"update_id":27,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"3办结","reply_to_message":{"message_id":3,"from":{"id":42,"is_bot":true},"chat":{"id":5}}}}`,
		`{"update_id":28,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"撤销","reply_to_message":{"message_id":3,"from":{"id":42,"is_bot":true},"chat":{"id":5}}}}`,
		`{"update_id":29,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"备注 已验收","reply_to_message":{"message_id":3,"from":{"id":42,"is_bot":true},"chat":{"id":5}}}}`,
		`{"update_id":30,"message":{"message_id":1,"date":9999999999,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"王"},"text":"延期到2月30日","reply_to_message":{"message_id":3,"from":{"id":42,"is_bot":true},"chat":{"id":5}}}}`,
		`{"update_id":31,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"a:"}}`,
		`{"update_id":32,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"a:0:u-x:-1:99"}}`,
		`{"update_id":33,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"o:"}}`,
		`{"update_id":34,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"o:0:u-x:-1:99"}}`,
		`{"update_id":35,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"m:"}}`,
		`{"update_id":36,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"m:0:u-x:-1:99"}}`,
		`{"update_id":37,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"c:"}}`,
		`{"update_id":38,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"c:0:u-x:-1:99"}}`,
		`{"update_id":39,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"s:"}}`,
		`{"update_id":40,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"s:0:u-x:-1:99"}}`,
		`{"update_id":41,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"n:"}}`,
		`{"update_id":42,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"n:0:u-x:-1:99"}}`,
		`{"update_id":43,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"g:"}}`,
		`{"update_id":44,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"g:0:u-x:-1:99"}}`,
		`{"update_id":45,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"b:"}}`,
		`{"update_id":46,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"b:0:u-x:-1:99"}}`,
		`{"update_id":47,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"r:"}}`,
		`{"update_id":48,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"r:0:u-x:-1:99"}}`,
		`{"update_id":49,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"U:"}}`,
		`{"update_id":50,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"U:0:u-x:-1:99"}}`,
		`{"update_id":51,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"u:"}}`,
		`{"update_id":52,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"u:0:u-x:-1:99"}}`,
		`{"update_id":53,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"K:"}}`,
		`{"update_id":54,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"K:0:u-x:-1:99"}}`,
		`{"update_id":55,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"k:"}}`,
		`{"update_id":56,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"k:0:u-x:-1:99"}}`,
		`{"update_id":57,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"t:"}}`,
		`{"update_id":58,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"t:0:u-x:-1:99"}}`,
		`{"update_id":59,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"i:"}}`,
		`{"update_id":60,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"i:0:u-x:-1:99"}}`,
		`{"update_id":61,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"y:"}}`,
		`{"update_id":62,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"y:0:u-x:-1:99"}}`,
		`{"update_id":63,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"w:"}}`,
		`{"update_id":64,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"w:0:u-x:-1:99"}}`,
		`{"update_id":65,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"wp:"}}`,
		`{"update_id":66,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"wp:0:u-x:-1:99"}}`,
		`{"update_id":67,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"W:"}}`,
		`{"update_id":68,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"W:0:u-x:-1:99"}}`,
		`{"update_id":69,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"q:"}}`,
		`{"update_id":70,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"q:0:u-x:-1:99"}}`,
		`{"update_id":71,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"fg:"}}`,
		`{"update_id":72,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"fg:0:u-x:-1:99"}}`,
		`{"update_id":73,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"ac:"}}`,
		`{"update_id":74,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"ac:0:u-x:-1:99"}}`,
		`{"update_id":75,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"st:"}}`,
		`{"update_id":76,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"st:0:u-x:-1:99"}}`,
		`{"update_id":77,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"rv:"}}`,
		`{"update_id":78,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"rv:0:u-x:-1:99"}}`,
		`{"update_id":79,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"rx:"}}`,
		`{"update_id":80,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"rx:0:u-x:-1:99"}}`,
		`{"update_id":81,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"au:"}}`,
		`{"update_id":82,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"au:0:u-x:-1:99"}}`,
		`{"update_id":83,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"-:"}}`,
		`{"update_id":84,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"-:0:u-x:-1:99"}}`,
		`{"update_id":85,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"re:"}}`,
		`{"update_id":86,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"re:0:u-x:-1:99"}}`,
		`{"update_id":87,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"rc:"}}`,
		`{"update_id":88,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"rc:0:u-x:-1:99"}}`,
		`{"update_id":89,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"dq:"}}`,
		`{"update_id":90,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"dq:0:u-x:-1:99"}}`,
		`{"update_id":91,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"dl:"}}`,
		`{"update_id":92,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"dl:0:u-x:-1:99"}}`,
		`{"update_id":93,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"bd:"}}`,
		`{"update_id":94,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"bd:0:u-x:-1:99"}}`,
		`{"update_id":95,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"dy:"}}`,
		`{"update_id":96,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"dy:0:u-x:-1:99"}}`,
		`{"update_id":97,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"un:"}}`,
		`{"update_id":98,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"un:0:u-x:-1:99"}}`,
		`{"update_id":99,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"mk:"}}`,
		`{"update_id":100,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"mk:0:u-x:-1:99"}}`,
		`{"update_id":101,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"hi:"}}`,
		`{"update_id":102,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"hi:0:u-x:-1:99"}}`,
		`{"update_id":103,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"ex:"}}`,
		`{"update_id":104,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"ex:0:u-x:-1:99"}}`,
		`{"update_id":105,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"pv:"}}`,
		`{"update_id":106,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"pv:0:u-x:-1:99"}}`,
		`{"update_id":107,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"ov:"}}`,
		`{"update_id":108,"callback_query":{"id":"1","from":{"id":5,"first_name":"王"},"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}},"data":"ov:0:u-x:-1:99"}}`,
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
	p := snap.Plans()[0]
	if _, err := s.SyncMilestones(f.Context(), time.Now(), p.Name(), reminders.Milestones(p)); err != nil {
		f.Fatal(err)
	}
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
