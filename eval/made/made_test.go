package made

import (
	"testing"

	"cewen/plan"
)

// What a measurement with made-up plans says of real ones depends on their size and on how much there is to read in them.
func TestPlansAreOfTheUsualSize(t *testing.T) {
	seen := map[string]bool{}
	for n := range 24 {
		name, text := Plan(n)
		if again, same := Plan(n); again != name || same != text {
			t.Fatalf("plan %d is another one the second time", n)
		}
		if seen[text] || seen[name] {
			t.Errorf("plan %d stands twice", n)
		}
		seen[text], seen[name] = true, true
		p, err := plan.Parse(name, text)
		if err != nil {
			t.Fatalf("plan %d: %v", n, err)
		}
		c := p.Counts()
		if len(text) < 28_000 || len(text) > 52_000 || c.Chapters != 8 || c.Clauses != 40 || c.Duties < 50 || c.Duties > 110 || c.Units < 25 || c.Dated < 50 || c.Dated > 160 || c.Indicators != 18 {
			t.Errorf("plan %d: %d bytes, %+v", n, len(text), c)
		}
		if len(p.Warnings) > 0 {
			t.Errorf("plan %d: %v", n, p.Warnings[0])
		}
		if p.Meta.Number.Value == "" || p.Meta.Jurisdiction == "" || p.Meta.Title.Value == "" {
			t.Errorf("plan %d: %+v", n, p.Meta)
		}
	}
}
