package web

import (
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
	Kind string // h1, h2, h3, p, quiet, table, grid
	ID   string
	HTML template.HTML
	Rows []rowCells // of a table
	Grid []gridRow  // of any other table; the first is its head
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
	p := &plansPage{Base: r.base, Query: strings.TrimSpace(plain(r.URL.Query().Get("q"))), All: len(all), Admin: w.governs(r), Problems: w.Problems()}
	words := strings.Fields(lexicon.Fold(p.Query))
	for _, h := range all {
		if !holds(h, words) {
			continue
		}
		if p.Found++; len(p.Plans) < mostPlans {
			p.Plans = append(p.Plans, h)
		}
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
	Problems []library.Problem
	Admin    bool
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
	for len(page.Blocks) > 0 && !slices.Contains([]string{"h2", "h3", "p", "table", "grid"}, page.Blocks[0].Kind) {
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
	name := p.Name()
	for i := range p.Clauses {
		for k, d := range p.Clauses[i].Duties {
			if k > 0 && d.Marker == p.Clauses[i].Duties[k-1].Marker { // cells of a table that are merged over rows
				continue
			}
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
