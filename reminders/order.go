package reminders

import (
	"regexp"
	"strings"
)

// Ask is what a message asks of reminders.
type Ask string

// What can be asked.
const (
	AskSubscribe Ask = "subscribe" // 提醒我…, 关注…
	AskStop      Ask = "stop"      // 取消提醒…
	AskPause     Ask = "pause"     // 暂停提醒…
	AskGoOn      Ask = "go"        // 恢复提醒…
	AskList      Ask = "list"      // 我的提醒
)

// Order is a message that asks something of reminders.
type Order struct {
	Ask     Ask
	Object  string // 住建局的任务; "" for none: what was talked about last, or all subscriptions
	Summary Summary
	Sure    bool // 提醒 was said: it is an order whatever its object is. 关注 is one only where its object is something of the plan
}

var (
	orderList  = regexp.MustCompile(`^(?:我|我们|本群)?的?(?:提醒|订阅|关注)(?:列表|设置|有哪些|了哪些|了什么)?$`)
	orderStop  = regexp.MustCompile(`^(?:请|帮我)?(?:取消|停止|关闭|关掉|退订|不要再?|别再?|不再)(?:到期|对)?(.*?)的?(?:到期)?(?:提醒|关注|订阅)(?:了)?(.*)$`)
	orderQuit  = regexp.MustCompile(`^(?:请|帮我)?退订(.*)$`)
	orderPause = regexp.MustCompile(`^(?:请|帮我)?暂停(.*?)的?(?:到期)?(?:提醒|订阅|关注)(.*)$`)
	orderGoOn  = regexp.MustCompile(`^(?:请|帮我)?(?:恢复|继续|重新)(.*?)的?(?:到期)?(?:提醒|订阅|关注)(.*)$`)
	orderFirst = regexp.MustCompile(`^(?:请|麻烦|帮忙)?(?:到期|按时|提前|及时|到时候?)?(?:请)?(提醒|关注|订阅|盯住|盯一下|盯着)(.*)$`)
	orderLast  = regexp.MustCompile(`^(.*?)的?(?:快?到期)?(?:之?前|以前|时|了|的时候)?(?:请)?(提醒|通知)(?:一下|下)?(?:我|我们|本群)?(?:一下|下)?$`)
	asksOnly   = regexp.MustCompile(`[?？]|吗$|呢$|会不会|能不能|怎么|什么时候提醒|谁|哪|多少`)
	summaryOf  = regexp.MustCompile(`每周|每个?星期|每月|每个月`)
)

// ReadOrder reads 提醒我住建局的任务, 关注沂水县, 第十四条到期提醒, 取消提醒. ok is false for a text that is none, such as a question.
func ReadOrder(text string) (o Order, ok bool) {
	text = strings.Trim(strings.TrimSpace(strings.Map(narrow, text)), "。.!,~")
	if len([]rune(text)) > 60 || text == "" {
		return o, false
	}
	for _, r := range []struct {
		pattern *regexp.Regexp
		ask     Ask
	}{{orderStop, AskStop}, {orderQuit, AskStop}, {orderPause, AskPause}, {orderGoOn, AskGoOn}} {
		if m := r.pattern.FindStringSubmatch(text); m != nil && !asksOnly.MatchString(text) {
			return Order{Ask: r.ask, Object: object(strings.Join(m[1:], "")), Sure: true}, true
		}
	}
	if orderList.MatchString(text) {
		return Order{Ask: AskList, Sure: true}, true
	}
	o.Ask = AskSubscribe
	switch s := summaryOf.FindString(text); {
	case strings.Contains(s, "月"):
		o.Summary = Monthly
	case s != "":
		o.Summary = Weekly
	}
	rest := summaryOf.ReplaceAllString(text, "")
	if m := orderFirst.FindStringSubmatch(rest); m != nil && !asksOnly.MatchString(m[2]) {
		o.Object, o.Sure = object(m[2]), m[1] == "提醒" || m[1] == "订阅"
		return o, true
	}
	if m := orderLast.FindStringSubmatch(rest); m != nil && !asksOnly.MatchString(text) {
		o.Object, o.Sure = object(m[1]), m[2] == "提醒"
		return o, true
	}
	return Order{}, false
}

// object is what an order is about, without 我 before it and 到期 behind it. 我局 and 我县 keep their 我.
func object(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "一下")
	for _, p := range []string{"我们", "本群", "我"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			if p == "本群" || !ofAsker(rest) {
				s = strings.TrimSpace(rest)
			}
			break
		}
	}
	s = strings.TrimPrefix(s, "一下")
	s = strings.TrimSuffix(s, "到期")
	return strings.Trim(s, " 的,:")
}

// ofAsker reports whether 我 before a text belongs to it: 我局, 我县, 我单位.
func ofAsker(rest string) bool {
	for _, p := range []string{"局", "县", "区", "市", "单位", "部门", "委", "办", "厅", "处", "镇", "乡", "这"} {
		if strings.HasPrefix(rest, p) {
			return true
		}
	}
	return false
}

// IsAll reports whether an object means everything: 全部任务, 所有到期的.
func IsAll(object string) bool {
	switch strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(object, "到期"), "的"), "到期") {
	case "全部任务", "所有任务", "全部", "所有", "全部目标", "所有目标", "全市", "全市任务", "全部内容", "所有内容", "整个方案", "方案", "方案全部任务", "方案的全部任务", "全部节点", "所有节点", "任务", "全部的任务", "所有的任务", "全部条款":
		return true
	}
	return false
}

// LightNamed finds the light that a text names, by its sign or by a word that people use for it, and returns the text without it; "" where
// none is named.
func LightNamed(text string) (l Light, rest string) {
	for _, w := range lightWords {
		if i := strings.Index(text, w.word); i >= 0 {
			return w.light, strings.TrimSpace(text[:i] + " " + text[i+len(w.word):])
		}
	}
	return "", text
}

// lightWords are tried in turn: a longer word stands before one that it holds.
var lightWords = []struct {
	word  string
	light Light
}{
	{"🔵", Blue}, {"🔴", Red}, {"⚪️", White}, {"⚪", White}, {"🟡", Yellow}, {"🟢", Green},
	{"已到期未登记", White}, {"已到期·未登记", White}, {"没有登记", White}, {"未登记", White}, {"没登记", White}, {"已到期", White},
	{"未到期", Green}, {"没到期", Green}, {"已办结", Blue}, {"办结", Blue}, {"未完成", Red}, {"延期后又到期", Red}, {"延期又到期", Red},
	{"临期", Yellow}, {"快到期", Yellow}, {"红灯", Red}, {"白灯", White}, {"黄灯", Yellow}, {"绿灯", Green}, {"蓝灯", Blue},
}
