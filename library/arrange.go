package library

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cewen/answer"
	"cewen/dialog"
	"cewen/plan"
	"cewen/search"
)

// arrange puts the plans of the files in order, gives each a name of its own and finds which have ended.
func arrange(files []File, shelf map[string]*shelved, hidden map[string]bool) (entries []*entry, problems []Problem) {
	seen := map[string]string{} // sum → file
	for _, f := range files {
		s := shelf[f.Key]
		if s == nil {
			continue
		}
		if s.bad != nil {
			problems = append(problems, Problem{Name: f.Name, Kept: s.sum != "", Err: s.bad})
		}
		if s.sum == "" {
			continue
		}
		if other, ok := seen[s.sum]; ok {
			problems = append(problems, Problem{Name: f.Name, Err: &SameError{other}})
			continue
		}
		seen[s.sum] = f.Name
		for i := range s.briefs {
			e := &entry{file: f, from: s, whole: s.sum, sum: part(s.sum, i), nth: i, order: len(entries), brief: s.briefs[i]}
			if i == 0 { // a file may have been renamed since it was read
				e.brief.Source = f.Name
			}
			entries = append(entries, e)
		}
	}
	for _, e := range entries {
		e.name()
	}
	entries = slices.DeleteFunc(entries, func(e *entry) bool {
		_, sent := dialog.UploadKey(e.file.Key)
		return hidden[e.brief.Name] && !sent
	})
	endings(entries)
	named := map[string]int{}
	for _, e := range entries {
		if e.ending == nil {
			named[e.brief.Name]++
		}
	}
	for _, e := range entries { // two plans cannot be called the same: what has ended is called by its file as well
		if e.ending != nil && named[e.brief.Name] > 0 || named[e.brief.Name] > 1 {
			e.rename(fmt.Sprintf("%s·%s", e.brief.Name, e.brief.Source))
		}
		named[e.brief.Name]++
	}
	return entries, problems
}

// name is what the plan is called by: its number, else its title, else its file.
func (e *entry) name() {
	e.rename(cmp.Or(e.brief.Number, e.brief.Title, e.brief.Source))
}

func (e *entry) rename(name string) {
	if e.brief.Name == name {
		return
	}
	e.brief.Name = name
	e.brief.Units = append([]answer.UnitBrief(nil), e.brief.Units...)
	for i := range e.brief.Units {
		e.brief.Units[i].First.Plan = name
	}
}

// indexing is how many plans are put into the index at a time.
const indexing = 48

// indexed puts into the index what it does not have yet.
func (l *Library) indexed(ctx context.Context, entries []*entry, fresh map[string]*plan.Plan) error {
	if l.index == nil { // few plans: each is asked
		return nil
	}
	have := l.index.Groups()
	var groups []search.Group
	put := func() error {
		if len(groups) == 0 {
			return nil
		}
		if err := l.index.Put(ctx, groups...); err != nil {
			return fmt.Errorf("index plans: %w", err)
		}
		groups = groups[:0]
		return nil
	}
	for _, e := range entries {
		if _, ok := have[e.sum]; ok {
			continue
		}
		p := fresh[e.sum]
		if p == nil {
			o, err := l.open(e)
			if err != nil {
				return fmt.Errorf("index plans: %w", err)
			}
			p = o.Plan
		}
		groups = append(groups, search.Group{Name: e.sum, Docs: answer.Passages(p)})
		if len(groups) == indexing {
			if err := put(); err != nil {
				return err
			}
		}
	}
	return put()
}

// putAway removes what neither this snapshot nor the one before needs, which questions under way may still be asked of.
func (l *Library) putAway(ctx context.Context, entries []*entry) {
	needed, sums := map[string]bool{}, map[string]bool{}
	good := map[string]string{}
	for _, e := range entries {
		needed[e.sum], needed[e.whole], sums[e.sum], sums[e.whole] = true, true, true, true
		good[e.file.Key] = e.whole
	}
	for sum := range l.stale {
		needed[sum] = true
	}
	l.stale = sums
	if l.index != nil {
		l.unindex(ctx, needed)
	}
	if l.cache.dir == "" {
		return
	}
	if err := l.cache.sweep(needed); err != nil {
		l.config.Log.Warn("old readings cannot be removed", "error", err)
	}
	if err := writeGood(l.config.Dir, good); err != nil {
		l.config.Log.Warn("what was read cannot be noted", "error", err)
	}
}

// unindex takes the passages of plans that are needed no longer out of the index.
func (l *Library) unindex(ctx context.Context, needed map[string]bool) {
	var gone []string
	for name := range l.index.Groups() {
		if !needed[name] {
			gone = append(gone, name)
		}
	}
	if len(gone) > 0 {
		if err := l.index.Delete(ctx, gone...); err != nil {
			l.config.Log.Warn("old passages cannot be removed", "error", err)
		}
	}
}
