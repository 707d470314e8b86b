package web

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cewen/answer"
	"cewen/lexicon"
	"cewen/library"
	"cewen/plan"
	"cewen/reminders"
)

// planPage is a plan's whole text.
type planPage struct {
	Base     string
	Plan     *plan.Plan
	Ending   *answer.Ending // nil: in force
	Several  bool           // other plans are held
	Older    bool           // its version before is held
	Name     string
	Data     []datum
	Chapters []chapterLink
	Front    []block // the notice that issued it, and the document's data as printed
	Blocks   []block
	Unfolded bool // something of the front is marked or searched for
	Query    string
	Hits     []hit
	Found    int
}

func (p *planPage) title() (name, here string) { return p.Plan.Meta.Title.Value, "plan" }

// datum is a line of the document's data.
type datum struct{ Label, Value string }

// chapterLink is a chapter with its clauses, for the side of the page.
type chapterLink struct {
	ID, Text string
	Clauses  []chapterLink
}

// block is a piece of the page, in the order of the text.
type block struct {
	Kind string // h1, h2, h3, p, quiet, table
	ID   string
	HTML template.HTML
	Rows []rowCells // of a table
	Kept bool       // its rows say whether they bind (约束性, 预期性)
}

// rowCells is a row of the table of indicators.
type rowCells struct {
	ID                   string
	Row                  int
	Category, Unit, Kind string
	Name, Base, Target   template.HTML
	BaseYear, TargetYear int
}

// hit is a place where a word was found.
type hit struct {
	ID, Where string
	Before    string
	Text      string
	After     string
}

// mostHits is how many places are listed at the top.
const mostHits = 50

// plans lists the plans; the only one is shown at once.
func (w *Web) plans(r *request) error {
	all := w.snapshot().Holdings()
	if len(all) == 1 && !w.governs(r) {
		return w.redirect(r, strings.TrimPrefix(planPath("", all[0].Brief.Name), r.base))
	}
	p := &plansPage{Base: r.base, Query: strings.TrimSpace(plain(r.URL.Query().Get("q"))), All: len(all), Admin: w.governs(r)}
	words := strings.Fields(lexicon.Fold(p.Query))
	for _, h := range all {
		if !holds(h, words) {
			continue
		}
		if p.Found++; len(p.Plans) < mostPlans {
			p.Plans = append(p.Plans, h)
		}
	}
	for _, x := range w.Problems() {
		words, ok := library.Words(x.Err)
		if !ok {
			words = "读不出来"
		}
		p.Problems = append(p.Problems, problem{x.Name, words, x.Kept})
	}
	return w.render(r, http.StatusOK, "plans", p)
}

// mostPlans is how many plans the list shows; a search finds the others.
const mostPlans = 200

// holds reports whether a plan's heading, issuer or file holds all words.
func holds(h *answer.Holding, words []string) bool {
	in := lexicon.Fold(h.Brief.Heading() + " " + h.Brief.Issuer + " " + h.Brief.Source)
	for _, w := range words {
		if !strings.Contains(in, w) {
			return false
		}
	}
	return true
}

// plansPage is the list of plans.
type plansPage struct {
	Base     string
	Query    string
	All      int
	Found    int
	Plans    []*answer.Holding
	Problems []problem
	Admin    bool
}

// problem is a file that could not be read.
type problem struct {
	Name, Words string
	Kept        bool
}

func (*plansPage) title() (name, here string) { return "方案", "plan" }

// plan shows a plan's whole text, with what is marked or searched for.
func (w *Web) plan(r *request) error {
	p := w.planOf(r.PathValue("plan"))
	if p == nil || r.PathValue("plan") == "" {
		return fail(http.StatusNotFound, "没有收录这份方案。")
	}
	notes := w.notesOf(r, p)
	s := w.snapshot()
	held := s.Holding(r.PathValue("plan"))
	page := &planPage{Base: r.base, Plan: p, Name: held.Brief.Name, Ending: held.Ending, Several: s.Len() > 1, Older: before(s, held) != nil}
	for _, f := range []plan.Field{p.Meta.Number, p.Meta.Issuer, p.Meta.Publisher, p.Meta.Signed, p.Meta.Published} {
		if f.Value != "" {
			page.Data = append(page.Data, datum{f.Label, isoDay(f.Value)})
		}
	}
	if s, ok := markOf(r.URL.Query().Get("mark"), p.Text); ok {
		notes = append(notes, note{s, rankMark, `<mark id="mark">`, "</mark>"})
	}
	if q := strings.TrimSpace(plain(r.URL.Query().Get("q"))); q != "" && len(q) <= mostSearch {
		page.Query = q
		found := occurrences(p.Text, q)
		page.Found = len(found)
		for i, s := range found {
			id := "hit" + strconv.Itoa(i+1)
			notes = append(notes, note{s, rankHit, `<mark class="hit" id="` + id + `">`, "</mark>"})
			if i < mostHits {
				page.Hits = append(page.Hits, hitAt(p, s, id))
			}
		}
	}
	page.Chapters, page.Blocks = layOut(p, notes)
	for len(page.Blocks) > 0 && page.Blocks[0].Kind != "h2" && page.Blocks[0].Kind != "h3" && page.Blocks[0].Kind != "p" {
		page.Front, page.Blocks = append(page.Front, page.Blocks[0]), page.Blocks[1:]
	}
	page.Unfolded = page.Query != "" || r.URL.Query().Has("mark")
	return w.render(r, http.StatusOK, "plan", page)
}

// mostSearch bounds what is searched for, in bytes.
const mostSearch = 200

// notesOf are what is marked in every plan: who is responsible, what is to be reached. Units lead to their pages.
func (w *Web) notesOf(r *request, p *plan.Plan) []note {
	var notes []note
	canonical := map[string]string{}
	for i := range p.Units {
		u := &p.Units[i]
		for _, s := range append([]string{u.Name}, u.Spellings...) {
			canonical[s] = u.Name
		}
	}
	name := reminders.PlanName(p)
	for i := range p.Clauses {
		for _, d := range p.Clauses[i].Duties {
			notes = append(notes, note{d.Marker, rankDuty, `<span class="duty">`, "</span>"})
			at := d.Marker.Start
			for _, u := range d.Units { // in the order of the text
				j := strings.Index(p.Text[at:d.Marker.End], u)
				if j < 0 || canonical[u] == "" {
					continue
				}
				s := plan.Span{Start: at + j, End: at + j + len(u)}
				notes = append(notes, note{s, rankLink, `<a href="` + html.EscapeString(unitPath(r.base, name, canonical[u])) + `">`, "</a>"})
				at = s.End
			}
		}
	}
	for i := range p.Targets {
		t := &p.Targets[i]
		words := "未写时限"
		if d := t.Deadline; d != nil && d.ISO != "" {
			words = d.Said()
			if d.Base == "" {
				words += ",按" + d.ISO + "计"
			}
		} else if t.Recurring {
			words = "每年"
		}
		notes = append(notes, note{t.ValueSpan, rankTarget, `<b class="target" title="` + html.EscapeString(plain(words)) + `">`, "</b>"})
	}
	for i := range p.Indicators {
		in := &p.Indicators[i]
		notes = append(notes, note{in.TargetSpan, rankTarget, `<b class="target" title="` + strconv.Itoa(in.TargetYear) + `年目标值">`, "</b>"})
	}
	return notes
}

// markOf reads which bytes are to be marked: 120-180. ok is false for what is no stretch of the text.
func markOf(s, text string) (at plan.Span, ok bool) {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return at, false
	}
	a, err1 := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || a < 0 || a >= b || b > len(text) || !boundary(text, a) || !boundary(text, b) {
		return at, false
	}
	return plan.Span{Start: a, End: b}, true
}

// hitAt shows a place with a few words around it.
func hitAt(p *plan.Plan, s plan.Span, id string) hit {
	const around = 14
	h := hit{ID: id, Where: "文件信息", Text: plain(s.In(p.Text))}
	for i := range p.Clauses {
		if p.Clauses[i].Span.Contains(s) {
			h.Where = "第" + answer.Numeral(p.Clauses[i].Number) + "条"
		}
	}
	before, after := []rune(p.Text[lineStart(p.Text, s.Start):s.Start]), []rune(p.Text[s.End:lineEnd(p.Text, s.End)])
	h.Before = plain(string(before[max(0, len(before)-around):]))
	h.After = plain(string(after[:min(len(after), around)]))
	return h
}

func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

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
		end := lineEnd(p.Text, at)
		if line := trimmed(p.Text, plan.Span{Start: at, End: end}); line.Len() > 0 {
			blocks = append(blocks, lineBlocks(p, heads, line, html)...)
		}
		at = end + 1
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
			out = append(out, block{Kind: h.kind, ID: h.id, HTML: html(plan.Span{Start: line.Start, End: h.end})})
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
