package answer

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

// gist is what a part asks for, in its own words: the first segment of each sentence, and segments that hold a target.
func (a *asker) gist(pi, limit int) string {
	pa := &a.d.parts[pi]
	var out []string
	n := 0
	for _, si := range pa.sentences {
		s := &a.d.sentences[si]
		for k := 0; k < len(s.leaves); k++ {
			sp := a.d.c.leaves[s.leaves[k]].span
			text := sp.In(a.d.p.Text)
			if k > 0 && !a.d.holdsTarget(sp) && !countsInDigits(text) {
				continue
			}
			if k+1 < len(s.leaves) && leadsIn(text) { // 到2025年 and 围绕…需求 say nothing alone
				k++
				text = plan.Span{Start: sp.Start, End: a.d.c.leaves[s.leaves[k]].span.End}.In(a.d.p.Text)
			}
			if n += len([]rune(text)); n > limit && len(out) > 0 {
				return strings.Join(out, ";") + "…"
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, ";")
}

// countsInDigits reports whether a segment has a quantity in digits: 选拔30名后备干部, not 三条控制线.
func countsInDigits(text string) bool {
	return strings.ContainsAny(lexicon.Fold(text), "0123456789") && hasNumber(text)
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
	for _, u := range us {
		if len(d.byUnit[u.Key]) == 0 {
			return a.markersOnly(u)
		}
	}
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
		if a.d.keyOf(a.s, duty.Units[0]) == u.Key {
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
		for _, pi := range parts { // where the text says who leads, first place is not counted instead
			if d.parts[pi].duty.LeadBy != "" {
				kind = "牵头"
			}
		}
	case q.has("duties.joint"):
		kind = "共同"
	}
	var lines []string
	var clauses []int
	shown := 0
	roles := map[string]int{} // 牵头 → in how many of the duties
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
		case "牵头":
			if !contains(duty.Lead, u.Name) {
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
		if len(duty.Units) == 1 && len(duty.Lead) == 1 {
			roles["牵头"]++
		}
		if len(duty.Units) > 1 {
			role = fmt.Sprintf("第%d位,共%d家", pos, len(duty.Units))
			if own := d.roleOf(duty, duty.Units[max(0, pos-1)]); own != "" {
				role = own + "," + role
				roles[own]++
			}
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
		r.answer.Citations = d.citeUnit(u)
		return r
	case joint:
		head = strings.Join(names, "、") + "共同负责" + itoa(shown) + "处"
	case kind == "首位":
		head = fmt.Sprintf("%s:首位%d处,独家%d处;首位是原文顺序,不等于牵头", u.Name, first, sole)
	case kind != "":
		head = fmt.Sprintf("%s:%s%d处", u.Name, kind, shown)
	case sole == 0:
		head += ",均与其他单位共同"
	case sole == shown:
		head += ",均为独家"
	default:
		head += fmt.Sprintf(",独家%d处,与其他单位共同%d处", sole, shown-sole)
	}
	if kind == "" && !joint && sole < shown && first == sole && roles["牵头"] == 0 {
		head += ",均不在首位"
	}
	if kind == "" && !joint && roles["牵头"] > 0 {
		head += fmt.Sprintf(";牵头%d处", roles["牵头"])
	}
	r.answer.Text = head + "。\n" + strings.Join(lines, "\n")
	if shown == 0 {
		r.answer.Text = head + "。"
		r.answer.Citations = d.citeUnit(u)
	}
	if kind == "" && !joint {
		r.answer.Suggestions = []string{u.Name + "有哪些到期目标"}
	}
	return r
}

// markersOnly answers for a unit that stands only in markers with no text before them (plan.Duty.Covers is empty): the markers are all the
// plan says of it.
func (a *asker) markersOnly(u *plan.Unit) *reply {
	r := &reply{score: 1, turn: Turn{Unit: u.Name}}
	r.answer.Citations = a.d.citeMarkers(u)
	var labels []string
	for _, c := range r.answer.Citations {
		if l := c.Label + c.Title; !contains(labels, l) {
			labels = append(labels, l)
		}
	}
	r.answer.Answered, r.answer.Intent, r.answer.Notes = true, Unit, a.notes()
	r.answer.Text = u.Name + "列在" + strings.Join(labels, "、") + "的责任单位中,前面没有写任务。"
	return r
}

func (a *asker) position(duty *plan.Duty, key string) int {
	for i, name := range duty.Units {
		if a.d.keyOf(a.s, name) == key {
			return i + 1
		}
	}
	return 0
}

// leadsIn reports whether a segment only leads into the next one: a date, or a phrase that says how, by what or for whom.
func leadsIn(text string) bool {
	if utf8.RuneCountInString(text) <= 9 && strings.Contains(text, "年") {
		return true
	}
	for _, p := range []string{"围绕", "聚焦", "依托", "根据", "按照", "按", "依据", "结合", "以", "为", "对", "在", "通过", "坚持", "各县依据", "抓住", "针对"} {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}
