package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Question is one line of a question set: what is asked and what a right answer has to show. Lines may carry further fields (notes of
// whoever wrote the set); they are ignored.
type Question struct {
	ID         string     `json:"id"`
	Text       string     `json:"q"`
	Type       string     `json:"type"`
	Must       [][]string `json:"must"`     // each inner list: one of these has to occur in the answer
	MustNot    []string   `json:"must_not"` // none of these may
	Clauses    []int      `json:"clauses"`  // one citation names one of these; empty: any
	Answerable bool       `json:"answerable"`
	Dialog     string     `json:"dialog"` // lines of one dialog share a Context, in the order of the file
	Turn       int        `json:"turn"`
}

// maxLine bounds a line of a set; questions of 5 MB are asked on purpose.
const maxLine = 32 << 20

// LineError is a line of a question set that cannot be used.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// Reasons for which a line cannot be used.
var (
	ErrNoID       = errors.New("no id")
	ErrRepeatedID = errors.New("repeated id")
	ErrNoQuestion = errors.New("no question")
	ErrNotUTF8    = errors.New("not UTF-8")
	ErrEmptySet   = errors.New("no questions")
)

// ReadQuestions reads a question set. A gold set with one bad line scores the wrong thing, so the first bad line is an error.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var qs []Question
	seen := map[string]bool{}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), maxLine)
	n := 0
	for sc.Scan() {
		n++
		line := bytes.TrimSpace(bytes.TrimPrefix(sc.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		var q Question
		err := json.Unmarshal(line, &q)
		switch {
		case err != nil:
		case !utf8.Valid(line):
			err = ErrNotUTF8
		case q.ID == "":
			err = ErrNoID
		case seen[q.ID]:
			err = ErrRepeatedID
		case q.Text == "" && q.Type == "":
			err = ErrNoQuestion
		}
		if err != nil {
			return nil, &LineError{n, err}
		}
		seen[q.ID] = true
		qs = append(qs, q)
	}
	if err := sc.Err(); err != nil {
		return nil, &LineError{n + 1, err}
	}
	if len(qs) == 0 {
		return nil, ErrEmptySet
	}
	return qs, nil
}
