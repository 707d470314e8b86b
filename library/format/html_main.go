package format

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// weight is what an element holds, in characters.
type weight struct {
	text  int // all of it
	link  int // within links to elsewhere
	links int // how many of these
	prose int // of sentences and labelled lines outside links: 。 in it, or （一）… before it
	data  bool
}

// weigh measures every element once.
func (p *page) weigh(n *html.Node) weight {
	var w weight
	var own strings.Builder // text of n's own lines
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		switch k.Type {
		case html.TextNode:
			w.text += utf8.RuneCountInString(squeeze(k.Data))
			own.WriteString(k.Data)
		case html.ElementNode:
			v := p.weigh(k)
			w.text += v.text
			w.link += v.link
			w.links += v.links
			w.prose += v.prose
			w.data = w.data || v.data
			if !block[k.DataAtom] && !isLink(k) {
				own.WriteString(textOf(k))
				w.prose -= v.prose // it is counted in n's own lines
			}
		}
	}
	if isLink(n) {
		w.link, w.prose = w.text, 0
		if w.text > 0 {
			w.links = 1
		}
	} else if line := tidy(own.String()); isProse(line) {
		w.prose += utf8.RuneCountInString(squeeze(line))
	}
	if isStrongLabel(squeeze(own.String())) {
		w.data = true
	}
	p.weights[n] = w
	return w
}

// isLink reports whether an element is a link to elsewhere; files that belong to the text (附件) are none.
func isLink(n *html.Node) bool {
	if n.DataAtom != atom.A {
		return false
	}
	href := strings.ToLower(get(n, "href"))
	return href != "" && !attachment.MatchString(href)
}

var attachment = regexp.MustCompile(`\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd|txt)(?:[?#].*)?$`)

func isProse(line string) bool {
	if labelled(line) {
		return true
	}
	return strings.ContainsAny(line, "。；") && utf8.RuneCountInString(line) >= 15 && !isFurniture(line)
}

func textOf(n *html.Node) string {
	var b strings.Builder
	each(n, func(k *html.Node) bool {
		if k.Type == html.TextNode {
			b.WriteString(k.Data)
		}
		return true
	})
	return b.String()
}

func squeeze(s string) string {
	return strings.Join(strings.Fields(tidy(s)), "")
}

// Elements that publishing systems of governments put the text into, by id or class.
var container = regexp.MustCompile(`(?i)^(?:ucap-content|trs_editor|trs_ueditor|trs_uediter|zoom|zoomcon|js_content|vsb_content\w*|v_news_content|pages_content|` +
	`article-?_?con(?:tent)?|articlecontent|news_?content(?:body)?|xxgk[-_]?content|info-?_?cont(?:ent)?|content_?body|detail_?content|wzcon|wzy_content|ue_table|main-?text)$`)

func isContainer(n *html.Node) bool {
	if n.Type != html.ElementNode || n.DataAtom == atom.Body {
		return false
	}
	for _, t := range append(strings.Fields(get(n, "class")), get(n, "id")) {
		if container.MatchString(t) {
			return true
		}
	}
	return false
}

// main finds the element that holds the text. A container of a known name wins when it holds most of the page's sentences; otherwise it is the
// smallest element that holds nearly all of them. What it leaves outside is noted.
func (p *page) main(root *html.Node) *html.Node {
	body := root
	each(root, func(k *html.Node) bool {
		if k.DataAtom == atom.Body {
			body = k
			return false
		}
		return true
	})
	total := p.weights[body].prose
	if total == 0 {
		p.doc.note(NoteWhole)
		return body
	}
	var found *html.Node
	each(body, func(k *html.Node) bool {
		if found == nil && isContainer(k) && p.weights[k].prose*10 >= total*6 {
			found = k
		}
		return found == nil
	})
	if found == nil {
		found = body
		for next := found; next != nil; {
			found, next = next, nil
			for k := found.FirstChild; k != nil; k = k.NextSibling {
				if k.Type == html.ElementNode && block[k.DataAtom] && p.weights[k].prose*100 >= total*97 {
					next = k
				}
			}
			if next != nil && (next.DataAtom == atom.Tr || next.DataAtom == atom.Tbody) && p.isData(parentTable(next)) {
				break // never a part of a table of data
			}
		}
		for found.DataAtom == atom.Tbody || found.DataAtom == atom.Tr {
			found = found.Parent
		}
	}
	if found != body {
		p.doc.note(NoteMenus)
	}
	if total-p.weights[found].prose > 30 {
		p.doc.note(NoteOutside)
	}
	return found
}

func parentTable(n *html.Node) *html.Node {
	for n.Parent != nil && n.DataAtom != atom.Table {
		n = n.Parent
	}
	return n
}

// isMenu reports whether a block is a list of links or a bar of buttons. What holds sentences or the document's data never is.
func (p *page) isMenu(n *html.Node) bool {
	w := p.weights[n]
	if w.text == 0 || w.prose > 0 || w.data {
		return false
	}
	if w.links >= 3 && w.link*10 >= w.text*6 {
		return true
	}
	if w.text > 120 {
		return false
	}
	for _, t := range append(strings.Fields(get(n, "class")), get(n, "id")) {
		if bar.MatchString(t) {
			return true
		}
	}
	return n.DataAtom == atom.Footer || w.links >= 1 && w.link*10 >= w.text*9 && isFurniture(tidy(textOf(n)))
}

var bar = regexp.MustCompile(`(?i)^(?:.*[-_])?(?:nav|navbar|menu|menus|crumbs?|breadcrumbs?|bread|share|bshare|bdsharebuttonbox|sharebox|toolbar|footer|foot|copyright|` +
	`sidebar|search|searchbox|pager|pagination|qrcode|ewm|print|fontsize|dqwz|weizhi|related|xgwz)(?:[-_].*)?$`)

// furniture are the lines around a text: the way to the page, share bars, the previous and the next page, who runs the site.
var furniture = []*regexp.Regexp{
	regexp.MustCompile(`^(?:您(?:现在|当前)?(?:的|所在)?(?:在)?的?位置|当前(?:的)?位置|所在位置|首页[>＞»/\s])`),
	regexp.MustCompile(`^(?:上一?[篇条页则]|下一?[篇条页则])[:：\s]?.{0,60}$`),
	regexp.MustCompile(`^[【\[(（]?\s*(?:打印(?:本页|此页)?|关闭(?:窗口|本页|页面)?|分享到?|返回顶部|回到顶部|收藏(?:本页)?|我要纠错|扫一扫.{0,20}|无障碍(?:浏览)?|繁體|繁体|字体|字号|大|中|小|微信|微博|QQ空间|扫码分享|[|｜\s:：】\]\[【()（）、])+$`),
	regexp.MustCompile(`(?i)^.{0,60}(?:版权所有|ICP备|公网安备|网站标识码|网站地图|copyright|all rights reserved)`),
	regexp.MustCompile(`^.{0,20}建议使用.{0,40}(?:浏览器|分辨率)`),
	regexp.MustCompile(`^(?:浏览|点击|阅读)(?:次数|量|数)[:：]`),
	regexp.MustCompile(`^(?:来源|信息来源|发布时间|发布日期|时间|作者|日期)[:：].{0,60}(?:字体|字号|打印|浏览|点击|分享)`),
}

func isFurniture(line string) bool {
	if utf8.RuneCountInString(line) > 150 {
		return false
	}
	for _, f := range furniture {
		if f.MatchString(line) {
			return true
		}
	}
	return false
}
