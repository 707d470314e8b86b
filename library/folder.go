package library

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cewen/library/format"
)

// Folder is a folder of plan files, with the folders in it. Hidden files, and files that are still being written under a name of their own
// (~$方案.docx, 方案.pdf.part), are passed over.
type Folder struct{ Dir string }

// mostFiles bounds what is taken from one folder.
const mostFiles = 50_000

// Files lists the files by name.
func (f Folder) Files(ctx context.Context) ([]File, error) {
	var out []File
	err := filepath.WalkDir(f.Dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && path == f.Dir:
			return err
		case err != nil: // a folder inside that may not be read holds nobody up
			return fs.SkipDir
		case strings.HasPrefix(e.Name(), ".") && path != f.Dir, strings.HasPrefix(e.Name(), "~$"):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir() || !format.Known(e.Name()):
			return nil
		}
		info, err := os.Stat(path) // a link to a file is a file
		if err != nil || !info.Mode().IsRegular() {
			return nil //nolint:nilerr // it is gone again
		}
		if len(out) == mostFiles {
			return fmt.Errorf("%s: more than %d files", f.Dir, mostFiles)
		}
		rel, err := filepath.Rel(f.Dir, path)
		if err != nil {
			return err
		}
		file := File{Key: "file:" + path, Name: rel, Stamp: stampOf(info), Open: opener(path)}
		if fixes, err := os.Stat(path + FixSuffix); err == nil && fixes.Mode().IsRegular() {
			file.Fixes = opener(path + FixSuffix)
			file.Stamp += "+" + stampOf(fixes)
		}
		out = append(out, file)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func stampOf(info fs.FileInfo) string {
	return fmt.Sprintf("%d@%d", info.Size(), info.ModTime().UnixNano())
}

func opener(path string) func(context.Context) (io.ReadCloser, error) {
	return func(context.Context) (io.ReadCloser, error) { return os.Open(path) }
}

// Only is one file alone.
type Only struct{ Path string }

// Files lists the file.
func (o Only) Files(context.Context) ([]File, error) {
	info, err := os.Stat(o.Path)
	if err != nil {
		return nil, err
	}
	file := File{Key: "file:" + o.Path, Name: filepath.Base(o.Path), Stamp: stampOf(info), Open: opener(o.Path)}
	if fixes, err := os.Stat(o.Path + FixSuffix); err == nil {
		file.Fixes = opener(o.Path + FixSuffix)
		file.Stamp += "+" + stampOf(fixes)
	}
	return []File{file}, nil
}

// Text is a plan text in memory: those that ship with the program.
type Text struct{ Name, Text string }

// Texts are plan texts in memory.
type Texts []Text

// Files lists the texts in their order.
func (ts Texts) Files(context.Context) ([]File, error) {
	out := make([]File, 0, len(ts))
	for _, t := range ts {
		out = append(out, File{Key: "text:" + t.Name, Name: t.Name, Stamp: "text", Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(t.Text)), nil }})
	}
	return out, nil
}
