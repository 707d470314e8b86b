package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"cewen/bot/view"
	"cewen/dialog"
)

func (w *work) review(_ *message, _ string) error {
	m, err := w.reviewAt(view.ReviewAll, 0)
	if err == nil {
		w.reply(m)
	}
	return err
}

func (w *work) audit(_ *message, _ string) error {
	m, err := w.auditAt(0)
	if err == nil {
		w.reply(m)
	}
	return err
}

func (w *work) undelivered(_ *message, _ string) error {
	const most = 15
	ds, total, err := w.bot.store.Undelivered(w.ctx, 0, most)
	if err != nil {
		return err
	}
	b, err := w.bot.store.RemindStatus(w.ctx, w.bot.planTime())
	if err == nil {
		w.reply(view.Undelivered(ds, total, b, w.bot.Zone))
	}
	return err
}

func (w *work) reviewAt(which string, at int) (m msg, err error) {
	disliked, refused := kinds(which)
	rs, total, err := w.bot.store.Reviews(w.ctx, disliked, refused, max(0, at), 1)
	if err != nil || len(rs) == 0 {
		return view.NoReview(which), err
	}
	return view.Review(rs[0], which, max(0, at), total, w.bot.Zone), nil
}

func kinds(which string) (disliked, refused bool) {
	return which == view.ReviewDisliked, which == view.ReviewRefused
}

func (w *work) auditAt(page int) (msg, error) {
	offset, limit := view.EventsWindow(page)
	es, total, err := w.bot.store.Events(w.ctx, offset, limit)
	return view.Audit(es, page, total, w.bot.Zone), err
}

// pressAdmin pages through what administrators see, and exports it.
func (w *work) pressAdmin(p *pressed, verb string, args []string) error {
	if !w.bot.isAdmin(p.From.ID) || w.to.group {
		w.toast(p.ID, "只有管理员在私聊里能看")
		return nil
	}
	page := 0
	if len(args) > 0 {
		page, _ = strconv.Atoi(args[len(args)-1]) // what is no number is the first
	}
	which := view.ReviewAll
	if len(args) > 0 && slices.Contains([]string{view.ReviewDisliked, view.ReviewRefused}, args[0]) {
		which = args[0]
	}
	switch verb {
	case view.VerbAudit:
		m, err := w.auditAt(page)
		if err != nil {
			return err
		}
		w.change(p, m)
	case view.VerbReview:
		m, err := w.reviewAt(which, page)
		if err != nil {
			return err
		}
		w.change(p, m)
	case view.VerbExport:
		return w.export(p, which)
	}
	w.toast(p.ID, "")
	return nil
}

// mostExported bounds an export; a file of that many lines is far below what Telegram takes.
const mostExported = 5000

// export sends what was refused or disliked as a question set: a line each, in the form that `cewen eval` reads, for somebody to fill in
// what a right answer must show.
func (w *work) export(p *pressed, which string) error {
	disliked, refused := kinds(which)
	rs, total, err := w.bot.store.Reviews(w.ctx, disliked, refused, 0, mostExported)
	if err != nil {
		return err
	}
	if len(rs) == 0 {
		w.toast(p.ID, "没有可导出的")
		return nil
	}
	data, err := questionSet(rs)
	if err != nil {
		return err
	}
	w.record("导出复核", 0, fmt.Sprintf("%d条", len(rs)))
	w.file(view.Text(fmt.Sprintf("%d条,共%d条。一行一题,cewen eval 能读;must 由复核人填。", len(rs), total)), "review-"+w.now.In(w.bot.Zone).Format("20060102")+".jsonl", data)
	w.toast(p.ID, "")
	return nil
}

// exported is a line of a question set, with what was said beside it. Nothing in it tells who asked.
type exported struct {
	ID         string     `json:"id"`
	Text       string     `json:"q"`
	Type       string     `json:"type"`
	Must       [][]string `json:"must"`
	MustNot    []string   `json:"must_not"`
	Clauses    []int      `json:"clauses"`
	Answerable bool       `json:"answerable"`
	Said       string     `json:"said"`
	Feedback   []string   `json:"feedback"`
	Version    string     `json:"version"`
	Today      string     `json:"today"`
}

func questionSet(rs []dialog.Review) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, r := range rs {
		a := r.Turn.Answer
		e := exported{ID: r.Turn.ID, Text: r.Turn.Question, Type: string(a.Intent), Must: [][]string{}, MustNot: []string{}, Clauses: []int{}, Answerable: a.Answered, Said: a.Text, Feedback: []string{}, Version: r.Turn.Version, Today: r.Turn.Today}
		for _, c := range a.Citations {
			if a.Answered && !slices.Contains(e.Clauses, c.Clause) {
				e.Clauses = append(e.Clauses, c.Clause)
			}
		}
		for _, f := range r.Feedback {
			face := "👍"
			if !f.Good {
				face = "👎"
			}
			e.Feedback = append(e.Feedback, face+f.Reason)
		}
		if err := enc.Encode(e); err != nil {
			return nil, fmt.Errorf("export turn %s: %w", r.Turn.ID, err)
		}
	}
	return b.Bytes(), nil
}
