package answer

// A clause whose title is what is asked about is meant before every clause that only mentions it: 算力资源支持 is 1.加大算力资源支持, and not the clause
// in which banks are to give 算力贷 and other 资源.

// inTitle is how much of the topic stands in one run in a clause's title, 0 where the title lacks more than a little of it.
func (a *asker) inTitle(ci int) float64 {
	t := a.d.clauses[ci].title
	return a.inHeading(a.g.titleCover(ci), a.d.c.runes[t.lo:t.hi])
}

// titleNames is how much of the topic's weight a heading has to name.
const titleNames = 0.92

func (a *asker) inHeading(cover float64, heading []rune) float64 {
	if cover < titleNames || len(a.t.runes) < 2 {
		return 0
	}
	return float64(commonRun(a.t.runes, heading)) / float64(len(a.t.runes))
}

// commonRun is the length of the longest run of runes that stands in both.
func commonRun(x, y []rune) int {
	best := 0
	last := make([]int, len(y)+1)
	for i := range x {
		now := make([]int, len(y)+1)
		for j := range y {
			if x[i] == y[j] {
				now[j+1] = last[j] + 1
				best = max(best, now[j+1])
			}
		}
		last = now
	}
	return best
}

// titleBonus is what a part gains by the title of its clause.
func (a *asker) titleBonus(ci int) float64 {
	if run := a.inTitle(ci); run > 0 {
		return 0.1 + 0.25*run
	}
	return 0
}

// titledGap answers with the clause whose title is the topic where that clause has no marker: with the sentence in it that names somebody all the same, or
// with the plain fact that it names nobody. Its title has to spell the topic in one run where others mention it.
func (a *asker) titledGap(mentions []scoredPart) *reply {
	best, at := 0.0, -1
	for ci := range a.d.clauses {
		if run := a.inTitle(ci); run > best {
			best, at = run, ci
		}
	}
	if at < 0 || a.t.total < 0.6 || len(a.q.places) > 0 || len(a.d.clauses[at].c.Duties) > 0 {
		return nil
	}
	for _, p := range mentions {
		if a.inTitle(a.d.parts[p.part].clause) > 0 {
			return nil
		}
	}
	if len(mentions) > 0 && mentions[0].cover >= enough && best < 0.9 || best < 0.5 {
		return nil
	}
	if r := a.leadInText(); r != nil && r.answer.Answered && a.d.clauseIndex(r.answer.Citations[0].Clause) == at {
		return r
	}
	if a.namesDuty(at) {
		return nil
	}
	c := a.d.clauses[at].c
	r := a.slotRefusal(Lead, "“"+c.Title+"”这一条没有写责任单位。")
	if unread := a.d.unreadTable(); unread != "" {
		r.answer.Text = "“" + c.Title + "”这一条读懂的部分没有责任单位。" + unread
	}
	r.turn.Clause = c.Number
	r.answer.Citations = []Citation{a.d.citeHead(at)}
	return r
}
