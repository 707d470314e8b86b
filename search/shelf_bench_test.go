package search

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"cewen/eval/made"
)

// madeGroup is the n-th made-up plan, cut into passages of the size that a plan's have.
func madeGroup(n int) Group {
	name, text := made.Plan(n)
	group := Group{Name: name}
	var body strings.Builder
	title := ""
	flush := func() {
		if body.Len() > 0 {
			group.Docs = append(group.Docs, Doc{ID: fmt.Sprintf("%03d", len(group.Docs)), Title: title, Body: body.String()})
			body.Reset()
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "(") {
			flush()
			title, line, _ = strings.Cut(line, "。")
		}
		for sentence := range strings.SplitAfterSeq(line, "。") {
			body.WriteString(sentence)
			if body.Len() > 350 {
				flush()
			}
		}
	}
	flush()
	return group
}

// manyPlans is how many plans the measurements are made with; CEWEN_BENCH_PLANS asks for more.
func manyPlans(b *testing.B) int {
	n := 1000
	if s := os.Getenv("CEWEN_BENCH_PLANS"); s != "" {
		if _, err := fmt.Sscan(s, &n); err != nil {
			b.Fatal(err)
		}
	}
	return n
}

// manyFolder holds an index of many plans, built once for all measurements of a run, or kept in CEWEN_BENCH_FOLDER from run to run.
var manyFolder = struct {
	sync.Mutex
	path string
}{}

func manyShelf(b *testing.B) (*Shelf, string) {
	b.Helper()
	manyFolder.Lock()
	defer manyFolder.Unlock()
	if manyFolder.path == "" {
		manyFolder.path = os.Getenv("CEWEN_BENCH_FOLDER")
	}
	if manyFolder.path == "" {
		path, err := os.MkdirTemp("", "cewen-bench-*")
		if err != nil {
			b.Fatal(err)
		}
		manyFolder.path = path
	}
	s, err := Open(segmenter(b), manyFolder.path, "bench")
	if err != nil {
		b.Fatal(err)
	}
	there := s.Groups()
	for n := 0; n < manyPlans(b); n += batchGroups {
		var groups []Group
		for k := n; k < min(n+batchGroups, manyPlans(b)); k++ {
			if group := madeGroup(k); there[group.Name] == 0 {
				groups = append(groups, group)
			}
		}
		if len(groups) > 0 {
			put(b, s, groups...)
		}
	}
	return s, manyFolder.path
}

func TestMain(m *testing.M) {
	code := m.Run()
	if manyFolder.path != "" && os.Getenv("CEWEN_BENCH_FOLDER") == "" {
		if err := os.RemoveAll(manyFolder.path); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(code)
}

var benchQuestions = []string{
	"到2027年新改建农村公路多少公里", "市教育局牵头的任务有哪些", "认知障碍照护专区由谁负责", "公交站点500米覆盖率目标是多少", "老年助餐点要新增多少个",
	"抽水蓄能项目怎么推进", "澄陵市应急广播行政村覆盖率", "新增城镇就业人数", "古籍数字化要做多少册", "危旧桥梁整治", "市财政局2026年底前要完成什么", "预制菜企业",
}

// BenchmarkShelfPut writes one plan at a time into an index of many.
func BenchmarkShelfPut(b *testing.B) {
	for _, size := range []int{1, batchGroups} {
		b.Run(fmt.Sprint("groups=", size), func(b *testing.B) {
			s := openShelf(b, b.TempDir())
			bytes := 0
			for n := 0; b.Loop(); n += size {
				b.StopTimer()
				var groups []Group
				for k := range size {
					_, text := made.Plan(n + k)
					bytes += len(text)
					groups = append(groups, madeGroup(n+k))
				}
				b.StartTimer()
				put(b, s, groups...)
			}
			b.SetBytes(int64(bytes / b.N))
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*size), "ms/group")
		})
	}
}

func BenchmarkShelfRank(b *testing.B) {
	s, _ := manyShelf(b)
	defer s.Close()
	for b.Loop() {
		for _, question := range benchQuestions {
			if _, err := s.Rank(b.Context(), question, 30, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(benchQuestions)), "µs/question")
}

func BenchmarkShelfSearch(b *testing.B) {
	s, _ := manyShelf(b)
	defer s.Close()
	for _, groups := range []int{1, 30, 0} {
		b.Run(fmt.Sprint("within=", groups), func(b *testing.B) {
			var within []string
			for k := range groups {
				within = append(within, madeGroup(k*manyPlans(b)/max(groups, 2)+manyPlans(b)/2%manyPlans(b)/max(groups, 2)).Name)
			}
			for b.Loop() {
				for _, question := range benchQuestions {
					if _, err := s.Search(b.Context(), question, 20, within); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(benchQuestions)), "µs/question")
		})
	}
}

// BenchmarkShelfOpen opens an index of many plans, and reports its size on disk and the memory of the process when it is open and has
// answered: its own, and what the system may take back because it stands in the files.
func BenchmarkShelfOpen(b *testing.B) {
	s, folder := manyShelf(b)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(segmenter(b), folder, "bench")
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		for _, question := range benchQuestions {
			if _, err := s.Rank(b.Context(), question, 30, nil); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-heap")
		for _, key := range []string{"RssAnon", "RssFile"} {
			b.ReportMetric(status(b, key), "MB-"+key)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	size := int64(0)
	files, err := filepath.Glob(filepath.Join(folder, indexFolder, "*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			size += info.Size()
		}
	}
	b.ReportMetric(float64(size)/1e3/float64(manyPlans(b)), "kB/group")
	b.ReportMetric(float64(len(files)-1), "segments")
}

// status reads a figure of the process, in megabytes; 0 where the system does not tell.
func status(b *testing.B, key string) float64 {
	content, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(content)) {
		if value, ok := strings.CutPrefix(line, key+":"); ok {
			kilobytes := 0.0
			if _, err := fmt.Sscan(value, &kilobytes); err != nil {
				b.Fatal(err)
			}
			return kilobytes / 1e3
		}
	}
	return 0
}
