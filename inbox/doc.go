// Package inbox handles what came in: every update is stored before its sender is told that it arrived, and handled once.
//
// In: updates as stored by Put, and a Handler that works out what one of them changes. Out: those changes, committed together with the
// note that the update is done, so that a process that dies at any moment has either handled an update or not begun. Updates of one lane
// (a chat) are handled in order, lanes side by side; a lane that hangs holds no other. It knows neither Telegram nor plans.
package inbox

import (
	"context"
	"errors"
	"time"
)

// Update is what came in.
type Update struct {
	ID   int64
	Lane int64
	Body []byte
}

// Item is a stored update that was taken to be handled.
type Item struct {
	Update
	Received time.Time
	Attempt  int // how often it has been taken; above 1 a process died or hung over it
}

// ErrStale is the error of committing an item that somebody else has taken over.
var ErrStale = errors.New("item is no longer this process's")

// Box is where updates are kept; store fulfils it. C is what handling one changes.
type Box[C any] interface {
	// Take hands out the oldest open update of up to most lanes that nobody works on. A lease that ran out is no work any more.
	Take(ctx context.Context, now time.Time, t Take) ([]Item, error)
	// Commit makes the changes and marks the item done, both or neither. why is empty, or says what went wrong with the item. ErrStale:
	// it was taken over. Committing the same attempt twice does nothing the second time.
	Commit(ctx context.Context, now time.Time, it Item, changes C, why string) error
}

// Take is what is asked for.
type Take struct {
	Owner string
	Lease time.Duration
	Most  int
	Alive []int64 // items this process still works on: their leases are not taken for lost
}
