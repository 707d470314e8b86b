package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/plan"
)

// talk answers what belongs to the conversation and not to a plan: profile, follow-ups that refer to the last answer, greetings,
// instructions. It returns nil for a question that stands on its own.
func (a *asker) talk() *reply {
	q := a.q
	if r := a.setProfile(); r != nil {
		return r
	}
	if q.has("help") && a.t.total < 0.6 {
		return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotPlanMatter, Text: "可以问责任单位、目标和时限、某单位或某县的全部任务、条款原文。", Suggestions: a.s.Examples(3)}}
	}
	if q.has("inject.strong") {
		return a.matter()
	}
	if q.has("inject") && (a.t.empty() || a.missingShare() > 0.25 && a.best() < enough) {
		return a.matter()
	}
	if q.has("chat") && a.best() < enough && !(q.any("lead", "amount") && !a.t.empty()) {
		return a.matter()
	}
	if a.ctx.Last != nil {
		return a.followUp()
	}
	if a.bare() && q.any("next", "prev", "more", "notthis", "sure", "copy", "this") && len(q.refs) == 0 && len(q.years) == 0 && !a.standsAlone() {
		return a.unclear()
	}
	return nil
}

// best is how well the topic is met by any part or fact.
func (a *asker) best() float64 {
	if a.t.empty() {
		return 0
	}
	best := 0.0
	for pi := range a.d.parts {
		c, _, _ := a.g.partCover(pi)
		best = max(best, c)
	}
	for i := range a.d.facts {
		c, _ := a.factCover(i)
		best = max(best, c)
	}
	return best
}

// bare reports whether nothing but conversation words is left: no topic, no unit, no place.
func (a *asker) bare() bool {
	return a.t.total < 0.2 && len(a.q.units) == 0 && len(a.q.places) == 0
}

// setProfile reads 我是城管局的: whose bureau 我局 is, or whose county 我县.
func (a *asker) setProfile() *reply {
	q := a.q
	if !q.has("profile") || q.cues["profile"][0].Start > 3 || q.any("lead", "amount", "duties", "due", "place.role", "content", "define") || a.t.total > 0.6 {
		return nil
	}
	c := a.ctx
	switch {
	case len(q.units) > 0:
		u := a.d.units[q.units[0].Key]
		if u == nil || q.units[0].Level == "县" || q.units[0].Level == "区" {
			return a.unitAbsent(q.units[0])
		}
		c.Unit = u.Name
		clauses := map[int]bool{}
		for _, r := range u.Duties {
			clauses[r.Clause] = true
		}
		ps := a.d.byUnit[u.Key]
		r := &reply{profile: &c, turn: Turn{Unit: u.Name}}
		r.answer = Answer{Answered: true, Intent: Unit, Text: "记下了:我局=" + u.Name + "," + itoa(len(clauses)) + "条" + itoa(len(u.Duties)) + "处。", Suggestions: []string{"我局的任务", "我局今年要完成什么"}}
		if len(ps) > 0 {
			r.answer.Citations = a.d.citePart(ps[0], -1)
		}
		return r
	case len(q.places) > 0 && q.places[0].at != nil:
		c.Place = q.places[0].at.place.Name
		r := &reply{profile: &c, turn: Turn{Place: c.Place}}
		r.answer = Answer{Answered: true, Intent: Place, Text: "记下了:我县=" + c.Place + "。", Suggestions: []string{"我县有哪些", "我县的定位"}}
		if ls := a.d.namedIn(q.places[0].at); len(ls) > 0 {
			l := &a.d.c.leaves[ls[0]]
			r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
		}
		return r
	}
	return nil
}

// followUp answers what refers to the last turn.
func (a *asker) followUp() *reply {
	q, last := a.q, a.ctx.Last
	for _, ref := range q.refs {
		if ref.Kind == "item" && a.t.total < 0.3 {
			return a.item(ref.Number)
		}
	}
	bare := a.bare()
	short := utf8.RuneCountInString(q.norm) <= 12
	switch {
	case bare && q.has("copy"):
		return a.copyForm()
	case bare && q.has("sure") && !q.has("lead"):
		return a.again("")
	case bare && q.has("notthis"):
		return a.other()
	case bare && q.any("next", "prev"):
		return a.neighbour(q.has("next"))
	case bare && short && q.any("more", "all") && len(q.years) == 0 && !q.any("lead", "amount"):
		return a.more()
	case bare && q.has("status"):
		return a.status()
	case bare && last.Topic == "" && last.Unit == "" && last.Place == "" && last.Clause == 0:
		return nil
	}
	// 那2023年呢 · 谁负责 · 目标呢 · 什么时候完成: new asks, the old topic.
	asks := q.any("lead", "amount", "when", "base", "content", "define", "place.which", "whichclause", "verify", "compare", "content.verbatim") || len(q.years) > 0
	tail := strings.HasSuffix(q.norm, "呢") || strings.HasPrefix(q.norm, "那")
	switch {
	case bare && (asks || tail) && len(q.refs) == 0 && !a.standsAlone():
		return a.carry(true)
	case !bare && short && len(q.units) == 0 && len(q.places) == 0 && a.onlyAttribute() && !q.has("lead"):
		return a.carry(true)
	case !bare && tail && short && a.t.total < 1.6 && len(q.units) == 0 && len(q.places) == 0 && !q.any("lead", "amount", "when", "duties", "content"):
		return a.carry(false)
	case tail && short && (len(q.units) > 0 || len(q.places) > 0) && a.t.total < 0.2:
		return a.carrySlot()
	case q.has("this") && a.t.total < 0.3 && len(q.places) == 0 && asks && !a.standsAlone():
		return a.carry(true)
	}
	return nil
}

// standsAlone reports whether a question without a topic asks about the plan as a whole (文号是多少, 一共几条).
func (a *asker) standsAlone() bool {
	for name := range a.q.cues {
		if strings.HasPrefix(name, "meta.") || strings.HasPrefix(name, "gap.") || name == "my.unit" || name == "my.place" || name == "lead.coordinate" {
			return true
		}
	}
	if a.q.has("howmany") && (strings.Contains(a.q.norm, "条") || strings.Contains(a.q.norm, "部分") || strings.Contains(a.q.norm, "方案")) {
		return true
	}
	last := a.ctx.Last
	return a.q.has("due") && len(a.q.years) > 0 && strings.Contains(a.q.norm, "哪些") && (last == nil || last.Unit == "" && last.Place == "")
}

// onlyAttribute reports whether the topic is an attribute that cannot stand alone: 2025年覆盖率呢, 长度呢.
func (a *asker) onlyAttribute() bool {
	if len(a.t.words) == 0 || len(a.t.words) > 2 {
		return false
	}
	for i := range a.t.words {
		w := a.t.words[i].text
		if !isAttribute(w) || strings.HasSuffix(w, "率") && !contains(commonRates, w) {
			return false
		}
	}
	return true
}

// commonRates are rates of many things; any other rate (绿地率) names its thing.
var commonRates = []string{"覆盖率", "普及率", "达标率", "合格率", "参与率", "处理率", "利用率", "增长率", "完成率", "比率"}

// isAttribute reports whether a word names an aspect of something, not the thing: 覆盖率, 占比, 面积.
func isAttribute(w string) bool {
	for _, suffix := range []string{"率", "占比", "比例", "比重", "面积", "数量", "规模", "长度", "总量", "个数", "人数", "总数", "产值", "收入", "投资", "数"} {
		if strings.HasSuffix(w, suffix) && utf8.RuneCountInString(w) <= 4 {
			return true
		}
	}
	return false
}

// carry asks the old topic again with what the new words change. whole keeps the old topic and adds the new words; otherwise the new
// words are the topic and the old ask is kept.
func (a *asker) carry(whole bool) *reply {
	last := a.ctx.Last
	q := a.q
	var b strings.Builder
	if whole {
		b.WriteString(last.Topic)
		if last.Unit != "" && len(q.units) == 0 {
			b.WriteString(" " + last.Unit)
		}
		if last.Place != "" && len(q.places) == 0 {
			b.WriteString(" " + last.Place)
		}
		if last.Topic == "" && last.Clause > 0 && last.Unit == "" && last.Place == "" {
			b.WriteString("第" + itoa(last.Clause) + "条")
		}
		b.WriteString(" " + strings.TrimPrefix(q.norm, "那"))
		asks := q.any("lead", "amount", "when", "base", "content", "define", "place.which", "verify", "compare", "whichclause")
		if !asks && len(q.years) > 0 && last.Intent == Lead {
			b.WriteString(" 多少") // 那2023年呢 after 归谁管 asks for a value of that year
		} else if !asks {
			b.WriteString(" " + askFor(last.Intent))
		}
		if len(q.years) == 0 && last.Year > 0 && q.any("amount", "when") && !q.has("when") && len(q.amounts) == 0 {
			b.WriteString(" " + itoa(last.Year) + "年")
		}
		if len(q.years) == 0 && last.Year > 0 && len(q.amounts) > 0 {
			b.WriteString(" " + itoa(last.Year) + "年")
		}
	} else {
		b.WriteString(strings.TrimSuffix(strings.TrimPrefix(q.norm, "那"), "呢"))
		b.WriteString(" " + askFor(last.Intent))
		if len(q.years) == 0 && last.Year > 0 && (last.Intent == Target || last.Intent == Due) {
			b.WriteString(" " + itoa(last.Year) + "年")
		}
	}
	facts := last.Facts
	a.ctx.Last = nil
	a.read(b.String())
	if whole && q.has("lead") {
		// 谁负责 after an answer: of just that passage, not of whatever else the topic fits.
		if r := a.leadOfFacts(facts, q); r != nil {
			r.turn.Topic = last.Topic
			return r
		}
	}
	r := a.answer()
	if r.turn.Topic == "" {
		r.turn.Topic = last.Topic
	}
	return r
}

// askFor is the question word that repeats an intent.
func askFor(i Intent) string {
	switch i {
	case Lead:
		return "谁负责"
	case Target, Verify, Compare:
		return "多少"
	case Place:
		return "定位"
	case Due:
		return "到期"
	case Unit:
		return "任务"
	case Clause:
		return "内容"
	}
	return ""
}

// carrySlot asks the last question for another unit or place: 住建局呢, 平邑呢.
func (a *asker) carrySlot() *reply {
	last := a.ctx.Last
	text := strings.TrimSuffix(strings.TrimPrefix(a.q.norm, "那"), "呢")
	switch {
	case len(a.q.units) > 0 && last.Intent == Lead && last.Topic != "":
		text = last.Topic + " " + text + "负责吗"
	case last.Year > 0 && len(a.q.years) == 0:
		text += " " + itoa(last.Year) + "年 " + askFor(last.Intent)
		if last.Intent == Target {
			text = last.Topic + " " + text
		}
	case last.Intent == Target:
		text = last.Topic + " " + text + " 多少"
	default:
		text += " " + askFor(last.Intent)
	}
	a.ctx.Last = nil
	a.read(text)
	return a.answer()
}

// leadOfFacts says who is responsible for the passage of the last answer.
func (a *asker) leadOfFacts(ids []string, asked *question) *reply {
	for _, id := range ids {
		pi := -1
		if f := a.d.factByID(id); f != nil {
			if f.indicator != nil {
				continue
			}
			pi = f.part
		} else if n, ok := strings.CutPrefix(id, "part"); ok {
			pi = atoi(n)
		}
		if pi < 0 || pi >= len(a.d.parts) || a.d.parts[pi].duty == nil {
			continue
		}
		if asked.has("verify") && len(asked.units) > 0 {
			return nil
		}
		r := &reply{score: 1, turn: Turn{Facts: []string{a.partID(pi)}}}
		r.answer = Answer{Answered: true, Intent: Lead, Text: dutyWords(a.d.parts[pi].duty, strings.Contains(asked.norm, "牵头")), Citations: a.d.citePart(pi, -1)}
		return r
	}
	return nil
}

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

// again repeats the last answer's quote: 你确定?
func (a *asker) again(lead string) *reply {
	last := *a.ctx.Last
	a.ctx.Last = nil
	a.read(last.Question)
	r := a.answer()
	if r.answer.Answered && len(r.answer.Citations) > 0 {
		r.answer.Text = lead + "原文:" + short(r.answer.Citations[0].Quote, 120) + "\n" + r.answer.Text
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
		r := &reply{score: 1, turn: Turn{Facts: []string{id}, Topic: metricName(f)}}
		r.answer = Answer{Answered: true, Intent: Target, Text: a.factAnswer(f) + "。", Citations: []Citation{a.d.citeFact(f)}, Suggestions: []string{"谁负责"}}
		return r
	}
	if n, ok := strings.CutPrefix(id, "part"); ok {
		if pi := atoi(n); pi >= 0 && pi < len(a.d.parts) {
			pa := &a.d.parts[pi]
			r := &reply{score: 1, turn: Turn{Facts: []string{id}, Clause: a.d.clauses[pa.clause].c.Number}}
			text := a.d.label(pa.clause) + a.d.clauses[pa.clause].c.Title + ":" + a.gist(pi, 150) + "。"
			if pa.duty != nil {
				text += "\n" + dutyWords(pa.duty, false)
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
	}
	if len(a.q.cues["lead"]) > 0 {
		if l := a.leadOfFacts([]string{items[n-1]}, a.q); l != nil {
			r = l
		}
	}
	r.turn.Items = last.Items
	r.turn.Shown = n
	return r
}

// more answers 还有吗 and 全列出来.
func (a *asker) more() *reply {
	last := *a.ctx.Last
	if len(last.Items) > 0 {
		again := last
		a.ctx.Last = nil
		a.read(again.Question)
		r := a.answer()
		if a.q.has("more") || r.answer.Answered {
			r.answer.Text = "已全部列出,共" + itoa(len(again.Items)) + "项。\n" + r.answer.Text
		}
		return r
	}
	if len(last.Others) > 0 {
		return a.other()
	}
	return &reply{keep: true, answer: Answer{Intent: None, Refusal: SlotAbsent, Text: "没有更多内容了。"}}
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
	last := *a.ctx.Last
	a.ctx.Last = nil
	a.read(last.Question)
	r := a.answer()
	if !r.answer.Answered || len(r.answer.Citations) == 0 {
		return r
	}
	c := r.answer.Citations[0]
	m := &a.d.p.Meta
	ref := "《" + a.d.title() + "》"
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

var _ = plan.Positioning
