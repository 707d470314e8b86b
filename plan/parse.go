package plan

// Parse reads a plan. source is the file's name and is only kept for naming it.
// It fails (with an *Error) only for what is no plan at all; an odd or cut plan is read as far as it goes and gets warnings.
func Parse(source, text string) (*Plan, error) {
	if err := check(source, text); err != nil {
		return nil, err
	}
	return parse(source, text, nil)
}

// parse reads a checked text. first is the document's data of the plan that stands before it in the same file.
func parse(source, text string, first *Meta) (*Plan, error) {
	p := &parser{text: text, plan: &Plan{Source: source, Text: text}, first: first}
	p.lines = split(text)
	p.unfold()
	if code := p.frame(); code != "" {
		return nil, &Error{Op: "parse", Source: source, Code: code}
	}
	p.plainUnits = plainRule.MatchString(text)
	p.meta()
	if !p.looksLikePlan() {
		return nil, &Error{Op: "parse", Source: source, Code: NoPlan}
	}
	p.structure()
	p.annex()
	p.opening()
	p.duties()
	p.units()
	p.places()
	p.targets()
	p.statements()
	p.listings()
	p.gaps()
	p.account()
	return p.plan, nil
}

// parser holds what is needed while one text is read.
type parser struct {
	text  string
	plan  *Plan
	lines []line
	first *Meta // of the plan before it in its file

	scheme scheme       // what the labels head
	heads  []head       // every labelled line of the body, in order
	body   int          // index of the first line of the body
	tail   int          // index after its last line
	used   []bool       // per line: read into something
	boxed  []bool       // per line: inside a table or box
	rows   map[int]Span // lines that are rows of boxes, without their labels
	tasks  []taskTable
	steps  []step

	plainUnits bool      // brackets with units alone are markers, the text says
	signedYear int       // 0 where the text gives none
	mentions   []mention // of places, in the order of the text
}

func (p *parser) warn(lineNo int, code, text string) {
	p.plan.Warnings = append(p.plan.Warnings, Warning{Line: lineNo, Code: code, Text: text})
}

// in returns the text of a line.
func (p *parser) in(i int) string { return p.lines[i].span.In(p.text) }

func (p *parser) use(from, to int) {
	for i := from; i < to; i++ {
		p.used[i] = true
	}
}
