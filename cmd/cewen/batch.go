package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"cewen/answer"
	"cewen/eval"
)

// maxLine bounds a line of a batch.
const maxLine = 32 << 20

var (
	errNoField     = errors.New("no id or q")
	errLineTooLong = errors.New("line too long")
)

// asked is a line of a batch. Lines of one dialog share a Context, in order; a line without one starts from none.
type asked struct {
	ID     *string `json:"id"`
	Text   *string `json:"q"`
	Dialog string  `json:"dialog"`
}

// batch answers every line. A bad line is reported with its number and skipped; the exit code says at the end that there was one.
func (c *askCmd) batch(p *program) error {
	in, name := p.stdin, "标准输入"
	if c.Batch != "-" {
		f, err := openFile(c.Batch)
		if err != nil {
			return &fileError{c.Batch, err}
		}
		defer f.Close()
		in, name = f, c.Batch
	}
	s, err := p.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()

	dialogs := map[string]answer.Context{}
	r := bufio.NewReaderSize(in, 64<<10)
	bad := false
	for n := 1; ; n++ {
		raw, err := readLine(r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, errLineTooLong) {
			return &fileError{name, err}
		}
		if err == nil && len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		var q asked
		if err == nil {
			q, err = parseAsked(raw)
		}
		if err != nil {
			bad = true
			if _, err := fmt.Fprintln(p.stderr, "cewen:"+oneLine(fmt.Sprintf("%s 第%d行跳过:%s", name, n, cause(err)))); err != nil {
				return err
			}
			continue
		}
		begin := time.Now()
		a, next := answer.Ask(s.Snapshot, dialogs[q.Dialog], answer.Question{Text: *q.Text, Today: p.common.today()})
		elapsed := time.Since(begin)
		if q.Dialog != "" {
			dialogs[q.Dialog] = next
		}
		// Written at once: a tool may wait for this answer before it sends the next line.
		if err := writeLine(p.stdout, newLine(*q.ID, a, elapsed)); err != nil {
			return err
		}
	}
	if bad {
		return errBadLines
	}
	return nil
}

func parseAsked(raw []byte) (asked, error) {
	var q asked
	if !utf8.Valid(raw) {
		return q, eval.ErrNotUTF8
	}
	if err := json.Unmarshal(bytes.TrimPrefix(raw, []byte("\ufeff")), &q); err != nil {
		return q, err
	}
	if q.ID == nil || q.Text == nil {
		return q, errNoField
	}
	return q, nil
}

// readLine returns the next line without its end. Of a line that is too long only the error is kept, and the next line is still found.
func readLine(r *bufio.Reader) ([]byte, error) {
	var whole []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(whole)+len(part) > maxLine; !tooLong {
			whole = append(whole, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(whole) > 0 || tooLong):
		case err != nil:
			return nil, err
		}
		if tooLong {
			return nil, errLineTooLong
		}
		return bytes.TrimRight(whole, "\r\n"), nil
	}
}
