package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cewen/plan"
	"cewen/reminders"
)

// lights are the lights by the word that an address carries for each.
var lights = []struct {
	Code  string
	Light reminders.Light
}{{"white", reminders.White}, {"yellow", reminders.Yellow}, {"green", reminders.Green}, {"blue", reminders.Blue}, {"red", reminders.Red}}

// filter is which milestones of a plan are meant.
type filter struct {
	plan  *plan.Plan
	unit  string
	place string
	year  int
	light string
}

// filterOf reads a filter from an address. What the plan does not have is an error that says so.
func (w *Web) filterOf(q url.Values) (f filter, err error) {
	if f.plan = w.planOf(q.Get("plan")); f.plan == nil {
		return f, fail(http.StatusNotFound, "没有收录这份方案。")
	}
	f.unit, f.place, f.light = q.Get("unit"), q.Get("place"), q.Get("light")
	for i := range f.plan.Units { // by any of its names: 城管局
		if u := &f.plan.Units[i]; slices.Contains(u.Spellings, f.unit) || slices.Contains(u.Aliases, f.unit) {
			f.unit = u.Name
			break
		}
	}
	if f.unit != "" && !slices.ContainsFunc(f.plan.Units, func(u plan.Unit) bool { return u.Name == f.unit }) {
		return f, fail(http.StatusNotFound, "方案没有把“"+plain(f.unit)+"”列为责任单位。")
	}
	if f.place != "" && !slices.ContainsFunc(f.plan.Places, func(p plan.Place) bool { return p.Name == f.place }) {
		return f, fail(http.StatusNotFound, "方案没有点名“"+plain(f.place)+"”。")
	}
	if y := q.Get("year"); y != "" {
		if f.year, err = strconv.Atoi(y); err != nil || f.year < 1900 || f.year > 2200 {
			return f, fail(http.StatusBadRequest, "年份要写成 2025 这样。")
		}
	}
	if f.light != "" && f.lightOf() == "" {
		return f, fail(http.StatusBadRequest, "没有这一种灯。")
	}
	return f, nil
}

func (f filter) lightOf() reminders.Light {
	for _, l := range lights {
		if l.Code == f.light {
			return l.Light
		}
	}
	return ""
}

// query is the filter as an address carries it, with some of it changed: key, value, key, value …; "" leaves one out.
func (f filter) query(change ...string) string {
	q := url.Values{}
	set := func(k, v string) {
		q.Del(k)
		if v != "" && v != "0" {
			q.Set(k, v)
		}
	}
	set("plan", f.plan.Name())
	set("unit", f.unit)
	set("place", f.place)
	set("year", strconv.Itoa(f.year))
	set("light", f.light)
	for i := 0; i+1 < len(change); i += 2 {
		set(change[i], change[i+1])
	}
	return "?" + q.Encode()
}

// whose is a filter's unit or county.
func (f filter) whose() string { return strings.Trim(f.unit+"、"+f.place, "、") }

// milestonesOf are a plan's milestones of a unit and a county.
func (w *Web) milestonesOf(f filter) []reminders.Milestone {
	name := f.plan.Name()
	return slices.DeleteFunc(slices.Clone(w.Milestones()), func(m reminders.Milestone) bool {
		return m.Plan != name || f.unit != "" && !slices.Contains(m.Units, f.unit) || f.place != "" && !slices.Contains(m.Places, f.place)
	})
}

// boardOf is the board of a filter's milestones, with what the visitor's own chat has recorded.
func (w *Web) boardOf(r *request, f filter) (reminders.Board, error) {
	var records map[reminders.Ref]reminders.Record
	if r.visitor.telegram {
		var err error
		if records, err = w.store.Recorded(r.Context(), r.visitor.id); err != nil {
			return reminders.Board{}, err
		}
	}
	return reminders.NewBoard(w.milestonesOf(f), records, w.Clock().In(w.Zone)), nil
}

// boardPage shows how everything stands.
type boardPage struct {
	Base       string
	Plan       *plan.Plan
	Name       string
	Whose      string
	Day        string
	Total      int
	Recorded   int
	Beside     string
	Own        bool // the records are the visitor's own
	White      bool // a white light is on the page
	Years      []tallied
	Units      []tallied
	UnitsSum   int
	Places     []tallied
	PlacesSum  int
	Filters    []selection
	Filtered   bool
	All        string // the address without year and light
	Lines      []lineView
	Undated    []lineView
	Indicators []indicatorView
	Timeline   timeline
	Table, ICS string
	Meeting    string // the address for the wall, or back
	Wall       bool
	Others     []link
}

func (p *boardPage) title() (name, here string) {
	return strings.TrimSpace(p.Whose + "看板"), "board"
}

// link is an address with its words.
type link struct{ Text, Href string }

// tallied is a name with its counts by light.
type tallied struct {
	Name, Href string
	Total      int
	Counts     []reminders.Count
}

// selection is a field to filter by: its name, its words and what can be chosen.
type selection struct {
	Key, Label string
	Choices    []choice
}

type choice struct {
	Value, Text string
	Chosen      bool
}

// lineView is a milestone on the page.
type lineView struct {
	Name, Value  string
	Light        reminders.Light
	Word         string
	Code         string
	Due, Written string
	Units        []link
	More         int
	Source       link
	Quote        string
	Recorded     string
}

// board is the page.
func (w *Web) board(r *request) error {
	f, err := w.filterOf(r.URL.Query())
	if err != nil {
		return err
	}
	b, err := w.boardOf(r, f)
	if err != nil {
		return err
	}
	p := &boardPage{
		Base: r.base, Plan: f.plan, Name: f.plan.Name(), Whose: f.whose(), Day: b.Today.Format("2006年1月2日"), Total: len(b.Lines), Recorded: b.Recorded, Own: r.visitor.telegram,
		White: reminders.TallyOf(b.Lines).White > 0, Filtered: f.year != 0 || f.light != "", All: r.base + "/board" + f.query("year", "", "light", ""), Wall: r.URL.Query().Get("meeting") != "",
		Table: r.base + "/export.xlsx" + f.query("year", "", "light", ""), ICS: r.base + "/export.ics" + f.query("year", "", "light", ""),
	}
	p.Meeting = r.base + "/board" + f.query("meeting", "1")
	if p.Wall {
		p.Meeting = r.base + "/board" + f.query()
	}
	var beside []string
	if n := len(b.Undated) + len(b.Yearly); n > 0 {
		beside = append(beside, fmt.Sprintf("未写时限%d项", n))
	}
	if n := len(b.Indicators); n > 0 {
		beside = append(beside, fmt.Sprintf("主要指标%d项(表内未写责任单位)", n))
	}
	p.Beside = strings.Join(beside, ";")
	wall := ""
	if p.Wall {
		wall = "1"
	}
	for _, y := range b.Years {
		p.Years = append(p.Years, tallied{fmt.Sprintf("%d年", y.Year), r.base + "/board" + f.query("year", strconv.Itoa(y.Year), "light", "", "meeting", wall), y.Tally.Total(), y.Tally.Counts()})
	}
	for _, u := range b.Units {
		p.Units = append(p.Units, tallied{u.Name, unitPath(r.base, p.Name, u.Name), u.Tally.Total(), u.Tally.Counts()})
		p.UnitsSum += u.Tally.Total()
	}
	for _, c := range b.Places {
		p.Places = append(p.Places, tallied{c.Name, r.base + "/board" + f.query("place", c.Name, "year", "", "light", ""), c.Tally.Total(), c.Tally.Counts()})
		p.PlacesSum += c.Tally.Total()
	}
	for _, l := range b.Select(reminders.Filter{Year: f.year, Light: f.lightOf()}) {
		p.Lines = append(p.Lines, lineOf(r.base, l))
	}
	if !p.Filtered {
		for _, l := range append(slices.Clone(b.Yearly), b.Undated...) {
			p.Undated = append(p.Undated, lineOf(r.base, l))
		}
		if f.unit == "" && f.place == "" {
			p.Indicators = indicatorsOf(r.base, f.plan)
		}
	}
	p.Timeline = timelineOf(r.base, f, b)
	p.Filters = filtersOf(f, b)
	if all := w.snapshot().Holdings(); len(all) > 1 {
		for _, x := range all {
			if x.Ending == nil && len(p.Others) < mostOthers {
				p.Others = append(p.Others, link{x.Brief.Heading(), r.base + "/board?plan=" + url.QueryEscape(x.Brief.Name)})
			}
		}
	}
	return w.render(r, http.StatusOK, "board", p)
}

// mostOthers is how many other plans a board leads to; all stand on the page of plans.
const mostOthers = 50

// mostUnits is how many units stand in a line of a list.
const mostUnits = 3

// lineOf lays a milestone out.
func lineOf(base string, l reminders.Line) lineView {
	m := l.Milestone
	v := lineView{Name: plain(m.Metric), Value: plain(m.Value), Light: l.Light, Word: word(l), Due: isoDay(m.Due), Written: plain(m.Words), Quote: plain(m.Quote), Recorded: recordedOf(l.Record),
		Source: link{plain(strings.TrimSpace(m.Label + m.Title)), planPath(base, m.Plan) + "#c" + strconv.Itoa(m.Clause)}}
	if m.Scope != "" {
		v.Name += "(" + plain(m.Scope) + ")"
	}
	if m.Kind == reminders.Yearly {
		v.Written = "每年"
	}
	for _, x := range lights {
		if x.Light == l.Light {
			v.Code = x.Code
		}
	}
	for i, u := range m.Units {
		if i == mostUnits {
			v.More = len(m.Units) - i
			break
		}
		v.Units = append(v.Units, link{u, unitPath(base, m.Plan, u)})
	}
	return v
}

// lamp is a light as the page draws it: not every office has a font with the character, which stays for who copies or hears it.
func lamp(l reminders.Light) template.HTML {
	for _, x := range lights {
		if x.Light == l {
			return template.HTML(`<span class="lamp ` + x.Code + `">` + string(l) + `</span>`)
		}
	}
	return ""
}

// word is the word that stands beside a light: the two ways to a red one have each their own.
func word(l reminders.Line) string {
	if l.Light == "" {
		return ""
	}
	if c := reminders.TallyOf([]reminders.Line{l}).Counts(); len(c) == 1 {
		return c[0].Word
	}
	return l.Light.Name()
}

// recordedOf says what was recorded, "" for nothing.
func recordedOf(r reminders.Record) string {
	var out []string
	switch {
	case r.Status == reminders.Postponed:
		out = append(out, "延期到"+isoDay(r.Until))
	case r.Status != reminders.NotRecorded:
		out = append(out, r.Status.Name())
	}
	if r.Note != "" {
		out = append(out, "备注:"+plain(r.Note))
	}
	return strings.Join(out, ";")
}

// filtersOf are what the page can be narrowed by.
func filtersOf(f filter, b reminders.Board) []selection {
	any := func(text string, chosen bool) []choice { return []choice{{"", text, chosen}} }
	years, units, places, ls := any("全部年份", f.year == 0), any("全部单位", f.unit == ""), any("全部县区", f.place == ""), any("全部", f.light == "")
	for _, y := range b.Years {
		years = append(years, choice{strconv.Itoa(y.Year), fmt.Sprintf("%d年", y.Year), y.Year == f.year})
	}
	for _, u := range byDuties(f.plan) {
		units = append(units, choice{u.Name, u.Name, u.Name == f.unit})
	}
	for _, c := range countiesOf(f.plan) {
		places = append(places, choice{c, c, c == f.place})
	}
	for _, l := range lights {
		ls = append(ls, choice{l.Code, l.Light.Name(), l.Code == f.light})
	}
	return []selection{{"year", "年份", years}, {"unit", "单位", units}, {"place", "县区", places}, {"light", "灯", ls}}
}
