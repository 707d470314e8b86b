package format

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// strip is a line of a page, or a row of a table on it.
type strip struct {
	text                     string
	left, right, top, bottom float64
	size                     float64 // of its characters
	first                    float64 // width of its first word: a number, or one character
	page                     int
	row                      bool // a row of a table
}

// linesOf puts a page's characters into lines, from the top.
func linesOf(glyphs []glyph) [][]glyph {
	sorted := slices.Clone(glyphs)
	slices.SortStableFunc(sorted, func(a, b glyph) int { return order(b.middle(), a.middle()) })
	var out [][]glyph
	at := math.Inf(1)
	for _, g := range sorted {
		if n := len(out); n > 0 && at-g.middle() < 0.45*math.Min(g.height(), out[n-1][0].height()) {
			out[n-1] = append(out[n-1], g)
			continue
		}
		out = append(out, []glyph{g})
		at = g.middle()
	}
	for i, l := range out {
		slices.SortStableFunc(l, func(a, b glyph) int { return order(a.left, b.left) })
		// Bold type is often the same character printed twice.
		out[i] = slices.CompactFunc(l, func(a, b glyph) bool { return a.r == b.r && math.Abs(b.left-a.left) < 0.25*(a.right-a.left) })
	}
	return out
}

// middle is the height at which a character stands in its line. It is read from the base line: the box of 一 or 、 is not the line's.
func (g glyph) middle() float64 { return g.base + 0.35*g.size }
func (g glyph) height() float64 { return math.Max(g.size, 1) }

// order compares two places.
func order(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// textOfLine writes a line's characters. Words of letters are apart by a space where the page has one; columns are apart by two.
func textOfLine(l []glyph) string {
	em := size(l)
	var b strings.Builder
	for i, g := range l {
		if i > 0 {
			prev := l[i-1]
			gap := g.left - prev.right
			switch {
			case gap > 0.7*em:
				b.WriteString("  ")
			case gap > 0.15*em && (letter(prev.r) || narrow(prev.r)) && (letter(g.r) || narrow(g.r)) && (letter(prev.r) || letter(g.r) || gap > 0.22*em):
				b.WriteByte(' ')
			}
		}
		b.WriteRune(g.r)
	}
	return tidy(b.String())
}

func letter(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }
func narrow(r rune) bool { return r > ' ' && r < 0x7F }

// size is the size of a line's type: the width of most of its Han characters, or the height where it has none.
func size(l []glyph) float64 {
	var all []float64
	for _, g := range l {
		if unicode.Is(unicode.Han, g.r) {
			all = append(all, g.right-g.left)
		}
	}
	if len(all) == 0 {
		for _, g := range l {
			all = append(all, g.height())
		}
	}
	slices.Sort(all)
	return math.Max(all[len(all)/2], 1)
}

func stripOf(l []glyph, page int) strip {
	s := strip{text: textOfLine(l), left: l[0].left, right: l[len(l)-1].right, size: size(l), page: page}
	s.top, s.bottom = math.Inf(-1), math.Inf(1)
	for _, g := range l {
		s.top, s.bottom, s.right = math.Max(s.top, g.base+0.85*g.size), math.Min(s.bottom, g.base-0.15*g.size), math.Max(s.right, g.right)
	}
	end := 0
	for end+1 < len(l) && narrow(l[end].r) && narrow(l[end+1].r) {
		end++
	}
	s.first = l[end].right - l[0].left
	s.text = labelGap.ReplaceAllString(s.text, "$1 ")
	return s
}

// labelGap is the tabulator behind an automatic number.
var labelGap = regexp.MustCompile(`^(\d{1,3}[.．、]|[（(][一二三四五六七八九十百\d]+[)）]|[一二三四五六七八九十百]+、|第[一二三四五六七八九十百]+[章节条])\s{2,}`)

// stripsOf reads one page: its tables as rows, the rest as lines, from the top.
func stripsOf(l leaf, page int) []strip {
	var out []strip
	rest := l.glyphs
	for _, t := range tablesOf(l.rules) {
		var inside []glyph
		outside := make([]glyph, 0, len(rest))
		for _, g := range rest {
			if t.holds(g) {
				inside = append(inside, g)
			} else {
				outside = append(outside, g)
			}
		}
		rows := t.rows(inside)
		if len(inside) == 0 || len(rows) == 0 {
			continue
		}
		rest = outside
		for i, r := range rows {
			out = append(out, strip{text: r, top: t.ys[len(t.ys)-1] - float64(i)*1e-3, page: page, row: true})
		}
	}
	for _, g := range linesOf(rest) {
		if s := stripOf(g, page); s.text != "" {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b strip) int { return order(b.top, a.top) })
	return out
}
