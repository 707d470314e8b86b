// Package dialog is what is kept of conversations: where each stands, what was asked and answered, what people thought of it, who may ask,
// and who decided that.
//
// In and out: plain values. A face of the program (bot, web) works out what one incoming message changes and hands it over as one
// Changes, which store commits whole or not at all; so a process that dies in between has changed nothing. It holds no queries, knows no
// Telegram, and decides nothing about answers.
package dialog

import (
	"time"

	"cewen/answer"
	"cewen/outbox"
	"cewen/reminders"
)

// Thread (会话) is a conversation: a chat, and in a forum its topic.
type Thread struct {
	Chat  int64
	Topic int // 0: none
}

// Turn (一问一答) is a question with its answer.
type Turn struct {
	ID       string
	Thread   Thread
	User     int64
	Question string
	Message  int            // the message that asked; 0: a button or an inline query
	Before   answer.Context // what the conversation knew when it was asked
	After    answer.Context
	Answer   answer.Answer
	Version  string // of program and plans
	Today    string // what 今年 meant, 2026-11-23
	Asked    time.Time
}

// Chat (聊天) is a private chat or a group.
type Chat struct {
	ID     int64
	Kind   string // private, group, supergroup, channel
	Title  string
	Paused string // why nothing can be sent there; "" when it can
	Since  time.Time
	Unit   string // a group's 我局
	Place  string // a group's 我县
	Plan   string // the plan that is asked from; "" all
}

// Person is whose 我局 and 我县 are known.
type Person struct {
	ID    int64
	Unit  string
	Place string
}

// Feedback (评价) is what a person thinks of an answer.
type Feedback struct {
	Turn   string
	User   int64
	Good   bool
	Reason string // 答非所问, 引文不对, 单位不对
	At     time.Time
}

// AccessState says whether somebody may ask.
type AccessState string

// The access states.
const (
	AccessPending AccessState = "pending" // 待批准
	AccessAllowed AccessState = "allowed" // 已批准
	AccessRefused AccessState = "refused" // 已拒绝
)

// Access (准入) is one person's or group's permission.
type Access struct {
	Subject int64
	Name    string
	State   AccessState
	Code    string // six digits, told to an admin
	Asked   time.Time
	Decided time.Time
	By      int64
}

// Event (记录) is something that somebody decided or changed.
type Event struct {
	At      time.Time
	Actor   int64
	Name    string
	Action  string
	Subject int64
	Detail  string
}

// Move is a group that became a supergroup: all that is kept under its old id goes to the new one.
type Move struct{ From, To int64 }

// State is where a thread stands after a turn.
type State struct {
	Thread Thread
	Last   *answer.Turn
	At     time.Time
}

// Changes is what one incoming message changes. It is committed whole.
type Changes struct {
	Deliveries []outbox.Delivery
	Turns      []Turn // put in the place of those with the same id
	States     []State
	Chats      []Chat // put in the place of those with the same id; Unit and Place too
	People     []Person
	Feedback   []Feedback
	Access     []Access
	Events     []Event
	Moves      []Move
	Forget     []int64 // people whose questions, answers and feedback are deleted

	Clock         time.Time                // the time that due days go by, where a rehearsal has its own
	Subscriptions []reminders.Subscription // put in the place of those about the same; what is planned for their places is planned anew
	Unsubscribe   []int64                  // by id
	Marks         []Mark
	Undos         []Undo
	Lists         []List
	Receipts      []Receipt

	Proposals []Proposal
	Decisions []Decision
	Hidings   []Hiding

	Feeds     []Feed
	DropFeeds []Feed // by token and owner
}

// Review is what an administrator looks through: a question that was refused or disliked.
type Review struct {
	Turn     Turn
	Feedback []Feedback
}

// Mark is something recorded of a milestone in a chat.
type Mark struct {
	Chat   int64
	Ref    reminders.Ref
	Record reminders.Record
	Batch  string    // what was recorded together, to be undone together
	Undone time.Time // zero: in force
}

// Numbered is a message whose lines are numbered: a digest, a list. A reply names its items by number.
type Numbered struct {
	List
	Delivery int64   // that carries it, the last of several; 0: it is no longer kept
	Readers  []int64 // who said that they have read it
}

// List (清单) is what a numbered message is kept as, for replies to it and for its other pages.
type List struct {
	Key     string // stands in buttons: no : in it, and at most 40 bytes
	Place   reminders.Place
	Title   string
	Items   []reminders.Ref // the first is 1
	Message outbox.Message  // as it was sent, the last of several
}

// Receipt is 收到 under a digest.
type Receipt struct {
	Digest string
	User   int64
	At     time.Time
}

// Undo takes back what was recorded together.
type Undo struct {
	Batch string
	By    int64
}
