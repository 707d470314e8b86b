package search

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func segmenter(t testing.TB) *Segmenter {
	t.Helper()
	seg, err := DefaultSegmenter()
	if err != nil {
		t.Fatal(err)
	}
	return seg
}

func texts(words []Word) string {
	var all []string
	for _, word := range words {
		all = append(all, word.Text)
	}
	return strings.Join(all, "|")
}

func TestCut(t *testing.T) {
	seg := segmenter(t)
	for _, test := range []struct{ text, cut, search string }{
		{"", "", ""},
		{"老旧小区改造由谁牵头", "老旧|小区|改造|由|谁|牵头", "老旧|小区|改造|由|谁|牵头"},
		{"市发展改革委", "市|发展|改革|委", "市|发展|改革|委"},
		{"中华人民共和国", "中华人民共和国", "中华|华人|人民|共和|共和国|中华人民共和国"},
		{"到2025年, NB-IoT", "到|2025|年|,| |NB|-|IoT", "到|2025|年|,| |NB|-|IoT"},
		{"城镇\x00化\xff率", "城镇|\x00|化|\xff|率", "城镇|\x00|化|\xff|率"},
	} {
		if got := texts(seg.Cut(test.text)); got != test.cut {
			t.Errorf("Cut(%q) = %q, want %q", test.text, got, test.cut)
		}
		if got := texts(seg.CutSearch(test.text)); got != test.search {
			t.Errorf("CutSearch(%q) = %q, want %q", test.text, got, test.search)
		}
	}
}

// checkCut holds for any bytes: words lie in the text, and those of Cut are the text.
func checkCut(t interface{ Fatalf(string, ...any) }, seg *Segmenter, text string) {
	end := 0
	for _, word := range seg.Cut(text) {
		if word.Start != end || word.End <= word.Start || word.End > len(text) || text[word.Start:word.End] != word.Text {
			t.Fatalf("Cut(%q): word %+v after %d", text, word, end)
		}
		end = word.End
	}
	if end != len(text) {
		t.Fatalf("Cut(%q) ends at %d of %d", text, end, len(text))
	}
	for _, word := range seg.CutSearch(text) {
		if word.Start < 0 || word.End <= word.Start || word.End > len(text) || text[word.Start:word.End] != word.Text {
			t.Fatalf("CutSearch(%q): word %+v", text, word)
		}
	}
	for _, term := range seg.analyze(text).bigrams {
		if term == "" || !utf8.ValidString(term) {
			t.Fatalf("analyze(%q): bigram %q", text, term)
		}
	}
}

func TestCutAnyText(t *testing.T) {
	seg := segmenter(t)
	alphabet := []rune("城镇化率县城公里的,。， \t\n\x00a1%“”(㎡𠮷〇\u00a0\ufffdé")
	rapid.Check(t, func(t *rapid.T) {
		checkCut(t, seg, rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "text"))
		checkCut(t, seg, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		checkCut(t, seg, rapid.String().Draw(t, "string"))
	})
}

func FuzzCut(f *testing.F) {
	seg := segmenter(f)
	for _, text := range []string{"", "\x00", "\xff\xfe", "到2025年,县城", "\xe5\x9f", "\xf0\xa0", "城\xe5镇", strings.Repeat("县", pieceLimit/3+10)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCut(t, seg, text) })
}

func TestCutLongText(t *testing.T) {
	seg := segmenter(t)
	sentence := "到2025年，全市完成雨水管网建设长度110公里。"
	long := strings.Repeat(sentence, 5<<20/len(sentence))
	words := seg.Cut(long)
	// Pieces end where the segmenter starts afresh: the words are those of the sentences.
	want := seg.Cut(sentence)
	if len(words) != len(want)*(len(long)/len(sentence)) {
		t.Fatalf("%d words, want %d for each sentence", len(words), len(want))
	}
	for i, word := range words {
		if word.Text != want[i%len(want)].Text {
			t.Fatalf("word %d is %q, want %q", i, word.Text, want[i%len(want)].Text)
		}
	}
	// Without a separator a piece ends between two characters.
	unbroken := "a" + strings.Repeat("县", 200_000)
	if got := seg.Cut(unbroken); got[len(got)-1].End != len(unbroken) {
		t.Errorf("the last word ends at %d of %d", got[len(got)-1].End, len(unbroken))
	}
}

func TestCutConcurrently(t *testing.T) {
	seg := segmenter(t)
	text := "加快推进老旧小区改造,完善公共充电基础设施。(责任单位:市住房城乡建设局、国网临沂供电公司)"
	want := seg.Cut(text)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if got := seg.Cut(text); !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", texts(got), texts(want))
					return
				}
			}
		})
	}
	group.Wait()
}

func TestWeight(t *testing.T) {
	seg := segmenter(t)
	order := []string{"，", "了", "的", "建设", "海绵", "城镇化", "不在词典里"}
	for i := 1; i < len(order); i++ {
		if a, b := seg.Weight(order[i-1]), seg.Weight(order[i]); a >= b {
			t.Errorf("Weight(%s) = %.2f, not below Weight(%s) = %.2f", order[i-1], a, order[i], b)
		}
	}
	for _, empty := range []string{"", " ", "\n", "、", "“", "\x00"} {
		if got := seg.Weight(empty); got != 0 {
			t.Errorf("Weight(%q) = %v, want 0", empty, got)
		}
	}
	if got := seg.Weight("了"); got != 1 {
		t.Errorf("Weight(了) = %v, want 1", got)
	}
	if got, unknown := seg.Weight("2025"), seg.Weight("不在词典里"); got != unknown || got < 14 || got > 15 {
		t.Errorf("Weight(2025) = %v, of an unknown word %v", got, unknown)
	}
}

// Every word of the list is found, the first and the last included.
func TestWeightFindsEveryWord(t *testing.T) {
	seg := segmenter(t)
	for line := range strings.Lines(string(seg.weights.list)) {
		word, want := splitLine([]byte(line))
		if got := seg.weights.frequency(string(word)); got != want {
			t.Fatalf("frequency(%s) = %v, want %v", word, got, want)
		}
	}
}

func BenchmarkCutQuestion(b *testing.B) {
	seg := segmenter(b)
	b.ReportAllocs()
	for b.Loop() {
		seg.Cut("到2025年雨水管网建设长度要达到多少公里,由谁负责?")
	}
}

func BenchmarkWeight(b *testing.B) {
	seg := segmenter(b)
	for b.Loop() {
		seg.Weight("城镇化")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		seg, err := newSegmenter()
		if err != nil {
			b.Fatal(err)
		}
		seg.jieba.Free()
	}
}
