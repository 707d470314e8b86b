package format

import (
	"strings"
	"unicode/utf8"
)

// word reads the body of a Word document.
type word struct {
	doc    *Document
	styles styles
	lists  lists
	out    sheet
	fields []bool // of the open fields, whether their instruction is being read; fields can span paragraphs
	boxes  []*node
}

// blocks reads paragraphs and tables, in or out of content controls.
func (w *word) blocks(n *node, out *sheet) {
	for _, k := range n.kids {
		switch k.name {
		case "p":
			w.paragraph(k, out)
		case "tbl":
			out.table(w.rows(k))
		case "sdt":
			gallery := k.child("sdtPr").child("docPartObj").val("docPartGallery")
			if gallery == "Table of Contents" {
				w.doc.note(NoteContents)
				continue
			}
			if c := k.child("sdtContent"); c != nil {
				w.blocks(c, out)
			}
		case "ins", "moveTo", "customXml", "smartTag":
			w.blocks(k, out)
		case "del", "moveFrom":
			w.doc.note(NoteDeletions)
		case "AlternateContent":
			if c := choice(k); c != nil {
				w.blocks(c, out)
			}
		case "sectPr":
			if k.child("headerReference") != nil || k.child("footerReference") != nil {
				w.doc.note(NoteRunning)
			}
		case "altChunk":
			w.doc.note(NoteOutside)
		}
	}
}

func (w *word) paragraph(p *node, out *sheet) {
	pPr := p.child("pPr")
	id := pPr.val("pStyle")
	if s := pPr.child("sectPr"); s.child("headerReference") != nil || s.child("footerReference") != nil {
		w.doc.note(NoteRunning)
	}
	var b strings.Builder
	outer := w.boxes
	w.boxes = nil
	w.inline(p, &b)
	boxes := w.boxes
	w.boxes = outer
	text := tidy(b.String())
	switch {
	case w.styles.isContents(id):
		w.doc.note(NoteContents)
	case text != "":
		text = w.label(id, pPr) + text
		level := w.styles.heading(id, number(pPr.val("outlineLvl"), -1))
		if utf8.RuneCountInString(text) > 60 || strings.HasSuffix(text, "。") || strings.HasSuffix(text, "；") {
			level = 0 // a paragraph that was given a heading's style
		}
		if level > 0 {
			out.heading(level, text)
		} else {
			out.line(text)
		}
	default:
		label := w.label(id, pPr) // an empty paragraph counts
		if out.cell {
			out.line(label) // the column of running numbers
		}
	}
	for _, box := range boxes {
		w.blocks(box, out)
	}
}

// label is the paragraph's automatic number.
func (w *word) label(styleID string, pPr *node) string {
	numID, level := w.lists.of(styleID, pPr.child("numPr"))
	if numID == "" || numID == "0" {
		return ""
	}
	label, known := w.lists.next(numID, level)
	if !known {
		w.doc.note(NoteNumbering)
	}
	return label
}

// hidden reports whether a field's instruction is being read.
func (w *word) hidden() bool {
	for _, f := range w.fields {
		if f {
			return true
		}
	}
	return false
}

// inline reads what a paragraph says: runs, also within links, insertions, fields and controls.
func (w *word) inline(n *node, b *strings.Builder) {
	for _, k := range n.kids {
		switch k.name {
		case "t":
			if !w.hidden() {
				b.WriteString(k.text)
			}
		case "tab", "ptab":
			if !w.hidden() && n.name == "r" {
				b.WriteByte('\t')
			}
		case "br", "cr":
			if t := k.attr("type"); t == "" || t == "textWrapping" {
				b.WriteByte('\n')
			}
		case "noBreakHyphen":
			b.WriteByte('-')
		case "fldChar":
			w.field(k.attr("fldCharType"))
		case "del", "moveFrom":
			w.doc.note(NoteDeletions)
		case "footnoteReference", "endnoteReference", "commentReference":
			w.doc.note(NoteNotes)
		case "r":
			if rPr := k.child("rPr"); rPr.on("vanish") || rPr.on("webHidden") && w.hidden() {
				w.doc.note(NoteHidden)
				w.marks(k)
				continue
			}
			w.inline(k, b)
		case "drawing", "pict", "object":
			w.drawing(k)
		case "AlternateContent":
			if c := choice(k); c != nil {
				w.inline(c, b)
			}
		case "sdt":
			if c := k.child("sdtContent"); c != nil {
				w.inline(c, b)
			}
		case "ruby":
			if c := k.child("rubyBase"); c != nil {
				w.inline(c, b)
			}
		case "pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "sym", "softHyphen", "fldData":
		default:
			w.inline(k, b)
		}
	}
}

// marks follows the field marks of a run whose text is not read.
func (w *word) marks(r *node) {
	for _, k := range r.kids {
		if k.name == "fldChar" {
			w.field(k.attr("fldCharType"))
		}
	}
}

func (w *word) field(kind string) {
	last := len(w.fields) - 1
	switch {
	case kind == "begin" && last < 50:
		w.fields = append(w.fields, true)
	case kind == "separate" && last >= 0:
		w.fields[last] = false
	case kind == "end" && last >= 0:
		w.fields = w.fields[:last]
	}
}

// drawing collects text boxes, whose paragraphs follow the one that holds them, and notes pictures.
func (w *word) drawing(n *node) {
	for _, k := range n.kids {
		switch k.name {
		case "txbxContent":
			w.boxes = append(w.boxes, k)
		case "blip", "imagedata", "chart", "OLEObject", "relIds":
			w.doc.note(NotePictures)
		case "AlternateContent":
			if c := choice(k); c != nil {
				w.drawing(c)
			}
		default:
			w.drawing(k)
		}
	}
}

// choice takes one of several forms of the same content: newer Word writes text boxes twice.
func choice(n *node) *node {
	if c := n.child("Choice"); c != nil {
		return c
	}
	return n.child("Fallback")
}
