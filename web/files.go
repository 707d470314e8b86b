package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cewen/answer"
	"cewen/dialog"
	"cewen/library"
)

// What may be sent as a plan, and how long a browser may take for it and the reading of it.
const (
	mostUpload  = library.MostBytes + 1<<20
	uploadTime  = 3 * time.Minute
	filesListed = 200
)

// governs reports whether a visitor may take plans in and out: an administrator whom Telegram vouches for, who sits at the machine itself, or
// who has given the administrators' word (--page-key).
func (w *Web) governs(r *request) bool {
	return w.Library != nil && (r.visitor.telegram && slices.Contains(w.Admins, r.visitor.id) || r.visitor.admin || w.atMachine(r))
}

// governor is a page for administrators.
func (w *Web) governor(h handle) handle {
	return func(r *request) error {
		if !w.governs(r) {
			if w.Library != nil && w.PageKey != "" && r.Method == http.MethodGet {
				return w.redirect(r, "/manage")
			}
			return fail(http.StatusForbidden, "只有管理员能收录和移除方案。")
		}
		return h(r)
	}
}

// manage asks for the administrators' word.
func (w *Web) manage(r *request) error {
	if w.PageKey == "" || w.Library == nil {
		return errNotFound
	}
	return w.render(r, http.StatusOK, "manage", &managePage{Base: r.base})
}

type managePage struct{ Base string }

func (*managePage) title() (name, here string) { return "管理", "plan" }

// enter takes the administrators' word. It is compared in constant time, and a client may try a few times a minute.
func (w *Web) enter(r *request) error {
	if w.PageKey == "" || w.Library == nil {
		return errNotFound
	}
	for range doorPrice { // a try costs as much as so many questions
		if !w.keys.ask("key "+w.client(r), time.Now()) {
			return fail(http.StatusTooManyRequests, "试得太频繁,请过一分钟再试。")
		}
	}
	given, want := sha256.Sum256([]byte(r.FormValue("key"))), sha256.Sum256([]byte(w.PageKey))
	if subtle.ConstantTimeCompare(given[:], want[:]) != 1 {
		return fail(http.StatusForbidden, "管理口令不对。")
	}
	v := r.visitor
	if v.id == 0 {
		v.id = dialog.NewVisitor()
	}
	v.admin = true
	w.remember(r, v)
	return w.redirect(r, "/files")
}

const (
	keyTries  = 30
	doorPrice = 5
)

// filesPage lists what was sent and takes more.
type filesPage struct {
	Base   string
	Kinds  string
	Files  []fileView
	Hidden []dialog.Hiding
}

func (*filesPage) title() (name, here string) { return "收录记录", "plan" }

type fileView struct {
	dialog.Upload
	Word    string
	When    string
	Decided string
	May     []action
}

// action is a button under a file.
type action struct{ To, Word string }

func (w *Web) files(r *request) error {
	us, err := w.store.Uploads(r.Context(), filesListed)
	if err != nil {
		return err
	}
	hidden, err := w.store.Hidden(r.Context())
	if err != nil {
		return err
	}
	p := &filesPage{Base: r.base, Kinds: ".txt,.md,.html,.htm,.docx,.pdf," + library.FixSuffix, Hidden: hidden}
	for _, u := range us {
		p.Files = append(p.Files, w.fileView(u))
	}
	return w.render(r, http.StatusOK, "files", p)
}

func (w *Web) fileView(u dialog.Upload) fileView {
	v := fileView{Upload: u, Word: stateWords[u.State], When: u.At.In(w.Zone).Format("2006-01-02 15:04")}
	if u.DecidedName != "" {
		v.Decided = u.DecidedName + " " + u.Decided.In(w.Zone).Format("2006-01-02 15:04")
	}
	for _, a := range []action{{string(dialog.UploadLive), "收录"}, {string(dialog.UploadCancelled), "取消"}, {string(dialog.UploadRemoved), "移除"}} {
		if u.May(dialog.UploadState(a.To)) {
			if a.To == string(dialog.UploadLive) && u.State != dialog.UploadPending {
				a.Word = "恢复"
			}
			v.May = append(v.May, a)
		}
	}
	return v
}

var stateWords = map[dialog.UploadState]string{dialog.UploadPending: "待收录", dialog.UploadLive: "收录中", dialog.UploadReplaced: "已被新版代替", dialog.UploadRemoved: "已移除", dialog.UploadCancelled: "已取消"}

// sendFile takes a file, reads it and shows what it says. It is live only once somebody says 收录.
func (w *Web) sendFile(r *request) error {
	name, body, err := w.received(r)
	if err != nil {
		return err
	}
	var fixes []byte
	if base, ok := strings.CutSuffix(name, library.FixSuffix); ok {
		if fixes, body, err = w.fixesFor(r, base, body); err != nil {
			return err
		}
		name = base
	}
	reading, err := w.Library.Examine(r.Context(), name, body, fixes)
	if err != nil {
		if r.Context().Err() != nil {
			return err
		}
		words, ok := library.Words(err)
		if !ok {
			w.log.Warn("sent file not read", "error", err)
			words = "读不出来"
		}
		return fail(http.StatusUnprocessableEntity, "没有收录 "+plain(name)+":"+words+"。")
	}
	for _, h := range w.snapshot().Holdings() {
		if h.File == reading.Sum {
			return fail(http.StatusConflict, "这个文件已经收录:"+h.Brief.Heading()+"。")
		}
	}
	now := time.Now()
	u := dialog.Upload{ID: randomText(9), Key: reading.Key, Name: name, Sum: reading.Sum, Heading: reading.Heading(), State: dialog.UploadPending, By: r.visitor.id, ByName: w.actor(r), At: now}
	c := dialog.Changes{Proposals: []dialog.Proposal{{Upload: u, Body: body, Fixes: fixes}}, Events: []dialog.Event{w.event(r, now, "发来方案", u.Heading)}}
	if err := w.store.Apply(r.Context(), now, c); err != nil {
		return err
	}
	return w.redirect(r, "/files/"+u.ID)
}

// received reads the file of a form.
func (w *Web) received(r *request) (name string, body []byte, err error) {
	r.Body = http.MaxBytesReader(r.rw, r.raw, mostUpload)
	c := http.NewResponseController(r.rw)
	_ = c.SetReadDeadline(time.Now().Add(uploadTime)) // a server that cannot leaves its own
	_ = c.SetWriteDeadline(time.Now().Add(2 * uploadTime))
	m, err := r.MultipartReader()
	if err != nil {
		return "", nil, fail(http.StatusBadRequest, "没有选文件。")
	}
	for {
		part, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fail(http.StatusBadRequest, "没有选文件。")
		}
		if err != nil {
			return "", nil, badForm(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		return fileOf(part)
	}
}

func fileOf(part *multipart.Part) (name string, body []byte, err error) {
	body, err = io.ReadAll(part)
	if err != nil {
		return "", nil, badForm(err)
	}
	name = plain(part.FileName())
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > 200 {
		return "", nil, fail(http.StatusBadRequest, "文件名太长或不是文字。")
	}
	return name, body, nil
}

// badForm is an error of reading a form: too large says so, everything else was cut off on its way.
func badForm(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return err
	}
	return fail(http.StatusBadRequest, "文件没有传完,请再传一次。")
}

// fixesFor finds the file that corrections are for.
func (w *Web) fixesFor(r *request, name string, sent []byte) (fixes, body []byte, err error) {
	us, err := w.store.Uploads(r.Context(), filesListed)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range us {
		if u.Name == name && u.State != dialog.UploadCancelled && u.State != dialog.UploadRemoved {
			body, _, err := w.store.UploadBody(r.Context(), u.ID)
			return sent, body, err
		}
	}
	return nil, nil, fail(http.StatusNotFound, "没有名叫“"+plain(name)+"”的收录文件。校正文件要叫“原文件名"+library.FixSuffix+"”,原文件先传来收录。")
}

// filePage shows what a sent file says.
type filePage struct {
	Base    string
	File    fileView
	Reading library.Reading
	Words   string // why it cannot be read any more
}

func (*filePage) title() (name, here string) { return "收录方案", "plan" }

func (w *Web) sentFile(r *request) error {
	u, ok, err := w.store.Upload(r.Context(), r.PathValue("file"))
	if err != nil {
		return err
	}
	if !ok {
		return fail(http.StatusNotFound, "没有这个文件。没有收录的文件保存7天。")
	}
	body, fixes, err := w.store.UploadBody(r.Context(), u.ID)
	if err != nil {
		return err
	}
	p := &filePage{Base: r.base, File: w.fileView(u)}
	if p.Reading, err = w.Library.Examine(r.Context(), u.Name, body, fixes); err != nil {
		if p.Words, ok = library.Words(err); !ok {
			return err
		}
	}
	return w.render(r, http.StatusOK, "file", p)
}

// decideFile is a press of 收录, 取消, 移除 or 恢复.
func (w *Web) decideFile(r *request) error {
	u, ok, err := w.store.Upload(r.Context(), r.PathValue("file"))
	if err != nil {
		return err
	}
	to := dialog.UploadState(r.FormValue("to"))
	if !ok || !u.May(to) {
		return fail(http.StatusConflict, "这个文件已经处理过了,现在是:"+stateWords[u.State]+"。")
	}
	now := time.Now()
	words := map[dialog.UploadState]string{dialog.UploadLive: "收录方案", dialog.UploadCancelled: "不收录方案", dialog.UploadRemoved: "移除方案"}[to]
	c := dialog.Changes{Decisions: []dialog.Decision{{ID: u.ID, To: to, By: r.visitor.id, Name: w.actor(r)}}, Events: []dialog.Event{w.event(r, now, words, u.Heading)}}
	if err := w.store.Apply(r.Context(), now, c); err != nil {
		return err
	}
	return w.reloaded(r, "/files")
}

// hide takes a plan of another source out, or brings it back.
func (w *Web) hide(r *request) error {
	now := time.Now()
	name, back := r.FormValue("plan"), r.FormValue("back") != ""
	h := w.snapshot().Holding(name)
	hiding := dialog.Hiding{Plan: name, By: r.visitor.id, Name: w.actor(r), At: now, Back: back}
	words := "恢复方案"
	if !back {
		if h == nil || name == "" {
			return fail(http.StatusNotFound, "没有收录这份方案。")
		}
		if id, sent := dialog.UploadKey(h.From); sent {
			r.SetPathValue("file", id)
			r.Form.Set("to", string(dialog.UploadRemoved))
			return w.decideFile(r)
		}
		hiding.Heading, words = h.Brief.Heading(), "移除方案"
	}
	c := dialog.Changes{Hidings: []dialog.Hiding{hiding}, Events: []dialog.Event{w.event(r, now, words, name)}}
	if err := w.store.Apply(r.Context(), now, c); err != nil {
		return err
	}
	return w.reloaded(r, "/files")
}

// reloaded reads the plans anew before the browser goes on: what was decided is live when the next page shows.
func (w *Web) reloaded(r *request, path string) error {
	if _, err := w.Library.Reload(r.Context()); err != nil {
		w.log.Warn("plans cannot be read anew", "error", err) // the next look tries again
	}
	return w.redirect(r, path)
}

// actor names an administrator in the records.
func (w *Web) actor(r *request) string {
	switch {
	case r.visitor.telegram:
		return "管理员(Telegram)"
	case r.visitor.admin:
		return "管理员(网页)"
	}
	return "本机"
}

func (w *Web) event(r *request, now time.Time, action, detail string) dialog.Event {
	return dialog.Event{At: now, Actor: r.visitor.id, Name: w.actor(r), Action: action, Detail: answer.Printable(detail)}
}
