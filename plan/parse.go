package plan

import (
	"strings"

	"cewen/lexicon"
)

// Parse reads a plan. source is the file's name and is only kept for naming it.
// It fails (with an *Error) only for what is no plan at all; an odd or cut plan is read as far as it goes and gets warnings.
func Parse(source, text string) (*Plan, error) {
	if err := check(source, text); err != nil {
		return nil, err
	}
	return newParser(source, text).read()
}

// newParser cuts a checked text into its lines. Traditional characters are read as the simplified ones, which are as long: the spans are the text's own.
func newParser(source, text string) *parser {
	p := &parser{text: lexicon.Simplify(text), plan: &Plan{Source: source, Text: text}}
	p.blankSame = strings.Contains(p.text, "空") && sameAbove.MatchString(p.text)
	p.plainUnits = strings.Contains(p.text, "括号") && plainRule.MatchString(p.text)
	p.lines = split(p.text)
	p.unfold()
	p.gluedItems()
	p.dashHeads()
	return p
}

// read reads the plan. Its error is an *Error.
func (p *parser) read() (*Plan, error) {
	if code := p.frame(); code != "" {
		return nil, &Error{Op: "parse", Source: p.plan.Source, Code: code}
	}
	p.meta()
	if !p.looksLikePlan() {
		return nil, &Error{Op: "parse", Source: p.plan.Source, Code: NoPlan}
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

	letterhead Field // 沅川市人民政府文件: who issues it

	scheme scheme       // what the labels head
	heads  []head       // every labelled line of the body, in order
	body   int          // index of the first line of the body
	tail   int          // index after its last line
	used   []bool       // per line: read into something
	boxed  []bool       // per line: inside a table or box
	rows   map[int]Span // lines that are rows of boxes, without their labels
	tasks  []taskTable
	steps  []step

	shapesOf map[string]cellShape // of the cells that have been looked at: a line may be one of many headers

	blankSame  bool      // an empty cell of a table is the one above it, the text says
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
