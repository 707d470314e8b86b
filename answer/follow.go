package answer

import (
	"strings"
	"unicode/utf8"
)

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
		return a.again()
	case bare && q.has("notthis"):
		return a.other()
	case bare && q.any("next", "prev"):
		return a.neighbour(q.has("next"))
	case bare && short && q.any("more", "all") && len(q.years) == 0 && !q.any("lead", "amount"):
		return a.more()
	case bare && q.has("status"):
		return a.status()
	case bare && last.Topic == "" && last.Unit == "" && last.Place == "" && last.Ref == 0:
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
	case len(q.places) > 0 && a.t.total < 0.2 && len(q.units) == 0 && q.any("amount") && last.Topic != "" && last.Intent == Target:
		return a.carry(true) // 莒南县分几处
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
	if a.asksIndicators() { // 指标有哪些
		return true
	}
	last := a.ctx.Last
	return len(a.q.years) > 0 && (last == nil || last.Unit == "" && last.Place == "" && last.Topic == "" && last.Ref == 0)
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
		if last.Topic == "" && last.Ref > 0 && last.Unit == "" && last.Place == "" {
			b.WriteString("第" + itoa(last.Ref) + "条")
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
	asked := b.String()
	r := a.answer()
	if r.turn.Topic == "" {
		r.turn.Topic = last.Topic
	}
	if r.asked == "" {
		r.asked = asked
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
	case len(a.q.units) > 0 && last.Unit != "":
		ask := askFor(Unit)
		if last.Year > 0 || last.Intent == Due {
			ask = askFor(Due)
		}
		if last.Year > 0 && len(a.q.years) == 0 {
			text += " " + itoa(last.Year) + "年"
		}
		text += " " + ask
	case len(a.q.units) > 0 && last.Topic != "" && (last.Intent == Lead || last.Intent == Target):
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
	r := a.answer()
	r.asked = text
	return r
}

// leadOfFacts says who is responsible for the passage of the last answer.
func (a *asker) leadOfFacts(ids []string, asked *question) *reply {
	for _, id := range ids {
		pi, si := -1, -1
		if f := a.d.factByID(id); f != nil {
			if f.indicator != nil {
				continue
			}
			pi, si = f.part, f.si
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
		r.answer = Answer{Answered: true, Intent: Lead, Text: a.d.dutyWords(a.d.parts[pi].duty, strings.Contains(asked.norm, "牵头")), Citations: a.d.citePart(pi, si)}
		return r
	}
	return nil
}
