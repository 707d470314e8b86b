package eval

import (
	"testing"

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
