package view

import (
	"hash/fnv"
	"strconv"
	"strings"

	"cewen/outbox"
	"cewen/plan"
)

// What a button carries: a verb and what it is about, within the 64 bytes that the Bot API allows. None of it depends on memory: a button
// pressed after a restart means the same, or finds that what it was about is gone.
const (
	VerbAnswer   = "a"  // turn, page
	VerbSource   = "o"  // turn, page: 原文
	VerbMore     = "m"  // turn, page: more buttons
	VerbCopy     = "c"  // turn: as text for a paper
	VerbSuggest  = "s"  // turn, number
	VerbNotThis  = "n"  // turn
	VerbGood     = "g"  // turn
	VerbBad      = "b"  // turn
	VerbReason   = "r"  // turn, number of the reason
	VerbUnits    = "U"  // plan, page
	VerbUnit     = "u"  // plan, unit
	VerbChapters = "K"  // plan
	VerbChapter  = "k"  // plan, chapter, page
	VerbClause   = "t"  // plan, clause
	VerbRows     = "i"  // plan, page: indicators
	VerbYear     = "y"  // plan, year: what falls due
	VerbMine     = "w"  // unit, turn that asked or ""
	VerbMyPlace  = "wp" // place, turn
	VerbPickUnit = "W"  // page, turn: choose whose 我局 it is
	VerbAsk      = "q"  // number of an example
	VerbForget   = "fg" // "yes" or "no"
	VerbDecide   = "ac" // subject, "ok" or "no"
	VerbSettings = "st" // what
	VerbReview   = "rv" // which, page
	VerbExport   = "rx" // which
	VerbAudit    = "au" // page
	VerbPlan     = "pl" // plan or "", page of the list: ask from it alone
	VerbPlans    = "pn" // page
	VerbFiles    = "pf" // page: what was sent and what became of it
	VerbFile     = "pu" // upload, "live", "cancelled" or "removed"
	VerbTakeOut  = "po" // page; or plan, "yes" or "ask": take it out
	VerbNothing  = "-"  // a label: 1/5

	VerbRemind  = "re" // "list"; "one", "more", "pause", "go" or "stop" and a subscription; "p", "h", "s" or "d", a subscription and a value; "t" and a turn
	VerbReceipt = "rc" // 收到: the digest's place is that of the message
	VerbQuotes  = "dq" // list, page; a digest's own list is "-"
	VerbLines   = "dl" // list, page
	VerbBoard   = "bd" // plan, page, "u" or "p", of whom
	VerbDue     = "dy" // plan, year, of whom
	VerbUndo    = "un" // batch
	VerbMark    = "mk" // turn, "done", "later" or "note"; or list, "to" and a day
	VerbHistory = "hi" // page
	VerbTable   = "ex" // "x" or "i"; plan and of whom, or nothing: what is subscribed
	VerbPreview = "pv" // year, number of the notice
	VerbOversee = "ov" // page
)

// most is the Bot API's limit for callback_data, in bytes.
const mostData = 64

// Data joins a verb and its arguments.
func Data(verb string, args ...string) string {
	s := strings.Join(append([]string{verb}, args...), ":")
	if len(s) > mostData {
		return VerbNothing // never: ids are short. A button without effect is better than a refused message
	}
	return s
}

// Parse splits what Data joined.
func Parse(data string) (verb string, args []string) {
	parts := strings.Split(data, ":")
	return parts[0], parts[1:]
}

// Tag is a short name for a unit or a plan in a button or a deep link: eight letters of [a-z0-9].
func Tag(name string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	s := strconv.FormatUint(h.Sum64(), 36)
	for len(s) < 8 {
		s = "0" + s
	}
	return s[len(s)-8:]
}

// PlanTag is a plan's Tag.
func PlanTag(p *plan.Plan) string { return Tag(p.Name()) }

func button(text, verb string, args ...string) outbox.Button {
	return outbox.Button{Text: text, Data: Data(verb, args...)}
}

func itoa(n int) string { return strconv.Itoa(n) }

// pager is ◀ 2/5 ▶ for a message that has more pages than one.
func pager(page, pages int, to func(int) outbox.Button) []outbox.Button {
	if pages < 2 {
		return nil
	}
	label := func(b outbox.Button, text string) outbox.Button {
		b.Text = text
		return b
	}
	var row []outbox.Button
	if page > 0 {
		row = append(row, label(to(page-1), "◀"))
	}
	row = append(row, button(itoa(page+1)+"/"+itoa(pages), VerbNothing))
	if page < pages-1 {
		row = append(row, label(to(page+1), "▶"))
	}
	return row
}

// clamp keeps a page number within what there is now.
func clamp(page, pages int) int { return max(0, min(page, pages-1)) }
