package answer

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"cewen/lexicon"
	"cewen/plan"
	"cewen/search"
)

// Snapshot is everything questions are answered from: plans, index, lexicon. It is immutable and safe for concurrent use; a change of
// plans makes a new one that is swapped whole.
type Snapshot struct {
	plans []*plan.Plan
	docs  []*doc
	lex   *lexicon.Lexicon
	seg   *search.Segmenter
	index *search.Index
}

// NewSnapshot prepares plans for questions. The plans must not be changed afterwards. Errors: the segmenter or the index cannot be
// made.
func NewSnapshot(plans []*plan.Plan) (*Snapshot, error) {
	seg, err := search.DefaultSegmenter()
	if err != nil {
		return nil, fmt.Errorf("prepare plans: %w", err)
	}
	s := &Snapshot{plans: plans, lex: lexicon.Default(), seg: seg}
	var passages []search.Doc
	for i, p := range plans {
		d := newDoc(s, p)
		s.docs = append(s.docs, d)
		passages = append(passages, d.passages(i)...)
	}
	if s.index, err = search.New(seg, passages); err != nil {
		return nil, fmt.Errorf("index plans: %w", err)
	}
	return s, nil
}

// Plans returns the plans, in the order given.
func (s *Snapshot) Plans() []*plan.Plan { return s.plans }

// Close frees the index.
func (s *Snapshot) Close() error {
	if s.index == nil {
		return nil
	}
	return s.index.Close()
}

// passages are what the index holds of a plan: each part of a clause with its title, and each indicator.
func (d *doc) passages(n int) []search.Doc {
	var out []search.Doc
	for i := range d.parts {
		pa := &d.parts[i]
		c := d.clauses[pa.clause].c
		out = append(out, search.Doc{ID: passageID(n, i), Title: c.Title, Body: pa.part.Span.In(d.p.Text)})
	}
	for i := range d.p.Indicators {
		in := &d.p.Indicators[i]
		out = append(out, search.Doc{ID: strconv.Itoa(n) + "/" + indicatorID(in), Title: in.Category, Body: in.Span.In(d.p.Text)})
	}
	return out
}

func passageID(doc, part int) string { return strconv.Itoa(doc) + "/" + strconv.Itoa(part) }

// rank asks the index for the parts of one plan that fit best: part → score, the best one 1.
func (s *Snapshot) rank(n int, text string) map[int]float64 {
	hits, err := s.index.Search(context.Background(), text, 8)
	if err != nil || len(hits) == 0 {
		return nil
	}
	out := make(map[int]float64, len(hits))
	for _, h := range hits {
		doc, part, _ := strings.Cut(h.ID, "/")
		if doc == strconv.Itoa(n) {
			if i, err := strconv.Atoi(part); err == nil { // a row has no part
				out[i] = h.Score / hits[0].Score
			}
		}
	}
	return out
}

// Ask answers one question and returns the conversation's next Context. It never fails: what cannot be answered is a refusal.
func Ask(s *Snapshot, c Context, q Question) (Answer, Context) {
	if len(s.docs) == 0 {
		return Answer{Intent: None, Refusal: NotUnderstood, Text: "没有收录任何方案。"}, c
	}
	named := s.named(q.Text)
	if q.Plan != "" {
		named = nil
	}
	var best *reply
	var replies []*reply
	for i, d := range s.docs {
		if len(named) > 0 && !contains(named, i) || q.Plan != "" && q.Plan != d.name {
			continue
		}
		own := c
		if own.Last != nil && own.Last.Plan != "" && own.Last.Plan != d.name {
			own.Last = nil // the conversation is about another plan
		}
		r := s.asker(i, d, own, q).run()
		r.doc = d
		replies = append(replies, r)
		if best == nil || r.answer.Answered && !best.answer.Answered || r.answer.Answered == best.answer.Answered && r.rank() > best.rank() {
			best = r
		}
	}
	if best == nil { // the plan that was meant is gone
		return Answer{Intent: None, Refusal: NotUnderstood, Text: "这个方案已经不在收录里。"}, c
	}
	if best.answer.Answered && best.profile == nil && !best.keep {
		var same []*reply // a question that several plans fit gets one answer per plan
		for _, r := range replies {
			if r.answer.Answered && r.profile == nil && r.score > best.score-0.25 {
				same = append(same, r)
			}
		}
		if len(same) > 1 && (c.Last == nil || c.Last.Plan == "" || best.doc.name != c.Last.Plan || best.topical) {
			best = onePerPlan(best, same)
		}
	}
	return best.finish(c, q)
}

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

// named returns the plans that a question names by place or number; none means all.
func (s *Snapshot) named(text string) []int {
	if len(s.docs) < 2 {
		return nil
	}
	folded := lexicon.Fold(text)
	var out []int
	for i, d := range s.docs {
		for _, name := range d.self {
			if strings.Contains(folded, name) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// mostPlans is how many plans one reply answers from.
const mostPlans = 3

// onePerPlan joins the answers of several plans that fit equally well, one paragraph a plan.
func onePerPlan(best *reply, rs []*reply) *reply {
	out := *best
	out.topical = true
	var lines []string
	out.answer.Citations = nil
	for i, r := range rs {
		if i == mostPlans {
			lines = append(lines, "另有"+itoa(len(rs)-i)+"个方案也写到,问时请带上方案的地名或文号。")
			break
		}
		lines = append(lines, "《"+r.doc.title()+"》:"+r.answer.Text)
		out.answer.Citations = append(out.answer.Citations, r.answer.Citations...)
	}
	out.answer.Text = strings.Join(lines, "\n")
	return &out
}

func (d *doc) title() string {
	if t := d.p.Meta.Title.Value; t != "" {
		return t
	}
	return d.name
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
	byID    bool   // answered from an id, not from a question
	doc     *doc
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
