package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

// Brief (提要) is what can be said of a plan without opening it: who issued it, what it is called by, which units it names and how often.
// It is read from the plan once and kept beside it, so that an office with a thousand plans need not have them all in memory.
type Brief struct {
	Name         string // 文号, else 标题, else the file's name; unique in a collection
	Source       string // the file's name
	Number       string // 文号, "" where the plan has none
	Title        string
	Issuer       string
	Jurisdiction string // 临沂市; "" when it is the State Council's
	Published    string // ISO date, "" where the text gives none
	Signed       string // ISO date, "" where the text gives none
	Counts       plan.Counts
	Years        []int // in which something falls due, in order
	Units        []UnitBrief
	Places       []string // counties and towns that the plan names, with and without 县
	Examples     []string // questions that the plan answers
	Repeals      []Repeal
}

// Repeal (废止) is a document that the plan says holds no longer, with the sentence that says so.
type Repeal struct{ Number, Title, Words string }

// UnitBrief is a unit within one plan.
type UnitBrief struct {
	Name    string
	Key     string // lexicon.UnitKey
	Level   string // 市, 县 …, as its name says
	Clauses int    // 条
	Duties  int    // 处
	Lead    int    // 处 in which the text says that it leads
	Dated   int    // dated targets
	First   Citation
}

// BriefOf reads a plan's brief.
func BriefOf(p *plan.Plan) Brief {
	lex := lexicon.Default()
	b := Brief{Name: p.Name(), Source: p.Source, Number: p.Meta.Number.Value, Title: p.Meta.Title.Value, Issuer: p.Meta.Issuer.Value, Jurisdiction: p.Meta.Jurisdiction,
		Signed: p.Meta.Signed.Value, Published: p.Meta.Published.Value, Counts: p.Counts()}
	for _, r := range p.Repeals() {
		b.Repeals = append(b.Repeals, Repeal{r.Number, r.Title, r.Quote.In(p.Text)})
	}
	dated, named := map[string]int{}, map[string]string{} // by the unit's name; names and other spellings → name
	for _, u := range p.Units {
		for _, s := range append([]string{u.Name}, u.Spellings...) {
			named[s] = u.Name
		}
	}
	years := map[int]bool{}
	for i := range p.Targets {
		t := &p.Targets[i]
		if t.Deadline == nil {
			continue
		}
		years[t.Deadline.Year] = true
		for _, u := range t.Units {
			dated[named[u]]++
		}
	}
	for i := range p.Indicators {
		if y := p.Indicators[i].TargetYear; y > 0 {
			years[y] = true
		}
	}
	b.Years = sortedYears(years)
	for i := range p.Units {
		u := &p.Units[i]
		key := unitKey(lex, p, u.Name, func(key string) bool {
			return slices.ContainsFunc(b.Units, func(o UnitBrief) bool { return o.Key == key })
		})
		ub := UnitBrief{Name: u.Name, Key: key, Level: lex.UnitLevel(u.Name), Clauses: len(u.Clauses()), Duties: len(u.Duties), Dated: dated[u.Name]}
		for k, r := range u.Duties {
			c := p.Clause(r.Clause)
			if c == nil || r.Index >= len(c.Duties) {
				continue
			}
			d := &c.Duties[r.Index]
			if contains(d.Lead, u.Name) {
				ub.Lead++
			}
			if k == 0 {
				ub.First = Citation{Plan: b.Name, Clause: c.Number, Label: c.Label, Title: c.Title, Quote: d.Marker.In(p.Text), Start: d.Marker.Start, End: d.Marker.End}
			}
		}
		b.Units = append(b.Units, ub)
	}
	for i := range p.Places {
		if !kindOfArea(p.Places[i].Name) {
			b.Places = append(b.Places, p.Places[i].Name)
		}
	}
	b.Examples = examplesOf(p)
	return b
}

// Heading is the plan's title in 《》 and its number, as far as its text gives them; its file's name where it has no title, and beside it where others are
// called the same.
func (b *Brief) Heading() string {
	h := strings.TrimSpace(b.Called() + " " + b.Number)
	if b.Name != "" && b.Name != b.Number && b.Name != b.Title && b.Name != b.Source {
		h += " · " + b.Source
	}
	return h
}

// Called is the plan's title in 《》; its file's name where it has none.
func (b *Brief) Called() string {
	switch {
	case b.Title == "":
		return b.Source
	case strings.HasPrefix(b.Title, "《"):
		return b.Title
	}
	return "《" + b.Title + "》"
}

// places are the words by which a question names the plan's place: 临沂市, 临沂; folded.
func (b *Brief) places() []string {
	var out []string
	for _, name := range []string{b.Jurisdiction, strings.TrimRight(b.Jurisdiction, "市省县区")} {
		if utf8.RuneCountInString(name) >= 2 {
			out = append(out, lexicon.Fold(name))
		}
	}
	return out
}

func sortedYears(set map[int]bool) []int {
	out := make([]int, 0, len(set))
	for y := range set {
		at := len(out)
		for at > 0 && out[at-1] > y {
			at--
		}
		out = append(out, 0)
		copy(out[at+1:], out[at:])
		out[at] = y
	}
	return out
}
