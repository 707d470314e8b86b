package main

import (
	"bytes"
	"strings"
	"testing"
)

// Every message of kong that a user can meet is said in Chinese; a new kong that words one differently fails here.
func TestUsageErrorsAreChinese(t *testing.T) {
	for _, tc := range []struct {
		args string
		want string
	}{
		{"", "缺少命令"},
		{"aks 充电桩", "是不是"},
		{"frobnicate", "frobnicate"},
		{"ask --jsn x", "没有 --jsn 这个选项,是不是"},
		{"ask --zzzzzzz x", "没有 --zzzzzzz 这个选项"},
		{"ask -z x", "没有 -z 这个选项"},
		{"ask", "要问什么"},
		{"ask --batch a.jsonl 充电桩", "不能同时用"},
		{"ask --batch", "--batch 后面要跟一个值"},
		{"ask --json=7 x", "--json 后面不带值"},
		{"ask --today 2026-13-45 x", "不是日期"},
		{"ask --today 明天 x", "不是日期"},
		{"ask --today", "--today 后面要跟一个值"},
		{"ask --plan a --plans b x", "不能同时用"},
		{"plan --json --source", "不能同时用"},
		{"plan --plans d a.txt", "不要再用"},
		{"eval", "要给一个题库文件"},
		{"eval a b", "多出了“b”"},
		{"eval a --min 一百", "不是 0 到 100 之间的数"},
		{"eval a --min 101", "不是 0 到 100 之间的数"},
		{"eval a --min NaN", "不是 0 到 100 之间的数"},
		{"eval --retrieval d --min 3", "不能和题库"},
		{"chat x", "多出了“x”"},
		{"version x", "多出了“x”"},
		{"serve --access no", "--access 要写"},
		{"serve --rate x", "--rate 要写一个整数"},
		{"serve --rate=-1", "不能小于0"},
		{"serve --admins 1,x", "--admins 要写一个整数"},
		{"serve --webhook-url foo", "--webhook-url: 要写成 https"},
		{"serve --webhook-secret 密", "只能有字母"},
		{"serve --telegram-api foo", "--telegram-api: 要写成 https"},
		{"serve --log-level loud", "--log-level:要写 debug"},
		{"serve --keep-days 0", "要在1到3650之间"},
		{"serve --uncertain maybe", "--uncertain 要写"},
		{"serve --tz 临沂", "没有“临沂”这个时区"},
		{"serve --access paired", "要有人批准"},
		{"serve --telegram-token a --telegram-token-file b", "不能同时用"},
		{"serve --rehearse-from 2025-09-29", "--rehearse-from: 演练要用 --db"},
		{"serve --rehearse-from 明天 --db x", "不是日期"},
		{"serve --rehearse-speed 0", "--rehearse-speed: 要大于0"},
		{"serve --rehearse-speed NaN", "--rehearse-speed: 要大于0"},
		{"serve --rehearse-speed x", "--rehearse-speed"},
		{"reminders", "缺少命令"},
		{"reminders x", "x"},
		{"reminders preview --from 2025-01-01", "缺少 --to"},
		{"reminders preview --from 2025-01-01 --to 2024-01-01", "不能早于"},
		{"reminders preview --from x --to 2024-01-01", "不是日期"},
		{"reminders export", "缺少文件"},
		{"reminders export a.doc", "以 .xlsx"},
		{"reminders export a.ics --unit a --place b", "不能同时用"},
		{"backup", "缺少文件"},
		{"backup --db postgres://h/d f", "pg_dump"},
		{"health --http 8080", "不是地址"},
		{"--version", "没有 --version 这个选项"},
	} {
		t.Run(tc.args, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(t.Context(), strings.Fields(tc.args), strings.NewReader(""), &out, &errs, func(string) string { return "" })
			if code != exitUsage {
				t.Errorf("exit code %d, want %d", code, exitUsage)
			}
			if out.Len() > 0 {
				t.Errorf("stdout: %q", out.String())
			}
			got := errs.String()
			if strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "cewen:") || !strings.Contains(got, tc.want) {
				t.Errorf("stderr %q, want one line with %q", got, tc.want)
			}
			for _, english := range []string{"unknown", "unexpected", "expected", "missing", "did you mean", "must be", "together"} {
				if strings.Contains(got, english) {
					t.Errorf("English in %q", got)
				}
			}
		})
	}
}
