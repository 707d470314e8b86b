package reminders

import (
	"slices"
	"strings"
	"sync"

	"cewen/plan"
)

// Text (方案文本) is a plan that is held, as the reader of milestones needs it.
type Text struct {
	Name string // plan.Plan.Name
	Sum  string // another one when the text, or how it is read, is another
	Open func() (*plan.Plan, error)
}

// Reader keeps the milestones of the plans that are held: they are asked for again and again, and a plan is opened once for each text. It is
// safe for concurrent use.
type Reader struct {
	texts func() []Text

	mu   sync.Mutex
	of   []string // sums that all was put together from
	all  []Milestone
	kept map[string][]Milestone // by name and sum
}

// NewReader makes a reader. texts returns what is held now.
func NewReader(texts func() []Text) *Reader {
	return &Reader{texts: texts, kept: map[string][]Milestone{}}
}

// Reading is the milestones of few plans, all of them open.
func Reading(plans func() []*plan.Plan) func() []Milestone {
	var mu sync.Mutex
	sums := map[*plan.Plan]string{}
	return NewReader(func() []Text {
		var out []Text
		mu.Lock()
		defer mu.Unlock()
		for _, p := range plans() {
			if sums[p] == "" {
				sums[p] = itoa(len(sums) + 1)
			}
			out = append(out, Text{p.Name(), sums[p], func() (*plan.Plan, error) { return p, nil }})
		}
		return out
	}).All
}

// Texts lists what is held now.
func (r *Reader) Texts() []Text { return r.texts() }

// All are the milestones of all plans, plan by plan, in the order of the text. A plan that cannot be opened has none for now.
func (r *Reader) All() []Milestone {
	texts := r.texts()
	r.mu.Lock()
	defer r.mu.Unlock()
	sums := make([]string, len(texts))
	for i, t := range texts {
		sums[i] = t.key()
	}
	if r.all != nil && slices.Equal(r.of, sums) {
		return r.all
	}
	all, kept, whole := []Milestone{}, map[string][]Milestone{}, true
	for _, t := range texts {
		ms, err := r.read(t)
		if err != nil {
			whole = false
			continue
		}
		kept[t.key()] = ms
		all = append(all, ms...)
	}
	r.kept = kept
	if !whole { // it is tried again
		r.of, r.all = nil, nil
		return all
	}
	r.of, r.all = sums, all
	return all
}

// Of are the milestones of one text.
func (r *Reader) Of(t Text) ([]Milestone, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.read(t)
}

func (t Text) key() string { return t.Name + "\x00" + t.Sum }

// read has the lock.
func (r *Reader) read(t Text) ([]Milestone, error) {
	if ms, ok := r.kept[t.key()]; ok {
		return ms, nil
	}
	p, err := t.Open()
	if err != nil {
		return nil, err
	}
	ms := Milestones(p)
	for i := range ms { // a slice of the text would keep the whole of it
		ms[i] = ms[i].detached(t.Name)
	}
	r.kept[t.key()] = ms
	return ms, nil
}

// detached copies what is a piece of the plan's text.
func (m Milestone) detached(name string) Milestone {
	for _, s := range []*string{&m.ID, &m.Label, &m.Title, &m.Metric, &m.Value, &m.Scope, &m.Due, &m.Words, &m.Quote, &m.Issuer, &m.Issued, &m.Shared, &m.Category} {
		*s = strings.Clone(*s)
	}
	m.Plan = name
	m.Units, m.Places = cloneAll(m.Units), cloneAll(m.Places)
	return m
}

func cloneAll(list []string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.Clone(s)
	}
	return out
}
