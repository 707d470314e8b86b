package format

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/tools/txtar"
)

// BenchmarkRead reads a plan of 40 clauses in each kind; the PDF of testdata has 15 clauses and a table on two pages. PDFium is warm: its start is
// BenchmarkStart's.
func BenchmarkRead(b *testing.B) {
	var lines []string
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("（%s）贯通湖岸步道第%d段。%s（责任单位：市水利局，各县区人民政府）", counted(i+1, "零一二三四五六七八九", "十百千万"), i+1,
			strings.Repeat("打通断头路段，建设连续步道，2031年底前贯通东岸12公里。", 8)))
	}
	text := "一、总体要求\n" + strings.Join(lines, "\n") + "\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		b.Fatal(err)
	}
	data, err := os.ReadFile("testdata/docx/plan.txtar")
	if err != nil {
		b.Fatal(err)
	}
	var parts []string
	for _, f := range txtar.Parse(data).Files {
		if f.Name == "word/document.xml" {
			f.Data = []byte("<document><body><p><r><t>" + strings.ReplaceAll(text, "\n", "</t></r></p><p><pPr><numPr><ilvl val='1'/><numId val='1'/></numPr></pPr><r><t>") + "</t></r></p></body></document>")
		}
		parts = append(parts, f.Name, string(f.Data))
	}
	page, err := os.ReadFile("testdata/html/portal.html")
	if err != nil {
		b.Fatal(err)
	}
	page = bytes.Replace(page, []byte("<p>附件"), []byte("<p>"+strings.ReplaceAll(text, "\n", "</p><p>")+"</p><p>附件"), 1)
	pdf, err := os.ReadFile("testdata/pdf/plan.pdf")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
	}{{"utf8.txt", []byte(text)}, {"gb18030.txt", gb}, {"plan.md", []byte(text)}, {"plan.html", page}, {"plan.docx", packed(b, parts...)}, {"plan.pdf", pdf}} {
		b.Run(c.name, func(b *testing.B) {
			if _, err := Read(b.Context(), c.name, bytes.NewReader(c.data)); err != nil { // starts PDFium
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.SetBytes(int64(len(c.data)))
			for b.Loop() {
				if _, err := Read(b.Context(), c.name, bytes.NewReader(c.data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStart is what the first PDF waits for: PDFium is compiled.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		pdfs.close()
		if _, err := pdfs.open(); err != nil {
			b.Fatal(err)
		}
	}
}
