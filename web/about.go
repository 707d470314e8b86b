package web

import (
	"net/http"

	"cewen/answer"
)

// aboutPage says what the plans are, what is kept, and what this is not for.
type aboutPage struct {
	Base      string
	Plans     []*answer.Holding
	Version   string
	Today     string
	Days      int // that questions are kept
	Notes     []string
	Forgotten bool
}

func (*aboutPage) title() (name, here string) { return "关于", "about" }

func (w *Web) about(r *request) error {
	return w.render(r, http.StatusOK, "about", &aboutPage{Base: r.base, Plans: w.snapshot().Holdings(), Version: w.Version, Today: w.Today().Format("2006-01-02"), Days: int(w.Retention.Hours() / 24), Notes: w.Notes(), Forgotten: r.URL.Query().Get("forgotten") != ""})
}
