package answer

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Names is what a text names of a plan: whose, where, which clause, which years.
type Names struct {
	Plan    string // 文号, the file name where the plan has none
	Units   []string
	Places  []string
	Clauses []int
	Years   []int
	Unknown string // a unit that the plan does not list, as it was named
	Mine    Want   // 我局 or 我县 was said and nobody told whose
	Rest    string // what stands beside the names, short of little words: 雨水管网
}

// Empty reports whether nothing was named.
func (n Names) Empty() bool { return len(n.Units)+len(n.Places)+len(n.Clauses) == 0 }

// Named reads what a text names, with 我局 and 我县 as the context has them: 提醒我住建局的任务 names a unit. Of several plans that name as much
// the first is returned; a plan that the text itself names comes before others.
func (s *Snapshot) Named(text string, c Context, today time.Time) Names {
	var best Names
	most := -1
	asked, _ := s.asked(c, Question{Text: text})
	for _, i := range asked {
		d := s.open(i)
		if d == nil {
			continue
		}
		n := s.namesIn(i, d, text, c, today)
		if found := 3*len(n.Units) + 2*len(n.Places) + 2*len(n.Clauses); found > most {
			best, most = n, found
		}
	}
	return best
}

func (s *Snapshot) namesIn(i int, d *doc, text string, c Context, today time.Time) Names {
	a := s.asker(i, d, Context{Unit: c.Unit, Place: c.Place}, Question{Text: text, Today: today})
	n := Names{Plan: d.name}
	q := a.q
	for _, m := range q.units {
		u := a.listed(m)
		if u == nil {
			n.Unknown = m.Form
			continue
		}
		if !contains(n.Units, u.Name) {
			n.Units = append(n.Units, u.Name)
		}
	}
	for _, m := range q.places {
		if m.at != nil && !contains(n.Places, m.at.place.Name) {
			n.Places = append(n.Places, m.at.place.Name)
		}
	}
	for _, r := range q.refs {
		if r.Kind != "clause" {
			continue
		}
		if ci := d.clauseOf(r.Number); ci >= 0 && !contains(n.Clauses, d.clauses[ci].c.Number) {
			n.Clauses = append(n.Clauses, d.clauses[ci].c.Number)
		}
	}
	n.Years = q.yearList()
	switch {
	case q.has("my.unit") && len(n.Units) == 0:
		if u := a.profileUnit(); u != nil {
			n.Units = append(n.Units, u.Name)
		} else {
			n.Mine = WantUnit
		}
	case q.has("my.place") && len(n.Places) == 0:
		if c.Place != "" {
			n.Places = append(n.Places, c.Place)
		} else {
			n.Mine = WantPlace
		}
	}
	var rest []string
	for _, w := range a.t.words {
		if utf8.RuneCountInString(w.text) >= 2 {
			rest = append(rest, w.text)
		}
	}
	n.Rest = strings.Join(rest, "")
	return n
}
