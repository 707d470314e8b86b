package eval

import (
	"testing"

	"cewen/answer"
	"cewen/plan"
)

func TestCut(t *testing.T) {
	const text = "0123456789"
	c := make(cut, 1).merge(0, plan.Span{Start: 6, End: 8}, plan.Span{Start: 1, End: 3}).merge(0, plan.Span{Start: 2, End: 4})
	if got, want := c.key(), "[[{1 4} {6 8}]]"; got != want {
		t.Errorf("key %s, want %s", got, want)
	}
	const left = "04589" // of text, without the cut
	for i := range left {
		if at := c.original(0, i); text[at] != left[i] {
			t.Errorf("offset %d of what is left maps to %d", i, at)
		}
	}
	if got := separated("甲,乙", plan.Span{Start: 0, End: 3}); got.End != 4 {
		t.Errorf("the comma stays: %v", got)
	}
	if got := separated("甲\uff0c乙", plan.Span{Start: 0, End: 3}); got.End != 6 {
		t.Errorf("the wide comma stays: %v", got)
	}
}

// An answer to what an earlier cut left cites offsets of that text, for each of its citations.
func TestDeepen(t *testing.T) {
	p := &plan.Plan{Source: "p", Text: "aaaaBBBBccccDDDDeeee"}
	c := &candidate{cut: make(cut, 1).merge(0, plan.Span{Start: 4, End: 8})}
	c.answer.Citations = []answer.Citation{{Plan: "p", Start: 4, End: 8, Quote: "cccc"}, {Plan: "p", Start: 12, End: 16, Quote: "eeee"}}
	c.deepen([]*plan.Plan{p})
	if got, want := c.cut.text([]*plan.Plan{p}), "BBBBcccc … eeee"; got != want || c.last {
		t.Errorf("cut %q, want %q; last %v", got, want, c.last)
	}
	c.answer.Citations = nil
	if c.deepen([]*plan.Plan{p}); !c.last {
		t.Error("nothing more to cut, and not the last")
	}
}
