package format

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocks writes an element's content as lines. Inline elements never cut a word: <span>云</span><span>泽市</span> is 云泽市.
func (p *page) blocks(n *html.Node, out *sheet) {
	item := 0
	if n.DataAtom == atom.Ol && !strings.Contains(get(n, "style"), "none") {
		item = max(atoi(get(n, "start"), 1), 1)
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch {
		case k.Type == html.TextNode && n.DataAtom == atom.Pre:
			p.flush(out)
			out.line(k.Data)
		case k.Type == html.TextNode:
			p.inline.WriteString(k.Data)
		case k.Type != html.ElementNode:
		case k.DataAtom == atom.Br:
			p.flush(out)
		case k.DataAtom == atom.Img:
			p.doc.note(NotePictures)
		case k.DataAtom == atom.Head:
		case !block[k.DataAtom]:
			p.blocks(k, out)
		case p.isMenu(k):
			p.flush(out)
			p.doc.note(NoteMenus)
		case k.DataAtom == atom.Table:
			p.flush(out)
			p.table(k, out)
		case headingLevel(k) > 0:
			p.flush(out)
			var h sheet
			h.cell = true
			p.blocks(k, &h)
			p.flush(&h)
			out.heading(headingLevel(k), joinHan(h.String()))
		default:
			p.flush(out)
			if k.DataAtom == atom.Li && item > 0 {
				item = atoi(get(k, "value"), item)
				p.inline.WriteString(ordinal(get(n, "type"), item))
				item++
			}
			p.blocks(k, out)
			p.flush(out)
		}
	}
}

// headingLevel is 1 to 6 for h1 to h6.
func headingLevel(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

// ordinal is the number that a browser shows before an item of an ordered list.
func ordinal(kind string, n int) string {
	format := map[string]string{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}[kind]
	if format == "" {
		format = "decimal"
	}
	s, _ := numeral(format, n)
	return s + ". "
}

func atoi(s string, otherwise int) int {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n > -1<<30 && n < 1<<30 {
		return n
	}
	return otherwise
}

// flush ends the line that is being collected.
func (p *page) flush(out *sheet) {
	text := collapse(p.inline.String())
	p.inline.Reset()
	if text = tidy(text); text == "" {
		return
	}
	if isFurniture(text) {
		p.doc.note(NoteMenus)
		return
	}
	out.line(text)
}

// collapse treats white space as a browser does: a run of it is one space, and between two Han characters a line break of the source is none.
func collapse(s string) string {
	var b strings.Builder
	var last rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune(" \t\n\r\f", r) {
			b.WriteString(s[i : i+n])
			last, i = r, i+n
			continue
		}
		end := i
		for end < len(s) && strings.IndexByte(" \t\n\r\f", s[end]) >= 0 {
			end++
		}
		next, _ := utf8.DecodeRuneInString(s[end:])
		if !(strings.ContainsAny(s[i:end], "\n\r") && wideRune(last) && wideRune(next)) {
			b.WriteByte(' ')
		}
		i = end
	}
	return b.String()
}

// wideRune reports whether a character is Han or its punctuation, which are set without spaces.
func wideRune(r rune) bool {
	return unicode.Is(unicode.Han, r) || 0x3000 <= r && r <= 0x303F || 0xFF00 <= r && r <= 0xFFEF || strings.ContainsRune("“”‘’—…〇", r)
}

// joinHan joins the lines of a heading.
func joinHan(lines string) string { return collapse(strings.TrimSpace(lines)) }

// table writes a table of data as rows, the table of a document's data as its lines, and a table that only lays out the page as what it holds.
func (p *page) table(t *html.Node, out *sheet) {
	if !p.isData(t) {
		p.layout(t, out)
		return
	}
	rows := p.grid(t)
	if pairs := pairsOf(rows); len(pairs) > 0 {
		for _, l := range pairs {
			out.line(l)
		}
		return
	}
	if c := child(t, atom.Caption); c != nil {
		p.blocks(c, out)
		p.flush(out)
	}
	out.table(rows)
}

func (p *page) layout(n *html.Node, out *sheet) {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch k.DataAtom {
		case atom.Td, atom.Th, atom.Caption:
			if p.isMenu(k) {
				p.doc.note(NoteMenus)
				continue
			}
			p.blocks(k, out)
			p.flush(out)
		default:
			p.layout(k, out)
		}
	}
}

// isData tells a table of data from one that lays out the page: it holds no other table and no heading, and is not one long cell.
func (p *page) isData(t *html.Node) bool {
	rows, widest, longest := 0, 0, 0
	sound := true
	each(t, func(k *html.Node) bool {
		switch {
		case k.DataAtom == atom.Table && k != t, headingLevel(k) > 0:
			sound = false
		case k.DataAtom == atom.Tr:
			rows++
			cells := 0
			for c := k.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
					cells++
					longest = max(longest, p.weights[c].text)
				}
			}
			widest = max(widest, cells)
		}
		return sound
	})
	return sound && widest >= 2 && !(longest > 300 && longest*10 > p.weights[t].text*7)
}

// grid lays out the cells of a table: a merged cell has its text in each of its rows, and in the first of its columns.
func (p *page) grid(t *html.Node) [][]string {
	var rows [][]string
	busy := map[int]int{}    // column → rows for which a cell from above still takes it
	over := map[int]string{} // column → its text
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			if k.DataAtom == atom.Thead || k.DataAtom == atom.Tbody || k.DataAtom == atom.Tfoot {
				walk(k)
			}
			if k.DataAtom != atom.Tr {
				continue
			}
			var row []string
			skip := func() {
				for busy[len(row)] > 0 {
					busy[len(row)]--
					row = append(row, over[len(row)])
				}
			}
			for c := k.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
					continue
				}
				skip()
				s := sheet{cell: true}
				p.blocks(c, &s)
				p.flush(&s)
				down := min(max(atoi(get(c, "rowspan"), 1), 1), 1000) - 1
				for i := range min(max(atoi(get(c, "colspan"), 1), 1), maxSpan) {
					busy[len(row)], over[len(row)] = down, ""
					if i == 0 {
						over[len(row)] = again(s.String())
					}
					if i > 0 {
						row = append(row, "")
					} else {
						row = append(row, s.String())
					}
				}
			}
			skip()
			rows = append(rows, row)
		}
	}
	walk(t)
	return rows
}

func child(n *html.Node, a atom.Atom) *html.Node {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.DataAtom == a {
			return k
		}
	}
	return nil
}

// each visits n and what it holds, until visit says no.
func each(n *html.Node, visit func(*html.Node) bool) bool {
	if !visit(n) {
		return false
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if !each(k, visit) {
			return false
		}
	}
	return true
}
