package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/inbox"
	"cewen/outbox"
)

// Inline queries are answered at once and not stored: with the next key a client asks again, and Telegram drops an answer that comes late.
const (
	inlineTimeout = 8 * time.Second
	selfWait      = 2 * time.Second // for the bot's name, at the start
	mostCards     = 12
	inlineCache   = 60 // seconds
)

// Parts of answerInlineQuery. They are ours because the library's button carries an empty web_app beside its parameter.
type (
	inlineAnswer struct {
		ID       string        `json:"inline_query_id"`
		Results  []card        `json:"results"`
		Cache    int           `json:"cache_time"`
		Personal bool          `json:"is_personal,omitempty"`
		Button   *inlineButton `json:"button,omitempty"`
	}
	inlineButton struct {
		Text  string `json:"text"`
		Start string `json:"start_parameter"`
	}
	card struct {
		Kind    string  `json:"type"`
		ID      string  `json:"id"`
		Title   string  `json:"title"`
		About   string  `json:"description,omitempty"`
		Content content `json:"input_message_content"`
		Keys    any     `json:"reply_markup,omitempty"` // goes on in private
	}
	content struct {
		Text    string  `json:"message_text"`
		Mode    string  `json:"parse_mode"`
		Preview preview `json:"link_preview_options"`
	}
	preview struct {
		Off bool `json:"is_disabled"`
	}
)

// answerInline answers a query beside everything else. When too many are being answered it is left: the client asks again.
func (b *Bot) answerInline(ctx context.Context, u inbox.Update) {
	select {
	case b.inline <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() {
			<-b.inline
			if v := recover(); v != nil {
				b.log.Error("inline query failed", "panic", fmt.Sprint(v))
			}
		}()
		call, cancel := context.WithTimeout(context.WithoutCancel(ctx), inlineTimeout)
		defer cancel()
		begin := time.Now()
		if err := b.inlineReply(call, u); err != nil {
			b.log.Debug("inline query not answered", "error", err)
		}
		b.metrics.Inline(time.Since(begin))
	}()
}

func (b *Bot) inlineReply(ctx context.Context, u inbox.Update) error {
	var in incoming
	if err := json.Unmarshal(u.Body, &in); err != nil {
		return err
	}
	if wait := time.Until(b.out.PausedUntil()); wait > 0 && !sleep(ctx, wait) {
		return ctx.Err()
	}
	// In the first moments after a start the bot's name is not known yet, and without it a card has no key to go on with.
	for end := time.Now().Add(selfWait); b.self.Load() == nil && time.Now().Before(end); {
		if !sleep(ctx, selfWait/50) {
			return ctx.Err()
		}
	}
	a := inlineAnswer{ID: in.Query.ID, Results: []card{}, Cache: inlineCache, Personal: b.Paired}
	ok, err := b.allowed(ctx, in.Query.From.ID)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		a.Button = &inlineButton{"先在私聊里申请使用", "apply"}
	default:
		a.Results = b.cards(in.Query.Text)
		a.Button = &inlineButton{"在私聊里接着问", "inline"}
	}
	return b.api.post(ctx, "answerInlineQuery", a, nil)
}

// cards are what a query finds: its answer if it is a question, then all that its words name. An empty one gets starters.
func (b *Bot) cards(text string) []card {
	s := b.snapshot()
	out := []card{} // none is an answer too
	seen := map[string]bool{}
	add := func(id, title, about, link string, a answer.Answer) {
		html := view.Card(dialog.Turn{Question: title, Answer: a})
		if !a.Answered || len(out) == mostCards || seen[html] {
			return
		}
		seen[html] = true
		out = append(out, card{"article", id, title, about, content{html, "HTML", preview{true}}, b.goOnKey(link)})
	}
	if strings.TrimSpace(text) == "" {
		for i, q := range s.Examples(6) {
			a, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: q, Today: b.today()})
			add(fmt.Sprintf("x%d", i), q, view.FirstLine(a), linkOf(a), a)
		}
		return out
	}
	entries := s.Lookup(text, mostCards)
	asked, _ := answer.Ask(s, answer.Context{}, answer.Question{Text: text, Today: b.today()})
	if asked.Answered {
		add("q", view.FirstLine(asked), view.FirstSource(asked), linkOf(asked), asked)
	}
	for i, e := range entries {
		a, _, ok := s.Entry(e, answer.Context{}, b.today())
		if ok {
			add(fmt.Sprintf("e%d-%s", i, view.Tag(string(e.Kind)+e.ID+e.Plan)), e.Name, e.Note, linkTo(e), a)
		}
	}
	return out
}

// goOnKey is the key under a card that opens the private chat where the card's matter can be asked about further.
func (b *Bot) goOnKey(link string) any {
	me := b.self.Load()
	if me == nil || me.name == "" || link == "" {
		return nil
	}
	return keyboardOf([][]outbox.Button{{{Text: "接着问", URL: "https://t.me/" + me.name + "?start=" + link}}})
}

// linkTo is the deep link to an entry (follow reads it).
func linkTo(e answer.Entry) string {
	switch e.Kind {
	case answer.KindTarget:
		return "t-" + e.ID + "_" + view.Tag(e.Plan)
	case answer.KindUnit:
		return "u-" + view.Tag(e.ID) + "_" + view.Tag(e.Plan)
	case answer.KindClause:
		return "c" + e.ID + "_" + view.Tag(e.Plan)
	}
	return "inline"
}

// linkOf is the deep link to the clause that an answer cites first.
func linkOf(a answer.Answer) string {
	if len(a.Citations) == 0 || a.Citations[0].Clause == 0 {
		return "inline"
	}
	return fmt.Sprintf("c%d_%s", a.Citations[0].Clause, view.Tag(a.Citations[0].Plan))
}
