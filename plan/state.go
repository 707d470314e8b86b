package plan

import (
	"regexp"
	"strings"
)

// state is a result without a number.
type state struct {
	value   Span // the words that say it: 全部清零
	subject Span // what stands before it; empty where it must be taken from elsewhere
	verb    bool // the verb comes first: 基本建成…平台体系
}

var (
	// a result said of a subject: 雨污合流管网全部清零, 坚强网架全面建成, 公办县级中医医院实现全覆盖
	resultRE = regexp.MustCompile(`(全部(?:淘汰|关停|退出|取缔|销号|完工|达标|达到|完成|建成|实行|实现|纳入|消除|清零|改造完成|配备|覆盖)|(?:全部)?清零|(?:实现)?全覆盖|(?:普遍|深度|全面|有效)覆盖|全面(?:建成|完成|消除|消灭)|(?:全部)?改造完成|全部消除|零的?突破|(?:稳定)?达到[ⅠⅡⅢⅣⅤIV]+类)`)
	// a result that a verb opens: 基本建成…平台体系, 各县均建有图书馆、文化馆、博物馆, 基本实现…
	resultVerb = regexp.MustCompile(`均(?:建有|设有|配有|建成|实现)|基本(?:建成|实现|建立|形成|完成|消除|淘汰|解决)|全面(?:建成|实现)`)
	undated    = regexp.MustCompile(`全部(?:达到|实行|实现|纳入|完成|建成|改造完成|消除)|全覆盖$`)
)

// stateIn looks for a result without a number in s. Without a date only the strongest words count.
func stateIn(text string, s Span, dated bool, masked func(int) bool) (state, bool) {
	in := s.In(text)
	re := resultRE
	if !dated {
		re = undated
	}
	if loc := re.FindStringIndex(in); loc != nil && !masked(s.Start+loc[0]) && !strings.HasPrefix(in[loc[1]:], "的") && !noState(text, Span{s.Start + loc[0], s.Start + loc[1]}) {
		v := Span{s.Start + loc[0], s.End}
		if l := resultVerb.FindStringIndex(in[:loc[0]]); l != nil { // 基本实现…深度覆盖: 基本 belongs to it
			v.Start = s.Start + l[0]
			return state{value: v, subject: Span{s.Start + l[1], s.Start + loc[0]}, verb: true}, true
		}
		return state{value: v, subject: Span{s.Start, v.Start}}, true
	}
	if !dated {
		return state{}, false
	}
	if loc := resultVerb.FindStringIndex(in); loc != nil && !masked(s.Start+loc[0]) {
		return state{value: Span{s.Start + loc[0], s.End}, subject: Span{s.Start, s.Start + loc[0]}, verb: true}, true
	}
	return state{}, false
}

var (
	// 进行全流程、全覆盖、标准化改革, 开展全覆盖排查: how it is done
	acting = regexp.MustCompile(`(?:进行|开展|实施|组织)[^，,。；;]*$`)
	acts   = regexp.MustCompile(`^[、\p{Han}]*(?:改革|[排检核清巡督普调筛]查|摸底|整治|治理|监管|管理|监测|检测|培训|督导|宣传|评估|考核|执法|服务)$`)
	// 由试点向全覆盖转变, “动态性”清零向“常态性”清零转变: what is left behind, or not yet reached
	turning = regexp.MustCompile(`向.*(?:转变|转化|转型|过渡|迈进|拓展|延伸)$`)
)

// noState reports whether the words at s say no result, by the rest of their segment.
func noState(text string, s Span) bool {
	word := s.In(text)
	if !strings.HasSuffix(word, "全覆盖") && !strings.HasSuffix(word, "清零") {
		return false
	}
	const marks = "，,。；;：:\n"
	before, after := text[:s.Start], text[s.End:]
	if i := strings.LastIndexAny(before, marks); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, marks); i >= 0 {
		after = after[:i]
	}
	return !strings.HasPrefix(word, "实现") && acting.MatchString(before) && acts.MatchString(after) || turning.MatchString(before+word+after)
}

// placeFirst: 沂南县加快山东港汇国际物流园建设; the place is kept in Places.
var placeFirst = regexp.MustCompile(`^\p{Han}{1,4}[县区市镇乡]加快`)

// stated adds a target without a number.
func (r *reader) stated(st state, span, seg Span) {
	text := r.p.text
	st.value = trim(text, st.value)
	t := r.target(span, seg)
	t.State, t.Value, t.ValueSpan = st.value.In(text), st.value.In(text), st.value
	sub := trim(text, st.subject)
	t.Subject = sub
	t.Scope = scopeOf(span.In(text))
	name := subjectOf(sub.In(text))
	switch {
	case sub.Len() == 0 && !st.verb:
	case st.verb && strings.TrimSpace(name) == "":
		name = subjectOf(resultVerb.ReplaceAllString(st.value.In(text), ""))
	case st.verb && resultVerb.FindStringIndex(st.value.In(text)) != nil && sub.End <= st.value.Start:
		name += objectOf(resultVerb.ReplaceAllString(st.value.In(text), ""))
	}
	if name == "" {
		name = placeFirst.ReplaceAllString(r.object(), "")
		r.from(&t, r.objectAt)
	}
	if name == "" {
		name = r.metric
	}
	t.Metric = name
	at := r.objectAt
	r.add(t)
	r.objectAt = at
}
