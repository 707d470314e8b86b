package format

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	pageNumber = regexp.MustCompile(`^(?:[-—–－―·\s]*\d{1,4}[-—–－―·\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})$`)
	contents   = regexp.MustCompile(`^.{2,60}?[.．…·。]{4,}\s*[-—]?\s*\d{1,4}\s*[-—]?$`)
	digits     = regexp.MustCompile(`\d+`)
)

// edge is the part of a page's height at its top and bottom in which running lines stand.
const edge = 0.13

// compose makes the text of all pages and the offset at which each begins, which is within a paragraph where one runs over a page's end.
func (d *Document) compose(leaves []leaf) (string, []int) {
	pages := make([][]strip, len(leaves))
	for i, l := range leaves {
		pages[i] = stripsOf(l, i)
	}
	d.dropRunning(leaves, pages)
	m := marginsOf(pages)
	var out strings.Builder
	var starts []int
	var last *strip
	head := "" // the first row of the last table
	for _, page := range pages {
		started := false
		for k := range page {
			s := &page[k]
			if s.row && (last == nil || !last.row) {
				head = s.text
			} else if s.row && last.page != s.page && s.text == head {
				d.note(NoteRunning) // the table's head, again on a new page
				continue
			}
			if contents.MatchString(s.text) {
				d.note(NoteContents)
				continue
			}
			joined := last != nil && m.continues(*last, *s)
			switch {
			case joined && letter(lastRune(last.text)) && letter(firstRune(s.text)):
				out.WriteByte(' ')
			case !joined && last != nil:
				out.WriteByte('\n')
			}
			if !started {
				starts, started = append(starts, out.Len()), true
			}
			out.WriteString(s.text)
			if joined {
				s.left = math.Min(s.left, last.left)
			}
			last = s
		}
		if !started {
			starts = append(starts, out.Len())
		}
	}
	if last != nil {
		out.WriteByte('\n')
	}
	return out.String(), starts
}

// margins are where the lines of the text begin and end, and whether its paragraphs begin further in.
type margins struct {
	left, right float64
	indented    bool
}

// continues reports whether b is the next line of a's paragraph: a has no room for b's first word, and b begins at the margin and not with a label.
func (m margins) continues(a, b strip) bool {
	if a.row || b.row || math.Abs(a.size-b.size) > 0.15*a.size || strings.Contains(b.text, "  ") {
		return false
	}
	em := a.size
	full := a.right+math.Max(b.first+0.3*em, 1.6*em) > m.right && a.left < m.left+3.2*em
	if !full || b.left > m.left+1.2*em || b.left < m.left-1.2*em {
		return false
	}
	if a.page == b.page && a.bottom-b.top > 2.5*em {
		return false
	}
	end := strings.ContainsRune("。：；！？）)”", lastRune(a.text))
	if !m.indented && strings.HasSuffix(a.text, "。") {
		return false
	}
	// A label at the margin in the middle of a sentence is a reference: 按照本方案第 / （三）项.
	return !labelled(b.text) || !end
}

// marginsOf finds them: most lines are full, so both margins are places that many lines share.
func marginsOf(pages [][]strip) margins {
	var lefts, rights []float64
	for _, page := range pages {
		for _, s := range page {
			if !s.row && utf8.RuneCountInString(s.text) > 8 {
				lefts, rights = append(lefts, s.left), append(rights, -s.right)
			}
		}
	}
	m := margins{left: shared(lefts), right: -shared(rights)}
	for _, page := range pages {
		for _, s := range page {
			if in := (s.left - m.left) / s.size; !s.row && in > 1.5 && in < 2.6 && s.right > m.right-1.6*s.size {
				m.indented = true
			}
		}
	}
	return m
}

// shared is the smallest value that at least a twentieth of all, and two of them, come near; the smallest where none do.
func shared(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	for i, x := range v {
		n := 1
		for _, y := range v[i+1:] {
			if y-x > 6 {
				break
			}
			n++
		}
		if n >= 2 && n*20 >= len(v) {
			return x
		}
	}
	return v[0]
}

// dropRunning takes page numbers and the lines that repeat at the edges of pages out of them.
func (d *Document) dropRunning(leaves []leaf, pages [][]strip) {
	atEdge := func(page int, s strip) bool {
		h := leaves[page].height
		return !s.row && (s.bottom > h*(1-edge) || s.top < h*edge)
	}
	seen := map[string]int{}
	for i, page := range pages {
		once := map[string]bool{}
		for _, s := range page {
			if k := digits.ReplaceAllString(s.text, "0"); atEdge(i, s) && !once[k] {
				once[k] = true
				seen[k]++
			}
		}
	}
	for i, page := range pages {
		kept := page[:0]
		for _, s := range page {
			n := seen[digits.ReplaceAllString(s.text, "0")]
			if atEdge(i, s) && (pageNumber.MatchString(s.text) || n >= 3 && n*10 >= len(pages)*3 && !labelled(s.text)) {
				d.note(NoteRunning)
				continue
			}
			kept = append(kept, s)
		}
		pages[i] = kept
	}
}

// joinLines joins two lines of a cell.
func joinLines(a, b string) string {
	if a != "" && b != "" && narrow(lastRune(a)) && narrow(firstRune(b)) {
		return a + " " + b
	}
	return a + b
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
