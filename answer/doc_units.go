package answer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cewen/lexicon"
	"cewen/plan"
)

func (d *doc) addUnits(s *Snapshot) {
	for i := range d.p.Units {
		own := d.p.Units[i]
		own.Key = unitKey(s.lex, d.p, own.Name, func(key string) bool { return d.units[key] != nil })
		u, key := &own, own.Key
		aliases := s.lex.UnitAliases(own.Name)
		d.units[key] = u
		for _, name := range append([]string{own.Name}, own.Spellings...) {
			d.unitKeys[name] = key
			for _, form := range []string{plainUnit(name), strings.TrimPrefix(plainUnit(name), s.lex.UnitLevel(name))} {
				if _, taken := d.exact[form]; !taken {
					d.exact[form] = key
				}
			}
		}
		if i := strings.IndexAny(own.Name, "(（"); i > 0 { // 市委组织部(人才办) is asked for by either name
			inner := strings.Trim(strings.TrimLeft(own.Name[i:], "(（"), ")）")
			if _, taken := d.exact[plainUnit(inner)]; !taken {
				d.exact[plainUnit(inner)] = key
			}
			d.nicknames[lexicon.Fold(inner)] = key
			d.tails = append(d.tails, lexicon.Fold(inner))
		}
		if m := twoPlates.FindStringSubmatch(own.Name); m != nil { // 市经信局市新经济委 is asked for by either
			for _, plate := range m[1:] {
				for _, form := range append(s.lex.UnitAliases(plate), plate, strings.TrimPrefix(plate, s.lex.UnitLevel(plate))) {
					if _, taken := d.exact[plainUnit(form)]; !taken {
						d.exact[plainUnit(form)] = key
					}
				}
				d.unitNames = append(d.unitNames, plate)
			}
		}
		for _, head := range []string{"领导小组", "指挥部", "委员会办公室", "专班"} {
			if i := strings.Index(own.Name, head); i > 0 {
				d.nicknames[own.Name[i:]] = key
				d.tails = append(d.tails, own.Name[i:])
			}
		}
		for _, form := range append(slices.Clone(aliases), own.Name) { // 住建部门 is the 住建局
			if bare := bareUnit(form); utf8.RuneCountInString(bare) >= 2 && bare != form {
				for _, tail := range []string{bare + "部门", bare + "口"} {
					if _, taken := d.nicknames[tail]; !taken {
						d.nicknames[tail] = key
						d.tails = append(d.tails, tail)
					}
				}
			}
		}
		if bare := bareUnit(own.Name); utf8.RuneCountInString(bare) >= 2 {
			d.nicknames[bare] = key
		}
		for _, alias := range aliases {
			d.nicknames[alias] = key
		}
		d.unitNames = append(d.unitNames, u.Name)
		if !strings.Contains(u.Name, "人民政府") && strings.Contains(u.Name, "政府") {
			d.unitNames = append(d.unitNames, strings.Replace(u.Name, "政府", "人民政府", 1))
		}
		for _, r := range u.Duties {
			for pi := range d.parts {
				pa := &d.parts[pi]
				if d.clauses[pa.clause].c.Number == r.Clause && pa.duty != nil && pa.dutyIndex == r.Index {
					d.byUnit[key] = append(d.byUnit[key], pi)
				}
			}
		}
	}
}

// unitKey is what a unit of a plan is known by: the key of its kind, with the county that it is of, where that is not the plan's own, and with its name where
// another unit of the plan has that key: the city's bureau and a county's, or two bureaus that elsewhere are one.
func unitKey(lex *lexicon.Lexicon, p *plan.Plan, name string, taken func(string) bool) string {
	key := lex.UnitKey(name)
	if place := lex.UnitPlace(name); place != "" && !strings.HasSuffix(p.Meta.Jurisdiction, place) {
		key = place + " " + key
	}
	if taken(key) {
		key += " " + name
	}
	return key
}

// plainUnit writes the name of a unit the way names are compared: 县人民政府 is 县政府.
func plainUnit(name string) string {
	return strings.ReplaceAll(lexicon.Fold(name), "人民政府", "政府")
}

// keyOf is the key of a unit in the plan by its name there.
func (d *doc) keyOf(s *Snapshot, name string) string {
	if key, ok := d.unitKeys[name]; ok {
		return key
	}
	return s.lex.UnitKey(name)
}

// listed is the unit of the plan that a mention names; nil where the plan lists none of that name and level: 省发改委 is not 市发展改革委, 县教育局 not
// 市教育局. In a county's plan 教育局 is 县教育局.
func (a *asker) listed(m lexicon.UnitMention) *plan.Unit {
	u := a.d.units[m.Key]
	if u == nil || a.d.exact[plainUnit(m.Form)] == m.Key {
		return u
	}
	if city := a.s.lex.UnitCity(m.Form); (city != "" || a.s.lex.UnitPlace(m.Form) != "") && !a.ofPlace(m.Form, city) {
		return nil // 青岛市住建局 is not 临沂市's
	}
	if m.Level == "" {
		return u
	}
	own := a.s.lex.UnitLevel(u.Name)
	if own == "" {
		own = levelOf(a.d.p)
	}
	if own == m.Level || own == "" {
		return u
	}
	return nil
}

// ofPlace reports whether the city that a form begins with, or the county behind it, is the one whose plan it is.
func (a *asker) ofPlace(form, city string) bool {
	own := a.d.p.Meta.Jurisdiction
	if place := a.s.lex.UnitPlace(form); place != "" {
		return strings.HasSuffix(own, place)
	}
	return own != "" && city != "" && strings.HasPrefix(own, strings.TrimRight(city, "市省"))
}

// levelOf is the level of the place whose plan it is; "" where the plan does not say.
func levelOf(p *plan.Plan) string {
	for _, suffix := range []struct{ end, level string }{
		{"自治区", lexicon.LevelProvince}, {"省", lexicon.LevelProvince}, {"市", lexicon.LevelCity}, {"州", lexicon.LevelCity}, {"盟", lexicon.LevelCity},
		{"县", lexicon.LevelCounty}, {"旗", lexicon.LevelCounty}, {"区", lexicon.LevelDistrict}, {"镇", lexicon.LevelTown}, {"乡", lexicon.LevelTown},
	} {
		if strings.HasSuffix(p.Meta.Jurisdiction, suffix.end) {
			return suffix.level
		}
	}
	return ""
}

// twoPlates is a unit with two plates, written in one.
var twoPlates = regexp.MustCompile(`^([省市县区州]\p{Han}{1,14}[局委办厅])([省市县区州]\p{Han}{1,14}[局委办厅])$`)

// bareUnit takes level and kind off a unit's name: 市民政局 → 民政.
func bareUnit(name string) string {
	for _, level := range []string{"市", "省", "县", "区"} {
		name = strings.TrimPrefix(name, level)
	}
	for _, kind := range []string{"委员会", "局", "委", "办", "厅", "部"} {
		if s, ok := strings.CutSuffix(name, kind); ok {
			return s
		}
	}
	return name
}

// isMatter reports whether the plan's text has the end of a form, four runes or more.
func (d *doc) isMatter(form string) bool {
	rs := foldMatter(form)
	for from := 0; len(rs)-from >= 4; from++ {
		if d.c.has(rs[from:]) {
			return true
		}
	}
	return false
}

// findUnits finds units in a question: the plan's own by any of their names, and names of units that the plan does not list.
func (d *doc) findUnits(norm string) []lexicon.UnitMention {
	var out []lexicon.UnitMention
	for _, m := range d.finder.Find(norm) {
		if r, n := utf8.DecodeLastRuneInString(norm[:m.Start]); strings.HasPrefix(m.Form, "州市") && unicode.Is(unicode.Han, r) { // 青|州市财政局
			m.Start -= n
			m.Form = norm[m.Start:m.End]
		}
		if key, ok := d.exact[plainUnit(m.Form)]; ok {
			m.Key, m.Listed = key, true
		}
		if !m.Listed && d.units[m.Key] == nil && d.isMatter(m.Form) {
			continue // 融媒体中心 is shaped like a unit and is matter of the plan
		}
		out = append(out, m)
	}
	for _, tail := range d.tails {
		i := strings.Index(norm, tail)
		if i < 0 {
			continue
		}
		free := true
		for k := range out {
			if out[k].Start < i+len(tail) && i < out[k].End {
				free = false
				if d.units[out[k].Key] == nil {
					out[k].Key = d.nicknames[tail]
				}
			}
		}
		if free {
			out = append(out, lexicon.UnitMention{Start: i, End: i + len(tail), Form: tail, Key: d.nicknames[tail], Listed: true})
		}
	}
	return out
}
