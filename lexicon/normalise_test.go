package lexicon

import (
	"testing"
	"unicode/utf8"
)

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"":        "",
		"充电桩归谁管":  "充电桩归谁管",
		"充電樁歸誰管?": "充电桩归谁管?",
		"臺灣事務辦公室、發展和改革委員會":        "台湾事务办公室、发展和改革委员会",
		"著名品牌、乾坤":                 "著名品牌、乾坤", // simplified text keeps them
		"ＡＢＣ１２３":                  "abc123",
		"临政办字〔2023〕96号":           "临政办字(2023)96号",
		"（责任单位：市财政局，市科技局；下同）":     "(责任单位:市财政局,市科技局;下同)",
		"“五有”‘四有’「两山」『双十』":        `"五有""四有""两山""双十"`,
		"【到期】[一]":                 "(到期)(一)",
		"2026—2028年":              "2026-2028年",
		"2026——2028年":             "2026-2028年",
		"8～10处":                   "8-10处",
		"8至10处":                   "8至10处",
		"专栏—说明":                   "专栏—说明",
		"文  号\u00a0\u3000\t：\r\n": "文 号 : ",
		"a\x00b\x07":              "a b ",
		"坏\xff\xfe字":              "坏 字",
		"零\u200b宽\ufeff❤\ufe0f":   "零宽❤",
		"①2023年":                  "(1)2023年",
		"100㎡":                    "100m2",
		"等等…":                     "等等…",
		"智汇谷•创新园":                 "智汇谷·创新园",
		"５Ｇ＋ＡＩ":                   "5g+ai",
		"ﾊﾟ":                      "パ",
		"e\u0301":                 "é",
	} {
		if got := Normalise(in).Norm; got != want {
			t.Errorf("Normalise(%q) = %q; want %q", in, got, want)
		}
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q; want %q", in, got, want)
		}
	}
}

func TestBack(t *testing.T) {
	for _, c := range []struct{ source, part, want string }{
		{"請問：充電樁　歸誰管？", "充电桩", "充電樁"},
		{"到2026——2028年末", "-", "——"},
		{"共１２３個", "123", "１２３"},
		{"面积100㎡。", "m", "㎡"},
		{"文  号", " ", "  "},
		{"一\u200b二", "一二", "一\u200b二"},
		{"abc", "b", "b"},
	} {
		text := Normalise(c.source)
		at := indexOf(text.Norm, c.part)
		if at < 0 {
			t.Errorf("%q is not in %q", c.part, text.Norm)
			continue
		}
		from, to := text.Back(at, at+len(c.part))
		if got := c.source[from:to]; got != c.want {
			t.Errorf("Back of %q in %q = %q; want %q", c.part, c.source, got, c.want)
		}
	}
}

func indexOf(s, part string) int {
	for i := range s {
		if len(s) >= i+len(part) && s[i:i+len(part)] == part {
			return i
		}
	}
	return -1
}

// Every Han character is stable after one conversion; otherwise Fold would not be idempotent.
func TestSimplifiedIsStable(t *testing.T) {
	for r := rune(firstHan); r <= lastHan; r++ {
		for _, all := range []bool{false, true} {
			if s := simplified(r, all); simplified(s, false) != s {
				t.Errorf("%c → %c → %c", r, s, simplified(s, false))
			}
		}
	}
}

// A text in traditional characters is simplified in its place; a name among simplified ones stays as it is written.
func TestSimplify(t *testing.T) {
	for in, want := range map[string]string{
		"本方案由市住房城鄉建設局負責解釋，自發布之日起實施，有效期兩年，執行中的問題請與該局聯繫。": "本方案由市住房城乡建设局负责解释，自发布之日起实施，有效期两年，执行中的问题请与该局联系。",
		"本方案由陳乾坤、張銘宇等人起草，其餘不變。":                         "本方案由陳乾坤、張銘宇等人起草，其餘不變。",
		"充電樁": "充電樁",
	} {
		if got := Simplify(in); got != want || len(got) != len(in) {
			t.Errorf("%s → %s, want %s", in, got, want)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"充電樁歸誰管?", "临政办字〔2023〕96号", "8～10处 — 2026——2028年", "a\x00\xff①2023", "e\u0301\u200d\u0301", "ᄀ\u200bᅡ", "…．", "ﾊﾟ", "\u00b4a", "1—\u200b2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(Simplify(s)) != len(s) && utf8.ValidString(s) {
			t.Fatalf("%q is simplified to another length", s)
		}
		text := Normalise(s)
		if !utf8.ValidString(text.Norm) {
			t.Fatalf("Norm of %q is not valid UTF-8: %q", s, text.Norm)
		}
		if again := Normalise(text.Norm).Norm; again != text.Norm {
			t.Fatalf("%q → %q → %q", s, text.Norm, again)
		}
		if fold := Fold(s); fold != text.Norm {
			t.Fatalf("Fold(%q) = %q, Norm %q", s, fold, text.Norm)
		}
		last := 0
		for i := range text.Norm {
			for _, end := range []int{i, i + 1, len(text.Norm)} {
				from, to := text.Back(i, end)
				if from < 0 || from > to || to > len(s) || from < last && end > i {
					t.Fatalf("Back(%d,%d) of %q = %d,%d after %d", i, end, s, from, to, last)
				}
				if !onBoundary(s, from) || !onBoundary(s, to) {
					t.Fatalf("Back(%d,%d) of %q = %d,%d splits a character", i, end, s, from, to)
				}
				if end == i+1 {
					last = from
				}
			}
		}
	})
}

// onBoundary reports whether i does not split a valid character of s.
func onBoundary(s string, i int) bool {
	if i == 0 || i >= len(s) || utf8.RuneStart(s[i]) {
		return true
	}
	for j := i - 1; j >= 0 && j > i-utf8.UTFMax; j-- {
		if utf8.RuneStart(s[j]) {
			_, size := utf8.DecodeRuneInString(s[j:])
			return j+size <= i
		}
	}
	return true
}
