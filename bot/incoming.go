package bot

import (
	"strings"
	"time"
	"unicode/utf16"
)

// What is read of an update (Bot API, "Update"). The library's types refuse a whole update for one part that they do not know, such as a
// kind of forward that came with a newer version of the Bot API; a question in it would go unanswered. These take what they need and leave
// the rest.
type (
	incoming struct {
		ID       int64     `json:"update_id"`
		Message  *message  `json:"message"`
		Edited   *message  `json:"edited_message"`
		Pressed  *pressed  `json:"callback_query"`
		Query    *query    `json:"inline_query"`
		MyMember *myMember `json:"my_chat_member"`
	}
	message struct {
		ID        int      `json:"message_id"`
		Topic     int      `json:"message_thread_id"`
		InTopic   bool     `json:"is_topic_message"`
		From      *person  `json:"from"`
		Sender    *chat    `json:"sender_chat"` // an anonymous administrator, a channel
		Date      int64    `json:"date"`        // 0: too old to be seen any more
		Edited    int64    `json:"edit_date"`
		Chat      chat     `json:"chat"`
		ReplyTo   *message `json:"reply_to_message"`
		Via       *person  `json:"via_bot"`
		Forwarded bool     `json:"is_automatic_forward"`
		Text      string   `json:"text"`
		Entities  []entity `json:"entities"`
		Caption   string   `json:"caption"`
		CaptionEn []entity `json:"caption_entities"`
		MovedTo   int64    `json:"migrate_to_chat_id"`
		MovedFrom int64    `json:"migrate_from_chat_id"`

		NewTopic *present  `json:"forum_topic_created"`
		Photo    *present  `json:"photo"`
		Voice    *present  `json:"voice"`
		Audio    *present  `json:"audio"`
		Video    *present  `json:"video"`
		Note     *present  `json:"video_note"`
		Document *document `json:"document"`
		Sticker  *present  `json:"sticker"`
		Animated *present  `json:"animation"`
		Place    *present  `json:"location"`
		Contact  *present  `json:"contact"`
	}
	person struct {
		ID       int64  `json:"id"`
		Bot      bool   `json:"is_bot"`
		First    string `json:"first_name"`
		Last     string `json:"last_name"`
		Username string `json:"username"`
	}
	chat struct {
		ID    int64  `json:"id"`
		Kind  string `json:"type"`
		Title string `json:"title"`
		First string `json:"first_name"`
		Last  string `json:"last_name"`
	}
	entity struct {
		Kind   string  `json:"type"`
		Offset int     `json:"offset"` // in UTF-16 code units
		Length int     `json:"length"`
		User   *person `json:"user"`
	}
	pressed struct {
		ID      string   `json:"id"`
		From    person   `json:"from"`
		Message *message `json:"message"`
		Inline  string   `json:"inline_message_id"`
		Data    string   `json:"data"`
	}
	query struct {
		ID   string `json:"id"`
		From person `json:"from"`
		Text string `json:"query"`
	}
	myMember struct {
		Chat chat   `json:"chat"`
		From person `json:"from"`
		Date int64  `json:"date"`
		Old  status `json:"old_chat_member"`
		New  status `json:"new_chat_member"`
	}
	status struct {
		Status string `json:"status"`
		Member bool   `json:"is_member"` // restricted
	}
	// present notes that a field is there, whatever it holds.
	present struct{}
)

func (*present) UnmarshalJSON([]byte) error { return nil }

// anonymousAdmin is the user that stands in for an administrator who writes as the group (Bot API, Message.from).
const anonymousAdmin = 1087968824

// words are a message's text or caption with its entities.
func (m *message) words() (string, []entity) {
	if m.Text != "" {
		return m.Text, m.Entities
	}
	return m.Caption, m.CaptionEn
}

// wordless reports whether a message carries something that is no text: a picture, a voice.
func (m *message) wordless() bool {
	for _, p := range []*present{m.Photo, m.Voice, m.Audio, m.Video, m.Note, m.Sticker, m.Animated, m.Place, m.Contact} {
		if p != nil {
			return true
		}
	}
	return m.Document != nil
}

func (c *chat) private() bool { return c.Kind == "private" || c.Kind == "" && c.ID > 0 }

// in reports whether a member of that status is in the chat (Bot API, ChatMember).
func (s status) in() bool {
	switch s.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return s.Member
	}
	return false
}

func (p *person) fullName() string {
	name := strings.TrimSpace(p.First + " " + p.Last)
	if p.Username != "" {
		name = strings.TrimSpace(name + " @" + p.Username)
	}
	return name
}

// written is when a message was written; the given time where Telegram does not say.
func (m *message) written(otherwise time.Time) time.Time {
	if m.Date > 0 {
		return time.Unix(m.Date, 0)
	}
	return otherwise
}

// slice is the part of a text that an entity marks, with what stands before and behind it. ok is false for an entity that does not fit.
func (e entity) slice(text string) (before, part, behind string, ok bool) {
	units := utf16.Encode([]rune(text))
	if e.Offset < 0 || e.Length <= 0 || e.Offset > len(units) || e.Length > len(units)-e.Offset {
		return "", "", "", false
	}
	decode := func(u []uint16) string { return string(utf16.Decode(u)) }
	return decode(units[:e.Offset]), decode(units[e.Offset : e.Offset+e.Length]), decode(units[e.Offset+e.Length:]), true
}
