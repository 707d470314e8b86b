package web

import (
	"net/http"
	"strings"

	"cewen/answer"
	"cewen/plan"
)

// changesPage compares a plan with its version before.
type changesPage struct {
	Base     string
	Now, Old *answer.Holding
	Change   plan.Difference
}

func (*changesPage) title() (name, here string) { return "新旧对照", "plan" }

// changes shows what a plan says otherwise than the version that it took the place of, where both are held.
func (w *Web) changes(r *request) error {
	s := w.snapshot()
	name := r.PathValue("plan")
	now := s.Holding(name)
	old := before(s, now)
	if now == nil || name == "" || old == nil {
		return fail(http.StatusNotFound, "没有收录它的旧版。")
	}
	a, b := s.Plan(old.Brief.Name), s.Plan(name)
	if a == nil || b == nil {
		return fail(http.StatusServiceUnavailable, "暂时打不开,请稍后再试。")
	}
	return w.render(r, http.StatusOK, "changes", &changesPage{Base: r.base, Now: now, Old: old, Change: plan.Compare(a, b)})
}

// before is the plan that this one ended, the one with the most alike title first.
func before(s *answer.Snapshot, now *answer.Holding) *answer.Holding {
	if now == nil {
		return nil
	}
	var out *answer.Holding
	for _, h := range s.Holdings() {
		if h.Ending == nil || h.Ending.By != now.Brief.Name && !strings.HasPrefix(h.Brief.Name, now.Brief.Name+"·") {
			continue
		}
		if out == nil || h.Brief.Title == now.Brief.Title {
			out = h
		}
	}
	return out
}
