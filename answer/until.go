package answer

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"cewen/lexicon"
)

// until is the day up to which a question asks for what falls due: 6月底前, 三季度, 上半年. What fell due earlier in its year belongs to it.
type until struct {
	month, day int
}

var (
	monthEnd = regexp.MustCompile(`(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份|底|末)?`)
	monthDay = regexp.MustCompile(`^(\d{1,2})[日号]`)
	quarter  = regexp.MustCompile(`([一二三四1-4])季度`)
)

// findUntil reads it, where what falls due is asked for. A month without a year is of the year in which the plan has something due then.
func (q *question) findUntil(d *doc) {
	if !q.any("due", "due.left", "duties") || len(q.yearList()) > 1 {
		return
	}
	start, end := -1, 0
	if m := monthEnd.FindStringSubmatchIndex(q.norm); m != nil && (m[0] == 0 || !isDigit(q.norm[m[0]-1])) {
		n, _ := lexicon.ParseNumber(q.norm[m[2]:m[3]])
		start, end, q.until.month = m[0], m[1], int(n)
		if day := monthDay.FindStringSubmatch(q.norm[end:]); day != nil {
			q.until.day, end = atoi(day[1]), end+len(day[0])
		}
	} else if m := quarter.FindStringSubmatchIndex(q.norm); m != nil {
		n, _ := lexicon.ParseNumber(q.norm[m[2]:m[3]])
		start, end, q.until.month = m[0], m[1], 3*int(n)
	} else if i := strings.Index(q.norm, "上半年"); i >= 0 {
		start, end, q.until.month = i, i+len("上半年"), 6
	}
	if start < 0 || q.until.month < 1 || q.until.month > 12 {
		q.until = until{}
		return
	}
	for _, more := range []string{"之前", "以前", "前"} {
		if strings.HasPrefix(q.norm[end:], more) {
			end += len(more)
			break
		}
	}
	q.cover(start, end)
	if len(q.years) == 0 {
		q.years = append(q.years, lexicon.Year{Start: start, End: end, Year: d.yearOfMonth(q.until, q.today), Word: q.norm[start:end]})
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// yearOfMonth is the year meant by a month alone: the title's, else that of the plan's first date in the month, else today's.
func (d *doc) yearOfMonth(u until, today time.Time) int {
	if y := d.onlyYear(); y > 0 {
		return y
	}
	for i := range d.facts {
		if f := &d.facts[i]; f.target != nil && f.target.Deadline != nil && strings.Contains(f.target.Deadline.ISO, fmt.Sprintf("-%02d-", u.month)) && u.month < 12 {
			return f.year()
		}
	}
	return today.Year()
}

// holds reports whether a date of its year is not behind it.
func (u until) holds(iso string) bool {
	if u.month == 0 || len(iso) < 10 {
		return true
	}
	day := u.day
	if day == 0 {
		day = 31
	}
	return iso[5:10] <= fmt.Sprintf("%02d-%02d", u.month, day)
}

// words says it behind a year: 2024年6月底前.
func (u until) words() string {
	switch {
	case u.month == 0:
		return ""
	case u.day > 0:
		return itoa(u.month) + "月" + itoa(u.day) + "日前"
	}
	return itoa(u.month) + "月底前"
}

var (
	yearInTitle = regexp.MustCompile(`\d{4}年`)
	severalYear = regexp.MustCompile(`\d{4}年?[-—–~～至到]+\d{4}年|[一二两三四五六七八九十]年`)
)

// onlyYear is the year of a plan for one year, by its title: what it sets without a date is set for that year. 0: it is none.
func (d *doc) onlyYear() int {
	title := lexicon.Fold(d.title)
	found := yearInTitle.FindAllString(title, -1)
	if len(found) != 1 || severalYear.MatchString(title) {
		return 0
	}
	return atoi(strings.TrimSuffix(found[0], "年"))
}

// yearOf is the year of a fact: its own, else the title's.
func (a *asker) yearOf(f *fact) int {
	if y := f.year(); y > 0 || f.target == nil {
		return y
	}
	return a.d.onlyYear()
}
