package lexicon

import (
	"strings"
	"testing"
)

const question = "请问市住建局和城管局2025年雨水管网要建多少公里,归谁牵头负责"

func BenchmarkFind(b *testing.B) {
	l := Default()
	known := []string{"市发展改革委", "市住房城乡建设局", "市城管局", "国网泰安供电公司", "港口委", "市推动融合发展工作领导小组办公室"}
	finder := l.UnitFinder(known)
	long := strings.Repeat(question, 5000/len([]rune(question)))
	all := func(q string) {
		q = Fold(q)
		finder.Find(q)
		l.FindSynonyms(q)
		l.FindCues(q)
		FindYears(q, today)
		FindRefs(q)
		FindQuantities(q)
	}
	for name, f := range map[string]func(){
		"question/all":        func() { all(question) },
		"question/units":      func() { finder.Find(question) },
		"question/synonyms":   func() { l.FindSynonyms(question) },
		"question/cues":       func() { l.FindCues(question) },
		"question/years":      func() { FindYears(question, today) },
		"question/refs":       func() { FindRefs(question) },
		"question/quantities": func() { FindQuantities(question) },
		"question/fold":       func() { Fold(question) },
		"question/normalise": func() {
			Normalise("請問市住建局和城管局２０２５年雨水管網要建多少公里，歸誰牽頭？")
		},
		"long/all":           func() { all(long) },
		"long/units":         func() { finder.Find(long) },
		"prepare/unitfinder": func() { l.UnitFinder(known) },
		"prepare/key":        func() { l.UnitKey("市自然资源规划局") },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(dataFS()); err != nil {
			b.Fatal(err)
		}
	}
}
