package main

import (
	"testing"

	"cewen/answer"
)

func TestRenderAnswer(t *testing.T) {
	a := answer.Answer{
		Answered: true,
		Text:     "责任单位:市发展改革委(仅1家)。",
		Notes:    []string{"按“充电桩”=原文“公共充电站”查"},
		Citations: []answer.Citation{
			{Plan: "临政办字〔2023〕96号", Clause: 14, Title: "完善市政交通设施", Quote: "到2025年各县城公共充电站总量达到300个以上。"},
			{Plan: "临政办字〔2023〕96号", Clause: 14, Title: "完善市政交通设施", Quote: "(责任单位:市发展改革委)\n"},
			{Plan: "临政办字〔2023〕96号", Clause: 2, Row: 12, Title: "护理型床位占比", Quote: "护理型床位\u00a0\x1b[31m占比"},
			{Plan: "临政办字〔2023〕96号", Clause: 16, Title: "打造安全韧性县城", Quote: "…"},
			{Plan: "临政办字〔2023〕96号", Clause: 28, Quote: "…"},
			{Plan: "临政办字〔2023〕96号", Clause: 28, Quote: "…"},
			{Plan: "临政办字〔2023〕96号", Clause: 0, Quote: "…"},
		},
		Suggestions: []string{"那2023年呢", "第十四条原文"},
	}
	const want = `责任单位:市发展改革委(仅1家)。按“充电桩”=原文“公共充电站”查
▏到2025年各县城公共充电站总量达到300个以上。
▏(责任单位:市发展改革委)
〔第十四条 完善市政交通设施 · 临政办字〔2023〕96号〕
▏护理型床位 [31m占比
〔主要指标表第12行 护理型床位占比 · 临政办字〔2023〕96号〕
▏…
〔第十六条 打造安全韧性县城 · 临政办字〔2023〕96号〕
另有3处引文:第二十八条、文件信息
可以接着问:那2023年呢 · 第十四条原文
`
	if got := (style{}).answer(a, fewQuotes); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const bold = "\x1b[1m一\x1b[0m\n二\n三\n"
	if got := (style{color: true}).answer(answer.Answer{Text: "一\n二\n三"}, fewQuotes); got != bold {
		t.Errorf("got %q, want %q", got, bold)
	}
}
