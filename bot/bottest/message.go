package bottest

import (
	"encoding/json"
	"hash/maphash"
	"slices"
	"time"
)

// Reply is what became of the answer to a call.
type Reply string

// Delivered is as far as the server can see: the client was there and the reply went into the connection.
const (
	Waiting   Reply = ""
	Delivered Reply = "delivered"
	Dropped   Reply = "dropped"
)

// Message is a message of a chat's history, the bot's or a user's.
type Message struct {
	ID      int
	Chat    int64
	FromBot bool
	From    User // of a user's message; zero in channels

	Text      string // as Telegram shows it, or the caption
	Entities  []Entity
	Source    string // the text of the call
	ParseMode string
	Document  *File
	Markup    json.RawMessage
	Keyboard  [][]Button // of an inline keyboard
	Preview   json.RawMessage

	ReplyTo  int // the id of a message in the same chat
	ThreadID int // in forums
	Silent   bool

	Date    time.Time
	Edited  time.Time
	Edits   int // of the bot's message, by the bot
	Arrived time.Time
	Deleted bool
	Call    int   // Call.Seq of the call that sent it
	Reply   Reply // to that call

	photo, voice, document string // file ids
	anonymous              bool
	service                map[string]any // fields of a message that tells of something
	extra                  map[string]any
}

// Button is a button of an inline keyboard; Action is the name of its action field, and Data that field's text, where it has one.
type Button struct {
	Text   string
	Action string
	Data   string
}

// Button finds a button by its label.
func (m Message) Button(label string) (Button, bool) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			if b.Text == label {
				return b, true
			}
		}
	}
	return Button{}, false
}

// PreviewOff tells whether the bot has switched the link preview off.
func (m Message) PreviewOff() bool {
	var options struct {
		Off bool `json:"is_disabled"`
	}
	return json.Unmarshal(m.Preview, &options) == nil && options.Off
}

// Labels are the labels of the inline keyboard, row by row.
func (m Message) Labels() []string {
	var labels []string
	for _, row := range m.Keyboard {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// Tally counts a chat's messages, also those that are no longer kept.
type Tally struct {
	Sent    int // by the bot, accepted
	Edits   int
	Deleted int
	Heard   int // from users

	hashes []uint64 // of the texts sent, in order
}

var tallySeed = maphash.MakeSeed()

func (t *Tally) sent(m *Message) {
	t.Sent++
	t.hashes = append(t.hashes, maphash.String(tallySeed, m.Text))
}

// Count tells how often the bot sent a message of this text (as shown, before any edit).
func (t Tally) Count(text string) int {
	n, h := 0, maphash.String(tallySeed, text)
	for _, other := range t.hashes {
		if other == h {
			n++
		}
	}
	return n
}

// Repeated tells how many messages of the bot had a text that the chat had got before.
func (t Tally) Repeated() int {
	sorted := slices.Sorted(slices.Values(t.hashes))
	return len(sorted) - len(slices.Compact(sorted))
}
