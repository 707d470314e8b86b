package format

import (
	"math"
	"slices"
	"strings"
)

// ruled is a table that is drawn with lines: the places of its columns from the left and of its rows from below.
type ruled struct {
	xs, ys []float64
	rules  []rule
}

// Limits of what is taken for a table; beyond them lines are a drawing.
const (
	near       = 3.0 // points within which two lines touch
	maxRules   = 6000
	maxColumns = 40
	maxRows    = 400
)

// tablesOf finds groups of lines that touch each other and have at least two columns.
func tablesOf(rules []rule) []ruled {
	if len(rules) == 0 || len(rules) > maxRules {
		return nil
	}
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	byLeft := make([]int, len(rules))
	for i := range byLeft {
		byLeft[i] = i
	}
	slices.SortFunc(byLeft, func(a, b int) int { return order(rules[a].left, rules[b].left) })
	for i, a := range byLeft {
		for _, b := range byLeft[i+1:] {
			if rules[b].left > rules[a].right+near {
				break
			}
			if rules[a].touches(rules[b]) {
				group[root(a)] = root(b)
			}
		}
	}
	groups := map[int][]rule{}
	var roots []int
	for i, r := range rules {
		k := root(i)
		if groups[k] == nil {
			roots = append(roots, k)
		}
		groups[k] = append(groups[k], r)
	}
	var out []ruled
	for _, k := range roots {
		t := ruled{rules: groups[k]}
		for _, r := range t.rules {
			if r.upright() {
				t.xs = append(t.xs, (r.left+r.right)/2)
			} else {
				t.ys = append(t.ys, (r.top+r.bottom)/2)
			}
		}
		t.xs, t.ys = merged(t.xs), merged(t.ys)
		if len(t.xs) >= 3 && len(t.ys) >= 2 && len(t.xs) <= maxColumns && len(t.ys) <= maxRows {
			out = append(out, t)
		}
	}
	return out
}

func (r rule) upright() bool { return r.top-r.bottom > r.right-r.left }

func (r rule) touches(o rule) bool {
	return r.left-near <= o.right && o.left-near <= r.right && r.bottom-near <= o.top && o.bottom-near <= r.top
}

// merged sorts places and joins those that are one line.
func merged(v []float64) []float64 {
	slices.Sort(v)
	var out []float64
	for _, x := range v {
		if len(out) == 0 || x-out[len(out)-1] > near {
			out = append(out, x)
		}
	}
	return out
}

func (t ruled) holds(g glyph) bool {
	x, y := (g.left+g.right)/2, g.middle()
	return x > t.xs[0] && x < t.xs[len(t.xs)-1] && y > t.ys[0] && y < t.ys[len(t.ys)-1]
}

// column and row of a place, from the left and from the top.
func (t ruled) column(x float64) int { return between(t.xs, x) }
func (t ruled) row(y float64) int    { return len(t.ys) - 2 - between(t.ys, y) }

func between(v []float64, x float64) int {
	i, _ := slices.BinarySearch(v, x)
	return min(max(i-1, 0), len(v)-2)
}

// rows writes the table. Cells without a line between them are one, whose text is in the first of them.
func (t ruled) rows(glyphs []glyph) []string {
	nx, ny := len(t.xs)-1, len(t.ys)-1
	upright, level := t.borders(nx, ny)
	owner := make([]int, nx*ny)
	for y := range ny {
		for x := range nx {
			i := y*nx + x
			owner[i] = i
			switch {
			case x > 0 && !upright[y*(nx+1)+x]:
				owner[i] = owner[i-1]
			case y > 0 && !level[y*nx+x]:
				owner[i] = owner[i-nx]
			}
		}
	}
	cells := make([][]glyph, nx*ny)
	for _, g := range glyphs {
		i := owner[t.row(g.middle())*nx+t.column((g.left+g.right)/2)]
		cells[i] = append(cells[i], g)
	}
	table := make([][]string, ny)
	for y := range ny {
		row := make([]string, nx)
		for x := range nx {
			for _, l := range linesOf(cells[y*nx+x]) {
				row[x] = joinLines(row[x], textOfLine(l))
			}
		}
		table[y] = row
	}
	var s sheet
	s.table(table)
	if s.String() == "" {
		return nil
	}
	return strings.Split(strings.TrimSpace(s.String()), "\n")
}

// borders tells which sides of the cells are drawn: the left side of cell x, and the upper side of cell y.
func (t ruled) borders(nx, ny int) (upright, level []bool) {
	upright, level = make([]bool, ny*(nx+1)), make([]bool, (ny+1)*nx)
	for _, r := range t.rules {
		if r.upright() {
			k := nearest(t.xs, (r.left+r.right)/2)
			for y := range ny {
				middle := (t.ys[ny-y] + t.ys[ny-y-1]) / 2
				if r.bottom <= middle && middle <= r.top {
					upright[y*(nx+1)+k] = true
				}
			}
			continue
		}
		k := ny - nearest(t.ys, (r.top+r.bottom)/2)
		for x := range nx {
			middle := (t.xs[x] + t.xs[x+1]) / 2
			if r.left <= middle && middle <= r.right {
				level[k*nx+x] = true
			}
		}
	}
	return upright, level
}

func nearest(v []float64, x float64) int {
	best := 0
	for i := range v {
		if math.Abs(v[i]-x) < math.Abs(v[best]-x) {
			best = i
		}
	}
	return best
}
