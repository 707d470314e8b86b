package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"
	"unicode/utf8"
)

// Count is how many of a kind were right.
type Count struct {
	Right int `json:"right"`
	Total int `json:"total"`
}

// Percent is the share that was right, to two decimals; of nothing, everything was.
func (c Count) Percent() float64 {
	if c.Total == 0 {
		return 100
	}
	return math.Round(1e4*float64(c.Right)/float64(c.Total)) / 100
}

// Wrong is a question that was not answered right.
type Wrong struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Question string `json:"q"`
	Reason   string `json:"reason"`
	Answer   string `json:"answer"`
}

// Report is what a question set says about the answers.
type Report struct {
	Questions  int              `json:"questions"`
	Right      int              `json:"right"`
	Percent    float64          `json:"percent"`
	Types      map[string]Count `json:"types"`
	Refusals   Count            `json:"refusals"`   // questions that must be refused
	Unanswered int              `json:"unanswered"` // questions that have an answer and got none
	Quotes     int              `json:"quotes"`
	Broken     int              `json:"quotes_not_verbatim"`
	LengthP50  int              `json:"answer_chars_p50"`
	LengthP95  int              `json:"answer_chars_p95"`
	LatencyP50 float64          `json:"p50_us"`
	LatencyP99 float64          `json:"p99_us"`
	Wrong      []Wrong          `json:"wrong"`
	Knockout   *KnockoutReport  `json:"knockout,omitempty"`
}

// Summarize draws up the report of a run.
func Summarize(rs []Result) Report {
	rep := Report{Questions: len(rs), Types: map[string]Count{}, Wrong: []Wrong{}}
	var lengths []int
	var times []time.Duration
	for _, r := range rs {
		c := rep.Types[r.Question.Type]
		c.Total++
		if r.Right {
			c.Right++
			rep.Right++
		} else {
			rep.Wrong = append(rep.Wrong, Wrong{r.Question.ID, r.Question.Type, r.Question.Text, r.Reason, r.Answer.Text})
		}
		rep.Types[r.Question.Type] = c
		switch {
		case !r.Question.Answerable:
			rep.Refusals.Total++
			if !r.Answer.Answered {
				rep.Refusals.Right++
			}
		case !r.Answer.Answered:
			rep.Unanswered++
		}
		rep.Quotes += len(r.Answer.Citations)
		rep.Broken += r.Broken
		lengths = append(lengths, utf8.RuneCountInString(r.Answer.Text))
		times = append(times, r.Elapsed)
	}
	rep.Percent = Count{rep.Right, rep.Questions}.Percent()
	rep.LengthP50, rep.LengthP95 = quantile(lengths, .5), quantile(lengths, .95)
	rep.LatencyP50 = micros(quantile(times, .5))
	rep.LatencyP99 = micros(quantile(times, .99))
	return rep
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// quantile is the smallest value that at least the share p of xs does not exceed.
func quantile[T int | time.Duration](xs []T, p float64) T {
	if len(xs) == 0 {
		return 0
	}
	xs = slices.Clone(xs)
	slices.Sort(xs)
	i := int(p*float64(len(xs))+.9999999) - 1
	return xs[max(0, min(i, len(xs)-1))]
}

// TypeNames returns the types of the set in a fixed order.
func (r Report) TypeNames() []string {
	names := make([]string, 0, len(r.Types))
	for name := range r.Types {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// WriteTable writes the report for a reader.
func (r Report) WriteTable(w io.Writer) error {
	var b bytes.Buffer
	tw := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, name := range r.TypeNames() {
		c := r.Types[name]
		fmt.Fprintf(tw, "%s\t%d/%d\t%.1f%%\n", name, c.Right, c.Total, c.Percent())
	}
	fmt.Fprintf(tw, "合计\t%d/%d\t%.1f%%\n", r.Right, r.Questions, r.Percent)
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "应拒答的 %d/%d 拒答;有答案而没答的 %d\n", r.Refusals.Right, r.Refusals.Total, r.Unanswered)
	fmt.Fprintf(&b, "引文 %d 处,与原文不一致 %d 处\n", r.Quotes, r.Broken)
	fmt.Fprintf(&b, "答复字数 中位 %d,p95 %d;用时 中位 %.0f µs,p99 %.0f µs\n", r.LengthP50, r.LengthP95, r.LatencyP50, r.LatencyP99)
	for _, x := range r.Wrong {
		fmt.Fprintf(&b, "错 %s [%s] %s\n   %s\n   答:%s\n", x.ID, x.Type, clip(x.Question), clip(x.Reason), clip(x.Answer))
	}
	if r.Knockout != nil {
		r.Knockout.writeTable(&b)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (k KnockoutReport) writeTable(b *bytes.Buffer) {
	fmt.Fprintf(b, "挖去依据后再问:%d/%d 拒答(%.1f%%)\n", k.Refused, k.Asked, k.Percent)
	for _, x := range k.Answered {
		fmt.Fprintf(b, "仍答 %s [%s] %s\n   挖去:%s\n   答:%s\n", x.ID, x.Type, clip(x.Question), clip(x.Cut), clip(x.Answer))
	}
	for _, x := range k.Failed {
		fmt.Fprintf(b, "未能重问 %s:%s\n", x.ID, x.Reason)
	}
}

// WriteJSON writes the figures on one line.
func (r Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// clip keeps a line of the table readable.
func clip(s string) string {
	const most = 160
	rs := []rune(s)
	for i, r := range rs {
		if r == '\n' || r == '\r' {
			rs[i] = '⏎'
		}
	}
	if len(rs) > most {
		return string(rs[:most]) + "…"
	}
	return string(rs)
}
