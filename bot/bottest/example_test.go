package bottest_test

import (
	"context"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cewen/bot/bottest"
)

// How a test of the bot looks: somebody asks, the reply to the answer is lost, and the bot must not have said it twice.
func TestExample(t *testing.T) {
	s := bottest.New(t, func(c *bottest.Config) { c.Limits = bottest.Limits{} })
	anna := s.NewUser("安娜")
	group := s.AddChat(bottest.Group, "重点任务", anna)
	s.Inject(bottest.Fault{Method: "sendMessage", Text: "110公里", Times: 1, Effect: bottest.Drop(bottest.After)})

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go start(ctx, t, s) // the bot under test

	asked := group.Say(anna, "@cewen_test_bot 雨水管网2025年多长")
	answer := group.Wait(1)[0] // fails the test when it does not come
	if answer.Text != "110公里" || answer.ReplyTo != asked.ID {
		t.Errorf("answered %+v", answer)
	}
	group.Say(anna, "谢谢")
	// The bot says the second thing only once it has lost the reply to the first.
	if all := group.Wait(2); all[0].Reply != bottest.Dropped || all[1].Text != "可能重复:110公里" || s.Tally(group.ID).Repeated() != 0 {
		t.Errorf("said %+v", all)
	}
	if open := s.UnansweredCallbacks(); len(open) > 0 {
		t.Errorf("left waiting: %+v", open)
	}
} // here every violation that s.TakeViolations has not taken fails the test

// start is a bot for the example, which marks what it may have said already.
func start(ctx context.Context, t *testing.T, s *bottest.Server) {
	text := "110公里"
	b, err := bot.New(s.Token, bot.WithServerURL(s.URL), bot.WithNotAsyncHandlers(), bot.WithErrorsHandler(func(error) {}),
		bot.WithDefaultHandler(func(ctx context.Context, b *bot.Bot, u *models.Update) {
			if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: text,
				ReplyParameters: &models.ReplyParameters{MessageID: u.Message.ID}}); err != nil {
				text = "可能重复:" + text
			}
		}))
	if err != nil {
		t.Error(err)
		return
	}
	b.Start(ctx)
}
