package format

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html/charset"
)

// What a .docx may unpack into. A plan of a hundred pages has a document part of 2 to 5 MB.
const (
	maxEntries  = 10_000
	maxUnpacked = 200 << 20 // all parts together, as the archive states them
	maxPart     = 48 << 20  // one part that is read, as it is unpacked
	maxRatio    = 200       // unpacked to packed, of a part of over ratioFrom
	ratioFrom   = 8 << 20
	maxNodes    = 3_000_000
	maxDepth    = 200
)

// readDOCX reads a Word document: its body with the numbers that Word shows, its tables and its text boxes.
func (d *Document) readDOCX(ctx context.Context, data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return refuse("open", Broken, err)
	}
	parts, err := partsOf(z)
	if err != nil {
		return err
	}
	main, err := mainPart(parts)
	if err != nil {
		return err
	}
	body, err := readPart(ctx, parts[main])
	if err != nil {
		return err
	}
	if body = body.child("body"); body == nil {
		return refuse("open", Broken, errors.New("no body"))
	}
	w := &word{doc: d}
	dir := path.Dir(main)
	for _, p := range []struct {
		name string
		take func(*node)
	}{{"styles.xml", func(n *node) { w.styles = readStyles(n) }}, {"numbering.xml", func(n *node) { w.lists = readLists(n) }}} {
		f := parts[path.Join(dir, p.name)]
		if f == nil {
			p.take(&node{})
			continue
		}
		n, err := readPart(ctx, f)
		if err != nil {
			return err
		}
		p.take(n)
	}
	w.lists.styles = w.styles
	w.blocks(body, &w.out)
	d.Text = w.out.String()
	if isBlank(d.Text) && len(d.Notes) > 0 && d.Notes[0] == NotePictures {
		return refuse("read", Scanned, nil)
	}
	return nil
}

// partsOf checks the archive before anything in it is unpacked.
func partsOf(z *zip.Reader) (map[string]*zip.File, error) {
	if len(z.File) > maxEntries {
		return nil, refuse("unpack", Bomb, fmt.Errorf("%d entries", len(z.File)))
	}
	parts := map[string]*zip.File{}
	var total uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, refuse("unpack", Encrypted, nil)
		}
		if f.UncompressedSize64 > maxUnpacked || total+f.UncompressedSize64 > maxUnpacked {
			return nil, refuse("unpack", Bomb, errors.New("too large unpacked"))
		}
		total += f.UncompressedSize64
		if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, refuse("unpack", Bomb, fmt.Errorf("%s: %d bytes in %d", f.Name, f.UncompressedSize64, f.CompressedSize64))
		}
		parts[strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")] = f
	}
	return parts, nil
}

// mainPart finds the document in the archive by its relationships, and by its usual name where they are missing.
func mainPart(parts map[string]*zip.File) (string, error) {
	if f := parts["_rels/.rels"]; f != nil {
		if n, err := readPart(context.Background(), f); err == nil {
			for _, r := range n.kids {
				target := strings.TrimPrefix(path.Clean("/"+r.attr("Target")), "/")
				if strings.HasSuffix(r.attr("Type"), "/officeDocument") && parts[target] != nil && !strings.HasPrefix(target, "xl/") && !strings.HasPrefix(target, "ppt/") {
					return target, nil
				}
			}
		}
	}
	if parts["word/document.xml"] != nil {
		return "word/document.xml", nil
	}
	if parts["[Content_Types].xml"] != nil && parts["xl/workbook.xml"] == nil && parts["ppt/presentation.xml"] == nil {
		return "", refuse("open", Broken, errors.New("no document part"))
	}
	return "", refuse("open", UnknownKind, errors.New("an archive that is no Word document"))
}

// node is an element of a part, by its local name: the two namespaces of Word mean the same.
type node struct {
	name  string
	attrs []xml.Attr
	kids  []*node
	text  string
}

func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// val is the w:val of a child: <w:numId w:val="3"/>.
func (n *node) val(name string) string { return n.child(name).attr("val") }

// on reads a switch: present without a value is on.
func (n *node) on(name string) bool {
	c := n.child(name)
	if c == nil {
		return false
	}
	switch c.attr("val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// Elements that say nothing here and are most of a part.
var unused = map[string]bool{"rFonts": true, "lang": true, "sz": true, "szCs": true, "color": true, "spacing": true, "ind": true, "jc": true,
	"tcBorders": true, "tblBorders": true, "shd": true, "tcMar": true, "kern": true, "b": true, "bCs": true, "rsids": true, "latentStyles": true,
	"proofErr": true, "bookmarkStart": true, "bookmarkEnd": true, "lastRenderedPageBreak": true, "snapToGrid": true, "widowControl": true}

// readPart unpacks a part and reads it as a tree, within limits of size, depth and number.
func readPart(ctx context.Context, f *zip.File) (*node, error) {
	r, err := f.Open()
	if err != nil {
		return nil, refuse("unpack", Broken, err)
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: maxPart + 1}
	dec := xml.NewDecoder(limited)
	dec.CharsetReader = charset.NewReaderLabel
	root := &node{}
	stack := []*node{root}
	for count := 0; ; {
		t, err := dec.Token()
		if limited.N <= 0 {
			return nil, refuse("unpack", Bomb, fmt.Errorf("%s is over %d bytes", f.Name, maxPart))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuse("unpack", Broken, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if count++; count%4096 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if count > maxNodes || len(stack) > maxDepth {
				return nil, refuse("unpack", Bomb, fmt.Errorf("%s: too many elements or too deep", f.Name))
			}
			n := &node{name: t.Name.Local, attrs: t.Attr}
			top := stack[len(stack)-1]
			if !unused[n.name] {
				top.kids = append(top.kids, n)
			}
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top := stack[len(stack)-1]; top.name == "t" {
				top.text += string(t)
			}
		}
	}
	if len(root.kids) == 0 {
		return nil, refuse("unpack", Broken, errors.New(f.Name+" is empty"))
	}
	return root.kids[0], nil
}
