package answer

import (
	"fmt"
	"sort"
	"strings"

	"cewen/plan"
)

// duePage lists the targets that fall due, by unit and year.
func (a *asker) duePage(us []*plan.Unit, years []int) *reply {
	keep := func(f *fact) bool {
		if f.target == nil {
			return false
		}
		for _, u := range us {
			if !a.partHas(f.part, u.Key) {
				return false
			}
		}
		return true
	}
	name := ""
	if len(us) > 0 {
		names := make([]string, len(us))
		for i := range us {
			names[i] = us[i].Name
		}
		name = strings.Join(names, "、")
	}
	return a.dueList(name, years, keep, us)
}

// dueList writes the dated facts that keep lets through, grouped by year, complete and counted.
func (a *asker) dueList(name string, years []int, keep func(*fact) bool, us []*plan.Unit) *reply {
	d, q := a.d, a.q
	byYear := map[int][]int{}
	undated := 0
	for i := range d.facts {
		f := &d.facts[i]
		if !keep(f) {
			continue
		}
		if f.target.Deadline == nil {
			undated++
			continue
		}
		byYear[f.year()] = append(byYear[f.year()], i)
	}
	var all []int
	for y := range byYear {
		all = append(all, y)
	}
	sort.Ints(all)
	asked := all
	today := q.today.Format("2006-01-02")
	if len(years) > 0 {
		asked = years
	} else if q.has("due.left") && !q.today.IsZero() {
		asked = nil
		for _, y := range all {
			if itoa(y)+"-12-31" >= today {
				asked = append(asked, y)
			}
		}
	}
	r := &reply{score: 1, turn: Turn{Year: 0}}
	if len(us) > 0 {
		r.turn.Unit = us[0].Name
	}
	if len(years) == 1 {
		r.turn.Year = years[0]
	}
	r.answer = Answer{Intent: Due, Notes: a.notes()}
	var lines []string
	onlyCount := name == "" && a.t.empty() && q.has("howmany") && !q.any("define", "all", "content") && !strings.Contains(q.norm, "什么")
	for _, y := range asked {
		list := a.dueUntil(byYear[y])
		if len(list) == 0 {
			lines = append(lines, itoa(y)+"年"+q.until.words()+"没有"+name+"到期的目标。")
			continue
		}
		r.answer.Answered = true
		var items []string
		said := map[int]bool{}
		for _, i := range list {
			f := &d.facts[i]
			if !said[i] {
				items = append(items, a.dueItem(i, list, said))
			}
			r.answer.Citations = append(r.answer.Citations, d.citeFact(f))
			r.turn.Items = append(r.turn.Items, f.id)
		}
		line := fmt.Sprintf("%d年%s到期%d项:%s。", y, q.until.words(), len(list), strings.Join(items, ";"))
		if onlyCount {
			line = fmt.Sprintf("%d年%s到期%d项。", y, q.until.words(), len(list))
		}
		lines = append(lines, line)
	}
	if !r.answer.Answered {
		// Nothing falls due in the year asked for: say so, and say what does.
		r.answer.Refusal = SlotAbsent
		var rest []string
		for _, y := range all {
			rest = append(rest, fmt.Sprintf("%d年%d项", y, len(byYear[y])))
		}
		if len(rest) > 0 {
			lines = append(lines, "写到的是:"+strings.Join(rest, ",")+"。")
			for _, i := range byYear[all[0]] {
				r.answer.Citations = append(r.answer.Citations, d.citeFact(&d.facts[i]))
			}
		} else if name != "" {
			lines = []string{name + "没有写明时限的目标。"}
			if undated > 0 {
				lines[0] += "未写时限的有" + itoa(undated) + "项。"
			}
			for _, u := range us {
				r.answer.Citations = append(r.answer.Citations, d.citeUnit(u)...)
			}
		}
		if q.relative && len(all) > 0 && len(years) > 0 && name != "" {
			a.relativePast(years, byYear, &lines, &r.answer)
		}
	}
	if q.has("due.left") && len(years) == 0 {
		for i := range d.facts {
			if f := &d.facts[i]; keep(f) && f.target.Recurring {
				lines = append(lines, "每年一次:"+f.target.Quote.In(d.p.Text)+"。")
				r.answer.Citations = append(r.answer.Citations, d.citeFact(f))
			}
		}
		if undated > 0 {
			lines = append(lines, "未写时限的另有"+itoa(undated)+"项。")
		}
	}
	if name != "" && len(lines) > 0 && !strings.Contains(lines[0], name) {
		lines[0] = name + ":" + lines[0]
	}
	if len(lines) == 0 { // no target has a date
		lines = []string{"方案没有写明时限的目标。"}
	}
	r.answer.Text = strings.Join(lines, "\n")
	return r
}

// dueUntil keeps, of what falls due in a year, what falls due by the day that is asked for.
func (a *asker) dueUntil(list []int) []int {
	if a.q.until.month == 0 {
		return list
	}
	var out []int
	for _, i := range list {
		if a.q.until.holds(a.d.facts[i].target.Deadline.ISO) {
			out = append(out, i)
		}
	}
	return out
}

// topicDue lists what falls due for a topic: 养老这块2025年要做到哪些. It is nil when fewer than two targets meet the topic.
func (a *asker) topicDue() *reply {
	met := map[string]bool{}
	for i := range a.d.facts {
		f := &a.d.facts[i]
		if f.target == nil || !contains(a.q.yearList(), f.year()) || !a.allows(f) {
			continue
		}
		if cover, own := a.factCover(i); own >= 0.5 || cover >= enough {
			met[f.id] = true
		}
	}
	if len(met) < 2 {
		return nil
	}
	r := a.dueList("", a.q.yearList(), func(f *fact) bool { return met[f.id] }, nil)
	r.turn.Topic = a.topicText()
	r.topical = true
	return r
}

// relativePast completes 今年要完成什么 when nothing falls due this year: what has fallen due is listed, as PRODUCT.md shows it.
func (a *asker) relativePast(years []int, byYear map[int][]int, lines *[]string, ans *Answer) {
	due := 0
	var parts []string
	for _, y := range sortedCounts(byYear) {
		if y >= years[0] {
			continue
		}
		due += len(byYear[y])
		var items []string
		said := map[int]bool{}
		for _, i := range byYear[y] {
			if !said[i] {
				items = append(items, a.dueItem(i, byYear[y], said))
			}
			ans.Citations = append(ans.Citations, a.d.citeFact(&a.d.facts[i]))
		}
		parts = append(parts, fmt.Sprintf("%d年%d项:%s", y, len(byYear[y]), strings.Join(items, ";")))
	}
	if due > 0 {
		(*lines)[len(*lines)-1] = fmt.Sprintf("已到期%d项。%s。", due, strings.Join(parts, "\n"))
	}
}

func sortedCounts(m map[int][]int) []int {
	n := map[int]int{}
	for k, v := range m {
		n[k] = len(v)
	}
	return sortedKeys(n)
}

// dueItem names a target in a list. Targets that share a segment (2个镇实现…10万人、…10亿元) are said once, in its words.
func (a *asker) dueItem(i int, list []int, said map[int]bool) string {
	f := &a.d.facts[i]
	shared := false
	for _, sib := range f.siblings {
		if contains(list, sib) {
			said[sib] = true
			shared = true
		}
	}
	if shared && f.si >= 0 {
		for _, li := range a.d.sentences[f.si].leaves {
			if sp := a.d.c.leaves[li].span; sp.Overlaps(f.target.ValueSpan) {
				return sp.In(a.d.p.Text)
			}
		}
	}
	return strings.TrimSuffix(a.d.targetWords(f), "。")
}

// byYear answers what falls due in a year when nothing else is asked.
func (a *asker) byYear() *reply {
	q := a.q
	due := q.any("due", "due.left", "due.past")
	if len(q.years) == 0 && !(due && a.t.empty()) {
		return nil
	}
	if !a.t.empty() && (a.t.total > 0.25 || !due && !q.any("amount", "duties", "all")) {
		return nil
	}
	return a.dueList("", q.yearList(), func(f *fact) bool { return f.target != nil }, nil)
}
