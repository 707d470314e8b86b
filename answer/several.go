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

func separates(between string) bool {
	if utf8.RuneCountInString(between) > 6 {
		return false
	}
	return strings.ContainsAny(between, "、,;，/ ") || strings.Contains(between, "和") || strings.Contains(between, "与") || strings.Contains(between, "及") || strings.Contains(between, "还有") || strings.Contains(between, "跟")
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
	if !lead && !value {
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
		}
	} else if fs := a.rankFacts(a.allows); len(fs) > 0 {
		joint = fs[0].cover
	}
	if joint >= 0.82 {
		return nil
	}
	defer func() { a.t, a.g = whole, grid }()
	var lines []string
	out := &reply{topical: true}
	out.answer = Answer{Intent: Lead, Notes: a.notes()}
	if !lead {
		out.answer.Intent = Target
	}
	answered := 0
	for i, g := range groups {
		a.t = g
		a.g = newGrid(a.d, g)
		var r *reply
		if lead {
			r = a.lead()
		} else {
			r = a.value()
		}
		if r == nil {
			return nil
		}
		text := r.answer.Text
		if r.answer.Answered {
			answered++
			out.score += r.score
			out.answer.Citations = append(out.answer.Citations, r.answer.Citations...)
			out.turn.Facts = append(out.turn.Facts, r.turn.Facts...)
			out.turn.Items = append(out.turn.Items, r.turn.Facts...)
		} else if r.answer.Refusal == NotUnderstood {
			text = "没有找到对应的内容。"
		}
		name := q.norm[g.words[0].start:g.words[len(g.words)-1].end]
		lines = append(lines, itoa(i+1)+" "+name+":"+strings.ReplaceAll(strings.TrimPrefix(text, "责任单位:"), "\n", ";"))
	}
	if answered == 0 || answered < 2 && len(groups) == 2 && joint >= enough {
		return nil
	}
	if answered < len(groups) && joint >= enough {
		return nil
	}
	if answered*2 < len(groups) {
		return nil
	}
	out.score /= float64(max(1, answered))
	out.answer.Answered = true
	out.answer.Text = strings.Join(lines, "\n")
	out.turn.Topic = a.topicText()
	return out
}
