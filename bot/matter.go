package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cewen/answer"
	"cewen/dialog"
	"cewen/plan"
	"cewen/reminders"
)

// Reminders is how the bot reaches what sees to reminders. What is left out is as it usually is.
type Reminders struct {
	Milestones func() []reminders.Milestone // of all plans that are loaded
	Ladder     reminders.Ladder
	Changed    func()           // called when subscriptions or records changed; nil: nobody is told
	Clock      func() time.Time // the time that due days go by; nil: the machine's
}

// usual fills in what is left out.
func (r Reminders) usual(snapshot func() *answer.Snapshot) Reminders {
	if r.Milestones == nil {
		r.Milestones = reminders.Reading(func() []*plan.Plan { return snapshot().Plans() })
	}
	if r.Ladder.Calendar == nil {
		r.Ladder = reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: time.FixedZone("UTC+8", 8*60*60)}
	}
	if r.Clock == nil {
		r.Clock = time.Now
	}
	if r.Changed == nil {
		r.Changed = func() {}
	}
	return r
}

// planTime is the time that due days go by.
func (b *Bot) planTime() time.Time { return b.Reminders.Clock() }

// changed tells the planner, after the commit, and gives the changes the plan's time.
func (w *work) changed() {
	if w.changes.Clock.IsZero() {
		w.changes.Clock = w.bot.planTime()
		w.later(func(context.Context) { w.bot.Reminders.Changed() })
	}
}

// matter is what reminders and records are about: what a turn was about, or what a text names.
type matter struct {
	subs []reminders.Subscription // what can be subscribed to; about, what and plan are filled in
}

// of are the milestones that a matter holds, in the order of the text.
func (m matter) of(ms []reminders.Milestone) []reminders.Milestone {
	var out []reminders.Milestone
	for _, x := range ms {
		if slices.ContainsFunc(m.subs, func(s reminders.Subscription) bool { return s.Covers(x) }) {
			out = append(out, x)
		}
	}
	return out
}

func one(about reminders.About, what, plan string) matter {
	return matter{[]reminders.Subscription{{About: about, What: what, Plan: plan}}}
}

// matterOf finds what a turn was about: a unit's or county's page, a clause, or the targets that were named or quoted. ok is false where
// nothing falls due.
func (b *Bot) matterOf(t dialog.Turn) (m matter, ok bool) {
	last := t.After.Last
	if last == nil || len(t.Answer.Citations) == 0 && !t.Answer.Progress && t.Answer.Intent != answer.Due {
		return matter{}, false
	}
	switch {
	case last.Unit != "" && (t.Answer.Intent == answer.Unit || t.Answer.Intent == answer.Due):
		m = one(reminders.AboutUnit, last.Unit, b.scope(last.Plan))
	case last.Place != "" && (t.Answer.Intent == answer.Place || t.Answer.Intent == answer.Due):
		m = one(reminders.AboutPlace, last.Place, b.scope(last.Plan))
	default:
		ids := b.targetsOf(t)
		switch {
		case len(ids) > 0 && len(ids) <= mostTargets:
			m = one(reminders.AboutTarget, strings.Join(ids, ","), last.Plan)
		case len(ids) > 0:
			m = one(reminders.AboutAll, "", last.Plan)
		case last.Ref > 0:
			m = one(reminders.AboutClause, strconv.Itoa(last.Ref), last.Plan)
		default:
			return matter{}, false
		}
	}
	return m, len(m.of(b.milestones())) > 0
}

// scope is where a unit's or a county's name holds: in all plans of the issuer whose plan named it.
func (b *Bot) scope(name string) string {
	if h := b.snapshot().Holding(name); h != nil && name != "" && h.Brief.Jurisdiction != "" {
		return "@" + h.Brief.Jurisdiction
	}
	return name
}

// mostTargets is how many targets one subscription names; a list of more is most of the plan.
const mostTargets = 20

func (b *Bot) milestones() []reminders.Milestone { return b.Reminders.Milestones() }

// targetsOf are the milestones that a turn named, or else those within what it quoted.
func (b *Bot) targetsOf(t dialog.Turn) []string {
	last := t.After.Last
	known := map[string]bool{}
	for _, m := range b.milestones() {
		known[m.ID] = m.Plan == last.Plan || known[m.ID]
	}
	var ids []string
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	named := last.Facts
	if len(named) == 0 {
		named = last.Items
	}
	for _, id := range named {
		if row := id + "@" + last.Plan; strings.HasPrefix(id, "row") && known[row] {
			id = row
		}
		if known[id] {
			add(id)
		}
	}
	if len(ids) > 0 || last.Ref > 0 {
		return ids
	}
	if p := b.snapshot().Plan(last.Plan); p != nil && last.Plan != "" {
		for i := range p.Targets {
			for _, c := range t.Answer.Citations {
				if c.Plan == last.Plan && p.Targets[i].Quote.Overlaps(plan.Span{Start: c.Start, End: c.End}) {
					add(p.Targets[i].ID)
					break
				}
			}
		}
	}
	return ids
}

// matterIn reads what a text is about: units, counties, clauses that it names, everything, or else whatever an answer to it is about.
// The answer that a text gets instead is returned where it names nothing that could be reminded of.
func (w *work) matterIn(text string, before answer.Context) (m matter, names answer.Names, instead answer.Answer) {
	if reminders.IsAll(text) {
		return one(reminders.AboutAll, "", ""), names, instead
	}
	names = w.bot.snapshot().Named(text, before, w.bot.today())
	switch {
	case len(names.Units) > 0:
		for _, u := range names.Units {
			m.subs = append(m.subs, reminders.Subscription{About: reminders.AboutUnit, What: u, Plan: w.bot.scope(names.Plan)})
		}
	case len(names.Clauses) > 0:
		for _, c := range names.Clauses {
			m.subs = append(m.subs, reminders.Subscription{About: reminders.AboutClause, What: strconv.Itoa(c), Plan: names.Plan})
		}
	case len(names.Places) > 0:
		for _, p := range names.Places {
			m.subs = append(m.subs, reminders.Subscription{About: reminders.AboutPlace, What: p, Plan: w.bot.scope(names.Plan)})
		}
	case names.Mine != "" || text == "":
	default:
		if strings.Contains(text, "全部") || strings.Contains(text, "所有") {
			if names.Rest == "" {
				return one(reminders.AboutAll, "", ""), names, instead
			}
		}
		question := text
		if names.Unknown != "" {
			question = names.Unknown + "有哪些任务"
		}
		before.Last = nil
		a, after := answer.Ask(w.bot.snapshot(), before, answer.Question{Text: question, Today: w.bot.today()})
		if found, ok := w.bot.matterOf(dialog.Turn{Answer: a, After: after}); ok && a.Answered && names.Unknown == "" {
			return found, names, instead
		}
		return m, names, a
	}
	return m, names, instead
}
