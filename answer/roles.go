package answer

import (
	"regexp"
	"strings"

	"cewen/lexicon"
	"cewen/plan"
)

// role is a run of units with the text's own word for what they do: 配合, 参与, 负责落实.
type role struct {
	word  string
	units []string
}

// Markers without labels say what each run of units does behind it: 市水务局牵头,市教育局配合,各县(市)区政府负责落实.
var (
	roleRuns = regexp.MustCompile(`[^,，;；。]+`)
	roleWord = regexp.MustCompile(`(?:分别|共同|按照?(?:各自)?职责(?:分工)?)?(配合|参与|参加|协助|协同|支持|负责落实|抓好落实|组织落实|落实|组织实施|具体实施|负责实施|实施)[)）\]］〕】]?$`)
)

// roles are those who stand beside the lead by what they do, where the marker says different things of them; nil where it says one.
func (d *doc) roles(duty *plan.Duty) []role {
	if len(duty.Support) == 0 || len(duty.Lead) == 0 {
		return nil
	}
	left := append([]string(nil), duty.Support...)
	var out []role
	var pending []string
	for _, run := range roleRuns.FindAllString(duty.Marker.In(d.p.Text), -1) {
		run = strings.TrimSpace(run)
		for len(left) > 0 && strings.Contains(lexicon.Fold(run), lexicon.Fold(left[0])) {
			pending = append(pending, left[0])
			left = left[1:]
		}
		m := roleWord.FindStringSubmatch(run)
		if m == nil || len(pending) == 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1].word == m[1] {
			out[n-1].units = append(out[n-1].units, pending...)
		} else {
			out = append(out, role{m[1], pending})
		}
		pending = nil
	}
	if len(left) > 0 || len(pending) > 0 || len(out) == 0 {
		return nil // not every unit was given a role: what the plan says together stays together
	}
	return out
}

// roleOf is what a duty says of one of its units: 牵头, 配合, 负责落实; "" where the text gives no roles.
func (d *doc) roleOf(duty *plan.Duty, name string) string {
	if duty.LeadBy == "" || len(duty.Lead) == 0 {
		return ""
	}
	if contains(duty.Lead, name) {
		return "牵头"
	}
	for _, r := range d.roles(duty) {
		if contains(r.units, name) {
			return r.word
		}
	}
	if contains(duty.Support, name) {
		if w := supportWord(duty); w != "责任单位" {
			return strings.TrimSuffix(strings.TrimSuffix(w, "单位"), "部门")
		}
	}
	return ""
}

// supportWords lists those beside the lead, each run with the text's own word; brief: in one run without colons.
func (d *doc) supportWords(duty *plan.Duty, brief bool) string {
	if len(duty.Support) == 0 {
		return ""
	}
	roles, colon := d.roles(duty), ":"
	if roles == nil {
		roles = []role{{supportWord(duty), duty.Support}}
	}
	if brief {
		colon = ""
	}
	s := ""
	for _, r := range roles {
		word := r.word
		if brief {
			word = strings.TrimSuffix(strings.TrimSuffix(word, "单位"), "部门")
		}
		s += ";" + word + colon + strings.Join(r.units, "、")
	}
	return s
}
