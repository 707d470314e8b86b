package bottest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// The library's own InlineKeyboardButton carries an empty copy_text; a bot has to bring its own.
type ownKeyboard struct {
	Rows [][]ownButton `json:"inline_keyboard"`
}

type ownButton struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// The client library that the bot uses gets through: getMe, polling, sending, a button, an edit, an inline query, a file.
func TestLibrary(t *testing.T) {
	s := New(t, unlimited)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	failed := func(err error) {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	b, err := bot.New(s.Token, bot.WithServerURL(s.URL), bot.WithErrorsHandler(failed), bot.WithNotAsyncHandlers(), bot.WithDefaultHandler(
		func(ctx context.Context, b *bot.Bot, u *models.Update) {
			var err error
			switch {
			case u.Message != nil && u.Message.Document != nil:
				var f *models.File
				if f, err = b.GetFile(ctx, &bot.GetFileParams{FileID: u.Message.Document.FileID}); err == nil {
					_, err = b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: u.Message.Chat.ID,
						Document: &models.InputFileUpload{Filename: "台账.xlsx", Data: strings.NewReader(f.FilePath)}})
				}
			case u.Message != nil:
				_, err = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "<b>110公里</b>", ParseMode: models.ParseModeHTML,
					ReplyParameters: &models.ReplyParameters{MessageID: u.Message.ID}, LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: bot.True()},
					ReplyMarkup: ownKeyboard{[][]ownButton{{{"原文", "q:16"}}}}})
			case u.CallbackQuery != nil:
				m := u.CallbackQuery.Message.Message
				if _, err = b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID, Text: "第十六条"}); err == nil {
					_, err = b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID})
				}
			case u.InlineQuery != nil:
				_, err = b.AnswerInlineQuery(ctx, &bot.AnswerInlineQueryParams{InlineQueryID: u.InlineQuery.ID, Results: []models.InlineQueryResult{
					&models.InlineQueryResultArticle{ID: "1", Title: "雨水管网", InputMessageContent: &models.InputTextMessageContent{MessageText: "110公里"}}}})
			}
			if err != nil {
				failed(err)
			}
		}))
	if err != nil {
		t.Fatal(err)
	}
	stopped := make(chan struct{})
	go func() { b.Start(ctx); close(stopped) }()

	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	asked := chat.Say(anna, "雨水管网多长")
	m := chat.Wait(1)[0]
	if m.Text != "110公里" || m.ReplyTo != asked.ID || m.Entities[0].Type != "bold" {
		t.Errorf("answer %+v", m)
	}
	chat.Press(anna, "原文")
	await(t, s, func() bool { return len(s.UnansweredCallbacks()) == 0 })
	if m, _ := s.Message(chat.ID, m.ID); m.Text != "第十六条" || m.Edits != 1 || m.Keyboard != nil {
		t.Errorf("edited %+v", m)
	}
	id := s.InlineQuery(anna, "雨水", "")
	await(t, s, func() bool { _, ok := s.InlineAnswer(id); return ok })
	chat.Post(Post{From: anna, Media: Document, File: File{Name: "方案.txt", Data: []byte("x")}})
	if m := chat.Wait(2)[1]; m.Document == nil || m.Document.Name != "台账.xlsx" || !bytes.HasPrefix(m.Document.Data, []byte("documents/")) {
		t.Errorf("document %+v", m)
	}
	if _, err := b.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "start", Description: "开始"}},
		Scope: &models.BotCommandScopeAllPrivateChats{}}); err != nil {
		t.Error(err)
	}
	group := s.AddChat(Supergroup, "会议", anna)
	if c, err := b.GetChat(ctx, &bot.GetChatParams{ChatID: group.ID}); err != nil || c.Title != "会议" {
		t.Errorf("chat %+v, %v", c, err)
	}
	for _, status := range []string{Administrator, Restricted, Member} {
		group.SetBotStatus(anna, status)
		if c, err := b.GetChatMember(ctx, &bot.GetChatMemberParams{ChatID: group.ID, UserID: s.Bot().ID}); err != nil || string(c.Type) != status {
			t.Errorf("member %+v, %v", c, err)
		}
	}
	wantReason(t, s, "")

	// What the library does with its own button, and with errors.
	if _, err = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: chat.ID, Text: "x", ReplyMarkup: &models.InlineKeyboardMarkup{
		InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "a", CallbackData: "b"}}}}}); err != nil {
		t.Error(err)
	}
	wantReason(t, s, "callback_data and copy_text")
	for _, test := range []struct {
		effect Effect
		want   func(error) bool
	}{
		{RetryAfter(7, false), func(err error) bool {
			e, ok := errors.AsType[*bot.TooManyRequestsError](err)
			return ok && e.RetryAfter == 7
		}},
		{MigratedTo(-100123), func(err error) bool {
			e, ok := errors.AsType[*bot.MigrateError](err)
			return ok && e.MigrateToChatID == -100123
		}},
		{Forbidden("bot was blocked by the user"), func(err error) bool { return errors.Is(err, bot.ErrorForbidden) }},
		{BadGateway(), func(err error) bool { return strings.Contains(err.Error(), "502 Bad Gateway") }},
		{Drop(After), func(err error) bool { return strings.Contains(err.Error(), "EOF") }},
		{Truncate(), func(err error) bool { return strings.Contains(err.Error(), "unexpected EOF") }},
	} {
		s.Inject(Fault{Method: "sendMessage", Times: 1, Effect: test.effect})
		if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: chat.ID, Text: "x"}); err == nil || !test.want(err) {
			t.Errorf("%s: %v", test.effect.name, err)
		}
	}
	cancel()
	<-stopped
}

// 200 chats at once, each with its questions, while nothing but the newest messages is kept.
func TestManyChats(t *testing.T) {
	const chats, questions = 200, 5
	s := New(t, unlimited, func(c *Config) { c.KeepMessages, c.KeepCalls = 2, 50 })
	var failures atomic.Int32
	var handled sync.WaitGroup
	handled.Add(chats * questions)
	b, err := bot.New(s.Token, bot.WithServerURL(s.URL), bot.WithErrorsHandler(func(error) {}), bot.WithDefaultHandler(
		func(ctx context.Context, b *bot.Bot, u *models.Update) {
			defer handled.Done()
			if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "答" + u.Message.Text}); err != nil {
				failures.Add(1)
			}
		}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() { b.Start(ctx); close(stopped) }()
	var all []*Chat
	for range chats {
		u := s.NewUser("x")
		chat := s.PrivateChat(u)
		all = append(all, chat)
		go func() {
			for i := range questions {
				chat.Say(u, fmt.Sprint(i))
			}
		}()
	}
	for _, chat := range all {
		chat.Wait(questions)
	}
	handled.Wait()
	await(t, s, func() bool { return s.PendingUpdates() == 0 })
	cancel()
	<-stopped
	for _, chat := range all {
		tally := s.Tally(chat.ID)
		if tally.Sent != questions || tally.Heard != questions || tally.Repeated() != 0 || tally.Count("答3") != 1 || len(chat.s.History(chat.ID)) > 4 {
			t.Fatalf("tally %+v, %d kept", tally, len(s.History(chat.ID)))
		}
	}
	if len(s.Calls()) > 100 || failures.Load() > 0 {
		t.Errorf("%d calls kept, %d failures", len(s.Calls()), failures.Load())
	}
	// What is no longer kept can still be edited and replied to.
	if r := do(s, "editMessageText", fields{"chat_id": all[0].ID, "message_id": 101, "text": "x"}); !r.OK {
		t.Errorf("edit: %+v", r)
	}
	if r := do(s, "sendMessage", fields{"chat_id": all[0].ID, "reply_parameters": fields{"message_id": 101}, "text": "x"}); !r.OK {
		t.Errorf("reply: %+v", r)
	}
}

// A bot that is stopped before it has confirmed gets its updates again, and the queue holds a hundred thousand.
func TestManyUpdates(t *testing.T) {
	const n = 100_000
	s := New(t, unlimited, func(c *Config) { c.KeepMessages = 10 })
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	for range n {
		chat.Say(anna, "x")
	}
	seen := 0
	for offset := int64(0); seen < 3000; {
		var batch []gotUpdate
		do(s, "getUpdates", fields{"offset": offset}).into(t, &batch)
		seen += len(batch)
		offset = batch[len(batch)-1].ID + 1
	}
	if got := s.PendingUpdates(); got != n-seen+100 {
		t.Errorf("%d pending after %d", got, seen)
	}
	do(s, "getUpdates", fields{"offset": -1})
	if got := s.PendingUpdates(); got != 1 {
		t.Errorf("%d pending", got)
	}
}
