package plan

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

// readSeed parses the plan that ships with the program.
func readSeed(t testing.TB) *Plan {
	t.Helper()
	files, err := filepath.Glob("../seeds/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no seed: %v", err)
	}
	return readFile(t, files[0])
}

func readFile(t testing.TB, path string) *Plan {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(filepath.Base(path), string(b))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// realTexts are the seed and the eight other plans.
func realTexts(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"../seeds/*.txt", "testdata/plans/*.txt"} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.Base(f)] = string(b)
		}
	}
	if len(out) < 9 {
		t.Fatalf("only %d plans found", len(out))
	}
	return out
}
