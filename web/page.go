package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"cewen/answer"
	"cewen/plan"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static/*
var staticFiles embed.FS

// asset is a file of ours with the mark of what is in it, so that a browser may keep it.
type asset struct {
	body []byte
	kind string
	mark string
}

var assets = func() map[string]asset {
	out := map[string]asset{}
	names, err := fs.Glob(staticFiles, "static/*")
	if err != nil {
		panic(err) // the pattern is good
	}
	for _, n := range names {
		b, err := staticFiles.ReadFile(n)
		if err != nil {
			panic(err) // it is embedded
		}
		sum := sha256.Sum256(b)
		out[path.Base(n)] = asset{b, mime.TypeByExtension(path.Ext(n)), hex.EncodeToString(sum[:6])}
	}
	return out
}()

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"asset":  func(name string) string { return "/static/" + name + "?v=" + assets[name].mark },
	"plain":  plain,
	"isoDay": isoDay,
	"lamp":   lamp,
	"ended":  endedWords,
	"path":   url.PathEscape,
	"add":    func(a, b int) int { return a + b },
}).ParseFS(templateFiles, "templates/*.html"))

// frame is what stands around every page.
type frame struct {
	Base    string // before every path of ours
	Title   string // of the page
	Here    string // which of the pages: chat, plan, board, feeds, about
	Meeting bool   // for the wall: large, nothing around it
	Page    any
}

// titled is a page that has a name of its own.
type titled interface{ title() (name, here string) }

// render writes a page. What goes wrong in a template goes wrong before anything is sent.
func (w *Web) render(r *request, status int, name string, page any) error {
	f := frame{Base: r.base, Page: page, Here: name, Meeting: r.URL.Query().Get("meeting") != ""}
	if t, ok := page.(titled); ok {
		f.Title, f.Here = t.title()
	}
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name+".html", f); err != nil {
		return err
	}
	h := r.rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	r.rw.WriteHeader(status)
	_, _ = r.rw.Write(b.Bytes()) // whoever asked is gone
	return nil
}

// part writes a piece of a page, for the page's own script.
func (w *Web) part(r *request, name string, data any) error {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		return err
	}
	r.rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = r.rw.Write(b.Bytes()) // whoever asked is gone
	return nil
}

// static serves scripts and styles. Their address changes with what is in them.
func (w *Web) static(r *request) error {
	a, ok := assets[r.PathValue("file")]
	if !ok {
		return errNotFound
	}
	h := r.rw.Header()
	h.Set("Content-Type", a.kind)
	if r.URL.Query().Get("v") == a.mark {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(r.rw, r.Request, r.PathValue("file"), time.Time{}, bytes.NewReader(a.body))
	return nil
}

func (w *Web) icon(r *request) error {
	r.rw.Header().Set("Content-Type", "image/svg+xml")
	r.rw.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = r.rw.Write(assets["icon.svg"].body) // whoever asked is gone
	return nil
}

// endedWords says that a plan is in force no longer, and why.
func endedWords(e *answer.Ending) string {
	by := strings.TrimSpace("《" + strings.Trim(e.Title, "《》") + "》 " + e.By)
	if e.Words != "" {
		return "已废止,见" + by
	}
	return "已有新版:" + by
}

// planOf finds a plan by the name in an address; "" is the first.
func (w *Web) planOf(name string) *plan.Plan {
	return w.snapshot().Plan(name)
}

func isoDay(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("2006年1月2日")
}

// planPath is the address of a plan's page.
func planPath(base, name string) string {
	return base + "/plan/" + url.PathEscape(strings.TrimSpace(name))
}
