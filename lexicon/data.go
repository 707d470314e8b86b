package lexicon

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// line is one data line of a file: its comment is cut off, its text is in normal form.
type line struct {
	file string
	no   int
	text string
}

func (l line) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", l.file, l.no, fmt.Sprintf(format, args...))
}

// readLines returns the data lines of a file. '#' starts a comment; what follows it may be any text.
func readLines(fsys fs.FS, file string) ([]line, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var lines []line
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, 1<<20)
	for no := 1; s.Scan(); no++ {
		l := line{file: file, no: no}
		if !utf8.Valid(s.Bytes()) {
			return nil, l.errorf("invalid UTF-8")
		}
		text, _, _ := strings.Cut(s.Text(), "#")
		l.text = strings.TrimSpace(strings.ReplaceAll(text, "\t", " "))
		if l.text == "" {
			continue
		}
		for word := range strings.FieldsSeq(l.text) {
			if Fold(word) != word {
				return nil, l.errorf("%q is not in normal form, write %q", word, Fold(word))
			}
		}
		lines = append(lines, l)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return lines, nil
}

// pair cuts "name = word word" and checks that both sides are there.
func (l line) pair(sep string) (string, []string, error) {
	name, rest, ok := strings.Cut(l.text, sep)
	name = strings.TrimSpace(name)
	words := strings.Fields(rest)
	switch {
	case !ok:
		return "", nil, l.errorf("no %q in %q", sep, l.text)
	case name == "":
		return "", nil, l.errorf("nothing before %q", sep)
	case len(words) == 0:
		return "", nil, l.errorf("nothing after %q", sep)
	}
	return name, words, nil
}
