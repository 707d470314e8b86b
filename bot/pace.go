package bot

import (
	"sync"
	"time"
)

// pace bounds how many questions a person may ask: a minute's worth at once, and then as many as time passes. It counts by the time at
// which a message was written, so that what waited during a downtime is not taken for haste. It forgets with the process.
type pace struct {
	mu     sync.Mutex
	rate   int // a minute; 0: no limit
	people map[int64]*paced
}

type paced struct {
	left   float64
	at     time.Time
	warned bool
}

// mostPaced bounds the memory; a person who is forgotten starts anew.
const mostPaced = 20000

func newPace(rate int) *pace { return &pace{rate: rate, people: map[int64]*paced{}} }

// ask counts a question. ok: it may be answered. warn: it may not, and this is the first of the series, to be told so once.
func (p *pace) ask(user int64, written time.Time) (ok, warn bool) {
	if p.rate <= 0 {
		return true, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.people[user]
	if who == nil {
		if len(p.people) >= mostPaced {
			p.forget(written)
		}
		who = &paced{left: float64(p.rate), at: written}
		p.people[user] = who
	}
	if passed := written.Sub(who.at); passed > 0 {
		who.left = min(float64(p.rate), who.left+passed.Minutes()*float64(p.rate))
		who.at = written
	}
	if who.left >= 1 {
		who.left--
		who.warned = false
		return true, false
	}
	warn = !who.warned
	who.warned = true
	return false, warn
}

// forget drops those whose allowance is full again, or everybody if that is nobody.
func (p *pace) forget(now time.Time) {
	for id, who := range p.people {
		if now.Sub(who.at) > time.Minute {
			delete(p.people, id)
		}
	}
	if len(p.people) >= mostPaced {
		p.people = map[int64]*paced{}
	}
}
