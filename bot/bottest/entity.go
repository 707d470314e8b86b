package bottest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Entity is a MessageEntity: a run of a text, counted in UTF-16 units.
type Entity struct {
	Type           string `json:"type"`
	Offset         int    `json:"offset"`
	Length         int    `json:"length"`
	URL            string `json:"url,omitempty"`
	User           *User  `json:"user,omitempty"`
	Language       string `json:"language,omitempty"`
	CustomEmojiID  string `json:"custom_emoji_id,omitempty"`
	UnixTime       int64  `json:"unix_time,omitempty"`
	DateTimeFormat string `json:"date_time_format,omitempty"`
}

// Formatted is a text as Telegram shows it. Doubts are what Telegram lets pass and its documentation forbids.
type Formatted struct {
	Text     string
	Entities []Entity
	Doubts   []string
}

func units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n += units(r)
	}
	return n
}

// entityRank orders entities over the same run, the outer first.
func entityRank(kind string) int {
	switch kind {
	case "blockquote", "expandable_blockquote":
		return 0
	case "pre":
		return 10
	case "code":
		return 20
	case "text_link", "text_mention":
		return 49
	case "bold":
		return 90
	case "italic":
		return 91
	case "underline":
		return 92
	case "strikethrough":
		return 93
	case "spoiler":
		return 94
	case "custom_emoji":
		return 99
	}
	return 50
}

func sortEntities(entities []Entity) {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(a.Offset-b.Offset, b.Length-a.Length, entityRank(a.Type)-entityRank(b.Type))
	})
}

func sameEntities(a, b []Entity) bool {
	return slices.EqualFunc(a, b, func(a, b Entity) bool {
		ja, errA := json.Marshal(a)
		jb, errB := json.Marshal(b)
		return errA == nil && errB == nil && string(ja) == string(jb)
	})
}

// tidy does to a text what Telegram does before it stores one: control characters become spaces, a few characters vanish, space at both ends
// goes (before the first entity only, in front). "abc\n" is "abc", and editing one to the other is no change.
func (f Formatted) tidy() Formatted {
	var out strings.Builder
	starts := map[int]int{} // offset in f.Text → offset in the result; at the end of the text too
	from, to, last := 0, 0, 0
	lastByte := 0
	for _, r := range f.Text {
		starts[from] = to
		from += units(r)
		switch {
		case r == '\r', r >= 0x2028 && r <= 0x202e, r == 0x333, r == 0x33f, r == 0x30a:
			continue
		case r < ' ' && r != '\n':
			r = ' '
		}
		out.WriteRune(r)
		to += units(r)
		if !isSpace(r) {
			last, lastByte = to, out.Len()
		}
	}
	starts[from] = to
	text := out.String()[:lastByte]
	var kept []Entity
	for _, e := range f.Entities {
		start, okStart := starts[e.Offset]
		end, okEnd := starts[e.Offset+e.Length]
		if !okStart || !okEnd { // reported by checkEntities
			continue
		}
		if end = min(end, last); start < end {
			e.Offset, e.Length = start, end-start
			kept = append(kept, e)
		}
	}
	first := len(text)
	if len(kept) > 0 {
		first = kept[0].Offset // in front of it are spaces of one byte, or nothing is cut
	}
	cut := 0
	for cut < first && cut < len(text) && (text[cut] == ' ' || text[cut] == '\n') {
		cut++
	}
	for i := range kept {
		kept[i].Offset -= cut
	}
	return Formatted{text[cut:], kept, f.Doubts}
}

// isSpace is Telegram's notion of what may be trimmed from the end.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == 0 || r >= 0x200b && r <= 0x200f || r == 0x2060 || r == 0xfeff
}

// findEntities finds what Telegram itself marks in what people write: commands, mentions, links. A letter beside a mention or a command is
// part of the word, and 汉字 are letters: neither 请问/start nor @cewen_bot你好 holds one.
func findEntities(text string) []Entity {
	var found []Entity
	offset := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		kind, length := "", 0
		if i == 0 || !isWord(before) {
			switch {
			case r == '/' && before != '/' && before != '<' && before != '>':
				kind, length = "bot_command", commandLength(text[i:])
			case r == '@':
				kind, length = "mention", mentionLength(text[i:])
			case r == 'h':
				kind, length = "url", linkLength(text[i:])
			}
		}
		if length > 0 {
			found = append(found, Entity{Type: kind, Offset: offset, Length: utf16Len(text[i : i+length])})
			offset += utf16Len(text[i : i+length])
			i += length
			continue
		}
		offset += units(r)
		i += size
	}
	return found
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

func isName(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func nameLength(text string) int {
	n := 0
	for n < len(text) && isName(text[n]) {
		n++
	}
	return n
}

func commandLength(text string) int {
	n := nameLength(text[1:])
	if n < 1 || n > 64 {
		return 0
	}
	end := 1 + n
	if strings.HasPrefix(text[end:], "@") {
		if n = nameLength(text[end+1:]); n < 3 || n > 32 {
			return 0
		}
		end += 1 + n
	}
	if next, _ := utf8.DecodeRuneInString(text[end:]); end < len(text) && (isWord(next) || strings.ContainsRune("/<>", next)) {
		return 0
	}
	return end
}

func mentionLength(text string) int {
	n := nameLength(text[1:])
	if n < 4 || n > 32 {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(text[1+n:]); 1+n < len(text) && isWord(next) {
		return 0
	}
	return 1 + n
}

func linkLength(text string) int {
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
		return 0
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > unicode.MaxASCII })
	if end < 0 {
		end = len(text)
	}
	return len(strings.TrimRight(text[:end], ".,;:!?)"))
}
