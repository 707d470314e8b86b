package answer_test

import (
	"encoding/json"
	"os"
	"testing"

	"cewen/answer"
	"cewen/plan"
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

// FuzzPlan: a plan that is cut and patched anywhere is either refused or answered from, within the rules (breaches), whatever is asked of it.
func FuzzPlan(f *testing.F) {
	b, err := os.ReadFile("testdata/yunze.txt")
	if err != nil {
		f.Fatal(err)
	}
	whole := []rune(string(b))
	at := func(words string) uint {
		rs := []rune(words)
		for i := range whole[:len(whole)-len(rs)] {
			if string(whole[i:i+len(rs)]) == words {
				return uint(i)
			}
		}
		f.Fatalf("testdata/yunze.txt has no %s", words)
		return 0
	}
	f.Add(at("支持青溪县"), uint(0), "")
	// a sentence that begins with a segment without letters, and two values in one segment
	f.Add(at("2027年改造雨水管网"), uint(13), "——,到2029年新建污水管网20公里、改造燃气管网30公里")
	f.Add(at("支持青溪县"), uint(35), "※；到2028年，新增托位3000个、建成托育机构20家。")
	// markers with no task before them
	f.Add(at("（二）扩大普惠托育"), uint(0), "责任单位：市财政局")
	f.Add(at("支持青溪县"), uint(35), "（责任单位：市气象局）")
	f.Add(at("（牵头单位：市发展"), uint(9), "（")
	f.Add(at("1 城市绿地率"), uint(1), "一、\n（一）")
	f.Add(at("二、完善市政设施"), uint(300), "\n")
	f.Fuzz(func(t *testing.T, from, cut uint, patch string) {
		if len(patch) > 1000 {
			return
		}
		lo := int(from % uint(len(whole)))
		hi := lo + int(cut%uint(len(whole)-lo+1))
		p, err := plan.Parse("yunze.txt", string(whole[:lo])+patch+string(whole[hi:]))
		if err != nil {
			return // what cannot be read is refused by name; plan's own tests hold that
		}
		s, err := answer.NewSnapshot([]*plan.Plan{p})
		if err != nil {
			return
		}
		defer func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		asked := []string{"充电站谁牵头", "雨水管网2029年多少公里", "2028年到期的有哪些", "2029年到期的有哪些", "第四条", "哪些县", "方案什么时候印发的", "供水管网漏损率和城市绿地率谁高", "卫健委2028年要完成什么", "青溪县有哪些任务", "谁是牵头单位最多的", "责任单位有哪些", "一共多少条", "主要指标有哪些"}
		for i := range p.Targets {
			if i < 12 {
				asked = append(asked, p.Targets[i].Metric+"是多少", p.Targets[i].Metric+"谁负责")
			}
		}
		for i := range p.Units {
			if i < 20 {
				asked = append(asked, p.Units[i].Name+"负责什么", p.Units[i].Name+"有哪些到期目标")
			}
		}
		c := answer.Context{}
		for _, q := range asked {
			_, c = check(t, s, c, q)
			check(t, s, answer.Context{}, q)
		}
	})
}
