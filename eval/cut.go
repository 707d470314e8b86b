package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cewen/answer"
	"cewen/plan"
)

// cut is a set of spans to take out of each plan's text: spans of plans[i] at i.
type cut [][]plan.Span

// key is equal for equal cuts.
func (c cut) key() string { return fmt.Sprint([][]plan.Span(c)) }

// text is what the cut takes out, for the report.
func (c cut) text(plans []*plan.Plan) string {
	var parts []string
	for i, spans := range c {
		for _, s := range spans {
			parts = append(parts, s.In(plans[i].Text))
		}
	}
	return strings.Join(parts, " … ")
}

// merge adds spans of the i-th plan, ordered and without overlaps.
func (c cut) merge(i int, spans ...plan.Span) cut {
	c = slices.Clone(c)
	all := slices.Concat(c[i], spans)
	slices.SortFunc(all, func(a, b plan.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	var out []plan.Span
	for _, s := range all {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	c[i] = out
	return c
}

// original maps an offset in the text that c leaves of the i-th plan to one in the whole text. At a seam it is the offset behind it.
func (c cut) original(i, at int) int {
	for _, s := range c[i] {
		if at < s.Start {
			break
		}
		at += s.Len()
	}
	return at
}

// facts are the spans of p that carry the cited fact: the table row, else by the question's type the duty's passage with its marker, the
// target's part of the sentence, or the sentence.
func facts(p *plan.Plan, q Question, c plan.Span, row int) []plan.Span {
	if row > 0 {
		for _, ind := range p.Indicators {
			if ind.Span.Overlaps(c) {
				return []plan.Span{ind.Span}
			}
		}
	}
	var out []plan.Span
	switch q.Type {
	case "lead":
		out = dutySpans(p, c)
	case "target":
		out = targetSpans(p, q, c)
	}
	if len(out) == 0 {
		out = sentenceSpans(p, c)
	}
	if len(out) == 0 {
		out = []plan.Span{c}
	}
	return out
}

func dutySpans(p *plan.Plan, c plan.Span) []plan.Span {
	var out []plan.Span
	for _, cl := range p.Clauses {
		for _, d := range cl.Duties {
			if d.Covers.Overlaps(c) || d.Marker.Overlaps(c) {
				out = append(out, d.Covers, d.Marker)
			}
		}
	}
	return out
}

// targetSpans are the parts of the cited targets. Where the citation shows several (2023年…50公里,到2025年…110公里), only those that hold
// what a right answer must say are taken: its neighbour stays and must not be given instead.
func targetSpans(p *plan.Plan, q Question, c plan.Span) []plan.Span {
	var asked, cited []plan.Span
	for _, t := range p.Targets {
		if !t.Quote.Overlaps(c) {
			continue
		}
		s := separated(p.Text, t.Quote)
		cited = append(cited, s)
		if holdsAny(t.Quote.In(p.Text), q.Must) {
			asked = append(asked, s)
		}
	}
	if len(asked) > 0 {
		return asked
	}
	return cited
}

func holdsAny(text string, must [][]string) bool {
	text = fold(text)
	for _, alternatives := range must {
		for _, s := range alternatives {
			if occurs(text, fold(s)) {
				return true
			}
		}
	}
	return false
}

// separated takes the comma behind a part of a sentence along, so that what is left reads as a plan would.
func separated(text string, s plan.Span) plan.Span {
	for _, mark := range []string{",", "，", ";", "；", "、"} {
		if strings.HasPrefix(text[s.End:], mark) {
			s.End += len(mark)
			break
		}
	}
	return s
}

func sentenceSpans(p *plan.Plan, c plan.Span) []plan.Span {
	var out []plan.Span
	for _, cl := range p.Clauses {
		for _, part := range cl.Parts {
			for _, s := range part.Sentences {
				if s.Span.Overlaps(c) {
					out = append(out, s.Span)
				}
			}
		}
	}
	return out
}

// cited are the citations of an answer that name what the gold accepts; all where none does.
func cited(q Question, a answer.Answer) []answer.Citation {
	var out []answer.Citation
	for _, c := range a.Citations {
		if slices.Contains(q.Clauses, c.Clause) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return a.Citations
	}
	return out
}
