package plan

import (
	"strings"
	"testing"
)

const twoAnnexes = `青河市人民政府关于印发青河市养老服务行动方案和青河市托育服务行动方案的通知
各县区人民政府：
现将《青河市养老服务行动方案》和《青河市托育服务行动方案》印发给你们，请认真组织实施。
青河市人民政府
2026年3月2日

附件1
青河市养老服务行动方案
一、总体要求
到2028年，养老床位达到8000张。
二、保障措施
加强领导。（责任单位：市民政局）
附件2
青河市托育服务行动方案
一、总体要求
三年内新增托位2000个。
二、保障措施
加强督导。（责任单位：市卫生健康委）
（此件公开发布）
`

func TestSeveralPlansInOneFile(t *testing.T) {
	plans, err := ParseAll("两个.txt", twoAnnexes)
	if err != nil || len(plans) != 2 {
		t.Fatalf("%d plans, %v", len(plans), err)
	}
	for i, want := range []struct{ source, title, unit, due string }{
		{"两个.txt", "青河市养老服务行动方案", "市民政局", "2028-12-31"},
		{"两个.txt#2", "青河市托育服务行动方案", "市卫生健康委", "2029-03-02"},
	} {
		p := plans[i]
		checkPlan(t, p)
		if twoAnnexes[p.Offset:p.Offset+len(p.Text)] != p.Text {
			t.Errorf("plan %d does not stand at %d", i+1, p.Offset)
		}
		if p.Source != want.source || p.Meta.Title.Value != want.title || p.Meta.Issuer.Value != "青河市人民政府" || p.Meta.Jurisdiction != "青河市" || p.Meta.Signed.Value != "2026-03-02" {
			t.Errorf("plan %d: %s, %+v", i+1, p.Source, p.Meta)
		}
		if len(p.Clauses) != 2 || len(p.Units) != 1 || p.Units[0].Name != want.unit || len(p.Targets) != 1 || p.Targets[0].Deadline == nil || p.Targets[0].Deadline.ISO != want.due {
			t.Errorf("plan %d:\n%s", i+1, p)
		}
	}
}

// A notice that asks for something itself is one plan, what it brings another; documents one after the other keep their own numbers and dates.
func TestNoticeAndItsPlan(t *testing.T) {
	notice := `青河市人民政府办公室关于印发青河市节水行动方案的通知
各县区人民政府：
现将《青河市节水行动方案》印发给你们，并就有关事项通知如下。
一、提高认识
各县区要于2026年6月底前制定细则。
二、加强调度
市水务局要按月通报。
青河市人民政府办公室
2026年4月1日
附件：
青河市节水行动方案
一、总体要求
到2028年，用水总量不超过6亿立方米。
二、重点任务
改造管网60公里。（责任单位：市水务局）
`
	plans, err := ParseAll("n.txt", notice)
	if err != nil || len(plans) != 2 {
		t.Fatalf("%d plans, %v", len(plans), err)
	}
	if a, b := plans[0].Meta.Title.Value, plans[1].Meta.Title.Value; b != "青河市节水行动方案" || !strings.HasSuffix(a, "的通知") {
		t.Errorf("titles %q and %q", a, b)
	}
	second := strings.NewReplacer("青河", "白水", "2026年4月1日", "2026年5月5日").Replace(strings.Replace(notice, "青河市人民政府办公室关于", "白政办发〔2026〕5号\n青河市人民政府办公室关于", 1))
	plans, err = ParseAll("n.txt", notice+second)
	if err != nil || len(plans) != 4 {
		t.Fatalf("%d plans, %v", len(plans), err)
	}
	if p := plans[2]; p.Meta.Number.Value != "白政办发〔2026〕5号" || p.Meta.Signed.Value != "2026-05-05" {
		t.Errorf("the second document: %+v", p.Meta)
	}
	for _, p := range plans {
		checkPlan(t, p)
	}
}

// What was published as one plan is read as one.
func TestRealPlansAreOneEach(t *testing.T) {
	for name, text := range realTexts(t) {
		if plans, err := ParseAll(name, text); err != nil || len(plans) != 1 {
			t.Errorf("%s: %d plans, %v", name, len(plans), err)
		}
	}
}
