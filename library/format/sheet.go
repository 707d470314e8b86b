package format

import (
	"regexp"
	"strings"
	"unicode"
)

// sheet collects plan text line by line.
type sheet struct {
	b    strings.Builder
	cell bool // it is a cell of a table: headings and the rows of an inner table are plain lines
}

func (s *sheet) String() string { return s.b.String() }

// line adds a paragraph. Line breaks within it stay; blank lines are left out.
func (s *sheet) line(text string) {
	for l := range strings.SplitSeq(text, "\n") {
		if l = tidy(l); l != "" {
			s.b.WriteString(l)
			s.b.WriteByte('\n')
		}
	}
}

// heading adds a heading of a level (1 is the highest). One that carries its own label is a plain line: 一、总体要求.
func (s *sheet) heading(level int, text string) {
	text = tidy(strings.ReplaceAll(text, "\n", " "))
	if text == "" {
		return
	}
	if level > 0 && !s.cell && !labelled(text) {
		text = strings.Repeat("#", min(level, 6)) + " " + text
	}
	s.line(text)
}

// table adds the rows of a table. One with a single column, or a single cell, is paragraphs.
func (s *sheet) table(rows [][]string) {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	for _, r := range rows {
		if s.cell {
			s.line(strings.Join(r, " "))
			continue
		}
		if width < 2 {
			for _, c := range r {
				s.line(c)
			}
			continue
		}
		filled := false
		for _, c := range r {
			filled = filled || !isBlank(c)
		}
		if !filled {
			continue
		}
		s.b.WriteByte('|')
		for i := range width {
			c := ""
			if i < len(r) {
				c = cellText(r[i])
			}
			s.b.WriteByte(' ')
			if c != "" {
				s.b.WriteString(c)
				s.b.WriteByte(' ')
			}
			s.b.WriteByte('|')
		}
		s.b.WriteByte('\n')
	}
}

// cellText puts a cell on one line: a break becomes a space, a bar the full-width one.
func cellText(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(tidy(s)), " "), "|", "｜")
}

// tidy trims a line; blanks that only layout needs (NBSP, zero width, tabs) become spaces or go.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', 0:
			return -1
		case '\u00a0', '\u2002', '\u2003', '\u2009', '\u202f':
			return ' '
		case '\t', '\v', '\f', '\r', '\u2028', '\u2029', '\u0085':
			return ' '
		}
		if r < ' ' && r != '\n' {
			return -1
		}
		return r
	}, s)
	return strings.TrimFunc(s, unicode.IsSpace)
}

func isBlank(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
	}) == ""
}

var ownLabel = regexp.MustCompile(`^(?:[一二三四五六七八九十百零〇]+[、.．]|第[一二三四五六七八九十百零〇\d]+(?:章|部分|条|节|篇|编)|` +
	`[（(](?:[一二三四五六七八九十百零〇]+|\d{1,3})[)）]|\d{1,3}(?:\.\d{1,3})*(?:[.．、](?:[^\d]|$)|[\s\x{3000}])|[①-⑳㈠-㈩])`)

// labelled reports whether a line starts with a label of its own: 一、 (一) 1. 第一条 第一章 ①.
func labelled(s string) bool { return ownLabel.MatchString(s) }
