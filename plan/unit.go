package plan

import (
	"regexp"
	"strings"

	"cewen/lexicon"
)

// nested says what a unit stands for, and is no part of its name: 各区人民政府〈含开发区、长江新区、风景区管委会,下同〉
var nested = regexp.MustCompile(`〈[^〉]*〉`)

// units collects the units of all markers, merging spellings; a unit's name is its most frequent spelling, the first one where they tie. A city's bureau and a county's
// of the same kind are two, those of two counties too, and so are two names that one marker lists side by side (市规划局、市国土局, which elsewhere are one).
func (p *parser) units() {
	words := lexicon.Default()
	index := map[string]int{}
	counts := map[string]map[string]int{}
	order := map[string][]string{}
	apart := p.apart()
	for _, c := range p.plan.Clauses {
		for di, d := range c.Duties {
			for pos, u := range d.Units {
				name := nested.ReplaceAllString(u, "")
				key := words.UnitKey(name)
				if of, ok := strings.CutSuffix(name, "人民政府"); ok {
					key = words.UnitKey(of + "政府")
				}
				k := words.UnitLevel(name) + " " + key
				if place := words.UnitPlace(name); place != "" && !strings.HasSuffix(p.plan.Meta.Jurisdiction, place) {
					k = place + " " + key
				}
				if apart[key] {
					k += " " + name
				}
				i, ok := index[k]
				if !ok {
					i = len(p.plan.Units)
					index[k] = i
					counts[k] = map[string]int{}
					p.plan.Units = append(p.plan.Units, Unit{Key: key})
				}
				if counts[k][name] == 0 {
					order[k] = append(order[k], name)
				}
				counts[k][name]++
				p.plan.Units[i].Duties = append(p.plan.Units[i].Duties, DutyRef{Clause: c.Number, Index: di, Position: pos + 1})
			}
		}
	}
	for k, i := range index {
		u := &p.plan.Units[i]
		for _, s := range order[k] {
			if u.Name == "" || counts[k][s] > counts[k][u.Name] {
				u.Name = s
			}
		}
		u.Spellings = without(order[k], []string{u.Name})
		u.Aliases = without(words.UnitAliases(u.Name), append([]string{u.Name}, u.Spellings...))
	}
}

// apart are the keys that two names of one marker share: these names are not spellings of one unit.
func (p *parser) apart() map[string]bool {
	words := lexicon.Default()
	out := map[string]bool{}
	for _, c := range p.plan.Clauses {
		for _, d := range c.Duties {
			names := map[string]string{} // by key: the first name, without what says its level
			for _, u := range d.Units {
				name := nested.ReplaceAllString(u, "")
				key, level := words.UnitKey(name), words.UnitLevel(name)+words.UnitPlace(name)
				bare := strings.TrimPrefix(name, level)
				if first, ok := names[level+" "+key]; ok && first != bare {
					out[key] = true
				} else if !ok {
					names[level+" "+key] = bare
				}
			}
		}
	}
	return out
}
