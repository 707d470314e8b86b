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

// Name is what a plan is called where one line has to do, and kept under: what it is called among others that are held, else its number, else its title,
// else its file's name.
func (p *Plan) Name() string {
	switch {
	case p.Called != "":
		return p.Called
	case p.Meta.Number.Value != "":
		return p.Meta.Number.Value
	case p.Meta.Title.Value != "":
		return p.Meta.Title.Value
	}
	return p.Source
}

// Name is a chapter's label and title: 一、总体要求; a chapter without a label has its title alone.
func (c *Chapter) Name() string {
	if c.Label == "" {
		return c.Title
	}
	return c.Label + "、" + c.Title
}
