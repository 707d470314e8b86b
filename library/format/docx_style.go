package format

import (
	"regexp"
	"strconv"
	"strings"
)

// style is what a paragraph style says of headings and numbering; its ancestors say the rest.
type style struct {
	name    string
	basedOn string
	outline int // 0 to 8, 9 body text, -1 unsaid
	numID   string
	level   int // -1 unsaid
}

type styles struct {
	byID   map[string]*style
	normal string // the id of the default paragraph style
}

func readStyles(n *node) styles {
	s := styles{byID: map[string]*style{}}
	for _, k := range n.kids {
		if k.name != "style" {
			continue
		}
		p := k.child("pPr")
		st := &style{name: k.val("name"), basedOn: k.val("basedOn"), outline: number(p.val("outlineLvl"), -1), numID: p.child("numPr").val("numId"),
			level: number(p.child("numPr").val("ilvl"), -1)}
		s.byID[k.attr("styleId")] = st
		if k.attr("type") == "paragraph" && (k.attr("default") == "1" || k.attr("default") == "true") {
			s.normal = k.attr("styleId")
		}
	}
	return s
}

// chain walks from a style to its ancestors, as far as a sane document goes.
func (s styles) chain(id string, visit func(id string, st *style) (done bool)) {
	if id == "" {
		id = s.normal
	}
	for range 20 {
		st := s.byID[id]
		if st == nil || visit(id, st) {
			return
		}
		id = st.basedOn
	}
}

var headingName = regexp.MustCompile(`(?i)^(?:heading|标题)\s*([1-9])$`)

// heading is the level of a heading, 1 the highest; 0 for body text.
func (s styles) heading(id string, own int) int {
	level := -1
	if own >= 0 {
		level = own
	}
	s.chain(id, func(id string, st *style) bool {
		if level < 0 {
			level = st.outline
		}
		if level < 0 {
			for _, n := range []string{st.name, id} {
				if m := headingName.FindStringSubmatch(n); m != nil {
					level = number(m[1], 10) - 1
				}
			}
		}
		return level >= 0
	})
	if level < 0 || level > 8 {
		return 0
	}
	return level + 1
}

// isContents reports whether the style is one of a table of contents' lines.
func (s styles) isContents(id string) bool {
	found := false
	s.chain(id, func(_ string, st *style) bool {
		n := strings.ToLower(st.name)
		found = found || strings.HasPrefix(n, "toc ") || strings.HasPrefix(n, "toc heading") || strings.HasPrefix(n, "目录")
		return found
	})
	return found
}

// number reads a small number of an attribute.
func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil && n >= -1<<30 && n <= 1<<30 {
		return n
	}
	return otherwise
}
