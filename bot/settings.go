package bot

import (
	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/plan"
)

// forGroup marks a choice of 我局 that is made for a whole group.
const forGroup = "@"

func (w *work) settings(m *message, rest string) error {
	unit, place, err := w.profile()
	if err != nil {
		return err
	}
	governs := false
	if w.to.group {
		if governs, err = w.governs(m.Chat.ID, w.to.user, m); err != nil {
			return err
		}
	}
	if rest == "" {
		w.reply(view.Settings(unit, place, w.to.group, governs))
		return nil
	}
	if w.to.group && !governs {
		w.reply(view.Text("只有群管理员能改本群设置。"))
		return nil
	}
	// What 我是… would tell of a person is understood here too: the same words, the same names.
	a, after := answer.Ask(w.bot.snapshot(), answer.Context{}, answer.Question{Text: "我是" + rest + "的", Today: w.bot.today()})
	if !a.Answered || after.Unit == "" && after.Place == "" {
		w.reply(view.Text("没有认出这个单位或县区。例如:/settings 城管局"))
		return nil
	}
	if after.Unit != "" {
		unit = after.Unit
	}
	if after.Place != "" {
		place = after.Place
	}
	return w.set(unit, place)
}

// profile is whose 我局 and 我县 are set here: the group's, or the person's.
func (w *work) profile() (unit, place string, err error) {
	if w.to.group {
		c, _, err := w.bot.store.Chat(w.ctx, w.to.thread.Chat)
		return c.Unit, c.Place, err
	}
	p, err := w.bot.store.Person(w.ctx, w.to.user)
	return p.Unit, p.Place, err
}

// set changes what is set here and says so.
func (w *work) set(unit, place string) error {
	if err := w.put(unit, place); err != nil {
		return err
	}
	w.reply(view.Settings(unit, place, w.to.group, true))
	return nil
}

func (w *work) put(unit, place string) error {
	if !w.to.group {
		w.changes.People = append(w.changes.People, dialog.Person{ID: w.to.user, Unit: unit, Place: place})
		return nil
	}
	c, _, err := w.bot.store.Chat(w.ctx, w.to.thread.Chat)
	if err != nil {
		return err
	}
	for _, changed := range w.changes.Chats { // its name may have changed with this same message
		if changed.ID == w.to.thread.Chat {
			c = changed
		}
	}
	c.ID, c.Unit, c.Place = w.to.thread.Chat, unit, place
	if c.Kind == "" {
		c.Kind = "group"
	}
	w.changes.Chats = append(w.changes.Chats, c)
	w.record("改本群设置", c.ID, "我局="+unit+" 我县="+place)
	return nil
}

// pressSettings is a press of one of the settings' buttons.
func (w *work) pressSettings(p *pressed, args []string) error {
	if ok, err := w.mayChange(p); !ok || err != nil {
		return err
	}
	first, err := w.plan()
	if first == nil || len(args) == 0 {
		w.toast(p.ID, "这个按钮已失效")
		return err
	}
	turn := ""
	if w.to.group {
		turn = forGroup
	}
	switch args[0] {
	case "unit":
		w.change(p, view.PickUnit(first, 0, turn))
	case "place":
		w.change(p, view.PickPlace(first, turn))
	case "clear":
		if err := w.put("", ""); err != nil {
			return err
		}
		w.change(p, view.Settings("", "", w.to.group, true))
	}
	w.toast(p.ID, "")
	return nil
}

// mayChange reports whether who pressed may change the settings here, and says so if not.
func (w *work) mayChange(p *pressed) (bool, error) {
	if !w.to.group {
		return true, nil
	}
	ok, err := w.governs(w.to.thread.Chat, p.From.ID, nil)
	if err == nil && !ok {
		w.toast(p.ID, "只有群管理员能改本群设置")
	}
	return ok, err
}

// choose is a press of a unit or a county: it is 我局 or 我县 from now on, and a question that waited for it is answered.
func (w *work) choose(p *pressed, args []string, place bool) error {
	first, err := w.plan()
	if first == nil || len(args) == 0 {
		w.toast(p.ID, "这个按钮已失效")
		return err
	}
	name := unitByTag(first, args[0])
	if place {
		name = placeByTag(first, args[0])
	}
	if name == "" {
		w.toast(p.ID, "方案里已经没有这一项")
		return nil
	}
	turnID := ""
	if len(args) > 1 {
		turnID = args[1]
	}
	group := turnID == forGroup && w.to.group
	if group {
		if ok, err := w.mayChange(p); !ok || err != nil {
			return err
		}
	}
	if err := w.chosen(p, name, place, group); err != nil {
		return err
	}
	w.toast(p.ID, "记下了:"+name)
	if turnID == "" || turnID == forGroup {
		return nil
	}
	turn, ok, err := w.bot.store.Turn(w.ctx, turnID)
	if err != nil || !ok {
		return err
	}
	before := turn.Before
	before.Unit, before.Place = w.own.Unit, w.own.Place
	if done, err := w.order(nil, turn.Question, before); done || err != nil {
		return err
	}
	again := w.ask(w.id(), turn.Question, before, "")
	w.keep(again, true)
	return w.answer(again)
}

// chosen writes the choice down: for the person who pressed, or for the group.
func (w *work) chosen(p *pressed, name string, place, group bool) error {
	if group {
		unit, county, err := w.profile()
		if err != nil {
			return err
		}
		if place {
			county = name
		} else {
			unit = name
		}
		if err := w.put(unit, county); err != nil {
			return err
		}
		w.change(p, view.Settings(unit, county, true, true))
		return nil
	}
	who, err := w.bot.store.Person(w.ctx, p.From.ID)
	if err != nil {
		return err
	}
	word := "我局"
	if place {
		who.Place, word = name, "我县"
	} else {
		who.Unit = name
	}
	w.own = who
	w.changes.People = append(w.changes.People, who)
	w.change(p, view.Text("记下了:"+w.to.name+"的"+word+"="+name+"。"))
	return nil
}

func unitByTag(p *plan.Plan, tag string) string {
	for i := range p.Units {
		if view.Tag(p.Units[i].Name) == tag {
			return p.Units[i].Name
		}
	}
	return ""
}

func placeByTag(p *plan.Plan, tag string) string {
	for i := range p.Places {
		if view.Tag(p.Places[i].Name) == tag {
			return p.Places[i].Name
		}
	}
	return ""
}
