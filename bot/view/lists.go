package view

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"cewen/answer"
	"cewen/outbox"
	"cewen/plan"
)

// How many entries a list shows at a time; each is a button.
const (
	unitsAPage   = 12
	clausesAPage = 8
)

// Units lists a plan's responsible units, those with most to do first, as buttons to tap.
func Units(p *plan.Plan, page int) outbox.Message {
	us := byDuties(p)
	from, to, page, pages := window(len(us), unitsAPage, page)
	var rows [][]outbox.Button
	for i := from; i < to; i += 2 {
		var row []outbox.Button
		for _, u := range us[i:min(i+2, to)] {
			row = append(row, button(fmt.Sprintf("%s %d条", cut(u.Name, 14), len(u.Clauses())), VerbUnit, PlanTag(p), Tag(u.Name)))
		}
		rows = append(rows, row)
	}
	if row := pager(page, pages, func(n int) outbox.Button { return button("", VerbUnits, PlanTag(p), itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	html := bold(fmt.Sprintf("责任单位%d个", len(us))) + "\n" + esc(p.Heading()) + "\n点一个看它的全部任务,也可以直接问,如“" + esc(firstName(us)) + "有哪些任务”。"
	return outbox.Message{HTML: html, Buttons: rows}
}

func firstName(us []*plan.Unit) string {
	if len(us) == 0 {
		return "某单位"
	}
	return us[0].Name
}

func byDuties(p *plan.Plan) []*plan.Unit {
	us := make([]*plan.Unit, len(p.Units))
	for i := range p.Units {
		us[i] = &p.Units[i]
	}
	sort.SliceStable(us, func(i, j int) bool { return len(us[i].Duties) > len(us[j].Duties) })
	return us
}

// PickUnit asks whose bureau 我局 is. turn is the question that waits for it, "" for none.
func PickUnit(p *plan.Plan, page int, turn string) outbox.Message {
	us := byDuties(p)
	from, to, page, pages := window(len(us), unitsAPage, page)
	var rows [][]outbox.Button
	for i := from; i < to; i += 2 {
		var row []outbox.Button
		for _, u := range us[i:min(i+2, to)] {
			row = append(row, button(cut(u.Name, 16), VerbMine, Tag(u.Name), turn))
		}
		rows = append(rows, row)
	}
	if row := pager(page, pages, func(n int) outbox.Button { return button("", VerbPickUnit, itoa(n), turn) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: "您是哪个单位?点一个,以后“我局”就是它;也可以发:我是……局的。", Buttons: rows}
}

// PickPlace asks which county 我县 is.
func PickPlace(p *plan.Plan, turn string) outbox.Message {
	var rows [][]outbox.Button
	var row []outbox.Button
	for i := range p.Places {
		pl := &p.Places[i]
		if pl.Kind != "县" && pl.Kind != "区" && pl.Kind != "市" {
			continue
		}
		row = append(row, button(pl.Name, VerbMyPlace, Tag(pl.Name), turn))
		if len(row) == 3 {
			rows, row = append(rows, row), nil
		}
		if len(rows) == 8 {
			break
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: "您是哪个县区?点一个,以后“我县”就是它;也可以发:我是……县的。", Buttons: rows}
}

// Chapters lists a plan's chapters, to choose a clause from.
func Chapters(p *plan.Plan) outbox.Message {
	var rows [][]outbox.Button
	for i := range p.Chapters {
		ch := &p.Chapters[i]
		if len(ch.Clauses) == 0 {
			continue
		}
		rows = append(rows, []outbox.Button{button(cut(ch.Name(), 26), VerbChapter, PlanTag(p), itoa(ch.Number), "0")})
		if len(rows) == 20 {
			break
		}
	}
	if name, list := outside(p); len(list) > 0 {
		rows = append(rows, []outbox.Button{button(name, VerbChapter, PlanTag(p), "0", "0")})
	}
	html := bold(fmt.Sprintf("%d章%d条", len(p.Chapters), len(p.Clauses))) + "\n" + esc(p.Heading()) + "\n点一章看它的条款,也可以直接发“第十四条”或“14条”。"
	return outbox.Message{HTML: html, Buttons: rows}
}

// Chapter lists the clauses of a chapter; ok is false where there is none of that number.
func Chapter(p *plan.Plan, number, page int) (m outbox.Message, ok bool) {
	name, clauses := outside(p)
	for i := range p.Chapters {
		if ch := &p.Chapters[i]; ch.Number == number {
			name, clauses, ok = ch.Name(), ch.Clauses, true
		}
	}
	if !ok && (number != 0 || len(clauses) == 0) {
		return outbox.Message{}, false
	}
	from, to, page, pages := window(len(clauses), clausesAPage, page)
	var rows [][]outbox.Button
	for _, n := range clauses[from:to] {
		rows = append(rows, []outbox.Button{button(cut(ClauseName(p, n), 26), VerbClause, PlanTag(p), itoa(n))})
	}
	row := pager(page, pages, func(n int) outbox.Button { return button("", VerbChapter, PlanTag(p), itoa(number), itoa(n)) })
	rows = append(rows, append(row, button("全部章节", VerbChapters, PlanTag(p))))
	return outbox.Message{HTML: bold(name) + fmt.Sprintf("\n%d条,点一条看原文。", len(clauses)), Buttons: rows}, true
}

// outside are the clauses of no chapter: all of them in a plan without chapters, else its annexes.
func outside(p *plan.Plan) (name string, clauses []int) {
	for i := range p.Clauses {
		if c := &p.Clauses[i]; c.Chapter == 0 {
			clauses = append(clauses, c.Number)
		}
	}
	if name = "全部条款"; len(p.Chapters) > 0 {
		name = "不在各章里的条款"
	}
	return name, clauses
}

// ClauseName is a clause's number and title; "" where the plan has none of that number.
func ClauseName(p *plan.Plan, number int) string {
	for i := range p.Clauses {
		if c := &p.Clauses[i]; c.Number == number {
			return answer.Citation{Clause: c.Number, Label: c.Label, Title: c.Title}.Source()
		}
	}
	return ""
}

// Indicators renders one page of a plan's table: a row a paragraph, since a table of five columns cannot be read on a phone.
func Indicators(p *plan.Plan, page int) outbox.Message {
	if len(p.Indicators) == 0 {
		return outbox.Message{HTML: esc(p.Heading()) + "\n这个方案没有指标表。"}
	}
	head := fmt.Sprintf("主要指标%d项", len(p.Indicators))
	if y := years(p); y != "" {
		head += "(" + y + ")"
	}
	var pages []string
	var b strings.Builder
	used := 0
	category := ""
	for i := range p.Indicators {
		in := &p.Indicators[i]
		text := fmt.Sprintf("%d %s", in.Row, in.Name)
		value := in.Base + " → " + in.Target
		if in.Unit != "" {
			value += " " + in.Unit
		}
		n := lines(text+" "+value) + 1
		if used > 0 && used+n > phoneLines+5 {
			pages = append(pages, b.String())
			b.Reset()
			used, category = 0, ""
		}
		if in.Category != category && in.Category != "" {
			category = in.Category
			b.WriteString("\n<b>" + esc(category) + "</b>")
			used++
		}
		b.WriteString("\n" + esc(text) + "\n    " + bold(value))
		used += n
	}
	pages = append(pages, b.String())
	page = clamp(page, len(pages))
	html := bold(head) + pages[page] + "\n" + esc("〔主要指标表 · "+p.Name()+"〕") + "\n表内没有写责任单位。"
	var rows [][]outbox.Button
	if row := pager(page, len(pages), func(n int) outbox.Button { return button("", VerbRows, PlanTag(p), itoa(n)) }); row != nil {
		rows = append(rows, row)
	}
	return outbox.Message{HTML: html, Buttons: rows}
}

// years says what the two columns are, where all rows agree.
func years(p *plan.Plan) string {
	base, target := p.Indicators[0].BaseYear, p.Indicators[0].TargetYear
	for i := range p.Indicators {
		if p.Indicators[i].BaseYear != base || p.Indicators[i].TargetYear != target {
			return ""
		}
	}
	if base == 0 || target == 0 {
		return ""
	}
	return fmt.Sprintf("%d年 → %d年", base, target)
}

// Years lists in which years a plan's targets fall due, as buttons.
func Years(p *plan.Plan, today string) outbox.Message {
	counts := map[int]int{}
	undated := 0
	for i := range p.Targets {
		if d := p.Targets[i].Deadline; d != nil {
			counts[d.Year]++
		} else {
			undated++
		}
	}
	var all []int
	total := 0
	for y, n := range counts {
		all = append(all, y)
		total += n
	}
	slices.Sort(all)
	var b strings.Builder
	b.WriteString(bold(fmt.Sprintf("有时限的目标%d项", total)) + "\n" + esc(p.Heading()))
	var row []outbox.Button
	for _, y := range all {
		state := "未到期"
		if itoa(y)+"-12-31" < today {
			state = "已到期"
		}
		fmt.Fprintf(&b, "\n%d年 %d项(%s)", y, counts[y], state)
		row = append(row, button(fmt.Sprintf("%d年 %d项", y, counts[y]), VerbYear, PlanTag(p), itoa(y)))
	}
	if undated > 0 {
		fmt.Fprintf(&b, "\n另:未写时限%d项", undated)
	}
	if len(p.Indicators) > 0 {
		fmt.Fprintf(&b, ";主要指标%d项(表内未写责任单位)", len(p.Indicators))
	}
	fmt.Fprintf(&b, "\n按今天%s算。到期只表示日期已过,不表示没有完成。", esc(today))
	return outbox.Message{HTML: b.String(), Buttons: inRows(row, 3)}
}

// window is which entries page shows, of n entries with so many a page.
func window(n, each, page int) (from, to, at, pages int) {
	pages = max(1, (n+each-1)/each)
	at = clamp(page, pages)
	from = at * each
	return from, min(n, from+each), at, pages
}

// inRows puts buttons into rows of n.
func inRows(bs []outbox.Button, n int) [][]outbox.Button {
	var rows [][]outbox.Button
	for chunk := range slices.Chunk(bs, n) {
		rows = append(rows, chunk)
	}
	return rows
}
