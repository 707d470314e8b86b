package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"cewen/answer"
	"cewen/dialog"
	"cewen/plan"
)

// How long a question may be, and how much of a conversation is shown again.
const (
	mostQuestion = 1000 // characters
	mostTurns    = 30
)

// chatPage is the conversation: what was asked so far, the latest last, and where to ask on.
type chatPage struct {
	Base     string
	Said     []said
	After    string // the turn that a question follows
	Title    string // of the first plan
	Number   string
	Examples []string
	Question string          // already in the field
	Shared   bool            // somebody else's answer, by its address
	Chosen   *answer.Holding // the plan that is asked alone; nil: all
	Plans    int             // how many are held
}

func (p *chatPage) title() (name, here string) {
	if len(p.Said) > 0 {
		return p.Said[len(p.Said)-1].Question, "chat"
	}
	return "", "chat"
}

// home is the first page: which plan, what can be asked, and where.
func (w *Web) home(r *request) error {
	p := &chatPage{Base: r.base, Examples: w.snapshot().Examples(3), Question: r.URL.Query().Get("q")}
	s := w.snapshot()
	p.Plans = s.Len()
	if name := r.URL.Query().Get("plan"); name != "" {
		p.Chosen = s.Holding(name)
	}
	first := p.Chosen
	if first == nil {
		first = s.Holding("")
	}
	if first != nil {
		p.Title, p.Number = strings.Trim(first.Brief.Called(), "《》"), first.Brief.Name
	}
	if p.Chosen != nil {
		p.Examples = p.Chosen.Brief.Examples
	}
	return w.render(r, http.StatusOK, "chat", p)
}

// ask answers a question and keeps the answer under an address of its own. The form goes there; the page's script takes the answer alone.
func (w *Web) ask(r *request) error {
	if err := w.limited(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	q := strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get("q"), "\ufffd"))
	switch {
	case q == "":
		return w.redirect(r, "/")
	case utf8.RuneCountInString(q) > mostQuestion:
		return fail(http.StatusBadRequest, fmt.Sprintf("问题太长,请不要超过%d个字。", mostQuestion))
	}
	if r.visitor.id == 0 {
		w.remember(r, visitor{id: dialog.NewVisitor()})
	}
	own, err := w.store.Person(r.Context(), r.visitor.id)
	if err != nil {
		return err
	}
	own.ID = r.visitor.id
	before := answer.Context{Unit: own.Unit, Place: own.Place}
	thread := dialog.Thread{Chat: r.visitor.id, Topic: 1 + rand.IntN(1<<30)}
	if id := r.PostForm.Get("after"); id != "" {
		prev, ok, err := w.shown(r, id)
		if err != nil {
			return err
		}
		if ok {
			before.Last, before.Plan = prev.After.Last, prev.After.Plan
			if prev.User == r.visitor.id {
				thread = prev.Thread
			}
		}
	}
	w.chosen(r, &before)
	if name := r.PostForm.Get("plan"); name != "" && w.snapshot().Holding(name) != nil {
		before.Plan = name
	}
	today, begin := w.Today(), time.Now()
	a, after := answer.Ask(w.snapshot(), before, answer.Question{Text: q, Today: today})
	w.metrics.Question(a, time.Since(begin))
	t := dialog.Turn{ID: "w" + randomText(12), Thread: thread, User: r.visitor.id, Question: q, Before: before, After: after, Answer: a, Version: w.Version, Today: today.Format(time.DateOnly), Asked: begin}
	c := dialog.Changes{Turns: []dialog.Turn{t}}
	if after.Unit != own.Unit || after.Place != own.Place {
		own.Unit, own.Place = after.Unit, after.Place
		c.People = []dialog.Person{own}
	}
	if err := w.store.Apply(r.Context(), begin, c); err != nil {
		return err
	}
	if r.wantsPart() {
		return w.part(r, "said", w.saidOf(r, t))
	}
	return w.redirect(r, "/a/"+t.ID)
}

// chosen is whose 我局 or 我县 was picked from a list under an answer that needed to know.
func (w *Web) chosen(r *request, c *answer.Context) {
	unit, place := r.PostForm.Get("unit"), r.PostForm.Get("place")
	for _, h := range w.snapshot().Holdings() {
		for i := range h.Brief.Units {
			if h.Brief.Units[i].Name == unit {
				c.Unit = unit
			}
		}
		for _, name := range h.Brief.Places {
			if name == place {
				c.Place = place
			}
		}
	}
}

// shown finds a turn that this visitor may see: any of the page's by its address, which nobody guesses, and of Telegram's his own alone.
func (w *Web) shown(r *request, id string) (dialog.Turn, bool, error) {
	t, ok, err := w.store.Turn(r.Context(), id)
	return t, ok && (dialog.IsVisitor(t.Thread.Chat) || r.visitor.telegram && t.Thread.Chat == r.visitor.id), err
}

// turn shows an answer by its address: to who asked with what was said before it, to others alone.
func (w *Web) turn(r *request) error {
	t, ok, err := w.shown(r, r.PathValue("turn"))
	if err != nil {
		return err
	}
	if !ok {
		return fail(http.StatusNotFound, "没有这个答复。答复保存"+fmt.Sprint(int(w.Retention.Hours()/24))+"天。")
	}
	p := &chatPage{Base: r.base, After: t.ID, Shared: t.User != r.visitor.id || r.visitor.id == 0}
	turns := []dialog.Turn{t}
	if !p.Shared {
		if turns, err = w.store.Conversation(r.Context(), t.Thread, t.Asked, mostTurns); err != nil {
			return err
		}
	}
	for _, x := range turns {
		p.Said = append(p.Said, w.saidOf(r, x))
	}
	return w.render(r, http.StatusOK, "chat", p)
}

// opinion is what somebody thinks of an answer.
func (w *Web) opinion(r *request) error {
	if err := w.limited(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	t, ok, err := w.shown(r, r.PathValue("turn"))
	if err != nil {
		return err
	}
	if !ok {
		return errNotFound
	}
	if r.visitor.id == 0 {
		w.remember(r, visitor{id: dialog.NewVisitor()})
	}
	f := dialog.Feedback{Turn: t.ID, User: r.visitor.id, Good: r.PostForm.Get("good") == "1", At: time.Now()}
	if why := r.PostForm.Get("reason"); !f.Good && (why == "答非所问" || why == "引文不对" || why == "单位不对") {
		f.Reason = why
	}
	if err := w.store.Apply(r.Context(), f.At, dialog.Changes{Feedback: []dialog.Feedback{f}}); err != nil {
		return err
	}
	if r.wantsPart() {
		r.rw.WriteHeader(http.StatusNoContent)
		return nil
	}
	return w.redirect(r, "/a/"+t.ID)
}

// forget deletes what this browser asked and was answered.
func (w *Web) forget(r *request) error {
	if r.visitor.id != 0 {
		if err := w.store.Apply(r.Context(), time.Now(), dialog.Changes{Forget: []int64{r.visitor.id}}); err != nil {
			return err
		}
	}
	return w.redirect(r, "/about?forgotten=1")
}

// unitsOf are the names of a plan's units, those with most to do first.
func unitsOf(p *plan.Plan) []string {
	var out []string
	for _, u := range byDuties(p) {
		out = append(out, u.Name)
	}
	return out
}
