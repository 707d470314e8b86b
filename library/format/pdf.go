package format

import (
	"context"
	"errors"
	"fmt"
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferr "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/unicode/norm"
)

// MaxPages is the longest PDF that Read takes.
const MaxPages = 2000

// Limits of one page, beyond which a PDF is made to be read by nobody.
const (
	maxGlyphs  = 100_000
	maxObjects = 20_000
)

// glyph is one character and where it stands, in points from the page's lower left corner.
type glyph struct {
	r           rune
	left, right float64
	base, size  float64 // the base line's height and the size of the type
}

// rule is a drawn line: the border of a table.
type rule struct{ left, bottom, right, top float64 }

// leaf is one page as PDFium gives it.
type leaf struct {
	width, height float64
	glyphs        []glyph
	rules         []rule
	pictures      int
}

// readPDF reads a PDF that has text.
func (d *Document) readPDF(ctx context.Context, data []byte) error {
	var leaves []leaf
	unread := 0
	err := pdfs.with(ctx, func(p pdfium.Pdfium) error {
		doc, err := p.OpenDocument(&requests.OpenDocument{File: &data})
		if err != nil {
			return refuse("open", pdfReason(err), err)
		}
		count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
		if err != nil || count.PageCount == 0 {
			return refuse("open", Broken, err)
		}
		if count.PageCount > MaxPages {
			return refuse("open", TooLarge, fmt.Errorf("%d pages", count.PageCount))
		}
		for i := range count.PageCount {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			l, bad, err := readLeaf(p, doc.Document, i)
			if err != nil {
				return refuse("read", Broken, fmt.Errorf("page %d: %w", i+1, err))
			}
			unread += bad
			leaves = append(leaves, l)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.layOut(leaves, unread)
}

func pdfReason(err error) Reason {
	if errors.Is(err, pdferr.ErrPassword) || errors.Is(err, pdferr.ErrSecurity) {
		return Encrypted
	}
	return Broken
}

// readLeaf reads the characters and drawn lines of a page, and how many characters its fonts do not name.
func readLeaf(p pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) (leaf, int, error) {
	loaded, err := p.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return leaf{}, 0, err
	}
	defer func() { _, _ = p.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	page := requests.Page{ByReference: &loaded.Page}
	var l leaf
	if w, err := p.FPDF_GetPageWidthF(&requests.FPDF_GetPageWidthF{Page: page}); err == nil {
		l.width = float64(w.PageWidth)
	}
	if h, err := p.FPDF_GetPageHeightF(&requests.FPDF_GetPageHeightF{Page: page}); err == nil {
		l.height = float64(h.PageHeight)
	}
	unread, err := l.readGlyphs(p, page)
	if err != nil {
		return leaf{}, 0, err
	}
	return l, unread, l.readObjects(p, page)
}

func (l *leaf) readGlyphs(p pdfium.Pdfium, page requests.Page) (unread int, err error) {
	text, err := p.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return 0, err
	}
	defer func() { _, _ = p.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	n, err := p.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return 0, err
	}
	if n.Count > maxGlyphs {
		return 0, refuse("read", Bomb, fmt.Errorf("%d characters on a page", n.Count))
	}
	for i := range n.Count {
		u, err := p.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text.TextPage, Index: i})
		if err != nil {
			return 0, err
		}
		r := rune(u.Unicode)
		switch {
		case r == 0 || r == 0xFFFE || r == unicode.ReplacementChar || 0xE000 <= r && r <= 0xF8FF:
			unread++
			continue
		case unicode.IsSpace(r) || unicode.IsControl(r):
			continue // blanks are read from the distances
		}
		if 0x2F00 <= r && r <= 0x2FD5 { // fonts that name 一 by its radical
			r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		}
		box, err := p.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		origin, err := p.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		g := glyph{r: r, left: float64(box.Rect.Left), right: float64(box.Rect.Right), base: origin.Y, size: float64(box.Rect.Top - box.Rect.Bottom)}
		if unicode.Is(unicode.Han, r) {
			g.size = g.right - g.left // fonts differ in how high they say they are; Han characters are as wide as high
		}
		if g.finite() {
			l.glyphs = append(l.glyphs, g)
		}
	}
	return unread, nil
}

func (g glyph) finite() bool {
	for _, v := range []float64{g.left, g.right, g.base, g.size} {
		if math.IsNaN(v) || math.Abs(v) > 1e5 {
			return false
		}
	}
	return true
}

// readObjects finds drawn lines and counts pictures.
func (l *leaf) readObjects(p pdfium.Pdfium, page requests.Page) error {
	n, err := p.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return err
	}
	for i := range min(n.Count, maxObjects) {
		o, err := p.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return err
		}
		t, err := p.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return err
		}
		switch t.Type {
		case enums.FPDF_PAGEOBJ_IMAGE:
			l.pictures++
		case enums.FPDF_PAGEOBJ_PATH:
			b, err := p.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
			if err == nil {
				l.addRule(rule{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)})
			}
		}
	}
	return nil
}

// addRule keeps a thin box as a line and a cell's box as its four sides.
func (l *leaf) addRule(r rule) {
	const thin = 3
	w, h := r.right-r.left, r.top-r.bottom
	switch {
	case w < thin && h < thin || math.IsNaN(w) || math.IsNaN(h):
	case w < thin || h < thin:
		l.rules = append(l.rules, r)
	case w < l.width*0.98 && h < l.height*0.9:
		l.rules = append(l.rules, rule{r.left, r.bottom, r.left, r.top}, rule{r.right, r.bottom, r.right, r.top},
			rule{r.left, r.bottom, r.right, r.bottom}, rule{r.left, r.top, r.right, r.top})
	}
}

// layOut makes text of the pages.
func (d *Document) layOut(leaves []leaf, unread int) error {
	glyphs, blank, pictures := 0, 0, 0
	for _, l := range leaves {
		glyphs += len(l.glyphs)
		pictures += l.pictures
		if len(l.glyphs) == 0 {
			blank++
		}
	}
	switch {
	case glyphs == 0 && unread > 0:
		return refuse("read", BadEncoding, errors.New("the fonts do not say which characters they show"))
	case glyphs == 0:
		return refuse("read", Scanned, nil)
	case blank > 0 && blank*2 > len(leaves) || pictures >= len(leaves) && glyphs < 20*len(leaves):
		return refuse("read", Scanned, fmt.Errorf("%d of %d pages have no text", blank, len(leaves)))
	case blank > 0:
		d.note(NoteBlankPages)
	}
	if pictures > 0 {
		d.note(NotePictures)
	}
	if unread > 0 {
		if unread > glyphs/5 {
			return refuse("read", BadEncoding, errors.New("the fonts do not say which characters they show"))
		}
		d.note(NoteUnreadable)
	}
	d.Text, d.Pages = d.compose(leaves)
	return nil
}
