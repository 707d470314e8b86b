package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"cewen/answer"
)

// How many quotes an answer shows; a list of twenty tasks is read as a list, its quotes on demand.
const (
	fewQuotes = 4
	allQuotes = 1 << 30
)

// style is how text is shown: bold on a terminal, plain elsewhere and where NO_COLOR is set.
type style struct{ color bool }

func (p *program) style() style {
	return style{p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb" && isTerminal(p.stdout)}
}

func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func (s style) bold(text string) string {
	if !s.color || text == "" {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// answer renders an answer for a reader: the direct answer, what was read into the question, the quotes with their source, what else
// could be asked.
func (s style) answer(a answer.Answer, most int) string {
	var b strings.Builder
	lines := strings.Split(answer.Printable(a.Text), "\n")
	for i, l := range lines {
		// A long list in bold is as hard to read as one without; its head is enough.
		if i == 0 || len(lines) <= 2 {
			l = s.bold(l)
		}
		b.WriteString(l)
		if i < len(lines)-1 {
			b.WriteString("\n")
		}
	}
	if notes := strings.Join(a.Notes, ";"); notes != "" {
		if len(lines) > 1 || !strings.HasSuffix(a.Text, "。") {
			b.WriteString("\n")
		}
		b.WriteString(answer.Printable(notes))
	}
	b.WriteString("\n")
	s.quotes(&b, a.Citations, most)
	if len(a.Suggestions) > 0 {
		fmt.Fprintf(&b, "可以接着问:%s\n", answer.Printable(strings.Join(a.Suggestions, " · ")))
	}
	return b.String()
}

// quotes writes the quotes, those of one clause together and followed by their source line.
func (s style) quotes(b *strings.Builder, cs []answer.Citation, most int) {
	shown := cs[:min(most, len(cs))]
	for i, c := range shown {
		for l := range strings.SplitSeq(strings.TrimRight(answer.Printable(c.Quote), "\n"), "\n") {
			if l = strings.TrimSpace(l); l != "" {
				fmt.Fprintf(b, "▏%s\n", l)
			}
		}
		if i == len(shown)-1 || shown[i+1].Source() != c.Source() {
			fmt.Fprintf(b, "〔%s · %s〕\n", c.Source(), c.Plan)
		}
	}
	if rest := cs[len(shown):]; len(rest) > 0 {
		var names []string
		for _, c := range rest {
			if n := c.Where(); !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		fmt.Fprintf(b, "另有%d处引文:%s\n", len(rest), strings.Join(names, "、"))
	}
}
