package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// corpus is a made-up plan; other.* share its words.
var corpus = []Doc{
	{ID: "c01", Title: "改造老旧小区", Body: "到2025年,完成老旧小区改造300个,惠及居民3万户。(责任单位:市住房城乡建设局)"},
	{ID: "c02", Title: "完善充电设施", Body: "在公共停车场建设公共充电基础设施,新建公共充电站20座。(责任单位:市发展改革委)"},
	{ID: "c03", Title: "治理医疗废物", Body: "提升医疗废物收集处置能力,各县建成集中处置设施。(责任单位:市生态环境局)"},
	{ID: "c04", Title: "建设海绵城市", Body: "新建雨水管网110公里,改造雨污合流管网。(责任单位:市城管局)"},
	{ID: "c05", Title: "覆盖物联网", Body: "推进NB-IoT、5G网络覆盖县城。(责任单位:市大数据局)"},
	{ID: "c06", Title: "改造老旧厂区", Body: "盘活老旧厂区,发展文化创意产业。(责任单位:市工业和信息化局)"},
}

func newTestIndex(t testing.TB, docs []Doc, batchSize int) *Index {
	t.Helper()
	x, err := newIndex(segmenter(t), docs, batchSize)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func ask(t testing.TB, x *Index, question string, n int) []Hit {
	t.Helper()
	hits, err := x.Search(context.Background(), question, n)
	if err != nil {
		t.Fatalf("Search(%q): %v", question, err)
	}
	return hits
}

func ids(hits []Hit) string {
	var all []string
	for _, hit := range hits {
		all = append(all, hit.ID)
	}
	return strings.Join(all, " ")
}

func TestSearchRanks(t *testing.T) {
	x := newTestIndex(t, corpus, len(corpus))
	for _, test := range []struct {
		question string
		n        int
		want     string
	}{
		{"老旧小区改造由谁牵头?", 2, "c01 c06"},
		{"老旧厂区归谁管", 1, "c06"},
		{"充电站有多少座", 1, "c02"},
		{"医废处置归哪个单位", 1, "c03"},   // by its character pairs: 医废 is no word of the text
		{"到２０２５年的老旧小区", 1, "c01"}, // full-width digits
		{"nb-iot", 1, "c05"},      // lower case
		{"雨污合流", 1, "c04"},
		{"完全无关xyz", 3, ""},
		{"的了吗,。?", 3, ""}, // nothing but stop words and punctuation
		{"", 3, ""},
		{"\x00\xff", 3, ""},
		{"责任单位", 0, ""},
		{"责任单位", -1, ""},
	} {
		if got := ids(ask(t, x, test.question, test.n)); got != test.want {
			t.Errorf("Search(%q, %d) = %q, want %q", test.question, test.n, got, test.want)
		}
	}
	if got := ask(t, x, "责任单位", 1_000_000_000); len(got) != len(corpus) {
		t.Errorf("%d hits, want all %d", len(got), len(corpus))
	}
}

func TestSearchOrdersEqualScoresByID(t *testing.T) {
	var docs []Doc
	for i := range 30 {
		docs = append(docs, Doc{ID: fmt.Sprintf("d%02d", 29-i), Body: "推进以县城为重要载体的城镇化建设,补齐县城公共服务设施短板,到2025年取得重要进展"})
	}
	for range 5 { // the layout is another each time
		hits := ask(t, newTestIndex(t, docs, len(docs)), "以县城为重要载体的城镇化建设到2025年取得哪些进展", 10)
		if got, want := ids(hits), "d00 d01 d02 d03 d04 d05 d06 d07 d08 d09"; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	}
}

func TestSearchConcurrently(t *testing.T) {
	x := newTestIndex(t, corpus, len(corpus))
	questions := []string{"老旧小区改造由谁牵头", "充电站有多少座", "责任单位是市城管局的任务", "NB-IoT覆盖"}
	var want [][]Hit
	for _, question := range questions {
		want = append(want, ask(t, x, question, 5))
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 100 {
				hits, err := x.Search(context.Background(), questions[i%len(questions)], 5)
				if err != nil || !slices.Equal(hits, want[i%len(questions)]) {
					t.Errorf("%s: %v, %v, want %v", questions[i%len(questions)], hits, err, want[i%len(questions)])
					return
				}
			}
		})
	}
	group.Wait()
}

func TestSearchPastedText(t *testing.T) {
	x := newTestIndex(t, corpus, len(corpus))
	var pasted strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&pasted, "工作报告第%d段,%c%c。", i, 0x4e00+i%5000, 0x4e00+i*7%5000)
	}
	t0 := analyzeSizes(segmenter(t), pasted.String())
	if t0 > 2*questionTerms {
		t.Errorf("%d terms, want at most %d", t0, 2*questionTerms)
	}
	if got := ids(ask(t, x, "医疗废物处置?"+pasted.String(), 1)); got != "c03" {
		t.Errorf("question before the text: got %s", got)
	}
	if got := ids(ask(t, x, pasted.String()+"医疗废物处置?", 1)); got != "c03" {
		t.Errorf("question after the text: got %s", got)
	}
}

func analyzeSizes(seg *Segmenter, question string) int {
	t := seg.analyzeQuestion(question)
	return len(t.words) + len(t.bigrams)
}

func TestBigrams(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"县城建设", "县城 城建 建设"},
		{"县", "县"},
		{"建80个县城", "建 80 个县 县城"},
		{"nb-iot网", "nb iot 网"},
		{"“医废”、𠮷野", "医废 𠮷野"},
		{"", ""},
	} {
		if got := strings.Join(bigrams(test.text), " "); got != test.want {
			t.Errorf("bigrams(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, docs := range map[string][]Doc{
		"an id twice": {{ID: "a", Body: "县城"}, {ID: "a", Body: "县城"}},
		"no id":       {{Body: "县城"}},
	} {
		if x, err := New(segmenter(t), docs); err == nil || x != nil {
			t.Errorf("%s: got %v, %v", name, x, err)
		}
	}
}

func TestEmptyIndexFindsNothing(t *testing.T) {
	for _, docs := range [][]Doc{nil, {{ID: "empty"}}} {
		if got := ask(t, newTestIndex(t, docs, 1), "县城", 5); len(got) != 0 {
			t.Errorf("got %v", got)
		}
	}
}

func TestSearchStops(t *testing.T) {
	x := newTestIndex(t, corpus, len(corpus))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, "责任单位", 5); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

func TestCloseFreesAll(t *testing.T) {
	seg := segmenter(t)
	before := runtime.NumGoroutine()
	for range 20 {
		x, err := New(seg, corpus)
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Search(t.Context(), "县城", 1); err == nil {
			t.Fatal("a closed index answers")
		}
	}
	for range 100 { // the last one may be on its way out
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// seedDocs are the paragraphs of the seed: an index of the usual size.
func seedDocs(b *testing.B) []Doc {
	b.Helper()
	text, err := os.ReadFile("../seeds/000_2d019b118668a262.txt")
	if err != nil {
		b.Skip(err)
	}
	var docs []Doc
	for line := range strings.Lines(string(text)) {
		docs = append(docs, Doc{ID: fmt.Sprintf("%03d", len(docs)), Body: line})
	}
	return docs
}

func BenchmarkSearch(b *testing.B) {
	x := newTestIndex(b, seedDocs(b), 1000)
	questions := []string{"充电桩归谁管", "老旧小区改造由谁牵头?", "到2025年雨水管网建设长度要达到多少公里?", "国网临沂供电公司的任务有哪些"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := x.Search(b.Context(), questions[i%len(questions)], 10); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	seg, docs := segmenter(b), seedDocs(b)
	b.ReportAllocs()
	for b.Loop() {
		x, err := New(seg, docs)
		if err != nil {
			b.Fatal(err)
		}
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
