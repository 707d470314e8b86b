package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// inApp is the path under which the same pages stand for Telegram's Mini App: only these may be framed, and only by Telegram.
const inApp = "/app"

// request is one request on its way: who asks, and where its pages stand.
type request struct {
	*http.Request
	rw      http.ResponseWriter
	base    string // "" or inApp: before every path
	visitor visitor
	route   string
	raw     io.ReadCloser // the body, before it was bounded
}

// handle is a page. An error becomes a page too.
type handle func(r *request) error

// failure is an error that is shown to whoever asked.
type failure struct {
	status int
	text   string
}

func (f *failure) Error() string { return f.text }

func fail(status int, text string) error { return &failure{status, text} }

var errNotFound = fail(http.StatusNotFound, "没有这一页。")

// handler puts the routes together. What is for everybody (scripts, styles) comes before who may ask.
func (w *Web) handler() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, h handle) {
		method, path, _ := strings.Cut(pattern, " ")
		for _, base := range []string{"", inApp} {
			mux.HandleFunc(method+" "+base+path, func(rw http.ResponseWriter, req *http.Request) {
				w.serve(&request{Request: req, rw: rw, base: base, route: path}, w.admitted(h))
			})
		}
	}
	page("GET /{$}", w.home)
	page("POST /ask", w.ask)
	page("GET /a/{turn}", w.turn)
	page("POST /a/{turn}/opinion", w.opinion)
	page("GET /suggest", w.suggest)
	page("GET /plan", w.plans)
	page("GET /plan/{plan}", w.plan)
	page("GET /plan/{plan}/changes", w.changes)
	page("GET /files", w.governor(w.files))
	page("POST /files", w.governor(w.sendFile))
	page("GET /files/{file}", w.governor(w.sentFile))
	page("POST /files/{file}", w.governor(w.decideFile))
	page("POST /hidden", w.governor(w.hide))
	page("GET /manage", w.manage)
	page("POST /manage", w.enter)
	page("GET /board", w.board)
	page("GET /unit/{unit}", w.unit)
	page("GET /export.xlsx", w.exportTable)
	page("GET /export.ics", w.exportCalendar)
	page("GET /feeds", w.feeds)
	page("POST /feeds", w.addFeed)
	page("POST /feeds/{token}/delete", w.dropFeed)
	page("GET /about", w.about)
	page("POST /forget", w.forget)
	open := func(pattern string, h handle) {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, req *http.Request) {
			_, path, _ := strings.Cut(pattern, " ")
			r := &request{Request: req, rw: rw, route: path}
			if strings.HasPrefix(path, inApp+"/") {
				r.base = inApp
			}
			w.serve(r, h)
		})
	}
	open("GET /static/{file}", w.static)
	open("GET /favicon.ico", w.icon)
	open("GET /feed/{token}", w.feed) // its address is its permission
	open("POST /request", w.request)
	open("GET /app/launch", w.launch)
	open("POST /app/launch", w.launched)
	mux.HandleFunc("/", func(rw http.ResponseWriter, req *http.Request) {
		w.serve(&request{Request: req, rw: rw, route: "?"}, func(*request) error { return errNotFound })
	})
	// A form of another site cannot ask or change anything here (Sec-Fetch-Site, Origin).
	guard := http.NewCrossOriginProtection()
	if w.PublicURL != "" { // a proxy may name another host than the browser asked
		if err := guard.AddTrustedOrigin(w.PublicURL); err != nil {
			w.log.Warn("public address is no origin", "url", w.PublicURL, "error", err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		w.serve(&request{Request: req, rw: rw, route: "?"}, func(*request) error {
			return fail(http.StatusForbidden, "这个请求来自别的网站,没有处理。")
		})
	}))
	return guard.Handler(mux)
}

// mostBody bounds what may be sent to us: a question and little else.
const mostBody = 64 << 10

// serve runs one page: headers first, whatever happens after them.
func (w *Web) serve(r *request, h handle) {
	begin := time.Now()
	rec := &recorder{ResponseWriter: r.rw, status: http.StatusOK}
	r.rw = rec
	r.raw = r.Body
	r.Body = http.MaxBytesReader(rec, r.Body, mostBody)
	w.headers(r)
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("page panicked", "route", r.route, "panic", p, "stack", string(debug.Stack()))
			w.showError(r, fail(http.StatusInternalServerError, "出错了,已记入日志。"))
		}
		w.metrics.Page(r.route, rec.status, time.Since(begin))
	}()
	if err := w.misdirected(r); err != nil {
		w.showError(r, err)
		return
	}
	if err := h(r); err != nil {
		w.showError(r, err)
	}
}

// showError shows an error as a page with a way back. What is not meant for visitors is logged and not shown.
func (w *Web) showError(r *request, err error) {
	f, ok := errors.AsType[*failure](err)
	switch _, large := errors.AsType[*http.MaxBytesError](err); {
	case large:
		f = &failure{http.StatusRequestEntityTooLarge, "发来的内容太长。"}
	case !ok:
		if r.Context().Err() == nil {
			w.log.LogAttrs(r.Context(), slog.LevelError, "page failed", slog.String("route", r.route), slog.Any("error", err))
		}
		f = &failure{http.StatusServiceUnavailable, "暂时答不了,请稍后再试。"}
	}
	if r.wantsPart() {
		r.rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		r.rw.WriteHeader(f.status)
		_, _ = r.rw.Write([]byte(f.text)) // whoever asked is gone
		return
	}
	if err := w.render(r, f.status, "error", &errorPage{Text: f.text}); err != nil {
		w.log.Error("error page failed", "route", r.route, "error", err)
	}
}

type errorPage struct{ Text string }

// wantsPart reports whether the page's own script asks, for a part of a page.
func (r *request) wantsPart() bool { return r.Header.Get("X-Part") != "" }

// recorder notes the status.
type recorder struct {
	http.ResponseWriter
	status int
	wrote  bool
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
		r.ResponseWriter.WriteHeader(status)
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	if !r.wrote {
		r.WriteHeader(http.StatusOK)
	}
	return r.ResponseWriter.Write(b)
}
