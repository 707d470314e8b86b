package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// fits says how well a cell stands in a column.
func fits(c lineCell, text string, col taskCol) int {
	in := c.In(text)
	switch {
	case col.is == taskSeq || c.shape == numberCell && col.is != taskOther:
		if c.shape == numberCell && col.is == taskSeq {
			return 20
		}
		return -20
	case c.shape == noneCell:
		return 4
	case isDutyCol(col.is):
		if c.shape == unitsCell {
			return 10
		}
		return never
	case col.is == taskDue:
		if c.shape == dueCell {
			return 10
		} else if c.shape != unitsCell && utf8.RuneCountInString(in) <= longDue {
			return -1
		}
		return never
	case col.is == taskText:
		switch c.shape {
		case unitsCell:
			return -20
		case dueCell:
			return -5
		}
		return 5
	case col.is == taskGroup:
		if c.shape == textCell && utf8.RuneCountInString(in) <= 24 {
			return 4
		}
		return -6
	case col.is == taskOther && personWord.MatchString(squeeze(col.words)):
		if c.shape == textCell && utf8.RuneCountInString(in) <= 12 {
			return 8
		}
		return -6
	case c.shape == unitsCell:
		return -4
	}
	return 1
}

var personWord = regexp.MustCompile(`领导|责任人|负责人|联系人`)

func isDutyCol(r taskRole) bool { return r == taskLead || r == taskUnits || r == taskSupport }

// missed is what an empty cell of a column costs.
func missed(r taskRole) int {
	if isDutyCol(r) || r == taskDue {
		return -2
	}
	return -1
}

// never is what no other cells make up for: a task among the units.
const never = -1 << 20

// align gives the cells of a row to its columns, in order. Units and text may take several cells, other columns one.
func align(cells []lineCell, text string, cols []taskCol) []int {
	if len(cells) == len(cols) && standsAs(cells, text, cols) {
		at := make([]int, len(cells))
		for k := range at {
			at[k] = k
		}
		return at
	}
	const bad = never / 2
	best := make([][]int, len(cells)+1) // of the first i cells, the last of them in column j-1
	from := make([][]int, len(cells)+1)
	for i := range best {
		best[i], from[i] = make([]int, len(cols)+1), make([]int, len(cols)+1)
		for j := range best[i] {
			best[i][j] = bad
		}
	}
	best[0][0] = 0
	for i := 1; i <= len(cells); i++ {
		for j := 1; j <= len(cols); j++ {
			fit := fits(cells[i-1], text, cols[j-1])
			skipped := 0
			for k := j; k >= 0; k-- {
				if k < j-1 {
					skipped += missed(cols[k].is)
				}
				score := best[i-1][k] + fit + skipped
				if k == j {
					if !isDutyCol(cols[j-1].is) && cols[j-1].is != taskText {
						continue
					}
					score-- // another cell of the same column
				}
				if best[i-1][k] > bad && score > bad && score >= best[i][j] { // one unit for two columns is the first's
					best[i][j], from[i][j] = score, k
				}
			}
		}
	}
	end, top := 0, bad
	for j := 1; j <= len(cols); j++ {
		score := best[len(cells)][j]
		for k := j; k < len(cols); k++ {
			score += missed(cols[k].is)
		}
		if best[len(cells)][j] > bad && score > top {
			end, top = j, score
		}
	}
	if top < -10 {
		return nil
	}
	at := make([]int, len(cells))
	for i, j := len(cells), end; i > 0; i-- {
		at[i-1] = j - 1
		j = from[i][j]
	}
	return at
}

// standsAs reports whether cells that are as many as the columns can be theirs one by one.
func standsAs(cells []lineCell, text string, cols []taskCol) bool {
	said := false // what is to be done
	for _, c := range cells {
		said = said || c.shape == textCell
	}
	for k, c := range cells {
		in := c.In(text)
		switch {
		case cols[k].is == taskSeq && c.shape != numberCell:
			return false
		case isDutyCol(cols[k].is):
			odd := c.shape == dueCell || c.shape == numberCell || utf8.RuneCountInString(in) > 24 || taskVerb.MatchString(in) || strings.Contains(in, "。")
			if c.shape != unitsCell && c.shape != noneCell && odd && !unitLevel.MatchString(in) {
				return false
			}
		case c.shape == unitsCell && (cols[k].is == taskDue || cols[k].is == taskText && said):
			return false
		}
	}
	return true
}

// add adds a row whose cells are given to the columns.
func (r *lineRows) add(cells []lineCell, number lineCell, group Span) {
	for k := range cells {
		if r.between(cells, k) {
			cells[k].shape = unitsCell
		}
	}
	if len(cells) == 0 {
		return
	}
	at := align(cells, r.p.text, r.t.cols)
	if at == nil {
		r.p.warn(r.p.lines[cells[0].from].no, "unread-row", clip(cells[0].In(r.p.text), 40))
		return
	}
	line := Span{cells[0].Start, cells[len(cells)-1].End}
	spans := make([]Span, len(r.t.cols))
	count := make([]int, len(r.t.cols))
	for k := range spans {
		spans[k] = Span{line.End, line.End}
	}
	for k, c := range cells {
		if count[at[k]]++; count[at[k]] == 1 {
			spans[at[k]] = c.Span
		}
		spans[at[k]].End = c.End
	}
	if r.seq >= 0 && count[r.seq] == 0 {
		spans[r.seq] = number.Span
	}
	plain := r.mixed(spans, count)
	r.t.row(r.p, line, spans, group)
	r.t.rows[len(r.t.rows)-1].plain = plain
}

// mixed joins the cells of columns side by side that say who, where they are more than the columns: who leads cannot be told from them.
func (r *lineRows) mixed(spans []Span, count []int) bool {
	for k := 0; k < len(spans); k++ {
		end, n := k, 0
		for end < len(spans) && isDutyCol(r.t.cols[end].is) {
			n += count[end]
			end++
		}
		if end-k < 2 || n <= end-k {
			k = max(k, end)
			continue
		}
		for j := k + 1; j < end; j++ {
			if count[j] > 0 {
				spans[k].Start, spans[k].End = min(spans[k].Start, spans[j].Start), max(spans[k].End, spans[j].End)
				spans[j] = Span{spans[j].End, spans[j].End}
			}
		}
		return true
	}
	return false
}
