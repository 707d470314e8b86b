package outbox

import "time"

// Class (类别) is how urgent a delivery is: the lower goes first.
type Class int

// The classes.
const (
	Answer Class = 0 // 答复: somebody is waiting
	Notice Class = 1 // 提醒: planned beforehand
)

func (c Class) String() string {
	if c == Answer {
		return "answer"
	}
	return "notice"
}

// Method is what is done with a delivery.
type Method string

// The methods.
const (
	Send     Method = "send"     // a new message
	Document Method = "document" // a new message with a file
	Edit     Method = "edit"     // another text for a message that was sent
)

// State is where a delivery stands.
type State string

// The states. Pending, with a time before which it is not tried, is also what waits for a second attempt.
const (
	Pending   State = "pending"
	Sending   State = "sending"   // claimed; the lease says until when
	Sent      State = "sent"      // accepted
	Dead      State = "dead"      // refused for good; Error says why
	Uncertain State = "uncertain" // the outcome is unknown and the policy is to hold it
)

// Button is one key under a message. Exactly one of Data, URL, Copy and Inline is set.
type Button struct {
	Text   string `json:"text"`
	Data   string `json:"data,omitempty"`   // comes back when it is pressed, 1-64 bytes
	URL    string `json:"url,omitempty"`    //
	Copy   string `json:"copy,omitempty"`   // copied to the clipboard, 1-256 characters
	Inline string `json:"inline,omitempty"` // opens the bot's inline mode with this query
}

// File is what a Document carries.
type File struct {
	Name string
	Data []byte
}

// Message is what is said, frozen when it is planned.
type Message struct {
	HTML    string     `json:"html"`               // the tags of Bot API "HTML style"; a Document's caption
	Buttons [][]Button `json:"buttons,omitempty"`  // rows
	ReplyTo int        `json:"reply_to,omitempty"` // message it answers; 0: none
	Quiet   bool       `json:"quiet,omitempty"`    // arrives without a sound
}

// Delivery (投递) is one message to one chat.
type Delivery struct {
	ID      int64
	Key     string // what it is about, unique: planned twice it is still one delivery
	Chat    int64
	Thread  int // forum topic; 0: none
	Class   Class
	Method  Method
	Message Message
	File    *File
	Target  int64     // Edit: the delivery whose message is edited; 0 where MessageID is known
	Due     time.Time // not before; zero: at once
	Asked   time.Time // an answer's question; zero for notices. A question older than AnswerAge is not answered any more
	Ref     string    // what it belongs to, for whoever planned it

	State     State
	Attempt   int       // number of the last claim
	Doubts    int       // how often its outcome stayed unknown: above 0 it carries the mark
	Plain     bool      // its markup was refused: it goes as plain text
	MessageID int       // the message that was sent, or is edited
	Retry     time.Time // not tried again before; zero: at once
	Lease     time.Time // until when a claim holds
	Error     string    // last reason for not being sent
	Created   time.Time
	Done      time.Time // sent or dead since
}

// AnswerAge is how long an answer is worth sending: what a day of downtime made stale is not sent (Bot API getUpdates keeps updates 24 h).
const AnswerAge = 24 * time.Hour
