package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// adminUnit is a place with its kind at the start of a name; 州 may belong to the name: 湖州市, 通州区, 贵州省.
var adminUnit = regexp.MustCompile(`^(\p{Han}{1,12}?)(自治区|自治州|自治县|州新区|州[市区县省]|省|市|盟|县|区|州|旗)`)

var (
	// stems that are no district's name: 开发区, 示范区
	noDistrict = regexp.MustCompile(`^(?:经济)?(?:技术)?(?:开发|高新|工业|保税|示范|试验|实验|管理|矿山|棚户|保护|风景|旅游|度假|合作|自贸|集聚|产业|功能|物流|生态|创新|城郊|中心|主城|城市|重点|禁养|易发|居住|商务|沿江|沿海|山|城|老旧小)$|[全各本该我]|[局委办厅院]|政府|公司|部门`)
	// what makes another word of 市, 区 and 县: 市场, 区域, 县域
	otherWord = regexp.MustCompile(`(?:市场|[区县][域位间划])$`)
	// stems of a title's first words that are no city: 魅力文明城市, 企业上市
	noCity = regexp.MustCompile(`..城$|^[大小新]城$|[上超门夜集股楼贸都]$`)
)

// seat is the place that an issuer belongs to, the innermost of its name: 沅川市 of 沅川市财政局, 白沙区 of 沅川市白沙区人民政府, since its units are the
// district's. A zone (开发区) has no name of its own here and stays with its city.
func seat(issuer string) string {
	place := ""
	for rest := strings.TrimPrefix(issuer, "中共"); ; {
		name, stem, kind := placeAhead(rest)
		after := rest[len(name):]
		switch {
		case name == "", kind == "旗" && !strings.HasPrefix(after, "人民政府") && !strings.HasPrefix(after, "委"):
			return place
		case place != "" && !district(stem, kind), utf8.RuneCountInString(stem) > 8 && !strings.HasPrefix(kind, "自治"):
			return place
		}
		place, rest = name, after
	}
}

// titlePlace is the place that a title begins with: 沅川市 of 加快沅川市流通业发展实施意见. 文明城市 and 示范区 are none.
func titlePlace(title string) string {
	place := ""
	for rest := title[beforePlace.run(title):]; ; {
		name, stem, kind := placeAhead(rest)
		n, after := utf8.RuneCountInString(stem), rest[len(name):]
		_, next := utf8.DecodeRuneInString(after)
		switch {
		case name == "", kind == "旗", otherWord.MatchString(name + after[:next]):
			return place
		case n > 4 && !strings.HasPrefix(kind, "自治"), place != "" && (n < 2 || n > 3 || kind == "市" && n > 2):
			return place
		case !district(stem, kind) && !(stem == "某" && place == ""), kind == "省" && n < 2, noCity.MatchString(stem) && kind == "市":
			return place
		}
		place, rest = name, after
	}
}

// placeAhead cuts a place off the start of a name: its whole name, its stem and its kind.
func placeAhead(s string) (name, stem, kind string) {
	m := adminUnit.FindStringSubmatch(s)
	if m == nil {
		return "", "", ""
	}
	name, stem, kind = m[0], m[1], m[2]
	if own, ok := strings.CutPrefix(kind, "州"); ok && own != "" {
		if own == "市" && strings.HasPrefix(s[len(name):], "场") { // 湘南州市场监督管理局
			return strings.TrimSuffix(name, own), stem, "州"
		}
		stem, kind = stem+"州", own
	}
	return name, stem, kind
}

// district reports whether a stem may name a place below another, or at the start of a title.
func district(stem, kind string) bool {
	n := utf8.RuneCountInString(stem)
	switch {
	case noDistrict.MatchString(stem):
		return false
	case kind == "县":
		return n == 1 && !strings.Contains("强大小城市兴郡", stem) || n == 2 || n > 2 && !commonStem.MatchString(stem)
	case kind == "区", kind == "新区":
		return n == 2 || n > 2 && !commonStem.MatchString(stem) && !strings.HasSuffix(stem, "老")
	case kind == "市":
		return n >= 2
	}
	return true
}
