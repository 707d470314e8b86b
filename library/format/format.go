package format

import (
	"context"
	"io"
	"strings"
)

const MaxBytes = 64 << 20

type Document struct{ Text string }
type Reason string

const (
	TooLarge    Reason = "too-large"
	Empty       Reason = "empty"
	Encrypted   Reason = "encrypted"
	Scanned     Reason = "scanned"
	Broken      Reason = "broken"
	Bomb        Reason = "bomb"
	UnknownKind Reason = "unknown-kind"
	OldWord     Reason = "old-word"
	BadEncoding Reason = "bad-encoding"
)

type Error struct {
	Op, Source string
	Code       Reason
	Err        error
}

func (e *Error) Error() string { return string(e.Code) }

func Known(n string) bool { return strings.HasSuffix(n, ".txt") }
func Read(ctx context.Context, name string, r io.Reader) (Document, error) {
	b, err := io.ReadAll(r)
	return Document{string(b)}, err
}
