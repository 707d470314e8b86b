package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"cewen/answer"
	"cewen/plan"
	"cewen/search"
)

// Config says where a library takes its plans from and where it keeps what it read.
type Config struct {
	Sources []Source   // the first holds the home plan
	Dir     string     // for what was read; "" keeps nothing
	Keep    bool       // keep what was read of a few files too, so that a file that breaks while the program is down has its version before
	Open    int        // how many plans are kept open; 0: Opened
	Book    UploadBook // what was taken out of other sources; nil: nothing
	Log     *slog.Logger
	Swapped func(old, now *answer.Snapshot) // called after each change, before the next reading; may be nil
}

// Opened is how many plans are kept open where nothing else is said.
const Opened = 48

// fewFiles are read anew at each start without keeping anything: that is as fast, and leaves nothing behind.
const fewFiles = 12

// Library holds plans. It is safe for concurrent use.
type Library struct {
	config   Config
	cache    cache
	index    *search.Shelf
	indexDir string // "" keeps it in memory
	desk     *answer.Desk

	one     sync.Mutex // one reading at a time
	files   map[string]*shelved
	hidden  map[string]bool
	now     atomic.Pointer[answer.Snapshot]
	trouble atomic.Pointer[[]Problem]
	stale   map[string]bool   // sums that the snapshot before needs
	good    map[string]string // what was last answered from, by key, when the program last ran
}

// shelved is a file with what was last read from it.
type shelved struct {
	stamp  string
	sum    string // of the content that is answered from
	briefs []answer.Brief
	plans  []*plan.Plan // where they are kept in memory
	bad    error        // the content that stands there now cannot be read
}

// entry is a plan while a snapshot is put together.
type entry struct {
	file   File
	from   *shelved
	sum    string // of its passages in the index
	whole  string // of its file
	nth    int    // within its file
	order  int
	brief  answer.Brief
	ending *answer.Ending
}

// New prepares a library and reads its sources. It fails where a source cannot be listed, where no plan can be read at all, and on a
// damaged program; a single file that cannot be read is a Problem.
func New(ctx context.Context, config Config) (*Library, error) {
	// The dictionary takes most of a start: it is loaded while files are read. What goes wrong there is reported where it is needed.
	go func() { _, _ = search.DefaultSegmenter() }()
	if config.Open == 0 {
		config.Open = Opened
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	l := &Library{config: config, cache: cache{build: buildStamp()}, files: map[string]*shelved{}, desk: answer.NewDesk(config.Open)}
	l.desk.Failed = func(h *answer.Holding, err error) {
		config.Log.Error("plan cannot be opened", "plan", h.Brief.Name, "error", err)
	}
	files, err := l.list(ctx)
	if err != nil {
		return nil, err
	}
	if config.Dir != "" && (config.Keep || len(files) > fewFiles) {
		l.openDir()
	}
	if l.cache.dir != "" {
		l.indexDir = filepath.Join(config.Dir, "index")
	}
	if _, err := l.read(ctx, files); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// openDir opens what was kept; where that cannot be, nothing is kept and a line of the log says so.
func (l *Library) openDir() {
	dir := filepath.Join(l.config.Dir, "read")
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		l.good, err = readGood(l.config.Dir)
	}
	if err != nil {
		l.config.Log.Warn("what was read cannot be kept on disk; it is kept in memory", "dir", l.config.Dir, "error", err)
		return
	}
	l.cache.dir = dir
}

// openIndex opens the index, in memory where it cannot be on disk.
func (l *Library) openIndex() error {
	seg, err := search.DefaultSegmenter()
	if err != nil {
		return fmt.Errorf("open index: %w", err)
	}
	if l.indexDir != "" {
		if l.index, err = search.Open(seg, l.indexDir, l.cache.build); err == nil {
			return nil
		}
		l.config.Log.Warn("the index cannot be on disk; it is made in memory", "dir", l.indexDir, "error", err)
	}
	if l.index, err = search.Open(seg, "", ""); err != nil {
		return fmt.Errorf("open index: %w", err)
	}
	return nil
}

// Snapshot is what is held now.
func (l *Library) Snapshot() *answer.Snapshot { return l.now.Load() }

// Problems lists the files that could not be read, as of the last reading.
func (l *Library) Problems() []Problem {
	if p := l.trouble.Load(); p != nil {
		return *p
	}
	return nil
}

// Close frees the index. Questions under way end first.
func (l *Library) Close() error {
	l.desk.Clear()
	if l.index == nil {
		return nil
	}
	return l.index.Close()
}

// Reload looks at all sources again and swaps the snapshot where something changed. An error leaves everything as it was.
func (l *Library) Reload(ctx context.Context) (changed bool, err error) {
	files, err := l.list(ctx)
	if err != nil {
		return false, err
	}
	return l.read(ctx, files)
}

func (l *Library) list(ctx context.Context) ([]File, error) {
	var out []File
	for _, s := range l.config.Sources {
		files, err := s.Files(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
	}
	return out, nil
}

// read brings the holdings up to what the files are now.
func (l *Library) read(ctx context.Context, files []File) (changed bool, err error) {
	l.one.Lock()
	defer l.one.Unlock()
	next, fresh, changed, err := l.readFiles(ctx, files)
	if err != nil {
		return false, err
	}
	hidden, err := l.hiding(ctx)
	if err != nil {
		return false, err
	}
	changed = changed || !maps.Equal(hidden, l.hidden)
	before := l.now.Load()
	if !changed && before != nil {
		return false, nil
	}
	entries, problems := arrange(files, next, hidden)
	l.trouble.Store(&problems)
	if len(entries) == 0 && before == nil && len(problems) > 0 {
		return false, &NothingError{problems[0].Name, problems[0].Err}
	}
	if l.index == nil && len(entries) >= answer.ManyPlans {
		if err := l.openIndex(); err != nil {
			return false, err
		}
	}
	if err := l.indexed(ctx, entries, fresh); err != nil {
		return false, err
	}
	holdings := make([]answer.Holding, len(entries))
	for i, e := range entries {
		holdings[i] = answer.Holding{Brief: e.brief, Sum: e.sum, File: e.whole, From: e.file.Key, Ending: e.ending, Open: func() (answer.Opened, error) { return l.open(e) }}
	}
	s, err := answer.NewCollection(holdings, l.index, l.desk)
	if err != nil {
		return false, err
	}
	l.files, l.hidden = next, hidden
	l.now.Store(s)
	for _, p := range problems {
		l.config.Log.Warn("plan file cannot be read", "file", p.Name, "error", p.Err, "version before kept", p.Kept)
	}
	if l.config.Swapped != nil {
		l.config.Swapped(before, s)
	}
	l.putAway(ctx, entries)
	return true, nil
}

// readFiles reads what is new. fresh are the plans that were parsed just now, by the sums of their passages.
func (l *Library) readFiles(ctx context.Context, files []File) (next map[string]*shelved, fresh map[string]*plan.Plan, changed bool, err error) {
	next, fresh = make(map[string]*shelved, len(files)), map[string]*plan.Plan{}
	var mu sync.Mutex
	var group sync.WaitGroup
	work := make(chan File)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for f := range work {
				s, plans := l.readFile(ctx, f, l.files[f.Key])
				mu.Lock()
				next[f.Key] = s
				if s.plans == nil { // they are kept on disk: a thousand need not be in memory until they are indexed
					plans = nil
				}
				for i, p := range plans {
					fresh[part(s.sum, i)] = p
				}
				mu.Unlock()
			}
		})
	}
	for _, f := range files {
		if old := l.files[f.Key]; old != nil && old.stamp == f.Stamp && f.Stamp != "" {
			mu.Lock()
			next[f.Key] = old
			mu.Unlock()
			continue
		}
		work <- f
	}
	close(work)
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, false, err
	}
	changed = len(next) != len(l.files)
	for key, s := range next {
		old := l.files[key]
		changed = changed || old == nil || old.sum != s.sum || (old.bad == nil) != (s.bad == nil)
	}
	return next, fresh, changed, nil
}

// part names the n-th plan of a file.
func part(sum string, n int) string {
	if n == 0 {
		return sum
	}
	return fmt.Sprintf("%s-%d", sum, n+1)
}

// readFile reads one file, or takes what was kept of it. Where it cannot be read, the version before stays.
func (l *Library) readFile(ctx context.Context, f File, old *shelved) (*shelved, []*plan.Plan) {
	failed := func(err error) (*shelved, []*plan.Plan) {
		if old == nil {
			if old = l.lastGood(f.Key); old == nil {
				return &shelved{stamp: f.Stamp, bad: err}, nil
			}
		}
		return &shelved{stamp: f.Stamp, sum: old.sum, briefs: old.briefs, plans: old.plans, bad: err}, nil
	}
	c, err := fetch(ctx, f)
	if err != nil {
		return failed(err)
	}
	if old != nil && old.sum == c.sum {
		return &shelved{stamp: f.Stamp, sum: c.sum, briefs: old.briefs, plans: old.plans}, nil
	}
	if briefs, err := l.cache.briefs(c.sum); err == nil {
		return &shelved{stamp: f.Stamp, sum: c.sum, briefs: briefs}, nil
	}
	plans, _, err := Read(ctx, f.Name, c.body, c.fixes)
	if err != nil {
		return failed(err)
	}
	briefs := make([]answer.Brief, len(plans))
	for i, p := range plans {
		briefs[i] = answer.BriefOf(p)
	}
	out := &shelved{stamp: f.Stamp, sum: c.sum, briefs: briefs}
	if kept, err := l.cache.put(c.sum, briefs, plans); !kept {
		out.plans = plans
		if err != nil {
			l.config.Log.Warn("what was read cannot be kept on disk", "file", f.Name, "error", err)
		}
	}
	return out, plans
}

// open opens a plan: from memory, as it was kept, else by reading its file again, which must still be the one that was read.
func (l *Library) open(e *entry) (answer.Opened, error) {
	if e.from.plans != nil {
		p := *e.from.plans[e.nth] // a collection that came before may call it something else
		p.Called = e.brief.Name
		return answer.Opened{Plan: &p}, nil
	}
	o, err := l.cache.plan(e.whole, e.nth)
	if err != nil {
		p, rerr := e.reread(context.Background())
		if rerr != nil {
			return o, fmt.Errorf("open %s: %w", e.file.Name, errors.Join(rerr, err))
		}
		o = answer.Opened{Plan: p}
	}
	o.Plan.Source, o.Plan.Called = e.brief.Source, e.brief.Name
	return o, nil
}

var errChanged = errors.New("the file has changed")

// reread reads the plan's file again.
func (e *entry) reread(ctx context.Context) (*plan.Plan, error) {
	c, err := fetch(ctx, e.file)
	if err != nil {
		return nil, err
	}
	if c.sum != e.whole {
		return nil, errChanged
	}
	plans, _, err := Read(ctx, e.file.Name, c.body, c.fixes)
	if err != nil {
		return nil, err
	}
	if e.nth >= len(plans) {
		return nil, errChanged
	}
	return plans[e.nth], nil
}

// Build names the build of the program that read the plans: another may read them differently.
func (l *Library) Build() string { return l.cache.build }
