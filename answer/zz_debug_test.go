package answer

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"cewen/plan"
)

func TestDebugAsk(t *testing.T) {
	qs := os.Getenv("Q")
	if qs == "" {
		t.Skip()
	}
	b, _ := os.ReadFile("../seeds/000_2d019b118668a262.txt")
	if f := os.Getenv("PLAN"); f != "" {
		b, _ = os.ReadFile(f)
	}
	p, err := plan.Parse("seed", string(b))
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSnapshot([]*plan.Plan{p})
	if err != nil {
		t.Fatal(err)
	}
	var c Context
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, qt := range strings.Split(qs, "|") {
		a := s.asker(0, s.docs[0], c, Question{qt, today})
		fmt.Printf("\n== %s  norm=%q\n", qt, a.q.norm)
		for n, cs := range a.q.cues {
			for _, cu := range cs {
				if n != "weak" {
					fmt.Printf(" cue %s=%s", n, cu.Form)
				}
			}
		}
		fmt.Printf("\n years=%v refs=%v units=%+v amounts=%v measure=%+v places=%d mended=%s\n", a.q.years, a.q.refs, a.q.units, a.q.amounts, a.q.measure, len(a.q.places), a.q.mended)
		for _, w := range a.t.words {
			fmt.Printf(" [%s w=%.2f hits=%d abs=%v syn=%s forms=%d]", w.text, w.weight, len(w.hits), w.absent, w.synonym, len(w.forms))
		}
		fmt.Println()
		for i, f := range a.rankFacts(nil) {
			if i > 4 {
				break
			}
			fa := &a.d.facts[f.fact]
			fmt.Printf("  fact cover=%.2f own=%.2f prec=%.2f score=%.2f %s y=%d q=%+v\n", f.cover, f.own, f.precision, f.score, a.d.factLine(fa, true), fa.year(), fa.quantity())
		}
		for i, f := range a.rankParts(true) {
			if i > 3 {
				break
			}
			pa := &a.d.parts[f.part]
			fmt.Printf("  part cover=%.2f own=%.2f score=%.2f %s/%d %s\n", f.cover, f.own, f.score, a.d.clauses[pa.clause].c.Title, pa.dutyIndex, a.partLabel(f.part))
		}
		var ans Answer
		ans, c = Ask(s, c, Question{qt, today})
		fmt.Printf("-> %v %s %s\n%s\n", ans.Answered, ans.Intent, ans.Refusal, ans.Text)
		for i, ci := range ans.Citations {
			if i < 3 {
				fmt.Printf("   cite %d row %d %s\n", ci.Clause, ci.Row, firstRunes(ci.Quote, 60))
			}
		}
	}
}
