package eval

import (
	"context"
	"time"

	"cewen/answer"
	"cewen/plan"
)

// Result is one question, what was answered and whether that was right.
type Result struct {
	Question Question
	Answer   answer.Answer
	Right    bool
	Reason   string // why it is wrong
	Broken   int    // citations whose quote is not the plan's text at start:end
	Elapsed  time.Duration
}

// Run asks every question of a set and judges the answers. Lines of one dialog share a Context; every other line starts from none.
func Run(ctx context.Context, s *answer.Snapshot, qs []Question, today time.Time) ([]Result, error) {
	dialogs := map[string]answer.Context{}
	rs := make([]Result, 0, len(qs))
	for _, q := range qs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		begin := time.Now()
		a, next := answer.Ask(s, dialogs[q.Dialog], answer.Question{Text: q.Text, Today: today})
		r := Result{Question: q, Answer: a, Elapsed: time.Since(begin)}
		if q.Dialog != "" {
			dialogs[q.Dialog] = next
		}
		r.Right, r.Reason = Judge(q, a)
		r.Broken = broken(s, a.Citations)
		rs = append(rs, r)
	}
	return rs, nil
}

// broken counts the citations that are not verbatim: no plan of that name has this quote at start:end.
func broken(s *answer.Snapshot, cs []answer.Citation) int {
	n := 0
	for _, c := range cs {
		if !verbatim(s.Plan(c.Plan), c) {
			n++
		}
	}
	return n
}

func verbatim(p *plan.Plan, c answer.Citation) bool {
	return p != nil && c.Plan != "" && 0 <= c.Start && c.Start < c.End && c.End <= len(p.Text) && p.Text[c.Start:c.End] == c.Quote
}
