package plan

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"cewen/lexicon"
)

// checkPlan asserts what holds of every parsed plan: spans in range and on rune boundaries, quotes that are slices of the text, and every line
// either read or warned about.
func checkPlan(t testing.TB, p *Plan) {
	t.Helper()
	text := lexicon.Simplify(p.Text) // what is read of a text is simplified, its quotes are not
	span := func(what string, s Span) {
		t.Helper()
		if s.Start < 0 || s.End < s.Start || s.End > len(p.Text) || !boundary(p.Text, s.Start) || !boundary(p.Text, s.End) {
			t.Fatalf("%s: span %v of %d bytes", what, s, len(p.Text))
		}
		if in := s.In(p.Text); s.Len() > 0 && trim(p.Text, s) != s {
			t.Fatalf("%s: %q is not trimmed", what, clip(in, 30))
		}
	}
	said := func(what, value string, s Span) {
		t.Helper()
		span(what, s)
		if value != s.In(text) {
			t.Fatalf("%s: %q is not %q", what, value, s.In(text))
		}
	}
	m := p.Meta
	for _, f := range []Field{m.Number, m.Index, m.Title, m.Notice, m.Issuer, m.Publisher, m.Signed, m.Published, m.Category, m.Disclosure, m.Addressees, m.Approval, m.Validity} {
		span(f.Label, f.Span)
	}
	for _, ch := range p.Chapters {
		span("chapter", ch.Head)
		span("chapter", ch.Span)
	}
	numbers := map[int]*Clause{}
	for i := range p.Clauses {
		c := &p.Clauses[i]
		if numbers[c.Number] != nil {
			t.Fatalf("two clauses have the number %d", c.Number)
		}
		numbers[c.Number] = c
		span("clause", c.Span)
		span("head", c.Head)
		for _, part := range c.Parts {
			span("part", part.Span)
			if !c.Span.Contains(part.Span) {
				t.Fatalf("part %v outside clause %v", part.Span, c.Span)
			}
			for _, s := range part.Sentences {
				span("sentence", s.Span)
				for _, g := range s.Segments {
					span("segment", g)
					if !s.Span.Contains(g) {
						t.Fatal("segment outside its sentence")
					}
				}
			}
		}
		for _, d := range c.Duties {
			span("marker", d.Marker)
			span("covers", d.Covers)
			for _, u := range d.Units {
				if !strings.Contains(d.Marker.In(text), u) && d.Standing == 0 {
					t.Fatalf("unit %q is not in %s", u, d.Marker.In(text))
				}
			}
		}
	}
	for _, r := range p.Indicators {
		span("row", r.Span)
		said("name", r.Name, r.NameSpan)
		said("base", r.Base, r.BaseSpan)
		said("target", r.Target, r.TargetSpan)
	}
	for _, x := range p.Targets {
		span("sentence", x.Sentence)
		span("quote", x.Quote)
		span("subject", x.Subject)
		said("value", x.Value, x.ValueSpan)
		if x.Value == "" || x.Metric == "" || numbers[x.Clause] == nil || !utf8.ValidString(x.Metric) {
			t.Fatalf("a target without value, metric or clause: %+v", x)
		}
		if !x.Quote.Contains(x.ValueSpan) {
			t.Fatalf("%s: the quote %q does not hold the value", x, x.Quote.In(text))
		}
		if d := x.Deadline; d != nil {
			said("date", d.Words, d.Span)
		}
		if q := x.Quantity; q != nil {
			said("quantity", q.Verbatim, q.Span)
		}
	}
	for _, s := range p.Statements {
		span("statement", s.Quote)
		said("object", s.Object, s.ObjSpan)
	}
	for _, l := range p.Listings {
		span("listing", l.Quote)
		said("head", l.Head, l.HeadSpan)
		for i := range l.Items {
			said("item", l.Items[i], l.Spans[i])
		}
	}
	if p.Offset == 0 { // the lines of warnings are the file's
		everyLine(t, p)
	}
}

// everyLine asserts that each non-blank line lies in something that was read, or in a warning.
func everyLine(t testing.TB, p *Plan) {
	t.Helper()
	m := p.Meta
	spans := append(append([]Span{}, p.Preface...), p.Frame...)
	for _, f := range []Field{m.Number, m.Index, m.Title, m.Notice, m.Issuer, m.Publisher, m.Signed, m.Published, m.Category, m.Disclosure, m.Addressees, m.Approval, m.Validity} {
		spans = append(spans, f.Span)
	}
	for _, ch := range p.Chapters {
		spans = append(spans, ch.Span)
	}
	for _, c := range p.Clauses {
		spans = append(spans, c.Span)
	}
	for _, b := range p.Boxes {
		spans = append(spans, b.Span)
	}
	warned := map[int]bool{}
	for _, w := range p.Warnings {
		for n := w.Line; n <= max(w.Line, w.Last); n++ {
			warned[n] = true
		}
	}
	for _, l := range split(p.Text) {
		ok := warned[l.no]
		for _, s := range spans {
			ok = ok || s.Len() > 0 && s.Overlaps(l.span)
		}
		if !ok {
			t.Fatalf("line %d is neither read nor warned about: %s", l.no, clip(l.span.In(p.Text), 40))
		}
	}
}

func TestRealPlansHold(t *testing.T) {
	for name, text := range realTexts(t) {
		p, err := Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		checkPlan(t, p)
	}
}

// Lines of real plans in any order, with lines of nonsense between them: each is read or warned about.
func TestEveryLineReadOrWarned(t *testing.T) {
	var pool []string
	for _, text := range realTexts(t) {
		pool = append(pool, strings.Split(text, "\n")...)
	}
	pool = append(pool, "asdf qwer", "……", "附件:1.任务分解表", "2025年", "| a | b |", "序号", "指标", "目标值", "1", "2", "责任单位:市教育局", "(二)", "三、", "专栏3 重点工程", "1.甲", "“", "(((", "| 序号 | 任务 | 牵头单位 | 完成时限 |", "| 1 | 新建公园3个 | 市园林局 | 2026年底 |", "## 任务", "第一条 设立基金10亿元，支持创新。", "① 甲乙。", "1.1 目标", "附件2", "青河市节水行动方案")
	f := func(seed uint64, size uint8) bool {
		r := rand.New(rand.NewPCG(seed, 1))
		lines := []string{"关于测试的实施方案", "一、总体要求"}
		for range int(size) {
			lines = append(lines, pool[r.IntN(len(pool))])
		}
		if seed%3 == 0 {
			r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		}
		p, err := Parse("", strings.Join(lines, "\n"))
		if err == nil {
			checkPlan(t, p)
		}
		return true
	}
	if err := quick.Check(f, &quick.Config{MaxCount: 60}); err != nil {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range realTexts(f) {
		if len(text) < 40000 {
			f.Add(text)
		}
	}
	f.Add("方案\n一、总体要求\n(一)目标。到2025年,对319个、3.4万户老旧小区进行改造,甲、乙均达到100%。(责任单位:市教育局,市科技局;第一个逗号前为牵头单位,下同)\n")
	f.Add("方案\n一、甲\n指标 类别 序号 指标名称 单位 2022年(现状值) 2025年(目标值)\n总体 1 甲率 % 1 2\n2 乙 3 4\n")
	f.Add("专栏1 主要指标\n一、甲\n专栏1 “十四五”主要指标\n序号\n指标\n预期值\n1\n甲\n<1%\n")
	f.Add(twoAnnexes)
	for _, file := range []string{"labels", "tasks", "markers", "targets", "heads"} { // every dialect
		_, parts := splitCase(readText(f, "testdata/"+file+".txtar"))
		for _, part := range parts {
			if strings.HasSuffix(part.name, ".txt") {
				f.Add(part.text)
				f.Add(strings.ReplaceAll(part.text, "\n", " "))
				f.Add(strings.ReplaceAll(part.text, "\n", ""))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse("fuzz", text)
		if err != nil {
			return
		}
		checkPlan(t, p)
		plans, err := ParseAll("fuzz", text)
		if err != nil || len(plans) == 0 {
			t.Fatalf("%d plans, %v", len(plans), err)
		}
		for _, p := range plans {
			checkPlan(t, p)
		}
		if p.String() == "" {
			t.Fatal("empty tree")
		}
		if _, err := p.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
	})
}
