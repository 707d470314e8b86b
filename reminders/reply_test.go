package reminders_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cewen/reminders"
)

func TestReadDay(t *testing.T) {
	today := day("2026-11-23")
	for text, want := range map[string]string{
		"2026-10-31": "2026-10-31", "2026年10月31日": "2026-10-31", "2027.6.30": "2027-06-30", "2027/6": "2027-06-30", "明年6月底": "2027-06-30", "明年6月": "2027-06-30", "后年": "2028-12-31", "2027年": "2027-12-31",
		"27年3月末": "2027-03-31", "年底": "2026-12-31", "今年底": "2026-12-31", "今年年底": "2026-12-31", "明年底前": "2027-12-31", "12月5日": "2026-12-05", "6月30日": "2027-06-30", "6月底": "2027-06-30", "明年一季度": "2027-03-31",
		"明年上半年": "2027-06-30", "下月底": "2026-12-31", "本月底": "2026-11-30", "2028年2月": "2028-02-29", "2027年2月29日": "", "明天": "", "很快": "", "": "", "2027年13月": "", "1999-01-01": "", "33月": "", "到明年": "",
	} {
		got, ok := reminders.ReadDay(text, today)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestReadReply(t *testing.T) {
	today := day("2026-11-23")
	for _, tc := range []struct {
		text  string
		items int
		want  string
	}{
		{"3办结", 7, "[3]done"},
		{"第3项办结", 7, "[3]done"},
		{"3 办结", 7, "[3]done"},
		{"3、4、5办结", 7, "[3 4 5]done"},
		{"3,4 5办结", 7, "[3 4 5]done"},
		{"2-4已完成", 7, "[2 3 4]done"},
		{"1 3-5 7办结", 7, "[3 4 5 1 7]done"},
		{"全部办结", 2, "[1 2]done"},
		{"办结", 1, "[1]done"},
		{"办结了", 1, "[1]done"},
		{"5延期到明年6月底", 7, "[5]postponed 2027-06-30"},
		{"5延期到2026-10-31", 7, "[5]postponed 2026-10-31"}, // a day that has passed stands as it was said
		{"延期至2027年3月", 1, "[1]postponed 2027-03-31"},
		{"7备注 已招标", 7, "[7] note=已招标"},
		{"7备注:已招标,开标日期12月1日", 7, "[7] note=已招标,开标日期12月1日"},
		{"3未完成", 7, "[3]notdone"},
		{"\uff13\uff0c\uff14办结\uff1b7备注\uff1a已招标\uff0c待开标", 7, "[3 4]done [7] note=已招标\uff0c待开标"}, // full-width, as keyboards write it
		{"3办结 / 5延期到明年6月底 / 7备注 已招标", 7, "[3]done [5]postponed 2027-06-30 [7] note=已招标"},
		{"3办结 5延期到明年6月底 6办结", 7, "[3]done [5]postponed 2027-06-30 [6]done"},
		{"3办结\n4办结", 7, "[3]done [4]done"},
		{"9办结", 7, "error:没有第9项,这里只有7项。"},
		{"0办结", 7, "error:没有第0项,这里只有7项。"},
		{"5-9办结", 7, "error:没有第5到第9项,这里有7项。"},
		{"99999999999办结", 7, "error:没有第99999999999项。"},
		{"办结", 7, "error:是第几项?这里有7项,例如:3办结"},
		{"5延期", 7, "error:延期到哪一天?例如:5延期到明年6月底,或 5延期到2027-06-30"},
		{"5延期到猴年马月", 7, "error:延期到哪一天?例如:5延期到明年6月底,或 5延期到2027-06-30"},
		{"7备注", 7, "error:备注写什么?例如:7备注 已招标"},
		{"第3个谁负责", 7, "none"},
		{"充电站完成了吗", 7, "none"},
		{"收到", 7, "none"},
		{"", 7, "none"},
		{"3", 7, "none"},
		{"3办结吗", 7, "none"},
	} {
		actions, ok, err := reminders.ReadReply(tc.text, tc.items, today)
		var got []string
		for _, a := range actions {
			s := fmt.Sprint(a.Numbers) + string(a.Status)
			if a.Until != "" {
				s += " " + a.Until
			}
			if a.Note != "" {
				s += " note=" + a.Note
			}
			got = append(got, s)
		}
		s := strings.Join(got, " ")
		switch {
		case err != nil:
			s = "error:" + err.Error()
		case !ok:
			s = "none"
		}
		if s != tc.want {
			t.Errorf("%q of %d: %s, want %s", tc.text, tc.items, s, tc.want)
		}
	}
	for _, text := range []string{"收到", "收到。", "知道了"} {
		if !reminders.IsReceipt(text) {
			t.Errorf("%q is no receipt", text)
		}
	}
	if reminders.IsReceipt("收到几条") {
		t.Error("a question is taken for a receipt")
	}
}

// FuzzReply: whatever is replied, numbers stay within the list and days exist.
func FuzzReply(f *testing.F) {
	for _, s := range []string{"3办结 / 5延期到明年6月底 / 7备注 已招标", "1-3办结", "全部延期到2027", "９办结", "3\x00办结", "延期到延期到", "3办结3办结3办结"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		actions, ok, err := reminders.ReadReply(text, 7, day("2026-11-23"))
		if err != nil && !ok {
			t.Error("an error of what is no record")
		}
		for _, a := range actions {
			if len(a.Numbers) == 0 {
				t.Errorf("no number in %+v", a)
			}
			for _, n := range a.Numbers {
				if n < 1 || n > 7 {
					t.Errorf("number %d", n)
				}
			}
			if a.Until != "" {
				if _, err := time.Parse(time.DateOnly, a.Until); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
