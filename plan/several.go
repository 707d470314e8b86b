package plan

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ParseAll reads the plans of a text, one after the other: a notice with several plans as its annexes, or documents that were put into one file. A plan
// begins at a title below which the labels count from the start again. Each Plan has its own stretch of the text as its Text; its Source is the file's name,
// from the second on with #2, #3 …; who issued it and when is the first one's where it does not say so itself. Lines of warnings are the file's.
// Errors are those of Parse.
func ParseAll(source, text string) ([]*Plan, error) {
	if err := check(source, text); err != nil {
		return nil, err
	}
	whole := newParser(source, text)
	starts := append(whole.starts(), len(text))
	if len(starts) == 2 {
		return single(whole.read())
	}
	var out []*Plan
	from := 0 // where the text begins that no plan has yet
	for k := 0; k+1 < len(starts); k++ {
		end := starts[k+1]
		next := newParser(source, text[from:end])
		if len(out) > 0 {
			next.plan.Source, next.first = fmt.Sprintf("%s#%d", source, len(out)+1), &out[0].Meta
		}
		p, err := next.read()
		switch {
		case err != nil && end < len(text):
			continue // a notice before the plan it brings
		case err != nil:
			return single(whole.read())
		}
		p.Offset = from
		lines := strings.Count(text[:from], "\n")
		for i := range p.Warnings {
			p.Warnings[i].Line += lines
			if p.Warnings[i].Last > 0 {
				p.Warnings[i].Last += lines
			}
		}
		out = append(out, p)
		from = end
	}
	for _, p := range out[1:] { // the notice that brings a plan is not that plan
		if first := &out[0].Meta; first.Notice.Value != "" && p.Meta.Title.Value == first.Title.Value {
			out[0].Frame = append(out[0].Frame, first.Title.Span)
			first.Title = Field{Label: "标题", Value: first.Notice.Value, Span: first.Notice.Span}
		}
	}
	return out, nil
}

// single is the list of one plan.
func single(p *Plan, err error) ([]*Plan, error) {
	if err != nil {
		return nil, err
	}
	return []*Plan{p}, nil
}

// mostPlans is how many plans are looked for in one file.
const mostPlans = 200

// starts are where plans begin: 0, and each title below which the outermost labels start again.
func (p *parser) starts() []int {
	out := []int{0}
	outer, seen, last := kind(-1), 0, 0 // of the plan at hand: its first kind of label, how many there were, the line of the last label
	for i, l := range p.lines {
		h, ok := labelOf(p.text, l)
		if !ok || h.title.Len() == 0 || h.kind >= byHeading1 || h.kind == byNumberBlank || h.kind == byDash {
			continue
		}
		if len(out) < mostPlans && seen >= 2 && h.number == 1 && (h.kind == outer || h.kind == byHan || h.kind == byChapter) {
			if start := p.titleBetween(last+1, i); start >= 0 {
				out = append(out, p.lines[start].span.Start)
				outer, seen = h.kind, 0
			}
		}
		if outer < 0 {
			outer = h.kind
		}
		if h.kind == outer {
			seen++
		}
		last = i
	}
	return out
}

// taskHead is a heading within a plan: 重点任务分工, 目标任务分解.
var taskHead = regexp.MustCompile(`^.{0,4}(?:` + taskKinds + `)$`)

// titleBetween is the line at which a plan begins whose title stands between two lines: the title, the 附件2 above it, or the notice that brings it. -1: there
// is neither.
func (p *parser) titleBetween(from, to int) int {
	title := -1
	for i := to - 1; i >= max(from, to-40); i-- {
		flat := strings.TrimLeft(squeeze(p.in(i)), "#")
		if n := utf8.RuneCountInString(flat); n < 6 || n > 60 || strings.ContainsAny(flat, "。：:，,；;|") || closing.MatchString(flat) {
			continue
		}
		if planTitle.MatchString(flat) && !strings.HasSuffix(flat, "的通知") && !boxHead.MatchString(flat) && !taskHead.MatchString(flat) {
			title = i
			break
		}
	}
	if title < 0 {
		title = to
	}
	for i := max(from, title-3); i < title; i++ {
		if s := p.in(i); title < to && closing.MatchString(s) && utf8.RuneCountInString(s) < 12 {
			return i
		}
	}
	for i := from; i < title; i++ {
		if flat := squeeze(p.in(i)); docNumber.MatchString(flat) || strings.HasSuffix(flat, "的通知") && utf8.RuneCountInString(flat) < 120 {
			return i
		}
	}
	if title == to {
		return -1
	}
	return title
}
