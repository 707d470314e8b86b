package format

import "fmt"

// Reason says in one word why a file is not read. The words for people are written where people are spoken to.
type Reason string

// Reasons.
const (
	TooLarge    Reason = "too-large"    // over MaxBytes, or a PDF of over MaxPages
	Empty       Reason = "empty"        // no bytes, or no text in them
	Encrypted   Reason = "encrypted"    // a password or rights management
	Scanned     Reason = "scanned"      // pages that are pictures: there is no text to quote
	Broken      Reason = "broken"       // the file says what it is and cannot be read as that
	Bomb        Reason = "bomb"         // a small file that unpacks into a very large or very deep one
	UnknownKind Reason = "unknown-kind" // none of the kinds that are read: a picture, a spreadsheet, an archive
	OldWord     Reason = "old-word"     // .doc, .wps: to be saved as .docx
	BadEncoding Reason = "bad-encoding" // neither UTF-8, UTF-16 nor GB18030, or bytes that no text has
	Unreadable  Reason = "unreadable"   // the reader failed before the file's end; Err says how
	Stopped     Reason = "stopped"      // the context ended first; Err is its error
)

// Error is a file that is not read.
type Error struct {
	Op     string // read, unpack, decode, open
	Source string // the file's name as it was given
	Code   Reason
	Err    error // what lies beneath; nil where the code says it all
}

// Error names the operation, the source and the reason's code.
func (e *Error) Error() string {
	where := e.Source
	if where == "" {
		where = "file"
	}
	if e.Err != nil {
		return fmt.Sprintf("format: %s %s: %s: %v", e.Op, where, e.Code, e.Err)
	}
	return fmt.Sprintf("format: %s %s: %s", e.Op, where, e.Code)
}

// Unwrap gives what lies beneath.
func (e *Error) Unwrap() error { return e.Err }

func refuse(op string, code Reason, err error) error { return &Error{Op: op, Code: code, Err: err} }
