package answer

import (
	"strings"
	"unicode/utf8"
)

// splitTopics splits the topic where the question itself does: at 、 , 和 与 及 or a space between words.
func (a *asker) splitTopics() []*topic {
	var groups [][]word
	last := -1
	for i := range a.t.words {
		w := a.t.words[i]
		if last >= 0 && w.start > last && separates(a.q.norm[last:w.start]) || len(groups) == 0 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], w)
		last = w.end
	}
	var out []*topic
	for _, ws := range groups {
		t := &topic{words: ws, bigrams: map[uint64]bool{}}
		for i := range ws {
			t.total += ws[i].weight
			rs := ws[i].forms[0]
			if i > 0 && ws[i-1].end == ws[i].start && len(t.runes) > 0 && len(rs) > 0 {
				t.bigrams[bigramKey(t.runes[len(t.runes)-1], rs[0])] = true
			}
			for j := 0; j+1 < len(rs); j++ {
				t.bigrams[bigramKey(rs[j], rs[j+1])] = true
			}
			t.runes = append(t.runes, rs...)
		}
		if t.total > 0.25 {
			out = append(out, t)
		}
	}
	return out
}

// differParts reports whether each group of the topic has a part of its own that names it outright.
func (a *asker) differParts(groups []*topic) bool {
	whole, grid := a.t, a.g
	defer func() { a.t, a.g = whole, grid }()
	seen := map[string]bool{}
	for _, g := range groups {
		a.t, a.g = g, newGrid(a.d, g)
		ps := a.rankParts(true)
		if g.total < 0.6 || len(ps) == 0 || ps[0].cover < 0.9 || ps[0].own < 0.85 {
			return false
		}
		units := unitList(a.d.parts[ps[0].part].duty)
		if seen[units] {
			return false
		}
		seen[units] = true
	}
	return true
}

// withHead gives a group the first group's head where only both together name a fact: 油菜种植和收获机械化率.
func (a *asker) withHead(first, g *topic) *topic {
	head := first.words[0]
	joined := &topic{words: append([]word{head}, g.words...), total: g.total + head.weight, bigrams: g.bigrams, runes: g.runes}
	whole, grid := a.t, a.g
	defer func() { a.t, a.g = whole, grid }()
	a.t, a.g = joined, newGrid(a.d, joined)
	for _, s := range a.rankFacts(a.allows) {
		if m := a.d.facts[s.fact].metric; s.cover > 0.9 && s.own > 0.9 && head.inRunes(m) > 0.9 {
			return joined
		}
	}
	return g
}

// differ reports whether each group of the topic has a fact of its own that it names outright.
func (a *asker) differ(groups []*topic) bool {
	whole, grid := a.t, a.g
	defer func() { a.t, a.g = whole, grid }()
	seen := map[int]bool{}
	for _, g := range groups {
		a.t, a.g = g, newGrid(a.d, g)
		fs := a.rankFacts(a.allows)
		if len(fs) == 0 || fs[0].cover < 0.8 || fs[0].own < 0.7 || seen[fs[0].fact] {
			return false
		}
		seen[fs[0].fact] = true
	}
	return true
}

func separates(between string) bool {
	if utf8.RuneCountInString(between) > 6 {
		return false
	}
	return strings.ContainsAny(between, "、,;，/ ") || strings.Contains(between, "和") || strings.Contains(between, "与") || strings.Contains(between, "及") || strings.Contains(between, "还有") || strings.Contains(between, "跟")
}

// joined reports whether the plan itself writes what stands around each 和 of the question so: 政府和社会资本合作 is one thing.
func (a *asker) joined(groups []*topic) bool {
	for i, g := range groups[1:] {
		before, after := groups[i].words[len(groups[i].words)-1], g.words[0]
		if !strings.Contains(a.d.folded, a.q.norm[before.start:after.end]) {
			return false
		}
	}
	return true
}

// several answers a question about several topics one by one, when they are several: no passage meets them together, and each has one of
// its own.
func (a *asker) several() *reply {
	q := a.q
	if len(q.refs) > 0 || len(q.units) > 0 || q.any("compare", "status", "inject") || len(q.places) > 1 {
		return nil
	}
	lead := q.has("lead")
	value := q.any("amount", "when") || len(q.years) > 0
	which := !lead && q.has("place.which")
	if !lead && !value && !which {
		return nil
	}
	groups := a.splitTopics()
	if len(groups) < 2 || len(groups) > 6 {
		return nil
	}
	whole, grid := a.t, a.g
	joint := 0.0
	if lead {
		if ps := a.rankParts(true); len(ps) > 0 {
			joint = ps[0].cover
		} else if a.joined(groups) {
			return nil
		}
	} else if which {
		for li := range a.d.c.leaves {
			if c, own := a.g.leafCover(li); a.d.c.leaves[li].kind == leafSegment && own > 0.8 {
				joint = max(joint, c)
			}
		}
	} else if fs := a.rankFacts(a.allows); len(fs) > 0 {
		joint = fs[0].cover
	}
	if joint >= 0.82 && (lead && !a.differParts(groups) || !lead && !a.differ(groups)) {
		return nil
	}
	defer func() { a.t, a.g = whole, grid }()
	var lines []string
	out := &reply{topical: true}
	out.answer = Answer{Intent: Lead, Notes: a.notes()}
	if !lead {
		out.answer.Intent = Target
	}
	answered, absent, weak := 0, false, false
	for i, g := range groups {
		if i > 0 && !lead {
			g = a.withHead(groups[0], g)
		}
		a.t = g
		a.g = newGrid(a.d, g)
		var r *reply
		switch {
		case lead:
			r = a.lead()
		case which:
			r = a.whichPlace()
		default:
			r = a.value()
		}
		if r == nil {
			return nil
		}
		text := r.answer.Text
		if lead && r.answer.Answered && len(r.turn.Facts) > 0 {
			if n, ok := strings.CutPrefix(r.turn.Facts[0], "part"); ok && a.d.parts[atoi(n)].duty != nil && !strings.Contains(text, "\n") {
				pi := atoi(n)
				text = a.d.roleList(a.d.parts[pi].duty) + "(" + a.d.ordinalOf(pi) + ")"
			}
		}
		if r.answer.Answered {
			weak = weak || g.total < 0.6
			answered++
			out.score += r.score
			out.answer.Citations = append(out.answer.Citations, r.answer.Citations...)
			out.turn.Facts = append(out.turn.Facts, r.turn.Facts...)
			out.turn.Items = append(out.turn.Items, r.turn.Facts[:min(1, len(r.turn.Facts))]...)
		} else if r.answer.Refusal == NotUnderstood {
			text = "没有找到对应的内容。"
		} else if r.answer.Refusal == WordAbsent {
			absent = true
		}
		name := q.norm[g.words[0].start:g.words[len(g.words)-1].end]
		lines = append(lines, itoa(i+1)+" "+name+":"+strings.ReplaceAll(strings.TrimPrefix(text, "责任单位:"), "\n", ";"))
	}
	if answered == 0 || answered < 2 && len(groups) == 2 && joint >= enough && !absent {
		return nil
	}
	if answered < len(groups) && joint >= enough {
		return nil
	}
	if answered < len(groups) && len(groups) < 3 && (!absent || weak || strings.ContainsAny(q.norm, ",，")) || answered*2 < len(groups) {
		return nil
	}
	out.score /= float64(max(1, answered))
	out.answer.Answered = true
	out.answer.Text = strings.Join(lines, "\n")
	out.turn.Topic = a.topicText()
	return out
}

// pieces answers a question whose pieces each ask something, in turn; a piece without a topic of its own asks of the one before. Of two the second may be
// one whose slot the plan does not have: that it is not there is said behind the first one's answer.
func (a *asker) pieces() *reply {
	if a.nested || a.q.long {
		return nil
	}
	texts, asking := a.s.asks(a.q.norm)
	n := 0
	for _, ask := range asking {
		if ask {
			n++
		}
	}
	if n < 2 {
		return nil
	}
	out := &reply{topical: true}
	var lines []string
	topic := ""
	lead := ""
	answered := 0
	asked := 0
	refused := Answered
	for i, text := range texts {
		if !asking[i] {
			lead += text + " " // 行政村生活污水治理:2023年…: what comes before an ask belongs to it
			continue
		}
		sub := *a
		sub.nested = true
		sub.in.Text = lead + text
		lead = ""
		sub.read(sub.in.Text)
		if sub.t.total < 0.3 || sub.onlyAttribute() {
			if len(sub.q.units) == 0 && len(sub.q.places) == 0 && len(sub.q.refs) == 0 && topic != "" {
				sub.read(topic + " " + text)
			}
		}
		r := sub.run()
		asked++
		if r.answer.Answered {
			answered++
			out.answer.Citations = append(out.answer.Citations, r.answer.Citations...)
			out.turn.Facts = append(out.turn.Facts, r.turn.Facts...)
			if r.score > out.score {
				out.score = r.score
			}
			if out.answer.Intent == "" || out.answer.Intent == None {
				out.answer.Intent = r.answer.Intent
			}
		} else if refused = r.answer.Refusal; asked == 1 {
			return nil
		}
		if topic == "" {
			topic = strings.TrimSpace(r.turn.Topic + " " + r.turn.Unit + " " + r.turn.Place)
			out.turn.Topic, out.turn.Unit, out.turn.Place, out.turn.Year = r.turn.Topic, r.turn.Unit, r.turn.Place, r.turn.Year
		}
		if !contains(lines, r.answer.Text) {
			lines = append(lines, r.answer.Text)
		}
	}
	if answered < asked && (asked > 2 || refused != SlotAbsent) {
		return nil
	}
	out.answer.Answered = true
	out.answer.Notes = a.notes()
	out.answer.Text = strings.Join(lines, "\n")
	return out
}

// mainPiece answers the one piece of a refused question that asks, where the others only say how to answer (…,要精确到小数点后两位).
func (a *asker) mainPiece() *reply {
	if a.nested || a.q.long {
		return nil
	}
	texts, asking := a.s.asks(a.q.norm)
	at := -1
	for i := range texts {
		if asking[i] {
			if at >= 0 {
				return nil
			}
			at = i
		}
	}
	if len(texts) < 2 || at < 0 {
		return nil
	}
	sub := *a
	sub.nested = true
	sub.in.Text = texts[at]
	sub.read(texts[at])
	if sub.t.total < 0.5 && len(sub.q.units) == 0 && len(sub.q.places) == 0 {
		return nil
	}
	r := sub.run()
	if !r.answer.Answered {
		return nil
	}
	return r
}
