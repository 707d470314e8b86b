package answer

import (
	"context"
	"strings"
	"sync"

	"cewen/lexicon"
)

// homeBonus is how much better a plan of another place has to fit than the home plan, where that answers too: people ask about their own.
const homeBonus = 0.6

// What is asked of many plans at once.
const (
	openAll   = 12 // so many plans are all asked; of more, those that the question may be about
	mostAsked = 3  // of those, beside the home plan and the conversation's
	mostPlans = 3  // so many plans are answered from in one reply
	mostNamed = 12 // of plans that the question names by their place, so many are asked
)

// Ask answers one question and returns the conversation's next Context. It never fails: what cannot be answered is a refusal.
//
// A plan that the question names by number, title or place is asked alone; else the one that the conversation has chosen; else all, or of
// very many those that the index finds. A question that several plans answer equally well is answered once per plan; when more than
// three do, from the home plan, and the others are counted.
func Ask(s *Snapshot, c Context, q Question) (Answer, Context) {
	if len(s.held) == 0 {
		return Answer{Intent: None, Refusal: NotUnderstood, Text: "没有收录任何方案。"}, c
	}
	asked, wide := s.asked(c, q)
	if len(asked) == 0 { // the plan that was meant is gone
		return Answer{Intent: None, Refusal: NotUnderstood, Text: "这个方案已经不在收录里。"}, c
	}
	replies := s.replies(asked, c, q)
	others := 0
	var best, home *reply
	for _, r := range replies {
		if home == nil {
			home = r
		}
		if best == nil || r.better(best) {
			best = r
		}
	}
	if best == nil {
		return Answer{Intent: None, Refusal: NotUnderstood, Text: "这个方案现在打不开,请联系管理员。"}, c
	}
	if wide && !home.answer.Answered && home.answer.Refusal != WordAbsent && home.answer.Refusal != NotUnderstood && home.rank() > best.score-0.25 {
		best = home // what the home plan has no figure for is not made up for by a distant plan's
	}
	if wide && (best.answer.Intent == Unit || !best.topical) && best.held.Brief.Jurisdiction != home.held.Brief.Jurisdiction && len(s.named(lexicon.Fold(q.Text))) == 0 {
		best = home.elsewhere(best) // a unit belongs to its issuer; what falls due is asked of one's own
	}
	if wide && home.answer.Answered && home.score > best.score-homeBonus {
		best = home
		replies, others = nearby(replies, home)
	}
	if r := s.unitOverview(best, replies, c, q); r != nil {
		return r.finish(c, q)
	}
	if best.answer.Answered && best.profile == nil && !best.keep {
		best = s.together(best, home, replies, c)
		if others > 0 {
			out := *best
			out.answer.Notes = append(out.answer.Notes[:len(out.answer.Notes):len(out.answer.Notes)], "别的地方也有方案写到,问时带上地名")
			best = &out
		}
	}
	return best.finish(c, q)
}

// nearby keeps the replies of plans of the same place as the home plan's; others are counted.
func nearby(replies []*reply, home *reply) (near []*reply, others int) {
	for _, r := range replies {
		if r.held.Brief.Jurisdiction == home.held.Brief.Jurisdiction {
			near = append(near, r)
		} else if r.answer.Answered {
			others++
		}
	}
	return near, others
}

// elsewhere is a refusal with what another place's plan would answer as a suggestion.
func (r *reply) elsewhere(other *reply) *reply {
	out := *r
	if p := other.held.Brief.Jurisdiction; p != "" && !r.answer.Answered {
		out.answer.Suggestions = append([]string{p + other.question()}, r.answer.Suggestions...)
		out.answer.Suggestions = out.answer.Suggestions[:min(2, len(out.answer.Suggestions))]
	}
	return &out
}

// replies puts a question to plans, those that have to be opened first at the same time. A plan that cannot be opened says nothing.
func (s *Snapshot) replies(asked []int, c Context, q Question) []*reply {
	if len(asked) > 1 {
		var wait sync.WaitGroup
		for _, i := range asked {
			if s.held[i].doc == nil && !s.desk.has(s.held[i]) {
				wait.Go(func() { s.open(i) })
			}
		}
		wait.Wait()
	}
	out := make([]*reply, 0, len(asked))
	for _, i := range asked {
		d := s.open(i)
		if d == nil {
			continue
		}
		own := c
		if own.Last != nil && own.Last.Plan != "" && own.Last.Plan != d.name {
			own.Last = nil // the conversation is about another plan
		}
		r := s.asker(i, d, own, q).run()
		r.doc, r.held, r.in = d, s.held[i], firstRunes(strings.ToValidUTF8(strings.TrimSpace(q.Text), " "), 60)
		out = append(out, r)
	}
	return out
}

// better orders replies: an answer before a refusal, then by how well the plan fits.
func (r *reply) better(o *reply) bool {
	if r.answer.Answered != o.answer.Answered {
		return r.answer.Answered
	}
	return r.rank() > o.rank()
}

// together answers from each of the plans that fit a question equally well.
func (s *Snapshot) together(best, home *reply, replies []*reply, c Context) *reply {
	var same []*reply
	for _, r := range replies {
		if r.answer.Answered && r.profile == nil && r.score > best.score-0.25 {
			same = append(same, r)
		}
	}
	if len(same) < 2 || c.Last != nil && c.Last.Plan != "" && best.doc.name == c.Last.Plan && !best.topical {
		return best
	}
	if len(same) <= mostPlans {
		return onePerPlan(best, same)
	}
	out := best
	for _, r := range same {
		if r == home {
			out = home
		}
	}
	return out.withOthers(same)
}

// onePerPlan joins the answers of several plans, one paragraph a plan.
func onePerPlan(best *reply, rs []*reply) *reply {
	out := *best
	out.topical = true
	var lines []string
	out.answer.Citations = nil
	for _, r := range rs {
		lines = append(lines, r.held.Brief.Called()+":"+r.answer.Text)
		out.answer.Citations = append(out.answer.Citations, r.answer.Citations...)
	}
	out.answer.Text = strings.Join(lines, "\n")
	return &out
}

// withOthers answers from one plan of many that fit, says whose it is, and counts the others.
func (r *reply) withOthers(same []*reply) *reply {
	out := *r
	out.answer.Text = r.held.Brief.Called() + ":" + r.answer.Text
	out.answer.Notes = append([]string{"另有" + itoa(len(same)-1) + "个方案也写到,问时带上文号或地名"}, r.answer.Notes...)
	out.answer.Suggestions = nil
	for _, o := range same {
		if o != r && len(out.answer.Suggestions) < 2 {
			out.answer.Suggestions = append(out.answer.Suggestions, o.held.Brief.Name+" "+o.question())
		}
	}
	return &out
}

// asked picks the plans that a question is put to, the one that is preferred first. wide: there are others, which are not asked.
func (s *Snapshot) asked(c Context, q Question) (plans []int, wide bool) {
	if q.Plan != "" {
		if i := s.at(q.Plan); i >= 0 {
			return []int{i}, false
		}
		return nil, false
	}
	folded := lexicon.Fold(firstRunes(strings.ToValidUTF8(q.Text, " "), 2*longQuestion))
	named := s.named(folded)
	if len(named) == 0 && c.Plan != "" {
		if i := s.at(c.Plan); i >= 0 {
			return []int{i}, false
		}
	}
	among := named
	if len(among) == 0 {
		for i, h := range s.held {
			if h.Ending == nil {
				among = append(among, i)
			}
		}
		if len(among) == 0 { // all have ended: they are all there is
			for i := range s.held {
				among = append(among, i)
			}
		}
	}
	most := openAll
	if len(named) > 0 {
		most = mostNamed
	}
	if len(among) <= most {
		return among, false
	}
	in := make(map[int]bool, len(among))
	for _, i := range among {
		in[i] = true
	}
	add := func(i int) {
		if i >= 0 && in[i] {
			plans = append(plans, i)
			delete(in, i)
		}
	}
	if c.Last != nil {
		add(s.at(c.Last.Plan))
	}
	if len(named) == 0 {
		add(s.home())
	}
	if units := s.naming(folded, in); len(units) > 0 {
		found := s.fitting(folded, units, -1, true)
		for _, i := range found[:min(len(found), mostUnitPlans)] {
			add(i)
		}
	}
	preferred := -1
	if len(plans) > 0 {
		preferred = plans[0]
	}
	for _, i := range s.fitting(folded, among, preferred, len(named) > 0) {
		add(i)
	}
	return plans, true
}

// mostUnitPlans is how many plans are asked because they name the unit of a question: which others do is known without opening them.
const mostUnitPlans = 2

// naming lists the plans whose markers name a unit of the question; those of the home plan's place where there are any.
func (s *Snapshot) naming(folded string, in map[int]bool) []int {
	var all, near []int
	seen := map[int]bool{}
	for _, m := range s.units.finder.Find(folded) {
		for _, at := range s.units.by[m.Key] {
			if in[at.plan] && !seen[at.plan] {
				seen[at.plan] = true
				all = append(all, at.plan)
				if s.held[at.plan].Brief.Jurisdiction == s.held[s.home()].Brief.Jurisdiction {
					near = append(near, at.plan)
				}
			}
		}
	}
	if len(near) > 0 {
		return near
	}
	return all
}

// How the index picks among many plans.
const (
	fitRanked = 8    // plans whose words fit best are looked into
	fitHits   = 64   // passages of theirs
	fitShare  = 0.78 // of the best passage's score: a plan whose best passage has less is not asked
)

// fitting asks the index which of many plans a question may be about, the likeliest first: those whose best passage fits about as well as that of
// any other, the preferred plan included. meant: they were named, so some are returned whatever the index thinks of them.
func (s *Snapshot) fitting(text string, among []int, preferred int, meant bool) []int {
	bySum := make(map[string]int, len(among))
	var within []string
	for _, i := range among {
		sum := s.held[i].Sum
		if _, ok := bySum[sum]; !ok {
			bySum[sum] = i
			if meant {
				within = append(within, sum)
			}
		}
	}
	hits, err := s.index.Rank(context.Background(), text, fitRanked, within)
	if err != nil {
		return nil
	}
	var sums []string
	for _, h := range hits {
		if _, ok := bySum[h.Name]; ok {
			sums = append(sums, h.Name)
		}
	}
	if preferred >= 0 {
		sums = append(sums, s.held[preferred].Sum)
	}
	// A plan can have all words of a question far apart: its passages decide among the plans that have them.
	passages, err := s.index.Search(context.Background(), text, fitHits, sums)
	if err != nil {
		return nil
	}
	var out []int
	seen := map[string]bool{}
	for _, h := range passages {
		if h.Score < fitShare*passages[0].Score || len(out) == mostAsked {
			break
		}
		if i, ok := bySum[h.Group]; ok && !seen[h.Group] && i != preferred {
			out = append(out, i)
		}
		seen[h.Group] = true
	}
	if meant {
		for _, i := range among {
			if sum := s.held[i].Sum; !seen[sum] && len(out) < mostAsked {
				seen[sum] = true
				out = append(out, i)
			}
		}
	}
	return out
}

// named returns the plans that a folded question names: by number or title those alone, else by place; none means all. What has ended is
// meant only where its number or title is given.
func (s *Snapshot) named(folded string) []int {
	if len(s.held) < 2 {
		return nil
	}
	var byName, byPlace []int
	for i, h := range s.held {
		if number := lexicon.Fold(h.Brief.Number); number != "" && strings.Contains(folded, number) {
			byName = append(byName, i)
			continue
		}
		if title := h.title; title != "" && strings.Contains(folded, title) {
			byName = append(byName, i)
			continue
		}
		for _, name := range h.self {
			if h.Ending == nil && strings.Contains(folded, name) {
				byPlace = append(byPlace, i)
				break
			}
		}
	}
	if len(byName) > 0 {
		return byName
	}
	return byPlace
}
