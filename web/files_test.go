package web

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cewen/library"
	"cewen/seeds"
)

// takesPlans is a page on which plans are taken in.
func takesPlans(t *testing.T, change ...func(*Config)) (*rig, *library.Library) {
	t.Helper()
	r := newRig(t)
	texts, err := seeds.Texts()
	if err != nil {
		t.Fatal(err)
	}
	l, err := library.New(t.Context(), library.Config{Sources: []library.Source{library.Texts{{Name: texts[0].Name, Text: texts[0].Text}}, library.Uploads{Book: r.store}}, Book: r.store})
	if err != nil {
		t.Fatal(err)
	}
	c := r.web.Config
	c.Library, c.Problems = l, l.Problems
	for _, f := range change {
		f(&c)
	}
	w, err := New(t.Context(), c, r.store, l.Snapshot, slog.New(slog.NewTextHandler(io.Discard, nil)), unseen{})
	if err != nil {
		t.Fatal(err)
	}
	r.web = w
	r.server.Config.Handler = w
	return r, l
}

func (r *rig) send(c *http.Client, name, text string) page {
	r.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = io.WriteString(f, text) // a buffer takes everything
	if err := m.Close(); err != nil {
		r.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, r.server.URL+"/files", &b)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	return r.read(c.Do(req))
}

const parking = "云泽市人民政府办公室\n关于印发《云泽市停车设施建设方案》的通知\n云政办字〔2027〕3号\n云泽市人民政府办公室\n2027年1月5日\n云泽市停车设施建设方案\n一、主要任务\n(一)建设停车场。到2027年,新建公共停车位1200个。(责任单位:市住建局)\n"

func TestPlansAreTakenInOnThePage(t *testing.T) {
	r, l := takesPlans(t)
	c := r.browser()
	got := r.send(c, "停车.txt", parking)
	for _, want := range []string{"《云泽市停车设施建设方案》 云政办字〔2027〕3号", "1章,1条,责任分工1处", "1200个", ">收录<", ">取消<"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %q in\n%s", want, got.body)
		}
	}
	if l.Snapshot().Len() != 1 {
		t.Fatal("live before it was taken in")
	}
	us, err := r.store.Uploads(t.Context(), 10)
	if err != nil || len(us) != 1 {
		t.Fatalf("%v, %v", us, err)
	}
	decide := func(id, to string, status int) {
		t.Helper()
		if got := r.post(c, "/files/"+id, url.Values{"to": {to}}); got.StatusCode != status {
			t.Errorf("%s: %d %s", to, got.StatusCode, got.body)
		}
	}
	decide(us[0].ID, "live", 200)
	if l.Snapshot().Len() != 2 {
		t.Error("not live at once")
	}
	decide(us[0].ID, "live", 409)
	if got := r.get(c, "/plan"); !strings.Contains(got.body, "云政办字〔2027〕3号") {
		t.Error("not on the list")
	}
	if got := r.send(c, "停车3.txt", strings.Replace(parking, "1200", "1500", 1)); !strings.Contains(got.body, "将代替现有的") || !strings.Contains(got.body, "1500个(到2027年)") {
		t.Errorf("a new version: %s", got.body)
	}
	us, _ = r.store.Uploads(t.Context(), 10)
	decide(us[0].ID, "live", 200)
	if got := r.get(c, "/plan/"+url.PathEscape("云政办字〔2027〕3号")); !strings.Contains(got.body, "1500个") {
		t.Error("the version before shows")
	}
	decide(us[0].ID, "removed", 200)
	decide(us[1].ID, "live", 200) // roll-back
	if got := r.get(c, "/plan/"+url.PathEscape("云政办字〔2027〕3号")); !strings.Contains(got.body, "1200个") {
		t.Error("not rolled back")
	}
	name := l.Snapshot().Holdings()[0].Brief.Name
	r.post(c, "/hidden", url.Values{"plan": {name}})
	if l.Snapshot().Holding(name) != nil {
		t.Error("the shipped plan is not out")
	}
	r.post(c, "/hidden", url.Values{"plan": {name}, "back": {"1"}})
	if l.Snapshot().Holding(name) == nil {
		t.Error("the shipped plan is not back")
	}
}

func TestFilesThatThePageRefuses(t *testing.T) {
	r, _ := takesPlans(t)
	c := r.browser()
	for name, text := range map[string]string{"小说.txt": "那天晚上下着雨。", "残.docx": "PK\x03\x04 broken", "没有.txt.校正.yaml": "- 条: 1", "空.txt": ""} {
		if got := r.send(c, name, text); got.StatusCode < 400 || !strings.Contains(got.body, "没有") {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	if us, _ := r.store.Uploads(t.Context(), 10); len(us) != 0 {
		t.Errorf("kept %v", us)
	}
}

func TestOnlyAdministratorsTakePlansIn(t *testing.T) {
	r, _ := takesPlans(t, func(c *Config) { c.Local, c.PageKey, c.Admins = false, "芝麻", []int64{7} })
	c := r.browser()
	if got := r.send(c, "停车.txt", parking); got.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger's file: %d", got.StatusCode)
	}
	if got := r.post(c, "/manage", url.Values{"key": {"西瓜"}}); got.StatusCode != http.StatusForbidden {
		t.Errorf("a wrong word: %d", got.StatusCode)
	}
	for range 10 {
		r.post(c, "/manage", url.Values{"key": {"西瓜"}})
	}
	if got := r.post(c, "/manage", url.Values{"key": {"芝麻"}}); got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("guessing goes on: %d", got.StatusCode)
	}
	r, _ = takesPlans(t, func(c *Config) { c.Local, c.PageKey = false, "芝麻" })
	c = r.browser()
	if got := r.post(c, "/manage", url.Values{"key": {"芝麻"}}); got.StatusCode != 200 || !strings.Contains(got.body, "收录记录") {
		t.Errorf("the word: %d %s", got.StatusCode, got.body)
	}
	if got := r.send(c, "停车.txt", parking); got.StatusCode != 200 {
		t.Errorf("an administrator's file: %d", got.StatusCode)
	}
}
