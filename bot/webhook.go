package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
)

// hook is the webhook's state.
type hook struct {
	secret atomic.Pointer[[sha256.Size]byte] // of the secret; nil: not known yet
}

const (
	secretSetting = "webhook_secret"
	mostUpdate    = 1 << 20 // an update has a few kilobytes
	hookParallel  = 40
)

// WebhookPath is the path under which Telegram delivers, "" without a webhook.
func (b *Bot) WebhookPath() string {
	if b.WebhookURL == "" {
		return ""
	}
	u, err := url.Parse(b.WebhookURL)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.Path
}

// setWebhook tells Telegram where to deliver, as often as it takes. Replicas share one secret, so that each understands what was meant for
// another.
func (b *Bot) setWebhook(ctx context.Context) {
	for try := 0; ; try++ {
		secret, err := b.secret(ctx)
		if err == nil {
			sum := sha256.Sum256([]byte(secret))
			b.hook.secret.Store(&sum)
			call, cancel := context.WithTimeout(ctx, 10*time.Second)
			err = b.api.call(call, "setWebhook", func(ctx context.Context) error {
				_, err := b.api.SetWebhook(ctx, &tg.SetWebhookParams{URL: b.WebhookURL, SecretToken: secret, AllowedUpdates: wanted, MaxConnections: hookParallel})
				return err
			})
			cancel()
		}
		if err == nil {
			b.ready.Store(true)
			b.log.Info("webhook set", "path", b.WebhookPath())
			return
		}
		if ctx.Err() != nil {
			return
		}
		wait := max(replyOf(err).RetryAfter, min(time.Second<<min(try, 5), 30*time.Second))
		b.log.Warn("webhook cannot be set", "error", err, "retry", wait)
		if !sleep(ctx, wait) {
			return
		}
	}
}

// secret is the one configured, or one that the first replica made up.
func (b *Bot) secret(ctx context.Context) (string, error) {
	if b.WebhookSecret != "" {
		return b.WebhookSecret, nil
	}
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails (crypto/rand)
	return b.store.Setting(ctx, secretSetting, hex.EncodeToString(raw[:]))
}

// ServeHTTP takes one update from Telegram. 200 only once it is stored: anything else makes Telegram deliver it again.
func (b *Bot) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	want := b.hook.secret.Load()
	got := sha256.Sum256([]byte(req.Header.Get("X-Telegram-Bot-Api-Secret-Token")))
	switch {
	case req.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	case want == nil || subtle.ConstantTimeCompare(got[:], want[:]) != 1:
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, mostUpdate))
	if err != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	if !json.Valid(body) {
		http.Error(w, "not json", http.StatusBadRequest)
		return
	}
	if _, err := b.store1(req.Context(), []json.RawMessage{body}); err != nil {
		b.metrics.BoxFailed("put", err)
		b.log.Error("update cannot be stored; telegram delivers it again", "error", err)
		http.Error(w, "not stored", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}
