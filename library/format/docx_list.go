package format

import (
	"strings"
	"unicode/utf8"
)

const maxLevels = 9

// level is one level of a list: how its number is counted and written.
type level struct {
	start   int
	format  string
	text    string // （%1）
	suffix  string // tab, space, nothing
	style   string // the paragraph style that is numbered by it
	legal   bool   // all numbers decimal
	restart int    // -1: after any higher level; 0: never; n: after level n
}

// list is what numbering.xml calls an abstractNum, with its counters.
type list struct {
	levels    [maxLevels]*level
	styleLink string // its levels are in the list of this style
	count     [maxLevels]int
	running   [maxLevels]bool
}

// use is what numbering.xml calls a num: a list, with its own starts and levels.
type use struct {
	list   string
	starts map[int]int
	levels map[int]*level
	begun  map[int]bool
}

type lists struct {
	lists  map[string]*list
	uses   map[string]*use
	styles styles
}

func readLists(n *node) lists {
	l := lists{lists: map[string]*list{}, uses: map[string]*use{}}
	for _, k := range n.kids {
		switch k.name {
		case "abstractNum":
			a := &list{styleLink: k.val("numStyleLink")}
			for _, v := range k.kids {
				if i := number(v.attr("ilvl"), -1); v.name == "lvl" && i >= 0 && i < maxLevels {
					a.levels[i] = readLevel(v)
				}
			}
			l.lists[k.attr("abstractNumId")] = a
		case "num":
			u := &use{list: k.val("abstractNumId"), starts: map[int]int{}, levels: map[int]*level{}, begun: map[int]bool{}}
			for _, o := range k.kids {
				i := number(o.attr("ilvl"), -1)
				if o.name != "lvlOverride" || i < 0 || i >= maxLevels {
					continue
				}
				if v := o.child("lvl"); v != nil {
					u.levels[i] = readLevel(v)
				}
				if v := number(o.val("startOverride"), -1); v >= 0 {
					u.starts[i] = v
				}
			}
			l.uses[k.attr("numId")] = u
		}
	}
	return l
}

func readLevel(n *node) *level {
	return &level{start: number(n.val("start"), 0), format: formatOf(n), text: n.val("lvlText"), suffix: n.val("suff"), style: n.val("pStyle"),
		legal: n.on("isLgl"), restart: number(n.val("lvlRestart"), -1)}
}

// formatOf reads numFmt. Newer formats stand in an alternative: <mc:Choice><w:numFmt w:val="custom" w:format="001, 002"/>.
func formatOf(n *node) string {
	if f := n.val("numFmt"); f != "" {
		return f
	}
	if a := n.child("AlternateContent"); a != nil {
		if f := a.child("Fallback").val("numFmt"); f != "" {
			return f
		}
	}
	return "decimal"
}

// find gives the list that a num uses. A list can name a style whose list it is.
func (l lists) find(numID string) (*use, *list) {
	u := l.uses[numID]
	if u == nil {
		return nil, nil
	}
	a := l.lists[u.list]
	for range 5 {
		if a == nil || a.styleLink == "" {
			break
		}
		st := l.styles.byID[a.styleLink]
		if st == nil || l.uses[st.numID] == nil {
			break
		}
		a = l.lists[l.uses[st.numID].list]
	}
	return u, a
}

// of finds the list and level of a paragraph: its own words first, then its style's.
func (l lists) of(styleID string, own *node) (numID string, ilvl int) {
	numID, ilvl = own.val("numId"), number(own.val("ilvl"), -1)
	l.styles.chain(styleID, func(id string, st *style) bool {
		if numID == "" {
			numID = st.numID
		}
		if ilvl < 0 && st.numID != "" {
			ilvl = st.level
		}
		if _, a := l.find(numID); a != nil && ilvl < 0 {
			for i, v := range a.levels {
				if v != nil && v.style == id {
					ilvl = i
				}
			}
		}
		return numID != "" && ilvl >= 0
	})
	return numID, min(max(ilvl, 0), maxLevels-1)
}

// next counts one paragraph and gives its label as Word shows it: （三）. known is false where a format is not known.
func (l lists) next(numID string, ilvl int) (label string, known bool) {
	u, a := l.find(numID)
	if a == nil {
		return "", true
	}
	at := func(i int) *level {
		if v := u.levels[i]; v != nil {
			return v
		}
		return a.levels[i]
	}
	v := at(ilvl)
	if v == nil {
		return "", true
	}
	start := func(i int) int {
		if s, ok := u.starts[i]; ok {
			return s
		}
		if v := at(i); v != nil {
			return v.start
		}
		return 1
	}
	if _, ok := u.starts[ilvl]; ok && !u.begun[ilvl] {
		a.running[ilvl] = false
	}
	u.begun[ilvl] = true
	for i := range ilvl {
		if !a.running[i] {
			a.running[i], a.count[i] = true, start(i)
		}
	}
	if a.running[ilvl] {
		a.count[ilvl]++
	} else {
		a.running[ilvl], a.count[ilvl] = true, start(ilvl)
	}
	for i := ilvl + 1; i < maxLevels; i++ {
		if r := at(i); r == nil || r.restart < 0 || r.restart > 0 && ilvl < r.restart {
			a.running[i] = false
		}
	}
	if v.format == "bullet" || v.format == "none" && !strings.Contains(v.text, "%") {
		return "", true
	}
	known = true
	label = v.text
	for i := range maxLevels {
		mark := "%" + string(rune('1'+i))
		if !strings.Contains(label, mark) {
			continue
		}
		format := "decimal"
		if f := at(i); f != nil && !v.legal {
			format = f.format
		}
		n, ok := numeral(format, a.count[i])
		known = known && ok
		label = strings.ReplaceAll(label, mark, n)
	}
	return spaced(label, v.suffix), known
}

// spaced puts a space behind a label that needs one: 1. 2025年 must not become 1.2025年; （一） and 一、 stand close to the text.
func spaced(label, suffix string) string {
	label = strings.TrimRight(label, " \t")
	last, _ := utf8.DecodeLastRuneInString(label)
	if label == "" || suffix == "nothing" && !(last >= '0' && last <= '9') || strings.ContainsRune("、）)．。：", last) || last >= '①' && last <= '⓿' || last >= '㈠' && last <= '㊿' {
		return label
	}
	return label + " "
}
