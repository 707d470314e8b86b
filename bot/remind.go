package bot

import (
	"slices"
	"strconv"
	"strings"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// here is the place that an update is about, as reminders know it.
func (w *work) here() reminders.Place {
	return reminders.Place{Chat: w.to.thread.Chat, Topic: w.to.thread.Topic}
}

// order does what a message asks of reminders. done is false for a message that asks nothing of them.
func (w *work) order(m *message, text string, before answer.Context) (done bool, err error) {
	o, ok := reminders.ReadOrder(text)
	if !ok {
		return false, nil
	}
	if o.Ask == reminders.AskList {
		return true, w.listSubscriptions()
	}
	if o.Ask != reminders.AskSubscribe {
		return true, w.alter(o, before)
	}
	subject, names, instead := w.matterIn(o.Object, before)
	if o.Object == "" { // 提醒我: of what was talked about last
		if subject, err = w.lastMatter(m, before); err != nil {
			return false, err
		}
		if len(subject.subs) == 0 {
			w.reply(view.AskWhat())
			return true, nil
		}
	}
	switch {
	case len(subject.subs) > 0 && (o.Sure || names.Rest == "" || len(names.Units)+len(names.Places)+len(names.Clauses) == 0):
		return true, w.subscribe(subject, o.Summary)
	case !o.Sure:
		return false, nil // 关注的问题有哪些: a question
	case names.Mine != "":
		return true, w.wanted(m, text, before, names.Mine)
	case instead.Text != "" && instead.Refusal != answer.NotUnderstood && !instead.Answered:
		w.reply(view.Text(instead.Text))
	default:
		w.reply(view.AskWhat())
	}
	return true, nil
}

// lastMatter is what 提醒我 alone means: what is answered in the message that it replies to, or what was talked about last, or one's own
// bureau.
func (w *work) lastMatter(m *message, before answer.Context) (matter, error) {
	t, ok, err := w.turnAt(m)
	if err != nil {
		return matter{}, err
	}
	if ok {
		if found, ok := w.bot.matterOf(t); ok {
			return found, nil
		}
	}
	own, _, _ := w.matterIn("我局", before)
	return own, nil
}

// turnAt is the turn that a message goes on from: that of the answer it replies to, or the last one of its thread.
func (w *work) turnAt(m *message) (dialog.Turn, bool, error) {
	if m != nil && m.ReplyTo != nil {
		if t, ok, err := w.bot.store.TurnOfAnswer(w.ctx, m.Chat.ID, m.ReplyTo.ID); ok || err != nil {
			return t, ok, err
		}
	}
	return w.bot.store.LastTurn(w.ctx, w.to.thread)
}

// wanted asks whose bureau 我局 is; the order is done when that is told.
func (w *work) wanted(m *message, text string, before answer.Context, want answer.Want) error {
	turn := dialog.Turn{ID: w.id(), Thread: w.to.thread, User: w.to.user, Question: text, Before: before, After: before, Version: w.bot.Version, Asked: w.to.written,
		Answer: answer.Answer{Intent: answer.None, Refusal: answer.NotUnderstood, Wants: want, Text: "您是哪个单位?"}, Today: w.bot.today().Format("2006-01-02")}
	if want == answer.WantPlace {
		turn.Answer.Text = "您是哪个县区?"
	}
	if m != nil {
		turn.Message = m.ID
	}
	w.changes.Turns = append(w.changes.Turns, turn)
	return w.answer(turn)
}

// mostSubscriptions bounds what one place can be subscribed to.
const mostSubscriptions = 60

// subscribe makes subscriptions and says what they cover. What is subscribed to already stays as it was set.
func (w *work) subscribe(subject matter, summary reminders.Summary) error {
	have, err := w.bot.store.Subscriptions(w.ctx, w.here())
	if err != nil {
		return err
	}
	if len(have)+len(subject.subs) > mostSubscriptions {
		w.reply(view.Text("订阅太多了:最多" + strconv.Itoa(mostSubscriptions) + "个。发“我的提醒”可以停掉一些。"))
		return nil
	}
	w.changed()
	for _, s := range subject.subs {
		old := slices.IndexFunc(have, func(h reminders.Subscription) bool { return h.Key() == s.Key() })
		if old >= 0 {
			s = have[old]
			s.Paused = false
		} else {
			s.Chat, s.Topic, s.Preset, s.Hour = w.here().Chat, w.here().Topic, reminders.Usual, reminders.UsualHour
			s.By, s.Created = w.to.user, w.changes.Clock
		}
		if summary != "" {
			s.Summary, s.Day = summary, 1
		}
		w.changes.Subscriptions = append(w.changes.Subscriptions, s)
		if old < 0 {
			w.record("订阅", w.here().Chat, s.Title(w.bot.milestones()))
		}
		c, err := w.cover(s)
		if err != nil {
			return err
		}
		w.reply(view.Subscribed(c, old >= 0 && !have[old].Paused && summary == ""))
	}
	return nil
}

// cover works out what a subscription covers here.
func (w *work) cover(s reminders.Subscription) (view.Cover, error) {
	records, err := w.bot.store.Recorded(w.ctx, w.here().Chat)
	if err != nil {
		return view.Cover{}, err
	}
	ms := w.bot.milestones()
	c := view.Cover{Sub: s, Title: s.Title(ms), Board: reminders.NewBoard(s.Of(ms), records, w.bot.today()), Group: w.to.group}
	if !s.Paused {
		c.Next = w.bot.Reminders.Ladder.Next(s, ms, records, w.bot.planTime())
	}
	return c, nil
}

// alter stops, pauses or resumes what an order names; all of the place's subscriptions where it names none.
func (w *work) alter(o reminders.Order, before answer.Context) error {
	have, err := w.bot.store.Subscriptions(w.ctx, w.here())
	if err != nil {
		return err
	}
	picked := have
	if o.Object != "" && !reminders.IsAll(o.Object) {
		subject, _, _ := w.matterIn(o.Object, before)
		picked = nil
		for _, h := range have {
			if slices.ContainsFunc(subject.subs, func(s reminders.Subscription) bool { return s.About == h.About && s.What == h.What }) || strings.Contains(o.Object, h.Title(w.bot.milestones())) {
				picked = append(picked, h)
			}
		}
	}
	if len(picked) == 0 {
		w.reply(view.Text("没有这个订阅。发“我的提醒”看有哪些。"))
		return nil
	}
	words := map[reminders.Ask]string{reminders.AskStop: "已停止提醒", reminders.AskPause: "已暂停提醒", reminders.AskGoOn: "已恢复提醒"}
	var names []string
	for _, s := range picked {
		names = append(names, s.Title(w.bot.milestones()))
		w.amend(o.Ask, s)
	}
	w.reply(view.Text(words[o.Ask] + ":" + strings.Join(names, "、") + "。"))
	return nil
}

// amend makes one change to a subscription.
func (w *work) amend(ask reminders.Ask, s reminders.Subscription) {
	w.changed()
	title := s.Title(w.bot.milestones())
	switch ask {
	case reminders.AskStop:
		w.changes.Unsubscribe = append(w.changes.Unsubscribe, s.ID)
		w.record("退订", s.Chat, title)
		return
	case reminders.AskPause, reminders.AskGoOn:
		s.Paused = ask == reminders.AskPause
	}
	w.changes.Subscriptions = append(w.changes.Subscriptions, s)
	w.record("改订阅", s.Chat, title)
}

func (w *work) listSubscriptions() error {
	m, err := w.subscriptions()
	if err == nil {
		w.reply(m)
	}
	return err
}

func (w *work) subscriptions() (outbox.Message, error) {
	have, err := w.bot.store.Subscriptions(w.ctx, w.here())
	if err != nil {
		return outbox.Message{}, err
	}
	var cs []view.Cover
	for _, s := range have {
		c, err := w.cover(s)
		if err != nil {
			return outbox.Message{}, err
		}
		cs = append(cs, c)
	}
	return view.Subscriptions(cs, w.to.group), nil
}

// remind is the command: /remind alone lists, with words it subscribes.
func (w *work) remind(m *message, rest string) error {
	if rest == "" {
		return w.listSubscriptions()
	}
	before, err := w.before(w.to)
	if err != nil {
		return err
	}
	_, err = w.order(m, "提醒我"+rest, before)
	return err
}

// pressRemind is a press of one of the subscriptions' buttons.
func (w *work) pressRemind(p *pressed, args []string) error {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	switch arg(0) {
	case "list":
		m, err := w.subscriptions()
		if err != nil {
			return err
		}
		w.say(w.to, m)
		w.toast(p.ID, "")
		return nil
	case "t":
		t, ok, err := w.bot.store.Turn(w.ctx, arg(1))
		if err != nil {
			return err
		}
		subject, found := w.bot.matterOf(t)
		if !ok || !found || t.Thread.Chat != w.to.thread.Chat {
			w.toast(p.ID, expired)
			return nil
		}
		w.to.thread = t.Thread
		w.toast(p.ID, "")
		return w.subscribe(subject, "")
	case "mine":
		before, err := w.before(w.to)
		if err != nil {
			return err
		}
		w.toast(p.ID, "")
		own, _, _ := w.matterIn("我局", before)
		if len(own.subs) == 0 {
			return w.wanted(nil, "提醒我局的任务", before, answer.WantUnit)
		}
		return w.subscribe(own, "")
	case "all":
		w.toast(p.ID, "")
		return w.subscribe(one(reminders.AboutAll, "", ""), "")
	}
	have, err := w.bot.store.Subscriptions(w.ctx, w.here())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(have, func(s reminders.Subscription) bool { return s.Key() == arg(1) })
	if i < 0 {
		w.toast(p.ID, "这个订阅已经不在了")
		return nil
	}
	return w.pressSubscription(p, have[i], arg(0), arg(2))
}

// pressSubscription changes one subscription by a button, and shows it as it is then.
func (w *work) pressSubscription(p *pressed, s reminders.Subscription, what, value string) error {
	more := what == "more" || what == "h" || what == "s" || what == "d"
	n, err := strconv.Atoi(value)
	number := err == nil
	toast := "改好了"
	switch {
	case what == "one" || what == "more":
		toast = ""
	case what == "pause":
		s.Paused = true
		w.amend(reminders.AskPause, s)
	case what == "go":
		s.Paused = false
		w.amend(reminders.AskGoOn, s)
	case what == "stop":
		w.amend(reminders.AskStop, s)
		w.change(p, view.Text("已停止提醒:"+s.Title(w.bot.milestones())+"。"))
		w.toast(p.ID, "已停止")
		return nil
	case what == "p" && slices.Contains([]reminders.Preset{reminders.Few, reminders.Usual, reminders.Closely}, reminders.Preset(value)):
		s.Preset = reminders.Preset(value)
		if s.Preset == reminders.Closely && s.Summary == reminders.NoSummary { // PRODUCT: weekly only if the chat chose 紧盯
			s.Summary, s.Day = reminders.Weekly, 1
		}
		w.amend(reminders.AskSubscribe, s)
	case what == "h" && number && n >= 0 && n < 24:
		s.Hour = n
		w.amend(reminders.AskSubscribe, s)
	case what == "s" && slices.Contains([]string{"no", string(reminders.Weekly), string(reminders.Monthly)}, value):
		s.Summary, s.Day = reminders.Summary(value), 1
		if value == "no" {
			s.Summary, s.Day = reminders.NoSummary, 0
		}
		w.amend(reminders.AskSubscribe, s)
	case what == "d" && number && n >= 1 && n <= 28 && s.Summary != reminders.NoSummary:
		s.Day = n
		w.amend(reminders.AskSubscribe, s)
	default:
		w.toast(p.ID, expired)
		return nil
	}
	c, err := w.cover(s)
	if err != nil {
		return err
	}
	w.change(p, view.One(c, more))
	w.toast(p.ID, toast)
	return nil
}
