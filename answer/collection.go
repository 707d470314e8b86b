package answer

import (
	"errors"
	"fmt"
	"strings"

	"cewen/lexicon"
	"cewen/plan"
	"cewen/search"
)

// Holding (收录的方案) is a plan as a collection has it: what can be said without opening it, and how it is opened.
type Holding struct {
	Brief  Brief
	Sum    string                 // names its passages in the index; two holdings with the same text have the same
	File   string                 // names the content of the file that it was read from
	From   string                 // names that file
	Open   func() (Opened, error) // called when the plan is first asked about, and again after it was put away
	Ending *Ending                // nil: in force
}

// Opened is a plan with what was worked out of it before.
type Opened struct {
	Plan *plan.Plan
	Cuts Cuts // nil: they are worked out now
}

// Ending (失效) says that a plan is in force no longer: it is listed and can be named, and answers nothing unless it is.
type Ending struct {
	By    string // 文号 or file name of the plan that says so, "" where a version of the same plan took its place
	Title string // its title
	Words string // the sentence that says so, verbatim; "" where the newer date alone does
}

// Snapshot is everything questions are answered from: plans, index, lexicon. It is immutable and safe for concurrent use; a change of
// plans makes a new one that is swapped whole.
type Snapshot struct {
	held  []*held
	lex   *lexicon.Lexicon
	seg   *search.Segmenter
	index *search.Shelf // nil where all plans are asked
	desk  *Desk
	units *unitIndex
}

// held is a holding with its place in the collection.
type held struct {
	Holding
	self  []string // the place by which it is named, folded
	title string   // folded
	doc   *doc     // set where all plans are kept open
}

// NewSnapshot prepares plans for questions, all of them kept in memory. The plans must not be changed afterwards. Errors: the segmenter or
// the index cannot be made.
func NewSnapshot(plans []*plan.Plan) (*Snapshot, error) {
	seg, err := search.DefaultSegmenter()
	if err != nil {
		return nil, fmt.Errorf("prepare plans: %w", err)
	}
	s := &Snapshot{lex: lexicon.Default(), seg: seg}
	for i, p := range plans {
		d, err := s.ready(Opened{Plan: p}, true)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("index plans: %w", err), s.Close())
		}
		s.held = append(s.held, &held{Holding: Holding{Brief: BriefOf(p), Sum: itoa(i), Open: func() (Opened, error) { return Opened{Plan: p}, nil }}, doc: d})
	}
	s.seal()
	return s, nil
}

// ready makes a plan ready for questions. index: with an index of its passages, so that words weigh what they weigh in this plan, whatever
// others are held beside it.
func (s *Snapshot) ready(o Opened, index bool) (d *doc, err error) {
	d = newDoc(s, o.Plan, o.Cuts)
	if index {
		if d.index, err = search.New(s.seg, Passages(o.Plan)); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// ManyPlans is from how many plans on a collection needs an index of all of them, to tell which a question may be about.
const ManyPlans = openAll + 1

// NewCollection prepares plans that are opened when they are asked about. index holds the passages of each (Passages) under its Sum; it may be nil
// for less than ManyPlans, and stays the caller's. desk is where opened plans lie, and outlives a snapshot. The first holding is the home plan: where nothing else
// decides, it is asked first.
func NewCollection(holdings []Holding, index *search.Shelf, desk *Desk) (*Snapshot, error) {
	seg, err := search.DefaultSegmenter()
	if err != nil {
		return nil, fmt.Errorf("prepare plans: %w", err)
	}
	s := &Snapshot{lex: lexicon.Default(), seg: seg, index: index, desk: desk}
	for i := range holdings {
		s.held = append(s.held, &held{Holding: holdings[i]})
	}
	s.seal()
	return s, nil
}

// seal prepares what is asked of all plans together.
func (s *Snapshot) seal() {
	for _, h := range s.held {
		h.self = h.Brief.places()
		h.title = lexicon.Fold(strings.Trim(h.Brief.Title, "《》"))
	}
	s.units = newUnitIndex(s)
}

// Holdings returns what the snapshot holds, in the order given. They must not be changed.
func (s *Snapshot) Holdings() []*Holding {
	out := make([]*Holding, len(s.held))
	for i := range s.held {
		out[i] = &s.held[i].Holding
	}
	return out
}

// Len is the number of plans.
func (s *Snapshot) Len() int { return len(s.held) }

// Holding returns what is held under a name (文号, the file name where the plan has none), nil where nothing is.
func (s *Snapshot) Holding(name string) *Holding {
	if i := s.at(name); i >= 0 {
		return &s.held[i].Holding
	}
	return nil
}

// Plan opens the plan of a name, "" means the home plan. nil: there is none, or it cannot be opened.
func (s *Snapshot) Plan(name string) *plan.Plan {
	i := s.at(name)
	if i < 0 {
		return nil
	}
	if d := s.open(i); d != nil {
		return d.p
	}
	return nil
}

// Plans opens all plans, in the order given. It is for few plans: a large collection is gone through by Holdings.
func (s *Snapshot) Plans() []*plan.Plan {
	out := make([]*plan.Plan, 0, len(s.held))
	for i := range s.held {
		if d := s.open(i); d != nil {
			out = append(out, d.p)
		}
	}
	return out
}

// at is the position of a plan, -1 where there is none. "" is the home plan.
func (s *Snapshot) at(name string) int {
	if name == "" {
		return s.home()
	}
	for i, h := range s.held {
		if h.Brief.Name == name {
			return i
		}
	}
	return -1
}

// home is the first plan that is in force, -1 where there is none.
func (s *Snapshot) home() int {
	for i, h := range s.held {
		if h.Ending == nil {
			return i
		}
	}
	if len(s.held) > 0 {
		return 0
	}
	return -1
}

// open returns a plan made ready for questions; nil where it cannot be opened.
func (s *Snapshot) open(i int) *doc {
	h := s.held[i]
	if h.doc != nil {
		return h.doc
	}
	own := len(s.held) < ManyPlans || i == s.home()
	return s.desk.take(h, own, func(o Opened) (*doc, error) { return s.ready(o, own) })
}

// Close frees the indexes that the snapshot made.
func (s *Snapshot) Close() error {
	var err error
	for _, h := range s.held {
		if h.doc != nil {
			err = errors.Join(err, h.doc.close())
		}
	}
	return err
}

// Warm opens the plans that are asked first.
func (s *Snapshot) Warm() {
	for i := range min(len(s.held), openAll) {
		s.open(i)
	}
}
