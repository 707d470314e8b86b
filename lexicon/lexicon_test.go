package lexicon

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// TestDefault guards the promise that Default does not panic.
func TestDefault(t *testing.T) {
	l, err := Load(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.units.kinds); n < 100 {
		t.Errorf("%d kinds of unit", n)
	}
	if n := len(l.synonyms.words); n < 250 {
		t.Errorf("%d words with synonyms", n)
	}
	// Every form of the table finds its own line again, with and without a level in front.
	for _, k := range l.units.kinds {
		for _, form := range k.forms {
			if got := l.UnitKey(form); got != k.key {
				t.Errorf("UnitKey(%s) = %s; want %s", form, got, k.key)
			}
			if got := l.UnitKey("泰安市" + form); got != k.key && hasUnitEnding(form) {
				t.Errorf("UnitKey(泰安市%s) = %s; want %s", form, got, k.key)
			}
		}
	}
}

func TestLoadErrors(t *testing.T) {
	good := map[string]string{
		"units.txt": "财政局 = 财政厅\n教育局 = 教委", "places.txt": "省: 山东省\n市: 泰安市", "synonyms.txt": "充电桩 = 充电站", "stop.txt": "的 了",
		"cues.txt": "lead: 谁负责", "measures.txt": "length: 公里",
	}
	load := func(file, data string) error {
		files := maps.Clone(good)
		if file != "" {
			files[file] = data
		}
		fsys := fstest.MapFS{}
		for name, text := range files {
			if text != "absent" {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		_, err := Load(fsys)
		return err
	}
	if err := load("", ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, data, want string }{
		{"units.txt", "absent", "read units.txt"},
		{"units.txt", "# nothing", "units.txt: no data"},
		{"units.txt", "财政局 = 财政厅\n教育局 = 财政厅", `units.txt:2: "财政厅" is there already, in line 1`},
		{"units.txt", "财政局", `units.txt:1: no "="`},
		{"units.txt", "\n财政局 =", "units.txt:2: nothing after"},
		{"units.txt", "= 财政厅", "units.txt:1: nothing before"},
		{"units.txt", "财政局 = 財政廳", "units.txt:1: \"財政廳\" is not in normal form"},
		{"units.txt", "财政局 = 财政厅（局）", "not in normal form"},
		{"units.txt", "财政局 = \xff", "units.txt:1: invalid UTF-8"},
		{"units.txt", "财政局 = 财政{厅|部", "units.txt:1: \"财政{厅|部\": brackets do not match"},
		{"units.txt", "财政局 = 财政{厅||部}", "an empty choice"},
		{"units.txt", "供电公司 = 国网*", "one * between two words"},
		{"units.txt", "财政局 = ?国库局", "units.txt:1: ?国库局: no other line has this form"},
		{"units.txt", "财政{局|厅} = 国库", "is to be one plain word"},
		{"places.txt", "镇: 某镇", `places.txt:1: unknown level "镇"`},
		{"places.txt", "市: 泰安市 泰安市", `places.txt:1: "泰安市" is there already`},
		{"synonyms.txt", "充电桩 =", "synonyms.txt:1: nothing after"},
		{"synonyms.txt", "充电桩", "synonyms.txt:1: a group needs two words"},
		{"synonyms.txt", "桥 = 桥梁", "too short"},
		{"synonyms.txt", "大桥 = 桥梁 桥梁", "stands twice"},
		{"synonyms.txt", "大桥 = 桥梁\n大桥 = 桥梁", "synonyms.txt:2: all this is said"},
		{"stop.txt", "的\n了 的", `stop.txt:2: "的" is there already`},
		{"cues.txt", "lead 谁负责", `cues.txt:1: no ":"`},
		{"cues.txt", "lead: 谁管\nlead: 谁管", `cues.txt:2: "谁管" is in "lead" already`},
		{"measures.txt", "length: 公里\narea: 公里", `measures.txt:2: "公里" is in "length" already`},
	} {
		if err := load(c.file, c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: error %v; want %q", c.file, c.data, err, c.want)
		}
	}
}

func TestFindSynonyms(t *testing.T) {
	l := Default()
	has := func(text, word, alt string) bool {
		return slices.ContainsFunc(l.FindSynonyms(text), func(s Synonym) bool {
			return s.Word == word && text[s.Start:s.End] == word && slices.Contains(s.Alternatives, alt)
		})
	}
	for _, c := range []struct{ text, word, alt string }{
		{"充电桩归谁管", "充电桩", "充电站"}, {"老旧小区改造多少", "老旧小区改造", "老旧小区"}, {"养老院床位", "养老院", "养老机构"}, {"老年食堂有多少", "老年食堂", "助老食堂"}, {"暖气谁管", "暖气", "供热"},
		{"农民工培训多少人", "农民工培训", "农村转移劳动力培训"}, {"菜市场升级", "菜市场", "农贸市场"}, {"夜市建几个", "夜市", "夜间经济"},
	} {
		if !has(c.text, c.word, c.alt) {
			t.Errorf("%s: no %s → %s", c.text, c.word, c.alt)
		}
	}
	for _, c := range []struct{ text, word, alt string }{
		{"雨水管网", "雨水管网", "污水管网"}, {"雨水", "雨水", "污水管网"}, {"幼儿园", "幼儿园", "托位"}, {"敬老院", "敬老院", "养老机构"},
	} {
		if has(c.text, c.word, c.alt) {
			t.Errorf("%s is not %s", c.word, c.alt)
		}
	}
	found := l.FindSynonyms("老旧小区改造")
	for i := 1; i < len(found); i++ {
		if a, b := found[i-1], found[i]; a.Start > b.Start || a.Start == b.Start && a.End <= b.End {
			t.Errorf("not longest first at each start: %v", found)
		}
	}
}

func TestWords(t *testing.T) {
	l := Default()
	for _, w := range []string{"的", "了", "吗", "请问", "一下", "我们", "工作", "方面", "情况", "这个", "方案"} {
		if !l.IsStop(w) {
			t.Errorf("%s is no stop word", w)
		}
	}
	for _, w := range []string{"充电站", "养老", "雨水", "财政局", "平邑县", ""} {
		if l.IsStop(w) {
			t.Errorf("%s is a stop word", w)
		}
	}
	if s := l.Stops(); !slices.IsSorted(s) || len(s) < 100 {
		t.Errorf("%d stop words, sorted %v", len(s), slices.IsSorted(s))
	}
	cues := l.FindCues("海绵城市谁牵头")
	if !slices.ContainsFunc(cues, func(c Cue) bool { return c.Name == "lead" && c.Form == "谁牵头" }) {
		t.Errorf("no lead in %v", cues)
	}
}

func TestSound(t *testing.T) {
	if got := strings.Join(Pinyin("助老食堂5G"), " "); got != "zhu lao shi tang  " {
		t.Errorf("Pinyin = %q", got)
	}
	for _, c := range []struct {
		a, b rune
		same bool
	}{{'堂', '唐', true}, {'重', '虫', true}, {'食', '石', true}, {'食', '堂', false}, {'a', 'a', true}, {'a', 'b', false}, {'堂', 'a', false}, {'吕', '旅', true}, {'路', '旅', false}} {
		if got := SameSound(c.a, c.b); got != c.same || SameSound(c.b, c.a) != got {
			t.Errorf("SameSound(%c, %c) = %v", c.a, c.b, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"市住建局、市城管局2025年要完成8-10处,第十四条", "国网泰安供电公司到25年建300个以上", "百分之七十半个万亿", "(十四)5条5处指标第3行", "国网国网公司市市市局"} {
		f.Add(s)
	}
	l := Default()
	finder := l.UnitFinder([]string{"市发展改革委", "港口委"})
	f.Fuzz(func(t *testing.T, s string) {
		norm := Fold(s)
		check := func(what string, start, end int) {
			if start < 0 || start >= end || end > len(norm) || !utf8.RuneStart(norm[start]) || end < len(norm) && !utf8.RuneStart(norm[end]) {
				t.Fatalf("%s in %q: %d,%d", what, norm, start, end)
			}
		}
		last := 0
		for _, m := range finder.Find(norm) {
			check("unit", m.Start, m.End)
			if m.Start < last || m.Form != norm[m.Start:m.End] || m.Key == "" {
				t.Fatalf("unit %+v in %q", m, norm)
			}
			last = m.End
		}
		for _, m := range l.FindSynonyms(norm) {
			check("synonym", m.Start, m.End)
		}
		for _, m := range l.FindCues(norm) {
			check("cue", m.Start, m.End)
		}
		last = 0
		for _, m := range FindYears(norm, today) {
			check("year", m.Start, m.End)
			if m.Start < last {
				t.Fatalf("years overlap in %q", norm)
			}
			last = m.End
		}
		for _, m := range FindRefs(norm) {
			check("ref", m.Start, m.End)
		}
		last = 0
		for _, m := range FindQuantities(norm) {
			check("quantity", m.Start, m.End)
			if m.Start < last {
				t.Fatalf("quantities overlap in %q", norm)
			}
			last = m.End
		}
		ParseNumber(s)
		l.UnitKey(s)
		l.UnitAliases(s)
		Pinyin(s)
		Dimension(s)
	})
}
