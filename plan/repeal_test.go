package plan

import (
	"strings"
	"testing"
)

func TestRepeals(t *testing.T) {
	const head = "云泽市停车设施建设实施方案\n一、总体要求\n加快停车设施建设。(责任单位:市住建局)\n二、附则\n"
	for _, test := range []struct{ text, want string }{
		{"本方案自印发之日起施行,《云泽市停车方案》(云政办字〔2020〕5号)同时废止。", "云泽市停车方案|云政办字〔2020〕5号"},
		{"《关于印发〈云泽市停车方案〉的通知》（云政办字〔2020〕5号）、《云泽市充电办法》自本方案施行之日起停止执行。", "云泽市停车方案|云政办字〔2020〕5号;云泽市充电办法|"},
		{"原云政办字〔2020〕5号文件同时废止。", "|云政办字〔2020〕5号"},
		{"根据《云泽市行政规范条例》,清理废止不合理的规定。", ""},
		{"本方案有效期至2028年12月31日,到期自行失效。", ""},
		{"落实《云泽市停车方案》各项任务。", ""},
	} {
		p, err := Parse("x", head+test.text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range p.Repeals() {
			got = append(got, r.Title+"|"+r.Number)
			if !strings.Contains(test.text, r.Quote.In(p.Text)) {
				t.Errorf("%s: quote %q", test.text, r.Quote.In(p.Text))
			}
		}
		if s := strings.Join(got, ";"); s != test.want {
			t.Errorf("%s: %q, want %q", test.text, s, test.want)
		}
	}
}
