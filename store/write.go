package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cewen/store/postgres"
)

// tx is a transaction, in either dialect: queries are written with ? and numbered for PostgreSQL.
type tx struct {
	ctx    context.Context
	driver driver
	with   preparer
}

// preparer is what *sql.Tx and *sql.DB have in common.
type preparer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// exec returns how many rows were changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	r, err := t.with.ExecContext(t.ctx, t.driver.numbered(query), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t *tx) row(query string, args ...any) *sql.Row {
	return t.with.QueryRowContext(t.ctx, t.driver.numbered(query), args...)
}

// rows calls scan for every row.
func (t *tx) rows(scan func(*sql.Rows) error, query string, args ...any) (err error) {
	rs, err := t.with.QueryContext(t.ctx, t.driver.numbered(query), args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rs.Close()) }()
	for rs.Next() {
		if err := scan(rs); err != nil {
			return err
		}
	}
	return rs.Err()
}

var numberedQueries sync.Map // query with ? → query with $1, $2 …

// locking ends a query whose row nobody else may take before the transaction ends. SQLite has one writer at a time anyway.
func (d driver) locking() string {
	if d == onPostgres {
		return " FOR UPDATE"
	}
	return ""
}

// numbered turns ? into $1, $2 … for PostgreSQL. No query of this package has a ? in a literal.
func (d driver) numbered(query string) string {
	if d == onSQLite {
		return query
	}
	if q, ok := numberedQueries.Load(query); ok {
		return q.(string)
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(itoa(n))
	}
	numberedQueries.Store(query, b.String())
	return b.String()
}

// view reads, outside any transaction.
func (s *Store) view(ctx context.Context, op, key string, fn func(*tx) error) error {
	return s.fail(op, key, fn(&tx{ctx, s.driver, s.read}))
}

// update runs fn in a transaction and returns when that is committed. fn may be run more than once and must touch nothing but the database
// and what it sets anew each time.
func (s *Store) update(ctx context.Context, op, key string, fn func(*tx) error) error {
	if s.writer != nil {
		return s.fail(op, key, s.writer.run(ctx, fn))
	}
	for try := 0; ; try++ {
		err := s.transact(ctx, fn)
		if try < 5 && postgres.Again(err) {
			continue
		}
		return s.fail(op, key, err)
	}
}

func (s *Store) transact(ctx context.Context, fn func(*tx) error) error {
	t, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(&tx{ctx, s.driver, t}); err != nil {
		if rollback := t.Rollback(); rollback != nil && !errors.Is(rollback, sql.ErrTxDone) && ctx.Err() == nil {
			err = errors.Join(err, rollback)
		}
		return err
	}
	return t.Commit()
}

// writer runs SQLite's transactions one after the other and commits those that wait together at once: the cost of a commit is the sync of
// the file, and one sync serves them all.
type writer struct {
	db   *sql.DB
	jobs chan *job
	done chan struct{}

	mu     sync.RWMutex
	closed bool
}

type job struct {
	fn    func(*tx) error
	state atomic.Int32 // 0 waits, 1 runs, 2 was given up
	err   chan error
}

// mostTogether bounds how many transactions share a commit, and with it how long the first one waits.
const mostTogether = 64

func newWriter(db *sql.DB) *writer {
	w := &writer{db: db, jobs: make(chan *job, mostTogether), done: make(chan struct{})}
	go w.loop()
	return w
}

// run has fn executed and waits for the commit. A caller that gives up before its turn has changed nothing; once fn runs, the outcome is
// waited for, since it may be committed.
func (w *writer) run(ctx context.Context, fn func(*tx) error) error {
	j := &job{fn: fn, err: make(chan error, 1)}
	if err := w.submit(ctx, j); err != nil {
		return err
	}
	select {
	case err := <-j.err:
		return err
	case <-ctx.Done():
		if j.state.CompareAndSwap(0, 2) {
			return ctx.Err()
		}
		return <-j.err
	}
}

func (w *writer) submit(ctx context.Context, j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return ErrClosed
	}
	select {
	case w.jobs <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stop runs what waits and ends the loop.
func (w *writer) stop() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.jobs)
	}
	w.mu.Unlock()
	<-w.done
}

func (w *writer) loop() {
	defer close(w.done)
	for first := range w.jobs {
		batch := []*job{first}
		for more := true; more && len(batch) < mostTogether; {
			select {
			case j, ok := <-w.jobs:
				if more = ok; ok {
					batch = append(batch, j)
				}
			default:
				more = false
			}
		}
		w.commit(batch)
	}
}

// longest bounds one commit, so that a disk that hangs becomes an error.
const longest = 30 * time.Second

// commit runs a batch in one transaction, each job behind a savepoint of its own, so that one that fails takes no other with it.
func (w *writer) commit(batch []*job) {
	// Its own context: a caller's that ends would interrupt the statement and roll back the others' work too (SQLite, sqlite3_interrupt).
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	t, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		for _, j := range batch {
			if j.state.CompareAndSwap(0, 1) {
				j.err <- err
			}
		}
		return
	}
	inside := &tx{ctx, onSQLite, t}
	var ran []*job
	var broken error
	for _, j := range batch {
		if !j.state.CompareAndSwap(0, 1) {
			continue
		}
		if broken != nil {
			j.err <- broken
			continue
		}
		var failed error
		if failed, broken = inside.savepoint(j.fn); broken != nil || failed != nil {
			if failed == nil {
				failed = broken
			}
			j.err <- failed
			continue
		}
		ran = append(ran, j)
	}
	if broken == nil {
		broken = t.Commit()
	} else {
		_ = t.Rollback() // the error that broke it is told
	}
	for _, j := range ran {
		j.err <- broken
	}
}

// savepoint runs fn so that its failure undoes its own work only. broken: the whole transaction cannot go on.
func (t *tx) savepoint(fn func(*tx) error) (failed, broken error) {
	if _, err := t.with.ExecContext(t.ctx, "SAVEPOINT job"); err != nil {
		return nil, err
	}
	if failed = fn(t); failed != nil {
		// After a full disk SQLite has rolled back everything by itself, and this fails.
		if _, err := t.with.ExecContext(t.ctx, "ROLLBACK TO job"); err != nil {
			return failed, failed
		}
	}
	_, broken = t.with.ExecContext(t.ctx, "RELEASE job")
	return failed, broken
}
