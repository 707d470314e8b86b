package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"cewen/answer"
	"cewen/library"
	"cewen/plan"
	"cewen/seeds"
)

// held is a library as a command that asks and ends uses it.
type held struct {
	*answer.Snapshot
	library *library.Library
}

// Close frees the library.
func (h *held) Close() error { return h.library.Close() }

// snapshot loads the plans that the command line names and prepares them for questions. A file of --plans that cannot be read is told of and
// passed over; that of --plan ends the command.
func (p *program) snapshot() (*held, error) {
	l, err := p.library(library.Config{})
	if err != nil {
		return nil, err
	}
	if dir := p.common.Plans; dir != "" {
		if files, err := (library.Folder{Dir: dir}).Files(p.ctx); err == nil && len(files) == 0 {
			return nil, errors.Join(&fileError{dir, errNoPlans}, l.Close())
		}
	}
	for _, problem := range l.Problems() {
		if p.common.Only != "" && l.Snapshot().Len() == 0 {
			return nil, errors.Join(&fileError{p.common.Only, problem.Err}, l.Close())
		}
		// Nothing is left to tell when stderr is closed.
		_, _ = fmt.Fprintln(p.stderr, "cewen:"+oneLine(fmt.Sprintf("跳过 %s:%s", filepath.Join(p.common.Plans, problem.Name), cause(problem.Err))))
	}
	return &held{l.Snapshot(), l}, nil
}

// library opens the plans that the command line names, with what else config says.
func (p *program) library(config library.Config) (*library.Library, error) {
	named, err := p.sources()
	if err != nil {
		return nil, err
	}
	config.Sources = append(named, config.Sources...)
	if config.Dir == "" {
		config.Dir = p.cacheDir()
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	l, err := library.New(p.ctx, config)
	if nothing, ok := errors.AsType[*library.NothingError](err); ok {
		name := p.common.Only
		if name == "" {
			name = filepath.Join(p.common.Plans, nothing.Name)
		}
		return nil, &fileError{name, nothing.Err}
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, &fileError{file.Path, file.Err}
	}
	if err != nil {
		return nil, fmt.Errorf("prepare plans: %w", err)
	}
	return l, nil
}

// sources are the seed and the folder of --plans, or the file of --plan alone.
func (p *program) sources() ([]library.Source, error) {
	if p.common.Only != "" {
		f, err := openFile(p.common.Only) // says that it is a folder, or not to be read
		if err != nil {
			return nil, &fileError{p.common.Only, err}
		}
		return []library.Source{library.Only{Path: p.common.Only}}, f.Close()
	}
	texts, err := seeds.Texts()
	if err != nil {
		return nil, err
	}
	var shipped library.Texts
	for _, t := range texts {
		shipped = append(shipped, library.Text{Name: t.Name, Text: t.Text})
	}
	out := []library.Source{shipped}
	if p.common.Plans == "" {
		return out, nil
	}
	if info, err := os.Stat(p.common.Plans); err != nil {
		return nil, &fileError{p.common.Plans, err}
	} else if !info.IsDir() {
		return nil, &fileError{p.common.Plans, errNoFolder}
	}
	return append(out, library.Folder{Dir: p.common.Plans}), nil
}

// cacheDir is where what was read of these plans is kept: another folder for other plans, so that one does not sweep away what the other
// needs. "" keeps nothing.
func (p *program) cacheDir() string {
	dir := p.common.Cache
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(user, "cewen")
	}
	where, err := filepath.Abs(p.common.Plans + p.common.Only)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(where))
	return filepath.Join(dir, hex.EncodeToString(sum[:8]))
}

// plans are all plans that the command line names, for commands that go through every one.
func (p *program) plans() ([]*plan.Plan, error) {
	s, err := p.snapshot()
	if err != nil {
		return nil, err
	}
	return s.Plans(), s.Close()
}

func (p *program) parseFiles(names []string) ([]*plan.Plan, error) {
	var plans []*plan.Plan
	for _, name := range names {
		body, err := readFile(name, library.MostBytes+1)
		if err != nil {
			return nil, &fileError{name, err}
		}
		fixes, err := readFile(name+library.FixSuffix, library.MostBytes)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, &fileError{name + library.FixSuffix, err}
		}
		read, notes, err := library.Read(p.ctx, filepath.Base(name), body, fixes)
		if err != nil {
			return nil, &fileError{name, err}
		}
		if len(notes) > 0 { // nothing is left to tell when stderr is closed
			_, _ = fmt.Fprintln(p.stderr, "cewen:"+oneLine(name+":"+strings.Join(notes, ";")))
		}
		plans = append(plans, read...)
	}
	return plans, nil
}
