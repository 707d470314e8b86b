package web

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"cewen/answer"
	"cewen/plan"
)

func seedPath() string { return "/plan/" + url.PathEscape("临政办字〔2023〕96号") }

var ids = regexp.MustCompile(` id="([^"]*)"`)

// unique checks that no id stands twice on a page.
func unique(t testing.TB, p page) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(p.body, -1) {
		if seen[m[1]] {
			t.Errorf("%s: the id %q stands twice", p.Request.URL, m[1])
		}
		seen[m[1]] = true
	}
}

// The shipped plan stands on its page whole, with an address for every clause and row, and with what is marked.
func TestPlanPage(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	if p := r.get(c, "/plan"); p.Request.URL.Path != "/plan/临政办字〔2023〕96号" {
		t.Errorf("the only plan stands at %s", p.Request.URL)
	}
	p := r.get(c, seedPath())
	unique(t, p)
	for i := range 39 {
		p.has(t, fmt.Sprintf(` id="c%d"`, i+1))
	}
	for i := range 19 {
		p.has(t, fmt.Sprintf(`<tr id="row%d"`, i+1))
	}
	snap, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	seed := snap.Plans()[0]
	duties := 0
	for _, cl := range seed.Clauses {
		duties += len(cl.Duties)
	}
	if n := strings.Count(p.body, `<span class="duty">`) - 1; n != duties { // one stands in the legend
		t.Errorf("%d responsibility markers, want %d", n, duties)
	}
	if n := strings.Count(p.body, `<b class="target" title=`); n < len(seed.Targets) {
		t.Errorf("%d targets are marked, want at least %d", n, len(seed.Targets))
	}
	p.has(t, `title="到2025年,按2025-12-31计"`, `href="/unit/`+url.PathEscape("市城管局"), "<h1>关于推进以县城为重要载体的城镇化建设实施方案</h1>")
	if n := strings.Count(p.body, "<h1"); n != 1 {
		t.Errorf("%d first headings", n)
	}
	if p := r.get(c, "/plan/none"); p.StatusCode != http.StatusNotFound {
		t.Errorf("a plan that is not there: %s", p.Status)
	}
}

// Every line of every plan stands on its page, no id twice.
func TestEveryLineOfEveryPlan(t *testing.T) {
	files, err := filepath.Glob("../plan/testdata/plans/*.txt")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	seeds, err := filepath.Glob("../seeds/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range append(seeds, files...) {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(f)] = string(text)
	}
	for _, f := range []string{"labels", "tasks"} { // every dialect: headings with marks, tables of tasks, no line breaks
		cases, err := os.ReadFile("../plan/testdata/" + f + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range regexp.MustCompile(`(?s)-- (\S+\.txt) --\n(.*?)-- \S+\.tree --`).FindAllStringSubmatch(string(cases), -1) {
			texts[c[1]] = c[2]
		}
	}
	if len(texts) < 25 {
		t.Fatal(len(texts), "texts")
	}
	for f, text := range texts {
		p, err := plan.Parse(f, text)
		if err != nil {
			t.Fatal(f, err)
		}
		snap, err := answer.NewSnapshot([]*plan.Plan{p})
		if err != nil {
			t.Fatal(err)
		}
		r := newRigOf(t, snap)
		got := r.get(r.browser(), "/plan/"+url.PathEscape(p.Name()))
		if got.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", f, got.Status)
		}
		unique(t, got)
		body := shown(regexp.MustCompile(`<a class="self".*?</a>`).ReplaceAllString(got.body, ""))
		for n, l := range strings.Split(p.Text, "\n") {
			want := strings.Join(strings.Fields(plain(l)), "")
			if want == "" || strings.Contains(body, want) {
				continue
			}
			for _, word := range strings.FieldsFunc(plain(l), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("|#", r) }) { // a row of a table: its cells
				if strings.Trim(word, "-") != "" && !strings.Contains(body, word) {
					t.Errorf("%s line %d: no %q of %q on the page", f, n+1, word, l)
				}
			}
		}
	}
}

// A quote's address marks it, whatever stands across it; what is no stretch of the text marks nothing.
func TestMark(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	snap, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	text := snap.Plans()[0].Text
	at := strings.Index(text, "到2025年各县城公共充电站总量")
	end := at + strings.Index(text[at:], ")") + 1
	p := r.get(c, fmt.Sprintf("%s?mark=%d-%d", seedPath(), at, end))
	unique(t, p)
	p.has(t, `id="mark">到2025年各县城公共充电站总量达到`)
	var marked strings.Builder
	for _, m := range regexp.MustCompile(`(?s)<mark[^>]*>(.*?)</mark>`).FindAllStringSubmatch(p.body, -1) {
		marked.WriteString(shown(m[1]))
	}
	if marked.String() != text[at:end] {
		t.Errorf("marked %q, want %q", marked.String(), text[at:end])
	}
	for _, bad := range []string{"1-", "-1", "5-4", "0-999999999", "a-b", "1-2", strconv.Itoa(at+1) + "-" + strconv.Itoa(end), "", "9999999999999999999999-1"} {
		if p := r.get(c, seedPath()+"?mark="+bad); p.StatusCode != http.StatusOK || strings.Contains(p.body, "<mark") {
			t.Errorf("mark=%s: %s, or something is marked", bad, p.Status)
		}
	}
}

// A word is found wherever it stands, in any width and case, and its absence is said.
func TestFind(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	snap, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	p := r.get(c, seedPath()+"?q="+url.QueryEscape("雨水管网"))
	n := strings.Count(snap.Plans()[0].Text, "雨水管网")
	p.has(t, fmt.Sprintf("“雨水管网”出现%d处", n), `href="#hit1"`, `<mark class="hit" id="hit1">雨水管网</mark>`, "第十六条")
	unique(t, p)
	r.get(c, seedPath()+"?q="+url.QueryEscape("地铁")).has(t, "方案全文没有出现“地铁”")
	r.get(c, seedPath()+"?q="+url.QueryEscape("２０２５")).has(t, `id="hit1">2025</mark>`)
	if p := r.get(c, seedPath()+"?q="+url.QueryEscape("<script>")); strings.Contains(p.body, "<script>") {
		t.Error("what is searched for stands in the page as it came")
	}
}

// Whatever is noted of a text, in whatever order and across whatever else, the text stays as it is and every tag is closed in its place.
func TestAnnotatedKeepsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("一二三四<&>\"'abc\u202e \n"))).Draw(t, "text")
		var notes []note
		for i := range rapid.IntRange(0, 6).Draw(t, "notes") {
			a, b := rapid.IntRange(-2, len(text)+2).Draw(t, "from"), rapid.IntRange(-2, len(text)+2).Draw(t, "to")
			notes = append(notes, note{plan.Span{Start: a, End: b}, rapid.IntRange(0, 4).Draw(t, "rank"), fmt.Sprintf(`<x%d id="i%d">`, i, i), fmt.Sprintf("</x%d>", i)})
		}
		out := string(annotated(text, plan.Span{Start: 0, End: len(text)}, notes))
		if got := html.UnescapeString(tags.ReplaceAllString(out, "")); got != plain(text) {
			t.Fatalf("%q became %q", plain(text), got)
		}
		var open []string
		seen := map[string]bool{}
		for _, m := range regexp.MustCompile(`<(/?)(x\d)([^>]*)>`).FindAllStringSubmatch(out, -1) {
			switch {
			case m[1] == "":
				open = append(open, m[2])
				if m[3] != "" && seen[m[3]] {
					t.Fatalf("%s stands twice in %s", m[3], out)
				}
				seen[m[3]] = true
			case len(open) == 0 || open[len(open)-1] != m[2]:
				t.Fatalf("%s is closed within another in %s", m[2], out)
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Fatalf("%v stay open in %s", open, out)
		}
	})
}

func FuzzPlanPage(f *testing.F) {
	f.Add("0-5", "雨水")
	f.Add("5-0", "\x00<")
	r := newRig(f)
	f.Fuzz(func(t *testing.T, mark, q string) {
		resp, err := http.Get(r.server.URL + seedPath() + "?mark=" + url.QueryEscape(mark) + "&q=" + url.QueryEscape(q))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 500 {
			t.Errorf("%q %q: %s", mark, q, resp.Status)
		}
	})
}

func BenchmarkPlanPage(b *testing.B) {
	r := newRig(b)
	c := r.browser()
	for b.Loop() {
		r.get(c, seedPath())
	}
}
