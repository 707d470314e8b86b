package plan

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// longLine is how many characters a line has at least in which labels are looked for behind its start.
const longLine = 80

// inline is a label anywhere in a line. Numbers count only where a title follows.
var inline = regexp.MustCompile(`第` + hanDigits + `[章条](?:` + blanks + `|\p{Han})|` + hanDigits + `、|[（(]` + hanDigits + `[)）]|[㈠-㈩]|\d{1,2} ?[.．、](?:\p{Han}|20\d\d年)`)

// unfold cuts lines that hold several chapters or clauses, as a text has them that lost its line breaks, before each label that counts on: 一、 after the
// start, （二） after （一）. Labels within a sentence (；（二）) are left alone.
func (p *parser) unfold() {
	var out []line
	var seen counting
	p.cutTitles()
	for i, l := range p.lines {
		var cuts []cutAt
		if utf8.RuneCountInString(p.in(i)) >= longLine {
			cuts = seen.cuts(p.text, l.span)
		}
		if len(cuts) < 2 {
			seen.line(p.text, l)
			last := p.itemBehind(i, &seen)
			if last.Len() == 0 {
				last = seen.ending(p.text, l.span)
			}
			if last.Len() > 0 {
				l.span = trim(p.text, Span{l.span.Start, last.Start})
			}
			out = append(out, l)
			if last.Len() > 0 {
				out = append(out, line{no: l.no, span: last})
			}
			continue
		}
		seen.last = cuts[len(cuts)-1].counts
		if before := trim(p.text, Span{l.span.Start, cuts[0].at}); before.Len() > 0 {
			for _, s := range p.front(before) {
				out = append(out, p.words(l.no, s)...)
			}
		}
		for k, c := range cuts {
			end := l.span.End
			if k+1 < len(cuts) {
				end = cuts[k+1].at
			}
			s := trim(p.text, Span{c.at, end})
			if k+1 == len(cuts) { // the signature may follow the last sentence
				if stop := strings.LastIndex(s.In(p.text), "。"); stop >= 0 && s.Len()-stop < 60*3 {
					stop += s.Start + len("。")
					out = append(out, line{no: l.no, span: trim(p.text, Span{s.Start, stop}), cut: true})
					if rest := trim(p.text, Span{stop, s.End}); rest.Len() > 0 {
						out = append(out, p.words(l.no, rest)...)
					}
					continue
				}
			}
			out = append(out, line{no: l.no, span: s, cut: true})
		}
	}
	p.lines = out
}

var (
	// the date of signing, or a chapter's head, behind the last sentence of a paragraph and a blank that was a line break
	endDay  = regexp.MustCompile(`。` + blanks + `+(20\d\d年\d{1,2}月\d{1,2}日)$`)
	endHead = regexp.MustCompile(`[。！!)）〕】]` + blanks + `+((?:` + hanDigits + `、|第` + hanDigits + `(?:章|部分)` + blanks + `*)[^。，,；;：:、！!（(）)]{2,20})$`)
)

// ending is the line that a paragraph ends with: 望认真贯彻执行。 2026年3月24日; …制定本方案。 一、工作目标. A head must count on from the last one.
func (c *counting) ending(text string, s Span) Span {
	in := s.In(text)
	if strings.IndexFunc(in, isSpace) < 0 { // most lines
		return Span{}
	}
	if m := endDay.FindStringSubmatchIndex(in); m != nil {
		return Span{s.Start + m[2], s.Start + m[3]}
	}
	m := endHead.FindStringSubmatchIndex(in)
	if m == nil {
		return Span{}
	}
	last := Span{s.Start + m[2], s.Start + m[3]}
	h, ok := labelOf(text, line{span: last})
	if r := c.rank(h.kind); !ok || r < 0 || h.number != c.last[r]+1 {
		return Span{}
	}
	c.next(h)
	return last
}

// recordAhead is the record of a database behind a title: 关于养老服务的若干意见(试行)文章属性•【制定机关】….
var recordAhead = regexp.MustCompile(`^([^。，,；;：:【]{6,80}?)(?:文章属性[•·]?)?[•·]?【(?:制定机关|发布部门|公布日期|发文字号|字号)】`)

// cutTitles cuts a title from the record that was glued to it.
func (p *parser) cutTitles() {
	for i := 0; i < len(p.lines); i++ {
		l := p.lines[i]
		if !strings.Contains(l.span.In(p.text), "】") {
			continue
		}
		m := recordAhead.FindStringSubmatchIndex(l.span.In(p.text))
		if m == nil || !planTitle.MatchString(l.span.In(p.text)[:m[3]]) {
			continue
		}
		at := l.span.Start + m[3]
		p.lines[i].span = trim(p.text, Span{l.span.Start, at})
		p.lines = slices.Insert(p.lines, i+1, line{no: l.no, span: trim(p.text, Span{at, l.span.End})})
		i++
	}
}

var behindTitle = regexp.MustCompile(`^` + hanDigits + `、[^。；;：:]{4,40}?\p{Han}(\d{1,2}[.．、]\p{Han}[^，,]{2,40})$`)

// itemBehind is the item that stands in the line of its chapter's head: 一、明确目标任务1、入园目标。 It counts on from the last one, or 2、 stands in a line of
// its own below.
func (p *parser) itemBehind(i int, seen *counting) Span {
	m := behindTitle.FindStringSubmatchIndex(p.in(i))
	if m == nil {
		return Span{}
	}
	item := Span{p.lines[i].span.Start + m[2], p.lines[i].span.Start + m[3]}
	h, ok := labelOf(p.text, line{span: item})
	if !ok || h.kind != byNumber || h.number > 1 && h.number != seen.last[seen.rank(byNumber)]+1 || h.number == 1 && p.nextLabel(i) != 2 {
		return Span{}
	}
	seen.next(h)
	return item
}

// nextLabel is the number of the first labelled line below a line where that is an item, 0: it is none.
func (p *parser) nextLabel(i int) int {
	for _, l := range p.lines[i+1:] {
		if h, ok := labelOf(p.text, l); ok {
			if h.kind == byNumber {
				return h.number
			}
			break
		}
	}
	return 0
}

var (
	// where a line of a notice ends that has lost its line breaks: …的通知, the document's number, 各县区:, the date of signing
	frontEnd = regexp.MustCompile(`的通知|[〔\[]20\d\d[〕\]]\d+号|(?:政府|部门|单位|机构|委员会|管委会)[：:]|20\d\d年\d{1,2}月\d{1,2}日|。`)
	// a plan's title and the preface that follows it at once
	titleAhead = regexp.MustCompile(`^(\p{Han}[^。，,；;：:]{3,50}?(?:方案|计划|意见|规划|措施|办法|细则|要点|清单)(?:[（(][^）)]{1,20}[）)])?)(?:为|根据|按照|依据|近年|今年|现|结合|围绕)`)
	// the signature: the issuer and the date
	dayOf       = regexp.MustCompile(`20\d\d年\d{1,2}月\d{1,2}日`)
	signedAhead = regexp.MustCompile(`^(\p{Han}{4,30}?)(20\d\d年\d{1,2}月\d{1,2}日)$`)
)

// front cuts what stands before the first label: the notice, its number, whom it addresses, its text, its signature, the plan's title and preface.
func (p *parser) front(s Span) []Span {
	var out []Span
	add := func(s Span) {
		if s = trim(p.text, s); s.Len() > 0 {
			out = append(out, s)
		}
	}
	start := s.Start
	inside := mask(s, outermost(pairs(p.text, s)))
	for _, loc := range frontEnd.FindAllStringIndex(s.In(p.text), -1) {
		if end := s.Start + loc[1]; end > start && (!inside[loc[0]] || strings.HasSuffix(p.text[:end], "号")) {
			if strings.HasSuffix(p.text[:end], "号") && end-start > 80 {
				continue // a number within a sentence
			}
			piece := Span{start, end}
			if m := signedAhead.FindStringSubmatchIndex(piece.In(p.text)); m != nil && isSigner(piece.In(p.text)[m[2]:m[3]]) {
				add(Span{start, start + m[3]})
				piece.Start = start + m[3]
			}
			add(piece)
			start = end
			if m := titleAhead.FindStringSubmatchIndex(p.text[start:s.End]); m != nil && !dayOf.MatchString(p.text[start:start+m[3]]) {
				add(Span{start, start + m[3]})
				start += m[3]
			}
		}
	}
	add(Span{start, s.End})
	return out
}

// words cuts a line at its blanks: title, address, signature and date stand apart in it.
func (p *parser) words(no int, s Span) []line {
	var out []line
	for _, c := range p.cells(s) {
		out = append(out, line{no: no, span: c.Span, cut: true})
	}
	return out
}

// counting is the last number of each kind of label, the outer ones first.
type counting struct{ last [4]int }

var countedKinds = [4]kind{byHan, byHanBracket, byArticle, byNumber}

func (c *counting) rank(k kind) int {
	if k == byChapter {
		k = byHan
	}
	for i, x := range countedKinds {
		if x == k {
			return i
		}
	}
	return -1
}

// next takes a label that counts on: the next of its kind, or the first below another.
func (c *counting) next(h head) bool {
	r := c.rank(h.kind)
	if r < 0 || h.number != c.last[r]+1 && h.number != 1 {
		return false
	}
	c.last[r] = h.number
	return true
}

// line counts a line that starts with a label.
func (c *counting) line(text string, l line) {
	if h, ok := labelOf(text, l); ok {
		c.next(h)
	}
}

type cutAt struct {
	at     int
	kind   kind
	counts [4]int
}

// cuts finds where a line may be cut.
func (c counting) cuts(text string, s Span) []cutAt {
	in := s.In(text)
	var out []cutAt
	title := -1 // where the title behind the last label begins
	var last kind
	for _, loc := range inline.FindAllStringIndex(in, -1) {
		h, ok := labelOf(text, line{span: Span{s.Start + loc[0], s.End}})
		if !ok || loc[0] > 0 && !opens(in, loc[0], title, h.number == 1 || title >= 0 && chapters(last) && !chapters(h.kind)) {
			continue
		}
		if before := c; !c.next(h) {
			c = before
			continue
		}
		out = append(out, cutAt{s.Start + loc[0], h.kind, c.last})
		title, last = loc[1], h.kind
	}
	for _, x := range out {
		if x.at > s.Start && x.kind != byNumber {
			return out
		}
	}
	return nil // （一）… 1.…2.… in one paragraph is an enumeration within it
}

func chapters(k kind) bool { return k == byHan || k == byChapter }

// opens reports whether a label at a place of a line may start a line: behind a sentence, a marker or a blank, or (where it is below the last one) right behind
// a title.
func opens(in string, at, title int, below bool) bool {
	before, _ := utf8.DecodeLastRuneInString(in[:at])
	if strings.ContainsRune("。！!)）〕】", before) || isSpace(before) {
		return true
	}
	return title >= 0 && below && at > title && utf8.RuneCountInString(in[title:at]) <= 20 && !strings.ContainsAny(in[title:at], "。，,；;：:")
}
