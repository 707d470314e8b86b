package library

import (
	"context"
	"time"
)

// How often sources are looked at, at least; a folder that takes long to list is looked at less often, so that looking takes a fiftieth of the time.
const (
	Look     = 2 * time.Second
	lookPart = 50
)

// Watch looks at the sources until ctx ends. Looking beats being told: it sees what changes on a network drive and behind links as well.
// A file that changed is read once it has stayed the same from one look to the next: it may still be being written.
func (l *Library) Watch(ctx context.Context, every time.Duration) error {
	seen := map[string]string{} // stamps at the last look
	said := ""
	rest := every
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(rest):
		}
		begin := time.Now()
		files, err := l.list(ctx)
		if err == nil {
			if l.settled(files, seen) {
				_, err = l.read(ctx, files)
			}
			clear(seen)
			for _, f := range files {
				seen[f.Key] = f.Stamp
			}
		}
		words := ""
		if err != nil && ctx.Err() == nil {
			if words = err.Error(); words != said { // said once, not every two seconds
				l.config.Log.Warn("plans cannot be looked at; what is held stays", "error", err)
			}
		}
		said = words
		rest = max(every, lookPart*time.Since(begin))
	}
}

// settled reports whether every file that is another than the one that was read is the one that the last look saw.
func (l *Library) settled(files []File, seen map[string]string) bool {
	l.one.Lock()
	defer l.one.Unlock()
	for _, f := range files {
		if old := l.files[f.Key]; (old == nil || old.stamp != f.Stamp) && seen[f.Key] != f.Stamp {
			return false
		}
	}
	return true
}
