package plan

import (
	"strings"
	"unicode/utf8"
)

// lineRows cuts the cells of a table that was flattened to one cell a line into rows.
type lineRows struct {
	p     *parser
	t     *taskTable
	cells []lineCell // below the header
	piped bool
	seq   int  // the column of the running number
	open  bool // columns follow those that say who and when: 备注
}

// read reads the rows and returns how many cells they take; 0: it is no table.
func (r *lineRows) read() int {
	r.seq = -1
	for k, c := range r.t.cols {
		if c.is == taskSeq && r.seq < 0 {
			r.seq = k
		}
	}
	first := r.firstNumber()
	last := r.t.cols[len(r.t.cols)-1].is
	r.open = !isDutyCol(last) && last != taskDue
	if first < 0 {
		return r.unnumbered()
	}
	for k := range r.seq { // 工作任务 before the number is what the rows have in common
		if r.t.cols[k].is == taskText && lastText(r.t.cols) > r.seq {
			r.t.cols[k].is = taskGroup
		}
	}
	return r.numbered(first)
}

func lastText(cols []taskCol) int {
	at := -1
	for k, c := range cols {
		if c.is == taskText {
			at = k
		}
	}
	return at
}

// firstNumber finds the cell of the first running number, -1: there is none. A header may leave its column out.
func (r *lineRows) firstNumber() int {
	groups := 0
	for k, c := range r.cells {
		switch {
		case isGroupLine(r.p, c.from):
			groups++
		case c.shape == numberCell:
			if r.seq < 0 {
				if r.nextStart(k) < 0 && c.In(r.p.text) != "1" {
					return -1
				}
				r.seq = k - groups
				r.t.cols = append(r.t.cols[:r.seq:r.seq], append([]taskCol{{is: taskSeq}}, r.t.cols[r.seq:]...)...)
			}
			return k
		case k-groups > len(r.t.cols)-1 || r.seq >= 0 && k-groups > r.seq:
			return -1
		}
	}
	return -1
}

// reach is how many cells a row has at most.
func (r *lineRows) reach() int { return 3*len(r.t.cols) + 3 }

func anchor(c lineCell) bool {
	return c.shape == unitsCell || c.shape == dueCell || c.shape == noneCell
}

// unitsFirst reports whether units stand right behind the number, and not what is to be done, which may look like one: 市政务服务中心.
func (r *lineRows) unitsFirst() bool {
	return r.seq+1 < len(r.t.cols) && isDutyCol(r.t.cols[r.seq+1].is)
}

// nextStart finds the number of the row after that whose number is cell k, -1: none. The numbers rise; a table that is an extract leaves some out (3, 68,
// 69). A value is no number of a row: who or when stands before the next row.
func (r *lineRows) nextStart(k int) int {
	last := atoi(r.cells[k].In(r.p.text))
	complete := false
	loose, jump := -1, -1
	for i, n := k+1, 0; i < len(r.cells) && n <= r.reach(); i++ {
		c := r.cells[i]
		if isGroupLine(r.p, c.from) && complete {
			continue
		}
		n++
		complete = complete || anchor(c) && (i > k+1 || r.unitsFirst())
		if c.shape != numberCell || i == k+1 || i+1 < len(r.cells) && r.cells[i+1].shape == numberCell {
			continue
		}
		switch no := atoi(c.In(r.p.text)); {
		case no == last+1 && complete:
			return i
		case no == last+1 && loose < 0:
			loose = i
		case no > last+1 && complete && jump < 0 && i+1 < len(r.cells) && r.seq+1 < len(r.t.cols) && fits(r.cells[i+1], r.p.text, r.t.cols[r.seq+1]) > 0:
			jump = i
		}
	}
	if loose >= 0 {
		return loose
	}
	return jump
}

// numbered reads rows that open with a running number.
func (r *lineRows) numbered(first int) int {
	group := Span{}
	lead, rest := r.before(r.cells[:first], &group, true)
	if len(rest) > 0 {
		return 0
	}
	for k := first; ; {
		next := r.nextStart(k)
		if next < 0 {
			end := k + 1 + r.lastRow(r.cells[k+1:])
			if end == k+1 { // cut off before anybody is named
				return k
			}
			r.rows(lead, r.cells[k:end], group)
			return end
		}
		after := group
		ahead, own := r.before(r.cells[k+1:next], &after, false)
		r.rows(lead, r.cells[k:k+1+len(own)], group)
		lead, group, k = ahead, after, next
	}
}

// before splits what stands before a row's number: cells of the row before it, the lines that head the next ones, and the row's own first cells.
func (r *lineRows) before(cells []lineCell, group *Span, top bool) (lead, rest []lineCell) {
	rest = cells
	for len(lead) < r.seq && len(rest) > 0 {
		c := rest[len(rest)-1]
		if c.shape != textCell || isGroupLine(r.p, c.from) {
			break
		}
		lead, rest = cells[len(rest)-1:len(rest)+len(lead)], rest[:len(rest)-1]
	}
	found := false
	for n := len(rest); n > 0 && isGroupLine(r.p, rest[n-1].from) && (n > 1 || top || r.seq > 0); n-- {
		if !found {
			*group, found = rest[n-1].Span, true
		}
		rest = rest[:n-1]
	}
	if n := len(rest); !found && n > 0 && r.seq == 0 && rest[n-1].shape == textCell && r.short(rest[n-1]) && (top || n > 1 && anchor(rest[n-2]) && !r.open) {
		*group, rest = rest[n-1].Span, rest[:n-1] // 教育医疗类
	}
	return lead, rest
}

// short reports whether a cell can be the name of a group of rows.
func (r *lineRows) short(c lineCell) bool {
	in := c.In(r.p.text)
	return utf8.RuneCountInString(in) <= 20 && !strings.ContainsAny(in, "。，,；;：:")
}

// lastRow is how many cells the last row has: nothing behind it says where it ends.
func (r *lineRows) lastRow(cells []lineCell) int {
	cells = r.untilTail(cells[:min(len(cells), r.reach())])
	for k, c := range cells {
		if k > 0 && isGroupLine(r.p, c.from) {
			cells = cells[:k]
			break
		}
	}
	if r.piped && r.open {
		return len(cells)
	}
	end := r.walk(cells)
	own := len(r.t.cols) - 1 - r.seq
	if (end == 0 || r.open) && len(cells) >= own && standsAs(cells[:own], r.p.text, r.t.cols[r.seq+1:]) {
		return own
	}
	if r.open { // what follows the units may be the text behind the table
		end = min(own, len(cells))
		for end > 1 && !anchor(cells[end-1]) {
			end--
		}
		return max(0, end)
	}
	for !r.open && end > 0 { // a second task with its own date
		more := r.walk(cells[end:])
		if more < 2 || more > 4 || cells[end+more-1].shape != dueCell || !r.t.has(taskDue) || cells[end].shape != textCell {
			break
		}
		end += more
	}
	return end
}

// untilTail leaves out what closes a text: annexes, notes, and the signature, whose date is no date of a row.
func (r *lineRows) untilTail(cells []lineCell) []lineCell {
	dated := !r.t.has(taskDue)
	for k, c := range cells {
		in := c.In(r.p.text)
		signed := chineseDate.MatchString(squeeze(in)) && dated
		if dated = dated || c.shape == dueCell; !signed && !closing.MatchString(in) && !noteLine.MatchString(in) && !boilerplate.MatchString(in) {
			continue
		}
		place := "" // 云泽 of 云泽县教育局 云泽县财政局, which sign together; 县人社局 above them is of the row
		for signed && k > 0 && isSigner(cells[k-1].In(r.p.text)) && strings.HasPrefix(cells[k-1].In(r.p.text), place) {
			k--
			place = string([]rune(cells[k].In(r.p.text))[:2])
		}
		return cells[:k]
	}
	return cells
}

// walk is how many cells a row takes that starts with cell 0: its text, then who and when. 0: nobody and no date is named.
func (r *lineRows) walk(cells []lineCell) int {
	k := 0
	for k < len(cells) && (!anchor(cells[k]) || k == 0 && !r.unitsFirst() && len(cells) > 1 && cells[0].shape == unitsCell && !anchor(cells[1])) {
		k++
	}
	due := false
	for ; k < len(cells); k++ {
		c := cells[k]
		if due && c.shape == unitsCell && r.t.cols[len(r.t.cols)-1].is == taskDue {
			return k
		}
		if !anchor(c) && !r.between(cells, k) {
			return k
		}
		due = due || c.shape == dueCell
	}
	if k == len(cells) && (k == 0 || !anchor(cells[k-1])) {
		return 0
	}
	return k
}

// between reports whether a cell among units is one too, though its name does not look like one: 省人口计生.
func (r *lineRows) between(cells []lineCell, k int) bool {
	in := cells[k].In(r.p.text)
	return k > 0 && k+1 < len(cells) && cells[k].shape == textCell && cells[k-1].shape == unitsCell && cells[k+1].shape == unitsCell &&
		utf8.RuneCountInString(in) <= 8 && !taskVerb.MatchString(in) && !strings.ContainsAny(in, "。，,、；;：:（(")
}

// rows adds the rows of one number. A task behind a unit or a date is another row, whose units are those above.
func (r *lineRows) rows(lead, cells []lineCell, group Span) {
	number := cells[0]
	row := append(append([]lineCell{}, lead...), number)
	filled := 0
	for k := 1; k < len(cells); k++ {
		c := cells[k]
		if !r.open && k > 1 && c.shape == textCell && filled > 0 && anchor(cells[k-1]) && !r.between(cells, k) && r.opensRow(cells[k:]) {
			r.add(row, number, group)
			row, filled = nil, 0
		}
		row = append(row, c)
		if anchor(c) {
			filled++
		}
	}
	r.add(row, number, group)
}

// opensRow reports whether a cell of text behind units is the task of another row: a date or a unit follows, or it is a sentence.
func (r *lineRows) opensRow(cells []lineCell) bool {
	return r.walk(cells) > 0 || strings.HasSuffix(cells[0].In(r.p.text), "。")
}

// unnumbered reads rows without numbers: who and when end a row.
func (r *lineRows) unnumbered() int {
	if r.seq >= 0 || r.open || r.t.cols[0].is != taskText && r.t.cols[0].is != taskGroup {
		return 0
	}
	if !r.t.has(taskDue) {
		r.cells = r.untilTail(r.cells)
	}
	group := Span{}
	end := 0
	for k := 0; k < len(r.cells); {
		if isGroupLine(r.p, r.cells[k].from) {
			group = r.cells[k].Span
			k++
			continue
		}
		n := r.walk(r.cells[k:min(len(r.cells), k+r.reach())])
		texts := 0
		for texts < n && !anchor(r.cells[k+texts]) {
			texts++
		}
		if n == 0 || texts == 0 || !r.piped && texts > len(r.t.cols)+2 {
			break
		}
		r.add(append([]lineCell{}, r.cells[k:k+n]...), lineCell{}, group)
		k += n
		end = k
	}
	if len(r.t.rows) < 2 && !r.piped {
		return 0
	}
	return end
}
