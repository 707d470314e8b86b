package format

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// readHTML reads a page: the main text within its menus, with the table of the document's data (索引号, 文号 …) before it.
func (d *Document) readHTML(data []byte) error {
	source, err := d.decodePage(data)
	if err != nil {
		return err
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return refuse("read", Broken, err)
	}
	p := &page{doc: d, weights: map[*html.Node]weight{}}
	p.strip(root)
	p.weigh(root)
	main := p.main(root)
	p.data(root, main)
	p.title(root, main)
	p.blocks(main, &p.out)
	p.flush(&p.out)
	d.Text = p.out.String()
	return nil
}

// decodePage decodes as decode does, and believes the page's own word for what is no UTF-8.
func (d *Document) decodePage(data []byte) (string, error) {
	_, wide := wideText(data)
	if utf8.Valid(data) || wide != nil || bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return d.decode(data)
	}
	e, name, _ := charset.DetermineEncoding(data, "")
	switch name {
	case "utf-8", "windows-1252": // the latter is said where the page says nothing
		return d.decode(data)
	case "gbk", "gb18030":
		text, err := d.decode(data)
		d.Notes = nil // the page says so itself
		return text, err
	case "replacement":
		return "", refuse("decode", BadEncoding, errors.New(name))
	}
	d.Encoding = name
	return strict(data, e)
}

// page is a page while it is read.
type page struct {
	doc     *Document
	weights map[*html.Node]weight
	out     sheet
	inline  strings.Builder // the line that is being collected
}

// Elements that hold nothing of the text.
var dropped = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Svg: true,
	atom.Object: true, atom.Select: true, atom.Button: true, atom.Input: true, atom.Textarea: true, atom.Nav: true, atom.Link: true, atom.Meta: true,
	atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Map: true, atom.Rp: true, atom.Rt: true}

// Elements that begin and end a line.
var block = map[atom.Atom]bool{atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true,
	atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true,
	atom.Hr: true, atom.Html: true, atom.Li: true, atom.Main: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true,
	atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true,
	atom.Ul: true, atom.Caption: true}

func get(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// unseen reports whether a reader does not see an element.
func unseen(n *html.Node) bool {
	style := strings.ReplaceAll(strings.ToLower(get(n, "style")), " ", "")
	if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" {
			return true
		}
	}
	return false
}

// strip takes scripts, comments and hidden elements out of the tree; the data that they hold in meta elements stays until title has read it.
func (p *page) strip(n *html.Node) {
	for k := n.FirstChild; k != nil; {
		next := k.NextSibling
		switch {
		case k.Type == html.CommentNode, k.Type == html.ElementNode && k.DataAtom != atom.Meta && (dropped[k.DataAtom] || unseen(k)):
			n.RemoveChild(k)
		default:
			p.strip(k)
		}
		k = next
	}
}
