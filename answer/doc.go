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
	c         corpus
	clauses   []clauseAt
	parts     []partAt
	sentences []sentenceAt
	facts     []fact // targets first, then indicators; the order of the text
	chapters  []rng
	units     map[string]*plan.Unit // by key
	byUnit    map[string][]int      // unit key → parts, in order
	unitNames []string
	finder    *lexicon.UnitFinder
	nicknames map[string]string // forms that people use → unit key
	tails     []string          // what a long name is called by: 领导小组办公室
	names     []quotedName      // names that the plan writes in quotation marks
	heads     []bool            // corpus position begins a word
	places    []placeAt
	folded    string // whole text, folded: the literal check of "does not occur"
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

// fact is a target or an indicator: what a question about a value can be answered with.
type fact struct {
	id        string
	clause    int // index into clauses
	part      int // index into parts, -1
	target    *plan.Target
	indicator *plan.Indicator
	metric    []rune // folded subject and attribute
	own       rng    // its leaf (or leaves)
	sentence  rng
	siblings  []int // facts whose value stands in the same leaf
}

func (f *fact) year() int {
	switch {
	case f.target != nil && f.target.Deadline != nil:
		return f.target.Deadline.Year
	case f.indicator != nil:
		return f.indicator.TargetYear
	}
	return 0
}

func (f *fact) quantity() *plan.Quantity {
	if f.target != nil {
		return f.target.Quantity
	}
	return f.indicator.TargetQty
}

func newDoc(s *Snapshot, p *plan.Plan) *doc {
	d := &doc{p: p, name: p.Meta.Number.Value, units: map[string]*plan.Unit{}, nicknames: map[string]string{}, byUnit: map[string][]int{}, folded: lexicon.Fold(p.Text)}
	if d.name == "" {
		d.name = p.Source
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
	d.markHeads(s.seg)
	d.addTargets()
	d.addUnits(s)
	d.finder = s.lex.UnitFinder(d.unitNames)
	d.findNames()
	for i := range p.Places {
		pl := &p.Places[i]
		d.places = append(d.places, placeAt{place: pl, name: foldMatter(pl.Name), short: foldMatter(pl.Short), folded: lexicon.Fold(pl.Name), foldedShort: lexicon.Fold(pl.Short)})
	}
	return d
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
		for j := range pt.Sentences {
			s := &pt.Sentences[j]
			if c.Head.Contains(s.Span) {
				continue
			}
			si := len(d.sentences)
			sa := sentenceAt{clause: ci, part: pi, span: s.Span, body: rng{lo: len(d.c.runes)}}
			for _, seg := range s.Segments {
				if c.Head.Contains(seg) {
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
		d.parts = append(d.parts, pa)
	}
	at.body.hi = len(d.c.runes)
	at.all.hi = len(d.c.runes)
	d.clauses = append(d.clauses, at)
}

func (d *doc) addIndicators() {
	for i := range d.p.Indicators {
		in := &d.p.Indicators[i]
		id := d.c.add(leaf{kind: leafRow, span: in.Span, clause: d.clauseIndex(in.Clause), part: -1, sentence: -1}, in.Name)
		l := d.c.leaves[id]
		d.facts = append(d.facts, fact{id: indicatorID(in), clause: l.clause, part: -1, indicator: in, metric: d.c.runes[l.lo:l.hi:l.hi], own: rng{l.lo, l.hi}, sentence: rng{l.lo, l.hi}})
	}
}

func (d *doc) addTargets() {
	byLeaf := map[int][]int{}
	for i := range d.p.Targets {
		t := &d.p.Targets[i]
		f := fact{id: t.ID, clause: d.clauseIndex(t.Clause), part: -1, target: t, metric: foldMatter(t.Metric)}
		f.own, f.sentence = rng{-1, -1}, rng{-1, -1}
		for li := range d.c.leaves {
			l := &d.c.leaves[li]
			if l.kind != leafSegment || l.clause != f.clause || !l.span.Overlaps(t.Quote) {
				continue
			}
			if l.span.Overlaps(t.ValueSpan) {
				byLeaf[li] = append(byLeaf[li], len(d.facts))
				f.part = l.part
				s := d.sentences[l.sentence]
				f.sentence = s.body
			}
			if f.own.lo < 0 {
				f.own.lo = l.lo
			}
			f.own.hi = l.hi
		}
		d.facts = append(d.facts, f)
	}
	for _, group := range byLeaf {
		if len(group) < 2 {
			continue
		}
		for _, a := range group {
			for _, b := range group {
				if a != b {
					d.facts[a].siblings = append(d.facts[a].siblings, b)
				}
			}
		}
	}
}

func (d *doc) addUnits(s *Snapshot) {
	for i := range d.p.Units {
		own := d.p.Units[i]
		own.Key = s.lex.UnitKey(own.Name)
		u, key := &own, own.Key
		d.units[key] = u
		if i := strings.IndexAny(own.Name, "(（"); i > 0 { // 市委组织部(人才办) is asked for by either name
			inner := strings.Trim(strings.TrimLeft(own.Name[i:], "(（"), ")）")
			d.nicknames[lexicon.Fold(inner)] = key
			d.tails = append(d.tails, lexicon.Fold(inner))
		}
		for _, head := range []string{"领导小组", "指挥部", "委员会办公室", "专班"} {
			if i := strings.Index(own.Name, head); i > 0 {
				d.nicknames[own.Name[i:]] = key
				d.tails = append(d.tails, own.Name[i:])
			}
		}
		if bare := bareUnit(own.Name); utf8.RuneCountInString(bare) >= 2 {
			d.nicknames[bare] = key
		}
		for _, alias := range s.lex.UnitAliases(own.Name) {
			d.nicknames[alias] = key
		}
		d.unitNames = append(d.unitNames, u.Name)
		for _, r := range u.Duties {
			for pi := range d.parts {
				pa := &d.parts[pi]
				if d.clauses[pa.clause].c.Number == r.Clause && pa.duty != nil && pa.dutyIndex == r.Index {
					d.byUnit[key] = append(d.byUnit[key], pi)
				}
			}
		}
	}
}

func (d *doc) clauseIndex(number int) int {
	for i := range d.clauses {
		if d.clauses[i].c.Number == number {
			return i
		}
	}
	return -1
}

func indicatorID(in *plan.Indicator) string { return "row" + itoa(in.Row) }

// bareUnit takes level and kind off a unit's name: 市民政局 → 民政.
func bareUnit(name string) string {
	for _, level := range []string{"市", "省", "县", "区"} {
		name = strings.TrimPrefix(name, level)
	}
	for _, kind := range []string{"委员会", "局", "委", "办", "厅", "部"} {
		if s, ok := strings.CutSuffix(name, kind); ok {
			return s
		}
	}
	return name
}

// markHeads notes where words begin, for abbreviations.
func (d *doc) markHeads(seg *search.Segmenter) {
	d.heads = make([]bool, len(d.c.runes)+1)
	at := 0
	for _, w := range seg.Cut(string(d.c.runes)) {
		d.heads[at] = true
		at += utf8.RuneCountInString(w.Text)
	}
}

// findUnits finds units in a question: the plan's own by any of their names, and names of units that the plan does not list.
func (d *doc) findUnits(norm string) []lexicon.UnitMention {
	out := d.finder.Find(norm)
	for _, tail := range d.tails {
		i := strings.Index(norm, tail)
		if i < 0 {
			continue
		}
		free := true
		for k := range out {
			if out[k].Start < i+len(tail) && i < out[k].End {
				free = false
				if d.units[out[k].Key] == nil {
					out[k].Key = d.nicknames[tail]
				}
			}
		}
		if free {
			out = append(out, lexicon.UnitMention{Start: i, End: i + len(tail), Form: tail, Key: d.nicknames[tail], Listed: true})
		}
	}
	return out
}
