package outbox

import "time"

// Limits say how fast messages may leave. The zero value sets none.
type Limits struct {
	Rate  int // messages in any Second, over all chats; 0: no limit of any kind
	Chat  int // messages in any Second to one chat
	Group int // messages in any Minute to one group
	Spare int // of Rate, not for notices: on a morning of many, who asks does not wait until the second is over
}

// The windows in which messages are counted. The margin covers times that are kept in whole milliseconds.
const (
	Second = time.Second + margin
	Minute = time.Minute + margin

	margin = 5 * time.Millisecond
)

// Telegram returns the limits of the Bot API (Bots FAQ, "My bot is hitting limits"): about 30 messages a second overall, 1 a second to a
// chat, 20 a minute to a group. rate stands for the first; 0 opens all.
func Telegram(rate int) Limits {
	if rate <= 0 {
		return Limits{}
	}
	return Limits{Rate: rate, Chat: 1, Group: 20, Spare: rate / 6}
}

// Open reports whether nothing is limited.
func (l Limits) Open() bool { return l.Rate <= 0 }

// IsGroup reports whether a chat id is a group's: groups and channels have negative ids.
func IsGroup(chat int64) bool { return chat < 0 }

// MostPause bounds how long a 429 is believed: a clock that jumps must not silence the bot for hours.
const MostPause = time.Hour
