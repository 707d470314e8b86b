package bot

import (
	"context"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cewen/outbox"
)

type msg = outbox.Message

// Texts that Telegram shows of us before anybody has written (setMyDescription ≤ 512, setMyShortDescription ≤ 120 characters).
const (
	description      = "策问:拿着政府方案的原文回答问题。谁负责、目标多少、什么时候到期,都用方案自己的话答,每句带出处;方案没有写的,就说没有写。\n只收录公开文件,请勿发送涉密和内部信息。"
	shortDescription = "拿着方案原文回答:谁负责、多少、何时到期。每句带出处。"
)

// present tells Telegram our commands and descriptions. Nothing depends on it: what fails is tried again at the next start.
func (b *Bot) present(ctx context.Context) {
	commands := func(admin bool) []models.BotCommand {
		var out []models.BotCommand
		for _, c := range menu(admin) {
			out = append(out, models.BotCommand{Command: c[0], Description: c[1]})
		}
		return out
	}
	steps := []struct {
		method string
		fn     func(context.Context) error
	}{
		{"setMyCommands", func(ctx context.Context) error {
			_, err := b.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: commands(false)})
			return err
		}},
		{"setMyDescription", func(ctx context.Context) error {
			_, err := b.api.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: description})
			return err
		}},
		{"setMyShortDescription", func(ctx context.Context) error {
			_, err := b.api.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: shortDescription})
			return err
		}},
	}
	// The page stands behind the menu button; without one the button shows the commands.
	var button models.InputMenuButton = &models.MenuButtonCommands{Type: models.MenuButtonTypeCommands}
	if b.PageURL != "" {
		button = &models.MenuButtonWebApp{Type: models.MenuButtonTypeWebApp, Text: "打开网页", WebApp: models.WebAppInfo{URL: b.PageURL}}
	}
	steps = append(steps, struct {
		method string
		fn     func(context.Context) error
	}{"setChatMenuButton", func(ctx context.Context) error {
		_, err := b.api.SetChatMenuButton(ctx, &tg.SetChatMenuButtonParams{MenuButton: button})
		return err
	}})
	for _, admin := range b.Admins {
		steps = append(steps, struct {
			method string
			fn     func(context.Context) error
		}{"setMyCommands", func(ctx context.Context) error {
			_, err := b.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: commands(true), Scope: &models.BotCommandScopeChat{ChatID: admin}})
			return err
		}})
	}
	for _, s := range steps {
		call, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := b.api.call(call, s.method, s.fn)
		cancel()
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			continue
		}
		// An administrator who has not written to the bot yet cannot have a menu of his own.
		b.log.Debug("telegram was not told", "method", s.method, "error", err)
		if r := replyOf(err); r.Code == 429 && !sleep(ctx, r.RetryAfter) {
			return
		}
	}
}
