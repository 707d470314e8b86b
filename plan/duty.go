package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A marker names its units behind a label, or before 负责:
//
//	(责任单位:市科技局、市数据局,市委网信办)   （牵头单位：市委组织部（人才办），责任单位：市教育局）   （海关总署、商务部等有关部门负责）
var (
	roleLabel  = regexp.MustCompile(`(牵头单位|牵头部门|主办单位|主责单位|牵头责任单位|责任单位|责任部门|负责单位|配合单位|配合部门|协办单位|协同单位|参与单位|参加单位|责任分工|责任主体)\s*[:：]`)
	startLabel = regexp.MustCompile(`^(?:` + roleLabel.String() + `)`)
	bareRole   = regexp.MustCompile(`(共同牵头负责|牵头负责|共同负责|分别负责|按职责分工负责|按职责负责|负责落实|牵头|负责|配合|参与|参加|落实)$`)
	// 等, with or without what it stands for: 市大数据局等有关部门
	andSo = regexp.MustCompile(`等(?:\d+个)?(?:市直|市级|县直|有关|相关|各有关|各相关)?(?:部门|单位|部委|机构|部门和单位|部门单位|单位和部门)?$`)
	// by职责 is said of the units before it, not a unit: 市财政局等按职责分工负责
	byShare = regexp.MustCompile(`(?:按照?|依照)(?:各自)?职(?:责|能)(?:分工)?$`)
)

type marker struct {
	span   Span // with brackets
	inside Span
}

// markersIn finds the responsibility markers of one line. 建立由农业农村部、工业和信息化部牵头的…机制 stands in no bracket and is none.
func (p *parser) markersIn(s Span) []marker {
	in := s.In(p.text)
	if !strings.Contains(in, "单位") && !strings.Contains(in, "部门") && !strings.Contains(in, "负责") && !strings.Contains(in, "牵头") && !strings.Contains(in, "责任") {
		return nil
	}
	if startLabel.MatchString(in) { // a line of its own: 责任单位:市教育局
		return []marker{{s, s}}
	}
	var out []marker
	for _, pr := range outermost(pairs(p.text, s)) {
		if pr.open != '(' && pr.open != '（' && pr.open != '〔' && pr.open != '[' && pr.open != '［' && pr.open != '【' {
			continue
		}
		_, n := utf8.DecodeRuneInString(p.text[pr.Start:])
		_, m := utf8.DecodeLastRuneInString(p.text[:pr.End])
		inner := trim(p.text, Span{pr.Start + n, pr.End - m})
		if inner.Len() < 4096 && isMarker(inner.In(p.text)) {
			out = append(out, marker{pr.Span, inner})
		}
	}
	return out
}

func isMarker(s string) bool {
	if startLabel.MatchString(s) {
		return true
	}
	if !strings.Contains(s, "负责") && !strings.Contains(s, "牵头") && !strings.Contains(s, "配合") && !strings.Contains(s, "落实") && !strings.Contains(s, "参") {
		return false
	}
	first := s
	if i := strings.IndexAny(first, "。；;"); i >= 0 {
		first = first[:i]
	}
	for _, piece := range cutTop(first, ",，") {
		piece = strings.TrimSpace(piece)
		if !bareRole.MatchString(piece) {
			continue
		}
		names := unitNames(bareRole.ReplaceAllString(piece, ""))
		return len(names) > 0 && looksLikeUnit(names[0])
	}
	return false
}

// looksLikeUnit: the last rune of a unit's name, for markers without a label.
func looksLikeUnit(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 24 || strings.ContainsAny(s, "。:：") || strings.HasPrefix(s, "由") {
		return false
	}
	for _, end := range []string{"局", "委", "办", "部", "厅", "署", "府", "会", "院", "行", "司", "社", "心", "关", "站", "团", "组", "所", "公室", "单位", "部门", "县", "市", "区", "镇", "街道"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return strings.HasSuffix(s, ")") || strings.HasSuffix(s, "）")
}

// cutTop cuts s at any of the separators that stands outside brackets: 市委组织部(人才办、网信办)、市教育局 are two.
func cutTop(s, seps string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '(', '（', '〔', '〈', '《', '[', '【':
			depth++
		case ')', '）', '〕', '〉', '》', ']', '】':
			depth = max(0, depth-1)
		default:
			if depth == 0 && strings.ContainsRune(seps, r) {
				out = append(out, s[start:i])
				start = i + utf8.RuneLen(r)
			}
		}
	}
	return append(out, s[start:])
}

// unitNames splits a list of units; 等 is left out of the last name.
func unitNames(s string) []string {
	var out []string
	for _, n := range cutTop(s, "、,，;；") {
		n = strings.TrimFunc(n, isSpace)
		n = strings.TrimFunc(byShare.ReplaceAllString(n, ""), isSpace)
		n = strings.TrimFunc(andSo.ReplaceAllString(n, ""), isSpace)
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}

// duties reads the markers of all clauses and cuts the clauses into parts.
func (p *parser) duties() {
	var rules leadRules
	for i := range p.plan.Clauses {
		c := &p.plan.Clauses[i]
		for _, passage := range c.passages {
			start := passage.Start
			flush := func(end, duty int) Span {
				s := trim(p.text, Span{start, max(start, end)})
				if s.Len() > 0 {
					c.Parts = append(c.Parts, Part{Span: s, Duty: duty, Sentences: sentences(p.text, s)})
				}
				return s
			}
			for at := passage.Start; at < passage.End; {
				nl := strings.IndexByte(p.text[at:passage.End], '\n')
				if nl < 0 {
					nl = passage.End
				} else {
					nl += at
				}
				for _, m := range p.markersIn(trim(p.text, Span{at, nl})) {
					d := rules.read(m.inside.In(p.text))
					if len(d.Units) == 0 {
						p.warn(p.lineOf(m.span.Start), "empty-marker", m.span.In(p.text))
						continue
					}
					d.Marker = m.span
					d.Covers = flush(m.span.Start, len(c.Duties))
					if d.Covers.Len() == 0 {
						d.Covers = c.Head // (五)统计监测。(责任单位:市统计局)
					}
					c.Duties = append(c.Duties, d)
					start = m.span.End
				}
				at = nl + 1
			}
			flush(passage.End, -1)
		}
	}
}
