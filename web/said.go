package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cewen/answer"
	"cewen/dialog"
	"cewen/plan"
)

// said is a question with its answer, as a page shows it.
type said struct {
	Base        string
	ID          string
	Question    string
	Answered    bool
	Head        string
	Each        bool // several topics, each with an answer of its own: the head is one of them
	Lines       []line
	Notes       string
	Quotes      []quote
	Sources     []source
	Copy        string // for a paper: sentence and source
	Suggestions []string
	Units       []string // to choose 我局 from
	Places      []string // to choose 我县 from
	Progress    bool     // asked was how far something is
}

// line is a line of an answer; Label stands before it in bold.
type line struct {
	Label, Text string
	Item        bool
}

// quote is a verbatim quote with where it leads.
type quote struct {
	Text string
	Href string
}

// source is where quotes stand.
type source struct {
	Text string
	Href string
}

// copyWords ask for an answer in the form that can stand in a paper.
const copyWords = "给我能放材料里的"

// saidOf lays an answer out. Nothing of its text is left out or changed: lines and enumerations are set apart, that is all.
func (w *Web) saidOf(r *request, t dialog.Turn) said {
	a := t.Answer
	s := said{Base: r.base, ID: t.ID, Question: plain(t.Question), Answered: a.Answered, Notes: strings.Join(a.Notes, ";"), Progress: a.Progress}
	text := strings.Split(strings.TrimSpace(plain(a.Text)), "\n")
	s.Each = numbered(text[0])
	for i, l := range text {
		first, items := l, []string(nil)
		if a.Intent == answer.Due || a.Intent == answer.List || utf8.RuneCountInString(l) > 200 {
			first, items = unlist(l)
		}
		label := ""
		if s.Each && numbered(first) {
			if before, rest, ok := strings.Cut(first, ":"); ok {
				label, first = before+":", rest
			}
		}
		if i == 0 && !s.Each {
			s.Head = first
		} else {
			s.Lines = append(s.Lines, line{Label: label, Text: first})
		}
		for _, it := range items {
			s.Lines = append(s.Lines, line{Text: it, Item: true})
		}
	}
	s.cite(a)
	if a.Answered && len(a.Citations) > 0 && t.After.Last != nil {
		if c, _ := answer.Ask(w.snapshot(), t.After, answer.Question{Text: copyWords, Today: w.Today()}); c.Answered {
			s.Copy = strings.Join(strings.Fields(c.Text), "")
		}
	}
	for _, x := range a.Suggestions {
		s.Suggestions = append(s.Suggestions, plain(x))
	}
	if p := w.planOf(""); p != nil {
		switch a.Wants {
		case answer.WantUnit:
			s.Units = unitsOf(p)
		case answer.WantPlace:
			s.Places = countiesOf(p)
		}
	}
	return s
}

// cite adds the quotes, each once and byte for byte, a marker behind its sentence, and where they stand.
func (s *said) cite(a answer.Answer) {
	seen := map[string]bool{}
	for i, c := range a.Citations {
		q := strings.TrimSpace(plain(c.Quote))
		if q == "" || within(a.Citations, i) {
			continue
		}
		href := citationPath(s.Base, c)
		if n := len(s.Quotes); n > 0 && i > 0 && a.Citations[i-1].Plan == c.Plan && a.Citations[i-1].Clause == c.Clause && isMarker(q) {
			s.Quotes[n-1].Text += q
		} else {
			s.Quotes = append(s.Quotes, quote{q, href})
		}
		if key := c.Source() + " · " + c.Plan; !seen[key] {
			seen[key] = true
			s.Sources = append(s.Sources, source{"〔" + key + "〕", href})
		}
	}
}

// citationPath leads to a quote in its plan, marked.
func citationPath(base string, c answer.Citation) string {
	return planPath(base, c.Plan) + "?mark=" + strconv.Itoa(c.Start) + "-" + strconv.Itoa(c.End) + "#mark"
}

// within reports whether a quote is a part of another one.
func within(cs []answer.Citation, i int) bool {
	c := cs[i]
	return slices.ContainsFunc(cs, func(o answer.Citation) bool {
		return o.Plan == c.Plan && o.Start <= c.Start && c.End <= o.End && o.End-o.Start > c.End-c.Start
	})
}

// isMarker reports whether a quote is nothing but a responsibility marker.
func isMarker(q string) bool {
	r, _ := utf8.DecodeRuneInString(q)
	return strings.ContainsRune("(（〔[【", r) && utf8.RuneCountInString(q) < 200
}

// numbered reports whether a line is one of several: 1 雨水管网:…
func numbered(l string) bool {
	n, _, ok := strings.Cut(l, " ")
	return ok && len(n) == 1 && n[0] >= '1' && n[0] <= '9'
}

// unlist puts the items of an enumeration on lines of their own: 2025年到期62项:甲;乙;丙。
func unlist(l string) (first string, items []string) {
	at := strings.Index(l, ":")
	if i := strings.Index(l, "项:"); i >= 0 {
		at = i + len("项")
	}
	if at < 0 || strings.Count(l[at:], ";") < 2 {
		return l, nil
	}
	for it := range strings.SplitSeq(l[at+1:], ";") {
		if it = strings.TrimSpace(it); it != "" {
			items = append(items, it)
		}
	}
	return l[:at+1], items
}

// plain drops from a text what would move a cursor or turn a line around.
func plain(s string) string { return answer.Printable(s) }

// countiesOf are the counties that a plan names.
func countiesOf(p *plan.Plan) []string {
	var out []string
	for i := range p.Places {
		if k := p.Places[i].Kind; k == "县" || k == "区" || k == "市" {
			out = append(out, p.Places[i].Name)
		}
	}
	return out
}

// byDuties are a plan's units, those with most to do first.
func byDuties(p *plan.Plan) []*plan.Unit {
	us := make([]*plan.Unit, len(p.Units))
	for i := range p.Units {
		us[i] = &p.Units[i]
	}
	slices.SortStableFunc(us, func(a, b *plan.Unit) int { return len(b.Duties) - len(a.Duties) })
	return us
}

// unitPath is the address of a unit's page.
func unitPath(base, plan, unit string) string {
	return base + "/unit/" + url.PathEscape(unit) + "?plan=" + url.QueryEscape(plan)
}
