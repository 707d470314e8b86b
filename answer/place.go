package answer

import (
	"strings"

	"cewen/plan"
)

// areas are words for a kind of area that end in 区 as districts do: 棚户区改造 is no question about a district. Only whole words: 兰山区 ends in one too.
var areas = []string{"棚户区", "老城区", "新城区", "主城区", "中心城区", "建成区", "安置区", "生活区", "居住区", "居民区", "住宅区", "旅游区", "风景区", "风貌区", "保护区", "缓冲区",
	"核心区", "功能区", "集聚区", "开发区", "示范区", "试验区", "主产区", "养殖区", "蓄洪区", "蓄滞洪区", "水源区", "商务区", "塌陷区", "沉陷区", "采空区", "禁养区",
	"限养区", "禁建区", "禁燃区", "服务区", "工业区", "商业区", "移民区", "老旧小区", "老旧街区", "历史街区", "革命老区", "深山区", "浅山区", "高山区"}

// kindOfArea reports whether a name is such a word.
func kindOfArea(name string) bool { return contains(areas, name) }

// byPlace answers questions that name a county or town.
func (a *asker) byPlace() *reply {
	q := a.q
	if q.has("my.place") && len(q.places) == 0 {
		if a.ctx.Place == "" && !a.t.empty() {
			return nil
		}
		if a.ctx.Place == "" {
			return &reply{keep: true, answer: Answer{Intent: Place, Refusal: NotUnderstood, Wants: WantPlace, Text: "还不知道您是哪个县区。请先说:我是……县的。"}}
		}
		for i := range a.d.places {
			if p := &a.d.places[i]; p.place.Name == a.ctx.Place {
				q.places = append(q.places, placeMention{form: p.place.Name, at: p})
			}
		}
	}
	if len(q.places) == 0 || q.has("lead") && !a.t.empty() {
		return nil
	}
	if q.has("verify") && (a.t.total > 0.1 || len(q.units) > 0) {
		if r := a.verifyPlace(); r != nil {
			return r
		}
	}
	if q.any("amount") || q.measure.unit != "" {
		if r := a.value(); r != nil && (r.answer.Answered || r.answer.Refusal == SlotAbsent) {
			return r
		}
		if q.measure.unit != "" && a.t.total > 0.3 {
			return a.slotRefusal(Place, "方案没有写"+q.places[0].form+"的这个数。")
		}
	}
	if (len(q.years) > 0 || q.any("due", "due.left") && !q.has("place.role")) && a.t.total < 0.3 && q.places[0].at != nil {
		return a.placeDue(q.places)
	}
	var lines []string
	r := &reply{score: 1, topical: true, turn: Turn{Topic: a.topicText()}}
	r.answer = Answer{Intent: Place, Notes: a.notes()}
	for _, m := range q.places {
		if m.at == nil {
			continue
		}
		r.turn.Place = m.at.place.Name
		line := a.placeWords(m.at, &r.answer)
		if line == "" {
			continue
		}
		if len(q.places) > 1 {
			line = m.at.place.Name + ":" + line
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		if q.has("lead") {
			return nil
		}
		if a.t.total > 0.3 {
			if v := a.value(); v != nil {
				return v
			}
		}
		return a.refuse(Place)
	}
	r.answer.Answered = r.answer.Refusal == Answered
	for _, c := range r.answer.Citations {
		for pi := range a.d.parts {
			if a.d.parts[pi].part.Span.Contains(plan.Span{Start: c.Start, End: c.End}) && !contains(r.turn.Facts, a.partID(pi)) {
				r.turn.Facts = append(r.turn.Facts, a.partID(pi))
			}
		}
	}
	r.answer.Text = strings.Join(lines, "\n")
	if q.has("lead") {
		return a.leadOfPlace(r)
	}
	return r
}

// leadOfPlace answers 平邑县谁负责: the duty of the part that positions the place.
func (a *asker) leadOfPlace(r *reply) *reply {
	for _, c := range r.answer.Citations {
		for pi := range a.d.parts {
			pa := &a.d.parts[pi]
			if pa.duty != nil && pa.part.Span.Contains(plan.Span{Start: c.Start, End: c.End}) {
				r.answer.Intent = Lead
				r.answer.Text = a.d.dutyWords(pa.duty, strings.Contains(a.q.norm, "牵头"))
				r.answer.Citations = append(r.answer.Citations, a.d.cite(pa.clause, pa.duty.Marker))
				return r
			}
		}
	}
	return r
}

// verifyPlace answers whether something is said of a place.
func (a *asker) verifyPlace() *reply {
	p := a.q.places[0].at
	if p == nil || a.t.empty() {
		return nil
	}
	r := &reply{score: 1, topical: true, turn: Turn{Topic: a.topicText(), Place: p.place.Name}}
	r.answer = Answer{Answered: true, Intent: Verify, Notes: a.notes()}
	best, at := 0.0, -1
	for _, li := range a.d.about(p) {
		if _, own := a.g.leafCover(li); own > best {
			best, at = own, li
		}
	}
	if best < 0.75 {
		// The clause's title may say it: 建设市域副中心城市 … 平邑县.
		for _, li := range a.d.namedIn(p) {
			ci := a.d.c.leaves[li].clause
			if t := a.g.titleCover(ci); t > best {
				best, at = t, li
			}
		}
	}
	if best >= 0.75 {
		l := &a.d.c.leaves[at]
		text := l.span.In(a.d.p.Text)
		if !strings.Contains(text, p.place.Short) {
			text = p.place.Name + ":" + text
		}
		r.answer.Text = "是。" + text + "。"
		r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
		return r
	}
	// Said of others, then: no, and of whom it is said.
	where, cover := -1, 0.0
	for li := range a.d.c.leaves {
		if a.d.c.leaves[li].kind != leafSegment {
			continue
		}
		if c, own := a.g.leafCover(li); own > cover && c >= enough && len(a.d.placesIn(a.d.c.leaves[li].span)) > 0 {
			where, cover = li, own
		}
	}
	if where < 0 || cover < 0.75 {
		return a.refuse(Verify)
	}
	l := &a.d.c.leaves[where]
	r.answer.Text = "不是。原文写的是:" + l.span.In(a.d.p.Text) + "。"
	r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
	return r
}
