package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// leadRules are what a plan states once about its markers and means for all that follow.
type leadRules struct {
	comma    string       // 第一个逗号前为牵头单位
	first    string       // 列第一位者为牵头单位; 排在第一位的部门为牵头部门
	standing []string     // 以下各项任务均需各县（市、区）人民政府、功能区管委会落实，不再列出
	stated   []statedRule // outside of markers, not yet taken up
}

var (
	ruleComma    = regexp.MustCompile(`第一个逗号前[^，。；,;]{0,8}牵头[^，。；,;]{0,4}`)
	ruleFirst    = regexp.MustCompile(`(?:[列排](?:名|序)?在?(?:第一位?|首位)|首位|第一个)[^，。；,;逗]{0,6}为[^，。；,;]{0,4}牵头[^，。；,;]{0,4}`)
	ruleStanding = regexp.MustCompile(`以下[^。；;]{0,8}均(?:需|由|须)(.+?)(?:负责)?落实[，,]?(?:不再(?:一一)?列出|下同)`)
)

// read turns the text of a marker into a Duty and takes up the rules it states.
func (r *leadRules) read(s string) Duty {
	var d Duty
	list, notes := strings.TrimPrefix(s, "由"), ""
	s = list
	for i, c := range s {
		if (c == '。' || c == ';' || c == '；') && depthAt(s, i) == 0 {
			rest := s[i+len(string(c)):]
			if !anyLabel.MatchString(rest) || strings.Contains(rest, "逗号") {
				list, notes = s[:i], rest
				break
			}
		}
	}
	// （税务总局、财政部、海关总署负责，排在第一位的部门为牵头部门，下同）
	if loc := ruleFirst.FindStringIndex(list); loc != nil {
		notes = list[loc[0]:] + notes
		list = strings.TrimRight(list[:loc[0]], "，, （(〔")
	}
	list = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(list, "下同"), "，"), ",")
	if m := ruleComma.FindString(notes); m != "" {
		r.comma = m
	}
	if m := ruleFirst.FindString(notes); m != "" {
		r.first = m
	}
	groups := anyLabel.FindAllStringSubmatchIndex(list, -1)
	standing := r.standing
	var roles []string
	if m := ruleStanding.FindStringSubmatch(notes); m != nil {
		r.standing = unitNames(m[1])
	}
	if len(groups) == 0 {
		d.bare(list)
	} else {
		for k, g := range groups {
			end := len(list)
			if k+1 < len(groups) {
				end = groups[k+1][0]
			}
			if label := list[g[2]:g[3]]; roleLabel.MatchString(label + ":") {
				names := strings.Trim(list[g[1]:end], " ，,;；。*")
				if strings.HasPrefix(label, "责任") && saysRoles(names) { // 责任单位:市教育局牵头，市财政局配合
					d.bare(strings.TrimPrefix(names, "由"))
				} else {
					d.group(label, names)
				}
				roles = append(roles, names)
			}
		}
		if len(roles) == 1 && d.LeadBy == "" {
			d.byRule(r, roles[0])
		}
	}
	if len(groups) == 0 && d.LeadBy == "" {
		d.byRule(r, list)
	}
	for _, u := range standing {
		if !contains(d.Units, u) {
			d.Units = append(d.Units, u)
			d.Standing++
		}
	}
	return d
}

// saysRoles reports whether a list behind a label tells itself who leads and who helps.
func saysRoles(list string) bool {
	for _, piece := range rolePieces(list) {
		if m := bareRole.FindString(byShare.ReplaceAllString(piece, "")); strings.Contains(m, "牵头") || m == "配合" || m == "参与" {
			return true
		}
	}
	return false
}

// inBrackets is a role behind a unit's name: 市公安局(牵头)、市教育局
var inBrackets = regexp.MustCompile(`[（(](牵头|牵头单位|主办|主责|配合|协办|参与)[)）]$`)

// group adds the units behind one label.
func (d *Duty) group(label, list string) {
	names, told := unitNames(list), false
	for i, n := range names {
		m := inBrackets.FindStringSubmatch(n)
		if m == nil {
			continue
		}
		names[i], told = strings.TrimSuffix(n, m[0]), true
		if strings.HasPrefix(m[1], "牵头") || strings.HasPrefix(m[1], "主") {
			d.Lead, d.LeadBy = append(d.Lead, names[i]), m[1]
		} else {
			d.Support, d.SupportBy = append(d.Support, names[i]), m[1]
		}
	}
	d.Etc = d.Etc || hasEtc(list)
	d.Units = append(d.Units, fresh(d.Units, names)...)
	switch {
	case told: // the others are responsible
	case strings.Contains(label, "牵头") || strings.HasPrefix(label, "主"):
		d.Lead = append(d.Lead, names...)
		d.LeadBy = label
	case d.LeadBy != "" || strings.Contains(label, "配合") || strings.HasPrefix(label, "协") || strings.HasPrefix(label, "参"):
		d.Support = append(d.Support, names...)
		d.SupportBy = label
	}
}

// bare reads a marker without a label: 农业农村部、工业和信息化部牵头负责; 市教育局牵头，市财政局配合.
func (d *Duty) bare(list string) {
	role := ""
	var pending []string
	for _, piece := range rolePieces(list) {
		m := bareRole.FindString(piece)
		pending = append(pending, unitNames(strings.TrimSuffix(piece, m))...)
		d.Etc = d.Etc || hasEtc(strings.TrimSuffix(piece, m))
		if m == "" {
			continue
		}
		role = m
		d.Units = append(d.Units, fresh(d.Units, pending)...)
		switch {
		case strings.Contains(role, "牵头"):
			d.Lead, d.LeadBy = append(d.Lead, pending...), role
		case d.LeadBy != "" || role == "配合" || strings.HasPrefix(role, "参"):
			d.Support, d.SupportBy = append(d.Support, pending...), role
		}
		pending = nil
	}
	d.Units = append(d.Units, fresh(d.Units, pending)...)
}

// rolePieces cuts a list behind its roles: 规章由法规司牵头、文件由办公厅牵头，各司局配合.
func rolePieces(list string) []string {
	pieces := cutTop(roleThen.ReplaceAllString(list, "$1，"), "，,")
	for i, s := range pieces {
		if before, unit, ok := strings.Cut(s, "由"); ok && bareRole.MatchString(s) && !looksLikeUnit(bareRole.ReplaceAllString(before, "")) {
			pieces[i] = unit
		}
	}
	return pieces
}

var roleThen = regexp.MustCompile(`(牵头|负责|配合)、`)

// tear takes off the last unit of a marker that was cut, where it is no whole name.
func (d *Duty) tear() {
	n := len(d.Units) - d.Standing
	if n == 0 || looksLikeUnit(d.Units[n-1]) && utf8.RuneCountInString(d.Units[n-1]) > 2 {
		return
	}
	last := d.Units[n-1]
	d.Units = append(d.Units[:n-1:n-1], d.Units[n:]...)
	d.Lead, d.Support = without(d.Lead, []string{last}), without(d.Support, []string{last})
	d.Etc = true
}

// byRule applies what the plan stated for markers that do not say who leads.
func (d *Duty) byRule(r *leadRules, list string) {
	switch {
	case len(d.Units) == 0 || d.LeadBy != "":
	case r.comma != "":
		d.Lead = unitNames(cutTop(list, "，,")[0])
		d.Support = without(d.Units, d.Lead)
		d.LeadBy = r.comma
	case r.first != "":
		d.Lead = d.Units[:1:1]
		d.Support = without(d.Units, d.Lead)
		d.LeadBy = r.first
	}
}

func hasEtc(list string) bool {
	list = strings.TrimRight(byShare.ReplaceAllString(strings.TrimSpace(list), ""), " ，,。；;")
	for _, n := range cutTop(list, "、,，") {
		if andSo.MatchString(strings.TrimSpace(n)) {
			return true
		}
	}
	return false
}

func depthAt(s string, at int) int {
	d := 0
	for _, r := range s[:at] {
		switch r {
		case '(', '（', '〔', '〈', '《', '“':
			d++
		case ')', '）', '〕', '〉', '》', '”':
			d = max(0, d-1)
		}
	}
	return d
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// fresh keeps the names that have not been listed yet.
func fresh(have, names []string) []string {
	var out []string
	for _, n := range names {
		if !contains(have, n) && !contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func without(list, drop []string) []string {
	var out []string
	for _, x := range list {
		if !contains(drop, x) {
			out = append(out, x)
		}
	}
	return out
}
