package format

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the .txt files")

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	pdfs.close()
	os.Exit(code)
}

// TestGolden reads testdata/KIND/*, and compares the text, the notes and the pages with the .golden file beside each.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range files {
		if filepath.Ext(name) == ".golden" {
			continue
		}
		t.Run(strings.TrimPrefix(filepath.ToSlash(name), "testdata/"), func(t *testing.T) {
			d, err := Read(t.Context(), name, bytes.NewReader(content(t, name)))
			if err != nil {
				t.Fatal(err)
			}
			got := d.print()
			golden := name + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// print is the form of goldens: the text, with ⏎ between pages, then the notes.
func (d *Document) print() string {
	var b strings.Builder
	last := 0
	for _, p := range d.Pages {
		if p > 0 {
			b.WriteString(d.Text[last:p] + "⏎")
			last = p
		}
	}
	b.WriteString(d.Text[last:])
	b.WriteString("---- " + string(d.Kind) + " " + d.Encoding + " " + strings.Join(d.Notes, " ") + "\n")
	return b.String()
}

// content is a file's bytes; a .txtar is packed into the .docx that it lists.
func content(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(name) != ".txtar" {
		return data
	}
	var parts []string
	for _, f := range txtar.Parse(data).Files {
		parts = append(parts, f.Name, string(f.Data))
	}
	return packed(t, parts...)
}

// packed makes an archive of names and contents.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("KEEP_DOCX"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "_")+".docx"), b.Bytes(), 0o644)
	}
	return b.Bytes()
}
