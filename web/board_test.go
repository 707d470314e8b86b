package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"cewen/dialog"
	"cewen/reminders"
)

var never = []string{"逾期", "完成率", "落后", "不力", "请抓紧"}

// The board's numbers are the plan's, every light stands with its word, and what a white one means is said.
func TestBoard(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	p := r.get(c, "/board")
	unique(t, p)
	text := shown(p.body)
	for _, want := range []string{"有时限的目标81项,已登记0项。另:未写时限15项;主要指标19项(表内未写责任单位)", "2023年17项⚪已到期·未登记17", "2024年1项", "2025年62项⚪已到期·未登记62", "2035年1项🟢未到期1",
		"⚪只表示日期已过、这里没有登记,不表示没有完成", "共同承担的每家各计一次", "登记在Telegram里做"} {
		if !strings.Contains(text, strings.Join(strings.Fields(want), "")) {
			t.Errorf("no %q on the board", want)
		}
	}
	for _, word := range never {
		if strings.Contains(text, word) {
			t.Errorf("the board says %q", word)
		}
	}
	if n := strings.Count(p.body, "<h1"); n != 1 {
		t.Errorf("%d first headings", n)
	}
	for _, l := range []string{"⚪", "🟢"} {
		if strings.Count(text, l) != strings.Count(text, l+map[string]string{"⚪": "已到期·未登记", "🟢": "未到期"}[l])+strings.Count(text, l+"只表示") {
			t.Errorf("%s stands without its word", l)
		}
	}
}

// A filter narrows the list and nothing else; what the plan does not have is said.
func TestBoardFilters(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	unit := "unit=" + url.QueryEscape("市城管局")
	for query, want := range map[string]string{
		"year=2023": "筛选出17项", "year=2025&light=white": "筛选出62项", "light=green": "筛选出1项", "light=red": "筛选出0项", unit: "有时限的目标10项", unit + "&year=2025": "筛选出6项",
		"place=" + url.QueryEscape("沂水县"): "有时限的目标1项", "year=2040": "筛选出0项",
	} {
		p := r.get(c, "/board?"+query)
		unique(t, p)
		if p.StatusCode != http.StatusOK || !strings.Contains(shown(p.body), want) {
			t.Errorf("%s: %s, no %q", query, p.Status, want)
		}
	}
	for query, want := range map[string]int{"unit=x": 404, "place=x": 404, "plan=x": 404, "light=x": 400, "year=x": 400, "year=99999": 400} {
		if p := r.get(c, "/board?"+query); p.StatusCode != want || !strings.Contains(p.body, "回到问答") {
			t.Errorf("%s: %s, want %d with a way back", query, p.Status, want)
		}
	}
	wall := r.get(c, "/board?meeting=1&year=2025")
	wall.has(t, `class="meeting"`, "回到平常", "meeting=1")
}

// A unit's page has everything that the plan gives it, with the words of an answer at its head.
func TestUnitPage(t *testing.T) {
	r := newRig(t)
	p := r.get(r.browser(), "/unit/"+url.PathEscape("市城管局"))
	unique(t, p)
	text := shown(p.body)
	for _, want := range []string{"5条5处", "第十六条打造安全韧性县城", "第2位,共3家", "独家", "第二十八条", "没有定量目标", "雨水管网建设:110公里", "⚪已到期·未登记"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	if n := strings.Count(p.body, `class="duty-block"`); n != 5 {
		t.Errorf("%d responsibilities, want 5", n)
	}
	r.get(r.browser(), "/unit/"+url.PathEscape("城管局")).has(t, "<h1>市城管局</h1>")
	if p := r.get(r.browser(), "/unit/none"); p.StatusCode != http.StatusNotFound || !strings.Contains(p.body, "方案没有把“none”列为责任单位") {
		t.Errorf("an unknown unit: %s", p.Status)
	}
}

// What is taken away opens, has the rows of its unit, and keeps its name.
func TestExports(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	q := "?unit=" + url.QueryEscape("市城管局")
	p := r.get(c, "/export.xlsx"+q)
	x, err := excelize.OpenReader(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := x.GetRows("台账")
	if err != nil || len(rows) != 12 {
		t.Errorf("%d rows, %v; want a title, a head and 10", len(rows), err)
	}
	if d := p.Header.Get("Content-Disposition"); !strings.Contains(d, url.PathEscape("台账-市城管局-20261123.xlsx")) {
		t.Errorf("it is named %s", d)
	}
	p = r.get(c, "/export.ics"+q)
	cal, err := ics.ParseCalendar(strings.NewReader(p.body))
	if err != nil || len(cal.Events()) != 10 {
		t.Fatalf("%d events, %v", len(cal.Events()), err)
	}
	if p.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("type %s", p.Header.Get("Content-Type"))
	}
	req, err := http.NewRequest(http.MethodGet, r.server.URL+"/export.ics"+q, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("If-None-Match", p.Header.Get("ETag"))
	if again := r.read(c.Do(req)); again.StatusCode != http.StatusNotModified {
		t.Errorf("the same calendar again: %s", again.Status)
	}
}

// asTelegram asks as somebody whom Telegram vouches for.
func (r *rig) asTelegram(id int64, method, path string, form url.Values) page {
	r.t.Helper()
	req, err := http.NewRequest(method, r.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.AddCookie(&http.Cookie{Name: "cewen_app", Value: r.web.sealed(visitor{id: id, telegram: true}, time.Now())})
	c := r.browser()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return r.read(c.Do(req))
}

// Whom Telegram vouches for sees what he has recorded in his own chat, and nobody else does.
func TestOwnRecords(t *testing.T) {
	r := newRig(t)
	ms := r.web.Milestones()
	if _, err := r.store.SyncMilestones(t.Context(), time.Now(), ms[0].Plan, ms); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(ms, func(m reminders.Milestone) bool { return m.Metric == "雨水管网建设" && m.Due == "2025-12-31" })
	mark := dialog.Mark{Chat: 7, Ref: ms[i].Ref(), Batch: "b", Record: reminders.Record{Status: reminders.Done, At: time.Now(), Note: "已验收<b>"}}
	if err := r.store.Apply(context.Background(), time.Now(), dialog.Changes{Marks: []dialog.Mark{mark}}); err != nil {
		t.Fatal(err)
	}
	p := r.asTelegram(7, http.MethodGet, "/app/board?year=2025", nil)
	p.has(t, "已登记<b>1</b>项", `<span class="lamp blue">🔵</span>办结`, "已验收&lt;b&gt;", "登记由您自己填写")
	if p := r.asTelegram(8, http.MethodGet, "/app/board?year=2025", nil); strings.Contains(p.body, "已验收") {
		t.Error("somebody else's records are shown")
	}
	if p := r.get(r.browser(), "/board?year=2025"); strings.Contains(p.body, "已验收") {
		t.Error("records are shown to everybody")
	}
}

// Calendar addresses: open to all where the page is; elsewhere each visitor's own, unguessable, and gone when deleted or shut out.
func TestFeeds(t *testing.T) {
	open := newRig(t)
	p := open.get(open.browser(), "/feeds?unit="+url.QueryEscape("市城管局"))
	p.has(t, open.server.URL+"/export.ics?", "谁都能打开的地址")

	r := newRig(t, func(c *Config) {
		c.Local, c.Paired, c.Admins, c.PublicURL = false, true, []int64{5}, "https://cewen.example"
	})
	enter := func() (*http.Client, dialog.Access) {
		c := r.browser()
		r.post(c, "/request", url.Values{"name": {"王"}})
		a := r.asked[len(r.asked)-1]
		a.State = dialog.AccessAllowed
		if err := r.store.Apply(context.Background(), time.Now(), dialog.Changes{Access: []dialog.Access{a}}); err != nil {
			t.Fatal(err)
		}
		return c, a
	}
	me, access := enter()
	other, _ := enter()
	for range 2 { // the same one is made once
		r.post(me, "/feeds", url.Values{"unit": {"市城管局"}})
	}
	fs, err := r.store.Feeds(t.Context(), access.Subject)
	if err != nil || len(fs) != 1 || len(fs[0].Token) < 24 {
		t.Fatalf("feeds %+v, %v", fs, err)
	}
	path := "/feed/" + fs[0].Token + ".ics"
	r.get(me, "/feeds").has(t, "https://cewen.example"+path, "webcal://cewen.example"+path, "市城管局")
	if p := r.get(other, "/feeds"); strings.Contains(p.body, fs[0].Token) {
		t.Error("somebody else sees the address")
	}
	feed := r.get(r.browser(), path) // a calendar has no cookie
	cal, err := ics.ParseCalendar(bytes.NewReader([]byte(feed.body)))
	if err != nil || len(cal.Events()) != 10 {
		t.Fatalf("%s, %d events, %v", feed.Status, len(cal.Events()), err)
	}
	r.post(other, "/feeds/"+fs[0].Token+"/delete", nil)
	if p := r.get(r.browser(), path); p.StatusCode != http.StatusOK {
		t.Error("somebody else deleted the address")
	}
	access.State = dialog.AccessRefused
	if err := r.store.Apply(context.Background(), time.Now(), dialog.Changes{Access: []dialog.Access{access}}); err != nil {
		t.Fatal(err)
	}
	if p := r.get(r.browser(), path); p.StatusCode != http.StatusNotFound {
		t.Errorf("after its owner was shut out: %s", p.Status)
	}
	access.State = dialog.AccessAllowed
	if err := r.store.Apply(context.Background(), time.Now(), dialog.Changes{Access: []dialog.Access{access}}); err != nil {
		t.Fatal(err)
	}
	r.post(me, "/feeds/"+fs[0].Token+"/delete", nil)
	if p := r.get(r.browser(), path); p.StatusCode != http.StatusNotFound {
		t.Errorf("after it was deleted: %s", p.Status)
	}
	for i := range mostFeeds + 1 {
		f := dialog.Feed{Token: fmt.Sprint("t", i), Owner: access.Subject, Plan: fmt.Sprint("p", i), At: time.Now()}
		if err := r.store.Apply(context.Background(), time.Now(), dialog.Changes{Feeds: []dialog.Feed{f}}); err != nil {
			t.Fatal(err)
		}
	}
	if p := r.post(me, "/feeds", url.Values{}); p.StatusCode != http.StatusBadRequest {
		t.Errorf("one more than may be: %s", p.Status)
	}
}

func FuzzBoard(f *testing.F) {
	f.Add("2025", "市城管局", "沂水县", "white", "")
	f.Add("-1", "\x00", "<", "x", "y")
	r := newRig(f)
	f.Fuzz(func(t *testing.T, year, unit, place, light, plan string) {
		q := url.Values{"year": {year}, "unit": {unit}, "place": {place}, "light": {light}, "plan": {plan}}.Encode()
		for _, path := range []string{"/board?", "/export.ics?", "/feeds?"} {
			resp, err := http.Get(r.server.URL + path + q)
			if err != nil {
				t.Fatal(err)
			}
			if err := resp.Body.Close(); err != nil {
				t.Error(err)
			}
			if resp.StatusCode >= 500 {
				t.Errorf("%s%s: %s", path, q, resp.Status)
			}
		}
	})
}

func BenchmarkBoardPage(b *testing.B) {
	r := newRig(b)
	c := r.browser()
	for b.Loop() {
		r.get(c, "/board")
	}
}
