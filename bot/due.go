package bot

import (
	"strings"
	"time"

	"cewen/bot/view"
	"cewen/reminders"
)

// due is the command: what falls due when, with lights; by year, unit, county and light.
func (w *work) due(m *message, rest string) error {
	f, ok, err := w.filter(rest)
	switch {
	case err != nil || f.plan == nil:
		return w.noPlan(err)
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
