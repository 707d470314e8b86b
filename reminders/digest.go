package reminders

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Item is a numbered line of a digest: a reply 3办结 means the third.
type Item struct {
	Number    int
	Milestone Milestone
	Record    Record
	Light     Light
	Due       string // that reminders go by
}

// Group is what falls due on one day at one rung.
type Group struct {
	Rung  Rung
	Due   string // 2025-12-31
	Items []Item // all of them, or only what is not recorded (7, 1, 0), or none but counted (90)
	Total int    // how many milestones of the subscription fall due then
	Done  int    // of them recorded as 办结
}

// Digest (提醒) is what a chat is told at one time.
type Digest struct {
	Chat    int64
	Topic   int
	Titles  []string // of the subscriptions that it serves
	At      time.Time
	Late    bool // 补发
	Drill   bool // 演练
	Preview bool // only shown, neither kept nor sent
	Groups  []Group
	Earlier []Item   // due before and not recorded: ⚪
	Yearly  []Item   // 每年
	Table   []Item   // the indicators' targets, listed apart: no unit stands in the table
	Units   []string // of all items, when they are the same for all; nil otherwise
	Plans   []string // the plans' numbers
	Shifted string   // the day from which it was moved, 2025-10-02; "" where it was not
	Closing bool     // 收口
}

// Numbered are all items that a reply can mean, in their order.
func (d Digest) Numbered() []Item {
	var out []Item
	for _, g := range d.Groups {
		out = append(out, g.Items...)
	}
	return append(out, d.Earlier...)
}

// entry is a planned notice with what it is about.
type entry struct {
	m    Milestone
	due  string
	rung Rung
}

// compose makes a digest of the notices of one chat and time. mine are all milestones that its subscriptions cover.
func compose(base Digest, entries []entry, mine []Milestone, records map[Ref]Record) Digest {
	d := base
	today := d.At
	type key struct {
		rung Rung
		due  string
	}
	at := map[key]int{}
	for _, e := range tightest(entries) {
		switch e.m.Kind {
		case Yearly:
			d.Yearly = append(d.Yearly, Item{Milestone: e.m, Due: e.due})
			continue
		case Indicator:
			d.Table = append(d.Table, Item{Milestone: e.m, Due: e.due})
			continue
		}
		k := key{e.rung, e.due}
		i, ok := at[k]
		if !ok {
			i = len(d.Groups)
			at[k] = i
			d.Groups = append(d.Groups, Group{Rung: e.rung, Due: e.due})
		}
		g := &d.Groups[i]
		r := records[e.m.Ref()]
		g.Total++
		if r.Status == Done {
			g.Done++
		}
		it := Item{Milestone: e.m, Record: r, Light: LightOf(e.m.Due, r, today), Due: e.due}
		if e.rung == Ninety || e.rung == Thirty || r.Status != Done {
			g.Items = append(g.Items, it)
		}
		d.Closing = d.Closing || e.rung == Closing
	}
	// Nothing is left to say of a group in which everything is recorded.
	d.Groups = slices.DeleteFunc(d.Groups, func(g Group) bool { return len(g.Items) == 0 })
	slices.SortStableFunc(d.Groups, func(a, b Group) int {
		return cmp.Or(strings.Compare(a.Due, b.Due), cmp.Compare(a.Rung, b.Rung))
	})
	inGroups := map[Ref]bool{}
	for _, g := range d.Groups {
		for _, it := range g.Items {
			inGroups[it.Milestone.Ref()] = true
		}
	}
	for _, m := range mine {
		r := records[m.Ref()]
		light := LightOf(m.Due, r, today)
		if m.Kind == Dated && !inGroups[m.Ref()] && (light == White || light == Red) && fullList(d.Groups) {
			d.Earlier = append(d.Earlier, Item{Milestone: m, Record: r, Light: light, Due: EffectiveDue(m, r)})
		}
	}
	for i := range d.Groups {
		byLight(d.Groups[i].Items)
	}
	byLight(d.Earlier)
	n := 0
	number := func(items []Item) {
		for i := range items {
			n++
			items[i].Number = n
		}
	}
	for i := range d.Groups {
		number(d.Groups[i].Items)
	}
	number(d.Earlier)
	d.Units, d.Plans = common(d.Numbered())
	return d
}

// byLight puts what needs eyes first, otherwise in the order of the text.
func byLight(items []Item) {
	order := []Light{Red, White, Yellow, Green, Blue}
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Compare(slices.Index(order, a.Light), slices.Index(order, b.Light))
	})
}

// Empty reports whether there is nothing to say: all that was planned is recorded.
func (d Digest) Empty() bool { return len(d.Groups) == 0 && len(d.Yearly) == 0 && len(d.Table) == 0 }

// fullList reports whether a digest lists in full: then what fell due earlier stands below it.
func fullList(gs []Group) bool {
	for _, g := range gs {
		if g.Rung == Thirty {
			return true
		}
	}
	return false
}

// tightest keeps of each milestone and due day the tightest rung: after a downtime several may have been missed.
func tightest(entries []entry) []entry {
	best := map[Ref]map[string]int{}
	var out []entry
	for _, e := range entries {
		of := best[e.m.Ref()]
		if of == nil {
			of = map[string]int{}
			best[e.m.Ref()] = of
		}
		if i, ok := of[e.due]; ok {
			if e.rung < out[i].rung {
				out[i] = e
			}
			continue
		}
		of[e.due] = len(out)
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.m.Plan, b.m.Plan), cmp.Compare(a.m.Order, b.m.Order))
	})
	return out
}

// common are the units that all items share, nil where they differ, and the plans they come from.
func common(items []Item) (units, plans []string) {
	for i, it := range items {
		if i == 0 {
			units = it.Milestone.Units
		} else if !slices.Equal(units, it.Milestone.Units) {
			units = nil
		}
		if !slices.Contains(plans, it.Milestone.Plan) {
			plans = append(plans, it.Milestone.Plan)
		}
	}
	return units, plans
}
