package lexicon

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestParseNumber(t *testing.T) {
	for in, want := range map[string]float64{
		"300": 300, "3.4": 3.4, "1,300": 1300, "12,345,678": 12345678, "-5": -5, "１２": 12, "三百": 300, "三百二": 320, "三百零二": 302, "二〇二五": 2025, "二零二五": 2025,
		"十": 10, "十万": 1e5, "十五": 15, "二十": 20, "两": 2, "两千": 2000, "半": 0.5, "3.4万": 34000, "一万五": 15000, "一亿二千万": 1.2e8, "1亿2000万": 1.2e8, "零点五": 0.5,
		"三点二万": 32000, "五百万": 5e6, "一百零八": 108, "壹佰": 100, "0": 0, "零": 0, "一千二百三十四": 1234, "十二万": 120000, "两百三十": 230,
	} {
		if got, ok := ParseNumber(in); !ok || got != want {
			t.Errorf("ParseNumber(%q) = %v, %v; want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "个", "千户", "三个", "12a", "1.2.3", "万", "一二三十"} {
		if got, ok := ParseNumber(in); ok {
			t.Errorf("ParseNumber(%q) = %v; want none", in, got)
		}
	}
}

// today is a day of the tests' own; nothing depends on the clock.
var today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestFindYears(t *testing.T) {
	for in, want := range map[string]string{
		"2025年充电站多少":   "2025年=2025",
		"25年底前要建多少":    "25年=2025",
		"到25要建多少个":     "25=2025",
		"到25年":         "25年=2025",
		"二〇二五年和二零二四年":  "二〇二五年=2025 二零二四年=2024",
		"二五年的目标":       "二五年=2025",
		"今年、去年和明年":     "今年=2026* 去年=2025* 明年=2027*",
		"后年呢":          "后年=2028*",
		"前年":           "前年=2024*",
		"本年度任务":        "本年度=2026*",
		"雨水 2025":      "2025=2025",
		"2026-2028年":   "2026=2026 2028年=2028",
		"2025.12.31前":  "2025=2025",
		"2000公里":       "",
		"2025个":        "",
		"建成2026个":      "",
		"2000多个":       "",
		"2025.5公里":     "",
		"12025年":       "",
		"泰政办发(2026)1号": "",
		`"十四五"末完成`:     `"十四五"末=2025`,
		"十五五末的目标":      "十五五末=2030",
		"十四五规划":        "",
		"五年内":          "",
		"两年后年均增长":      "",
		"建成以后年度":       "",
		"30年以上房龄":      "",
		"承包期延长30年":     "",
		"年内完成":         "年内=2026*",
		"3年内完成":        "",
		"2000年之前建成":    "2000年=2000",
		"到2027年":       "2027年=2027",
		"2024年度":       "2024年度=2024",
		"到2030还有多少":    "2030=2030",
		"15公里":         "",
		"未来年轻人":        "",
		"到25个":         "",
		"2023,300":     "",
	} {
		var got []string
		for _, y := range FindYears(in, today) {
			if in[y.Start:y.End] != y.Word {
				t.Errorf("FindYears(%q): %q is not at its place", in, y.Word)
			}
			mark := ""
			if y.Relative {
				mark = "*"
			}
			got = append(got, fmt.Sprintf("%s=%d%s", y.Word, y.Year, mark))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("FindYears(%q) = %s; want %s", in, s, want)
		}
	}
}

func TestFindRefs(t *testing.T) {
	for in, want := range map[string]string{
		"第十四条归谁管":    "clause 14",
		"14条":        "clause 14",
		"十四条是什么":     "clause 14",
		"(十四)":       "clause 14",
		"（十四）说什么":    "clause 14",
		"第14项":       "clause 14",
		"第(十四)项":     "clause 14",
		"第五章":        "chapter 5",
		"第八部分":       "chapter 8",
		"五、":         "chapter 5",
		"指标第3行":      "row 3",
		"第3项指标":      "row 3",
		"表第12行":      "row 12",
		"指标表第十二行":    "row 12",
		"5条5处":       "",
		"共14条":       "",
		"有几条":        "",
		"第2个":        "item 2",
		"第二个呢":       "item 2",
		"第三产业占比":     "",
		"第十四个五年规划":   "",
		"新建5条公路":     "",
		"3条公路":       "",
		"一条一条说":      "",
		"(2023)96号":  "",
		"第十六条和第二十八条": "clause 16 clause 28",
		"一、二产业":      "",
		"第一批":        "",
		"第5条第2项":     "clause 5 clause 2",
	} {
		var got []string
		norm := Fold(in)
		for _, r := range FindRefs(norm) {
			got = append(got, fmt.Sprintf("%s %d", r.Kind, r.Number))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("FindRefs(%q) = %s; want %s", in, s, want)
		}
	}
}

func TestFindQuantities(t *testing.T) {
	for in, want := range map[string]string{
		"完成雨水管网50公里": "50公里|=50 公里",
		"达到300个以上":   "300个以上|>=300 个",
		"8-10处":      "8-10处|..8-10 处",
		"8至10处":      "8至10处|..8-10 处",
		"3.4万户":      "3.4万户|=34000 户",
		"70%":        "70%|=70 %",
		"65%以上":      "65%以上|>=65 %",
		">65":        ">65|>65 ",
		"16.05:1":    "16.05:1|=16.05 :1",
		"<14:1":      "<14:1|<14 :1",
		"百分之七十":      "百分之七十|=70 %",
		"不超过500万元":   "不超过500万元|<=5e+06 元",
		"不少于10处":     "不少于10处|>=10 处",
		"超过1000名":    "超过1000名|>1000 名",
		"80%左右":      "80%左右|~80 %",
		"8%～10%":     "8%~10%|..8-10 %",
		"三百个":        "三百个|=300 个",
		"十几个":        "",
		"2025年":      "",
		"25年底":       "",
		"12月31日":     "",
		"一个":         "",
		"第300个":      "",
		"5g网络":       "",
		"09:30开会":    "",
		"59万吨/日":     "59万吨/日|=590000 吨/日",
		"130万千瓦":     "130万千瓦|=1.3e+06 千瓦",
		"10万亩":       "10万亩|=100000 亩",
		"100余家":      "100余家|>100 家",
		"100家":       "100家|=100 家",
		"500千伏":      "500千伏|=500 千伏",
		"2小时内":       "2小时|=2 小时",
		"三级医院":       "",
		"1,300项":     "1,300项|=1300 项",
		"319个、3.4万户": "319个|=319 个 3.4万户|=34000 户",
		"2个市级园区":     "2个|=2 个",
		"0.15个百分点":   "0.15个百分点|=0.15 个百分点",
		"不低于全市平均水平":  "",
		"30公里以内":     "30公里以内|<=30 公里",
		"20年以上":      "20年以上|>=20 年",
		"每千人口4个":     "4个|=4 个",
	} {
		var got []string
		norm := Fold(in)
		for _, q := range FindQuantities(norm) {
			if norm[q.Start:q.End] != q.Verbatim {
				t.Errorf("FindQuantities(%q): %q is not at its place", in, q.Verbatim)
			}
			num := fmt.Sprintf("%g", q.Num)
			if q.Op == ".." {
				num += fmt.Sprintf("-%g", q.Max)
			}
			got = append(got, fmt.Sprintf("%s|%s%s %s", q.Verbatim, q.Op, num, q.Unit))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("FindQuantities(%q) = %s; want %s", in, s, want)
		}
	}
}

func TestDimension(t *testing.T) {
	for unit, want := range map[string]string{
		"公里": "length", "平方公里": "area", "亩": "area", "平方米": "area", "㎡": "area", "公顷": "area", "个": "count", "处": "count", "家": "count", "所": "count", "座": "count", "张": "count",
		"项": "count", "种": "count", "人": "people", "万人次": "people", "名": "people", "万户": "people", "元": "money", "亿元": "money", "%": "ratio", "个百分点": "ratio", "千瓦": "power",
		"万千瓦": "power", "吨": "weight", "吨/日": "weight", "年": "time", "天": "time", "月": "time", "": "", "啥": "",
	} {
		if got := Dimension(unit); got != want {
			t.Errorf("Dimension(%q) = %q; want %q", unit, got, want)
		}
	}
}
