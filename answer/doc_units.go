package answer

import (
	"strings"
	"unicode/utf8"

	"cewen/lexicon"
)

func (d *doc) addUnits(s *Snapshot) {
	for i := range d.p.Units {
		own := d.p.Units[i]
		own.Key = s.lex.UnitKey(own.Name)
		u, key := &own, own.Key
		d.units[key] = u
		if i := strings.IndexAny(own.Name, "(（"); i > 0 { // 市委组织部(人才办) is asked for by either name
			inner := strings.Trim(strings.TrimLeft(own.Name[i:], "(（"), ")）")
			d.nicknames[lexicon.Fold(inner)] = key
			d.tails = append(d.tails, lexicon.Fold(inner))
		}
		for _, head := range []string{"领导小组", "指挥部", "委员会办公室", "专班"} {
			if i := strings.Index(own.Name, head); i > 0 {
				d.nicknames[own.Name[i:]] = key
				d.tails = append(d.tails, own.Name[i:])
			}
		}
		for _, form := range append(s.lex.UnitAliases(own.Name), own.Name) { // 住建部门 is the 住建局
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
		for _, alias := range s.lex.UnitAliases(own.Name) {
			d.nicknames[alias] = key
		}
		d.unitNames = append(d.unitNames, u.Name)
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
