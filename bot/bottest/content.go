package bottest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// checkContent checks what a call says, beyond its shape.
func (c *call) checkContent() {
	switch {
	case c.has("text") && c.method.fields["parse_mode"].kinds != nil:
		c.body = c.readText("text", "entities", 4096, "message is too long")
		if c.body.Text == "" {
			c.wrong("text is empty", "message text is empty")
		}
	case c.method.fields["caption"].kinds != nil:
		c.body = c.readText("caption", "caption_entities", 1024, "message caption is too long")
	}
	if c.has("reply_markup") {
		c.markup = c.readMarkup(c.Fields["reply_markup"])
	}
	if c.has("reply_parameters") {
		c.reply = &replyParameters{}
		c.decode("reply_parameters", c.reply)
	}
	switch c.Method {
	case "answerCallbackQuery":
		if n := utf16Len(c.Fields["text"]); n > 200 {
			c.wrong(fmt.Sprintf("text has %d characters, allowed are 200", n), "MESSAGE_TOO_LONG")
		}
	case "answerInlineQuery":
		c.checkResults()
	case "setMyCommands":
		c.checkCommands()
	case "setMyDescription":
		c.checkLength("description", 512)
	case "setMyShortDescription":
		c.checkLength("short_description", 120)
	case "sendDocument":
		c.checkUpload("document")
	case "sendChatAction":
		if !strings.Contains(chatActions, " "+c.Fields["action"]+" ") {
			c.wrong(fmt.Sprintf("action %q is unknown", c.Fields["action"]), "wrong parameter action in request")
		}
	}
}

const chatActions = " typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location " +
	"record_video_note upload_video_note "

func (c *call) checkLength(field string, most int) {
	if n := utf16Len(c.Fields[field]); n > most {
		c.wrong(fmt.Sprintf("%s has %d characters, allowed are %d", field, n, most), field+" is too long")
	}
}

func (c *call) checkUpload(field string) {
	f, ok := c.Files[field]
	switch {
	case !ok:
	case len(f.Data) == 0:
		c.wrong("the file is empty", "file must be non-empty")
	case len(f.Data) > 50<<20:
		c.wrong(fmt.Sprintf("the file has %d bytes, allowed are 50 MB", len(f.Data)), "file is too big")
	case f.Name == "":
		c.wrong("the file has no name", "")
	}
}

// readText reads a text of the call itself.
func (c *call) readText(field, entities string, most int, tooLong string) Formatted {
	return c.format(field, c.Fields[field], c.Fields["parse_mode"], c.Fields[entities], most, tooLong)
}

// format reads a text in its parse mode and checks it. most counts UTF-16 units of what is shown, as Telegram's clients do.
func (c *call) format(where, text, mode, entities string, most int, tooLong string) Formatted {
	if len(text) > 1<<15 {
		c.wrong(fmt.Sprintf("%s has %d bytes, with its markup", where, len(text)), "text is too long")
		return Formatted{}
	}
	f := Formatted{Text: text}
	switch strings.ToLower(mode) {
	case "":
		if entities != "" {
			f.Entities = c.readEntities(where, text, entities)
		}
	case "html":
		var err error
		if f, err = ParseHTML(text); err != nil {
			c.wrong(fmt.Sprintf("%s: %v: %.200q", where, err, text), "can't parse entities: "+err.Error())
			return f
		}
		if entities != "" {
			c.wrong(where+" has parse_mode and entities, which are ignored then", "")
		}
	case "markdown", "markdownv2":
		c.wrong("parse_mode "+mode+" is not understood here, send HTML", "")
	default:
		c.wrong(fmt.Sprintf("parse_mode %q is unknown", mode), "unsupported parse_mode")
	}
	for _, doubt := range f.Doubts {
		c.wrong(fmt.Sprintf("%s: %s: %.200q", where, doubt, text), "")
	}
	f = f.tidy()
	if n := utf16Len(f.Text); n > most {
		c.wrong(fmt.Sprintf("%s has %d characters, allowed are %d", where, n, most), tooLong)
	}
	return f
}

// readEntities reads entities that were sent ready.
func (c *call) readEntities(where, text, field string) []Entity {
	var entities []Entity
	if err := json.Unmarshal([]byte(field), &entities); err != nil {
		c.wrong(fmt.Sprintf("%s: read entities: %v", where, err), "can't parse entities JSON object")
		return nil
	}
	borders := map[int]bool{}
	n := 0
	for _, r := range text {
		borders[n] = true
		n += units(r)
	}
	borders[n] = true
	for _, e := range entities {
		if e.Length <= 0 || !borders[e.Offset] || !borders[e.Offset+e.Length] {
			c.wrong(fmt.Sprintf("%s: %s at %d+%d does not lie on characters of the text", where, e.Type, e.Offset, e.Length),
				fmt.Sprintf("entity beginning at UTF-16 offset %d ends after the end of the text at byte offset %d", e.Offset, len(text)))
		}
	}
	sortEntities(entities)
	return entities
}

// BotCommand is a command of the menu.
type BotCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (c *call) checkCommands() {
	var commands []BotCommand
	c.decode("commands", &commands)
	if len(commands) > 100 {
		c.wrong(fmt.Sprintf("%d commands, allowed are 100", len(commands)), "BOT_COMMANDS_TOO_MUCH")
	}
	for _, command := range commands {
		if !commandName.MatchString(command.Command) {
			c.wrong(fmt.Sprintf("command %q is not 1-32 of a-z, 0-9 and _", command.Command), "BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(command.Description); n < 1 || utf16Len(command.Description) > 256 {
			c.wrong(fmt.Sprintf("description of /%s has %d characters, allowed are 1-256", command.Command, n), "BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
}
