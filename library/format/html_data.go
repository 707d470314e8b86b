package format

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The labels of a document's data, blanks left out. The strong ones make a table the table of the data; the others are read beside them.
var (
	strongLabels = `索引号|发文字号|文号|文件编号|发文机关|发文机构|发布机构|成文日期|主题分类`
	dataLabel    = regexp.MustCompile(`^(` + strongLabels + `|标题|信息名称|名称|公文名称|文件名称|公开日期|发布日期|发文日期|印发日期|公布日期|公开方式|公开范围|公开时限|公开责任部门|公开类别|` +
		`有效性|有效期|效力状态|时效性|生效日期|施行日期|失效日期|废止日期|信息分类|体裁分类|公文种类|主题词|关键词|所属机构|制发机关|联合发文单位|签发日期|服务对象分类|统一登记号|登记号)[:：]?`)
	strongLabel = regexp.MustCompile(`^(?:` + strongLabels + `)(?:[:：]|$)`)
)

func isStrongLabel(s string) bool { return strongLabel.MatchString(s) }

// labelIn reads a label at the start of a squeezed cell, and the value behind it in the same cell.
func labelIn(cell string) (label, value string, ok bool) {
	s := squeeze(cell)
	m := dataLabel.FindStringSubmatch(s)
	if m == nil {
		return "", "", false
	}
	rest := s[len(m[0]):]
	if rest != "" && m[0] == m[1] {
		return "", "", false // 标题党…, 名称变更…
	}
	if rest != "" {
		if i := strings.IndexAny(cell, ":："); i >= 0 {
			_, n := utf8.DecodeRuneInString(cell[i:])
			rest = cellText(cell[i+n:])
		}
	}
	return m[1], rest, true
}

// pairsOf reads the table of a document's data: a line for each label with its value. nil where the table is another.
func pairsOf(rows [][]string) []string {
	var cells []string
	for _, r := range rows {
		cells = append(cells, r...)
	}
	strong, known, filled := 0, 0, 0
	var lines []string
	for i := 0; i < len(cells); i++ {
		c := cellText(cells[i])
		if c == "" {
			continue
		}
		filled++
		label, value, ok := labelIn(c)
		if !ok {
			lines = append(lines, c)
			continue
		}
		known++
		if isStrongLabel(label) {
			strong++
		}
		for k := i + 1; value == "" && k < len(cells); k++ {
			next := cellText(cells[k])
			if _, _, isLabel := labelIn(next); isLabel {
				break
			}
			value, i = next, k
		}
		if value != "" {
			lines = append(lines, label+"  "+value)
		}
	}
	if strong == 0 || known < 2 || known*3 < filled {
		return nil
	}
	return lines
}

// token is a piece of text outside the main text with the block that it stands in.
type token struct {
	text  string
	block *html.Node
}

// data writes the document's data that stands outside the main text: labels and values in whatever elements they are.
func (p *page) data(root, main *html.Node) {
	var tokens []token
	var walk func(n, in *html.Node)
	walk = func(n, in *html.Node) {
		for k := n.FirstChild; k != nil; k = k.NextSibling {
			switch {
			case k == main || k.DataAtom == atom.Head:
			case k.Type == html.TextNode:
				if t := tidy(collapse(k.Data)); t != "" {
					tokens = append(tokens, token{t, in})
				}
			case block[k.DataAtom]:
				walk(k, k)
			default:
				walk(k, in)
			}
		}
	}
	walk(root, root)
	var lines []string
	strong := 0
	seen := map[string]bool{}
	for i := 0; i < len(tokens); i++ {
		label, value, ok := labelIn(tokens[i].text)
		if !ok || seen[label] {
			continue
		}
		k := i + 1
		at := tokens[i].block
		if value == "" && k < len(tokens) {
			at = tokens[k].block
		}
		for ; k < len(tokens) && tokens[k].block == at; k++ {
			if _, _, next := labelIn(tokens[k].text); next {
				break
			}
			value += tokens[k].text
		}
		value = tidy(strings.TrimLeft(value, ":： "))
		i = k - 1
		if value == "" || utf8.RuneCountInString(value) > 150 {
			continue
		}
		if isStrongLabel(label) {
			strong++
		}
		seen[label] = true
		lines = append(lines, label+"  "+cellText(value))
	}
	if strong == 0 || len(lines) < 2 {
		return
	}
	for _, l := range lines {
		p.out.line(l)
	}
}

// title writes the page's title, where the main text does not begin with it.
func (p *page) title(root, main *html.Node) {
	var h1, meta, titled, above string
	passed := false
	each(root, func(k *html.Node) bool {
		switch {
		case k == main:
			passed = true
		case k.DataAtom == atom.Meta:
			if n := strings.ToLower(get(k, "name")); n == "articletitle" || n == "dc.title" {
				meta = tidy(get(k, "content"))
			}
		case h1 == "" && k.DataAtom == atom.H1 && !within(k, main):
			h1 = tidy(joinHan(textOf(k)))
		case k.DataAtom == atom.Title && meta == "":
			if t := tidy(siteName.ReplaceAllString(textOf(k), "")); titleEnd.MatchString(t) {
				meta = t
			}
		case titled == "" && block[k.DataAtom] && titleClass.MatchString(get(k, "class")+" "+get(k, "id")) && !within(k, main) && p.weights[k].link == 0:
			titled = tidy(joinHan(textOf(k)))
		case !passed && block[k.DataAtom] && p.weights[k].link == 0 && p.weights[k].text < 120:
			if t := tidy(joinHan(textOf(k))); titleEnd.MatchString(t) {
				above = t // the nearest one above the text
			}
		}
		return true
	})
	for _, t := range []string{h1, titled, above, meta} {
		n := utf8.RuneCountInString(t)
		if n < 6 || n > 120 || isFurniture(t) {
			continue
		}
		begin := []rune(squeeze(textOf(main)))
		if !strings.Contains(string(begin[:min(len(begin), 400)]), squeeze(t)) {
			p.out.heading(1, t)
		}
		return
	}
}

var (
	titleEnd = regexp.MustCompile(`(?:方案|计划|意见|规划|措施|通知|办法|规定|细则|纲要|要点|决定|公告|通告|条例|行动)[》”]?(?:的通知)?(?:[（(].{1,20}[)）])?$`)
	siteName = regexp.MustCompile(`\s*[-_|—－｜].*$`)
)

var titleClass = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:title|biaoti|bt|wzbt|xxgk_title|tit|article_title|articletitle|news_title)(?:$|\s)`)

func within(n, in *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == in {
			return true
		}
	}
	return false
}
