package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzReadLine: whatever comes in, every line is found once and none is lost at a buffer's end.
func FuzzReadLine(f *testing.F) {
	f.Add([]byte("a\r\n\nb"))
	f.Add([]byte("\xff\x00\n\n"))
	f.Add([]byte(`{"id":"1","q":"充电桩归谁管"}` + "\n"))
	f.Add(bytes.Repeat([]byte("x"), 40))
	f.Fuzz(func(t *testing.T, in []byte) {
		var got []string
		r := bufio.NewReaderSize(bytes.NewReader(in), 16) // the smallest: lines span several buffers
		for {
			l, err := readLine(r)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			_, _ = parseAsked(l) // must not panic
			got = append(got, string(l))
		}
		var want []string
		if len(in) > 0 {
			want = strings.Split(strings.TrimSuffix(string(in), "\n"), "\n")
		}
		if len(got) != len(want) {
			t.Fatalf("%d lines, want %d", len(got), len(want))
		}
		for i := range want {
			if got[i] != strings.TrimRight(want[i], "\r") {
				t.Fatalf("line %d is %q, want %q", i, got[i], want[i])
			}
		}
	})
}

func TestLineTooLong(t *testing.T) {
	in := io.MultiReader(io.LimitReader(endless{}, maxLine+10), strings.NewReader("\nnext\n"))
	r := bufio.NewReader(in)
	if l, err := readLine(r); !errors.Is(err, errLineTooLong) || l != nil {
		t.Fatalf("%d bytes, %v", len(l), err)
	}
	if l, err := readLine(r); err != nil || string(l) != "next" {
		t.Fatalf("%q, %v", l, err)
	}
	if _, err := readLine(r); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}
