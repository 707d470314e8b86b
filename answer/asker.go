package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
)

// asker answers one question over one plan.
type asker struct {
	s     *Snapshot
	n     int // index of the plan
	d     *doc
	ctx   Context
	q     *question
	in    Question
	t     *topic
	g     *grid
	ranks map[int]float64
	// nested: this asker answers a piece of a question, which is not split again.
	nested bool
}

// asking are the cue groups whose words ask and are no topic.
var asking = []string{"lead", "lead.head", "lead.coordinate", "amount", "when", "base", "duties", "duties.sole", "duties.first", "duties.joint", "due", "due.left", "due.past",
	"place.role", "place.which", "content", "content.verbatim", "define", "title", "whichclause", "howmany", "compare", "verify", "verify.exists",
	"gap.duty", "gap.date", "gap.target", "my.unit", "my.place", "this", "filler", "scope", "copy", "all", "more",
	"meta.number", "meta.index", "meta.title", "meta.signed", "meta.published", "meta.issuer", "meta.publisher", "meta.category", "meta.disclosure", "meta.addressees", "meta.approval"}

func (s *Snapshot) asker(n int, d *doc, c Context, in Question) *asker {
	a := &asker{s: s, n: n, d: d, ctx: c, in: in}
	a.read(in.Text)
	return a
}

// read reads a text as the question in hand.
func (a *asker) read(text string) {
	a.q = a.s.readQuestion(a.d, text, a.in.Today)
	a.ranks = nil
	a.retopic()
	if a.ofMatter() {
		a.retopic()
	}
}

// retopic reads the topic again, after slots have changed.
func (a *asker) retopic() {
	mask := append([]bool(nil), a.q.mask...)
	for _, name := range asking {
		for _, c := range a.q.cues[name] {
			for i := c.Start; i < c.End; i++ {
				mask[i] = true
			}
		}
	}
	if utf8.RuneCountInString(a.q.norm) <= 12 { // 你确定, 不是这个: in a long question such words are matter
		for _, name := range []string{"sure", "next", "prev", "notthis", "profile"} {
			for _, c := range a.q.cues[name] {
				for i := c.Start; i < c.End; i++ {
					mask[i] = true
				}
			}
		}
	}
	a.t = a.s.readTopic(a.d, a.q, mask)
	a.nicknames()
	a.g = newGrid(a.d, a.t)
}

// rank is how well the index thinks a part fits, 0 to 1.
func (a *asker) rank(pi int) float64 {
	if a.ranks == nil {
		a.ranks = a.s.rank(a.n, a.d, a.q.norm)
	}
	return a.ranks[pi]
}

// enough is the share of a topic's weight that a fact has to meet to be an answer. It was chosen by knock-out (eval): the nearest fact
// that is left when the right one is deleted meets less.
const enough = 0.68

func (a *asker) run() *reply {
	q := a.q
	if a.in.Text == "" || q.norm == "" {
		return a.empty()
	}
	if r := a.talk(); r != nil {
		return r
	}
	if r := a.pieces(); r != nil {
		return r
	}
	if r := a.several(); r != nil {
		return r
	}
	r := a.answer()
	if !r.answer.Answered && (r.answer.Refusal == WordAbsent || r.answer.Refusal == NotUnderstood) {
		if m := a.mainPiece(); m != nil {
			return m
		}
	}
	return r
}

// ofThings are words that ask for progress alone, and stand in the name of a task where somebody asks who does it: 谁负责淘汰落后产能.
var ofThings = map[string]bool{"落后": true, "进展": true, "进度": true}

// answer tries the readings in a fixed order: what names a clause or asks of the document comes before a unit, a place, a year, and these
// before a topic. Within a reading the score decides which fact; among the readings of a topic the better score wins.
func (a *asker) answer() *reply {
	q := a.q
	if r := a.reports(); r != nil {
		return r
	}
	if q.has("status") && !q.asksReports() && !(q.has("lead") && ofThings[q.form("status")]) {
		return a.status()
	}
	if r := a.byRef(); r != nil {
		return r
	}
	if r := a.byTitle(); r != nil {
		return r
	}
	if r := a.seat(); r != nil {
		return r
	}
	if r := a.validity(); r != nil {
		return r
	}
	if r := a.meta(); r != nil {
		return r
	}
	if r := a.gaps(); r != nil {
		return r
	}
	if r := a.counts(); r != nil {
		return r
	}
	if r := a.byUnit(); r != nil {
		return r
	}
	if r := a.byPlace(); r != nil {
		return r
	}
	if r := a.byYear(); r != nil {
		return r
	}
	if q.has("lead.coordinate") {
		if r := a.coordinator(); r != nil {
			return r
		}
	}
	if a.t.empty() {
		if q.has("chat") || q.has("inject") {
			return a.matter()
		}
		return a.unclear()
	}
	if q.has("inject") && a.missingShare() > 0.3 {
		return a.matter()
	}
	return a.byTopic()
}

func (a *asker) notes() []string {
	var out []string
	q := a.q
	seen := map[string]bool{}
	for i := range a.t.words {
		w := &a.t.words[i]
		if w.synonym != "" && !w.literal && w.weight > 0.2 && !seen[w.synonym] {
			seen[w.synonym] = true
			out = append(out, "按“"+w.text+"”=原文“"+w.synonym+"”查")
		}
	}
	for _, m := range q.units {
		if u := a.listed(m); u != nil && m.Form != "" && (m.Level == "" || m.Level == a.s.lex.UnitLevel(u.Name)) && !strings.HasSuffix(u.Name, m.Form) && !strings.HasSuffix(u.Name, m.Form+"局") {
			out = append(out, "按“"+m.Form+"”=原文“"+u.Name+"”查")
		}
	}
	for _, p := range q.places {
		if p.typo {
			out = append(out, "按“"+p.at.place.Name+"”查")
		}
	}
	if q.mended != "" {
		out = append(out, "按“"+q.mended+"”查")
	}
	if q.relative && !q.today.IsZero() {
		out = append(out, "按今天"+q.today.Format("2006-01-02")+"查")
	}
	return out
}

// nicknames reads a unit that is named without its 局 (民政 2023年任务), where the question asks for tasks and names nothing else.
func (a *asker) nicknames() {
	q := a.q
	if len(q.units) > 0 || len(a.t.words) != 1 || !q.any("duties", "due", "duties.sole", "duties.first", "all") && !strings.Contains(q.norm, "任务") && (len(q.years) == 0 || q.any("amount", "lead", "when")) {
		return
	}
	w := a.t.words[0]
	u := a.d.units[a.s.lex.UnitKey(w.text)]
	if u == nil {
		u = a.d.units[a.d.nicknames[w.text]]
	}
	if u == nil {
		return
	}
	q.units = append(q.units, lexicon.UnitMention{Start: w.start, End: w.end, Form: w.text, Key: u.Key, Listed: true})
	a.t = &topic{bigrams: map[uint64]bool{}}
}
