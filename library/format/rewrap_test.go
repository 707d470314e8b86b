package format

import (
	"os"
	"strings"
	"testing"
)

// A text whose paragraphs are broken into lines of one length is joined again; titles, labels, indented paragraphs and tables keep their lines.
func TestRewrapped(t *testing.T) {
	whole := []string{
		"青河市公园建设实施方案",
		"为推进公园建设，改善人居环境，依据省里的统一部署，结合本市实际和各县区的不同情况，经过充分的调查研究，制定本方案。",
		"一、主要任务",
		"（一）新建公园。到2027年，在城区和各县新建口袋公园120个，每个公园的面积不少于两千平方米，配建停车位和公共厕所，方便市民就近休闲。（责任单位：市园林局、市自然资源和规划局）",
		"（二）改造公园。对建成十年以上的公园进行改造，更换破损的设施，增加无障碍通道和夜间照明，采用LED lamps等节能产品，两年内全部完成改造任务。",
		"（三）管养公园。建立公园管养的长效机制，明确管养的标准和责任，鼓励社会力量参与公园的日常管养，每年组织一次检查评比，结果向社会公布。",
		"（五）宣传引导。利用报纸、广播、电视和网络广泛宣传公园建设的成果，引导市民爱护公园的一草一木，自觉遵守公园的各项规定，共同维护公园环境。",
		"（四）开放公园。除特殊情况外，全市所有的公园在规定的时间内免费向市民开放，不得擅自收取门票，不得改变公园用地的性质和用途。",
	}
	var lines []string
	for _, p := range whole {
		for p != "" { // as print breaks it: by the width
			end := 0
			for i, r := range p {
				if columns(p[:i]+string(r)) > 48 {
					break
				}
				end = i + len(string(r))
			}
			lines = append(lines, strings.TrimSpace(p[:end]))
			p = p[end:]
		}
	}
	broken := strings.Join(lines, "\n") + "\n"
	joined, ok := rewrapped(broken)
	if !ok {
		t.Fatalf("not taken for a text of broken lines:\n%s", broken)
	}
	if want := strings.Join(whole, "\n") + "\n"; strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("joined:\n%s", joined)
	}
	if again, ok := rewrapped(strings.ReplaceAll(broken, "\n", "\r\n")); !ok || again != joined {
		t.Errorf("with CRLF it is read otherwise:\n%s", again)
	}
	if again, ok := rewrapped(joined); ok {
		t.Errorf("joined twice:\n%s", again)
	}
}

// Plans as they are published are left alone, byte for byte.
func TestRewrappedLeavesPlansAlone(t *testing.T) {
	for _, pattern := range []string{"../../seeds", "../../plan/testdata/plans"} {
		files, err := os.ReadDir(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !strings.HasSuffix(f.Name(), ".txt") {
				continue
			}
			text, err := os.ReadFile(pattern + "/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := rewrapped(string(text)); ok {
				t.Errorf("%s is taken for a text of broken lines", f.Name())
			}
		}
	}
	list := strings.Repeat("1.市住房城乡建设局负责老旧小区改造工作。\n2.市交通运输局负责农村公路改造工作。\n", 12)
	if _, ok := rewrapped(list); ok {
		t.Error("a list whose lines are of one length is joined")
	}
	table := strings.Repeat("| 1 | 改造老旧小区若干个并完善设施 | 市住房城乡建设局 |\n", 20)
	if _, ok := rewrapped(table); ok {
		t.Error("a table is joined")
	}
}
