package library

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cewen/plan"
)

// A text with blanks about its numbers is read as the same text without them.
func TestBlanksAboutNumbers(t *testing.T) {
	before, behind := regexp.MustCompile(`(\p{Han}|，)(\d)`), regexp.MustCompile(`(\d[%％]?)(\p{Han}|[，。）])`)
	prose := regexp.MustCompile(`(?m)^[^|\t\n]*[。；][^|\t\n]*$`)
	columns := regexp.MustCompile(`\p{Han}\s+\p{Han}`)
	files, _ := filepath.Glob("testdata/dresses/*.txt")
	changed := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		spaced := prose.ReplaceAllStringFunc(string(b), func(l string) string {
			if columns.MatchString(l) {
				return l
			}
			return behind.ReplaceAllString(before.ReplaceAllString(l, "$1 $2"), "$1 $2")
		})
		if spaced == string(b) {
			continue
		}
		plain, _, err1 := Read(context.Background(), "a.txt", b, nil)
		got, notes, err2 := Read(context.Background(), "a.txt", []byte(spaced), nil)
		if err1 != nil || err2 != nil || len(notes) == 0 {
			t.Fatal(f, err1, err2, notes)
		}
		changed++
		if d := cmp.Diff(texts(plain), texts(got)); d != "" {
			t.Errorf("%s: %s", f, d)
		}
	}
	if changed < 20 {
		t.Errorf("only %d texts have numbers", changed)
	}
}

func texts(ps []*plan.Plan) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.String())
	}
	return out
}

// The same text is read the same way every time.
func TestReadTheSameAgain(t *testing.T) {
	files, _ := filepath.Glob("testdata/dresses/*.txt")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var first []string
		for i := range 8 {
			ps, _, err := Read(context.Background(), "a.txt", b, nil)
			if err != nil {
				t.Fatal(f, err)
			}
			if i == 0 {
				first = texts(ps)
			} else if d := cmp.Diff(first, texts(ps)); d != "" {
				t.Fatalf("%s: %s", f, d)
			}
		}
	}
}
