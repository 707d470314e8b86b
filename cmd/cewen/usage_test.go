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

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 14: "十四", 20: "二十", 39: "三十九", 100: "一百", 105: "一百零五", 110: "一百一十", 114: "一百一十四", 123: "一百二十三"} {
		if got := numeral(n); got != want {
			t.Errorf("numeral(%d) = %s, want %s", n, got, want)
		}
	}
}
