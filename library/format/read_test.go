package format

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"cewen/plan"
)

const sample = "一、总体要求\r\n到2033年，新建湖岸步道48公里。\r\n（一）贯通湖岸步道。㐂\U00020BB7\r\n"

func TestTextPassesUnchanged(t *testing.T) {
	for _, text := range []string{sample, "\ufeff" + sample, "一\r二\n\n　三", "plain ASCII"} {
		d, err := Read(t.Context(), "a.txt", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Document{Text: text, Kind: Text, Encoding: "utf-8"}, d); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSeedsPassUnchanged(t *testing.T) {
	data, err := os.ReadFile("../../seeds/000_2d019b118668a262.txt")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(t.Context(), "seed.txt", bytes.NewReader(data))
	if err != nil || d.Text != string(data) {
		t.Errorf("the seed changed: %v", err)
	}
}

func TestEncodings(t *testing.T) {
	encode := func(e interface{ Bytes([]byte) ([]byte, error) }) string {
		b, err := e.Bytes([]byte(sample))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	le := encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder())
	be := encode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder())
	for _, c := range []struct{ name, data, want string }{
		{"bom le", "\xff\xfe" + le, "utf-16le"}, {"bom be", "\xfe\xff" + be, "utf-16be"}, {"le", le, "utf-16le"}, {"be", be, "utf-16be"},
		{"gb", encode(simplifiedchinese.GB18030.NewEncoder()), "gb18030"},
	} {
		d, err := Read(t.Context(), "a.txt", strings.NewReader(c.data))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d.Text != sample || d.Encoding != c.want {
			t.Errorf("%s: %s %q", c.name, d.Encoding, d.Text)
		}
	}
}

func TestRefusals(t *testing.T) {
	scan := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/" +
		"MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>endobj\n4 0 obj<</Length 21>>stream\n0 0 400 700 re f    \nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n"
	encrypted, err := os.ReadFile("testdata/encrypted.bin")
	if err != nil {
		t.Fatal(err)
	}
	types := "<Types/>"
	word := func(body string) string {
		return string(packed(t, "[Content_Types].xml", types, "word/document.xml", body))
	}
	for _, c := range []struct {
		name, data string
		want       Reason
	}{
		{"empty.txt", "", Empty},
		{"blank.txt", " \n\u3000\ufeff\n", Empty},
		{"nul.txt", "一、\x00总体", BadEncoding},
		{"broken-utf8.txt", strings.Repeat("总体要求", 20) + "\xff" + strings.Repeat("到2033年", 9), BadEncoding},
		{"bytes.txt", "\x81\x20\xff\xff\x80\x80", BadEncoding},
		{"a.doc", string(ole) + strings.Repeat("\x00", 600), OldWord},
		{"a.wps", string(ole) + string(wide("WordDocument")), OldWord},
		{"a.docx", string(ole) + string(wide("EncryptionInfo")), Encrypted},
		{"a.rtf", `{\rtf1 x}`, OldWord},
		{"a.xls", string(ole) + string(wide("Workbook")), UnknownKind},
		{"a.xlsx", string(packed(t, "[Content_Types].xml", types, "xl/workbook.xml", "<a/>")), UnknownKind},
		{"a.zip", string(packed(t, "a.txt", "一")), UnknownKind},
		{"a.png", "\x89PNG\r\n\x1a\n", UnknownKind},
		{"a.exe", "hello", UnknownKind},
		{"text.docx", "这不是文档", Broken},
		{"text.pdf", "这不是文档", Broken},
		{"cut.docx", word("<w:document/>")[:60], Broken},
		{"xml.docx", word("<w:document><w:body><w:p></w:body>"), Broken},
		{"nobody.docx", word("<document/>"), Broken},
		{"blank.docx", word("<document><body><p/></body></document>"), Empty},
		{"picture.docx", word("<document><body><p><r><drawing><blip/></drawing></r></p></body></document>"), Scanned},
		{"deep.docx", word("<document><body>" + strings.Repeat("<sdt>", 3000)), Bomb},
		{"bomb.docx", word("<document>" + strings.Repeat(" ", 60<<20) + "</document>"), Bomb},
		{"scan.pdf", scan, Scanned},
		{"cut.pdf", scan[:60], Broken},
		{"password.pdf", string(encrypted), Encrypted},
		{"blank.html", "<html><body><script>x</script></body></html>", Empty},
		{"deep.html", "<html>" + strings.Repeat("<div>", 5000) + "一、", Broken},
	} {
		d, err := Read(t.Context(), c.name, strings.NewReader(c.data))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Code != c.want || e.Source != c.name || e.Op == "" {
			t.Errorf("%s: %v, want %s; text %.60q", c.name, err, c.want, d.Text)
		}
	}
}

// endless is a file of any size that takes no memory.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	for i := range p[:n] {
		p[i] = 'a'
	}
	e.left -= n
	return int(n), nil
}

func TestTooLarge(t *testing.T) {
	r := &endless{200 << 20}
	_, err := Read(t.Context(), "a.txt", r)
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != TooLarge {
		t.Error(err)
	}
	if r.left < 100<<20 {
		t.Errorf("read on to %d bytes before the end", r.left)
	}
}

func TestReaderFailsAndContextEnds(t *testing.T) {
	_, err := Read(t.Context(), "a.txt", iotest.ErrReader(io.ErrUnexpectedEOF))
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != Unreadable || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, name := range []string{"testdata/pdf/plan.pdf", "testdata/docx/plan.txtar"} {
		_, err = Read(ctx, name, bytes.NewReader(content(t, name)))
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != Stopped || !errors.Is(err, context.Canceled) {
			t.Error(name, err)
		}
	}
}

// stopAfter is a context that ends after it was asked n times: in the middle of a PDF.
type stopAfter struct {
	context.Context
	n      int
	cancel context.CancelFunc
}

func (s *stopAfter) Err() error {
	if s.n--; s.n == 0 {
		s.cancel()
	}
	return s.Context.Err()
}

func TestContextEndsWithinPDF(t *testing.T) {
	inner, cancel := context.WithCancel(t.Context())
	defer cancel()
	data := content(t, "testdata/pdf/plan.pdf")
	_, err := Read(&stopAfter{inner, 3, cancel}, "a.pdf", bytes.NewReader(data))
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != Stopped {
		t.Error(err)
	}
	if _, err := Read(t.Context(), "a.pdf", bytes.NewReader(data)); err != nil {
		t.Error("the next file is read as if nothing had been:", err)
	}
}

func TestKnown(t *testing.T) {
	for name, want := range map[string]bool{"a.txt": true, "A.DOCX": true, "a.b.markdown": true, "a.htm": true, "a.doc": false, "a": false, "~$a.docx.tmp": false} {
		if Known(name) != want {
			t.Error(name)
		}
	}
}

func TestKindByContent(t *testing.T) {
	for name, want := range map[string]Kind{"testdata/html/portal.html": HTML, "testdata/docx/plan.txtar": DOCX, "testdata/pdf/plan.pdf": PDF} {
		d, err := Read(t.Context(), "plan.txt", bytes.NewReader(content(t, name)))
		if err != nil || d.Kind != want {
			t.Error(name, d.Kind, err)
		}
	}
}

// TestPlansParse: what is read of the same plan in two kinds of file is the same plan: 15 labelled clauses and the text of the first chapter.
func TestPlansParse(t *testing.T) {
	for _, name := range []string{"testdata/docx/plan.txtar", "testdata/pdf/plan.pdf"} {
		d, err := Read(t.Context(), name, bytes.NewReader(content(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.Parse(name, d.Text)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Chapters) != 3 || len(p.Clauses) != 16 || p.Meta.Number.Value != "云政办发〔2031〕7号" {
			t.Errorf("%s: %d chapters, %d clauses, %q", name, len(p.Chapters), len(p.Clauses), p.Meta.Number.Value)
		}
	}
}
