package format

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cewen/plan"
)

// FuzzRead: whatever the bytes, there is a text or an Error; the text is UTF-8 that the parser takes or refuses. While fuzzing, PDFs are left
// out: PDFium takes a tenth of a second for each, and what it gives is FuzzPages' matter.
func FuzzRead(f *testing.F) {
	fuzzing := flag.Lookup("test.fuzz").Value.String() != "" || flag.Lookup("test.fuzzworker").Value.String() == "true"
	files, _ := filepath.Glob("testdata/*/*")
	for _, name := range files {
		// A whole PDF with its fonts is too large a seed to be quick.
		if ext := filepath.Ext(name); ext != ".golden" && ext != ".pdf" {
			f.Add(strings.TrimSuffix(name, ".txtar"), content(f, name))
		}
	}
	f.Add("a.pdf", []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/"+
		"MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 38>>stream\nBT /F 12 Tf 72 700 Td (1. text) Tj ET   \nendstream endobj\n"+
		"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n"))
	f.Add("a.txt", []byte("一、总体要求\n"))
	f.Add("a.txt", []byte("\xff\xfe\x00\x4e\x01\x30"))
	f.Add("a.txt", []byte("\xd2\xbb\xa1\xa2"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if fuzzing && bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
			t.Skip()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		d, err := Read(ctx, name, bytes.NewReader(data))
		if err != nil {
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Code == "" {
				t.Fatal(err)
			}
			if e.Code == Broken && e.Err != nil && strings.HasPrefix(e.Err.Error(), "panic") {
				t.Fatal(err)
			}
			return
		}
		if !utf8.ValidString(d.Text) || strings.ContainsRune(d.Text, 0) {
			t.Fatalf("%q", d.Text)
		}
		for _, p := range d.Pages {
			if p < 0 || p > len(d.Text) {
				t.Fatal(d.Pages)
			}
		}
		_, _ = plan.Parse(name, d.Text)
	})
}

// FuzzPages: wherever a PDF puts its characters and lines, there is a text, and pages begin in it, in order.
func FuzzPages(f *testing.F) {
	f.Add([]byte("一二三四五六七八九十。1.（a"), []byte{1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 200, 1, 9, 9, 9, 200})
	f.Add([]byte("a"), []byte{})
	f.Fuzz(func(t *testing.T, text, place []byte) {
		if len(text) > 2000 || len(place) > 4000 {
			t.Skip()
		}
		at := func(i int) float64 {
			if len(place) < 2 {
				return float64(i)
			}
			return float64(int16(binary.LittleEndian.Uint16([]byte{place[i%len(place)], place[(i*7+1)%len(place)]}))) / 16
		}
		l := leaf{width: 600, height: 800}
		for i, r := range string(bytes.ToValidUTF8(text, nil)) {
			g := glyph{r: r, left: at(i), right: at(i) + at(i+3), base: at(i + 1), size: at(i + 2)}
			l.glyphs = append(l.glyphs, g)
			l.addRule(rule{at(i), at(i + 1), at(i + 2), at(i + 3)})
		}
		var d Document
		out, pages := d.compose([]leaf{l, {}, l})
		if len(pages) != 3 || !utf8.ValidString(out) {
			t.Fatal(pages)
		}
		for i, p := range pages {
			if p < 0 || p > len(out) || i > 0 && p < pages[i-1] {
				t.Fatal(pages)
			}
		}
	})
}
