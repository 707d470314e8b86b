package web

import (
	"bufio"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"cewen/answer"
	"cewen/dialog"
)

// asked is what the page's own script asks: the answer alone.
func (r *rig) asked1(c *http.Client, q, after string) page {
	r.t.Helper()
	req, err := http.NewRequest(http.MethodPost, r.server.URL+"/ask", strings.NewReader(url.Values{"q": {q}, "after": {after}}.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Part", "1")
	return r.read(c.Do(req))
}

var turnID = regexp.MustCompile(`data-turn="([^"]+)"`)

func (p page) turn(t testing.TB) string {
	t.Helper()
	m := turnID.FindAllStringSubmatch(p.body, -1)
	if m == nil {
		t.Fatalf("no answer in\n%s", p.body)
	}
	return m[len(m)-1][1]
}

// The walk of the first five minutes (PRODUCT.md, 1), without a script.
func TestFirstWalk(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	r.get(c, "/").has(t, "临政办字〔2023〕96号", "可以这样问", `name="q"`)
	p := r.post(c, "/ask", url.Values{"q": {"充电桩归谁管"}})
	p.has(t, "责任单位:市发展改革委(仅1家)", "公共充电站总量达到300个以上", "第十四条", "/a/"+p.turn(t))
	if p.Request.URL.Path != "/a/"+p.turn(t) {
		t.Errorf("the answer stands at %s", p.Request.URL)
	}
	for _, tc := range []struct{ q, want string }{
		{"那2023年呢", "没有写2023年"}, {"雨水管网2025年是50公里吧", "不是"}, {"地铁里程", "方案全文没有出现“地铁”"}, {"2030年充电站", "方案没有写2030年的数"},
	} {
		p = r.post(c, "/ask", url.Values{"q": {tc.q}, "after": {p.turn(t)}})
		p.has(t, tc.want, "充电桩归谁管") // what was said before stands above
	}
	other := r.browser()
	shared := r.get(other, "/a/"+p.turn(t))
	shared.has(t, "方案没有写2030年的数")
	if strings.Contains(shared.body, "充电桩归谁管") {
		t.Error("an answer's address shows somebody else what was asked before")
	}
	follow := r.post(other, "/ask", url.Values{"q": {"谁负责"}, "after": {shared.turn(t)}})
	follow.has(t, "市发展改革委")
	if strings.Contains(r.get(c, "/a/"+p.turn(t)).body, ">谁负责<") {
		t.Error("somebody else's question stands in my conversation")
	}
}

// Whose 我局 is asked once, chosen by a button, and known from then on.
func TestMyBureau(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	p := r.asked1(c, "我局有哪些任务", "")
	p.has(t, `name="unit" value="市城管局"`)
	chosen := r.post(c, "/ask", url.Values{"q": {"我局有哪些任务"}, "after": {p.turn(t)}, "unit": {"市城管局"}})
	chosen.has(t, "5条5处")
	r.asked1(c, "我局有哪些任务", "").has(t, "5条5处")
	if p := r.asked1(r.browser(), "我局有哪些任务", ""); strings.Contains(p.body, "5条5处") {
		t.Error("another browser has the first one's bureau")
	}
	r.post(c, "/forget", nil).has(t, "已删除")
	if p := r.asked1(c, "我局有哪些任务", ""); strings.Contains(p.body, "5条5处") {
		t.Error("the bureau is known after it was forgotten")
	}
}

// What people think of an answer is kept, and its reason is one of three.
func TestOpinion(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	id := r.asked1(c, "地铁里程", "").turn(t)
	r.post(c, "/a/"+id+"/opinion", url.Values{"reason": {"答非所问"}})
	r.post(c, "/a/"+id+"/opinion", url.Values{"reason": {"<b>"}})
	rs, n, err := r.store.Reviews(t.Context(), true, false, 0, 9)
	if err != nil || n != 1 || len(rs[0].Feedback) != 1 || rs[0].Feedback[0].Reason != "" || rs[0].Feedback[0].Good {
		t.Errorf("%d reviews %+v, %v: the last opinion of a person counts", n, rs, err)
	}
	if p := r.post(c, "/a/none/opinion", url.Values{"good": {"1"}}); p.StatusCode != http.StatusNotFound {
		t.Errorf("an opinion of no answer: %s", p.Status)
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// shown is what a reader sees of a piece of HTML, without spaces.
func shown(body string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), "")
}

// Every answer is the bot's: the text of answer.Ask stands on the page whole, its quotes byte for byte, with nothing dropped.
func TestAnswersAreTheSame(t *testing.T) {
	f, err := os.Open("../eval/testdata/questions_dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := newRig(t)
	c := r.browser()
	snap, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for sc := bufio.NewScanner(f); sc.Scan(); n++ {
		var q struct{ Q string }
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		want, _ := answer.Ask(snap, answer.Context{}, answer.Question{Text: q.Q, Today: today})
		got := shown(r.asked1(c, q.Q, "").body)
		for l := range strings.SplitSeq(want.Text, "\n") {
			for part := range strings.SplitSeq(l, ";") {
				if p := shown(html.EscapeString(part)); !strings.Contains(got, p) {
					t.Errorf("%s: no %q on the page:\n%s", q.Q, p, got)
				}
			}
		}
		for i, x := range want.Citations {
			if quote := strings.Join(strings.Fields(answer.Printable(x.Quote)), ""); !within(want.Citations, i) && !strings.Contains(got, quote) {
				t.Errorf("%s: the quote %q is not on the page", q.Q, quote)
			}
		}
	}
	if n < 100 {
		t.Fatalf("only %d questions", n)
	}
}

// What is typed half is found: units by any of their names, targets, indicators, counties, clauses.
func TestSuggest(t *testing.T) {
	r := newRig(t)
	for q, want := range map[string]string{"城管": "市城管局有哪些任务", "雨水": "雨水管网", "平邑": "平邑县", "完善市政": "第十四条", "": "[]", strings.Repeat("长", 500): "[]", "地铁": "[]"} {
		p := r.get(r.browser(), "/suggest?q="+url.QueryEscape(q))
		if p.StatusCode != http.StatusOK || p.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%.20q: %s, %s", q, p.Status, p.Header.Get("Content-Type"))
		}
		p.has(t, want)
		var got []name
		if err := json.Unmarshal([]byte(p.body), &got); err != nil || len(got) > mostSuggested {
			t.Errorf("%.20q: %d suggestions, %v", q, len(got), err)
		}
	}
}

func FuzzAsk(f *testing.F) {
	for _, s := range []string{"充电站谁负责", "\x00\xff", "<script>", "我局", "第2个", strings.Repeat("雨", 999)} {
		f.Add(s, "", "市城管局")
	}
	r := newRig(f)
	f.Fuzz(func(t *testing.T, q, after, unit string) {
		req, err := http.NewRequest(http.MethodPost, r.server.URL+"/ask", strings.NewReader(url.Values{"q": {q}, "after": {after}, "unit": {unit}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Part", "1")
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 500 {
			t.Errorf("%q: %s", q, resp.Status)
		}
	})
}

// BenchmarkAsk asks over HTTP, one question after the other on each core, answers stored and rendered.
func BenchmarkAsk(b *testing.B) {
	r := newRig(b)
	b.RunParallel(func(pb *testing.PB) {
		c := r.browser()
		for pb.Next() {
			if p := r.asked1(c, "充电站谁负责", ""); p.StatusCode != http.StatusOK {
				b.Error(p.Status)
			}
		}
	})
}

// What was asked in a private chat of Telegram is nobody's on the page but the person's own: neither to read, to ask on from, nor to judge.
func TestOthersChats(t *testing.T) {
	r := newRig(t)
	snap, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	a, after := answer.Ask(snap, answer.Context{}, answer.Question{Text: "充电站谁负责", Today: today})
	private := dialog.Turn{ID: "up:7", Thread: dialog.Thread{Chat: 7}, User: 7, Question: "充电站谁负责", Answer: a, After: after, Asked: time.Now()}
	if err := r.store.Apply(t.Context(), time.Now(), dialog.Changes{Turns: []dialog.Turn{private}}); err != nil {
		t.Fatal(err)
	}
	c := r.browser()
	if p := r.get(c, "/a/up:7"); p.StatusCode != http.StatusNotFound {
		t.Errorf("it can be read: %s", p.Status)
	}
	if p := r.asked1(c, "目标呢", "up:7"); strings.Contains(p.body, "300个") {
		t.Error("one can ask on from it")
	}
	if p := r.post(c, "/a/up:7/opinion", url.Values{"good": {"1"}}); p.StatusCode != http.StatusNotFound {
		t.Errorf("it can be judged: %s", p.Status)
	}
	r.asTelegram(7, http.MethodGet, "/app/a/up:7", nil).has(t, "充电站谁负责")
}

// The address of an early answer of a long conversation shows that answer.
func TestLongConversation(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	first := r.asked1(c, "充电站谁负责", "").turn(t)
	id := first
	for range mostTurns + 3 {
		id = r.asked1(c, "地铁里程", id).turn(t)
	}
	r.get(c, "/a/"+first).has(t, "市发展改革委")
	if n := strings.Count(r.get(c, "/a/"+id).body, `class="said"`); n != mostTurns {
		t.Errorf("%d answers are shown again, want %d", n, mostTurns)
	}
}
