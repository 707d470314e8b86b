package answer_test

import (
	"testing"

	"cewen/answer"
)

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 14: "十四", 20: "二十", 39: "三十九", 100: "一百", 105: "一百零五", 110: "一百一十", 114: "一百一十四", 123: "一百二十三"} {
		if got := answer.Numeral(n); got != want {
			t.Errorf("Numeral(%d) = %s, want %s", n, got, want)
		}
	}
}
