package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cewen/answer"
	"cewen/plan"
	"cewen/search"
	"cewen/seeds"
)

// snapshot loads the plans that the command line names and prepares them for questions.
func (p *program) snapshot() (*answer.Snapshot, error) {
	// The dictionary takes most of the start: it is loaded while the plans are parsed. What goes wrong there NewSnapshot reports.
	go func() { _, _ = search.DefaultSegmenter() }()
	plans, err := p.plans()
	if err != nil {
		return nil, err
	}
	s, err := answer.NewSnapshot(plans)
	if err != nil {
		return nil, fmt.Errorf("prepare plans: %w", err)
	}
	return s, nil
}

// plans parses the seed and the texts of --plans, or the text of --plan alone.
func (p *program) plans() ([]*plan.Plan, error) {
	if p.common.Only != "" {
		return parseFiles([]string{p.common.Only})
	}
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	plans := make([]*plan.Plan, 0, len(texts))
	for _, t := range texts {
		parsed, err := plan.Parse(t.Name, t.Text)
		if err != nil {
			return nil, &fileError{t.Name, err}
		}
		plans = append(plans, parsed)
	}
	if p.common.Plans == "" {
		return plans, nil
	}
	names, err := textsIn(p.common.Plans)
	if err != nil {
		return nil, err
	}
	more, err := parseFiles(names)
	return append(plans, more...), err
}

// textsIn lists the .txt files of a directory by name.
func textsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, &fileError{dir, err}
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && strings.EqualFold(filepath.Ext(e.Name()), ".txt") {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, &fileError{dir, errNoTexts}
	}
	slices.Sort(names)
	return names, nil
}

func parseFiles(names []string) ([]*plan.Plan, error) {
	plans := make([]*plan.Plan, 0, len(names))
	for _, name := range names {
		text, err := readText(name)
		if err != nil {
			return nil, &fileError{name, err}
		}
		parsed, err := plan.Parse(filepath.Base(name), text)
		if err != nil {
			return nil, &fileError{name, err}
		}
		plans = append(plans, parsed)
	}
	return plans, nil
}

func readText(name string) (string, error) {
	f, err := openFile(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	// One byte more than a plan may have is enough for Parse to refuse it.
	b, err := io.ReadAll(io.LimitReader(f, plan.MaxBytes+1))
	return string(b), err
}

// openFile opens a file for reading and refuses a directory, which would otherwise fail at the first read only.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode()&fs.ModeDir != 0 {
		_ = f.Close() // nothing was written
		return nil, errDirectory
	}
	return f, nil
}
