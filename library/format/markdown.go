package format

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table))

// readMarkdown reads CommonMark with tables: marks of emphasis and links go, their text, headings, numbers of lists and line breaks stay.
func (d *Document) readMarkdown(data []byte) error {
	source, err := d.decode(data)
	if err != nil {
		return err
	}
	source = strings.TrimPrefix(source, "\ufeff")
	m := &marks{doc: d, source: []byte(source)}
	m.blocks(markdown.Parser().Parse(text.NewReader(m.source)), "")
	d.Text = m.out.String()
	return nil
}

// marks walks a Markdown tree.
type marks struct {
	doc    *Document
	source []byte
	out    sheet
}

// blocks writes what n holds; lead goes before its first line: the number of a list item.
func (m *marks) blocks(n ast.Node, lead string) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch k := k.(type) {
		case *ast.Heading:
			m.out.heading(k.Level, lead+m.inline(k))
		case *ast.Paragraph, *ast.TextBlock:
			m.out.line(lead + m.inline(k))
		case *ast.List:
			m.list(k)
			continue // the item's number belongs to its own text
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			m.out.line(lead + string(k.Lines().Value(m.source)))
		case *ast.HTMLBlock:
			m.doc.note(NoteRawHTML)
			continue
		case *extast.Table:
			m.table(k)
		case *ast.ThematicBreak, *ast.LinkReferenceDefinition:
			continue
		default:
			m.blocks(k, lead)
		}
		lead = ""
	}
}

func (m *marks) list(l *ast.List) {
	number := l.Start
	for k := l.FirstChild(); k != nil; k = k.NextSibling() {
		lead := ""
		if l.IsOrdered() {
			lead = strconv.Itoa(number) + string(rune(l.Marker)) + " "
			number++
		}
		m.blocks(k, lead)
	}
}

func (m *marks) table(t *extast.Table) {
	var rows [][]string
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		var row []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			row = append(row, m.inline(c))
		}
		rows = append(rows, row)
	}
	m.out.table(rows)
}

var lineBreak = regexp.MustCompile(`(?i)^<br\s*/?>$`)

// inline is the text of a block without its marks. Line breaks of the source stay.
func (m *marks) inline(n ast.Node) string {
	var b bytes.Buffer
	_ = ast.Walk(n, func(k ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch k := k.(type) {
		case *ast.Text:
			s := k.Segment.Value(m.source)
			if _, code := k.Parent().(*ast.CodeSpan); !code {
				s = plain(s)
			}
			b.Write(s)
			if k.SoftLineBreak() || k.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(k.Value)
		case *ast.AutoLink:
			b.Write(k.Label(m.source))
		case *ast.Image:
			m.doc.note(NotePictures)
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			if lineBreak.Match(k.Segments.Value(m.source)) {
				b.WriteByte('\n')
			} else {
				m.doc.note(NoteRawHTML)
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// plain resolves what Markdown escapes: \* and &nbsp;
func plain(s []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s)))
}
