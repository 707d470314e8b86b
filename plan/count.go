package plan

import "strings"

// Heading is a plan's title in 《》 and its number, as far as its text gives them; its file's name where it has no title.
func (p *Plan) Heading() string {
	title := p.Meta.Title.Value
	switch {
	case title == "":
		title = p.Source
	case !strings.HasPrefix(title, "《"):
		title = "《" + title + "》"
	}
	return strings.TrimSpace(title + " " + p.Meta.Number.Value)
}

// Name is what a plan is called where one line has to do: its number, else its title, else its file's name.
func (p *Plan) Name() string {
	switch {
	case p.Meta.Number.Value != "":
		return p.Meta.Number.Value
	case p.Meta.Title.Value != "":
		return p.Meta.Title.Value
	}
	return p.Source
}

// Counts says how much was read from a plan, in the units that its readers count in: 条 (clauses), 处 (responsibility markers), 项 (targets).
type Counts struct{ Chapters, Clauses, Duties, Units, Targets, Dated, Indicators int }

// Counts counts what was read.
func (p *Plan) Counts() Counts {
	c := Counts{Chapters: len(p.Chapters), Clauses: len(p.Clauses), Units: len(p.Units), Targets: len(p.Targets), Indicators: len(p.Indicators)}
	for i := range p.Clauses {
		c.Duties += len(p.Clauses[i].Duties)
	}
	for i := range p.Targets {
		if p.Targets[i].Deadline != nil {
			c.Dated++
		}
	}
	return c
}
