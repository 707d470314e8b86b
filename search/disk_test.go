package search

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// keptShelf writes an index of groups into a folder and ends in order.
func keptShelf(t testing.TB, dir string, groups ...Group) {
	t.Helper()
	s, err := Open(segmenter(t), dir, "1")
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, groups...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestShelfReopens(t *testing.T) {
	dir := t.TempDir()
	keptShelf(t, dir, testGroups(0, 30)...)
	keptShelf(t, dir, testGroups(30, 40)...)
	same(t, openShelf(t, dir), freshAnswers(t, testGroups(0, 40)...))
}

func TestShelfOfAnotherVersion(t *testing.T) {
	dir := t.TempDir()
	keptShelf(t, dir, testGroup(1))
	s, err := Open(segmenter(t), dir, "2")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Groups(); len(got) != 0 {
		t.Errorf("%v outlive their version", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := openShelf(t, dir).Groups(); len(got) != 0 {
		t.Errorf("%v came back with their version", got)
	}
}

func TestShelfIsBusy(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	if _, err := Open(segmenter(t), dir, "1"); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v, want %v", err, ErrBusy)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openShelf(t, dir)
}

func TestShelfWithoutFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(segmenter(t), file, "1"); err == nil {
		t.Error("no error for a file in place of the folder")
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != "mine" {
		t.Errorf("the file is now %q, %v", content, err)
	}
}

// Whatever becomes of the files, opening gives an index that can be used: the old one, if it is as it was, or a new one.
func TestShelfDamaged(t *testing.T) {
	groups := testGroups(0, 12)
	want := freshAnswers(t, groups...)
	kept := t.TempDir()
	keptShelf(t, kept, groups...)
	files := func(dir, pattern string) []string {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		return found
	}
	folder := func(_ *testing.T, path string) error {
		return errors.Join(os.RemoveAll(path), os.MkdirAll(filepath.Join(path, "in", "it"), 0o700))
	}
	r := rand.New(rand.NewPCG(1, 2))
	garbage := func(at float64) func(*testing.T, string) error {
		return func(_ *testing.T, path string) error {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			start := int(at * float64(max(len(content)-64, 0)))
			for i := range content[start:min(start+64, len(content))] {
				content[start+i] ^= byte(1 + r.IntN(255))
			}
			return os.WriteFile(path, content, 0o600)
		}
	}
	cut := func(to float64) func(*testing.T, string) error {
		return func(_ *testing.T, path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			return os.Truncate(path, int64(to*float64(info.Size())))
		}
	}
	damages := map[string]func(*testing.T, string) error{
		"garbage at the beginning": garbage(0), "garbage early": garbage(.2), "garbage in the middle": garbage(.5),
		"garbage at the end": garbage(1), "emptied": cut(0), "cut in half": cut(.5), "cut at the end": cut(.99),
		"removed": func(_ *testing.T, path string) error { return os.RemoveAll(path) },
		"folder":  folder,
	}
	for _, pattern := range []string{"index/root.bolt", "index/*.zap", "index.seal", "index.lock", "index"} {
		for name, damage := range damages {
			for _, sealed := range []bool{true, false} {
				if pattern == "index" && name != "removed" && name != "folder" {
					continue
				}
				t.Run(pattern+" "+name, func(t *testing.T) {
					dir := t.TempDir()
					if err := os.CopyFS(dir, os.DirFS(kept)); err != nil {
						t.Fatal(err)
					}
					for _, path := range files(dir, pattern) {
						if err := damage(t, path); err != nil {
							t.Fatal(err)
						}
					}
					if !sealed { // as after a crash
						if err := os.RemoveAll(filepath.Join(dir, sealFile)); err != nil {
							t.Fatal(err)
						}
					}
					s := openShelf(t, dir)
					if got := s.Groups(); len(got) != 0 && len(got) != len(groups) {
						t.Errorf("%d groups", len(got))
					}
					put(t, s, groups[:3]...)
					put(t, s, groups...)
					same(t, s, want)
				})
			}
		}
	}
}
