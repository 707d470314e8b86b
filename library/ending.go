package library

import (
	"strings"

	"cewen/answer"
)

// endings finds which plans are in force no longer. Of two with one number or, of one issuer, one title, the later is in force; what a plan in
// force says that it repeals has ended, with its words (plan.Repeals).
func endings(entries []*entry) {
	byNumber := map[string]*entry{}
	byTitle := map[string]*entry{}
	end := func(old, by *entry, words string) {
		if old != by && old.ending == nil && old.file.Name != by.file.Name { // plans of one file stand side by side
			old.ending = &answer.Ending{By: by.brief.Name, Title: by.brief.Title, Words: words}
		}
	}
	newest := func(index map[string]*entry, key string, e *entry) {
		other, ok := index[key]
		switch {
		case !ok:
			index[key] = e
		case later(e, other):
			end(other, e, "")
			index[key] = e
		default:
			end(e, other, "")
		}
	}
	for _, e := range entries {
		if e.brief.Number != "" {
			newest(byNumber, squareBrackets(e.brief.Number), e)
		}
	}
	for _, e := range entries {
		// 2026年工作要点 of nobody knows whom may be anybody's: a title alone makes no version.
		if e.ending == nil && e.brief.Title != "" && e.brief.Issuer+e.brief.Jurisdiction != "" {
			newest(byTitle, e.brief.Issuer+"\x00"+e.brief.Jurisdiction+"\x00"+bareTitle(e.brief.Title), e)
		}
	}
	for _, e := range entries {
		if e.ending != nil {
			continue
		}
		for _, r := range e.brief.Repeals {
			for _, old := range entries {
				if repeals(r, &e.brief, &old.brief) && later(e, old) {
					end(old, e, r.Words)
				}
			}
		}
	}
}

// repeals reports whether a plan's word of repeal is about another.
func repeals(r answer.Repeal, by, old *answer.Brief) bool {
	if r.Number != "" {
		return squareBrackets(r.Number) == squareBrackets(old.Number)
	}
	return r.Title != "" && bareTitle(r.Title) == bareTitle(old.Title) && old.Jurisdiction == by.Jurisdiction
}

// later reports whether a plan is the newer one: by the day it was signed, else by where it came from.
func later(a, b *entry) bool {
	if a.brief.Signed != b.brief.Signed && a.brief.Signed != "" && b.brief.Signed != "" {
		return a.brief.Signed > b.brief.Signed
	}
	return a.order > b.order
}

// squareBrackets makes the brackets of numbers equal: 〔2023〕, [2023], （2023）.
func squareBrackets(number string) string {
	return strings.NewReplacer("[", "〔", "]", "〕", "［", "〔", "］", "〕", "（", "〔", "）", "〕", "(", "〔", ")", "〕").Replace(number)
}

// bareTitle is a title without what tells one version of a plan from another.
func bareTitle(title string) string {
	title = strings.Trim(title, "《》")
	for _, tail := range []string{"(修订版)", "（修订版）", "(修订稿)", "（修订稿）", "(新版)", "（新版）", "(试行)", "（试行）", "(修订)", "（修订）"} {
		title = strings.TrimSuffix(title, tail)
	}
	return title
}
