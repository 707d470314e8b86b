// Package seeds holds the plan texts that ship with the program, exactly as they were published.
//
// In: nothing. Out: the texts with their file names, in order. It never parses or changes a text; a plan is added by adding its file.
package seeds

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed *.txt
var files embed.FS

// Text is one plan as published.
type Text struct {
	Name string // file name
	Text string
}

// Texts returns the plans that ship with the program, ordered by file name.
func Texts() ([]Text, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, fmt.Errorf("list seeds: %w", err)
	}
	texts := make([]Text, 0, len(names))
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read seed %s: %w", name, err)
		}
		texts = append(texts, Text{name, string(b)})
	}
	return texts, nil
}
