package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// looksLikeUnit: the last rune of a unit's name, for markers without a label.
func looksLikeUnit(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 24 || strings.ContainsAny(s, "。:：") || strings.HasPrefix(s, "由") {
		return false
	}
	for _, end := range []string{"局", "委", "办", "部", "厅", "署", "府", "会", "院", "行", "司", "社", "心", "关", "站", "团", "组", "所", "联", "队", "校", "馆", "台", "处", "科", "大学", "学院", "公室", "单位", "部门", "县", "市", "区", "镇", "街道"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return strings.HasSuffix(s, ")") || strings.HasSuffix(s, "）")
}

// cutTop cuts s at any of the separators that stands outside brackets: 市委组织部(人才办、网信办)、市教育局 are two.
func cutTop(s, seps string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '(', '（', '〔', '〈', '《', '[', '【':
			depth++
		case ')', '）', '〕', '〉', '》', ']', '】':
			depth = max(0, depth-1)
		default:
			if depth == 0 && strings.ContainsRune(seps, r) {
				out = append(out, s[start:i])
				start = i + utf8.RuneLen(r)
			}
		}
	}
	if depth > 0 { // a bracket that nothing closes holds nothing together
		return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(seps, r) })
	}
	return append(out, s[start:])
}

var (
	eachPlace = regexp.MustCompile(`^各(?:县|市|区|镇|乡|县市|市县|省|州)$`)
	placeNext = regexp.MustCompile(`^(?:自治)?(?:县|市|区|镇|乡|街道|州|开发区)[^、]{0,4}(?:政府|管委会|委员会)`)
)

// unitNames splits a list of units; 等 is left out of the last name.
func unitNames(s string) []string {
	var out []string
	list := apartByAnd(cutTop(s, "、,，;；"))
	for i := 0; i < len(list); i++ {
		n := strings.TrimFunc(list[i], isSpace)
		if i+1 < len(list) && eachPlace.MatchString(n) && placeNext.MatchString(strings.TrimFunc(list[i+1], isSpace)) { // 各县、区人民政府 is one
			at := strings.Index(s, list[i]+"、"+list[i+1])
			if at >= 0 {
				n = strings.TrimFunc(s[at:at+len(list[i])+len("、")+len(list[i+1])], isSpace)
				i++
			}
		}
		n = strings.TrimFunc(byShare.ReplaceAllString(n, ""), isSpace)
		if who := doing.ReplaceAllString(n, ""); who != n && looksLikeUnit(who) {
			n = who
		}
		n = strings.TrimFunc(andSo.ReplaceAllString(n, ""), isSpace)
		if who := person.ReplaceAllString(n, ""); who != n && looksLikeUnit(who) {
			n = who
		}
		if n != "" && !isPace(n) {
			out = append(out, n)
		}
	}
	return out
}

// isPace reports whether an element of a list says when and not who.
func isPace(s string) bool {
	return pace.MatchString(s) && !looksLikeUnit(s)
}

// doing is what the last of a list do: 各县区政府具体落实.
var doing = regexp.MustCompile(`(?:具体|抓好|做好|认真|负责|组织|分别|共同)*(?:落实|实施|推进|负责)$`)

// and are the words that join the last two of a list: 州委编办及州直相关单位
var and = regexp.MustCompile(`以及|及|和|与`)

// toWhom begins the name of a unit behind 和, which stands within names too: 市财政局和市审计局, 市文化和旅游局
var toWhom = regexp.MustCompile(`^(?:国家|中央|全?[省市州县区]|各|有关|相关)`)

// apartByAnd cuts the elements of a list that 及 or 和 joins where there is a unit on either side.
func apartByAnd(list []string) []string {
	var out []string
	for _, n := range list {
		for _, loc := range and.FindAllStringIndex(n, -1) {
			left, right := n[:loc[0]], n[loc[1]:]
			if depthAt(n, loc[0]) > 0 || !looksLikeUnit(strings.TrimFunc(left, isSpace)) || eachPlace.MatchString(left) || utf8.RuneCountInString(left) < 3 {
				continue
			}
			if bare := andSo.ReplaceAllString(byShare.ReplaceAllString(right, ""), ""); !looksLikeUnit(bare) || utf8.RuneCountInString(bare) < 3 {
				continue
			}
			if word := n[loc[0]:loc[1]]; (word == "和" || word == "与") && !toWhom.MatchString(right) {
				continue
			}
			out = append(out, left)
			n = right
			break
		}
		out = append(out, n)
	}
	return out
}
