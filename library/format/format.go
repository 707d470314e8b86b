package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// MaxBytes is the largest file that Read takes.
const MaxBytes = 64 << 20

// Kind is what a file is.
type Kind string

// Kinds.
const (
	Text     Kind = "txt"
	Markdown Kind = "md"
	HTML     Kind = "html"
	DOCX     Kind = "docx"
	PDF      Kind = "pdf"
)

// Notes: what was left out of the text or guessed.
const (
	NoteMenus      = "menus-left-out"       // html: menus, share bars, footers
	NoteOutside    = "text-outside-main"    // html: sentences outside what was taken for the main text were left out
	NoteWhole      = "whole-page"           // html: no main text was found; the whole page is the text
	NotePictures   = "pictures-left-out"    // html, md, docx, pdf
	NoteEncoding   = "encoding-guessed"     // nothing in the file says how it is encoded
	NoteWrapped    = "lines-joined"         // txt: paragraphs were broken into lines of one length
	NoteNumbers    = "numbers-set-plain"    // blanks about numbers and full-width digits
	NoteRawHTML    = "raw-html-left-out"    // md
	NoteNotes      = "footnotes-left-out"   // docx: footnotes, endnotes, comments
	NoteRunning    = "running-left-out"     // pdf: page numbers and repeated headers and footers; docx: headers and footers
	NoteDeletions  = "deletions-left-out"   // docx: tracked deletions
	NoteNumbering  = "numbering-unresolved" // docx: a list with a number format that is not known; its numbers are missing
	NoteContents   = "contents-left-out"    // docx, pdf: a table of contents, which would repeat every heading
	NoteHidden     = "hidden-left-out"      // docx: hidden text
	NoteBlankPages = "pages-without-text"   // pdf: some pages have no text; they may be scans
	NoteUnreadable = "characters-unread"    // pdf: characters whose font does not say what they mean
)

// Document (文稿) is what was read of a file.
type Document struct {
	Text     string
	Kind     Kind
	Encoding string   // utf-8, utf-16le, utf-16be, gb18030 …: of text files and pages; "" for docx and pdf
	Pages    []int    // byte offset in Text at which each page begins; pdf only
	Notes    []string // codes of what was left out or guessed, each once: the Note constants
}

func (d *Document) note(code string) {
	if !slices.Contains(d.Notes, code) {
		d.Notes = append(d.Notes, code)
	}
}

var extensions = map[string]Kind{".txt": Text, ".md": Markdown, ".markdown": Markdown, ".html": HTML, ".htm": HTML, ".docx": DOCX, ".pdf": PDF}

// Known reports whether the name has an extension that Read reads: what a watched folder takes up.
func Known(name string) bool {
	_, ok := extensions[strings.ToLower(filepath.Ext(name))]
	return ok
}

// Read reads one file. Its kind is what its content says, and where that says nothing, what its name says. Every error is an *Error.
func Read(ctx context.Context, name string, r io.Reader) (Document, error) {
	d, err := read(ctx, name, r)
	if err == nil {
		return d, nil
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Op: "read", Code: Broken, Err: err}
	}
	if ctx.Err() != nil {
		e = &Error{Op: e.Op, Code: Stopped, Err: ctx.Err()}
	}
	e.Source = name
	return Document{}, e
}

func read(ctx context.Context, name string, r io.Reader) (d Document, err error) {
	// What is read comes from anywhere: a mistake of a parser is one file that cannot be read, never the end of the program.
	defer func() {
		if p := recover(); p != nil {
			d, err = Document{}, refuse("read", Broken, fmt.Errorf("panic: %v", p))
		}
	}()
	if err := ctx.Err(); err != nil {
		return Document{}, err
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case len(data) > MaxBytes:
		return Document{}, refuse("read", TooLarge, nil)
	case err != nil:
		return Document{}, refuse("read", Unreadable, err)
	case len(data) == 0:
		return Document{}, refuse("read", Empty, nil)
	}
	kind, err := kindOf(name, data)
	if err != nil {
		return Document{}, err
	}
	d.Kind = kind
	switch kind {
	case DOCX:
		err = d.readDOCX(ctx, data)
	case PDF:
		err = d.readPDF(ctx, data)
	case HTML:
		err = d.readHTML(data)
	case Markdown:
		err = d.readMarkdown(data)
	default:
		err = d.readText(data)
	}
	if err != nil {
		return Document{}, err
	}
	if isBlank(d.Text) {
		return Document{}, refuse("read", Empty, nil)
	}
	d.setNumbers()
	return d, nil
}

// setNumbers sets the numbers of the text plainly, page by page, since the pages begin elsewhere then.
func (d *Document) setNumbers() {
	starts := append(append([]int{0}, d.Pages...), len(d.Text))
	var b strings.Builder
	for i := range starts[1:] {
		if i > 0 {
			d.Pages[i-1] = b.Len()
		}
		plain, changed := setPlain(d.Text[starts[i]:starts[i+1]])
		if changed {
			d.note(NoteNumbers)
		}
		b.WriteString(plain)
	}
	d.Text = b.String()
}
