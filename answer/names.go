package answer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"cewen/lexicon"
)

// quotedName is a name that a plan writes in quotation marks (“双十”, “四有”), and the leaf where it does so first.
type quotedName struct {
	folded    string
	leaf      int
	explained bool
	behind    bool // by what follows it: “…”特指…
}

// findNames collects the plan's quoted names. They are words of their own, whatever a dictionary says.
func (d *doc) findNames() {
	seen := map[string]int{}
	for li := range d.c.leaves {
		l := &d.c.leaves[li]
		if l.kind != leafSegment {
			continue
		}
		text := l.span.In(d.p.Text)
		for from := 0; ; {
			i := strings.Index(text[from:], "“")
			if i < 0 {
				break
			}
			open := from + i + len("“")
			k := strings.Index(text[open:], "”")
			if k < 0 {
				break
			}
			name := text[open : open+k]
			from = open + k + len("”")
			n := utf8.RuneCountInString(name)
			if n < 2 || n > 8 || strings.ContainsAny(name, "、,，") {
				continue
			}
			folded := lexicon.Fold(name)
			explained, behind := d.explains(text[:open-len("“")], d.p.Text[l.span.Start+from:])
			if at, ok := seen[folded]; ok {
				if explained && !d.names[at].explained {
					d.names[at].explained, d.names[at].leaf, d.names[at].behind = true, li, behind
				}
				continue
			}
			seen[folded] = len(d.names)
			d.names = append(d.names, quotedName{folded: folded, leaf: li, explained: explained, behind: behind})
		}
	}
}

// explains reports whether a segment says what a quoted name in it stands for: a list before it (工业化、信息化…“四化”), a number beside
// it, or a word that explains behind it.
func (d *doc) explains(before, after string) (explained, behind bool) {
	for _, word := range []string{"是指", "特指", "即", "指", "(", "（", ":", "："} {
		if strings.HasPrefix(after, word) {
			return true, true
		}
	}
	if explainedBehind.MatchString(after) {
		return true, true
	}
	if strings.Contains(before, "、") {
		return true, false
	}
	return strings.IndexFunc(before, unicode.IsDigit) >= 0 && len(lexicon.FindQuantities(lexicon.Fold(before))) > 1, false
}

// explainedBehind finds the explanation of a name behind its own last word: “1115”工程,即实施10个重大专项….
var explainedBehind = regexp.MustCompile(`^\p{Han}{0,4}[,，](?:即[^使可将时日刻便]|是指|指的是|包括)|^\p{Han}{1,4}(?:是指|指的是|特指)`)

// nameSpans returns where a question names the plan's quoted names.
func (d *doc) nameSpans(norm string) []byteRange {
	var out []byteRange
	for i := range d.names {
		if k := strings.Index(norm, d.names[i].folded); k >= 0 {
			out = append(out, byteRange{k, k + len(d.names[i].folded)})
		}
	}
	return out
}

// defines reports whether a phrase asks for a meaning and not for a list.
func defines(form string) bool {
	return strings.Contains(form, "什么") || strings.Contains(form, "意思") || strings.Contains(form, "解释") || strings.Contains(form, "含义") || strings.Contains(form, "定义") || strings.Contains(form, "指")
}

// unexplained gives the sentence that explains a quoted name, and refuses to say what a name stands for that the plan uses and does not explain: 四有是哪四有.
func (a *asker) unexplained() *reply {
	if !a.q.has("define") || len(a.q.years) > 0 || len(a.q.places) > 0 {
		return nil
	}
	form := a.q.form("define")
	if strings.Contains(form, "有哪些") || form == "哪些" {
		return nil
	}
	for i := range a.d.names {
		n := &a.d.names[i]
		if !strings.Contains(a.q.norm, n.folded) {
			continue
		}
		rest := 0.0
		for wi := range a.t.words {
			if w := &a.t.words[wi]; w.text != n.folded && !strings.Contains(n.folded, w.text) {
				rest += w.weight
			}
		}
		if rest > 0.5 {
			continue
		}
		l := &a.d.c.leaves[n.leaf]
		if n.explained {
			if !defines(form) || l.sentence < 0 {
				continue
			}
			sp := l.span // a list or numbers beside it stand in the same segment
			if n.behind {
				sp = a.d.sentences[l.sentence].span
			}
			r := &reply{score: 1.2, topical: true, turn: Turn{Topic: a.topicText()}}
			r.answer = Answer{Answered: true, Intent: Clause, Text: short(strings.TrimRight(sp.In(a.d.p.Text), "。;"), 140) + "。", Citations: []Citation{a.d.cite(l.clause, sp)}}
			return r
		}
		r := a.slotRefusal(Clause, "方案用了“"+n.folded+"”,没有解释。")
		r.answer.Citations = []Citation{a.d.cite(l.clause, l.span)}
		return r
	}
	return nil
}
