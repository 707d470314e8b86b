package plan

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	boxHead = regexp.MustCompile(`^专栏\s*[0-9一二三四五六七八九十]+`)
	boxRow  = regexp.MustCompile(`^(\d{1,2})[.．、]`)
	seqCell = regexp.MustCompile(`^\d{1,3}$`)
	// 指标名称（属性）
	bracketed = regexp.MustCompile(`[（(][^）)]*[)）]`)
	yearly    = regexp.MustCompile(`(20\d\d)年`)
)

// boxes finds the tables and the boxes (专栏2 安全生产治本攻坚重点, with rows 1．危险化学品…) among some lines, marks their lines and reads the tables.
func (p *parser) boxes(from, to int) {
	warned := from // the lines before it are of a header that was warned of
	for i := from; i < to; i++ {
		s := p.in(i)
		if p.boxed[i] {
			continue
		}
		if boxHead.MatchString(s) && utf8.RuneCountInString(s) < 60 {
			if end, ok := p.cellTable(i+1, to, i); ok {
				i = end - 1
				continue
			}
			if i+1 < to {
				if end, ok := p.kindTable(i+1, to, i); ok {
					i = end - 1
					continue
				}
			}
			if end := p.rowBox(i, to); end > i {
				i = end - 1
				continue
			}
		}
		if cols := headerCells(s); cols != nil {
			last := i // of the header
			if i+1 < to {
				if below := p.headBelow(i); below != nil {
					cols, last = below, i+1
				}
			}
			if end, ok := p.lineTable(i, last, to, cols); ok {
				i = end - 1
			}
			continue
		}
		if end, ok := p.findTask(i, to); ok {
			i = end - 1
			continue
		}
		caption := -1
		if i > p.body && !p.boxed[i-1] && p.isCaption(i-1) {
			caption = i - 1
		}
		if squeeze(s) == "序号" {
			if end, ok := p.cellTable(i, to, caption); ok {
				i = end - 1
				continue
			}
		}
		if end, ok := p.kindTable(i, to, caption); ok {
			i = end - 1
			continue
		}
		if i >= warned {
			warned = p.unreadHead(i, to)
		}
	}
}

// rowBox takes the numbered rows below 专栏N; the first line that is no row ends it.
func (p *parser) rowBox(i, to int) int {
	b := Box{Title: p.in(i), Head: p.lines[i].span, Span: p.lines[i].span}
	end := i + 1
	for ; end < to; end++ {
		m := boxRow.FindStringSubmatch(p.in(end))
		if m == nil || m[1] != strconv.Itoa(len(b.Rows)+1) {
			break
		}
		b.Rows = append(b.Rows, p.lines[end].span)
		b.Span.End = p.lines[end].span.End
	}
	if len(b.Rows) == 0 {
		return i
	}
	if p.rows == nil {
		p.rows = map[int]Span{}
	}
	for k := i + 1; k < end; k++ {
		s := p.lines[k].span
		p.rows[k] = trim(p.text, Span{s.Start + len(boxRow.FindString(s.In(p.text))), s.End})
	}
	p.box(i, end, b)
	return end
}

func (p *parser) box(from, to int, b Box) {
	for i := from; i < to; i++ {
		p.boxed[i], p.used[i] = true, true
	}
	p.plan.Boxes = append(p.plan.Boxes, b)
}

// isCaption: the line above a table, such as 以县城为重要载体的城镇化建设主要指标.
func (p *parser) isCaption(i int) bool {
	s := p.in(i)
	if _, ok := p.head(i); ok {
		return false
	}
	return !strings.Contains(s, "|") && utf8.RuneCountInString(s) <= 50 && !strings.ContainsAny(s, "。，,；;：:") && (strings.Contains(s, "指标") || strings.Contains(s, "表") || strings.Contains(s, "清单"))
}

type column int

const (
	colSeq column = iota
	colCategory
	colName
	colUnit
	colBase
	colTarget
	colAttribute
	colOther
)

type tableHead struct {
	cols                 []column
	years                map[int]int // of the columns that say one
	baseYear, targetYear int
}

// headerCells splits a table's header line: 指标 类别 序号 指标名称 单位 2022年(现状值) 2025年(目标值). nil when it is none.
func headerCells(s string) []string {
	if !strings.Contains(s, "指标") && !strings.Contains(s, "指 标") || strings.ContainsAny(s, "。；;") || utf8.RuneCountInString(s) > 120 {
		return nil
	}
	cells := strings.FieldsFunc(s, func(r rune) bool { return isSpace(r) || r == '|' })
	if len(cells) < 3 {
		return nil
	}
	h := readHeader(cells, s)
	if h.has(colName) && (h.has(colBase) || h.has(colTarget)) {
		return cells
	}
	return nil
}

// headBelow merges a header of two lines whose cells stand one above the other: 指标 over 名称 and 单位. nil: the second line is none.
func (p *parser) headBelow(i int) []string {
	upper, lower := p.pipeCells(p.lines[i].span), p.pipeCells(p.lines[i+1].span)
	if upper == nil || len(upper) != len(lower) {
		return nil
	}
	out := make([]string, len(lower))
	for k, c := range lower {
		in := squeeze(c.In(p.text))
		if utf8.RuneCountInString(in) > 12 || strings.ContainsAny(yearly.ReplaceAllString(in, ""), "0123456789%") {
			return nil
		}
		if out[k] = in; in == "" {
			out[k] = squeeze(upper[k].In(p.text))
		}
	}
	if h := readHeader(out, ""); h.has(colName) && (h.has(colBase) || h.has(colTarget)) {
		return out
	}
	return nil
}

func (h tableHead) has(c column) bool {
	for _, x := range h.cols {
		if x == c {
			return true
		}
	}
	return false
}

// readHeader names the columns. 指标 类别 (one cell in print) becomes one category column.
func readHeader(cells []string, caption string) tableHead {
	h := tableHead{years: map[int]int{}}
	years := map[int]int{} // of columns that say nothing else
	for i, c := range cells {
		col := colOther
		y := 0
		if m := yearly.FindStringSubmatch(c); m != nil {
			y, _ = strconv.Atoi(m[1])
		}
		switch c = squeeze(c); {
		case c == "序号":
			col = colSeq
		case strings.Contains(c, "类别") || c == "类型" || c == "领域":
			col = colCategory
		case c == "单位" || c == "计量单位":
			col = colUnit
		case strings.Contains(bracketed.ReplaceAllString(c, ""), "属性"):
			col = colAttribute
		case strings.Contains(c, "现状") || strings.Contains(c, "基期") || strings.Contains(c, "实际") || strings.Contains(c, "基数") || strings.Contains(c, "完成"):
			col, h.baseYear = colBase, y
		case strings.Contains(c, "目标") || strings.Contains(c, "预期值") || strings.Contains(c, "规划"):
			col, h.targetYear = colTarget, y
		case strings.Contains(c, "指标") || c == "名称":
			col = colName
		case y > 0:
			years[len(h.cols)] = y
		}
		if col == colName && i+1 < len(cells) && strings.Contains(squeeze(cells[i+1]), "类别") {
			continue // 指标 | 类别, broken over two cells
		}
		if y > 0 {
			h.years[len(h.cols)] = y
		}
		h.cols = append(h.cols, col)
	}
	last := lastIndex(h.cols, colTarget)
	for i := 0; i < last; i++ { // 2026年目标 2028年目标 2030年目标: the last is what the plan is for
		if h.cols[i] == colTarget && h.years[i] > 0 {
			h.cols[i] = colOther
		}
	}
	for i, last := 0, lastIndex(h.cols, colName); i < last; i++ { // 指标 序号 指标名称: the first is the group
		if h.cols[i] == colName {
			h.cols[i] = colCategory
		}
	}
	// 2020年 2025年 2030年 without words: the first year is the base, the last is what the plan is for
	plain := slices.SortedFunc(maps.Keys(years), func(i, j int) int { return cmp.Or(years[i]-years[j], i-j) })
	if n := len(plain); n > 0 && h.targetYear == 0 {
		h.cols[plain[n-1]], h.targetYear = colTarget, years[plain[n-1]]
		plain = plain[:n-1]
	}
	if len(plain) > 0 && h.baseYear == 0 {
		h.cols[plain[0]], h.baseYear = colBase, years[plain[0]]
	}
	if h.targetYear == 0 {
		h.targetYear = periodEnd(caption)
	}
	return h
}

func lastIndex(cols []column, c column) int {
	for i := len(cols) - 1; i >= 0; i-- {
		if cols[i] == c {
			return i
		}
	}
	return -1
}

// periods are the periods that tables are captioned with, and their last years.
var periods = []struct {
	words string
	end   int
}{{"十二五", 2015}, {"十三五", 2020}, {"十四五", 2025}, {"十五五", 2030}, {"十六五", 2035}}

// periodEnd is the last year of a five-year plan, of the later one where two are named: “十四五” 2025.
func periodEnd(s string) int {
	for i := len(periods) - 1; i >= 0; i-- {
		if strings.Contains(s, periods[i].words) {
			return periods[i].end
		}
	}
	return 0
}
