// Package library keeps the plans that are answered from: it takes files in, reads each once, and says at any time what is held.
//
// In: sources of files (the plans that ship with the program, a watched folder, files that were sent in chat or on the page) and a folder
// for what was read. Out: an answer.Snapshot that is swapped whole when a file is new, changed or gone; what could not be read and why;
// and what a file says before anybody decides to take it in.
//
// It never answers from a file that it could not read to the end: the version before stays. It never changes a file, and what it keeps
// in its folder can be deleted at any time: it is read again.
package library

import (
	"context"
	"io"
)

// Source (来源) lists files.
type Source interface {
	// Files lists what there is now, in the order in which plans are preferred. An error leaves things as they were.
	Files(ctx context.Context) ([]File, error)
}

// File is a file that may hold plans.
type File struct {
	Key   string // where it stands; the same for each version of a file
	Name  string // as people know it: 城镇化方案.docx
	Stamp string // another one when the content may be another; "" where only reading tells
	Open  func(ctx context.Context) (io.ReadCloser, error)
	// Fixes opens the corrections that stand beside the file, nil where there are none.
	Fixes func(ctx context.Context) (io.ReadCloser, error)
}

// Problem (问题) is a file that could not be read, or not wholly.
type Problem struct {
	Name string // of the file
	Kept bool   // the version before is answered from
	Err  error
}
