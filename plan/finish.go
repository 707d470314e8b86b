package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// finish is all that a segment says beside its date where it only says when what stands before it is to be done: …20个,2026年11月底前全部完成.
var finish = regexp.MustCompile(`^(?:之?前)?(?:[要须需应]|力争|确保)?(?:全部|全面|基本|均|率先)?(?:完成|建成|竣工|完工|到位|落实到位|达标|投用|投产|投入使用|投入运行|投入运营|开通|通车|开工|启动|见效|实现|出台|印发|上线)(?:建设|改造|整治|验收|任务|目标|投用|投入使用|并投入使用|运行)?$`)

var timeWord = regexp.MustCompile(`^(?:` + timeNames + `)$`)

// finishes gives the date of a segment that says nothing else to what the sentence asked for before it, back to the last ；. Where nothing counted stands
// there the segment before is the thing to be done.
func (r *reader) finishes(seg Span, d *Deadline) bool {
	text := r.p.text
	if r.seg == 0 || d.Span.Start != seg.Start {
		return false
	}
	done := trimEnd(text, trim(text, Span{d.Span.End, seg.End}))
	last := r.seg - 1
	if timeWord.MatchString(r.s.Segments[last].In(text)) && done.Len() == 0 && last > 0 {
		done = d.Span // …3500公里,完成时限:2027年12月底
		last--
	} else if !finish.MatchString(done.In(text)) {
		return false
	}
	reach := r.s.Span.Start
	if i := strings.LastIndexAny(text[reach:seg.Start], ";；"); i >= 0 {
		reach = min(reach+i, r.s.Segments[last].Start)
	}
	found := false
	ts := r.p.plan.Targets
	for i := len(ts) - 1; i >= 0 && ts[i].Sentence == r.s.Span && ts[i].ValueSpan.Start >= reach; i-- {
		t := &ts[i]
		vague := t.Deadline != nil && wholeYear.MatchString(t.Deadline.Words) // 全年改造86公里,务必于10月10日前全部完工
		if t.Clause != r.c.Number || t.Deadline != nil && !vague || t.Recurring {
			continue
		}
		own := *d
		own.Inherited = true
		t.Deadline, found = &own, true
		if whole := (Span{t.Quote.Start, done.End}); utf8.RuneCountInString(whole.In(text)) <= 2*farthest {
			t.Quote = whole
		}
	}
	before := trimEnd(text, r.s.Segments[last])
	if !found && r.objectAt.Len() > 0 && done != d.Span && r.s.Segments[last].Contains(r.objectAt) && utf8.RuneCountInString(before.In(text)) > 3 {
		t := r.target(done, Span{before.Start, done.End})
		own := *d
		t.Deadline, t.Quote = &own, Span{before.Start, done.End}
		t.Value, t.State, t.ValueSpan = done.In(text), done.In(text), done
		t.Subject, t.Metric = before, objectOf(before.In(text))
		r.add(t)
		found = true
	}
	r.fallback = false
	return found
}
