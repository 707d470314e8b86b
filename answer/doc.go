package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
	"cewen/search"
)

// doc is one plan made ready for questions.
type doc struct {
	p         *plan.Plan
	name      string // 文号, or what stands for it
	title     string // without 《》; the name where the plan has none
	c         corpus
	clauses   []clauseAt
	parts     []partAt
	sentences []sentenceAt
	facts     []fact // targets first, then indicators; the order of the text
	chapters  []rng
	units     map[string]*plan.Unit // by key
	unitKeys  map[string]string     // names in the plan → key
	exact     map[string]string     // names in the plan, folded, with and without their level → key
	byUnit    map[string][]int      // unit key → parts, in order
	unitNames []string
	finder    *lexicon.UnitFinder
	nicknames map[string]string // forms that people use → unit key
	tails     []string          // what a long name is called by: 领导小组办公室
	self      []string          // what the plan itself is named by: its place, with and without 市, and its number
	names     []quotedName      // names that the plan writes in quotation marks
	heads     []bool            // corpus position begins a word
	places    []placeAt
	index     *search.Index  // of its passages; nil: the collection's is asked
	partOf    map[string]int // id in the index → part
	folded    string         // whole text, folded: the literal check of "does not occur"
}

// rng is a range of corpus runes.
type rng struct{ lo, hi int }

func (r rng) has(p int32) bool { return int(p) >= r.lo && int(p) < r.hi }

type clauseAt struct {
	c       *plan.Clause
	all     rng // title and text
	title   rng
	section rng
	chapter rng
	body    rng
	parts   []int
}

type partAt struct {
	clause    int // index into clauses
	part      *plan.Part
	duty      *plan.Duty // nil: no marker follows
	dutyIndex int
	body      rng
	sentences []int
}

type sentenceAt struct {
	clause, part int
	span         plan.Span
	body         rng
	leaves       []int
}

type placeAt struct {
	place       *plan.Place
	name        []rune
	short       []rune
	folded      string
	foldedShort string
}

func newDoc(s *Snapshot, p *plan.Plan, cuts Cuts) *doc {
	d := &doc{p: p, name: p.Name(), units: map[string]*plan.Unit{}, exact: map[string]string{}, unitKeys: map[string]string{}, nicknames: map[string]string{}, byUnit: map[string][]int{}, partOf: map[string]int{}, folded: lexicon.Fold(p.Text)}
	if d.title = strings.Trim(p.Meta.Title.Value, "《》"); d.title == "" {
		d.title = d.name
	}
	byChapter := map[int]rng{}
	for i := range p.Chapters {
		ch := &p.Chapters[i]
		id := d.c.add(leaf{kind: leafChapter, span: ch.Head, clause: -1, part: -1, sentence: -1}, ch.Title)
		l := d.c.leaves[id]
		byChapter[ch.Number] = rng{l.lo, l.hi}
		d.chapters = append(d.chapters, byChapter[ch.Number])
		for _, n := range ch.Clauses {
			for j := range p.Clauses {
				if p.Clauses[j].Number == n {
					d.addClause(&p.Clauses[j], byChapter[ch.Number])
				}
			}
		}
	}
	for i := range p.Clauses { // clauses outside every chapter
		if !d.holds(&p.Clauses[i]) {
			d.addClause(&p.Clauses[i], rng{})
		}
	}
	d.addIndicators()
	d.c.seal()
	d.markHeads(s.seg, cuts)
	d.addTargets()
	d.addUnits(s)
	d.finder = s.lex.UnitFinder(d.unitNames)
	d.findNames()
	for _, name := range []string{p.Meta.Number.Value, d.title, p.Meta.Jurisdiction, strings.TrimRight(p.Meta.Jurisdiction, "市省县区")} {
		if utf8.RuneCountInString(name) >= 2 {
			d.self = append(d.self, lexicon.Fold(name))
		}
	}
	for i := range p.Places {
		pl := &p.Places[i]
		if kindOfArea(pl.Name) {
			continue
		}
		d.places = append(d.places, placeAt{place: pl, name: foldMatter(pl.Name), short: foldMatter(pl.Short), folded: lexicon.Fold(pl.Name), foldedShort: lexicon.Fold(pl.Short)})
	}
	return d
}

func (d *doc) close() error {
	if d.index == nil {
		return nil
	}
	return d.index.Close()
}

func (d *doc) holds(c *plan.Clause) bool {
	for i := range d.clauses {
		if d.clauses[i].c == c {
			return true
		}
	}
	return false
}

func (d *doc) addClause(c *plan.Clause, chapter rng) {
	ci := len(d.clauses)
	at := clauseAt{c: c, chapter: chapter, all: rng{lo: len(d.c.runes)}}
	id := d.c.add(leaf{kind: leafTitle, span: c.Head, clause: ci, part: -1, sentence: -1}, c.Title)
	at.title = rng{d.c.leaves[id].lo, d.c.leaves[id].hi}
	if len(c.Sections) > 0 {
		id = d.c.add(leaf{kind: leafSection, span: c.Head, clause: ci, part: -1, sentence: -1}, strings.Join(c.Sections, "、"))
		at.section = rng{d.c.leaves[id].lo, d.c.leaves[id].hi}
	}
	at.body.lo = len(d.c.runes)
	for i := range c.Parts {
		pt := &c.Parts[i]
		pi := len(d.parts)
		pa := partAt{clause: ci, part: pt, dutyIndex: pt.Duty, body: rng{lo: len(d.c.runes)}}
		if pt.Duty >= 0 && pt.Duty < len(c.Duties) {
			pa.duty = &c.Duties[pt.Duty]
		}
		titled := c.Head.Contains(pt.Span) // the heading is all that it has for a task
		for j := range pt.Sentences {
			s := &pt.Sentences[j]
			if c.Head.Contains(s.Span) && !titled {
				continue
			}
			si := len(d.sentences)
			sa := sentenceAt{clause: ci, part: pi, span: s.Span, body: rng{lo: len(d.c.runes)}}
			for _, seg := range s.Segments {
				if c.Head.Contains(seg) && !titled {
					continue
				}
				sa.leaves = append(sa.leaves, d.c.add(leaf{kind: leafSegment, span: seg, clause: ci, part: pi, sentence: si}, seg.In(d.p.Text)))
			}
			sa.body.hi = len(d.c.runes)
			d.sentences = append(d.sentences, sa)
			pa.sentences = append(pa.sentences, si)
		}
		pa.body.hi = len(d.c.runes)
		at.parts = append(at.parts, pi)
		d.partOf[passageID(c.Number, i)] = pi
		d.parts = append(d.parts, pa)
	}
	at.body.hi = len(d.c.runes)
	at.all.hi = len(d.c.runes)
	d.clauses = append(d.clauses, at)
}

func (d *doc) clauseIndex(number int) int {
	for i := range d.clauses {
		if d.clauses[i].c.Number == number {
			return i
		}
	}
	return -1
}

// markHeads notes where words begin, for abbreviations.
func (d *doc) markHeads(seg *search.Segmenter, cuts Cuts) {
	d.heads = make([]bool, len(d.c.runes)+1)
	if len(cuts) == cutsOf(len(d.heads)) {
		for i := range d.heads {
			d.heads[i] = cuts[i/64]&(1<<(i%64)) != 0
		}
		return
	}
	at := 0
	for _, w := range seg.Cut(string(d.c.runes)) {
		d.heads[at] = true
		at += utf8.RuneCountInString(w.Text)
	}
}

// Cuts are where words begin in a plan, a bit for each character of what is searched. Cutting takes half of the time of opening a plan.
type Cuts []uint64

func cutsOf(n int) int { return (n + 63) / 64 }

// CutsOf works out where words begin in a plan. Error: the segmenter cannot be loaded.
func CutsOf(p *plan.Plan) (Cuts, error) {
	seg, err := search.DefaultSegmenter()
	if err != nil {
		return nil, err
	}
	d := newDoc(&Snapshot{lex: lexicon.Default(), seg: seg}, p, nil)
	out := make(Cuts, cutsOf(len(d.heads)))
	for i, head := range d.heads {
		if head {
			out[i/64] |= 1 << (i % 64)
		}
	}
	return out, nil
}
