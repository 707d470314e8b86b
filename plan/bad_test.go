package plan

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// What is no plan is refused with its reason; what is an odd plan is read.
func TestBadInput(t *testing.T) {
	plan := "关于推进测试的实施方案\n\n一、总体要求\n\n(一)发展目标。到2027年,建成示范点10个。(责任单位:市教育局)\n"
	for _, c := range []struct {
		name, text string
		want       Reason
		line       int
	}{
		{"empty", "", Empty, 0},
		{"white space", " \n\t\n\u00a0\u3000\n", Empty, 0},
		{"nul", plan + "\x00", BadByte, 6},
		{"invalid UTF-8", "一、总体要求\n\xff\xfe\n", BadUTF8, 2},
		{"gbk", "\xd2\xbb\xa1\xa2\xd7\xdc\xcc\xe5\xd2\xaa\xc7\xf3\n", BadUTF8, 1},
		{"prose", "昨天我们去了海边。天气很好,大家都很高兴。\n\n后来下雨了。\n", NoStructure, 0},
		{"a numbered list", "购物\n1.苹果\n2.梨\n3.牛奶\n", NoPlan, 0},
		{"an essay with headings", "秋天的故事\n\n一、山\n\n山很高。\n\n二、水\n\n水很清。\n", NoPlan, 0},
		{"a novel", "第一章 雨夜\n\n那天夜里下着雨,他推开门。\n\n第二章 归来\n\n三年以后,她回到了镇上。\n", NoPlan, 0},
		{"page source", "<!DOCTYPE html>\n<html><body><p>一、总体要求</p></body></html>", HTML, 1},
		{"page source without its head", strings.Repeat("<div><p>一、总体要求</p></div>\n", 20), HTML, 1},
		{"too large", strings.Repeat("一、总体要求\n", MaxBytes/15), TooLarge, 0},
	} {
		_, err := Parse("x.txt", c.text)
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
			continue
		}
		if e.Code != c.want || e.Line != c.line || e.Text() == "" || !strings.Contains(e.Error(), "x.txt") {
			t.Errorf("%s: %v (line %d), want %s (line %d)", c.name, e, e.Line, c.want, c.line)
		}
	}
	if p, err := Parse("", plan); err != nil || len(p.Targets) != 1 || p.Targets[0].Value != "10个" {
		t.Errorf("a small plan: %v %v", p, err)
	}
	if p, err := Parse("", "\ufeff"+strings.ReplaceAll(plan, "\n", "\r\n")); err != nil || len(p.Targets) != 1 || len(p.Clauses) != 1 || len(p.Warnings) != 0 {
		t.Errorf("a plan with BOM and CRLF: %v %v", p, err)
	}
}

// A plan cut anywhere is refused or read as far as it goes; it is never a panic, and what is left out of it is warned about.
func TestCutPlan(t *testing.T) {
	text := readSeed(t).Text
	for i := 0; i < len(text); i += 2503 {
		for _, part := range []string{text[:i], text[i:]} {
			part = strings.ToValidUTF8(part, "")
			p, err := Parse("", part)
			if err != nil {
				if _, ok := errors.AsType[*Error](err); !ok {
					t.Fatal(err)
				}
				continue
			}
			checkPlan(t, p)
		}
	}
}

// The worst shapes at the largest size are refused or read within seconds (a generous bound: machines differ).
func TestLargeInput(t *testing.T) {
	if testing.Short() {
		t.Skip("large")
	}
	head := "关于测试的方案\n一、总体要求\n"
	for name, unit := range map[string]string{
		"clauses":  "(一)目标。到2025年,建成学校10所、医院3家。(责任单位:市教育局、市卫生健康委)\n",
		"brackets": "((((((((((((((((",
		"one line": "到2025年,建成学校10所、医院3家。",
		"quotes":   "“”“\"《》",
		"lists":    "苹果、梨、",
		"markers":  "(责任单位:市教育局)",
		"rows":     "序号\n指标\n目标值\n",
	} {
		text := head + "(一)目标。" + strings.Repeat(unit, (256<<10)/len(unit))
		start := time.Now()
		_, err := Parse("", text)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s: %v (%v)", name, d, err)
		} else {
			t.Logf("%s: %v %v", name, d.Round(time.Millisecond), err)
		}
	}
	start := time.Now()
	if _, err := Parse("", strings.Repeat("一、总体要求\n", 50<<20/18)); err == nil || time.Since(start) > time.Second {
		t.Errorf("50 MB: %v after %v", err, time.Since(start))
	}
}
