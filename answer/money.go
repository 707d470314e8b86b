package answer

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

var (
	moneyAsked = regexp.MustCompile(`(?:补贴|补助|奖励|奖金|资助|贴息|启动资金|等奖|奖|补).*(?:多少|几|最高|比例|标准|额度)|(?:多少|最高|最多).*(?:钱|补贴|补助|奖励|奖金|资助|贴息)|多少钱`)
	// kinds of support that a question names; the passage has to name the same
	supports = []struct {
		asked string
		said  []string
	}{
		{"补贴", []string{"补贴", "补助"}}, {"补助", []string{"补助", "补贴"}}, {"奖励", []string{"奖"}}, {"奖金", []string{"奖"}}, {"资助", []string{"资助"}},
		{"贴息", []string{"贴息", "贷款利息"}}, {"启动资金", []string{"启动资金"}},
	}
	// moneyWords ask for the amount and name no thing
	moneyWords = []string{"补贴", "补助", "奖励", "奖金", "资助", "贴息", "启动", "资金", "启动资金", "最高", "最多", "比例", "标准", "额度", "多少钱", "钱", "奖", "补", "给", "给予", "每个", "单个"}
	yuan       = regexp.MustCompile(`\d[\d.,]*(?:百|千|万|亿)*元`)
	percent    = regexp.MustCompile(`\d[\d.]*%`)
	gives      = regexp.MustCompile(`给予|补|奖|资助|贴|支持`)
	pieceOf    = regexp.MustCompile(`[^;；。]+`)
	brackets   = regexp.MustCompile(`[（(][^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）]`)
)

// money answers how much is paid for a thing with the passage that names the thing, the kind of support and an amount. It is nil where the readings that
// follow answer from that passage themselves.
func (a *asker) money() *reply {
	q := a.q
	if !moneyAsked.MatchString(q.norm) || len(q.places)+len(q.units)+len(q.years)+len(q.refs) > 0 || q.any("lead", "status", "verify", "compare", "when") {
		return nil
	}
	best, second := 0.0, 0.0
	clause, span := -1, plan.Span{}
	for si := range a.d.sentences {
		s := &a.d.sentences[si]
		text := s.span.In(a.d.p.Text)
		for _, m := range pieceOf.FindAllStringIndex(text, -1) {
			switch score := a.paysFor(si, text[m[0]:m[1]]); {
			case score > best:
				best, second = score, best
				clause, span = s.clause, plan.Span{Start: s.span.Start + m[0], End: s.span.Start + m[1]}
			case score > second:
				second = score
			}
		}
	}
	if clause < 0 || second > best-0.02 { // two passages fit alike: none is meant
		return nil
	}
	if r := a.value(); r != nil && r.answer.Answered && a.checkAspect(r).answer.Answered {
		for _, c := range r.answer.Citations {
			if c.Start < span.End && span.Start < c.End {
				return nil
			}
		}
	}
	r := &reply{score: best, topical: true, turn: Turn{Topic: a.topicText(), Clause: a.d.clauses[clause].c.Number}}
	r.answer = Answer{Answered: true, Intent: Target, Notes: a.notes(), Citations: []Citation{a.d.cite(clause, span)}}
	said := brackets.ReplaceAllStringFunc(strings.TrimSpace(span.In(a.d.p.Text)), func(s string) string {
		if utf8.RuneCountInString(s) > 30 {
			return ""
		}
		return s
	})
	r.answer.Text = strings.TrimRight(said, "。;；,，") + "。"
	return r
}

// paysFor scores how well a piece of a sentence says what is paid for the topic; 0: it does not.
func (a *asker) paysFor(si int, piece string) float64 {
	folded := lexicon.Fold(piece)
	bare := brackets.ReplaceAllString(folded, "")
	pays := yuan.MatchString(bare) || percent.MatchString(bare) && !strings.Contains(a.q.norm, "钱")
	if !pays || !gives.MatchString(bare) {
		return 0
	}
	for _, s := range supports {
		if !strings.Contains(a.q.norm, s.asked) {
			continue
		}
		said := false
		for _, form := range s.said {
			said = said || strings.Contains(bare, form)
		}
		if !said {
			return 0
		}
	}
	before := ""
	if si > 0 && a.d.sentences[si-1].part == a.d.sentences[si].part {
		before = lexicon.Fold(a.d.sentences[si-1].span.In(a.d.p.Text))
	}
	runes, sum, total := foldMatter(bare), 0.0, 0.0
	heavy, heavyMet := 0.0, false
	for i := range a.t.words {
		w := &a.t.words[i]
		if contains(moneyWords, w.text) {
			continue
		}
		met := thingMet(w, runes, before)
		total += w.weight
		sum += w.weight * met
		if w.weight > heavy {
			heavy, heavyMet = w.weight, met > 0.8
		}
	}
	if total < 0.4 {
		return a.shredsPaid(bare)
	}
	if !heavyMet || sum/total < 0.7 {
		return 0
	}
	return sum/total + 0.2*a.t.affinity(runes)
}

// beforeMoney is what a question names before it asks for money: 引才补贴多少, 算力券最高补多少钱.
var beforeMoney = regexp.MustCompile(`^(.+?)(?:一次性)?(?:补|奖|资助|贴息|最高|最多|多少|能|可以|给)`)

// shredsPaid scores a piece for a short name that the dictionary cuts to shreds: by the name itself, or with up to four characters before its last one
// (算力券 is 算力服务券).
func (a *asker) shredsPaid(bare string) float64 {
	m := beforeMoney.FindStringSubmatch(a.q.norm)
	if m == nil {
		return 0
	}
	name, text := foldMatter(m[1]), foldMatter(bare)
	if len(name) < 2 || len(name) > 6 {
		return 0
	}
	if containsRunes(text, name) {
		return 1
	}
	if len(name) < 3 {
		return 0
	}
	head := name[:len(name)-1]
	for i := 0; i+len(name) < len(text); i++ {
		if string(text[i:i+len(head)]) != string(head) {
			continue
		}
		for j := i + len(head); j < len(text) && j <= i+len(head)+4; j++ {
			if text[j] == name[len(name)-1] {
				return 0.9
			}
		}
	}
	return 0
}

// thingMet is how well a word is met in a piece: itself, by both halves (天使投资 in 天使、风投或私募股权投资), or by its first half where the sentence
// before has it (“揭榜挂帅”…。对成功揭榜的项目…).
func thingMet(w *word, piece []rune, before string) float64 {
	best := 0.0
	for i, form := range w.forms {
		if w.factor[i] >= abbrevFactor && containsRunes(piece, form) {
			best = max(best, w.factor[i])
		}
	}
	rs := []rune(w.text)
	if best > 0 || len(rs) != 4 || !containsRunes(piece, rs[:2]) {
		return best
	}
	if containsRunes(piece, rs[2:]) || containsRunes(foldMatter(before), rs) {
		return 0.9
	}
	return 0
}
