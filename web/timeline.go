package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cewen/plan"
	"cewen/reminders"
)

// timeline is when things fall due, to be drawn.
type timeline struct {
	Width, Height int
	Base          int // where the line lies
	Marks         []mark
	Today         int
	TodayText     string
	Words         string // the same for who does not see it
}

// mark is a day on which something falls due.
type mark struct {
	X, Y, R int
	Text    string
	Day     string
	Href    string
}

// timelineOf lays the due days out, evenly by the year they are in; the circles grow with what falls due.
func timelineOf(base string, f filter, b reminders.Board) timeline {
	const width, height, margin = 900, 150, 60
	t := timeline{Width: width, Height: height, Base: 90}
	counts := map[string]int{}
	for _, l := range b.Lines {
		counts[reminders.EffectiveDue(l.Milestone, l.Record)]++
	}
	if len(counts) == 0 {
		return timeline{}
	}
	var days []string
	for d := range counts {
		days = append(days, d)
	}
	slices.Sort(days)
	at := func(day string) float64 {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return 0
		}
		return float64(d.Year()) + float64(d.YearDay())/366
	}
	today := b.Today.Format(time.DateOnly)
	from, to := min(at(days[0]), at(today)), max(at(days[len(days)-1]), at(today))
	// Years far ahead are drawn closer: a root of the distance keeps the near ones apart.
	place := func(day string) int {
		if to == from {
			return width / 2
		}
		return margin + int(math.Sqrt((at(day)-from)/(to-from))*(width-2*margin))
	}
	most := slices.MaxFunc(days, func(a, b string) int { return cmp.Compare(counts[a], counts[b]) })
	var words []string
	for i, d := range days {
		n := counts[d]
		m := mark{X: place(d), Y: t.Base, R: 6 + int(20*math.Sqrt(float64(n)/float64(counts[most]))), Text: fmt.Sprintf("%d项", n), Day: d, Href: base + "/board" + f.query("year", d[:4], "light", "")}
		t.Marks = append(t.Marks, m)
		if i < 40 {
			words = append(words, fmt.Sprintf("%s到期%d项", isoDay(d), n))
		}
	}
	t.Today, t.TodayText = place(today), "今天"
	t.Words = strings.Join(words, ";")
	return t
}

// indicatorView is a row of the table of indicators, with a bar from base to target where both are plain numbers.
type indicatorView struct {
	Row                   int
	Name, Unit, Href      string
	Category              string
	Base, Target          string
	BaseYear, TargetYear  int
	Bar                   bool
	BaseWidth, GoalsWidth int // of 200
}

// indicatorsOf are a plan's indicators.
func indicatorsOf(base string, p *plan.Plan) []indicatorView {
	var out []indicatorView
	for i := range p.Indicators {
		in := &p.Indicators[i]
		v := indicatorView{Row: in.Row, Name: plain(in.Name), Unit: plain(in.Unit), Category: plain(in.Category), Base: plain(in.Base), Target: plain(in.Target), BaseYear: in.BaseYear, TargetYear: in.TargetYear,
			Href: planPath(base, p.Name()) + "#row" + strconv.Itoa(in.Row)}
		a, b := in.BaseQty, in.TargetQty
		if a != nil && b != nil && a.Op != plan.OpRange && b.Op != plan.OpRange && a.Num >= 0 && b.Num >= 0 && !strings.ContainsAny(in.Base+in.Target, ":\uff1a") && max(a.Num, b.Num) > 0 {
			scale := max(a.Num, b.Num)
			if in.Unit == "%" && scale <= 100 {
				scale = 100
			}
			v.Bar, v.BaseWidth, v.GoalsWidth = true, int(200*a.Num/scale), int(200*b.Num/scale)
		}
		out = append(out, v)
	}
	return out
}
