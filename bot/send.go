package bot

import (
	"bytes"
	"context"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cewen/outbox"
)

// sender makes the call for a delivery (outbox.Sender).
type sender struct {
	api  *client
	zone *time.Location
}

// lateAfter is when an answer says which question it belongs to: by then another may have been asked.
const lateAfter = time.Minute

// turnRef marks deliveries that answer a question.
const turnRef = "turn:"

// Limits of the Bot API (sendMessage, sendDocument), in UTF-16 code units after entities are parsed.
const (
	mostText    = 4096
	mostCaption = 1024
)

// Send makes one call and tells the facts.
func (s *sender) Send(ctx context.Context, d outbox.Delivery) outbox.Reply {
	text := s.marks(d, time.Now()) + d.Message.HTML
	mode := models.ParseModeHTML
	if d.Plain {
		text, mode = plain(text), ""
	}
	var f facts
	ctx = context.WithValue(ctx, factsKey{}, &f)
	var err error
	switch d.Method {
	case outbox.Edit:
		_, err = s.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: d.Chat, MessageID: d.MessageID, Text: fit(text, mode, mostText), ParseMode: mode,
			LinkPreviewOptions: noPreview(), ReplyMarkup: keyboardOf(d.Message.Buttons)})
	case outbox.Document:
		if d.File == nil {
			return outbox.Reply{Written: true, Code: 400, Description: "document without a file"}
		}
		_, err = s.api.SendDocument(ctx, &tg.SendDocumentParams{ChatID: d.Chat, MessageThreadID: d.Thread, Document: &models.InputFileUpload{Filename: d.File.Name, Data: bytes.NewReader(d.File.Data)},
			Caption: fit(text, mode, mostCaption), ParseMode: mode, DisableNotification: d.Message.Quiet, ReplyParameters: replyTo(d.Message.ReplyTo), ReplyMarkup: keyboardOf(d.Message.Buttons)})
	default:
		_, err = s.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: d.Chat, MessageThreadID: d.Thread, Text: fit(text, mode, mostText), ParseMode: mode,
			LinkPreviewOptions: noPreview(), DisableNotification: d.Message.Quiet, ReplyParameters: replyTo(d.Message.ReplyTo), ReplyMarkup: keyboardOf(d.Message.Buttons)})
	}
	if err != nil && f.Err == nil && !f.OK {
		f.Err = s.api.clean(err)
	}
	return f.Reply
}

// marks is the first line of a message that may be a second copy, or comes late (PRODUCT: 可能重复 and 补答 stand in the first line).
func (s *sender) marks(d outbox.Delivery, now time.Time) string {
	if d.Method == outbox.Edit {
		return ""
	}
	var marks []string
	if d.Doubts > 0 {
		marks = append(marks, "可能重复")
	}
	if private := !outbox.IsGroup(d.Chat); private && strings.HasPrefix(d.Ref, turnRef) && !d.Asked.IsZero() && now.Sub(d.Asked) > lateAfter {
		marks = append(marks, "补答("+clock(d.Asked, now, s.zone)+"的提问)")
	}
	if len(marks) == 0 {
		return ""
	}
	return strings.Join(marks, " · ") + "\n"
}

// clock writes a time of today as 09:12, of another day with its date.
func clock(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("1月2日15:04")
}

// fit makes sure that a text is accepted: our views are far shorter, and a text that is not would be refused for ever. One that is too long
// is sent without markup, cut.
func fit(text string, mode models.ParseMode, most int) string {
	if utf16Len(text) <= most {
		return text
	}
	if mode == models.ParseModeHTML && utf16Len(plain(text)) <= most {
		return text // tags do not count
	}
	rs := []rune(plain(text))
	for utf16Len(string(rs)) > most-1 {
		rs = rs[:len(rs)-1]
	}
	cut := string(rs) + "…"
	if mode == models.ParseModeHTML {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(cut)
	}
	return cut
}

func noPreview() *models.LinkPreviewOptions {
	off := true
	return &models.LinkPreviewOptions{IsDisabled: &off}
}

// replyTo answers a message even if that has been deleted in the meantime.
func replyTo(message int) *models.ReplyParameters {
	if message == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: message, AllowSendingWithoutReply: true}
}
