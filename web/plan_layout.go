package web

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"cewen/plan"
)

// layOut puts the text on the page line by line: headings where chapters and clauses begin, the table as a table, what is only frame in
// small. No line is left out.
func layOut(p *plan.Plan, notes []note) (chapters []chapterLink, blocks []block) {
	slices.SortStableFunc(notes, func(a, b note) int { return a.Start - b.Start })
	html := func(s plan.Span) template.HTML { return annotated(p.Text, s, overlapping(notes, s)) }
	heads := headsOf(p)
	tables := tablesOf(p)
	for at := 0; at < len(p.Text); {
		if t, ok := tables[at]; ok {
			blocks = append(append(blocks, tableBlock(p, t, html)), leftOver(p, t, html)...)
			at = t.end
			continue
		}
		if b, end, ok := gridBlock(p, at, html); ok {
			blocks = append(blocks, b)
			at = end + 1
			continue
		}
		end := lineEnd(p.Text, at)
		if line := trimmed(p.Text, plan.Span{Start: at, End: end}); line.Len() > 0 {
			blocks = append(blocks, lineBlocks(p, heads, line, html)...)
		}
		at = end + 1
	}
	for i := range p.Clauses { // of a plan without chapters, and annexes
		if c := &p.Clauses[i]; c.Chapter == 0 {
			chapters = append(chapters, chapterLink{ID: "c" + strconv.Itoa(c.Number), Text: plain(strings.TrimSpace(c.Label + " " + c.Title))})
		}
	}
	for i := range p.Chapters {
		ch := &p.Chapters[i]
		link := chapterLink{ID: "ch" + strconv.Itoa(ch.Number), Text: plain(ch.Name())}
		for _, n := range ch.Clauses {
			for j := range p.Clauses {
				if c := &p.Clauses[j]; c.Number == n {
					link.Clauses = append(link.Clauses, chapterLink{ID: "c" + strconv.Itoa(n), Text: plain(strings.TrimSpace(c.Label + c.Title))})
				}
			}
		}
		chapters = append(chapters, link)
	}
	return chapters, blocks
}

// overlapping are the notes that touch a stretch; they are sorted by where they begin.
func overlapping(notes []note, s plan.Span) []note {
	var out []note
	for _, n := range notes {
		if n.Start >= s.End {
			break
		}
		if n.Overlaps(s) {
			out = append(out, n)
		}
	}
	return out
}

// heading is where a chapter or a clause begins.
type heading struct {
	kind, id string
	end      int
}

func headsOf(p *plan.Plan) map[int]heading {
	out := map[int]heading{}
	for i := range p.Clauses {
		c := &p.Clauses[i]
		if !c.Bare {
			out[c.Head.Start] = heading{"h3", fmt.Sprint("c", c.Number), c.Head.End}
		}
	}
	for i := range p.Chapters {
		ch := &p.Chapters[i]
		out[ch.Head.Start] = heading{"h2", fmt.Sprint("ch", ch.Number), ch.Head.End}
	}
	return out
}

// lineBlocks lays one line out: a heading at its beginning and what stands behind it.
func lineBlocks(p *plan.Plan, heads map[int]heading, line plan.Span, html func(plan.Span) template.HTML) []block {
	var out []block
	for line.Len() > 0 {
		next := line.End // where the next heading within the line begins: some texts have no line ends
		for s := range heads {
			if s > line.Start && s < next {
				next = s
			}
		}
		h, ok := heads[line.Start]
		if ok && h.end <= line.End {
			if rest := p.Text[h.end:line.End]; strings.HasPrefix(rest, "。") { // it ends the heading and begins no paragraph
				h.end += len("。")
			}
			from := line.Start + len(p.Text[line.Start:h.end]) - len(strings.TrimLeft(p.Text[line.Start:h.end], "# ")) // ## of a text with marks
			out = append(out, block{Kind: h.kind, ID: h.id, HTML: html(plan.Span{Start: from, End: h.end})})
			line.Start = h.end
			line = trimmed(p.Text, line)
			if line.Len() == 0 {
				break
			}
			if next > line.Start {
				out = append(out, block{Kind: "p", HTML: html(trimmed(p.Text, plan.Span{Start: line.Start, End: next}))})
			}
		} else {
			out = append(out, block{Kind: kindOf(p, line), ID: bareID(p, line), HTML: html(trimmed(p.Text, plan.Span{Start: line.Start, End: next}))})
		}
		line.Start = max(line.Start, next)
		line = trimmed(p.Text, line)
	}
	return slices.DeleteFunc(out, func(b block) bool { return b.HTML == "" })
}

// kindOf tells what a line that heads nothing is.
func kindOf(p *plan.Plan, line plan.Span) string {
	for _, f := range p.Frame {
		if f.Contains(line) {
			return "quiet"
		}
	}
	if len(p.Clauses) > 0 && line.End <= p.Clauses[0].Span.Start && !slices.ContainsFunc(p.Preface, func(s plan.Span) bool { return s.Overlaps(line) }) {
		if p.Meta.Title.Span.Len() > 0 && p.Meta.Title.Span.Overlaps(line) {
			return "title"
		}
		return "data"
	}
	return "p"
}

// bareID is the anchor of a chapter's own text, whose clause has no label.
func bareID(p *plan.Plan, line plan.Span) string {
	for i := range p.Clauses {
		if c := &p.Clauses[i]; c.Bare && c.Span.Start >= line.Start && c.Span.Start < line.End {
			return "c" + strconv.Itoa(c.Number)
		}
	}
	return ""
}

// trimmed is a stretch without the space around it.
func trimmed(text string, s plan.Span) plan.Span {
	t := s.In(text)
	left := len(t) - len(strings.TrimLeft(t, " \t\r\n\u3000\u00a0"))
	right := len(strings.TrimRight(t[left:], " \t\r\n\u3000\u00a0"))
	return plan.Span{Start: s.Start + left, End: s.Start + left + right}
}
