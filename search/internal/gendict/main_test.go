package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What ships is what the module that go.mod names gives. The packed bytes may differ from one version of Go to the next.
func TestShippedDictionariesAreCurrent(t *testing.T) {
	dir := t.TempDir()
	if err := generate(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"words.gz", "hmm.gz"} {
		want, got := read(t, filepath.Join(dir, name)), read(t, filepath.Join("..", "..", "dict", name))
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the module gives: run go generate ./search", name)
		}
	}
}

func TestReduce(t *testing.T) {
	for _, test := range []struct{ name, list, want, fails string }{
		{"sorted, without the rare", "县城 12 n\nAT&T 4 nz\n县 9 n\n", "县 9 n\n县城 12 n\n", ""},
		{"a column too few", "县城 12\n", "", "line 1: 2 fields"},
		{"no number", "县 9 n\n县城 x n\n", "", "line 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "words")
			if err := os.WriteFile(path, []byte(test.list), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := reduce(path)
			if string(got) != test.want || (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	packed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
