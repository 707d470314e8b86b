package format

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	engineMemory = 512 << 20 // the most memory that PDFium may take
	wasmPage     = 64 << 10
)

// engine holds PDFium, which runs as WebAssembly: it has no files and no network, and what goes wrong in it stays in it. It is
// compiled when the first PDF comes, takes one PDF at a time, and is put away when none comes for a while.
type engine struct {
	keep time.Duration // how long it stays without work: compiled, it takes tens of megabytes
	turn chan struct{} // holds one token: whose turn it is
	mu   sync.Mutex    // guards pool and idle
	pool pdfium.Pool
	idle *time.Timer
}

var pdfs = &engine{keep: 30 * time.Second, turn: make(chan struct{}, 1)}

// with runs work on a fresh instance and waits for it. When ctx ends first, the instance is ended in the middle of what it does.
func (e *engine) with(ctx context.Context, work func(pdfium.Pdfium) error) error {
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	pool, err := e.open()
	if err != nil {
		return refuse("open", Broken, fmt.Errorf("pdfium does not start: %w", err))
	}
	defer e.rest()
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- refuse("read", Broken, fmt.Errorf("panic: %v", p))
			}
		}()
		done <- work(instance)
	}()
	select {
	case err = <-done:
		_ = instance.Close() // the pool drops the worker whatever it says
		return err
	case <-ctx.Done():
		_ = instance.Kill()
		<-done //nolint:errcheck // it was killed
		return ctx.Err()
	}
}

func (e *engine) open() (pdfium.Pool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.idle != nil {
		e.idle.Stop()
		e.idle = nil
	}
	if e.pool != nil {
		return e.pool, nil
	}
	pool, err := webassembly.Init(webassembly.Config{
		MinIdle: 0, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // nothing is mounted
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(engineMemory / wasmPage).
			WithCloseOnContextDone(true),
		Stdout: io.Discard,
		Stderr: io.Discard,
	})
	if err != nil {
		return nil, err
	}
	e.pool = pool
	return pool, nil
}

// rest lets the engine go after a while without work.
func (e *engine) rest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.idle == nil && e.pool != nil {
		e.idle = time.AfterFunc(e.keep, func() {
			select {
			case e.turn <- struct{}{}:
				defer func() { <-e.turn }()
				e.close()
			default: // someone is at work, and rest comes after it
			}
		})
	}
}

func (e *engine) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.idle != nil {
		e.idle.Stop()
		e.idle = nil
	}
	if e.pool != nil {
		_ = e.pool.Close()
		e.pool = nil
	}
}
