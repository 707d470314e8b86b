package main

import (
	"errors"
	"fmt"
	"io/fs"

	"cewen/eval"
)

type evalCmd struct {
	Min       percent `name:"min" placeholder:"分数" help:"答对的百分比低于它,或有引文与原文不一致,退出码是 1"`
	Knockout  bool    `name:"knockout" help:"再把答对的题的依据从方案里挖掉重问,应当拒答"`
	Retrieval string  `name:"retrieval" placeholder:"目录" help:"测检索,不打分"`
	File      string  `arg:"" optional:"" name:"题库" help:"题库,一行一题"`
}

// scoreTooLow is a score that --min does not accept.
type scoreTooLow struct {
	got, least float64
	broken     int
}

func (e *scoreTooLow) Error() string { return fmt.Sprintf("score %.2f, minimum %.2f", e.got, e.least) }

func (e *scoreTooLow) words() string {
	if e.broken > 0 {
		return fmt.Sprintf("有 %d 处引文与原文不一致", e.broken)
	}
	return fmt.Sprintf("答对 %.2f%%,低于 --min %g", e.got, e.least)
}

// Run scores a question set, or measures the retrieval of a ranking set.
func (c *evalCmd) Run(p *program) error {
	switch {
	case c.Retrieval != "" && (c.File != "" || c.Knockout || c.Min > 0):
		return usageError("--retrieval 不能和题库、--min、--knockout 同时用")
	case c.Retrieval != "":
		return evalRetrieval(p, c.Retrieval)
	case c.File == "":
		return usageError("要给一个题库文件,或用 --retrieval 目录")
	}
	f, err := openFile(c.File)
	if err != nil {
		return &fileError{c.File, err}
	}
	defer f.Close()
	qs, err := eval.ReadQuestions(f)
	if err != nil {
		return &fileError{c.File, err}
	}
	s, err := p.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	rs, err := eval.Run(p.ctx, s.Snapshot, qs, p.common.today())
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	rep := eval.Summarize(rs)
	if c.Knockout {
		k, err := eval.Knockout(p.ctx, s.Snapshot, rs, p.common.today())
		if err != nil {
			return fmt.Errorf("knock-out: %w", err)
		}
		rep.Knockout = &k
	}
	if err := rep.WriteTable(p.stdout); err != nil {
		return err
	}
	if err := rep.WriteJSON(p.stdout); err != nil {
		return err
	}
	if c.Min > 0 && (rep.Percent < float64(c.Min) || rep.Broken > 0) {
		return &scoreTooLow{rep.Percent, float64(c.Min), rep.Broken}
	}
	return nil
}

func evalRetrieval(p *program, dir string) error {
	rep, err := eval.Retrieval(dir)
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		return &fileError{file.Path, file.Err}
	}
	if err != nil {
		return &rankingError{dir, err}
	}
	return writeLine(p.stdout, rep)
}

// rankingError is a ranking set that cannot be used. Whoever makes such sets reads the reason as it stands, with its file and line.
type rankingError struct {
	dir string
	err error
}

func (e *rankingError) Error() string { return fmt.Sprintf("%s: %v", e.dir, e.err) }
func (e *rankingError) Unwrap() error { return e.err }

func (e *rankingError) words() string {
	err := e.err
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return fmt.Sprintf("检索题库 %s 用不了:%v", e.dir, err)
}
