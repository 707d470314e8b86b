package answer

import (
	"fmt"
	"sort"
	"strings"

	"cewen/plan"
)

// findUnits finds units in a question: the plan's own, and names of units that it does not list.
func (a *asker) profileUnit() *plan.Unit {
	if a.ctx.Unit == "" {
		return nil
	}
	return a.d.units[a.s.lex.UnitKey(a.ctx.Unit)]
}

// byUnit answers questions that name a unit: all its tasks, what falls due for it, what it has to do with a topic, whether it is
// responsible.
func (a *asker) byUnit() *reply {
	q := a.q
	if q.has("my.unit") && len(q.units) == 0 {
		u := a.profileUnit()
		if u == nil {
			return &reply{keep: true, answer: Answer{Intent: Unit, Refusal: NotUnderstood, Text: "还不知道您是哪个单位。请先说:我是……局的。"}}
		}
		return a.unitPage([]*plan.Unit{u})
	}
	if len(q.units) == 0 {
		return nil
	}
	var known []*plan.Unit
	for _, m := range q.units {
		u := a.d.units[m.Key]
		if u == nil || m.Level == "县" || m.Level == "区" || m.Level == "镇" {
			if u == nil && a.inText(m.Form) && !a.t.empty() {
				continue // a body that the text mentions without giving it a duty
			}
			return a.unitAbsent(m)
		}
		known = append(known, u)
	}
	if len(known) == 0 {
		return nil
	}
	if !a.t.empty() && (q.has("verify") || q.has("lead")) && a.t.total > 0.3 && !q.has("whichclause") {
		if r := a.verifyUnit(known); r != nil {
			return r
		}
	}
	if !a.t.empty() && a.t.total > 0.35 && !q.any("whichclause", "due", "duties.joint", "duties.sole", "duties.first") {
		if r := a.unitTopic(known); r != nil {
			return r
		}
	}
	if a.t.total > 0.5 && q.any("lead", "verify", "amount") && !q.any("due", "duties", "duties.joint", "duties.sole", "duties.first", "whichclause") {
		return a.refuse(Unit)
	}
	return a.unitPage(known)
}

func (a *asker) inText(form string) bool { return strings.Contains(a.d.folded, form) }

// unitTopic answers a topic within one unit's duties: 城管局的雨水管网目标.
func (a *asker) unitTopic(us []*plan.Unit) *reply {
	if a.q.any("amount", "when") || a.q.measure.dimension != "" || len(a.q.years) > 0 && !a.q.any("duties", "due") {
		r := a.value()
		if r != nil && r.answer.Answered {
			return r
		}
		if fs := a.rankFacts(nil); len(fs) > 0 && fs[0].cover >= enough && r != nil {
			return r
		}
	}
	mine := map[int]bool{}
	for _, u := range us {
		for _, pi := range a.d.byUnit[u.Key] {
			mine[pi] = true
		}
	}
	var hits []scoredPart
	for _, p := range a.rankParts(true) {
		if p.cover >= enough && mine[p.part] {
			hits = append(hits, p)
		}
	}
	if len(hits) == 0 {
		others := a.rankParts(true)
		if len(others) > 0 && others[0].cover >= enough {
			r := a.slotRefusal(Unit, us[0].Name+"没有这一项。"+a.d.clauses[a.d.parts[others[0].part].clause].c.Title+"的"+dutyWords(a.d.parts[others[0].part].duty, false))
			r.answer.Citations = a.d.citePart(others[0].part, others[0].sentence)
			return r
		}
		return a.refuse(Unit)
	}
	best := hits[0]
	if len(a.q.years) > 0 {
		return a.duePage(us, a.q.yearList())
	}
	r := &reply{score: best.score, topical: true, turn: Turn{Topic: a.topicText(), Unit: us[0].Name, Facts: []string{a.partID(best.part)}}}
	r.answer = Answer{Answered: true, Intent: Unit, Notes: a.notes()}
	var lines []string
	for _, p := range hits {
		if p.score < best.score-0.15 || len(lines) == 3 {
			break
		}
		lines = append(lines, a.d.label(a.d.parts[p.part].clause)+a.d.clauses[a.d.parts[p.part].clause].c.Title+":"+a.gist(p.part, 120))
		r.answer.Citations = append(r.answer.Citations, a.d.citePart(p.part, p.sentence)...)
	}
	r.answer.Text = strings.Join(lines, "\n")
	return r
}

// verifyUnit answers whether a unit is responsible for a topic.
func (a *asker) verifyUnit(us []*plan.Unit) *reply {
	all := a.rankParts(true)
	if len(all) > 0 && all[0].cover < enough && all[0].cover > 0.45 && contains(a.d.byUnit[us[0].Key], all[0].part) {
		all[0].cover = enough // the unit's name stands for what the topic lacks
	}
	if len(all) == 0 || all[0].cover < enough {
		if a.q.has("verify") {
			return a.refuse(Verify)
		}
		return nil
	}
	best := all[0]
	duty := a.d.parts[best.part].duty
	has := true
	for _, u := range us {
		has = has && contains(a.d.byUnit[u.Key], best.part)
	}
	if !has {
		// Another part that fits as well may be the unit's.
		for _, p := range all[1:] {
			ok := p.score > best.score-0.08 && p.cover >= enough
			for _, u := range us {
				ok = ok && contains(a.d.byUnit[u.Key], p.part)
			}
			if ok {
				best, duty, has = p, a.d.parts[p.part].duty, true
				break
			}
		}
	}
	r := &reply{score: best.score + 0.2, topical: true, turn: Turn{Topic: a.topicText(), Unit: us[0].Name, Facts: []string{a.partID(best.part)}}}
	r.answer = Answer{Answered: true, Intent: Verify, Notes: a.notes(), Citations: a.d.citePart(best.part, best.sentence)}
	word := "不是。"
	if has {
		word = "是。"
		only := strings.Contains(a.q.norm, "独家") || strings.Contains(a.q.norm, "只有") || strings.Contains(a.q.norm, "单独") || strings.Contains(a.q.norm, "一家")
		if only && len(duty.Units) > 1 {
			word = "不是一家。"
		}
	}
	if !a.q.has("verify") && has {
		word = ""
	}
	r.answer.Text = word + dutyWords(duty, strings.Contains(a.q.norm, "牵头"))
	return r
}

// gist is what a part asks for, in its own words: the first segment of each sentence, and segments that hold a target.
func (a *asker) gist(pi, limit int) string {
	pa := &a.d.parts[pi]
	var out []string
	n := 0
	for _, si := range pa.sentences {
		s := &a.d.sentences[si]
		for k, li := range s.leaves {
			l := &a.d.c.leaves[li]
			if k > 0 && !a.d.holdsTarget(l.span) {
				continue
			}
			text := l.span.In(a.d.p.Text)
			if n += len([]rune(text)); n > limit && len(out) > 0 {
				return strings.Join(out, ";") + "…"
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, ";")
}

func (d *doc) holdsTarget(sp plan.Span) bool {
	for i := range d.p.Targets {
		if sp.Overlaps(d.p.Targets[i].ValueSpan) {
			return true
		}
	}
	return false
}

// unitPage lists everything of one or several units (joint duties), complete and counted.
func (a *asker) unitPage(us []*plan.Unit) *reply {
	q := a.q
	if len(q.years) > 0 || q.any("due", "due.left", "due.past") {
		return a.duePage(us, q.yearList())
	}
	d := a.d
	u := us[0]
	parts := append([]int(nil), d.byUnit[u.Key]...)
	joint := len(us) > 1
	if joint {
		parts = parts[:0]
		for _, pi := range d.byUnit[u.Key] {
			ok := true
			for _, o := range us[1:] {
				ok = ok && contains(d.byUnit[o.Key], pi)
			}
			if ok {
				parts = append(parts, pi)
			}
		}
	}
	sole, first := 0, 0
	for _, pi := range parts {
		duty := d.parts[pi].duty
		if len(duty.Units) == 1 {
			sole++
		}
		if a.s.lex.UnitKey(duty.Units[0]) == u.Key {
			first++
		}
	}
	kind := ""
	switch {
	case joint:
	case q.has("duties.sole"):
		kind = "独家"
	case q.any("duties.first") || q.has("lead.head") || strings.Contains(q.norm, "牵头"):
		kind = "首位"
	case q.has("duties.joint"):
		kind = "共同"
	}
	var lines []string
	var clauses []int
	shown := 0
	r := &reply{score: 1, turn: Turn{Unit: u.Name}}
	budget := 420 / max(1, len(parts))
	for _, pi := range parts {
		pa := &d.parts[pi]
		duty := pa.duty
		pos := a.position(duty, u.Key)
		switch kind {
		case "独家":
			if len(duty.Units) != 1 {
				continue
			}
		case "首位":
			if pos != 1 {
				continue
			}
		case "共同":
			if len(duty.Units) == 1 {
				continue
			}
		}
		shown++
		if !contains(clauses, pa.clause) {
			clauses = append(clauses, pa.clause)
		}
		role := "独家"
		if len(duty.Units) > 1 {
			role = fmt.Sprintf("第%d位,共%d家", pos, len(duty.Units))
		}
		line := fmt.Sprintf("%s%s(%s):%s", d.label(pa.clause), d.clauses[pa.clause].c.Title, role, a.gist(pi, max(40, budget)))
		lines = append(lines, line)
		r.turn.Items = append(r.turn.Items, a.partID(pi))
		r.answer.Citations = append(r.answer.Citations, d.citePart(pi, -1)...)
	}
	r.answer.Answered, r.answer.Intent, r.answer.Notes = true, Unit, a.notes()
	names := make([]string, len(us))
	for i := range us {
		names[i] = us[i].Name
	}
	head := fmt.Sprintf("%s:%d条%d处", strings.Join(names, "、"), len(clauses), shown)
	switch {
	case joint && shown == 0:
		r.answer.Text = strings.Join(names, "、") + "没有共同负责的内容。"
		r.answer.Citations = d.citePart(d.byUnit[u.Key][0], -1)
		return r
	case joint:
		head = strings.Join(names, "、") + "共同负责" + itoa(shown) + "处"
	case kind == "首位":
		head = fmt.Sprintf("%s:首位%d处,独家%d处;首位是原文顺序,不等于牵头", u.Name, first, sole)
	case kind != "":
		head = fmt.Sprintf("%s:%s%d处", u.Name, kind, shown)
	case sole == 0:
		head += ",均与其他单位共同"
	default:
		head += fmt.Sprintf(",独家%d处,与其他单位共同%d处", sole, shown-sole)
	}
	r.answer.Text = head + "。\n" + strings.Join(lines, "\n")
	if shown == 0 {
		r.answer.Text = head + "。"
		r.answer.Citations = d.citePart(d.byUnit[u.Key][0], -1)
	}
	if kind == "" && !joint {
		r.answer.Suggestions = []string{u.Name + "有哪些到期目标"}
	}
	return r
}

func (a *asker) position(duty *plan.Duty, key string) int {
	for i, name := range duty.Units {
		if a.s.lex.UnitKey(name) == key {
			return i + 1
		}
	}
	return 0
}

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
	for _, y := range asked {
		list := byYear[y]
		if len(list) == 0 {
			line := itoa(y) + "年没有"
			if name != "" {
				line += name
			}
			lines = append(lines, line+"到期的目标。")
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
		lines = append(lines, fmt.Sprintf("%d年到期%d项:%s。", y, len(list), strings.Join(items, ";")))
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
				if ps := d.byUnit[u.Key]; len(ps) > 0 {
					r.answer.Citations = append(r.answer.Citations, d.citePart(ps[0], -1)...)
				}
			}
		}
		if q.relative && len(all) > 0 && len(years) > 0 {
			r.answer.Answered, r.answer.Refusal = a.relativePast(years, byYear, &lines, &r.answer)
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
	if name != "" && len(lines) > 0 {
		lines[0] = name + ":" + lines[0]
	}
	r.answer.Text = strings.Join(lines, "\n")
	return r
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
func (a *asker) relativePast(years []int, byYear map[int][]int, lines *[]string, ans *Answer) (bool, Refusal) {
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
	return false, SlotAbsent
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
	if shared {
		for _, li := range a.d.sentences[a.d.sentenceAt(f)].leaves {
			if sp := a.d.c.leaves[li].span; sp.Overlaps(f.target.ValueSpan) {
				return sp.In(a.d.p.Text)
			}
		}
	}
	return strings.TrimSuffix(a.d.targetWords(f), "。") + a.moreValues(f)
}

func (a *asker) moreValues(f *fact) string {
	s := ""
	words := a.d.targetWords(f)
	for i := range f.target.More {
		if !strings.Contains(words, f.target.More[i].Verbatim) {
			s += "、" + f.target.More[i].Verbatim
		}
	}
	return s
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
