package answer

// grid holds how well each word of a topic is met in each leaf, sentence, part and title of a plan. It is filled once from the words'
// occurrences; every reading then only adds up.
type grid struct {
	d        *doc
	t        *topic
	leaf     [][]float32 // word → leaf
	sentence [][]float32
	part     [][]float32
	clause   [][]float32 // anywhere in the clause
	title    [][]float32
	chapter  [][]float32 // by clause: chapter and section headings
}

func newGrid(d *doc, t *topic) *grid {
	g := &grid{d: d, t: t}
	w := len(t.words)
	rows := func(n int) [][]float32 {
		flat, out := make([]float32, w*n), make([][]float32, w)
		for i := range out {
			out[i] = flat[i*n : (i+1)*n]
		}
		return out
	}
	g.leaf, g.sentence, g.part = rows(len(d.c.leaves)), rows(len(d.sentences)), rows(len(d.parts))
	g.clause, g.title, g.chapter = rows(len(d.clauses)), rows(len(d.clauses)), rows(len(d.clauses))
	up := func(row []float32, i int, f float32) {
		if i >= 0 && row[i] < f {
			row[i] = f
		}
	}
	for wi := range t.words {
		for _, h := range t.words[wi].hits {
			li := int(d.c.leafAt[h.pos])
			l := &d.c.leaves[li]
			f := float32(h.f)
			up(g.leaf[wi], li, f)
			switch l.kind {
			case leafTitle:
				up(g.title[wi], l.clause, f)
				up(g.clause[wi], l.clause, f)
			case leafSection:
				up(g.chapter[wi], l.clause, f)
			case leafChapter:
				for ci := range d.clauses {
					if d.clauses[ci].chapter.has(h.pos) {
						up(g.chapter[wi], ci, f)
					}
				}
			case leafSegment:
				up(g.sentence[wi], l.sentence, f)
				up(g.part[wi], l.part, f)
				up(g.clause[wi], l.clause, f)
			}
		}
	}
	return g
}

// How much a word met farther from the place still counts.
const (
	fromSentence = 0.8
	fromPart     = 0.62
	fromTitle    = 0.8
	fromClause   = 0.5
	fromChapter  = 0.3
)

// around returns how well a word is met outside the sentence of a part.
func (g *grid) around(wi, part, clause int) float64 {
	best := 0.0
	if part >= 0 {
		best = float64(g.part[wi][part]) * fromPart
	}
	if clause >= 0 {
		best = max(best, float64(g.title[wi][clause])*fromTitle, float64(g.clause[wi][clause])*fromClause, float64(g.chapter[wi][clause])*fromChapter)
	}
	return best
}

// sentenceCover is the share of the topic met in a sentence and what stands around it, and the sentence's own share.
func (g *grid) sentenceCover(si int) (cover, own float64) {
	s := &g.d.sentences[si]
	for wi := range g.t.words {
		w := g.t.words[wi].weight
		in := float64(g.sentence[wi][si])
		if in > 0 && g.scattered(wi, si) {
			in *= 0.75
		}
		cover += w * max(in, g.around(wi, s.part, s.clause))
		own += w * in
	}
	return cover / g.total(), own / g.total()
}

// scattered reports whether a word and the one that the question writes right behind or before it stand in a sentence, but nowhere in one
// of its segments: 智慧社区 is not met by 智慧… and …社区.
func (g *grid) scattered(wi, si int) bool {
	together := func(a, b int) bool {
		if g.sentence[b][si] == 0 {
			return true // not there at all: counted as missing
		}
		for _, li := range g.d.sentences[si].leaves {
			if g.leaf[a][li] > 0 && g.leaf[b][li] > 0 {
				return true
			}
		}
		return false
	}
	ws := g.t.words
	if wi > 0 && ws[wi-1].end == ws[wi].start && !together(wi, wi-1) {
		return true
	}
	return wi+1 < len(ws) && ws[wi].end == ws[wi+1].start && !together(wi, wi+1)
}

// leafCover is the share of the topic met in one leaf and what stands around it, and the leaf's own share.
func (g *grid) leafCover(li int) (cover, own float64) {
	l := &g.d.c.leaves[li]
	for wi := range g.t.words {
		w := g.t.words[wi].weight
		in := float64(g.leaf[wi][li])
		c := in
		if l.sentence >= 0 {
			c = max(c, float64(g.sentence[wi][l.sentence])*fromSentence)
		}
		if l.clause >= 0 {
			c = max(c, g.around(wi, l.part, l.clause))
		}
		cover += w * c
		own += w * in
	}
	return cover / g.total(), own / g.total()
}

// partCover is the best sentence's cover in a part, and which sentence that is (-1: only the title meets the topic).
func (g *grid) partCover(pi int) (cover, own float64, sentence int) {
	sentence = -1
	pa := &g.d.parts[pi]
	for _, si := range pa.sentences {
		if c, o := g.sentenceCover(si); c > cover || c == cover && o > own {
			cover, own, sentence = c, o, si
		}
	}
	// Topics joined by 、 or 和 may stand in different sentences of one part: the part's own share counts too, a little less.
	var sum, in float64
	for wi := range g.t.words {
		w := g.t.words[wi].weight
		in += w * float64(g.part[wi][pi])
		sum += w * max(float64(g.part[wi][pi]), float64(g.title[wi][pa.clause])*fromTitle)
	}
	if c := sum / g.total() * 0.9; c > cover {
		cover = c
	}
	return cover, max(own, in/g.total()*0.9), sentence
}

// titleCover is the share of the topic that a clause's title meets.
func (g *grid) titleCover(ci int) float64 {
	sum := 0.0
	for wi := range g.t.words {
		sum += g.t.words[wi].weight * float64(g.title[wi][ci])
	}
	return sum / g.total()
}

func (g *grid) total() float64 { return max(g.t.total, 1e-9) }
