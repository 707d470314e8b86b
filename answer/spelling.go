package answer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/search"
)

// mendSpelling replaces a wrong character by one of the same sound where the plan's own words around it leave no doubt: 助老食唐 →
// 助老食堂. The mended characters are shown to the reader by notes (按“…”查).
func (s *Snapshot) mendSpelling(d *doc, norm string) string {
	rs := []rune(norm)
	if len(rs) > longQuestion {
		return norm
	}
	offsets := make([]int, 0, len(rs))
	for i := range norm {
		offsets = append(offsets, i)
	}
	asks := s.asksAt(d, norm)
	words, stands := append([]bool(nil), asks...), make([]bool, len(asks))
	for _, w := range s.seg.Cut(norm) {
		if utf8.RuneCountInString(w.Text) < 2 || !s.seg.Known(w.Text) {
			continue
		}
		here := d.c.has([]rune(w.Text))
		for i := w.Start; i < w.End; i++ {
			words[i] = true // 地铁 is a word, though the plan has none
			stands[i] = here
		}
	}
	changed := false
	at := 0
	for i, r := range rs {
		here := at
		at += utf8.RuneLen(r)
		if !unicode.Is(unicode.Han, r) || asks[here] || stands[here] || d.linked(rs, i) && !words[here] {
			continue
		}
		sound := lexicon.Pinyin(string(r))
		if len(sound) == 0 || sound[0] == "" {
			continue
		}
		for _, other := range d.c.sounds[sound[0]] {
			if other == r {
				continue
			}
			rs[i] = other
			width := 3
			if words[here] {
				width = 5 // 废气 is a word of its own: only 固体废弃物 around it shows the slip
			}
			if d.fits(rs, i, width, func(k int) bool { return asks[offsets[k]] && k != i }) {
				changed = true
				break
			}
			rs[i] = r
		}
	}
	if !changed {
		return s.mendAttribute(d, norm)
	}
	return s.mendAttribute(d, string(rs))
}

// runAround is the longest run of a mended text around a rune that the plan has: 助老食堂, not 食堂 alone.
func (d *doc) runAround(seg *search.Segmenter, rs []rune, at int) string {
	cut := seg.Cut(string(rs))
	offset := len(string(rs[:at]))
	k := slices.IndexFunc(cut, func(w search.Word) bool { return w.Start <= offset && offset < w.End })
	lo, hi := k, k
	has := func(lo, hi int) bool {
		run := []rune(string(rs)[cut[lo].Start:cut[hi].End])
		return len(run) <= 8 && allHan(run) && d.c.has(run)
	}
	for lo > 0 && has(lo-1, hi) {
		lo--
	}
	for hi+1 < len(cut) && has(lo, hi+1) {
		hi++
	}
	if out := string(rs)[cut[lo].Start:cut[hi].End]; utf8.RuneCountInString(out) > 1 {
		return out
	}
	return string(rs[max(0, at-2):min(len(rs), at+2)])
}

// attributes are closed words that questions ask with; a form of two runes that is no word and differs from one in a rune is a slip.
var attributes = []string{"比例", "占比", "比重", "面积", "数量", "规模", "长度", "总量", "目标", "指标", "责任", "牵头", "负责", "部门", "单位"}

func (s *Snapshot) mendAttribute(d *doc, norm string) string {
	asks := s.asksAt(d, norm)
	for _, w := range s.seg.Cut(norm) {
		if anyMasked(asks, w.Start, w.End) {
			continue
		}
		rs := []rune(w.Text)
		if len(rs) != 2 || s.seg.Known(w.Text) || d.c.has(rs) || !allHan(rs) {
			continue
		}
		for _, a := range attributes {
			if ar := []rune(a); rs[0] == ar[0] && rs[1] != ar[1] && !s.lex.IsStop(string(rs[1])) {
				return norm[:w.Start] + a + norm[w.End:]
			}
		}
	}
	return norm
}

// asksAt marks the bytes of a question that ask or name a unit: they are no slips.
func (s *Snapshot) asksAt(d *doc, norm string) []bool {
	asks := make([]bool, len(norm)+1)
	mark := func(start, end int) {
		for i := start; i < end; i++ {
			asks[i] = true
		}
	}
	for _, c := range s.lex.FindCues(norm) {
		if c.Name != "weak" && c.Name != "chat" && c.Name != "inject" {
			mark(c.Start, c.End) // 谁管 asks and is no slip for 水管
		}
	}
	for _, u := range d.findUnits(norm) {
		if d.units[u.Key] != nil {
			mark(u.Start, u.End)
		}
	}
	return asks
}

// linked reports whether a rune stands beside a neighbour as it does somewhere in the plan.
func (d *doc) linked(rs []rune, i int) bool {
	return i > 0 && len(d.c.bigrams[bigramKey(rs[i-1], rs[i])]) > 0 || i+1 < len(rs) && len(d.c.bigrams[bigramKey(rs[i], rs[i+1])]) > 0
}

// fits reports whether so many runes in a row around i, none of which asks, occur in the plan.
func (d *doc) fits(rs []rune, i, width int, asks func(int) bool) bool {
window:
	for from := max(0, i-width+1); from <= i && from+width <= len(rs); from++ {
		for k := from; k < from+width; k++ {
			if asks(k) {
				continue window
			}
		}
		if allHan(rs[from:from+width]) && d.c.has(rs[from:from+width]) {
			return true
		}
	}
	return false
}

func allHan(rs []rune) bool {
	for _, r := range rs {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}

// mendedWord returns the word that a wrong character was mended in, "" where none was: 按“助老食堂”查.
func (s *Snapshot) mendedWord(d *doc, before, after string) string {
	if before == after {
		return ""
	}
	a := []rune(before)
	for i, r := range []rune(after) {
		if r != a[i] {
			return d.runAround(s.seg, []rune(after), i)
		}
	}
	return ""
}

// findPlaces finds the plan's places in a question, also by short name and with one wrong character in the full name (临沐县).
func (s *Snapshot) findPlaces(d *doc, q *question) []placeMention {
	var out []placeMention
	add := func(start, end int, at *placeAt, typo bool) {
		for _, m := range out {
			if start < m.end && m.start < end {
				return
			}
		}
		out = append(out, placeMention{start: start, end: end, form: q.norm[start:end], at: at, typo: typo})
		q.cover(start, end)
	}
	for _, full := range []bool{true, false} {
		for i := range d.places {
			p := &d.places[i]
			name := p.folded
			if !full {
				if name = p.foldedShort; len([]rune(name)) < 2 {
					continue
				}
			}
			for from := 0; ; {
				k := strings.Index(q.norm[from:], name)
				if k < 0 {
					break
				}
				add(from+k, from+k+len(name), p, false)
				from += k + len(name)
			}
		}
	}
	// Names shaped like a county that the plan does not have: one wrong character, or another city's.
	rs := []rune(q.norm)
	at := make([]int, len(rs)+1)
	for i, r := range rs {
		at[i+1] = at[i] + len(string(r))
	}
	for i := range d.places {
		p := &d.places[i]
		for _, name := range [][]rune{[]rune(p.folded), []rune(p.foldedShort)} {
			n := len(name)
			if n < 2 || len(rs) < n || p.place.Kind != "县" && p.place.Kind != "区" && n < 3 {
				continue
			}
			for k := 0; k+n <= len(rs); k++ {
				if n == 2 && (strings.ContainsRune("县区市", name[1]) || k > 0 && s.seg.Known(string(rs[k-1:k+1]))) {
					continue // 消费|那 is no slip for 费县
				}
				if oneOff(rs[k:k+n], name) && !q.covered(at[k], at[k+n]) && s.wrongName(d, rs[k:k+n], name) {
					add(at[k], at[k+n], p, true)
				}
			}
		}
	}
	return out
}

// oneOff reports whether two names of one length differ in exactly one rune, which is not the kind (县, 镇) at the end of a long name.
func oneOff(a, b []rune) bool {
	diff := -1
	for i := range a {
		if a[i] != b[i] {
			if diff >= 0 {
				return false
			}
			diff = i
		}
	}
	return diff >= 0 && !(len(b) > 2 && diff == len(b)-1)
}

// wrongName reports whether a form can only be a slip for the name: it is no word of the language and does not stand in the plan.
func (s *Snapshot) wrongName(d *doc, form, name []rune) bool {
	if d.c.has(form) || s.seg.Known(string(form)) {
		return false
	}
	if len(form) == 2 {
		// Two runes are little evidence: the first must be right, and the wrong one must look or sound alike; sharing no word of
		// the dictionary is what can be checked.
		return form[0] == name[0] && !s.lex.IsStop(string(form)) && !unicode.IsDigit(form[1]) && unicode.Is(unicode.Han, form[1]) && !isAsking(form[1])
	}
	for _, r := range form {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	if len(form) == 3 && s.seg.Known(string(form[:2])) {
		return false
	}
	return true
}

func isAsking(r rune) bool {
	return strings.ContainsRune("的在有要是哪怎谁几么吗和与及县区镇市", r)
}
