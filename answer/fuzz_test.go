package answer_test

import (
	"encoding/json"
	"testing"

	"cewen/answer"
)

// FuzzAsk: no bytes, typed or stored as a conversation, may make an answer that breaks the rules (breaches).
func FuzzAsk(f *testing.F) {
	for _, q := range dev(f) {
		f.Add(q.Text, `{}`)
	}
	for _, q := range followUps {
		f.Add(q, `{"unit":"市城管局","place":"平邑县","last":{"q":"雨水 25","intent":"target","topic":"雨水管网","year":2025,"clause":16,"facts":["part3"],"others":["clause9"],"items":["part1","矿坑","x"],"shown":2}}`)
	}
	for _, q := range []string{"", "\x00", "\xff\xfe", "第99999999999999999999条", "(((((", "2025年2025年2025年", "１２３．５万亿公里吧", "@", "😀", "\u202e充电站"} {
		f.Add(q, `{"last":{"q":"","intent":"","clause":-1,"facts":["part-1","part99999","clause99999999999999999999",""],"shown":-5}}`)
	}
	two := snapshot(f, seed(f).Plans()[0], parseFile(f, "testdata/yunze.txt"))
	f.Fuzz(func(t *testing.T, text, stored string) {
		var c answer.Context
		if json.Unmarshal([]byte(stored), &c) != nil {
			c = answer.Context{}
		}
		for _, s := range []*answer.Snapshot{seed(t), two} {
			_, next := check(t, s, c, text)
			check(t, s, next, "还有吗")
		}
	})
}
