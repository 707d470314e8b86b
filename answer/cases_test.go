package answer_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"cewen/answer"
	"cewen/plan"
)

// The cases of testdata/*.txtar are conversations: a section a dialogue, "> question" and below it what is answered (the form: printed).
// Before the first question stand settings, a line each:
//
//	plan seed | NAME.txt | seed NAME.txt    which plans; the texts are sections of the archive, or files of testdata; seed when absent
//	today 2028-03-01                        the day of asking
//	each                                    every question starts its own conversation
//	# …                                     a remark
//
// A question in double quotes is read as Go reads it (control characters, broken UTF-8); {paste} in one stands for 5,000 characters of
// a plan's prose. -update rewrites what is below the questions; read the difference before it is committed.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i := range ar.Files {
				section := &ar.Files[i]
				if strings.HasSuffix(section.Name, ".txt") {
					continue
				}
				t.Run(section.Name, func(t *testing.T) {
					got := converse(t, ar, string(section.Data))
					if want := string(section.Data); got != want && !*update {
						differ(t, got, want)
					}
					section.Data = []byte(got)
				})
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// converse holds a section's conversation and returns the section as it should read.
func converse(t *testing.T, ar *txtar.Archive, section string) string {
	t.Helper()
	var out strings.Builder
	s, today, each := (*answer.Snapshot)(nil), askedOn, false
	var c answer.Context
	asked := false
	for line := range strings.Lines(section) {
		line = strings.TrimSuffix(line, "\n")
		q, ok := strings.CutPrefix(line, ">")
		switch {
		case ok:
			if s == nil {
				s = seed(t)
			}
			if each {
				c = answer.Context{}
			}
			asked = true
			out.WriteString(line + "\n")
			var a answer.Answer
			a, c = answer.Ask(s, throughJSON(t, c), answer.Question{Text: question(t, strings.TrimPrefix(q, " ")), Today: today})
			for _, b := range breaches(s, a) {
				t.Errorf("%s: %s", line, b)
			}
			out.WriteString(printed(s, a) + "\n")
		case asked: // the answer of the last -update
		default:
			word, rest, _ := strings.Cut(line, " ")
			switch word {
			case "plan":
				s = named(t, ar, strings.Fields(rest))
			case "today":
				d, err := time.Parse(time.DateOnly, rest)
				if err != nil {
					t.Fatal(err)
				}
				today = d
			case "each":
				each = true
			case "#", "":
			default:
				t.Fatalf("no such setting: %s", line)
			}
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}

// question is what a question line asks.
func question(t *testing.T, q string) string {
	t.Helper()
	if len(q) > 1 && q[0] == '"' {
		s, err := strconv.Unquote(q)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		return strings.ReplaceAll(s, "{paste}", prose(t, 5000))
	}
	return q
}

// prose is so many characters of the seed's clauses, as somebody pastes them.
func prose(t *testing.T, n int) string {
	t.Helper()
	p := seed(t).Plans()[0]
	var b strings.Builder
	for i := range p.Clauses {
		b.WriteString(p.Clauses[i].Span.In(p.Text))
	}
	return string([]rune(b.String())[:n])
}

// named makes the Snapshot of the plans that a section names.
func named(t *testing.T, ar *txtar.Archive, names []string) *answer.Snapshot {
	t.Helper()
	var plans []*plan.Plan
	for _, name := range names {
		if name == "seed" {
			plans = append(plans, seed(t).Plans()...)
			continue
		}
		var text string
		for _, f := range ar.Files {
			if f.Name == name {
				text = string(f.Data)
			}
		}
		if text == "" {
			b, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		}
		plans = append(plans, parse(t, name, text))
	}
	return snapshot(t, plans...)
}

// differ shows the first question whose answer has changed, old and new.
func differ(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n> "), strings.Split(want, "\n> ")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			old := ""
			if i < len(w) {
				old = w[i]
			}
			t.Errorf("go test ./answer -update rewrites it. Got\n> %s\nwant\n> %s", strings.TrimSpace(g[i]), strings.TrimSpace(old))
		}
	}
	if len(w) > len(g) {
		t.Errorf("%d questions, want %d", len(g), len(w))
	}
}
