package plan

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// cellShape is what a cell looks like, whatever its column.
type cellShape int

const (
	textCell   cellShape = iota // what is to be done
	numberCell                  // 24
	unitsCell                   // 县水务局, 市政局、相关街道
	dueCell                     // 12月底前, 持续推进
	noneCell                    // /, —
)

var (
	// verbs that open a task and no unit's name: 开工建设老年大学
	taskVerb = regexp.MustCompile(`^(?:开工|动工|启动|新建|迁建|扩建|改扩建|新改建|改建|续建|建成|完成|加快|推动|开展|打造|实施|新增|加强|做好|抓好|组建|成立|设立|创建|争创|提升|优化|完善|深化|引进|支持|确保|建立|健全|强化|积极|继续|持续|全面|深入|大力|制定|举办|整治|严格|落实|(?:建设|改造|维修|修缮|推进)(?:省|市|县|区|镇|乡|村|一|新|老|\d))`)
	unitEnd  = regexp.MustCompile(`(?:室|股|公司|企业|政府|专班|银行|各地)$`)
	// whose unit it is: with it a name that ends with a full stop is a unit's still
	unitLevel = regexp.MustCompile(`^(?:省|市|县|区|州|各|乡|镇|街道|团[省市县区])`)
	dueShape  = regexp.MustCompile(`^(?:力争|确保|到|于|每|截至)?(?:20\d\d年|\d{1,2}月|(?:今|明|当|本)?年(?:底|末|内)|上半年|下半年|全年|第?[一二三四]季度|[年季月]|长期|持续(?:推进|开展|实施|进行|加强)?|常态|立即|即日|按时|近期|中期|远期|[一二三四]季度)`)
)

const longDue = 16

func shapeOf(s string) cellShape {
	switch {
	case seqCell.MatchString(s):
		return numberCell
	case nothing.MatchString(s):
		return noneCell
	case isUnits(s):
		return unitsCell
	case utf8.RuneCountInString(s) <= longDue && dueShape.MatchString(s) && !strings.ContainsAny(s, "，,"):
		return dueCell
	}
	return textCell
}

// longestUnits is more than any cell of units has, in bytes.
const longestUnits = 1200

// isUnits reports whether a cell names units and nothing else. One name with a verb, or with a full stop and no level before it, is a task.
func isUnits(s string) bool {
	in := strings.TrimRight(s, "。 ")
	if len(in) > longestUnits || strings.Contains(in, "。") { // a paragraph, which costs to take apart
		return false
	}
	names := unitNames(cellUnits(in))
	for _, n := range names {
		if taskVerb.MatchString(n) || !looksLikeUnit(n) && !unitEnd.MatchString(n) || utf8.RuneCountInString(n) > 24 {
			return false
		}
	}
	if len(names) == 0 || len(names) == 1 && in != s && !unitLevel.MatchString(in) {
		return false
	}
	return true
}
