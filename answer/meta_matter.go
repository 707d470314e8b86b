package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
)

// documentDates are the cues that ask for a date or the office of a document, of which the plan itself is one and others stand in its text.
var documentDates = []string{"meta.signed", "meta.published", "meta.issuer", "meta.publisher"}

// documents are words for a document as such and for how it is put out; they name none beside the plan.
var documents = []string{"方案", "文件", "通知", "意见", "规划", "计划", "办法", "措施", "要点", "红头文件", "行动", "实施", "工作", "纲要", "任务", "分工",
	"公开", "网上", "上网", "挂网", "发布", "公布", "印发", "发文", "下发", "签发", "出台", "制定", "成文", "机关", "机构", "网站", "官网", "政府", "对外", "正式"}

// ofMatter takes cues for the plan's own dates back where something in it is asked about: 实施细则什么时候制定出来, 清单什么时候公布. It reports whether it did.
func (a *asker) ofMatter() bool {
	q := a.q
	if !q.any(documentDates...) || a.asksOfPlan() {
		return false
	}
	for _, name := range documentDates {
		for _, c := range q.cues[name] {
			for _, when := range []string{"什么时候", "啥时候", "何时", "哪天", "哪年", "哪一年", "几号", "时间", "日期"} {
				if i := strings.Index(c.Form, when); i >= 0 && c.End > c.Start {
					q.cues["when"] = append(q.cues["when"], lexicon.Cue{Start: c.Start + i, End: c.Start + i + len(when), Name: "when", Form: when})
				}
			}
			if name == "meta.issuer" || name == "meta.publisher" {
				for _, who := range []string{"谁", "哪个部门", "哪个单位", "哪个机构", "哪家"} {
					if i := strings.Index(c.Form, who); i >= 0 && c.End > c.Start {
						q.cues["lead"] = append(q.cues["lead"], lexicon.Cue{Start: c.Start + i, End: c.Start + i + len(who), Name: "lead", Form: who})
					}
				}
			}
		}
		delete(q.cues, name)
	}
	return true
}

// asksOfPlan reports whether nothing but the plan itself is named: by its title's words, as this document, or not at all.
func (a *asker) asksOfPlan() bool {
	n := a.q.norm
	for _, this := range []string{"这个", "这份", "这部", "本", "该", "此", "那个", "那份", "整个"} {
		for _, doc := range []string{"方案", "文件", "通知", "意见", "规划", "计划"} {
			if strings.Contains(n, this+doc) {
				return true
			}
		}
	}
	title := lexicon.Fold(a.d.title + a.d.p.Meta.Notice.Value)
	mask := append([]bool(nil), a.q.mask...)
	for name, cs := range a.q.cues {
		if name == "duties" || name == "due" || name == "weak" || name == "content" || name == "howmany" {
			continue // 清单 asks for tasks, and is a document too
		}
		for _, c := range cs {
			for i := c.Start; i < c.End; i++ {
				mask[i] = true
			}
		}
	}
	for _, w := range a.s.cutTopic(a.d, a.q, mask) {
		named := utf8.RuneCountInString(w.text) > 1 && a.s.matter(w.text, len(a.d.c.find(foldMatter(w.text)))) >= 0.7
		if named && !contains(documents, w.text) && !strings.Contains(title, w.text) {
			return false
		}
	}
	return true
}
