package library

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"cewen/library/format"
	"cewen/plan"
)

// content is what a file holds: its bytes and those of its corrections.
type content struct {
	file  File
	body  []byte
	fixes []byte
	sum   string
}

// MostBytes is the size of the largest file that is read.
const MostBytes = format.MaxBytes

// mostFixes bounds a corrections file.
const mostFixes = 1 << 20

// fetch reads a file to its end; what is too large for any plan is read as far as format.Read needs to refuse it.
func fetch(ctx context.Context, f File) (*content, error) {
	c := &content{file: f}
	var err error
	if c.body, err = readAll(ctx, f.Open, format.MaxBytes+1); err != nil {
		return nil, err
	}
	if f.Fixes != nil {
		if c.fixes, err = readAll(ctx, f.Fixes, mostFixes); err != nil {
			return nil, err
		}
	}
	c.sum = sumOf(c.body, c.fixes)
	return c, nil
}

// sumOf names a content.
func sumOf(body, fixes []byte) string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%d\x00", len(body)) // a hash takes everything
	_, _ = h.Write(body)
	_, _ = h.Write(fixes)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func readAll(ctx context.Context, open func(context.Context) (io.ReadCloser, error), most int64) ([]byte, error) {
	r, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}

// Read reads the plans of a file: its text by its kind, the text by the parser, and what the corrections say. notes tell a reader, in Chinese, what of the
// file was left out or guessed. Errors are those of format.Read and plan.Parse, and *FixError.
func Read(ctx context.Context, name string, body, fixes []byte) (plans []*plan.Plan, notes []string, err error) {
	d, err := format.Read(ctx, name, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	plans, err = plan.ParseAll(name, d.Text)
	if err != nil {
		return nil, nil, err
	}
	if len(fixes) > 0 {
		if err := applyFixes(name, plans, fixes); err != nil {
			return nil, nil, err
		}
	}
	return plans, noteWords(d.Notes), nil
}
