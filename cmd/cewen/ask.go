package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"cewen/answer"
)

// maxQuestion bounds a question read from standard input.
const maxQuestion = 16 << 20

type askCmd struct {
	JSON     bool     `name:"json" help:"输出一行 JSON"`
	Batch    string   `name:"batch" placeholder:"文件" help:"问文件里的每一题,输出一行行 JSON;- 是标准输入"`
	Question []string `arg:"" optional:"" name:"问题" help:"要问的话;- 是从标准输入读"`
}

// Run answers one question, or those of a file.
func (c *askCmd) Run(p *program) error {
	switch {
	case c.Batch != "" && len(c.Question) > 0:
		return usageError("问题和 --batch 不能同时用")
	case c.Batch != "":
		return c.batch(p)
	case len(c.Question) == 0:
		return usageError("要问什么?例如 cewen ask 充电桩归谁管")
	}
	text := strings.Join(c.Question, " ")
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(p.stdin, maxQuestion+1))
		if err != nil {
			return &fileError{"标准输入", err}
		}
		if len(b) > maxQuestion {
			return usageError(fmt.Sprintf("问题超过 %d MB", maxQuestion>>20))
		}
		text = string(b)
	}
	s, err := p.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	begin := time.Now()
	a, _ := answer.Ask(s.Snapshot, answer.Context{}, answer.Question{Text: text, Today: p.common.today()})
	if c.JSON {
		return writeLine(p.stdout, newLine("", a, time.Since(begin)))
	}
	_, err = io.WriteString(p.stdout, p.style().answer(a, fewQuotes))
	return err
}

// line is an answer as tools read it; the contract of the command line fixes its fields.
type line struct {
	ID          string            `json:"id"`
	Answered    bool              `json:"answered"`
	Intent      answer.Intent     `json:"intent"`
	Answer      string            `json:"answer"`
	Citations   []answer.Citation `json:"citations"`
	Suggestions []string          `json:"suggestions"`
	ElapsedUS   int64             `json:"elapsed_us"`
}

func newLine(id string, a answer.Answer, d time.Duration) line {
	l := line{id, a.Answered, a.Intent, a.Text, a.Citations, a.Suggestions, d.Microseconds()}
	if l.Intent == "" {
		l.Intent = answer.None
	}
	if l.Citations == nil {
		l.Citations = []answer.Citation{}
	}
	if l.Suggestions == nil {
		l.Suggestions = []string{}
	}
	return l
}

func writeLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
