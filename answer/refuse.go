package answer

import (
	"strings"

	"cewen/lexicon"
	"cewen/plan"
)

// The four refusals and their wordings (PRODUCT.md). "方案没有写" is a claim about the text: it is made only where a word has been
// looked for letter by letter, or where the topic is found and its slot is not.

func (a *asker) empty() *reply {
	return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotUnderstood, Text: "没有看到问题。", Suggestions: a.s.Examples(2)}}
}

func (a *asker) unclear() *reply {
	text := "没有找到与“" + short(a.q.norm, 20) + "”对应的内容。"
	if a.q.norm == "" {
		return a.empty()
	}
	return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotUnderstood, Text: text, Suggestions: a.s.Examples(2)}}
}

// matter is how much of a question's matter a word of its class carries. A noun that the plan does not have refutes; a verb or an
// adverb that it does not have is a manner of speaking (做到, 最少).
func (a *asker) matter() *reply {
	return &reply{keep: true, answer: Answer{Intent: None, Refusal: NotPlanMatter, Text: "这里只回答方案里写的内容。", Suggestions: a.s.Examples(2)}}
}

// status refuses questions about progress, and shows what the plan does say of the matter.
func (a *asker) status() *reply {
	r := &reply{answer: Answer{Intent: None, Refusal: NotPlanMatter, Text: "方案只写目标,不写完成情况。", Progress: true}, turn: Turn{Topic: a.topicText()}}
	if a.t.empty() && a.ctx.Last != nil {
		r.turn = *a.ctx.Last
		for _, id := range r.turn.Facts {
			if f := a.d.factByID(id); f != nil && f.year() > 0 {
				a.sayDue(&r.answer, f)
				break
			}
		}
	}
	if !a.t.empty() {
		if fs := a.rankFacts(nil); len(fs) > 0 && fs[0].cover >= enough {
			same := a.sameMetric(fs)
			a.showNearest(&r.answer, same)
			r.turn.Facts = a.factIDs(same)
			a.sayDue(&r.answer, &a.d.facts[fs[0].fact])
		}
	}
	return r
}

// sayDue adds when a fact falls due, and whether that day has passed; a date that has passed says nothing about the work.
func (a *asker) sayDue(ans *Answer, f *fact) {
	day := itoa(f.year()) + "-12-31"
	if f.target != nil && f.target.Deadline != nil {
		day = f.target.Deadline.ISO
	}
	if f.year() == 0 || a.q.today.IsZero() {
		return
	}
	word := "未到"
	if day < a.q.today.Format("2006-01-02") {
		word = "已过"
	}
	ans.Text += "到期日" + day + "," + word + "。"
}

// showNearest adds what is written instead, with its citation.
func (a *asker) showNearest(ans *Answer, fs []scoredFact) {
	var said []string
	for _, s := range fs {
		f := &a.d.facts[s.fact]
		said = append(said, a.factAnswer(f))
		ans.Citations = append(ans.Citations, a.d.citeFact(f))
	}
	if len(said) > 0 {
		ans.Text += "写到的是:" + strings.Join(said, ";") + "。"
	}
}

// refuse says why a topic has no answer: a word that does not occur, or nothing that fits.
func (a *asker) refuse(intent Intent) *reply {
	if r := a.refuseAspect(intent); r != nil {
		return r
	}
	r := a.refuseTopic()
	r.answer.Intent = intent
	return r
}

func (a *asker) refuseTopic() *reply {
	r := &reply{turn: Turn{Topic: a.topicText()}, answer: Answer{Intent: None, Refusal: NotUnderstood}}
	if phrase := a.absentPhrase(); phrase != "" {
		r.answer.Refusal = WordAbsent
		r.answer.Text = "方案全文没有出现“" + phrase + "”。"
		r.score = 0.2
	} else {
		r.answer.Text = "没有找到与“" + short(a.q.norm, 20) + "”对应的内容。"
	}
	near := a.nearest()
	r.answer.Suggestions = near
	if len(near) > 0 && r.answer.Refusal == NotUnderstood {
		r.answer.Text = strings.TrimSuffix(r.answer.Text, "。") + ",是不是要问:" + near[0]
	}
	return r
}

// absentPhrase is the longest run of the question's words that stands nowhere in the plan, checked letter by letter.
func (a *asker) absentPhrase() string {
	best, weight := "", 0.0
	for i := 0; i < len(a.t.words); i++ {
		w := &a.t.words[i]
		if c := a.s.seg.Class(w.text); !w.absent && !w.pieced || strings.Contains(a.d.folded, w.text) || c != 0 && !strings.ContainsRune("nvjlisxzt", rune(c)) || c == 'v' && w.weight < 0.3 {
			continue
		}
		text, sum := w.text, w.weight
		if i > 0 && len([]rune(a.t.words[i-1].text)) == 1 && a.t.words[i-1].end == w.start && len(a.t.words[i-1].hits) == 0 {
			text = a.t.words[i-1].text + text // 元|宇宙
		}
		for j := i + 1; j < len(a.t.words) && a.t.words[j].absent && a.t.words[j].start == a.t.words[j-1].end && a.s.seg.Class(text) == 0; j++ {
			text += a.t.words[j].text // pieces of a name that the dictionary does not have
		}
		if sum > weight && !strings.Contains(a.d.folded, text) {
			best, weight = text, sum
		}
	}
	return best
}

// nearest suggests questions about what is nearest to the topic.
func (a *asker) nearest() []string {
	if a.t.empty() {
		return a.s.Examples(2)
	}
	if ps := a.rankParts(true); len(ps) > 0 && ps[0].cover > 0.4 {
		return []string{a.d.clauses[a.d.parts[ps[0].part].clause].c.Title + "谁负责"}
	}
	return nil
}

func (a *asker) slotRefusal(intent Intent, text string) *reply {
	return &reply{score: 0.6, turn: Turn{Topic: a.topicText()}, answer: Answer{Intent: intent, Refusal: SlotAbsent, Text: text, Notes: a.notes()}}
}

// refuseYear refuses where the topic has a value, but not for that year.
func (a *asker) refuseYear(year int, all []scoredFact) *reply {
	r := a.slotRefusal(Target, "方案没有写"+itoa(year)+"年的数。")
	a.showNearest(&r.answer, a.sameMetric(all))
	r.turn.Facts = a.factIDs(all[:1])
	return r
}

func (a *asker) refuseDate(list []scoredFact) *reply {
	if r := a.timeBeside(list[0]); r != nil {
		return r
	}
	r := a.slotRefusal(Target, "方案没有写时限。")
	a.showNearest(&r.answer, list[:1])
	return r
}

func (a *asker) refuseBase(all []scoredFact) *reply {
	if f := &a.d.facts[all[0].fact]; f.target != nil && a.q.has("base") && strings.Contains(f.target.Quote.In(a.d.p.Text), "现有") { // 改扩建现有20个仓库
		r := &reply{score: all[0].score, topical: true, turn: Turn{Topic: a.topicText(), Facts: []string{f.id}}}
		r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes(), Text: strings.TrimRight(f.target.Quote.In(a.d.p.Text), "。") + "。", Citations: []Citation{a.d.citeFact(f)}}
		return r
	}
	r := a.slotRefusal(Target, "方案没有写现状值。")
	a.showNearest(&r.answer, all[:1])
	return r
}

// unitAbsent refuses a unit that the plan does not list.
func (a *asker) unitAbsent(u lexicon.UnitMention) *reply {
	name := u.Form
	r := a.slotRefusal(Unit, "")
	unread := a.d.unreadTable()
	if other := a.d.units[u.Key]; other != nil && unread == "" && (u.Level == "县" || u.Level == "区") {
		r.answer.Suggestions = []string{other.Name + "的任务"}
		if level := a.s.lex.UnitLevel(other.Name); level == "市" || level == "" && levelOf(a.d.p) == "市" {
			r.answer.Text = "方案只列市级单位,没有列" + name + "。"
			return r
		}
	}
	if unread != "" {
		r.answer.Text = "读懂的部分没有写到" + a.fullName(name) + "。" + unread
		return r
	}
	r.answer.Text = "方案没有把" + a.fullName(name) + "列为责任单位。"
	if !strings.Contains(a.d.folded, u.Form) {
		r.answer.Refusal = WordAbsent
	}
	return r
}

// fullName writes a unit as a city's plan would: 审计局 → 市审计局. Plans of other levels are left to their own ways.
func (a *asker) fullName(form string) string {
	if level := levelOf(a.d.p); level != "市" && level != "" || a.s.lex.UnitLevel(form) != "" || a.s.lex.UnitCity(form) != "" || strings.HasPrefix(form, "国") {
		return form
	}
	if strings.HasSuffix(form, "局") || strings.HasSuffix(form, "委") || strings.HasSuffix(form, "办") {
		return "市" + form
	}
	return form
}

// quantityWords is a fact's value as the plan writes it.
func quantityWords(f *fact) string {
	if f.indicator != nil {
		return withUnit(f.indicator.Target, f.indicator.Unit)
	}
	return f.target.Value
}

// sameValue reports whether a stated quantity is the fact's: number, unit's dimension, and the bound where one is stated.
func sameValue(x lexicon.Quantity, k *plan.Quantity) bool {
	if k == nil {
		return false
	}
	near := func(a, b float64) bool { d := a - b; return d < 1e-6*max(1, b) && d > -1e-6*max(1, b) }
	if !near(x.Num, k.Num) {
		return false
	}
	if k.Op == plan.OpRange && x.Max != 0 && !near(x.Max, k.Max) {
		return false
	}
	if x.Op != "" && x.Op != "=" && string(k.Op) != x.Op && k.Op != plan.OpEqual {
		return false
	}
	return true
}
