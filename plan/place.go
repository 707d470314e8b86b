package plan

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// A place is named where a clean beginning (the start of a segment, 、, 和, a verb such as 支持) is followed by a short stem and 县, 区, 镇, 乡:
// 沂水县要围绕…; 支持兰陵县鲁城镇、下村乡; 依托…武侯区、成华区. Once known, it is recognised everywhere, a county also without 县: 推进沂水、兰陵、郯城、平邑等整县….
var (
	placeRE = regexp.MustCompile(`^(\p{Han}{1,3})(县|自治县|旗)|^(\p{Han}{2}(?:新|高新)?)(区)|^(\p{Han}{2,3})(镇|乡)|^(\p{Han}{2,3})(街道)`)
	// verbs that stand before a place: 稳妥推进兰陵县宅基地改革试点, 抓好沂水县…
	beforePlace = wordsOf(`统筹 稳妥 加快 积极 大力 全面 重点 继续 持续 鼓励 推进 推动 支持 抓好 深化 完成 提升 打造 建设 开展 实施 依托 指导 以 在 对 由 让 使 将 把 向 到 从 如 及 和 与 位于 包括 其中 做强 突破 培育 加强 引导 选取 选择 确定 联合 协同 带动 助力 完善 健全 保障 落实 强化 建立 发展 促进 增强 整合 盘活 覆盖 涉及 逐步 不断 进一步 聚焦 围绕 立足`)
	// stems that are no names: 试点县, 经济大县, 中心城区, 特色镇
	commonStem = regexp.MustCompile(`^(?:小城|中心城|主城|老城|新城|建成|个|全|本|市|省|整|两|多|其他|我|外|邻|郊|近|属|驻|城|县|区|镇|乡|街|村|按|[一二三四五六七八九十几数]+个?)$|(?:试点|示范|先进|进步|强|大|小|名|百强|试验|开发|园|社|集聚|地|街道?|片|功能|保税|协作|保护|度假|景|先行|核心|服务|办公|专|重点|主产|垦|校|港|山|城|城乡|市|中心|卫星|特色|工业|专业|边远|周边|贫困|困难|产粮|所在|申请|建成|空白|灾|险|库|矿|军|乡|个|等|级|型|一批|优质|首批|部分|有关|相关|当|产业|历史|文化|农村|创新|综合|商业|生态|合作|自贸|规划|实验|改革|帮扶|物流)$`)
	// no stem holds one of these: 以城带乡, 的城镇
	functionRune = regexp.MustCompile(`[与带立的和为到在以入跨自之各每某其该这]`)
	notAfter     = regexp.MustCompile(`^(?:城|域|级|委|际|区位|别|分|划|间|位|化|村|镇|街道?[、,，])`)
	// 做强探沂、矿坑、青云、李庄等一批工业镇: the towns without 镇
	townList = regexp.MustCompile(`^((?:\p{Han}{2,3}、)+\p{Han}{2,3})等(?:一批|几个|\d+个)?\p{Han}{0,4}?镇(?:[^化\p{Han}]|建设|发展|$)`)
)

// commonPlace sorts out what is no name. Stems in 城 and 山 can be names all the same: 郯城县, 鲁城镇, 泰山区.
func commonPlace(stem, kind string) bool {
	if functionRune.MatchString(stem) || stem == "小城" || stem == "中心城" {
		return true
	}
	if (stem == "自治" || stem == "高新") && kind == "区" {
		return true
	}
	if strings.HasSuffix(stem, "城") && (kind == "县" || kind == "镇") && utf8.RuneCountInString(stem) == 2 {
		return false
	}
	if strings.HasSuffix(stem, "山") && utf8.RuneCountInString(stem) == 2 && stem != "矿山" && stem != "大山" && stem != "深山" {
		return false
	}
	if kind == "区" && (strings.HasSuffix(stem, "新")) {
		return utf8.RuneCountInString(stem) < 3
	}
	return commonStem.MatchString(stem)
}

// mostPlaces bounds the names that are looked for; a province has about 150 counties.
const mostPlaces = 2000

// mention is one occurrence of a place's name.
type mention struct {
	Span
	place int // index into Plan.Places
}

// places finds the places of all clauses and where they are mentioned.
func (p *parser) places() {
	kinds := map[string]string{}
	var order []string
	learn := func(name, kind string) {
		if kinds[name] == "" && len(order) < mostPlaces {
			kinds[name] = kind
			order = append(order, name)
		}
	}
	for i := range p.plan.Clauses {
		for _, part := range p.plan.Clauses[i].Parts {
			for _, s := range part.Sentences {
				p.learnPlaces(s, learn)
			}
		}
	}
	for _, name := range order {
		short := name
		switch k := kinds[name]; {
		case k == "县" && utf8.RuneCountInString(name) > 2:
			short = strings.TrimSuffix(name, "县")
		}
		p.plan.Places = append(p.plan.Places, Place{Name: name, Short: short, Kind: kinds[name]})
	}
	p.findMentions()
}

func (p *parser) learnPlaces(s Sentence, learn func(name, kind string)) {
	inside := mask(s.Span, quotesOnly(outermost(pairs(p.text, s.Span))))
	for _, seg := range s.Segments {
		in := seg.In(p.text)
		if len(in) > longSegment || !strings.ContainsAny(in, "县区镇乡街旗") {
			continue
		}
		if list := in[beforePlace.run(in):]; strings.Contains(list, "、") {
			m := townList.FindStringSubmatch(list)
			if m == nil {
				m = []string{"", ""}
			}
			for _, name := range strings.Split(m[1], "、") {
				if n := utf8.RuneCountInString(name); n >= 2 && n <= 3 && !endsAny(name, "镇", "乡", "县", "区") && !commonPlace(name, "镇") {
					learn(name, "镇")
				}
			}
		}
		for at := 0; at < len(in); {
			if inside[seg.Start+at-s.Span.Start] {
				_, n := utf8.DecodeRuneInString(in[at:])
				at += n
				continue
			}
			at += beforePlace.run(in[at:])
			// a county and its towns follow each other: 兰陵县鲁城镇
			for {
				m := placeRE.FindStringSubmatch(in[at:])
				if m == nil || notAfter.MatchString(in[at+len(m[0]):]) {
					break
				}
				var g []string
				for _, x := range m[1:] {
					if x != "" {
						g = append(g, x)
					}
				}
				if commonPlace(g[0], g[1]) || beforePlace.prefix(g[0]) != "" {
					break
				}
				learn(m[0], g[1])
				at += len(m[0])
			}
			// on to the next clean beginning
			next := len(in)
			for _, sep := range []string{"、", "和", "与", "及"} {
				if i := strings.Index(in[at:], sep); i >= 0 {
					next = min(next, at+i+len(sep))
				}
			}
			at = next
		}
	}
}

func quotesOnly(ps []pair) []pair {
	var out []pair
	for _, q := range ps {
		if q.open == '“' || q.open == '《' || q.open == '"' || q.open == '‘' {
			out = append(out, q)
		}
	}
	return out
}

// findMentions looks for all known names in all clauses, the longest first.
func (p *parser) findMentions() {
	if len(p.plan.Places) == 0 {
		return
	}
	byName := map[string]int{}
	var names []string
	for i, x := range p.plan.Places {
		for _, n := range []string{x.Name, x.Short} {
			if _, ok := byName[n]; !ok {
				byName[n] = i
				names = append(names, regexp.QuoteMeta(n))
			}
		}
	}
	sortByLength(names)
	re := regexp.MustCompile(strings.Join(names, "|"))
	for i := range p.plan.Clauses {
		c := &p.plan.Clauses[i]
		for _, loc := range re.FindAllStringIndex(c.Span.In(p.text), -1) {
			m := mention{Span{c.Span.Start + loc[0], c.Span.Start + loc[1]}, byName[c.Span.In(p.text)[loc[0]:loc[1]]]}
			p.mentions = append(p.mentions, m)
			x := &p.plan.Places[m.place]
			if n := len(x.Clauses); n == 0 || x.Clauses[n-1] != c.Number {
				x.Clauses = append(x.Clauses, c.Number)
			}
		}
	}
	// a table above the text is a clause behind the others
	slices.SortStableFunc(p.mentions, func(a, b mention) int { return a.Start - b.Start })
	p.mentions = slices.CompactFunc(p.mentions, func(a, b mention) bool { return a.Span == b.Span })
}

// mentionsIn returns the mentions within a span.
func (p *parser) mentionsIn(s Span) []mention {
	i := sort.Search(len(p.mentions), func(i int) bool { return p.mentions[i].Start >= s.Start })
	j := i
	for j < len(p.mentions) && p.mentions[j].End <= s.End {
		j++
	}
	return p.mentions[i:j]
}

// placesIn names the places within a span, each once.
func (p *parser) placesIn(s Span) []string {
	var out []string
	for _, m := range p.mentionsIn(s) {
		out = append(out, fresh(out, []string{p.plan.Places[m.place].Name})...)
	}
	return out
}
