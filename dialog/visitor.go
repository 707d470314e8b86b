package dialog

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math/big"
	"time"
)

// Feed (日历地址) is an address that calendars ask for what falls due. Whoever knows it may read it, until its owner deletes it.
type Feed struct {
	Token string // unguessable
	Owner int64
	Plan  string // 文号; "" for all plans
	Unit  string // "" for all
	Place string
	At    time.Time
}

// Visitors of the page are numbered beyond what Telegram numbers people and chats with (Bot API: at most 52 significant bits), so that what
// is kept of both stands side by side.
const firstVisitor = 1 << 60

// NewVisitor is a number for somebody who comes to the page for the first time. It cannot be guessed.
func NewVisitor() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return firstVisitor + int64(binary.BigEndian.Uint64(b[:])>>4)
}

// IsVisitor reports whether a number is that of a visitor of the page: nobody who could be written to in Telegram.
func IsVisitor(id int64) bool { return id >= firstVisitor }

// NewCode is a number of six digits that an administrator can be told over the telephone.
func NewCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // never fails (crypto/rand)
	}
	return fmt.Sprintf("%06d", n)
}
