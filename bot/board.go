package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cewen/bot/view"
	"cewen/outbox"
	"cewen/plan"
	"cewen/reminders"
)

func itoa(n int) string { return strconv.Itoa(n) }

// atoi reads a number of a button; what is none is 0.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// filter is whose milestones of a plan are meant.
type filter struct {
	plan  *plan.Plan
	unit  string
	place string
	year  int
	light reminders.Light
}

// tag is the filter as a button carries it, without year and light.
func (f filter) tag() string {
	switch {
	case f.unit != "":
		return "u-" + view.Tag(f.unit)
	case f.place != "":
		return "p-" + view.Tag(f.place)
	}
	return ""
}

func (f filter) title() string { return f.unit + f.place }

// filterOf reads a filter from a button.
func (b *Bot) filterOf(planTag, tag string) (f filter, ok bool) {
	if f.plan = b.planOf(planTag); f.plan == nil {
		return f, false
	}
	if name, found := strings.CutPrefix(tag, "u-"); found {
		f.unit = unitByTag(f.plan, name)
		return f, f.unit != ""
	}
	if name, found := strings.CutPrefix(tag, "p-"); found {
		f.place = placeByTag(f.plan, name)
		return f, f.place != ""
	}
	return f, true
}

// filter reads a filter from words: 城管局 2025 未登记. ok is false where they say something else; known is what they name.
func (w *work) filter(text string) (f filter, ok bool, err error) {
	f.plan = w.bot.first()
	if f.plan == nil {
		return f, false, nil
	}
	before, err := w.before(w.to)
	if err != nil {
		return f, false, err
	}
	f.light, text = reminders.LightNamed(text)
	text = strings.Trim(text, " 的")
	if text == "" {
		return f, true, nil
	}
	if m := yearOnly.FindStringSubmatch(text); m != nil {
		f.year = fullYear(atoi(m[1]))
		return f, true, nil
	}
	names := w.bot.snapshot().Named(text, before, w.bot.today())
	for _, p := range w.bot.snapshot().Plans() {
		if view.PlanName(p) == names.Plan {
			f.plan = p
		}
	}
	if len(names.Units) > 0 {
		f.unit = names.Units[0]
	} else if len(names.Places) > 0 {
		f.place = names.Places[0]
	}
	if len(names.Years) > 0 {
		f.year = names.Years[0]
	}
	return f, names.Rest == "" && len(names.Units)+len(names.Places) <= 1 && len(names.Clauses) == 0 && len(names.Years) <= 1 && names.Mine == "" && names.Unknown == "" && !(names.Empty() && f.year == 0), nil
}

func fullYear(y int) int {
	if y < 100 {
		return 2000 + y
	}
	return y
}

// within are the milestones that a filter lets through but for its year and light.
func (b *Bot) within(f filter) []reminders.Milestone {
	name := view.PlanName(f.plan)
	return slices.DeleteFunc(slices.Clone(b.milestones()), func(m reminders.Milestone) bool {
		return m.Plan != name || f.unit != "" && !slices.Contains(m.Units, f.unit) || f.place != "" && !slices.Contains(m.Places, f.place)
	})
}

func (w *work) boardOf(f filter) (reminders.Board, error) {
	records, err := w.bot.store.Recorded(w.ctx, w.to.thread.Chat)
	return reminders.NewBoard(w.bot.within(f), records, w.bot.today()), err
}

func (w *work) boardAt(f filter, page int, places bool) (outbox.Message, error) {
	b, err := w.boardOf(f)
	if err != nil {
		return outbox.Message{}, err
	}
	return view.Board(view.BoardView{Plan: f.plan, Title: f.title(), Filter: f.tag(), Board: b, Places: places, Page: page, Group: w.to.group}), nil
}

// board is the command: how everything stands for this chat.
func (w *work) board(_ *message, rest string) error {
	f, ok, err := w.filter(rest)
	switch {
	case err != nil:
		return err
	case f.plan == nil:
		w.reply(view.Text("还没有收录方案。"))
		return nil
	case !ok:
		w.reply(view.Text("没有认出这个单位或县区。例如:/board 城管局,/board 沂水县"))
		return nil
	case f.year != 0 || f.light != "":
		return w.dueLines(f)
	}
	m, err := w.boardAt(f, 0, f.place == "" && strings.Contains(rest, "县区"))
	if err == nil {
		w.reply(m)
	}
	return err
}

func (w *work) pressBoard(p *pressed, args []string) error {
	args = append(args, "", "", "", "")
	f, ok := w.bot.filterOf(args[0], args[3])
	if !ok {
		w.toast(p.ID, "方案里已经没有这一项")
		return nil
	}
	m, err := w.boardAt(f, atoi(args[1]), args[2] == "p")
	if err != nil {
		return err
	}
	if args[0] == "" { // under a message that is no board
		w.say(w.to, m)
	} else {
		w.change(p, m)
	}
	w.toast(p.ID, "")
	return nil
}

// due is the command: what falls due when, with lights; by year, unit, county and light.
func (w *work) due(m *message, rest string) error {
	f, ok, err := w.filter(rest)
	switch {
	case err != nil:
		return err
	case f.plan == nil:
		w.reply(view.Text("还没有收录方案。"))
		return nil
	case !ok:
		return w.alone(m, rest+"有哪些到期目标")
	case f.year == 0 && f.light == "" && f.tag() == "":
		b, err := w.boardOf(f)
		if err == nil {
			w.reply(view.DueYears(view.BoardView{Plan: f.plan, Board: b, Group: w.to.group}))
		}
		return err
	}
	return w.dueLines(f)
}

// dueLines says what a filter lets through as a numbered list.
func (w *work) dueLines(f filter) error {
	b, err := w.boardOf(f)
	if err != nil {
		return err
	}
	title := f.title()
	if f.year != 0 {
		title += itoa(f.year) + "年到期"
	} else {
		title += "有时限的目标"
	}
	if f.light != "" {
		title += string(f.light) + f.light.Name()
	}
	ls := b.Select(reminders.Filter{Year: f.year, Light: f.light})
	if len(ls) == 0 {
		w.reply(view.Text(title + ":没有。按今天" + w.bot.today().Format(time.DateOnly) + "查。"))
		return nil
	}
	ms := make([]reminders.Milestone, len(ls))
	for i, l := range ls {
		ms[i] = l.Milestone
	}
	_, err = w.lines(title, ms)
	return err
}

func (w *work) pressDue(p *pressed, args []string) error {
	args = append(args, "", "", "")
	f, ok := w.bot.filterOf(args[0], args[2])
	if f.year = atoi(args[1]); !ok || f.year == 0 {
		w.toast(p.ID, "方案里已经没有这一项")
		return nil
	}
	w.toast(p.ID, "")
	return w.dueLines(f)
}

// rehearse is the command: what a year's reminders would be. Nothing is sent.
func (w *work) rehearse(_ *message, rest string) error {
	year := 0
	if m := yearOnly.FindStringSubmatch(strings.TrimSpace(rest)); m != nil {
		year = fullYear(atoi(m[1]))
	}
	if rest != "" && (year < 2000 || year > 2100) {
		w.reply(view.Text("预演哪一年?例如:预演2025"))
		return nil
	}
	title, ds, year, err := w.rehearsal(year)
	if err == nil {
		w.reply(view.Preview(title, year, ds))
	}
	return err
}

// rehearsal composes a year's digests for what is subscribed to here, or for everything where nothing is. Year 0 is the year in which most
// falls due.
func (w *work) rehearsal(year int) (title string, ds []reminders.Digest, of int, err error) {
	subs, err := w.bot.store.Subscriptions(w.ctx, w.here())
	if err != nil {
		return "", nil, 0, err
	}
	ms := w.bot.milestones()
	if len(subs) == 0 {
		subs = []reminders.Subscription{{Chat: w.here().Chat, About: reminders.AboutAll, Preset: reminders.Usual, Hour: reminders.UsualHour}}
	}
	var titles []string
	var mine []reminders.Milestone
	for i := range subs {
		subs[i].Paused = false
		titles = append(titles, subs[i].Title(ms))
		mine = append(mine, subs[i].Of(ms)...)
	}
	if year == 0 {
		year = reminders.Busiest(mine)
	}
	records, err := w.bot.store.Recorded(w.ctx, w.here().Chat)
	if err != nil {
		return "", nil, 0, err
	}
	return strings.Join(titles, "、"), w.bot.Reminders.Ladder.Rehearse(subs, ms, records, year), year, nil
}

func (w *work) pressPreview(p *pressed, args []string) error {
	args = append(args, "", "")
	_, ds, _, err := w.rehearsal(atoi(args[0]))
	if err != nil {
		return err
	}
	i := atoi(args[1])
	if i < 0 || i >= len(ds) {
		w.toast(p.ID, expired)
		return nil
	}
	for _, m := range (view.Printer{}).Digest(ds[i]) {
		w.say(w.to, m)
	}
	w.toast(p.ID, "")
	return nil
}

// exported is what is taken away: of whom, and the board.
func (w *work) exported(f filter, all bool) (title string, b reminders.Board, err error) {
	records, err := w.bot.store.Recorded(w.ctx, w.to.thread.Chat)
	if err != nil {
		return "", b, err
	}
	if all {
		subs, err := w.bot.store.Subscriptions(w.ctx, w.here())
		if err != nil {
			return "", b, err
		}
		if len(subs) > 0 {
			m := matter{subs}
			var names []string
			for i, s := range subs {
				if i == 3 {
					names = append(names, "等"+itoa(len(subs))+"个订阅")
					break
				}
				names = append(names, s.Title(w.bot.milestones()))
			}
			return strings.Join(names, "、"), reminders.NewBoard(m.of(w.bot.milestones()), records, w.bot.today()), nil
		}
	}
	title = f.title()
	if title == "" {
		title = "全部任务"
	}
	return title, reminders.NewBoard(w.bot.within(f), records, w.bot.today()), nil
}

// send sends a board as a table or as a calendar.
func (w *work) send(title string, b reminders.Board, calendar bool) error {
	day := w.bot.today().Format("20060102")
	if len(b.Lines)+len(b.Yearly)+len(b.Undated)+len(b.Indicators) == 0 {
		w.reply(view.Text(title + ":没有可导出的目标。"))
		return nil
	}
	if calendar {
		w.file(view.Text("日历:"+title+",有时限的目标"+itoa(len(b.Lines))+"项。每项提前30天、7天、1天提醒。"), view.FileName("日历-"+title+"-"+day)+".ics", b.CalendarFile(title, w.now))
		return nil
	}
	data, err := b.Table(title)
	if err != nil {
		return err
	}
	w.file(view.Text("台账:"+title+",有时限的目标"+itoa(len(b.Lines))+"项,已登记"+itoa(b.Recorded)+"项。"), view.FileName("台账-"+title+"-"+day)+".xlsx", data)
	return nil
}

// exportTable is the command: a table or a calendar of what is subscribed to here, or of a unit or a county.
func (w *work) exportTable(_ *message, rest string) error {
	calendar := strings.Contains(rest, "日历")
	rest = strings.TrimSpace(strings.NewReplacer("日历", "", "台账", "", "的", "").Replace(rest))
	f, ok, err := w.filter(rest)
	switch {
	case err != nil:
		return err
	case f.plan == nil:
		w.reply(view.Text("还没有收录方案。"))
		return nil
	case !ok || f.year != 0 || f.light != "":
		w.reply(view.Text("没有认出这个单位或县区。例如:/export 城管局,/export 日历 沂水县"))
		return nil
	}
	title, b, err := w.exported(f, rest == "")
	if err != nil {
		return err
	}
	return w.send(title, b, calendar)
}

func (w *work) pressExport(p *pressed, args []string) error {
	args = append(args, "", "", "")
	f, ok := w.bot.filterOf(args[1], args[2])
	if !ok {
		w.toast(p.ID, "方案里已经没有这一项")
		return nil
	}
	title, b, err := w.exported(f, args[1] == "")
	if err != nil {
		return err
	}
	w.toast(p.ID, "")
	return w.send(title, b, args[0] == "i")
}

// mostOverseen bounds how many chats are asked for; each has to be asked about at Telegram.
const mostOverseen = 30

// oversee is the command: what the chats that one may see have recorded, side by side.
func (w *work) oversee(_ *message, _ string) error {
	if w.to.group {
		w.reply(view.Text("请在私聊里用这个命令:里面有别的群的登记。"))
		return nil
	}
	m, err := w.overseeAt(0)
	if err == nil {
		w.reply(m)
	}
	return err
}

// overseeAt is a page of the supervision view. Administrators see all chats; everybody sees the own chat and the groups that he is in.
func (w *work) overseeAt(page int) (outbox.Message, error) {
	all, err := w.bot.store.Recorders(w.ctx)
	if err != nil {
		return outbox.Message{}, err
	}
	var names []string
	var boards []reminders.Board
	asked := 0
	for _, c := range all {
		switch {
		case w.bot.isAdmin(w.to.user), c.ID == w.to.user:
		case !outbox.IsGroup(c.ID) || asked >= mostOverseen:
			continue
		default:
			asked++
			if in, err := w.memberOf(c.ID, w.to.user); err != nil || !in {
				if err != nil {
					return outbox.Message{}, err
				}
				continue
			}
		}
		records, err := w.bot.store.Recorded(w.ctx, c.ID)
		if err != nil {
			return outbox.Message{}, err
		}
		name := c.Title
		if c.ID == w.to.user {
			name = "您"
		} else if name == "" {
			name = strconv.FormatInt(c.ID, 10)
		}
		names = append(names, name)
		boards = append(boards, reminders.NewBoard(w.bot.milestones(), records, w.bot.today()))
	}
	return view.SideBySide(names, boards, page), nil
}

func (w *work) pressOversee(p *pressed, args []string) error {
	if w.to.group {
		w.toast(p.ID, "请在私聊里看")
		return nil
	}
	m, err := w.overseeAt(atoi(append(args, "")[0]))
	if err != nil {
		return err
	}
	w.change(p, m)
	w.toast(p.ID, "")
	return nil
}
