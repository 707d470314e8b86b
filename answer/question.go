package answer

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cewen/lexicon"
)

// question is what could be read from the words alone, before any plan decides what they mean.
type question struct {
	raw      string
	norm     string // folded, mention and courtesy off
	today    time.Time
	cues     map[string][]lexicon.Cue
	years    []lexicon.Year
	refs     []lexicon.Ref
	amounts  []lexicon.Quantity
	units    []lexicon.UnitMention
	places   []placeMention
	measure  measure // 多少公里: what the answer must be counted in
	mask     []bool  // byte of norm is spoken for by a slot or a cue
	until    until   // of the year asked for, up to when: 6月底前
	relative bool    // a year was read from 今年 or the like
	long     bool    // pasted text
	mended   string  // the word that a wrong character was mended in
}

// placeMention is a place of the plan, or something shaped like one, in the question.
type placeMention struct {
	start, end int
	form       string
	at         *placeAt // nil: not a place of the plan
	typo       bool
}

func (q *question) has(cue string) bool { return len(q.cues[cue]) > 0 }

func (q *question) any(cues ...string) bool {
	for _, c := range cues {
		if q.has(c) {
			return true
		}
	}
	return false
}

func (q *question) form(cue string) string {
	if c := q.cues[cue]; len(c) > 0 {
		return c[0].Form
	}
	return ""
}

func (q *question) cover(start, end int) {
	for i := start; i < end && i < len(q.mask); i++ {
		q.mask[i] = true
	}
}

func (q *question) covered(start, end int) bool {
	for i := start; i < end && i < len(q.mask); i++ {
		if !q.mask[i] {
			return false
		}
	}
	return true
}

// longQuestion is the length in runes from which a question counts as pasted text, of which only the asking sentence is read in full.
const longQuestion = 240

// readQuestion finds the slots of a question. It looks at the plan only for closed names: units and places.
func (s *Snapshot) readQuestion(d *doc, text string, today time.Time) *question {
	q := &question{raw: text, today: today}
	if len(text) > 1<<20 { // 5 MB of pasted text: the ask stands at its start or its end
		text = strings.ToValidUTF8(text[:1<<12], " ") + "\n" + strings.ToValidUTF8(text[len(text)-1<<12:], " ")
	}
	typed := trimQuestion(stripMention(lexicon.Fold(text)))
	q.norm = s.mendSpelling(d, typed)
	q.mended = s.mendedWord(d, typed, q.norm)
	q.norm = s.dropAddress(d, q.norm)
	if utf8.RuneCountInString(q.norm) > longQuestion {
		q.long = true
		q.norm = s.askingSentence(q.norm)
	}
	q.mask = make([]bool, len(q.norm))
	q.coverSelf(d)
	q.cues = map[string][]lexicon.Cue{}
	for _, c := range s.lex.FindCues(q.norm) {
		q.cues[c.Name] = append(q.cues[c.Name], c)
	}
	q.addPatterns()
	q.years = lexicon.FindYears(q.norm, today)
	q.years = append(q.years, d.shortYears(q.norm, q.years)...)
	for _, y := range q.years {
		q.relative = q.relative || y.Relative
		q.cover(y.Start, y.End)
	}
	q.findUntil(d)
	for _, r := range lexicon.FindRefs(q.norm) {
		if isReference(q.norm, r) {
			q.refs = append(q.refs, r)
			q.cover(r.Start, r.End)
		}
	}
	q.units = d.findUnits(q.norm)
	for _, u := range q.units {
		q.cover(u.Start, u.End)
	}
	q.places = s.findPlaces(d, q)
	q.amounts = q.findAmounts()
	q.findMeasure()
	return q
}

// coverSelf covers the names of the plan itself (临沂市, 临政办字〔2023〕96号): they say which plan is asked and are no topic in it.
func (q *question) coverSelf(d *doc) {
	for _, name := range d.self {
		for from := 0; ; {
			i := strings.Index(q.norm[from:], name)
			if i < 0 {
				break
			}
			q.cover(from+i, from+i+len(name))
			from += i + len(name)
		}
	}
}

// stripMention takes a leading @name off: groups address the bot so.
func stripMention(s string) string {
	s = strings.TrimSpace(s)
	for strings.HasPrefix(s, "@") {
		i := strings.IndexAny(s, " ,:、")
		if i < 0 {
			// @助手莒南县定位: without a space the name cannot be told from the question, so only the sign goes.
			return strings.TrimSpace(s[1:])
		}
		s = strings.TrimSpace(s[i+1:])
	}
	return s
}

// dropAddress takes off what comes before a colon and names nothing in the plan: 记者核实:…
func (s *Snapshot) dropAddress(d *doc, norm string) string {
	i := strings.IndexByte(norm, ':')
	if i <= 0 || utf8.RuneCountInString(norm[:i]) > 8 || len(norm)-i < 9 {
		return norm
	}
	for _, w := range s.seg.Cut(norm[:i]) {
		if rs := foldMatter(w.Text); len(rs) > 1 && d.c.has(rs) && !s.lex.IsStop(w.Text) {
			return norm
		}
	}
	if len(lexicon.FindRefs(norm[:i])) > 0 || len(d.findUnits(norm[:i])) > 0 {
		return norm
	}
	return trimQuestion(norm[i+1:])
}

func trimQuestion(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("?!。.,;:、…~", r)
	})
}

// askingSentence picks, from pasted text, the sentence that asks: one with a cue for asking, else the first and the last one.
func (s *Snapshot) askingSentence(norm string) string {
	pieces := strings.FieldsFunc(norm, func(r rune) bool { return strings.ContainsRune("。!?;\n", r) })
	var asking []string
	for _, p := range pieces {
		for _, c := range s.lex.FindCues(p) {
			switch c.Name {
			case "lead", "amount", "when", "define", "content", "place.which", "duties", "verify":
				if utf8.RuneCountInString(p) <= longQuestion && strings.ContainsAny(p, "谁哪几吗何啥多") {
					asking = append(asking, p)
				}
			}
		}
	}
	if len(asking) > 0 {
		return trimQuestion(asking[len(asking)-1])
	}
	return trimQuestion(firstRunes(norm, longQuestion))
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// isReference tells 14条 and 十四条谁负责 from a count: 三条控制线, 是哪三条.
func isReference(norm string, r lexicon.Ref) bool {
	form := norm[r.Start:r.End]
	if r.Start > 0 && norm[r.Start-1] < 128 && unicode.IsLetter(rune(norm[r.Start-1])) {
		return false // alert(1)
	}
	if r.Kind != "clause" || strings.HasPrefix(form, "第") || strings.ContainsAny(form, "()") {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(norm[:r.Start])
	after, _ := utf8.DecodeRuneInString(norm[r.End:])
	if unicode.Is(unicode.Han, before) && !strings.ContainsRune("的看查问说讲下请那把和与跟", before) {
		return false
	}
	return !unicode.Is(unicode.Han, after) || strings.ContainsRune("的谁责内讲说目是有要和原归由牵哪怎主写规全标题负承里中每各分", after)
}

// shortYears reads two lone digits as a year that the plan has dates for: 雨水 25, 那25呢.
func (d *doc) shortYears(norm string, known []lexicon.Year) []lexicon.Year {
	digit := func(i int) bool { return i >= 0 && i < len(norm) && norm[i] >= '0' && norm[i] <= '9' }
	var out []lexicon.Year
	for i := 0; i+2 <= len(norm); i++ {
		if !digit(i) || !digit(i+1) || digit(i-1) || digit(i+2) || i > 0 && (norm[i-1] == '.' || norm[i-1] == '-') {
			continue
		}
		after, _ := utf8.DecodeRuneInString(norm[i+2:])
		if i+2 < len(norm) && !strings.ContainsRune(" ,;呢的要底和与到、", after) {
			continue
		}
		year := 2000 + int(norm[i]-'0')*10 + int(norm[i+1]-'0')
		taken := false
		for _, y := range known {
			taken = taken || y.Start <= i && i < y.End
		}
		if !taken && d.hasYear(year) {
			out = append(out, lexicon.Year{Start: i, End: i + 2, Year: year, Word: norm[i : i+2]})
		}
	}
	return out
}

func (d *doc) hasYear(year int) bool {
	for i := range d.facts {
		if d.facts[i].year() == year {
			return true
		}
	}
	return false
}

// yearList returns the distinct years asked for, in order.
func (q *question) yearList() []int {
	var out []int
	for _, y := range q.years {
		if len(out) == 0 || !contains(out, y.Year) {
			out = append(out, y.Year)
		}
	}
	return out
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if y == x {
			return true
		}
	}
	return false
}
