package view

import (
	"strings"
	"unicode/utf8"

	"cewen/answer"
	"cewen/dialog"
	"cewen/outbox"
)

// Reader is who reads a message.
type Reader struct {
	Group    bool   // in a group there are no suggestions, and 👍👎 only under refusals
	Copied   string // the text for a paper (给我能放材料里的); "" where there is none
	Remind   bool   // there is something to be reminded of
	Standing string // what this chat has recorded of it; "" says nothing
	Mark     bool   // how far it is can be recorded here
}

// Answer renders one page of a turn's answer. more unfolds the rest of the buttons.
func Answer(t dialog.Turn, r Reader, page int, more bool) outbox.Message {
	a := t.Answer
	pages := paginate(a)
	page = clamp(page, len(pages))
	var b strings.Builder
	b.WriteString(pages[page])
	if page == 0 {
		if r.Standing != "" {
			b.WriteString("\n" + esc(r.Standing))
		}
		writeNotes(&b, a)
		writeQuotes(&b, a)
		writeSources(&b, a.Citations)
	} else {
		writePlans(&b, a.Citations)
	}
	return outbox.Message{HTML: b.String(), Buttons: answerButtons(t, r, page, len(pages), more)}
}

// paginate lays the direct answer out: a bold head of at most two lines, then the rest, as many pages as a phone needs.
func paginate(a answer.Answer) []string {
	head, rest := split(a)
	each := numbered(head) // several topics, each with an answer of its own
	write := func(l string) string {
		if label, value, ok := strings.Cut(l, ":"); ok && each && numbered(l) {
			return bold(label+":") + esc(value)
		}
		return esc(l)
	}
	var pages []string
	var page strings.Builder
	if each {
		page.WriteString(write(head))
	} else {
		page.WriteString(bold(head))
	}
	used := lines(head)
	for _, l := range rest {
		n := lines(l)
		if used+n > phoneLines && used > 0 {
			pages = append(pages, page.String())
			page.Reset()
			used = 0
		}
		if page.Len() > 0 {
			page.WriteByte('\n')
		}
		page.WriteString(write(l))
		used += n
	}
	return append(pages, page.String())
}

// numbered reports whether a line is one of several: 1 雨水管网:…
func numbered(l string) bool {
	number, _, ok := strings.Cut(l, " ")
	return ok && len(number) == 1 && number[0] >= '1' && number[0] <= '9'
}

// split parts the direct answer into its head and the lines below it, none longer than a page.
func split(a answer.Answer) (head string, rest []string) {
	listing := a.Intent == answer.Due || a.Intent == answer.List
	for i, l := range strings.Split(strings.TrimSpace(a.Text), "\n") {
		first, items := l, []string(nil)
		if listing || utf8.RuneCountInString(l) > phoneLines*phoneWidth {
			first, items = unlist(l)
		}
		if i == 0 {
			// A long first line in bold is as hard to read as one without.
			if h, more, ok := headOf(first); ok {
				head, items = h, append([]string{more}, items...)
			} else {
				head = first
			}
		} else {
			rest = append(rest, pieces(first)...)
		}
		for _, it := range items {
			rest = append(rest, pieces(it)...)
		}
	}
	return head, rest
}

// headOf cuts a first line of more than two phone lines after its first sentence or its colon.
func headOf(l string) (head, rest string, ok bool) {
	const most = 2 * phoneWidth
	if utf8.RuneCountInString(l) <= most+8 {
		return l, "", false
	}
	for _, stop := range []string{"。", ":", "\uff1a", ";", "\uff1b", ",", "\uff0c"} {
		if i := strings.Index(l, stop); i > 0 && utf8.RuneCountInString(l[:i]) <= most {
			i += len(stop)
			if rest := strings.TrimSpace(l[i:]); rest != "" {
				return l[:i], rest, true
			}
		}
	}
	return "", l, true
}

// unlist puts the items of an enumeration on lines of their own: 2025年到期62项:甲;乙;丙。
func unlist(l string) (first string, items []string) {
	at := strings.Index(l, ":")
	if i := strings.Index(l, "项:"); i >= 0 { // 市城管局:2025年到期6项:甲;乙
		at = i + len("项")
	}
	if at < 0 || strings.Count(l[at:], ";") < 2 {
		return l, nil
	}
	for it := range strings.SplitSeq(strings.TrimSuffix(l[at+1:], "。"), ";") {
		if it = strings.TrimSpace(it); it != "" {
			items = append(items, "· "+it)
		}
	}
	return l[:at+1], items
}

// pieces cuts a line that is longer than a page into parts that are not, at the ends of sentences where that is possible.
func pieces(l string) []string {
	const most = (phoneLines - 2) * phoneWidth
	var out []string
	for utf8.RuneCountInString(l) > most {
		rs := []rune(l)
		at := most
		for i := most; i > most/2; i-- {
			if strings.ContainsRune("。;\uff1b", rs[i-1]) {
				at = i
				break
			}
		}
		out = append(out, string(rs[:at]))
		l = string(rs[at:])
	}
	return append(out, l)
}

func writeNotes(b *strings.Builder, a answer.Answer) {
	notes := strings.Join(a.Notes, ";")
	if notes == "" {
		return
	}
	if strings.Contains(a.Text, "\n") || !strings.HasSuffix(a.Text, "。") {
		b.WriteByte('\n')
	}
	b.WriteString(esc(notes))
}

// writeQuotes shows the first quote with its marker, folded where it is long, and the others folded below it. What the answer itself
// quotes in full is not shown twice.
func writeQuotes(b *strings.Builder, a answer.Answer) {
	groups := grouped(a)
	if len(groups) == 0 {
		return
	}
	first := groups[0]
	long := utf8.RuneCountInString(first) > 6*phoneWidth || len(groups) > 4
	rest := groups[1:]
	b.WriteByte('\n')
	if long {
		b.WriteString("<blockquote expandable>")
		b.WriteString(esc(cut(first, mostQuotes)))
		folded(b, rest, mostQuotes-utf8.RuneCountInString(first))
		b.WriteString("</blockquote>")
		return
	}
	b.WriteString("<blockquote>" + esc(first) + "</blockquote>")
	if len(rest) > 0 {
		var more strings.Builder
		folded(&more, rest, mostQuotes)
		b.WriteString("\n<blockquote expandable>" + strings.TrimPrefix(more.String(), "\n") + "</blockquote>")
	}
}

// folded writes quotes as long as there is room, and says how many were left out.
func folded(b *strings.Builder, quotes []string, room int) {
	for i, q := range quotes {
		if room -= utf8.RuneCountInString(q); room < 0 {
			b.WriteString("\n另有" + itoa(len(quotes)-i) + "处引文,见“原文”")
			return
		}
		b.WriteString("\n" + esc(q))
	}
}

// grouped are the quotes as they are read: a sentence and the marker behind it are one. Quotes that stand in the answer's own text are
// left out.
func grouped(a answer.Answer) []string {
	said := squeeze(a.Text)
	var out []string
	for i, c := range a.Citations {
		q := strings.TrimSpace(answer.Printable(c.Quote))
		if q == "" || within(a.Citations, i) || strings.Contains(said, squeeze(q)) && utf8.RuneCountInString(q) > 3*phoneWidth {
			continue
		}
		if i > 0 && len(out) > 0 && a.Citations[i-1].Plan == c.Plan && a.Citations[i-1].Clause == c.Clause && isMarker(q) {
			out[len(out)-1] += q
			continue
		}
		out = append(out, q)
	}
	return out
}

// within reports whether a quote is a part of another one: what is shown once need not be shown twice.
func within(cs []answer.Citation, i int) bool {
	c := cs[i]
	for j, o := range cs {
		if j != i && o.Plan == c.Plan && o.Start <= c.Start && c.End <= o.End && o.End-o.Start > c.End-c.Start {
			return true
		}
	}
	return false
}

// isMarker reports whether a quote is nothing but a responsibility marker, which reads on from the sentence before it.
func isMarker(q string) bool {
	r, _ := utf8.DecodeRuneInString(q)
	return strings.ContainsRune("(（〔[【", r) && utf8.RuneCountInString(q) < 200
}

// squeeze drops what differs between a quote and its copy in an answer: space and line ends.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// mostSources bounds the source lines under one message.
const mostSources = 3

// writeSources names where the quotes stand, each source once, a line each.
func writeSources(b *strings.Builder, cs []answer.Citation) {
	var named []string
	seen := map[string]bool{}
	over := map[string]bool{}
	for _, c := range cs {
		key := c.Source() + " " + c.Plan
		if seen[key] {
			continue
		}
		seen[key] = true
		if len(named) == mostSources {
			over[key] = true
			continue
		}
		named = append(named, "〔"+c.Source()+" · "+c.Plan+"〕")
	}
	for _, n := range named {
		b.WriteString("\n" + esc(n))
	}
	if len(over) > 0 {
		b.WriteString("\n另见" + itoa(len(over)) + "处")
	}
}

// writePlans names the plans alone: a later page's lines tell the clauses themselves.
func writePlans(b *strings.Builder, cs []answer.Citation) {
	seen := map[string]bool{}
	for _, c := range cs {
		if !seen[c.Plan] && len(seen) < mostSources {
			seen[c.Plan] = true
			b.WriteString("\n" + esc("〔"+c.Plan+"〕"))
		}
	}
}

// copyLimit is what a button can copy (Bot API, CopyTextButton).
const copyLimit = 256

// answerButtons is one row of at most four, and what 更多 unfolds.
func answerButtons(t dialog.Turn, r Reader, page, pages int, more bool) [][]outbox.Button {
	a := t.Answer
	if a.Wants != "" {
		return nil // the caller offers what there is to choose
	}
	var rows [][]outbox.Button
	var row []outbox.Button
	row = append(row, pager(page, pages, func(to int) outbox.Button { return button("", VerbAnswer, t.ID, itoa(to)) })...)
	cites := len(a.Citations) > 0
	unfold := button("更多▾", VerbMore, t.ID, itoa(page))
	tools := toolButtons(t, r)
	switch {
	case r.Mark:
		if len(row) > 0 {
			rows, row = append(rows, row), nil
		}
		row = append(row, button("登记办结", VerbMark, t.ID, "done"), button("登记延期", VerbMark, t.ID, "later"), button("加备注", VerbMark, t.ID, "note"))
		if !more {
			row = append(row, unfold)
		}
	case pages > 1: // ◀ 2/5 ▶ 更多
		row = append(row, unfold)
	case cites:
		row = append(row, tools...)
		tools = nil
		if !more {
			row = append(row, unfold)
		}
	case r.Remind: // nothing is quoted: 2026年没有到期的
		row = append(row, tools...)
		tools = nil
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if more && len(tools) > 0 {
		rows = append(rows, tools)
	}
	if more && r.Mark {
		rows = append(rows, []outbox.Button{button("登记记录", VerbHistory, "0")})
	}
	opinion := []outbox.Button{button("👍", VerbGood, t.ID), button("👎", VerbBad, t.ID)}
	switch {
	case r.Mark && !more:
	case !a.Answered:
		rows = append(rows, opinion)
	case more && !r.Group:
		rows = append(rows, append(opinion, button("不是这个", VerbNotThis, t.ID)))
	case more:
		rows = append(rows, []outbox.Button{button("不是这个", VerbNotThis, t.ID)})
	}
	if !r.Group && (more || !a.Answered && !r.Mark) {
		rows = append(rows, suggestions(t)...)
	}
	if more && len(rows) > 0 {
		rows = append(rows, []outbox.Button{button("收起▴", VerbAnswer, t.ID, itoa(page))})
	}
	return rows
}

// toolButtons are 原文, 复制 and 提醒我, those that there is something for.
func toolButtons(t dialog.Turn, r Reader) []outbox.Button {
	var row []outbox.Button
	if len(t.Answer.Citations) > 0 {
		row = append(row, button("原文", VerbSource, t.ID, "0"))
		switch {
		case utf8.RuneCountInString(r.Copied) > copyLimit:
			row = append(row, button("复制", VerbCopy, t.ID))
		case r.Copied != "":
			row = append(row, outbox.Button{Text: "复制", Copy: r.Copied})
		}
	}
	if r.Remind {
		row = append(row, button("提醒我", VerbRemind, "t", t.ID))
	}
	return row
}

// suggestions are questions to tap, a row each since they are long.
func suggestions(t dialog.Turn) [][]outbox.Button {
	var rows [][]outbox.Button
	for i, s := range t.Answer.Suggestions {
		if i == 2 {
			break
		}
		rows = append(rows, []outbox.Button{button(cut(answer.Printable(s), 24), VerbSuggest, t.ID, itoa(i))})
	}
	return rows
}

// Card is an answer without buttons, for an inline card: it is read by people who do not have the conversation.
func Card(t dialog.Turn) string {
	pages := paginate(t.Answer)
	var b strings.Builder
	b.WriteString(pages[0])
	if len(pages) > 1 {
		b.WriteString("\n……")
	}
	writeNotes(&b, t.Answer)
	writeQuotes(&b, t.Answer)
	writeSources(&b, t.Answer.Citations)
	return b.String()
}

// FirstLine is the beginning of a direct answer, for a card's title.
func FirstLine(a answer.Answer) string {
	l, _, _ := strings.Cut(answer.Printable(a.Text), "\n")
	return cut(l, 60)
}

// FirstSource names where an answer's first quote stands.
func FirstSource(a answer.Answer) string {
	if len(a.Citations) == 0 {
		return ""
	}
	return a.Citations[0].Source()
}
