package bottest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// markup is a reply_markup that was read.
type markup struct {
	json   json.RawMessage // as it is shown; nil: none
	rows   [][]Button      // of an inline keyboard
	webApp bool            // some button opens a Mini App, which Telegram allows in private chats only
}

// actions are the fields of which an inline button has exactly one, in the order in which Telegram looks for them.
var actions = []string{"url", "callback_data", "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
	"switch_inline_query_current_chat", "login_url", "web_app", "copy_text"}

// readMarkup reads a keyboard and checks it.
func (c *call) readMarkup(text string) *markup {
	var keyboard struct {
		Rows [][]map[string]json.RawMessage `json:"inline_keyboard"`
	}
	m := &markup{json: json.RawMessage(text)}
	if len(text) > 10<<10 {
		c.wrong(fmt.Sprintf("reply_markup has %d bytes, allowed are 10 KB", len(text)), "reply markup is too long")
	}
	if err := json.Unmarshal([]byte(text), &keyboard); err != nil || len(keyboard.Rows) == 0 {
		if strings.Contains(text, "inline_keyboard") {
			m.json = nil // an empty one, which takes a keyboard away
		}
		return m
	}
	n := 0
	for i, row := range keyboard.Rows {
		if n += len(row); len(row) == 0 || len(row) > 8 {
			c.wrong(fmt.Sprintf("row %d of the keyboard has %d buttons, allowed are 1-8", i, len(row)), "")
		}
		var buttons []Button
		for _, fields := range row {
			buttons = append(buttons, c.readButton(m, fields))
		}
		m.rows = append(m.rows, buttons)
	}
	if n > 100 {
		c.wrong(fmt.Sprintf("%d buttons, allowed are 100", n), "reply markup is too long")
	}
	return m
}

// readButton reads one button. Telegram takes the first action that it finds, passing over an empty url or callback_data; here every field
// beside it is a violation, as the documentation says.
func (c *call) readButton(m *markup, fields map[string]json.RawMessage) Button {
	text := func(raw json.RawMessage) string {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return s
	}
	b := Button{Text: text(fields["text"])}
	if strings.TrimSpace(b.Text) == "" {
		c.wrong("a button has no text", "inline keyboard button text must be non-empty")
	}
	var found []string
	for _, name := range actions {
		if raw, ok := fields[name]; ok {
			found = append(found, name)
			if b.Action == "" && !((name == "url" || name == "callback_data") && text(raw) == "") {
				b.Action = name
			}
		}
	}
	where := fmt.Sprintf("button %q", b.Text)
	if len(found) > 1 {
		c.wrong(fmt.Sprintf("%s has %s, allowed is exactly one", where, strings.Join(found, " and ")), "")
	}
	if b.Action == "" {
		c.wrong(where+" has no action", "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
		return b
	}
	if style, ok := fields["style"]; ok && !strings.Contains(" danger success primary ", " "+text(style)+" ") {
		c.wrong(fmt.Sprintf("%s: style %s is unknown", where, style), "can't parse inline keyboard button: invalid button style specified")
	}
	var nested struct{ Text, URL, Query string }
	b.Data = text(fields[b.Action])
	if json.Unmarshal(fields[b.Action], &nested) == nil {
		b.Data = nested.Text + nested.URL + nested.Query
	}
	c.checkAction(m, b, where)
	return b
}

func (c *call) checkAction(m *markup, b Button, where string) {
	switch b.Action {
	case "callback_data":
		if len(b.Data) > 64 {
			c.wrong(fmt.Sprintf("%s: callback_data has %d bytes, allowed are 1-64", where, len(b.Data)), "BUTTON_DATA_INVALID")
		}
	case "copy_text":
		if n := utf16Len(b.Data); n < 1 || n > 256 {
			c.wrong(fmt.Sprintf("%s: copy_text has %d characters, allowed are 1-256", where, n), "BUTTON_COPY_TEXT_INVALID")
		}
	case "url", "login_url":
		_, user := linkedUser(b.Data)
		if _, ok := checkedLink(b.Data); !ok && !user {
			c.wrong(fmt.Sprintf("%s: %q is no link that Telegram takes", where, b.Data), fmt.Sprintf("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.Data))
		}
	case "web_app":
		m.webApp = true
		if !checkedWebApp(b.Data) {
			c.wrong(fmt.Sprintf("%s: web_app %q is no https link", where, b.Data), fmt.Sprintf("inline keyboard button Web App URL '%s' is invalid: Only HTTPS links are allowed", b.Data))
		}
	case "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat":
		if n := utf16Len(b.Data); n > 256 {
			c.wrong(fmt.Sprintf("%s: the query has %d characters, allowed are 256", where, n), "")
		}
	}
}
