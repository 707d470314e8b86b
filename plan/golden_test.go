package plan

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The cases of testdata/*.txtar are plans, real and made up, with the tree that is read from them: a comment, then pairs of
// "-- name.txt --" and "-- name.tree --". A text that is refused has its reason as its tree. -update rewrites the trees.
func TestGoldenTrees(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, f := range files {
		comment, parts := splitCase(readText(t, f))
		out := comment
		for i := 0; i < len(parts); i++ {
			name, ok := strings.CutSuffix(parts[i].name, ".txt")
			if !ok {
				continue
			}
			got := treeOf(parts[i].name, parts[i].text)
			want := ""
			if i+1 < len(parts) && parts[i+1].name == name+".tree" {
				want = parts[i+1].text
			}
			if !*update {
				t.Run(filepath.Base(f)+"/"+name, func(t *testing.T) {
					compareLines(t, strings.Split(got, "\n"), strings.Split(want, "\n"))
				})
			}
			out += fmt.Sprintf("-- %s.txt --\n%s-- %s.tree --\n%s", name, parts[i].text, name, got)
		}
		if *update {
			if err := os.WriteFile(f, []byte(out), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func treeOf(name, text string) string {
	p, err := Parse(name, text)
	if e, ok := errors.AsType[*Error](err); ok {
		return fmt.Sprintf("%s 第%d行: %s\n", e.Code, e.Line, e.Text())
	}
	return p.String()
}

// The trees of the nine real plans.
func TestRealTrees(t *testing.T) {
	for name, text := range realTexts(t) {
		golden := "testdata/trees/" + strings.TrimSuffix(name, ".txt") + ".tree"
		got := treeOf(name, text)
		if *update {
			if err := os.MkdirAll("testdata/trees", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		t.Run(name, func(t *testing.T) {
			compareLines(t, strings.Split(got, "\n"), strings.Split(readText(t, golden), "\n"))
		})
	}
}

type casePart struct{ name, text string }

// splitCase reads the txtar form.
func splitCase(s string) (comment string, parts []casePart) {
	for _, l := range strings.SplitAfter(s, "\n") {
		if name, ok := strings.CutPrefix(strings.TrimSuffix(l, "\n"), "-- "); ok && strings.HasSuffix(name, " --") {
			parts = append(parts, casePart{name: strings.TrimSuffix(name, " --")})
		} else if len(parts) == 0 {
			comment += l
		} else {
			parts[len(parts)-1].text += l
		}
	}
	return comment, parts
}
