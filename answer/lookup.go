package answer

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cewen/lexicon"
)

// Kind is what an Entry is.
type Kind string

// The kinds of entries, in the order in which equals are listed.
const (
	KindTarget    Kind = "target"    // 目标
	KindIndicator Kind = "indicator" // 指标
	KindUnit      Kind = "unit"      // 单位
	KindPlace     Kind = "place"     // 县区
	KindClause    Kind = "clause"    // 条款
)

// Entry is something that loosely typed words find: the words need not be a question and the last one need not be finished.
type Entry struct {
	Kind     Kind
	ID       string // within its plan: a target's id, row3, a unit's or place's name, a clause's number
	Plan     string // 文号, the file name where the plan has none
	Name     string // 雨水管网建设:110公里
	Note     string // 到2025年 · 第十六条 打造安全韧性县城
	Question string // asking this answers with it
	score    float64
}

// mostWords bounds what is looked for; more words than that are a sentence and no lookup.
const mostWords = 6

// Lookup finds up to n entries that hold all words of a text (雨水 25 → targets of rain pipes due in 2025), best first. Words are parted by
// spaces; 25, 2025 and 2025年 mean the year where the plan has that year. It is fast enough for every key that is typed.
func (s *Snapshot) Lookup(text string, n int) []Entry {
	words := strings.Fields(lexicon.Fold(firstRunes(strings.ToValidUTF8(text, " "), 60)))
	if len(words) == 0 || len(words) > mostWords {
		return nil
	}
	var out []Entry
	asked, _ := s.asked(Context{}, Question{Text: text})
	for _, i := range asked {
		if d := s.open(i); d != nil {
			out = append(out, d.lookup(s, words)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	if len(out) > n {
		out = out[:n]
	}
	if len(s.held) > 1 {
		for i := range out {
			out[i].Note = strings.TrimPrefix(out[i].Note+" · "+out[i].Plan, " · ")
		}
	}
	return out
}

// Entry answers with an entry that Lookup found, within a conversation. ok is false where the plan no longer has it.
func (s *Snapshot) Entry(e Entry, c Context, today time.Time) (a Answer, next Context, ok bool) {
	q := Question{Text: e.Question, Today: today, Plan: e.Plan}
	if e.Kind != KindTarget && e.Kind != KindIndicator {
		a, next = Ask(s, Context{Unit: c.Unit, Place: c.Place}, q)
		return a, next, a.Answered
	}
	i := s.at(e.Plan)
	if i < 0 || e.Plan == "" {
		return Answer{}, c, false
	}
	if d := s.open(i); d != nil {
		if r := s.asker(i, d, Context{}, q).byID(e.ID); r != nil {
			r.doc, r.held = d, s.held[i]
			a, next = r.finish(c, q)
			return a, next, true
		}
	}
	return Answer{}, c, false
}

// lookup collects the entries of one plan.
func (d *doc) lookup(s *Snapshot, words []string) []Entry {
	year, rest := d.yearWord(words)
	var out []Entry
	add := func(e Entry, fields ...string) {
		if score := meets(rest, fields); score > 0 {
			e.Plan, e.score = d.name, score
			out = append(out, e)
		}
	}
	for i := range d.facts {
		f := &d.facts[i]
		if year != 0 && f.year() != year {
			continue
		}
		switch {
		case f.target != nil:
			t := f.target
			note := ""
			if t.Deadline != nil {
				note = t.Deadline.Words + " · "
			}
			if f.clause >= 0 {
				c := d.clauses[f.clause].c
				note += ordinal(c) + " " + c.Title
			}
			name := d.targetWords(f)
			add(Entry{Kind: KindTarget, ID: f.id, Name: name, Note: strings.TrimSuffix(note, " · "), Question: t.Metric + deadlineYear(f) + "的目标是多少"}, lexicon.Fold(t.Metric), lexicon.Fold(name), lexicon.Fold(t.Quote.In(d.p.Text)))
		case f.indicator != nil:
			in := f.indicator
			add(Entry{Kind: KindIndicator, ID: f.id, Name: in.Name + ":" + in.Base + " → " + withUnit(in.Target, in.Unit), Note: fmt.Sprintf("主要指标表第%d行", in.Row), Question: in.Name + "的目标是多少"}, lexicon.Fold(in.Name), lexicon.Fold(in.Target), lexicon.Fold(in.Category))
		}
	}
	if year != 0 && len(rest) == 0 {
		return out
	}
	for i := range d.p.Units {
		u := &d.p.Units[i]
		names := append(append([]string{u.Name}, u.Spellings...), u.Aliases...)
		clauses := u.Clauses()
		add(Entry{Kind: KindUnit, ID: u.Name, Name: u.Name, Note: fmt.Sprintf("%d条%d处", len(clauses), len(u.Duties)), Question: u.Name + "有哪些任务"}, folded(names)...)
	}
	for i := range d.places {
		p := d.places[i].place
		add(Entry{Kind: KindPlace, ID: p.Name, Name: p.Name, Note: "点名" + itoa(len(p.Clauses)) + "条", Question: p.Name + "的全部内容"}, lexicon.Fold(p.Name))
	}
	for i := range d.clauses {
		c := d.clauses[i].c
		add(Entry{Kind: KindClause, ID: itoa(c.Number), Name: ordinal(c) + " " + c.Title, Note: d.chapterOf(c.Chapter), Question: ordinal(c)}, lexicon.Fold(c.Title), lexicon.Fold(ordinal(c)), lexicon.Fold(c.Label))
	}
	return out
}

func deadlineYear(f *fact) string {
	if y := f.year(); y > 0 {
		return itoa(y) + "年"
	}
	return ""
}

func folded(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = lexicon.Fold(n)
	}
	return out
}

func (d *doc) chapterOf(number int) string {
	for i := range d.p.Chapters {
		if ch := &d.p.Chapters[i]; ch.Number == number {
			return ch.Name()
		}
	}
	return ""
}

// yearWord takes a year out of the words: 25, 2025, 2025年, where a target or indicator of that year exists.
func (d *doc) yearWord(words []string) (year int, rest []string) {
	for _, w := range words {
		y := atoi(strings.TrimSuffix(w, "年"))
		if y >= 0 && y < 100 && utf8.RuneCountInString(strings.TrimSuffix(w, "年")) == 2 {
			y += 2000
		}
		known := false
		for i := range d.facts {
			known = known || d.facts[i].year() == y && y > 0
		}
		if year == 0 && known {
			year = y
			continue
		}
		rest = append(rest, w)
	}
	return year, rest
}

// meets scores how well fields hold all words, the first field counting most; 0: a word is missing.
func meets(words, fields []string) float64 {
	score := 1.0
	for _, w := range words {
		best := 0.0
		for i, f := range fields {
			at := strings.Index(f, w)
			if at < 0 {
				continue
			}
			s := 1.0 / float64(i+1)
			if at == 0 {
				s += 0.2
			}
			// The larger a part of the name the word is, the more it is meant.
			s += 0.3 * float64(len(w)) / float64(max(1, len(f)))
			best = max(best, s)
		}
		if best == 0 {
			return 0
		}
		score += best
	}
	return score
}
