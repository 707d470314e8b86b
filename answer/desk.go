package answer

import (
	"container/list"
	"sync"
)

// Desk (案头) keeps the plans that were asked about last, ready for questions; what lies there longest without being asked is put away. It is
// safe for concurrent use and shared by one snapshot after another: a plan whose text did not change stays on it.
type Desk struct {
	most  int
	mu    sync.Mutex
	lying map[string]*list.Element
	order *list.List // the one asked last in front
	// Failed is told of a plan that cannot be opened. It may be nil.
	Failed func(h *Holding, err error)
}

// NewDesk makes a desk for so many plans. One plan of forty clauses takes about a megabyte.
func NewDesk(most int) *Desk {
	return &Desk{most: most, lying: map[string]*list.Element{}, order: list.New()}
}

// lain is a plan on the desk. Whoever wants it while it is being opened waits.
type lain struct {
	sum  string
	name string // the same text may be held under another name
	own  bool   // with an index of its own
	once sync.Once
	doc  *doc
}

func (k *Desk) take(h *held, own bool, ready func(Opened) (*doc, error)) *doc {
	k.mu.Lock()
	e, ok := k.lying[h.Sum]
	if ok && (e.Value.(*lain).name != h.Brief.Name || own && !e.Value.(*lain).own) {
		k.drop(e)
		ok = false
	}
	if ok {
		k.order.MoveToFront(e)
	} else {
		e = k.order.PushFront(&lain{sum: h.Sum, name: h.Brief.Name, own: own})
		k.lying[h.Sum] = e
	}
	for k.order.Len() > k.most {
		k.drop(k.order.Back())
	}
	k.mu.Unlock()
	l := e.Value.(*lain)
	l.once.Do(func() {
		o, err := h.Open()
		if err != nil {
			if k.Failed != nil {
				k.Failed(&h.Holding, err)
			}
			return
		}
		if l.doc, err = ready(o); err != nil && k.Failed != nil {
			k.Failed(&h.Holding, err)
		}
	})
	if l.doc == nil { // the next question tries again
		k.mu.Lock()
		if k.lying[h.Sum] == e {
			k.drop(e)
		}
		k.mu.Unlock()
	}
	return l.doc
}

// has reports whether a plan lies open.
func (k *Desk) has(h *held) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, ok := k.lying[h.Sum]
	return ok
}

// drop puts a plan away; it has the lock. A question under way still has it, and ends without its index.
func (k *Desk) drop(e *list.Element) {
	l := e.Value.(*lain)
	k.order.Remove(e)
	delete(k.lying, l.sum)
	go func() {
		l.once.Do(func() {}) // it may be being opened
		if l.doc != nil {
			_ = l.doc.close() // nothing was written
		}
	}()
}

// Clear puts all plans away.
func (k *Desk) Clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for k.order.Len() > 0 {
		k.drop(k.order.Front())
	}
}
