package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	parse := func(text string) *Plan {
		p, err := Parse("x", text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	old := parse("云泽市停车设施建设方案\n一、主要任务\n(一)建设停车场。到2025年,新建公共停车位1200个。(责任单位:市住建局)\n(二)规范收费。完善收费办法。(责任单位:市发改委、市市场监管局)\n(三)清理占道。到2024年,清理占道停车30处。(责任单位:市城管局)\n")
	now := parse("云泽市停车设施建设方案\n一、主要任务\n(一)规范收费。完善收费办法。(责任单位:市发改委)\n(二)建设停车场。到2026年,新建公共停车位1500个。(责任单位:市住建局)\n(三)推广智慧停车。到2026年,接入智慧平台的停车场80个。(责任单位:市大数据局)\n")
	want := Difference{
		Added: []string{"(三) 推广智慧停车"}, Removed: []string{"(三) 清理占道"},
		Duties: []Edit{{"(一) 规范收费", "", "市发改委、市市场监管局", "市发改委"}},
		Targets: []Edit{
			{"(二) 建设停车场", "公共停车位", "1200个(到2025年)", "1500个(到2026年)"},
			{"(三) 推广智慧停车", "接入智慧平台的停车场", "", "80个(到2026年)"},
			{"(三) 清理占道", "清理占道停车", "30处(到2024年)", ""},
		},
	}
	if diff := cmp.Diff(want, Compare(old, now)); diff != "" {
		t.Error(diff)
	}
	if d := Compare(old, old); !d.Empty() {
		t.Errorf("the same text: %+v", d)
	}
}
