package library

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cewen/answer"
	"cewen/plan"
)

// dress is what was read by hand from a made-up plan in a dress of its own. Its writer saw the text alone.
type dress struct {
	Title    string `json:"title"`
	Chapters int    `json:"chapters"`
	Clauses  int    `json:"clauses"`
	Bare     int    `json:"bare_chapters"`
	Markers  []struct {
		Units, Lead []string
		Due         string
	} `json:"markers"`
	Dated []struct{ Value, Due string } `json:"dated"`
}

// The hand copies digits as they are printed, the library sets them plainly.
var halfWidth = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "．", ".")

// Where the hand's count is another rule's: a （1） below 1. counts as a clause there.
var otherCount = map[string]bool{"21_parts_fullwidth": true}

// The texts of testdata/dresses are each labelled, marked and dated in another way. How much of them is read is counted over all of them.
func TestDresses(t *testing.T) {
	files, _ := filepath.Glob("testdata/dresses/*.json")
	if len(files) < 32 {
		t.Fatal(len(files), "golds")
	}
	var units, leads, dues, dated rate
	for _, f := range files {
		base := strings.TrimSuffix(f, ".json")
		name := filepath.Base(base)
		var golds []dress
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if b[0] != '[' {
			b = []byte("[" + string(b) + "]")
		}
		if err := json.Unmarshal(b, &golds); err != nil {
			t.Fatal(name, err)
		}
		plans := readDress(t, base)
		if len(plans) != len(golds) {
			t.Errorf("%s: %d plans, want %d", name, len(plans), len(golds))
			continue
		}
		for i, g := range golds {
			p := plans[i]
			if !strings.HasPrefix(p.Meta.Title.Value, halfWidth.Replace(g.Title)) { // with or without a subtitle on a line of its own
				t.Errorf("%s: title %q, want %q", name, p.Meta.Title.Value, g.Title)
			}
			bare, beside := 0, 0
			for _, c := range p.Clauses {
				if c.Chapter == 0 && c.Bare { // what stands before the chapters, or behind them
					beside++
				} else if c.Bare {
					bare++
				}
			}
			if got := [3]int{len(p.Chapters), len(p.Clauses) - bare - beside, bare}; got != [3]int{g.Chapters, g.Clauses, g.Bare} && !otherCount[name] {
				t.Errorf("%s: chapters, clauses, bare chapters %v, want %d %d %d", name, got, g.Chapters, g.Clauses, g.Bare)
			}
			duties := dutiesOf(p)
			if len(duties) != len(g.Markers) {
				t.Errorf("%s: %d markers, want %d", name, len(duties), len(g.Markers))
			}
			for k, m := range g.Markers {
				var d plan.Duty
				if k < len(duties) {
					d = duties[k]
				}
				units.count(t, slices.Equal(d.Units[:len(d.Units)-d.Standing], m.Units), name, "units", m.Units, d.Units)
				leads.count(t, slices.Equal(d.Lead, m.Lead), name, "lead", m.Lead, d.Lead)
				if m.Due != "" {
					dues.count(t, d.Deadline != nil && d.Deadline.ISO == m.Due, name, "due", m.Due, d.Deadline)
				}
			}
			for _, x := range g.Dated {
				dated.count(t, holdsDated(p, halfWidth.Replace(x.Value), x.Due), name, "dated", x, "")
			}
		}
	}
	t.Logf("units %d of %d, lead %d of %d, dates of markers %d of %d, dated targets %d of %d", units.right, units.all, leads.right, leads.all, dues.right, dues.all, dated.right, dated.all)
	for what, c := range map[string]struct {
		rate
		least int // in a thousand
	}{"units": {units, 990}, "leads": {leads, 990}, "dates of markers": {dues, 980}, "dated targets": {dated, 930}} {
		if c.right*1000 < c.least*c.all {
			t.Errorf("%s: %d of %d", what, c.right, c.all)
		}
	}
}

type rate struct{ right, all int }

func (r *rate) count(t *testing.T, ok bool, name, what string, want, got any) {
	r.all++
	if ok {
		r.right++
	} else {
		t.Logf("%s: %s %v, got %v", name, what, want, got)
	}
}

func readDress(t *testing.T, base string) []*plan.Plan {
	for _, ext := range []string{".txt", ".html"} {
		body, err := os.ReadFile(base + ext)
		if err != nil {
			continue
		}
		plans, _, err := Read(context.Background(), filepath.Base(base)+ext, body, nil)
		if err != nil {
			t.Fatal(base, err)
		}
		return plans
	}
	t.Fatal("no text of", base)
	return nil
}

// dutiesOf are the markers of a plan. One at a heading, which stands for each clause below it, counts once.
func dutiesOf(p *plan.Plan) []plan.Duty {
	var out []plan.Duty
	for _, c := range p.Clauses {
		for _, d := range c.Duties {
			if n := len(out); d.Above && n > 0 && out[n-1].Marker == d.Marker {
				continue
			}
			out = append(out, d)
		}
	}
	return out
}

// holdsDated looks for a value with its date among the targets and the cells of the tables.
func holdsDated(p *plan.Plan, value, due string) bool {
	for _, x := range p.Targets {
		if x.Deadline != nil && x.Deadline.ISO == due && (strings.Contains(x.Value, value) || strings.Contains(x.Quote.In(p.Text), value)) {
			return true
		}
	}
	for _, in := range p.Indicators {
		for year, cell := range map[int]string{in.TargetYear: in.Target, in.BaseYear: in.Base} {
			if cell == value && strings.HasPrefix(due, strconv.Itoa(year)) {
				return true
			}
		}
	}
	return false
}

// Whatever dress a plan wears, what is answered from it is quoted from it: questions about every clause, unit and target, and about the whole.
func TestDressesAreQuoted(t *testing.T) {
	files, _ := filepath.Glob("testdata/dresses/*.json")
	asked, answered := 0, 0
	for _, f := range files {
		base := strings.TrimSuffix(f, ".json")
		for _, p := range readDress(t, base) {
			s, err := answer.NewSnapshot([]*plan.Plan{p})
			if err != nil {
				t.Fatal(err)
			}
			questions := []string{"方案分几个部分", "文号是多少", "谁发的", "什么时候印发的", "哪些条没有写责任单位", "有哪些指标", "2026年要完成什么", "2027年到期的有哪些", "共有多少个责任单位"}
			for i := range p.Clauses {
				c := &p.Clauses[i]
				questions = append(questions, c.Title+"谁牵头", c.Title+"谁负责", "第"+answer.Numeral(c.Number)+"条写了什么")
			}
			for i := range p.Units {
				questions = append(questions, p.Units[i].Name+"有哪些任务")
			}
			for i := range p.Targets {
				questions = append(questions, p.Targets[i].Metric+"的目标是多少")
			}
			for _, q := range questions {
				a, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: q, Today: time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC)})
				asked++
				if a.Answered {
					answered++
				}
				for _, c := range a.Citations {
					if c.Quote == "" || c.End > len(p.Text) || p.Text[c.Start:c.End] != c.Quote {
						t.Errorf("%s: %s: a quote that is none: %+v", filepath.Base(base), q, c)
					}
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Logf("%d of %d questions answered", answered, asked)
	if answered*10 < asked*7 {
		t.Errorf("only %d of %d questions are answered", answered, asked)
	}
}
