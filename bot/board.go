package bot

import (
	"slices"
	"strconv"
	"strings"

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
	if f.plan, err = w.plan(); f.plan == nil {
		return f, false, err
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
	if p := w.bot.snapshot().Plan(names.Plan); p != nil && names.Plan != "" {
		f.plan = p
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
	name := f.plan.Name()
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
	case err != nil || f.plan == nil:
		return w.noPlan(err)
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

// noPlan is what is said where there is no plan to filter, unless that could not be found out.
func (w *work) noPlan(err error) error {
	if err == nil {
		w.reply(view.Text("还没有收录方案。"))
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
