package reminders

import "testing"

// What people write to be reminded, and what only looks like it.
func TestReadOrder(t *testing.T) {
	for _, c := range []struct {
		text string
		want Order
		ok   bool
	}{
		{"提醒我住建局的任务", Order{Ask: AskSubscribe, Object: "住建局的任务", Sure: true}, true},
		{"提醒我全部任务", Order{Ask: AskSubscribe, Object: "全部任务", Sure: true}, true},
		{"关注沂水县", Order{Ask: AskSubscribe, Object: "沂水县"}, true},
		{"第十四条到期提醒", Order{Ask: AskSubscribe, Object: "第十四条", Sure: true}, true},
		{"雨水管网到期前提醒我一下", Order{Ask: AskSubscribe, Object: "雨水管网", Sure: true}, true},
		{"提醒我局的任务", Order{Ask: AskSubscribe, Object: "我局的任务", Sure: true}, true},
		{"请提醒我们单位", Order{Ask: AskSubscribe, Object: "我们单位", Sure: true}, true},
		{"提醒我", Order{Ask: AskSubscribe, Sure: true}, true},
		{"到期提醒", Order{Ask: AskSubscribe, Sure: true}, true},
		{"到期提醒我。", Order{Ask: AskSubscribe, Sure: true}, true},
		{"每周提醒我城管局的任务", Order{Ask: AskSubscribe, Object: "城管局的任务", Summary: Weekly, Sure: true}, true},
		{"每个月提醒我全部任务", Order{Ask: AskSubscribe, Object: "全部任务", Summary: Monthly, Sure: true}, true},
		{"我的提醒", Order{Ask: AskList, Sure: true}, true},
		{"提醒", Order{Ask: AskList, Sure: true}, true},
		{"订阅了哪些", Order{Ask: AskList, Sure: true}, true},
		{"取消提醒", Order{Ask: AskStop, Sure: true}, true},
		{"取消城管局的提醒", Order{Ask: AskStop, Object: "城管局", Sure: true}, true},
		{"不要再提醒我沂水县了", Order{Ask: AskStop, Object: "沂水县了", Sure: true}, true},
		{"退订沂水县", Order{Ask: AskStop, Object: "沂水县", Sure: true}, true},
		{"暂停提醒", Order{Ask: AskPause, Sure: true}, true},
		{"恢复提醒", Order{Ask: AskGoOn, Sure: true}, true},
		{"会提醒我吗", Order{}, false},
		{"谁负责提醒", Order{}, false},
		{"充电桩归谁管", Order{}, false},
		{"怎么取消提醒", Order{}, false},
		{"", Order{}, false},
	} {
		got, ok := ReadOrder(c.text)
		if got != c.want || ok != c.ok {
			t.Errorf("%s: %+v %v, want %+v %v", c.text, got, ok, c.want, c.ok)
		}
	}
}

func TestLightNamed(t *testing.T) {
	for _, c := range []struct {
		text, rest string
		light      Light
	}{
		{"城管局未登记", "城管局", White}, {"🔴", "", Red}, {"2025 未到期", "2025", Green}, {"办结的", "的", Blue}, {"2025", "2025", ""}, {"⚪️ 沂水县", "沂水县", White},
	} {
		if l, rest := LightNamed(c.text); l != c.light || rest != c.rest {
			t.Errorf("%s: %s %q", c.text, l, rest)
		}
	}
}
