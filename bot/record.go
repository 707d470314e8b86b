package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// markRef marks deliveries that say what was recorded.
const markRef = "mark:"

// replied handles a reply to a numbered list: what it records, 收到, or 撤销 of what was recorded. done is false for any other message; about
// is then what the list's numbers mean, nil where the message replies to none.
func (w *work) replied(m *message, text string) (done bool, about *answer.Turn, err error) {
	if m.ReplyTo == nil || !w.bot.isSelf(m.ReplyTo.author()) {
		return false, nil, nil
	}
	if strings.Trim(text, "。.! ") == "撤销" {
		ref, err := w.bot.store.RefOf(w.ctx, m.Chat.ID, m.ReplyTo.ID)
		if batch, ok := strings.CutPrefix(ref, markRef); ok && err == nil {
			lines, word, err := w.undo(batch)
			if err == nil {
				w.reply(undone(lines, word, w))
			}
			return true, nil, err
		}
		if err != nil {
			return false, nil, err
		}
	}
	d, ok, err := w.bot.store.DigestOf(w.ctx, m.Chat.ID, m.ReplyTo.ID)
	if err != nil {
		return false, nil, err
	}
	if !ok {
		done, err := w.markAnswer(m, text)
		return done, nil, err
	}
	if reminders.IsReceipt(text) {
		w.receive(d)
		return true, nil, nil
	}
	actions, ok, err := reminders.ReadReply(text, len(d.Items), w.bot.today())
	var slip reminders.ReplyError
	switch {
	case errors.As(err, &slip):
		w.reply(view.Text(string(slip)))
		return true, nil, nil
	case err != nil:
		return false, nil, err
	case ok:
		w.mark(d.List, actions)
		return true, nil, nil
	}
	about = &answer.Turn{}
	for _, r := range d.Items {
		if about.Plan == "" || about.Plan == r.Plan {
			about.Plan = r.Plan
			about.Items = append(about.Items, r.ID)
		}
	}
	return false, about, nil
}

// markAnswer records what a reply to an answer says of what was answered: 办结 below 雨水管网完成了吗. done is false for a reply that records
// nothing.
func (w *work) markAnswer(m *message, text string) (done bool, err error) {
	const any = 200
	if _, ok, err := reminders.ReadReply(text, any, w.bot.today()); !ok && err == nil || strings.ContainsAny(text, "?\uff1f吗呢") {
		return false, nil // most replies are questions
	}
	t, ok, err := w.bot.store.TurnOfAnswer(w.ctx, m.Chat.ID, m.ReplyTo.ID)
	if err != nil {
		return false, err
	}
	var l dialog.List
	if subject, found := w.bot.matterOf(t); ok && found {
		for _, x := range subject.of(w.bot.milestones()) {
			l.Items = append(l.Items, x.Ref())
		}
	}
	if len(l.Items) == 0 {
		if !ok { // a copy whose number never came back, or a list that is no longer kept
			w.reply(view.Text("这条消息的编号已经找不到了,没有登记。请回复最近一次的清单,或发“到期”重新列出。"))
		}
		return !ok, nil
	}
	actions, ok, err := reminders.ReadReply(text, len(l.Items), w.bot.today())
	var slip reminders.ReplyError
	switch {
	case errors.As(err, &slip) && len(l.Items) > 1:
		_, err := w.lines("登记哪一项?", w.bot.byRef(l.Items))
		return true, err
	case errors.As(err, &slip):
		w.reply(view.Text(string(slip)))
		return true, nil
	case err != nil || !ok:
		return false, err
	}
	w.mark(l, actions)
	return true, nil
}

// author is who wrote a message; 0 for nobody in person.
func (m *message) author() int64 {
	if m.From == nil {
		return 0
	}
	return m.From.ID
}

// receive counts who has read a digest, in its last line.
func (w *work) receive(d dialog.Numbered) int {
	readers := d.Readers
	if w.to.user == 0 || slices.Contains(readers, w.to.user) {
		return len(readers)
	}
	readers = append(readers, w.to.user)
	w.changes.Receipts = append(w.changes.Receipts, dialog.Receipt{Digest: d.Key, User: w.to.user, At: w.now})
	if d.Delivery != 0 && d.Message.HTML != "" {
		e := w.say(w.to, view.Received(d.Message, len(readers)))
		e.Method, e.Target, e.Class = outbox.Edit, d.Delivery, outbox.Notice
	}
	return len(readers)
}

// byRef finds milestones that are still in their plans.
func (b *Bot) byRef(refs []reminders.Ref) []reminders.Milestone {
	at := map[reminders.Ref]reminders.Milestone{}
	for _, m := range b.milestones() {
		at[m.Ref()] = m
	}
	out := make([]reminders.Milestone, len(refs))
	for i, r := range refs {
		out[i] = at[r] // the zero milestone where it is gone
	}
	return out
}

// listKey names the next list that comes of this update.
func (w *work) listKey() string { return "l" + w.id() + "-" + itoa(len(w.changes.Lists)) }

// list says a numbered message and keeps what its numbers mean.
func (w *work) list(m outbox.Message, title string, ms []reminders.Milestone) {
	key := w.listKey()
	refs := make([]reminders.Ref, len(ms))
	for i, x := range ms {
		refs[i] = x.Ref()
	}
	w.changes.Lists = append(w.changes.Lists, dialog.List{Key: key, Place: w.here(), Title: title, Items: refs, Message: m})
	w.reply(m).Ref = reminders.DigestRef + key
}

// lines says a numbered list of milestones with their lights, and returns how many there are.
func (w *work) lines(title string, ms []reminders.Milestone) (int, error) {
	records, err := w.bot.store.Recorded(w.ctx, w.to.thread.Chat)
	if err != nil {
		return 0, err
	}
	l := view.Listed{Title: title, Key: w.listKey(), Lines: reminders.Lines(ms, records, w.bot.today()), Group: w.to.group}
	w.list(view.Lines(l), title, ms)
	return len(ms), nil
}

// pressNumbered pages through a numbered list, or through its quotes.
func (w *work) pressNumbered(p *pressed, verb string, args []string) error {
	if len(args) < 2 {
		w.toast(p.ID, expired)
		return nil
	}
	var d dialog.Numbered
	var ok bool
	var err error
	if args[0] == "-" {
		d, ok, err = w.bot.store.DigestOf(w.ctx, w.to.thread.Chat, p.Message.ID)
	} else {
		d, ok, err = w.bot.store.Digest(w.ctx, args[0])
	}
	if err != nil {
		return err
	}
	if !ok || d.Place.Chat != w.to.thread.Chat {
		w.toast(p.ID, expired)
		return nil
	}
	page := atoi(args[1])
	ms := slices.DeleteFunc(w.bot.byRef(d.Items), func(m reminders.Milestone) bool { return m.ID == "" })
	switch {
	case verb == view.VerbQuotes && (args[0] == "-" || p.Message.Date == 0):
		w.say(w.to, view.Quotes(ms, page, d.Key))
	case verb == view.VerbQuotes && args[1] == "0" && !w.isQuotes(p):
		w.say(w.to, view.Quotes(ms, page, d.Key))
	case verb == view.VerbQuotes:
		w.change(p, view.Quotes(ms, page, d.Key))
	default:
		records, err := w.bot.store.Recorded(w.ctx, w.to.thread.Chat)
		if err != nil {
			return err
		}
		all := w.bot.byRef(d.Items) // numbers stay as they were
		w.change(p, view.Lines(view.Listed{Title: d.Title, Key: d.Key, Lines: reminders.Lines(all, records, w.bot.today()), Page: page, Group: w.to.group}))
	}
	w.toast(p.ID, "")
	return nil
}

// isQuotes reports whether the message that was pressed shows quotes, and no numbered list: a list's quotes are a message of their own, so
// that the list stays in sight.
func (w *work) isQuotes(p *pressed) bool {
	ref, err := w.bot.store.RefOf(w.ctx, w.to.thread.Chat, p.Message.ID)
	return err == nil && !strings.HasPrefix(ref, reminders.DigestRef)
}

func (w *work) pressReceipt(p *pressed) error {
	d, ok, err := w.bot.store.DigestOf(w.ctx, w.to.thread.Chat, p.Message.ID)
	if err != nil {
		return err
	}
	if !ok {
		w.toast(p.ID, expired)
		return nil
	}
	w.toast(p.ID, "收到,共"+itoa(w.receive(d))+"人")
	return nil
}

// records is the command: what was recorded here, undone entries included.
func (w *work) records(_ *message, _ string) error {
	m, err := w.historyAt(0)
	if err == nil {
		w.reply(m)
	}
	return err
}

func (w *work) historyAt(page int) (outbox.Message, error) {
	offset, limit := view.RecordsWindow(page)
	marks, total, err := w.bot.store.Marks(w.ctx, w.to.thread.Chat, offset, limit)
	if err != nil {
		return outbox.Message{}, err
	}
	var refs []reminders.Ref
	for _, k := range marks {
		refs = append(refs, k.Ref)
	}
	var es []view.Entry
	for i, m := range w.bot.byRef(refs) {
		name := m.Name()
		if m.ID == "" {
			name = "(方案里已经没有的一项)"
		}
		es = append(es, view.Entry{Mark: marks[i], Name: name})
	}
	return view.History(es, page, total, w.bot.Zone), nil
}

// standing says what this chat has recorded of what a turn was about, and whether it can be recorded here.
func (w *work) standing(t dialog.Turn) (text string, mark bool, err error) {
	if !t.Answer.Progress && t.Answer.Intent != answer.Due {
		return "", false, nil
	}
	subject, ok := w.bot.matterOf(t)
	if !ok {
		return "", false, nil
	}
	ms := subject.of(w.bot.milestones())
	records, err := w.bot.store.Recorded(w.ctx, t.Thread.Chat)
	if err != nil {
		return "", false, err
	}
	if t.Answer.Progress {
		return view.Standing(reminders.Lines(ms, records, w.bot.today()), w.to.group), true, nil
	}
	today := w.bot.today().Format(time.DateOnly)
	ms = slices.DeleteFunc(ms, func(m reminders.Milestone) bool { return m.Kind != reminders.Dated || m.Due >= today })
	return view.StandingOfPast(reminders.Lines(ms, records, w.bot.today()), w.to.group), false, nil
}
