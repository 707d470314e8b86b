package view

import (
	"strings"
	"testing"

	"cewen/plan"
)

// A plan without chapters lists its clauses, one with a table behind it lists that too.
func TestChaptersOfFlatPlans(t *testing.T) {
	flat, err := plan.Parse("a", "青河市2026年民生实事工作方案\n1、新建口袋公园20个。（责任单位：市园林局）\n2、改造老旧小区45个。（责任单位：市住房城乡建设局）\n")
	if err != nil {
		t.Fatal(err)
	}
	annexed, err := plan.Parse("b", "青河市乡村振兴实施方案\n一、总体要求\n坚持优先发展。\n附件1\n任务分工表\n| 任务 | 责任单位 |\n| 改造农村公路150公里 | 市交通运输局 |\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		p     *plan.Plan
		row   string
		title string
		n     int
	}{{flat, "全部条款", "全部条款", 2}, {annexed, "不在各章里的条款", "不在各章里的条款", 1}} {
		m := Chapters(c.p)
		last := m.Buttons[len(m.Buttons)-1][0]
		if last.Text != c.row {
			t.Errorf("%s: the last button is %q", c.p.Source, last.Text)
		}
		list, ok := Chapter(c.p, 0, 0)
		if !ok || len(list.Buttons) != c.n+1 || !strings.Contains(list.HTML, c.title) {
			t.Errorf("%s: %v %+v", c.p.Source, ok, list)
		}
	}
	if _, ok := Chapter(annexed, 9, 0); ok {
		t.Error("there is no ninth chapter")
	}
}
