// Package store keeps what outlives a restart: updates that came in, messages that have to arrive, conversations, access, feedback.
//
// In: a path or a postgres:// address, and the values of inbox, outbox and dialog. Out: the same values, and the small interfaces that those
// rooms declare. One set of queries serves SQLite (one file, one process) and PostgreSQL (several replicas); sqlite/ and postgres/ hold
// what differs. `now` is a parameter of every method that needs it. It decides nothing: what an outcome means is settled in outbox, what a
// message changes in bot.
//
// A method that returns nil has committed. An error names the operation and matches one of the errors below.
package store

import (
	"errors"
	"fmt"
)

// What can be wrong with a database; every error of this package matches at most one of them.
var (
	ErrServed      = errors.New("another process serves from this database")
	ErrForeign     = errors.New("not a database of this program")
	ErrNewer       = errors.New("made by a newer version of this program")
	ErrOlder       = errors.New("made by an older version of this program")
	ErrFull        = errors.New("disk full")
	ErrReadOnly    = errors.New("read-only")
	ErrUnreachable = errors.New("database not reachable")
	ErrDamaged     = errors.New("database damaged")
	ErrDenied      = errors.New("database refuses the login")
	ErrAddress     = errors.New("not a postgres:// address")
	ErrClosed      = errors.New("database closed")
)

// Error is what went wrong in which operation.
type Error struct {
	Op  string // "put updates"
	Key string // what it was about; "" where it was about many
	Err error
}

func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s: %v", e.Op, e.Err)
	}
	return fmt.Sprintf("%s %s: %v", e.Op, e.Key, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }
