package bot

import (
	"context"
	"strconv"
	"time"

	tg "github.com/go-telegram/bot"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
)

const expired = "这个按钮已失效,请重新提问"

// press handles a pressed button. What a button means stands in its data alone, so it means the same after a restart.
func (w *work) press(p *pressed) error {
	if p.Message == nil {
		w.toast(p.ID, "") // under an inline card: it has no buttons of ours that do anything
		return nil
	}
	m := p.Message
	w.to = place{thread: dialog.Thread{Chat: m.Chat.ID}, user: p.From.ID, name: p.From.fullName(), group: !m.Chat.private(), reply: m.ID, written: w.item.Received}
	if m.InTopic {
		w.to.thread.Topic = m.Topic
	}
	verb, args := view.Parse(p.Data)
	if verb == view.VerbDecide {
		return w.decide(p, args)
	}
	if ok, err := w.mayPress(p); !ok || err != nil {
		if err == nil {
			w.toast(p.ID, "还没有获准使用")
		}
		return err
	}
	if ok, _ := w.bot.pace.ask(p.From.ID, w.now); !ok {
		w.toast(p.ID, "点得太快了,请过一分钟再点")
		return nil
	}
	switch verb {
	case view.VerbNothing:
		w.toast(p.ID, "")
		return nil
	case view.VerbAnswer, view.VerbSource, view.VerbMore, view.VerbCopy, view.VerbSuggest, view.VerbNotThis, view.VerbGood, view.VerbBad, view.VerbReason:
		return w.pressTurn(p, verb, args)
	case view.VerbMine:
		return w.choose(p, args, false)
	case view.VerbMyPlace:
		return w.choose(p, args, true)
	case view.VerbSettings:
		return w.pressSettings(p, args)
	case view.VerbForget:
		return w.pressForget(p, args)
	case view.VerbReview, view.VerbExport, view.VerbAudit:
		return w.pressAdmin(p, verb, args)
	}
	if done, err := w.pressReminders(p, verb, args); done || err != nil {
		return err
	}
	return w.pressList(p, verb, args)
}

func (w *work) mayPress(p *pressed) (bool, error) {
	ok, err := w.bot.allowed(w.ctx, p.From.ID)
	if ok || err != nil || !w.to.group {
		return ok, err
	}
	a, _, err := w.bot.store.Access(w.ctx, w.to.thread.Chat)
	return a.State == dialog.AccessAllowed, err
}

// pressReminders is a press that has to do with reminders, records and boards.
func (w *work) pressReminders(p *pressed, verb string, args []string) (done bool, err error) {
	switch verb {
	case view.VerbRemind:
		err = w.pressRemind(p, args)
	case view.VerbReceipt:
		err = w.pressReceipt(p)
	case view.VerbQuotes, view.VerbLines:
		err = w.pressNumbered(p, verb, args)
	case view.VerbBoard:
		err = w.pressBoard(p, args)
	case view.VerbDue:
		err = w.pressDue(p, args)
	case view.VerbUndo:
		err = w.pressUndo(p, args)
	case view.VerbMark:
		err = w.pressMark(p, args)
	case view.VerbHistory:
		var m msg
		if m, err = w.historyAt(atoi(append(args, "")[0])); err == nil {
			w.change(p, m)
			w.toast(p.ID, "")
		}
	case view.VerbTable:
		err = w.pressExport(p, args)
	case view.VerbPreview:
		err = w.pressPreview(p, args)
	case view.VerbOversee:
		err = w.pressOversee(p, args)
	case view.VerbPlan, view.VerbPlans, view.VerbFile, view.VerbFiles, view.VerbTakeOut:
		err = w.pressPlans(p, verb, args)
	default:
		return false, nil
	}
	return true, err
}

// toast answers a press, with a word or without one: the spinner on the button turns until then (Bot API, answerCallbackQuery). It is done
// after the commit and once; a press that is too old to be answered does no harm.
func (w *work) toast(id, text string) {
	api, log, out := w.bot.api, w.bot.log, w.bot.out
	w.later(func(ctx context.Context) {
		// A 429 silences every call.
		if wait := time.Until(out.PausedUntil()); wait > 0 && !sleep(ctx, wait) {
			return
		}
		err := api.call(ctx, "answerCallbackQuery", func(ctx context.Context) error {
			_, err := api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: id, Text: text})
			return err
		})
		if err != nil && replyOf(err).Code != 400 {
			log.Debug("press not answered", "error", err)
		}
	})
}

// change puts something else into the message whose button was pressed. A message that is too old to be seen by us is answered anew.
func (w *work) change(p *pressed, m outbox.Message) {
	if p.Message.Date == 0 {
		w.say(w.to, m)
		return
	}
	w.edit(p.Message.ID, m)
}

// pressTurn is a press under an answer.
func (w *work) pressTurn(p *pressed, verb string, args []string) error {
	if len(args) == 0 {
		w.toast(p.ID, expired)
		return nil
	}
	t, ok, err := w.bot.store.Turn(w.ctx, args[0])
	if err != nil {
		return err
	}
	if !ok || t.Thread.Chat != w.to.thread.Chat {
		w.toast(p.ID, expired)
		return nil
	}
	w.to.thread = t.Thread
	n := 0
	if len(args) > 1 {
		n, _ = strconv.Atoi(args[1]) // what is no number is the first
	}
	toast := ""
	switch verb {
	case view.VerbAnswer:
		return w.shown(p, t, n, false, "")
	case view.VerbMore:
		return w.shown(p, t, n, true, "")
	case view.VerbSource:
		w.change(p, view.Source(t, w.bot.snapshot().Plan, n))
	case view.VerbCopy:
		w.say(w.to, view.Copy(w.bot.copied(t)))
	case view.VerbGood:
		w.opinion(t, true, "")
		toast = "记下了,谢谢"
	case view.VerbBad:
		w.opinion(t, false, "")
		m, err := w.render(t, 0, false)
		if err != nil {
			return err
		}
		m.Buttons = view.AskReason(t.ID)
		w.change(p, m)
		toast = "哪里不对?"
	case view.VerbReason:
		reason := ""
		if n >= 0 && n < len(view.Reasons) {
			reason = view.Reasons[n]
		}
		w.opinion(t, false, reason)
		return w.shown(p, t, 0, false, "记下了:"+reason)
	case view.VerbSuggest:
		if n < 0 || n >= len(t.Answer.Suggestions) {
			w.toast(p.ID, expired)
			return nil
		}
		return w.goOn(p, t, t.Answer.Suggestions[n])
	case view.VerbNotThis:
		return w.goOn(p, t, "不是这个")
	}
	w.toast(p.ID, toast)
	return nil
}

// shown puts a page of a turn's answer into the message that was pressed.
func (w *work) shown(p *pressed, t dialog.Turn, page int, more bool, toast string) error {
	m, err := w.render(t, page, more)
	if err != nil {
		return err
	}
	w.change(p, m)
	w.toast(p.ID, toast)
	return nil
}

func (w *work) opinion(t dialog.Turn, good bool, reason string) {
	w.changes.Feedback = append(w.changes.Feedback, dialog.Feedback{Turn: t.ID, User: w.to.user, Good: good, Reason: reason, At: w.now})
}

// goOn asks a question that goes on from a turn.
func (w *work) goOn(p *pressed, t dialog.Turn, text string) error {
	before, err := w.before(w.to)
	if err != nil {
		return err
	}
	before.Last = t.After.Last
	turn := w.ask(w.id(), text, before, "")
	w.keep(turn, true)
	w.toast(p.ID, "")
	return w.answer(turn)
}

// pressList is a press in a list: it pages in place, and an entry is asked for.
func (w *work) pressList(p *pressed, verb string, args []string) error {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	number := func(i int) int {
		n, err := strconv.Atoi(arg(i))
		if err != nil {
			return 0
		}
		return n
	}
	if verb == view.VerbAsk {
		if ex := w.bot.snapshot().Examples(3); number(0) >= 0 && number(0) < len(ex) {
			w.toast(p.ID, "")
			return w.answerIn(nil, nil, ex[number(0)])
		}
		w.toast(p.ID, expired)
		return nil
	}
	if verb == view.VerbPickUnit {
		first, err := w.plan()
		if first != nil {
			w.change(p, view.PickUnit(first, number(0), arg(1)))
		}
		w.toast(p.ID, "")
		return err
	}
	pl := w.bot.planOf(arg(0))
	if pl == nil || arg(0) == "" {
		w.toast(p.ID, "这个方案已经不在收录里")
		return nil
	}
	switch verb {
	case view.VerbUnits:
		w.change(p, view.Units(pl, number(1)))
	case view.VerbChapters:
		w.change(p, view.Chapters(pl))
	case view.VerbChapter:
		m, ok := view.Chapter(pl, number(1), number(2))
		if !ok {
			w.toast(p.ID, expired)
			return nil
		}
		w.change(p, m)
	case view.VerbRows:
		w.change(p, view.Indicators(pl, number(1)))
	case view.VerbUnit, view.VerbClause, view.VerbYear:
		text := ""
		switch {
		case verb == view.VerbUnit:
			if name := unitByTag(pl, arg(1)); name != "" {
				text = name + "有哪些任务"
			}
		case verb == view.VerbClause && view.ClauseName(pl, number(1)) != "":
			text = clauseQuestion(pl, number(1))
		case verb == view.VerbYear && number(1) > 0:
			text = strconv.Itoa(number(1)) + "年到期的有哪些"
		}
		if text == "" {
			w.toast(p.ID, "方案里已经没有这一项")
			return nil
		}
		w.toast(p.ID, "")
		return w.answerIn(nil, pl, text)
	default:
		w.toast(p.ID, expired)
		return nil
	}
	w.toast(p.ID, "")
	return nil
}

// pressForget deletes what the person who pressed has asked, and nobody else's.
func (w *work) pressForget(p *pressed, args []string) error {
	if len(args) > 0 && args[0] == "yes" {
		w.changes.Forget = append(w.changes.Forget, p.From.ID)
		w.record("删除自己的记录", p.From.ID, "")
		w.change(p, view.Text("已删除您的提问、答复、评价和设置。"))
		w.toast(p.ID, "已删除")
		return nil
	}
	w.change(p, view.Text("没有删除。"))
	w.toast(p.ID, "")
	return nil
}
