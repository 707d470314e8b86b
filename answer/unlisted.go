package answer

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

// inCharge follows the name of a unit, or of the last of several, of which a sentence says what it does: 市公安局负责…, 市财政局、市审计局参加….
var inCharge = regexp.MustCompile(`^(?:[、和与及][\p{Han}()（）、]{2,60}?)?(?:牵头|具体|主要|共同|分别)*(?:负责|牵头|配合|参与|参加|承担|协助|要|应当?|须|会同)`)

// mostSaid is how many such sentences are shown.
const mostSaid = 3

// saidOf quotes the sentences that say what a unit does which stands in no marker: to say that the plan does not list it would hide them. nil: there are none.
func (a *asker) saidOf(m lexicon.UnitMention) *reply {
	if utf8.RuneCountInString(m.Form) < 3 {
		return nil
	}
	d := a.d
	var cites []Citation
	add := func(ci int, sp plan.Span) {
		in := sp.In(d.p.Text)
		for at := 0; ; {
			i := strings.Index(in[at:], m.Form)
			if i < 0 {
				return
			}
			at += i + len(m.Form)
			if inCharge.MatchString(in[at:]) {
				cites = append(cites, d.cite(ci, sp))
				return
			}
		}
	}
	for i := range d.clauses {
		at := &d.clauses[i]
		if strings.Contains(at.c.Head.In(d.p.Text), m.Form) {
			add(i, at.c.Head)
		}
		for _, pi := range at.parts {
			for _, si := range d.parts[pi].sentences {
				if sp := d.sentences[si].span; !at.c.Head.Overlaps(sp) || sp.End > at.c.Head.End {
					add(i, sp)
				}
			}
		}
	}
	if len(cites) == 0 {
		return nil
	}
	r := &reply{score: 0.8, answer: Answer{Answered: true, Intent: Unit, Notes: a.notes()}}
	head := "责任单位里没有单列" + m.Form + ",文中写到它要做的"
	if len(d.p.Units) == 0 {
		head = "方案没有列责任单位,文中写到" + m.Form + "要做的"
	}
	r.answer.Text = head + itoa(len(cites)) + "处:" + short(strings.TrimRight(cites[0].Quote, "。;；"), 120) + "。"
	r.answer.Citations = cites[:min(mostSaid, len(cites))]
	return r
}
