package answer

import (
	"context"
	"strconv"
	"strings"

	"cewen/plan"
	"cewen/search"
)

// Passages are what the index holds of a plan: each part of a clause with its title, and each indicator.
func Passages(p *plan.Plan) []search.Doc {
	var out []search.Doc
	for i := range p.Clauses {
		c := &p.Clauses[i]
		for k := range c.Parts {
			out = append(out, search.Doc{ID: passageID(c.Number, k), Title: c.Title, Body: c.Parts[k].Span.In(p.Text)})
		}
	}
	for i := range p.Indicators {
		in := &p.Indicators[i]
		out = append(out, search.Doc{ID: indicatorID(in), Title: in.Category, Body: in.Span.In(p.Text)})
	}
	return out
}

func passageID(clause, part int) string { return strconv.Itoa(clause) + "." + strconv.Itoa(part) }

// rank asks the index for the parts of one plan that fit best: part → score, the best one 1.
func (s *Snapshot) rank(n int, d *doc, text string) map[int]float64 {
	var hits []search.Hit
	if d.index != nil {
		hits, _ = d.index.Search(context.Background(), text, partsRanked) // without an index the parts are told apart by their words alone
	} else if s.index != nil {
		found, _ := s.index.Search(context.Background(), text, partsRanked, []string{s.held[n].Sum})
		for _, h := range found {
			hits = append(hits, search.Hit{ID: h.ID, Score: h.Score})
		}
	}
	out := make(map[int]float64, len(hits))
	for _, h := range hits {
		if pi, ok := d.partOf[h.ID]; ok { // a row has no part
			out[pi] = h.Score / hits[0].Score
		}
	}
	return out
}

// partsRanked is how many parts of a plan the index is asked for.
const partsRanked = 8

// rank orders refusals too: one that knows the topic tells more than one that knows nothing.
func (r *reply) rank() float64 {
	switch r.answer.Refusal {
	case SlotAbsent:
		return r.score + 1
	case WordAbsent:
		return r.score - 1 // another plan may have the word
	}
	return r.score
}

// reply is a reading's outcome.
type reply struct {
	answer  Answer
	turn    Turn
	score   float64
	topical bool // answered from a topic: another plan may fit as well
	profile *Context
	keep    bool   // the conversation's last turn stays as it is
	asked   string // the question as the conversation completed it
	in      string // the question as it was typed
	byID    bool   // answered from an id, not from a question
	doc     *doc
	held    *held
}

// question is what was asked, completed from the conversation.
func (r *reply) question() string {
	if r.asked != "" {
		return r.asked
	}
	return r.in
}

func (r *reply) finish(c Context, q Question) (Answer, Context) {
	if r.profile != nil {
		c.Unit, c.Place = r.profile.Unit, r.profile.Place
	}
	if !r.keep {
		t := r.turn
		switch {
		case r.byID: // what was answered is told by Facts
		case r.asked != "":
			t.Question = r.asked
		default:
			t.Question = strings.ToValidUTF8(strings.ReplaceAll(firstRunes(q.Text, 120), "\x00", " "), " ")
		}
		t.Intent = r.answer.Intent
		t.Plan = r.doc.name
		if t.Clause == 0 && len(r.answer.Citations) > 0 {
			t.Clause = r.answer.Citations[0].Clause
		}
		c.Last = &t
	}
	a := r.answer
	if len(a.Notes) > 3 {
		a.Notes = a.Notes[:3]
	}
	a.Citations = distinct(a.Citations)
	return a, c
}

func distinct(cs []Citation) []Citation {
	type place struct {
		plan       string
		start, end int
	}
	seen := map[place]bool{}
	out := cs[:0]
	for _, c := range cs {
		k := place{c.Plan, c.Start, c.End}
		if !seen[k] {
			seen[k] = true
			out = append(out, c)
		}
	}
	return out
}
