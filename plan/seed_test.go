package plan

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The seed's counts, as counted by hand (DESIGN.md, "The seed").
func TestSeedCounts(t *testing.T) {
	p := readSeed(t)
	withDuty, markers, slots := 0, 0, 0
	for i, c := range p.Clauses {
		if c.Number != i+1 || c.Ordinal != i+1 {
			t.Errorf("clause %d has number %d, ordinal %d", i+1, c.Number, c.Ordinal)
		}
		if len(c.Duties) > 0 {
			withDuty++
		}
		markers += len(c.Duties)
		for _, d := range c.Duties {
			slots += len(d.Units)
			if len(d.Lead) > 0 {
				t.Errorf("clause %d: lead %v, but the seed names only 责任单位", c.Number, d.Lead)
			}
		}
	}
	years := map[int]int{}
	for _, x := range p.Targets {
		y := 0
		if x.Deadline != nil {
			y = x.Deadline.Year
		}
		years[y]++
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"chapters", len(p.Chapters), 9}, {"clauses", len(p.Clauses), 39}, {"clauses with a duty", withDuty, 37}, {"markers", markers, 70},
		{"unit slots", slots, 148}, {"units", len(p.Units), 38}, {"indicators", len(p.Indicators), 19}, {"warnings", len(p.Warnings), 0},
		{"2023", years[2023], 17}, {"2024", years[2024], 1}, {"2025", years[2025], 62}, {"2035", years[2035], 1}, {"undated", years[0], 15},
		{"counties", kinds(p, "县"), 9}, {"towns", kinds(p, "镇") + kinds(p, "乡"), 10},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
}

func kinds(p *Plan, kind string) int {
	n := 0
	for _, x := range p.Places {
		if x.Kind == kind {
			n++
		}
	}
	return n
}

func TestSeedMeta(t *testing.T) {
	p := readSeed(t)
	m := p.Meta
	for _, c := range []struct{ got, want string }{
		{m.Number.Value, "临政办字〔2023〕96号"}, {m.Index.Value, "1431857656/fgw/2023-0000254"}, {m.Title.Value, "关于推进以县城为重要载体的城镇化建设实施方案"},
		{m.Notice.Value, "临沂市人民政府办公室印发《关于推进以县城为重要载体的城镇化建设实施方案》的通知"}, {m.Issuer.Value, "临沂市人民政府办公室"},
		{m.Publisher.Value, "临沂市发展和改革委员会"}, {m.Signed.Value, "2023-11-22"}, {m.Published.Value, "2023-11-26"}, {m.Category.Value, "其他"},
		{m.Disclosure.Value, "主动公开"}, {m.Addressees.Value, "各县区人民政府(管委会),市政府各部门(单位)"}, {m.Approval.Value, "已经市委、市政府同意"}, {m.Jurisdiction, "临沂市"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// Every row of the seed's table, cells verbatim.
func TestSeedIndicators(t *testing.T) {
	want := strings.Split(strings.TrimSpace(readText(t, "testdata/seed_indicators.tsv")), "\n")
	p := readSeed(t)
	var got []string
	for _, r := range p.Indicators {
		got = append(got, strings.Join([]string{fmt.Sprint(r.Row), r.Category, r.Name, r.Unit, r.Base, r.Target, fmt.Sprint(r.BaseYear), fmt.Sprint(r.TargetYear), fmt.Sprint(r.Clause)}, "\t"))
		if r.NameSpan.In(p.Text) != r.Name || r.BaseSpan.In(p.Text) != r.Base || r.TargetSpan.In(p.Text) != r.Target {
			t.Errorf("row %d: spans do not say its cells", r.Row)
		}
	}
	compareLines(t, got, want)
}

// The targets of the seed, worked out sentence by sentence by DESIGN's rules: date, clause, value, metric, quote.
func TestSeedTargets(t *testing.T) {
	p := readSeed(t)
	var got []string
	for _, x := range p.Targets {
		date := "-"
		if x.Deadline != nil {
			date = x.Deadline.ISO
		}
		got = append(got, strings.Join([]string{date, fmt.Sprint(x.Clause), x.Value, x.Metric, x.Quote.In(p.Text)}, "\t"))
	}
	if *update {
		if err := os.WriteFile("testdata/seed_targets.tsv", []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	compareLines(t, got, strings.Split(strings.TrimSpace(readText(t, "testdata/seed_targets.tsv")), "\n"))
}

func TestTargetIDs(t *testing.T) {
	p, again := readSeed(t), readSeed(t)
	seen := map[string]bool{}
	for i, x := range p.Targets {
		if x.ID == "" || seen[x.ID] {
			t.Errorf("id %q of %s is empty or used twice", x.ID, x.Metric)
		}
		seen[x.ID] = true
		if again.Targets[i].ID != x.ID {
			t.Errorf("id changed: %s, %s", x.ID, again.Targets[i].ID)
		}
	}
	// text added in front moves every offset and no id
	moved, err := Parse("", strings.Replace(p.Text, "制定如下实施方案", "制定如下一份实施方案", 1))
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range moved.Targets {
		if x.ID != p.Targets[i].ID {
			t.Errorf("id depends on offsets: %s, %s", x.ID, p.Targets[i].ID)
		}
	}
}

func TestWithout(t *testing.T) {
	p := readSeed(t)
	for i, x := range p.Targets {
		if i%5 != 0 {
			continue
		}
		q, err := p.Without(x.Sentence)
		if err != nil {
			t.Fatal(err)
		}
		for _, y := range q.Targets {
			if y.ID == x.ID && y.Quote.In(q.Text) == x.Quote.In(p.Text) {
				t.Errorf("%s is still there without its sentence", x)
			}
		}
	}
	if _, err := p.Without(Span{1, 2}); err == nil {
		t.Error("a span within a rune was cut")
	}
	if _, err := p.Without(Span{0, len(p.Text) + 1}); err == nil {
		t.Error("a span beyond the end was cut")
	}
}

func readText(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func compareLines(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, g, w)
		}
	}
}
