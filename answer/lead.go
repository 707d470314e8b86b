package answer

import (
	"sort"
	"strings"

	"cewen/plan"
)

// lead answers who is responsible for the topic: for exactly the part of the clause that the topic stands in.
func (a *asker) lead() *reply {
	if a.t.empty() {
		return nil
	}
	if r := a.coordinator(); r != nil {
		return r
	}
	if r := a.leadOfIndicator(); r != nil {
		return r
	}
	all := a.rankParts(true)
	if r := a.titledGap(all); r != nil {
		return r
	}
	if len(all) == 0 || all[0].cover < enough && !a.standsOut(all) {
		if r := a.leadInText(); r != nil {
			return r
		}
		return a.refuse(Lead)
	}
	if r := a.refuseSlots(Lead, all[0].part); r != nil {
		return r
	}
	best := all[0]
	pa := &a.d.parts[best.part]
	turn := Turn{Topic: a.topicText(), Facts: []string{a.partID(best.part)}}
	for _, p := range all[1:] {
		if p.cover >= enough && len(turn.Others) < 4 {
			turn.Others = append(turn.Others, a.partID(p.part))
		}
	}
	r := &reply{score: best.fit(), topical: true, turn: turn}
	r.answer = Answer{Answered: true, Intent: Lead, Notes: a.notes()}
	askedLead := a.q.has("lead.head") || strings.Contains(a.q.norm, "牵头")
	group := []int{best.part}
	switch {
	case a.wholeClause(best):
		group = nil
		for _, pi := range a.d.clauses[pa.clause].parts {
			if a.d.parts[pi].duty != nil {
				group = append(group, pi)
			}
		}
	default:
		for _, p := range all[1:] {
			if p.score > best.score-0.02 && p.cover > best.cover-0.03 && p.cover >= 0.85 && len(group) < 3 {
				group = append(group, p.part)
			}
		}
	}
	a.writeGroup(&r.answer, group, best, askedLead)
	return r
}

// writeGroup writes the duties of several parts, one line each; equal unit lists are said once.
func (a *asker) writeGroup(ans *Answer, group []int, best scoredPart, askedLead bool) {
	d := a.d
	same := true
	for _, pi := range group[1:] {
		same = same && unitList(d.parts[pi].duty) == unitList(d.parts[group[0]].duty)
	}
	if same {
		ans.Text = d.dutyWords(d.parts[group[0]].duty, askedLead)
		for _, pi := range group {
			si := -1
			if pi == best.part {
				si = best.sentence
			} else if _, _, s := a.g.partCover(pi); s >= 0 {
				si = s
			}
			ans.Citations = append(ans.Citations, d.citePart(pi, si)...)
		}
		return
	}
	sort.Ints(group)
	var lines []string
	for _, pi := range group {
		duty := d.parts[pi].duty
		lines = append(lines, a.partLabel(pi)+":"+strings.TrimSuffix(d.roleList(duty), "。"))
		ans.Citations = append(ans.Citations, d.citePart(pi, -1)...)
	}
	ans.Text = strings.Join(lines, "\n")
	if askedLead && d.parts[group[0]].duty.LeadBy == "" {
		ans.Text += "\n只写“责任单位”,没有写牵头。"
	}
}

// roleList writes a duty's units in one run, with roles where the text gives them.
func (d *doc) roleList(duty *plan.Duty) string {
	if len(duty.Lead) > 0 && duty.LeadBy != "" {
		return "牵头" + strings.Join(duty.Lead, "、") + leadBasis(duty) + d.supportWords(duty, true)
	}
	if supported(duty) {
		return besideSupport(duty, "责任", strings.TrimSuffix(strings.TrimSuffix(supportWord(duty), "单位"), "部门"))
	}
	return unitList(duty)
}

// partLabel says which part of a clause is meant, by the beginning of its first segment.
func (a *asker) partLabel(pi int) string {
	pa := &a.d.parts[pi]
	for _, si := range pa.sentences {
		if ls := a.d.sentences[si].leaves; len(ls) > 0 {
			return short(a.d.c.leaves[ls[0]].span.In(a.d.p.Text), 16)
		}
	}
	return a.d.clauses[pa.clause].c.Title
}

// wholeClause reports whether the topic is the clause's title, so that all of its parts are asked for.
func (a *asker) wholeClause(best scoredPart) bool {
	ci := a.d.parts[best.part].clause
	title := a.d.clauses[ci].title
	text := a.d.c.runes[title.lo:title.hi]
	n := 0
	for _, pi := range a.d.clauses[ci].parts {
		if a.d.parts[pi].duty != nil {
			n++
		}
	}
	if n < 2 || a.g.titleCover(ci) < 0.95 {
		return false
	}
	// 特色产业 stands in a title and in one part: only a topic that spells most of the title out means the clause.
	return a.t.precision(text) > 0.75 || best.own < 0.5
}

func (a *asker) partID(pi int) string { return "part" + itoa(pi) }

// topicText is the topic in the asker's own words, for follow-ups.
func (a *asker) topicText() string {
	var b strings.Builder
	last := -1
	for i := range a.t.words {
		w := &a.t.words[i]
		if last >= 0 && w.start > last {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
		last = w.end
	}
	return b.String()
}

// leadOfIndicator answers "who" for a topic that names a row of the table: the table names no unit, a clause with the same words is
// shown as related and never as the owner (PRODUCT.md).
func (a *asker) leadOfIndicator() *reply {
	fs := a.rankFacts(func(f *fact) bool { return f.indicator != nil })
	if len(fs) == 0 || fs[0].cover < 0.9 || fs[0].precision < 0.7 {
		return nil
	}
	parts := a.rankParts(true)
	if len(parts) > 0 && parts[0].own > 0.93 && parts[0].cover >= fs[0].cover && !strings.Contains(a.q.norm, "指标") {
		return nil // the clause says the same in full
	}
	in := a.d.facts[fs[0].fact].indicator
	r := &reply{score: fs[0].score + 0.2, turn: Turn{Topic: a.topicText(), Facts: []string{a.d.facts[fs[0].fact].id}}}
	r.answer = Answer{Intent: Lead, Notes: a.notes(), Text: noIndicatorUnit + in.Name + ":" + rowWords(in) + "。", Citations: []Citation{a.d.citeRow(in)}, Refusal: SlotAbsent}
	if related := a.relatedParts(); len(related) > 0 && related[0].own >= 0.75 {
		p := related[0]
		r.answer.Answered, r.answer.Refusal = true, Answered
		r.answer.Text += "相关条款:" + a.partLabel(p.part) + ",责任单位" + unitList(a.d.parts[p.part].duty) + "(" + a.d.ordinalOf(p.part) + ")。"
		r.answer.Citations = append(r.answer.Citations, a.d.citePart(p.part, p.sentence)...)
	}
	return r
}

// relatedParts ranks the parts for the topic without its attributes (生活垃圾分类 of 生活垃圾分类覆盖率).
func (a *asker) relatedParts() []scoredPart {
	t := &topic{bigrams: a.t.bigrams, runes: a.t.runes}
	for _, w := range a.t.words {
		if !isAttribute(w.text) && w.text != "率" {
			t.words = append(t.words, w)
			t.total += w.weight
		}
	}
	if t.empty() {
		return nil
	}
	whole, grid := a.t, a.g
	defer func() { a.t, a.g = whole, grid }()
	a.t, a.g = t, newGrid(a.d, t)
	return a.rankParts(true)
}

func (d *doc) ordinalOf(pi int) string { return ordinal(d.clauses[d.parts[pi].clause].c) }

// rowWords writes a row's values: 45 → 70(%,2022年现状值 → 2025年目标值).
func rowWords(in *plan.Indicator) string {
	if in.Base == "" {
		return withUnit(in.Target, in.Unit)
	}
	s := in.Base + " → " + in.Target
	var notes []string
	if in.Unit != "" {
		notes = append(notes, in.Unit)
	}
	if in.BaseYear > 0 && in.TargetYear > 0 {
		notes = append(notes, itoa(in.BaseYear)+"年现状值 → "+itoa(in.TargetYear)+"年目标值")
	}
	if len(notes) > 0 {
		s += "(" + strings.Join(notes, ",") + ")"
	}
	return s
}

// coordinator answers who coordinates the whole: a sentence that says so (…领导小组发挥牵头协调作用), not a responsibility marker.
func (a *asker) coordinator() *reply {
	if !a.q.has("lead.coordinate") && !(a.q.has("lead.head") && a.t.total < 0.25) {
		return nil
	}
	if strings.Contains(a.q.norm, "组长") || strings.Contains(a.q.norm, "哪位") || strings.Contains(a.q.norm, "成员") {
		return nil // who sits in a group is another question
	}
	for si := range a.d.sentences {
		s := &a.d.sentences[si]
		for _, li := range s.leaves {
			text := a.d.c.leaves[li].span.In(a.d.p.Text)
			for _, mark := range []string{"牵头协调", "统筹协调作用", "牵头抓总"} {
				if strings.Contains(text, mark) {
					r := &reply{score: 1.2, turn: Turn{Topic: a.topicText(), Facts: []string{a.partID(s.part)}}}
					r.answer = Answer{Answered: true, Intent: Lead, Text: text + "。", Citations: []Citation{a.d.cite(s.clause, s.span)}}
					if m := a.t.missing(a.d); m != nil && m.weight > 0.3 {
						return nil
					}
					return r
				}
			}
		}
	}
	return nil
}
