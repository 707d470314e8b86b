package reminders

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Line is a milestone on a board.
type Line struct {
	Milestone Milestone
	Record    Record
	Light     Light
}

// Tally counts lines by how they stand. The two ways to a red light are counted apart: each has its own word.
type Tally struct {
	Done, NotDone, Late, White, Yellow, Green int
}

func (t *Tally) add(l Line) {
	switch {
	case l.Light == Blue:
		t.Done++
	case l.Record.Status == NotDone:
		t.NotDone++
	case l.Light == Red:
		t.Late++
	case l.Light == White:
		t.White++
	case l.Light == Yellow:
		t.Yellow++
	case l.Light == Green:
		t.Green++
	}
}

// Total is how many lines were counted.
func (t Tally) Total() int { return t.Done + t.NotDone + t.Late + t.White + t.Yellow + t.Green }

// Count is a number with its light and the word that stands beside it.
type Count struct {
	Light Light
	Word  string
	N     int
}

// Counts are the numbers that are not zero.
func (t Tally) Counts() []Count {
	var out []Count
	for _, c := range []Count{{Blue, "办结", t.Done}, {Red, "登记未完成", t.NotDone}, {Red, "延期后又到期", t.Late}, {White, White.Name(), t.White}, {Yellow, Yellow.Name(), t.Yellow}, {Green, Green.Name(), t.Green}} {
		if c.N > 0 {
			out = append(out, c)
		}
	}
	return out
}

// TallyOf counts lines.
func TallyOf(ls []Line) Tally {
	var t Tally
	for _, l := range ls {
		t.add(l)
	}
	return t
}

// YearTally is what falls due in a year.
type YearTally struct {
	Year  int
	Tally Tally
}

// NameTally is what a unit or a county has.
type NameTally struct {
	Name  string
	Tally Tally
}

// Board (看板) is how milestones stand, for one chat, on one day.
type Board struct {
	Today      time.Time
	Lines      []Line // with a due day, in the order of the text
	Yearly     []Line
	Undated    []Line
	Indicators []Line
	Years      []YearTally
	Units      []NameTally // a milestone of several units counts for each; those with most first
	Places     []NameTally
	Recorded   int // of Lines
}

// NewBoard works out how milestones stand, by what a chat has recorded.
func NewBoard(ms []Milestone, records map[Ref]Record, today time.Time) Board {
	b := Board{Today: today}
	years := map[int]*Tally{}
	units, places := newTallies(), newTallies()
	for _, m := range ms {
		r := records[m.Ref()]
		l := Line{Milestone: m, Record: r, Light: LightOf(m.Due, r, today)}
		switch m.Kind {
		case Yearly:
			b.Yearly = append(b.Yearly, l)
			continue
		case Undated:
			b.Undated = append(b.Undated, l)
			continue
		case Indicator:
			b.Indicators = append(b.Indicators, l)
			continue
		}
		b.Lines = append(b.Lines, l)
		if r.Status != NotRecorded {
			b.Recorded++
		}
		y, err := strconv.Atoi(m.Due[:4])
		if err != nil {
			continue
		}
		if years[y] == nil {
			years[y] = &Tally{}
		}
		years[y].add(l)
		for _, u := range m.Units {
			units.add(u, l)
		}
		for _, p := range m.Places {
			places.add(p, l)
		}
	}
	for y, t := range years {
		b.Years = append(b.Years, YearTally{y, *t})
	}
	slices.SortFunc(b.Years, func(a, c YearTally) int { return cmp.Compare(a.Year, c.Year) })
	b.Units, b.Places = units.sorted(), places.sorted()
	return b
}

// Lines works out how milestones stand, each by itself, in the order given.
func Lines(ms []Milestone, records map[Ref]Record, today time.Time) []Line {
	out := make([]Line, len(ms))
	for i, m := range ms {
		r := records[m.Ref()]
		out[i] = Line{Milestone: m, Record: r, Light: LightOf(m.Due, r, today)}
	}
	return out
}

// Busiest is the year in which most milestones fall due; 0 where none does.
func Busiest(ms []Milestone) int {
	counts := map[int]int{}
	best := 0
	for _, m := range ms {
		if m.Kind != Dated {
			continue
		}
		y := number(m.Due)
		if counts[y]++; counts[y] > counts[best] || counts[y] == counts[best] && y > best {
			best = y
		}
	}
	return best
}

// tallies counts by name, in the order in which names came.
type tallies struct {
	at   map[string]int
	list []NameTally
}

func newTallies() *tallies { return &tallies{at: map[string]int{}} }

func (t *tallies) add(name string, l Line) {
	i, ok := t.at[name]
	if !ok {
		i = len(t.list)
		t.at[name] = i
		t.list = append(t.list, NameTally{Name: name})
	}
	t.list[i].Tally.add(l)
}

func (t *tallies) sorted() []NameTally {
	slices.SortStableFunc(t.list, func(a, b NameTally) int { return cmp.Compare(b.Tally.Total(), a.Tally.Total()) })
	return t.list
}

// Filter narrows a board.
type Filter struct {
	Year  int    // 0: all
	Unit  string // "": all
	Place string
	Light Light
}

// Select returns the lines that a filter lets through, by due day and then in the order of the text.
func (b Board) Select(f Filter) []Line {
	var out []Line
	for _, l := range b.Lines {
		m := l.Milestone
		if f.Year != 0 && m.Due[:4] != strconv.Itoa(f.Year) || f.Unit != "" && !slices.Contains(m.Units, f.Unit) || f.Place != "" && !slices.Contains(m.Places, f.Place) || f.Light != "" && l.Light != f.Light {
			continue
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b Line) int { return cmp.Compare(a.Milestone.Due, b.Milestone.Due) })
	return out
}
