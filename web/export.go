package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"cewen/reminders"
)

// taken is what is taken away: of whom, and the board.
func (w *Web) taken(r *request) (title string, b reminders.Board, err error) {
	f, err := w.filterOf(r.URL.Query())
	if err != nil {
		return "", b, err
	}
	title = f.whose()
	if title == "" {
		title = "全部任务"
	}
	b, err = w.boardOf(r, f)
	return title, b, err
}

// exportTable is the table (台账) of a plan, a unit or a county.
func (w *Web) exportTable(r *request) error {
	title, b, err := w.taken(r)
	if err != nil {
		return err
	}
	data, err := b.Table(title)
	if err != nil {
		return err
	}
	return w.file(r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "台账-"+title+"-"+b.Today.Format("20060102")+".xlsx", data)
}

// exportCalendar is the calendar, to take away or to subscribe to.
func (w *Web) exportCalendar(r *request) error {
	title, b, err := w.taken(r)
	if err != nil {
		return err
	}
	return w.calendar(r, title, b)
}

// calendar serves a board as a calendar, in the same words all day: programs ask for it every few hours.
func (w *Web) calendar(r *request, title string, b reminders.Board) error {
	day := time.Date(b.Today.Year(), b.Today.Month(), b.Today.Day(), 0, 0, 0, 0, b.Today.Location())
	return w.file(r, "text/calendar; charset=utf-8", "日历-"+title+".ics", b.CalendarFile(title, day))
}

// file sends a file under a name (RFC 6266); a browser that has it already is told so.
func (w *Web) file(r *request, kind, name string, data []byte) error {
	h := r.rw.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+strings.ReplaceAll(url.QueryEscape(name), "+", "%20"))
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+markOfBytes(data)+`"`)
	http.ServeContent(r.rw, r.Request, "", time.Time{}, strings.NewReader(string(data)))
	return nil
}
