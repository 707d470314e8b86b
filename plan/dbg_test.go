package plan

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestDbg(t *testing.T) {
	fs, _ := filepath.Glob(os.Getenv("PF"))
	for _, f := range fs {
		b, _ := os.ReadFile(f)
		p, err := Parse(filepath.Base(f), string(b))
		if err != nil {
			fmt.Println(f, err)
			continue
		}
		fmt.Printf("== %s ch %d cl %d ", f, len(p.Chapters), len(p.Clauses))
		nd, mk, sl, bare := 0, 0, 0, 0
		for _, c := range p.Clauses {
			if len(c.Duties) > 0 {
				nd++
			}
			mk += len(c.Duties)
			if c.Bare {
				bare++
			}
			for _, d := range c.Duties {
				sl += len(d.Units)
			}
		}
		ys := map[int]int{}
		for _, x := range p.Targets {
			y := 0
			if x.Deadline != nil {
				y = x.Deadline.Year
			}
			ys[y]++
		}
		fmt.Println("bare", bare, "duty", nd, "markers", mk, "slots", sl, "units", len(p.Units), "ind", len(p.Indicators), "targets", ys)
		if os.Getenv("V") != "" {
			fmt.Printf("%+v\n", p.Meta)
			for _, x := range p.Targets {
				y := "----"
				if x.Deadline != nil {
					y = x.Deadline.ISO
				}
				fmt.Printf("%d %s [%s] {%s} <%s> | %s\n", x.Clause, y, x.Metric, x.Value, x.Scope, x.Quote.In(p.Text))
			}
			for _, r := range p.Indicators {
				fmt.Printf("%d %s|%s|%s|%s|%s|%s %d %d\n", r.Row, r.Category, r.Name, r.Unit, r.Base, r.Target, r.Attribute, r.BaseYear, r.TargetYear)
			}
			for _, w := range p.Preface {
				fmt.Println("pre", clip(w.In(p.Text), 50))
			}
		}
		for _, w := range p.Warnings {
			fmt.Println("warn", w)
		}
	}
}
func TestDbg2(t *testing.T) {
	fs, _ := filepath.Glob(os.Getenv("PF"))
	for _, f := range fs {
		b, _ := os.ReadFile(f)
		p, err := Parse(filepath.Base(f), string(b))
		if err != nil {
			fmt.Println(f, err)
			continue
		}
		fmt.Println("==", f)
		for _, x := range p.Places {
			fmt.Println(x)
		}
		for _, x := range p.Statements {
			fmt.Println(x.Clause, x.Place, x.Relation, x.Object, "|", x.Quote.In(p.Text))
		}
		for _, x := range p.Listings {
			fmt.Println(x.Clause, x.Head, x.Items, x.Etc)
		}
	}
}
func TestDbg3(t *testing.T) {
	fs, _ := filepath.Glob(os.Getenv("PF"))
	for _, f := range fs {
		b, _ := os.ReadFile(f)
		p, err := Parse(filepath.Base(f), string(b))
		if err != nil {
			fmt.Println(f, err)
			continue
		}
		fmt.Println(p)
	}
}
