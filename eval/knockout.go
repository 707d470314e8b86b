package eval

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"cewen/answer"
	"cewen/plan"
)

// knockoutTypes are the types whose answer is a fact that stands in one place. Counted lists and tasks of a unit stay answerable when
// one of their facts is gone.
var knockoutTypes = []string{"lead", "target", "place", "list"}

// knockoutRounds bounds how often a question is cut again: a plan may give one fact in several places (a clause and the table), and as
// long as the answer is right by the gold, there was another place.
const knockoutRounds = 4

// KnockoutReport says how often a question is refused once the fact that answers it is gone from the plan.
type KnockoutReport struct {
	Asked    int              `json:"asked"`
	Refused  int              `json:"refused"`
	Percent  float64          `json:"percent"`
	Types    map[string]Count `json:"types"`
	Answered []StillAnswered  `json:"answered"`
	Failed   []Wrong          `json:"failed"` // questions that could not be asked again
}

// StillAnswered is a question that got an answer although its fact was gone.
type StillAnswered struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Question string `json:"q"`
	Cut      string `json:"cut"` // what was taken out
	Answer   string `json:"answer"`
	Right    bool   `json:"right"` // it still says what the gold wants, from yet another place
}

// candidate is a question in the course of being knocked out.
type candidate struct {
	question Question
	answer   answer.Answer // to the text that cut leaves
	cut      cut
	key      string
	last     bool // nothing more to cut
	err      error
}

// Knockout takes the fact behind every right answer of a run out of the plan and asks again. Questions with the same cut share a
// Snapshot; a later turn of a dialog is left out, since it depends on the turns before it.
func Knockout(ctx context.Context, s *answer.Snapshot, rs []Result, today time.Time) (KnockoutReport, error) {
	plans := s.Plans()
	var open []*candidate
	dialogs := map[string]bool{}
	for _, r := range rs {
		later := r.Question.Dialog != "" && dialogs[r.Question.Dialog]
		dialogs[r.Question.Dialog] = true
		if !later && r.Right && r.Question.Answerable && slices.Contains(knockoutTypes, r.Question.Type) {
			open = append(open, &candidate{question: r.Question, answer: r.Answer, cut: make(cut, len(plans))})
		}
	}
	all := open
	for range knockoutRounds {
		groups := map[string][]*candidate{}
		var keys []string
		for _, c := range open {
			c.deepen(plans)
			if c.last {
				continue
			}
			if groups[c.key] == nil {
				keys = append(keys, c.key)
			}
			groups[c.key] = append(groups[c.key], c)
		}
		if err := askGroups(ctx, plans, keys, groups, today); err != nil {
			return KnockoutReport{}, err
		}
		open = slices.DeleteFunc(slices.Clone(open), func(c *candidate) bool {
			right, _ := Judge(c.question, c.answer)
			return c.last || c.err != nil || !right
		})
	}
	return summarizeKnockout(plans, all), nil
}

// deepen adds what the candidate's answer cites to its cut.
func (c *candidate) deepen(whole []*plan.Plan) {
	answered := c.cut // the answer's offsets are those of the text that this cut left
	for _, cit := range cited(c.question, c.answer) {
		for i, p := range whole {
			if cit.Plan != p.Name() {
				continue
			}
			span := plan.Span{Start: answered.original(i, cit.Start), End: answered.original(i, cit.End-1) + 1}
			if span.Start < 0 || span.End > len(p.Text) || span.Start >= span.End {
				continue
			}
			c.cut = c.cut.merge(i, facts(p, c.question, span, cit.Row)...)
		}
	}
	c.key = c.cut.key()
	c.last = c.key == answered.key()
}

// askGroups asks the candidates of every group against the plans as its cut leaves them, on two goroutines.
func askGroups(ctx context.Context, plans []*plan.Plan, keys []string, groups map[string][]*candidate, today time.Time) error {
	work := make(chan string)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for key := range work {
				askGroup(plans, groups[key], today)
			}
		})
	}
	for _, key := range keys {
		if ctx.Err() != nil {
			break
		}
		work <- key
	}
	close(work)
	wg.Wait()
	return ctx.Err()
}

func askGroup(plans []*plan.Plan, group []*candidate, today time.Time) {
	s, err := snapshotWithout(plans, group[0].cut)
	for _, c := range group {
		if c.err = err; err == nil {
			c.answer, _ = answer.Ask(s, answer.Context{}, answer.Question{Text: c.question.Text, Today: today})
		}
	}
	if err == nil {
		_ = s.Close() // an index in memory; nothing can be lost
	}
}

func snapshotWithout(plans []*plan.Plan, c cut) (*answer.Snapshot, error) {
	left := make([]*plan.Plan, len(plans))
	for i, p := range plans {
		left[i] = p
		if len(c[i]) > 0 {
			less, err := p.Without(c[i]...)
			if err != nil {
				return nil, fmt.Errorf("%s without %v: %w", p.Source, c[i], err)
			}
			left[i] = less
		}
	}
	return answer.NewSnapshot(left)
}

func summarizeKnockout(plans []*plan.Plan, all []*candidate) KnockoutReport {
	rep := KnockoutReport{Types: map[string]Count{}, Answered: []StillAnswered{}, Failed: []Wrong{}}
	for _, c := range all {
		q := c.question
		if c.err != nil {
			rep.Failed = append(rep.Failed, Wrong{ID: q.ID, Type: q.Type, Question: q.Text, Reason: c.err.Error()})
			continue
		}
		n := rep.Types[q.Type]
		rep.Asked++
		n.Total++
		if c.answer.Answered {
			right, _ := Judge(q, c.answer)
			rep.Answered = append(rep.Answered, StillAnswered{q.ID, q.Type, q.Text, c.cut.text(plans), c.answer.Text, right})
		} else {
			rep.Refused++
			n.Right++
		}
		rep.Types[q.Type] = n
	}
	rep.Percent = Count{rep.Refused, rep.Asked}.Percent()
	return rep
}
