package bot_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"cewen/bot/bottest"
)

// A Bot API server that heeds no offset brings the same updates again and again: they are answered once, and it is not asked in a rush.
func TestServerWithoutOffsets(t *testing.T) {
	var mu sync.Mutex
	calls := map[string]int{}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		method := req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:]
		mu.Lock()
		calls[method]++
		mu.Unlock()
		result := any(true)
		switch method {
		case "getMe":
			result = map[string]any{"id": 42, "is_bot": true, "username": "x_bot"}
		case "getUpdates":
			result = []any{map[string]any{"update_id": 5, "message": map[string]any{"message_id": 1, "date": time.Now().Unix(), "chat": map[string]any{"id": 7, "type": "private"}, "from": map[string]any{"id": 7}, "text": "充电站谁负责"}}}
		case "sendMessage":
			result = map[string]any{"message_id": 2, "date": 1, "chat": map[string]any{"id": 7, "type": "private"}}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result}) // whoever asked is gone
	}))
	t.Cleanup(front.Close)
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.api = front.URL })
	time.Sleep(2 * time.Second)
	r.stop()
	mu.Lock()
	defer mu.Unlock()
	if calls["sendMessage"] != 1 {
		t.Errorf("%d answers to one question", calls["sendMessage"])
	}
	if n := calls["getUpdates"]; n < 2 || n > 8 {
		t.Errorf("asked %d times in two seconds", n)
	}
}
