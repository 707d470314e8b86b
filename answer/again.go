package answer

import (
	"strings"
)

func (d *doc) factByID(id string) *fact {
	for i := range d.facts {
		if d.facts[i].id == id {
			return &d.facts[i]
		}
	}
	return nil
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return -1
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// reask answers the last turn's question once more, without the conversation around it.
func (a *asker) reask() *reply {
	last := *a.ctx.Last
	if last.Question == "" && len(last.Facts) > 0 {
		if r := a.byID(last.Facts[0]); r != nil {
			return r
		}
	}
	a.ctx.Last = nil
	a.read(last.Question)
	a.in.Text = last.Question
	return a.run()
}

// again repeats the last answer's quote, without an apology: 你确定?
func (a *asker) again() *reply {
	r := a.reask()
	if r.answer.Answered && len(r.answer.Citations) > 0 {
		quote := short(r.answer.Citations[0].Quote, 120)
		if !strings.Contains(r.answer.Text, strings.TrimSuffix(quote, "…")) {
			r.answer.Text = "原文:" + quote + "\n" + r.answer.Text
		}
	}
	r.keep = true
	return r
}

// other answers 不是这个: the next candidate, never the same.
func (a *asker) other() *reply {
	last := *a.ctx.Last
	if len(last.Others) == 0 {
		return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotUnderstood, Text: "没有更接近的内容,请换个说法。"}}
	}
	id := last.Others[0]
	r := a.byID(id)
	if r == nil {
		return a.unclear()
	}
	r.turn.Topic, r.turn.Others = last.Topic, last.Others[1:]
	return r
}

// byID answers with one fact, part, clause or list item.
func (a *asker) byID(id string) *reply {
	if f := a.d.factByID(id); f != nil {
		r := &reply{score: 1, byID: true, turn: Turn{Facts: []string{id}, Topic: metricName(f)}}
		r.answer = Answer{Answered: true, Intent: Target, Text: a.factAnswer(f) + "。", Citations: []Citation{a.d.citeFact(f)}, Suggestions: []string{"谁负责"}}
		return r
	}
	if n, ok := strings.CutPrefix(id, "part"); ok {
		if pi := atoi(n); pi >= 0 && pi < len(a.d.parts) {
			pa := &a.d.parts[pi]
			r := &reply{score: 1, byID: true, turn: Turn{Facts: []string{id}, Clause: a.d.clauses[pa.clause].c.Number, Ref: a.d.clauses[pa.clause].c.Number}}
			text := a.d.label(pa.clause) + a.d.clauses[pa.clause].c.Title + ":" + a.gist(pi, 150) + "。"
			if pa.duty != nil {
				text += "\n" + a.d.dutyWords(pa.duty, false)
			}
			r.answer = Answer{Answered: true, Intent: Clause, Text: text, Citations: a.d.citePart(pi, -1)}
			return r
		}
	}
	if n, ok := strings.CutPrefix(id, "clause"); ok {
		if ci := a.d.clauseOf(atoi(n)); ci >= 0 {
			return a.clausePage(ci)
		}
	}
	for i := range a.d.places {
		if p := &a.d.places[i]; p.place.Name == id {
			r := &reply{score: 1, turn: Turn{Place: id}}
			r.answer = Answer{Answered: true, Intent: Place}
			if r.answer.Text = a.placePage(p, &r.answer); r.answer.Text != "" {
				return r
			}
		}
	}
	return nil
}

// item answers 第2个 from the last list.
func (a *asker) item(n int) *reply {
	items := a.ctx.Last.Items
	if len(items) == 0 {
		items = append(append([]string(nil), a.ctx.Last.Facts...), a.ctx.Last.Others...)
	}
	if n < 1 || n > len(items) {
		return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotUnderstood, Text: "上一个答复只有" + itoa(len(items)) + "项。"}}
	}
	last := *a.ctx.Last
	r := a.byID(items[n-1])
	if r == nil {
		a.ctx.Last = nil
		a.read(items[n-1])
		r = a.answer()
		r.asked = items[n-1]
	}
	if len(a.q.cues["lead"]) > 0 {
		if l := a.leadOfFacts([]string{items[n-1]}, a.q); l != nil {
			r = l
		}
	}
	r.turn.Items = last.Items
	r.turn.Shown = n
	r.turn.Unit, r.turn.Year = last.Unit, last.Year
	return r
}

// more answers 还有吗 and 全列出来: a list is complete already and is told once more; otherwise the next candidate follows.
func (a *asker) more() *reply {
	last := *a.ctx.Last
	if len(last.Items) > 0 {
		r := &reply{score: 1, turn: last, asked: last.Question, byID: last.Question == ""}
		r.answer = Answer{Answered: true, Intent: last.Intent}
		var names []string
		for _, id := range last.Items {
			name, cites := a.itemName(id)
			names = append(names, name)
			r.answer.Citations = append(r.answer.Citations, cites...)
		}
		r.answer.Text = "已全部列出,共" + itoa(len(names)) + "项:" + strings.Join(names, ";") + "。"
		return r
	}
	if len(last.Others) > 0 {
		return a.other()
	}
	return &reply{keep: true, answer: Answer{Intent: None, Refusal: SlotAbsent, Text: "没有更多内容了。"}}
}

// itemName names an item of a list, with where it stands.
func (a *asker) itemName(id string) (string, []Citation) {
	if f := a.d.factByID(id); f != nil {
		return a.factAnswer(f), []Citation{a.d.citeFact(f)}
	}
	if n, ok := strings.CutPrefix(id, "part"); ok {
		if pi := atoi(n); pi >= 0 && pi < len(a.d.parts) {
			pa := &a.d.parts[pi]
			return a.d.label(pa.clause) + a.d.clauses[pa.clause].c.Title, a.d.citePart(pi, -1)
		}
	}
	if n, ok := strings.CutPrefix(id, "clause"); ok {
		if ci := a.d.clauseOf(atoi(n)); ci >= 0 {
			return a.d.label(ci) + a.d.clauses[ci].c.Title, []Citation{a.d.citeHead(ci)}
		}
	}
	for li := range a.d.c.leaves {
		if l := &a.d.c.leaves[li]; l.kind == leafSegment && strings.Contains(l.span.In(a.d.p.Text), id) {
			return id, []Citation{a.d.cite(l.clause, l.span)}
		}
	}
	return id, nil
}

// neighbour answers 下一条 and 上一条: the next clause, or the next item of a list being walked.
func (a *asker) neighbour(next bool) *reply {
	last := a.ctx.Last
	step := 1
	if !next {
		step = -1
	}
	if last.Shown > 0 {
		if n := last.Shown + step; n >= 1 && n <= len(last.Items) {
			return a.item(n)
		}
	}
	ci := a.d.clauseOf(last.Clause)
	if ci < 0 || ci+step < 0 || ci+step >= len(a.d.clauses) {
		return &reply{keep: true, answer: Answer{Intent: Clause, Refusal: SlotAbsent, Text: "没有了。"}}
	}
	a.q.cues = nil
	return a.clausePage(ci + step)
}

// copyForm gives the last answer as a sentence that can stand in a paper, with the full reference.
func (a *asker) copyForm() *reply {
	r := a.reask()
	if !r.answer.Answered || len(r.answer.Citations) == 0 {
		return r
	}
	c := r.answer.Citations[0]
	m := &a.d.p.Meta
	ref := "《" + a.d.title + "》"
	if m.Notice.Value != "" {
		ref = "《" + strings.NewReplacer("《", "〈", "》", "〉").Replace(m.Notice.Value) + "》"
	}
	if m.Number.Value != "" {
		ref += "(" + m.Number.Value + ")"
	}
	if ci := a.d.clauseIndex(c.Clause); ci >= 0 {
		for i := range a.d.p.Chapters {
			if ch := &a.d.p.Chapters[i]; ch.Number == a.d.clauses[ci].c.Chapter {
				ref += "第" + chineseNumber(ch.Number) + "部分第" + c.Label + "项"
			}
		}
	}
	r.answer.Text = strings.TrimRight(c.Quote, "。;,") + "。——" + ref
	r.answer.Suggestions = nil
	r.keep = true
	return r
}
