package web

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"cewen/dialog"
)

// mostFeeds is how many addresses one visitor has.
const mostFeeds = 50

// feedsPage lists calendar addresses, or offers them.
type feedsPage struct {
	Base   string
	Own    bool // each visitor makes his own, which nobody guesses
	Name   string
	Units  []string
	Places []string
	Feeds  []feedView
	Pick   string // the address of what was picked, where all are open
	Picked string
}

func (*feedsPage) title() (name, here string) { return "日历", "feeds" }

// feedView is a calendar's address.
type feedView struct {
	Title, URL, Token string
	Webcal            template.URL // calendar programs take it
}

// feeds is the page of calendar addresses.
func (w *Web) feeds(r *request) error {
	f, err := w.filterOf(map[string][]string{"plan": {r.URL.Query().Get("plan")}, "unit": {r.URL.Query().Get("unit")}, "place": {r.URL.Query().Get("place")}})
	if err != nil {
		return err
	}
	p := &feedsPage{Base: r.base, Own: w.ownFeeds(r), Name: f.plan.Name(), Units: unitsOf(f.plan), Places: countiesOf(f.plan)}
	if !p.Own {
		p.Picked = feedTitle(f.unit, f.place)
		p.Pick = w.origin(r) + "/export.ics" + f.query()
		return w.render(r, http.StatusOK, "feeds", p)
	}
	fs, err := w.store.Feeds(r.Context(), r.visitor.id)
	if err != nil {
		return err
	}
	for _, x := range fs {
		address := w.origin(r) + "/feed/" + url.PathEscape(x.Token) + ".ics"
		p.Feeds = append(p.Feeds, feedView{feedTitle(x.Unit, x.Place), address, x.Token, template.URL("webcal://" + address[strings.Index(address, "//")+2:])})
	}
	return w.render(r, http.StatusOK, "feeds", p)
}

// ownFeeds reports whether visitors have addresses of their own: where not everybody may read, and where records are in them.
func (w *Web) ownFeeds(r *request) bool { return !w.trusted(r) || r.visitor.telegram }

func feedTitle(unit, place string) string {
	if t := strings.Trim(unit+"、"+place, "、"); t != "" {
		return t
	}
	return "全部任务"
}

// origin is the address that others reach us by.
func (w *Web) origin(r *request) string {
	if w.PublicURL != "" {
		return w.PublicURL
	}
	return "http://" + r.Host
}

// addFeed makes an address.
func (w *Web) addFeed(r *request) error {
	if err := w.limited(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, err := w.filterOf(map[string][]string{"plan": {r.PostForm.Get("plan")}, "unit": {r.PostForm.Get("unit")}, "place": {r.PostForm.Get("place")}})
	if err != nil {
		return err
	}
	if !w.ownFeeds(r) {
		return fail(http.StatusForbidden, "这里不用建地址:页面上的地址就能订阅。")
	}
	fs, err := w.store.Feeds(r.Context(), r.visitor.id)
	if err != nil {
		return err
	}
	if len(fs) >= mostFeeds {
		return fail(http.StatusBadRequest, "日历地址太多了,先删掉不用的。")
	}
	x := dialog.Feed{Token: randomText(24), Owner: r.visitor.id, Plan: f.plan.Name(), Unit: f.unit, Place: f.place, At: time.Now()}
	if !slices.ContainsFunc(fs, func(o dialog.Feed) bool { return o.Plan == x.Plan && o.Unit == x.Unit && o.Place == x.Place }) {
		if err := w.store.Apply(r.Context(), x.At, dialog.Changes{Feeds: []dialog.Feed{x}}); err != nil {
			return err
		}
	}
	return w.redirect(r, "/feeds")
}

// dropFeed deletes an address of the visitor's own.
func (w *Web) dropFeed(r *request) error {
	if err := w.store.Apply(r.Context(), time.Now(), dialog.Changes{DropFeeds: []dialog.Feed{{Token: r.PathValue("token"), Owner: r.visitor.id}}}); err != nil {
		return err
	}
	return w.redirect(r, "/feeds")
}

// feed is what a calendar asks for. Its address is its permission, as long as its owner has his.
func (w *Web) feed(r *request) error {
	if err := w.limited(r); err != nil {
		return err
	}
	gone := fail(http.StatusNotFound, "没有这个日历,或者已经删除。")
	x, ok, err := w.store.Feed(r.Context(), strings.TrimSuffix(r.PathValue("token"), ".ics"))
	if err != nil {
		return err
	}
	if !ok {
		return gone
	}
	if w.Paired && !slices.Contains(w.Admins, x.Owner) {
		a, known, err := w.store.Access(r.Context(), x.Owner)
		if err != nil {
			return err
		}
		if !known || a.State != dialog.AccessAllowed {
			return gone
		}
	}
	f, err := w.filterOf(map[string][]string{"plan": {x.Plan}, "unit": {x.Unit}, "place": {x.Place}})
	if err != nil {
		return err
	}
	r.visitor = visitor{id: x.Owner, telegram: !dialog.IsVisitor(x.Owner)}
	b, err := w.boardOf(r, f)
	if err != nil {
		return err
	}
	return w.calendar(r, feedTitle(x.Unit, x.Place), b)
}

// markOfBytes names what is in a file.
func markOfBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
