// Package ops is what an operator sees of a running program: whether it lives, whether it is ready, what it counts, and its log.
//
// In: what the other rooms tell as it happens, and checks to be asked. Out: /healthz, /readyz and /metrics over HTTP, and log lines from
// which secrets have been taken. It never holds a question's or an answer's text, and decides nothing.
package ops

import (
	"context"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Check says whether something works; nil means that it does. Its error is shown to operators.
type Check func(ctx context.Context) error

// checkTime bounds all checks of one request together.
const checkTime = 5 * time.Second

// Handler serves /healthz (the process lives), /readyz (all checks pass; 503 and what fails otherwise) and /metrics.
func Handler(m *Metrics, checks map[string]Check) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		plain(w, http.StatusOK, "ok\n")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, req *http.Request) {
		ctx, cancel := context.WithTimeout(req.Context(), checkTime)
		defer cancel()
		failed := failures(ctx, checks)
		if len(failed) > 0 {
			plain(w, http.StatusServiceUnavailable, strings.Join(failed, "\n")+"\n")
			return
		}
		plain(w, http.StatusOK, "ok\n")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

func failures(ctx context.Context, checks map[string]Check) []string {
	var failed []string
	for name, check := range checks {
		if err := check(ctx); err != nil {
			failed = append(failed, fmt.Sprintf("%s: %v", name, err))
		}
	}
	sort.Strings(failed)
	return failed
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // whoever asked is gone
}
