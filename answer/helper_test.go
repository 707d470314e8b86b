package answer_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"cewen/answer"
	"cewen/plan"
	"cewen/seeds"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

// askedOn is the day on which questions are asked where a case does not say another.
var askedOn = date(2026, 11, 23)

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// seedPlan and seedSnapshot are the plan that ships with the program; a Snapshot is immutable, so one serves all tests.
var (
	seedPlan = sync.OnceValues(func() (*plan.Plan, error) {
		texts, err := seeds.Texts()
		if err != nil {
			return nil, err
		}
		return plan.Parse(texts[0].Name, texts[0].Text)
	})
	seedSnapshot = sync.OnceValues(func() (*answer.Snapshot, error) {
		p, err := seedPlan()
		if err != nil {
			return nil, err
		}
		return answer.NewSnapshot([]*plan.Plan{p})
	})
)

func seed(tb testing.TB) *answer.Snapshot {
	tb.Helper()
	s, err := seedSnapshot()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func parse(tb testing.TB, name, text string) *plan.Plan {
	tb.Helper()
	p, err := plan.Parse(name, text)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return p
}

func parseFile(tb testing.TB, path string) *plan.Plan {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return parse(tb, path, string(b))
}

func snapshot(tb testing.TB, plans ...*plan.Plan) *answer.Snapshot {
	tb.Helper()
	s, err := answer.NewSnapshot(plans)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// throughJSON is a Context as a store gives it back after a restart.
func throughJSON(tb testing.TB, c answer.Context) answer.Context {
	tb.Helper()
	b, err := json.Marshal(c)
	if err != nil {
		tb.Fatal(err)
	}
	var back answer.Context
	if err := json.Unmarshal(b, &back); err != nil {
		tb.Fatal(err)
	}
	return back
}

// printed is the fixed form of an answer in the cases: what was read, what is said, and where it stands.
//
//	答 lead
//	责任单位:市发展改革委(仅1家)。
//	注 按“充电桩”=原文“公共充电站”查
//	引 14 到2025年各县城公共充电站总量达到300个以上
//	问 …
func printed(s *answer.Snapshot, a answer.Answer) string {
	var b bytes.Buffer
	switch {
	case a.Answered:
		fmt.Fprintf(&b, "答 %s\n", a.Intent)
	default:
		fmt.Fprintf(&b, "拒(%s) %s\n", a.Refusal, a.Intent)
	}
	fmt.Fprintf(&b, "%s\n", a.Text)
	for _, n := range a.Notes {
		fmt.Fprintf(&b, "注 %s\n", n)
	}
	const most = 6 // a list of twenty tasks is read as a list; its quotes are held against the plan all the same
	for i, c := range a.Citations {
		if i == most {
			fmt.Fprintf(&b, "引 …另%d处:", len(a.Citations)-most)
			for _, c := range a.Citations[most:] {
				fmt.Fprintf(&b, " %s", place(c))
			}
			b.WriteByte('\n')
			break
		}
		name := ""
		if len(s.Plans()) > 1 {
			name = c.Plan + " "
		}
		fmt.Fprintf(&b, "引 %s%s %s\n", name, place(c), shortened(c.Quote))
	}
	for _, q := range a.Suggestions {
		fmt.Fprintf(&b, "问 %s\n", q)
	}
	return b.String()
}

// place is where a citation stands: a clause's number, a row of the table, or the field of the document's data.
func place(c answer.Citation) string {
	switch {
	case c.Row > 0:
		return fmt.Sprintf("%d行%d", c.Clause, c.Row)
	case c.Clause > 0:
		return strconv.Itoa(c.Clause)
	}
	return c.Label
}

// shortened keeps both ends of a long quote.
func shortened(quote string) string {
	quote = strings.Join(strings.Fields(quote), " ")
	r := []rune(quote)
	if len(r) <= 90 {
		return quote
	}
	return string(r[:50]) + " … " + string(r[len(r)-30:])
}

// breaches names what no answer may do, whatever was asked.
func breaches(s *answer.Snapshot, a answer.Answer) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if a.Answered != (a.Refusal == answer.Answered) {
		say("answered %v with refusal %q", a.Answered, a.Refusal)
	}
	switch a.Refusal {
	case answer.Answered, answer.WordAbsent, answer.SlotAbsent, answer.NotUnderstood, answer.NotPlanMatter:
	default:
		say("no such refusal: %q", a.Refusal)
	}
	switch a.Intent {
	case answer.Lead, answer.Target, answer.Unit, answer.Due, answer.Place, answer.Clause, answer.Meta, answer.List, answer.Compare, answer.Verify, answer.None:
	default:
		say("no such intent: %q", a.Intent)
	}
	if a.Text == "" {
		say("nothing is said")
	}
	if a.Answered && len(a.Citations) == 0 {
		say("answered without a citation")
	}
	if len(a.Suggestions) > 2 {
		say("%d suggestions", len(a.Suggestions))
	}
	for _, c := range a.Citations {
		if why := misquoted(s, c); why != "" {
			say("citation of %d: %s", c.Clause, why)
		}
	}
	own := a.Text
	for _, n := range a.Notes {
		own += "\n" + n
	}
	for _, q := range a.Suggestions {
		own += "\n" + q
	}
	if !utf8.ValidString(own) {
		say("not UTF-8")
	}
	for _, w := range neverSaid {
		if strings.Contains(withoutQuoted(s, own), w) {
			say("says %q", w)
		}
	}
	return out
}

// misquoted says why a citation is not its plan's text at its offsets, "" where it is.
func misquoted(s *answer.Snapshot, c answer.Citation) string {
	for _, p := range s.Plans() {
		if c.Plan != p.Meta.Number.Value && c.Plan != p.Source {
			continue
		}
		switch {
		case c.Start < 0 || c.End > len(p.Text) || c.Start >= c.End:
			return fmt.Sprintf("%d:%d is no piece of the text", c.Start, c.End)
		case p.Text[c.Start:c.End] != c.Quote:
			return fmt.Sprintf("%d:%d is not %q", c.Start, c.End, c.Quote)
		case c.Clause != 0 && !slices.ContainsFunc(p.Clauses, func(cl plan.Clause) bool { return cl.Number == c.Clause }):
			return "no such clause"
		case c.Row > len(p.Indicators):
			return "no such row"
		}
		return ""
	}
	return fmt.Sprintf("no plan %q", c.Plan)
}

// neverSaid are words that answers never use of their own (PRODUCT.md, Words).
var neverSaid = []string{"可能", "大概", "应该是", "据我所知", "逾期未完成", "落后", "不力", "请抓紧", "抱歉", "对不起", "您好", "!", "！"}

// withoutQuoted drops what stands between quotation marks, where the asker's and the plan's own words stand, and words that are the
// plan's (风险 may be 可能 in a plan's sentence).
func withoutQuoted(s *answer.Snapshot, text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '“':
			depth++
		case r == '”' && depth > 0:
			depth--
		case r == '\n':
			depth = 0
			b.WriteRune(r)
		case depth == 0:
			b.WriteRune(r)
		}
	}
	out := b.String()
	for _, w := range neverSaid {
		for _, p := range s.Plans() {
			if strings.Contains(p.Text, w) {
				out = strings.ReplaceAll(out, w, "")
			}
		}
	}
	return out
}
