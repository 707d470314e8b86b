package answer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"cewen/answer"
)

// turn is one question of a walk and what its answer has to show, where the wording around it is free.
type turn struct {
	q       string
	refusal answer.Refusal
	has     []string // each stands in the text
	lacks   []string // none does
	clause  int      // one citation is of this clause; 0: any
}

// TestWalks: the replies and walks of PRODUCT.md as far as they are answers, held to their facts and not to every word.
func TestWalks(t *testing.T) {
	no, slot, word, matter := answer.Answered, answer.SlotAbsent, answer.WordAbsent, answer.NotPlanMatter
	walks := map[string][]turn{
		"five minutes": {
			{q: "充电桩归谁管", has: []string{"市发展改革委", "仅1家"}, lacks: []string{"市交通运输局"}, clause: 14},
			{q: "那2023年呢", refusal: slot, has: []string{"方案没有写2023年的数", "300个以上"}, clause: 14},
			{q: "雨水管网2025年是50公里吧", has: []string{"不是", "110公里", "50公里是2023年的目标"}, clause: 16},
			{q: "这个完成了吗", refusal: matter, has: []string{"方案只写目标,不写完成情况", "2025-12-31", "已过"}, lacks: []string{"未完成"}},
			{q: "地铁里程", refusal: word, has: []string{"方案全文没有出现“地铁”"}},
			{q: "2030年充电站", refusal: slot, has: []string{"方案没有写2030年的数", "300个以上"}, clause: 14},
		},
		"a bureau's chief": {
			{q: "我是城管局的", has: []string{"市城管局", "5条5处"}},
			{q: "我局", has: []string{"5条5处", "独家1处", "(十四)", "(十六)", "(二十六)", "(二十八)", "(二十九)"}, clause: 28},
			{q: "今年我们局要完成什么", refusal: slot, has: []string{"2026年没有市城管局到期的目标", "已到期10项", "2023年4项", "2025年6项", "110公里"}},
		},
		"a meeting": {
			{q: "@bot 雨水管网 充电站 老旧小区 谁负责", has: []string{"1 雨水管网", "市城管局", "2 充电站", "市发展改革委", "3 老旧小区", "市住房城乡建设局"}, clause: 17},
			{q: "第2个", has: []string{"市发展改革委", "300个以上"}, lacks: []string{"雨水"}, clause: 14},
			{q: "目标呢", has: []string{"300个以上"}, clause: 14},
			{q: "完成了吗", refusal: matter, has: []string{"2025-12-31", "已过"}},
		},
		"one of several is absent": {
			{q: "充电站 地铁 老旧小区 谁负责", has: []string{"市发展改革委", "方案全文没有出现“地铁”", "市住房城乡建设局"}},
		},
		"two asks": {
			{q: "雨水管网谁负责,2025年建多少公里", has: []string{"市城管局", "110公里"}, lacks: []string{"50公里"}, clause: 16},
		},
		"two asks, the other way round": {
			{q: "助老食堂2023年建多少处?谁负责?", has: []string{"700处", "市民政局"}, clause: 31},
		},
		"an indicator's owner": {
			{q: "垃圾分类覆盖率70%是哪个局的指标", has: []string{"指标表没有写责任单位", "45", "70", "市城管局"}, clause: 28},
		},
		"a unit's part in the plan": {
			{q: "市发展改革委有多少条", has: []string{"17条18处"}},
			{q: "数据局有什么任务", has: []string{"市大数据局", "1条2处"}, clause: 18},
			{q: "住建局排第一的有哪些", has: []string{"首位7处", "独家2处", "首位是原文顺序,不等于牵头"}},
			{q: "住建和城管一起的有哪些", has: []string{"3处", "(十六)", "(二十六)", "(二十九)"}, lacks: []string{"(二十八)"}},
			{q: "商务局一共涉及几条,哪几条", has: []string{"5条", "(三)", "(八)", "(十)", "(十一)", "(十二)"}},
		},
		"a county": {
			{q: "我是平邑县的", has: []string{"平邑县"}},
			{q: "我县有哪些", has: []string{"点名7条", "(三)", "(三十二)"}, clause: 32},
			{q: "我县要建几个充电站", refusal: slot, has: []string{"方案没有写平邑县的数", "300个以上"}, clause: 14},
		},
		"sure": {
			{q: "到2025年要建多少充电站", has: []string{"300个以上"}, clause: 14},
			{q: "你确定?", has: []string{"300个以上"}, lacks: []string{"抱歉", "对不起"}, clause: 14},
		},
		"how many in 2023": {{q: "2023年有几项目标", has: []string{"17项"}}},
		"how many in 2025": {{q: "2025年到期多少项", has: []string{"62项"}}},
		"how many bureaus": {{q: "责任单位一共多少家", has: []string{"38家"}}},
		"typed wrongly": {
			{q: "助老食唐谁牵头", has: []string{"市民政局", "没有写牵头"}, clause: 31},
			{q: "临沐县有哪些任务", has: []string{"临沭县"}, clause: 4},
			{q: "充電樁歸誰管", has: []string{"市发展改革委"}, clause: 14},
		},
		"a unit asked for in turn": {
			{q: "民政局有哪些任务", has: []string{"市民政局", "3条3处"}, clause: 31},
			{q: "残联呢", has: []string{"市残联", "1条1处"}, lacks: []string{"民政"}, clause: 23},
		},
	}
	s := seed(t)
	for name, turns := range walks {
		t.Run(name, func(t *testing.T) {
			var c answer.Context
			for _, w := range turns {
				var a answer.Answer
				a, c = answer.Ask(s, throughJSON(t, c), answer.Question{Text: w.q, Today: askedOn})
				if a.Refusal != w.refusal || a.Answered != (w.refusal == no) {
					t.Errorf("%s: refusal %q, want %q\n%s", w.q, a.Refusal, w.refusal, printed(s, a))
				}
				for _, h := range w.has {
					if !strings.Contains(a.Text, h) {
						t.Errorf("%s: no %q in\n%s", w.q, h, printed(s, a))
					}
				}
				for _, l := range w.lacks {
					if strings.Contains(a.Text, l) {
						t.Errorf("%s: %q in\n%s", w.q, l, printed(s, a))
					}
				}
				if w.clause > 0 && !cites(a, w.clause) {
					t.Errorf("%s: clause %d is not cited\n%s", w.q, w.clause, printed(s, a))
				}
				for _, b := range breaches(s, a) {
					t.Errorf("%s: %s", w.q, b)
				}
			}
		})
	}
}

func cites(a answer.Answer, clause int) bool {
	for _, c := range a.Citations {
		if c.Clause == clause {
			return true
		}
	}
	return false
}

// TestPasted: text of any length is read, and answered with a few sentences and not with the text.
func TestPasted(t *testing.T) {
	s := seed(t)
	p := prose(t, 5000)
	for _, q := range []string{p, p + "\n充电站谁负责?", "谁负责\n" + p, strings.Repeat("雨水管网", 1250), strings.Repeat("啊", 5000), strings.Repeat("(", 5000), strings.Repeat("第", 5000)} {
		a, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: q, Today: askedOn})
		for _, b := range breaches(s, a) {
			t.Errorf("%s…: %s", string([]rune(q)[:10]), b)
		}
		if n := utf8.RuneCountInString(a.Text); n > 1000 {
			t.Errorf("%s…: %d characters are said", string([]rune(q)[:10]), n)
		}
	}
}
