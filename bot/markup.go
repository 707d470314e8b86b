package bot

import (
	"html"
	"regexp"
	"strings"

	"cewen/outbox"
)

// keyboard is an inline keyboard as the Bot API wants it. The library's own type writes an empty copy_text into every button, which makes
// two actions of one.
type keyboard struct {
	Rows [][]key `json:"inline_keyboard"`
}

type key struct {
	Text   string    `json:"text"`
	Data   string    `json:"callback_data,omitempty"`
	URL    string    `json:"url,omitempty"`
	Copy   *copyText `json:"copy_text,omitempty"`
	Inline *string   `json:"switch_inline_query_current_chat,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}

// keyboardOf returns nil for a message without buttons, so that none are sent.
func keyboardOf(rows [][]outbox.Button) any {
	k := keyboard{Rows: [][]key{}}
	for _, row := range rows {
		var keys []key
		for _, b := range row {
			switch k := (key{Text: b.Text, Data: b.Data, URL: b.URL}); {
			case b.Copy != "":
				k.Copy = &copyText{b.Copy}
				keys = append(keys, k)
			case b.Inline != "":
				k.Inline = &b.Inline
				keys = append(keys, k)
			case b.Data != "" || b.URL != "":
				keys = append(keys, k)
			}
		}
		if len(keys) > 0 {
			k.Rows = append(k.Rows, keys)
		}
	}
	if len(k.Rows) == 0 {
		return nil
	}
	return k
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plain is a message's text without markup, for a server that refuses it. Our texts escape every < that is none of ours.
func plain(text string) string {
	text = strings.NewReplacer("<blockquote>", "▏", "<blockquote expandable>", "▏").Replace(text)
	return html.UnescapeString(tag.ReplaceAllString(text, ""))
}

// utf16Len is a text's length as the Bot API counts it ("MessageEntity": offsets and lengths are in UTF-16 code units).
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}
