package view

import (
	"fmt"
	"strings"
	"time"

	"cewen/answer"
	"cewen/dialog"
	"cewen/outbox"
)

// Secrecy is the line that /start and /about have to show.
const Secrecy = "只收录公开文件,请勿发送涉密和内部信息;提问会保存,管理员可见。"

// About is what the program is and what it keeps.
type About struct {
	Plans     []*answer.Holding
	Today     string
	Version   string
	Retention time.Duration // how long questions are kept
	Bot       string        // its user name
}

// Start greets: which plan, what can be asked, what must not be sent.
func Start(a About, examples []string, group bool) outbox.Message {
	var b strings.Builder
	b.WriteString("<b>策问</b>:拿着方案原文回答问题,每句话都带出处。\n")
	for i, p := range a.Plans {
		if i == 3 {
			fmt.Fprintf(&b, "……共%d个方案,/plans 看全部\n", len(a.Plans))
			break
		}
		b.WriteString(esc(p.Brief.Heading()) + "\n")
	}
	if group && a.Bot != "" {
		b.WriteString("在群里要叫我才答:@" + esc(a.Bot) + " 加上问题,或回复我的消息。\n")
	} else {
		b.WriteString("直接打字问,例如:\n")
	}
	b.WriteString("<i>" + esc(Secrecy) + "</i>")
	return outbox.Message{HTML: b.String(), Buttons: Examples(examples)}
}

// Help says how to ask and which commands there are, with examples to tap.
func Help(a About, examples []string, commands [][2]string) outbox.Message {
	var b strings.Builder
	b.WriteString("<b>怎么问</b>\n谁负责、目标多少、什么时候到期、某单位或某县的任务、第几条原文,都可以直接打字问。\n" +
		"接着问:那2023年呢、谁负责、第2个、还有吗、不是这个、你确定、给我能放材料里的。\n" +
		"先说“我是城管局的”,以后“我局”就是它。\n<b>命令</b>(也可以直接发中文)")
	for _, c := range commands {
		b.WriteString("\n/" + esc(c[0]) + " " + esc(c[1]))
	}
	if a.Bot != "" {
		b.WriteString("\n在任何聊天里打 @" + esc(a.Bot) + " 加几个字,可以直接插入带出处的卡片。")
	}
	return outbox.Message{HTML: b.String(), Buttons: Examples(examples)}
}

// Examples are questions to tap.
func Examples(examples []string) [][]outbox.Button {
	var rows [][]outbox.Button
	for i, e := range examples {
		rows = append(rows, []outbox.Button{button(cut(answer.Printable(e), 28), VerbAsk, itoa(i))})
	}
	return rows
}

// AboutText says what is answered from, how, and what is kept.
func AboutText(a About, notes ...string) outbox.Message {
	var b strings.Builder
	b.WriteString("<b>策问</b> " + esc(a.Version))
	for i, p := range a.Plans {
		if i == 5 {
			fmt.Fprintf(&b, "\n……共%d个方案", len(a.Plans))
			break
		}
		b.WriteString("\n" + esc(p.Brief.Heading()))
		if s := p.Brief.Signed; s != "" {
			b.WriteString("\n    成文" + esc(s))
			if pub := p.Brief.Published; pub != "" {
				b.WriteString(",公开" + esc(pub))
			}
		}
		b.WriteString("\n    " + esc(figures(p.Brief.Counts)))
	}
	b.WriteString("\n答的都是方案原文;方案没有写的,就说没有写。不用大模型,不联网查。\n按今天" + esc(a.Today) + "算。")
	fmt.Fprintf(&b, "\n提问和答复保存%d天,/forget 可以删除自己的。", int(a.Retention.Hours()/24))
	for _, n := range notes {
		b.WriteString("\n" + esc(n))
	}
	b.WriteString("\n<i>" + esc(Secrecy) + "</i>")
	return outbox.Message{HTML: b.String()}
}

// Text is a plain note.
func Text(s string) outbox.Message { return outbox.Message{HTML: esc(s)} }

// Late is the one line that stands for an answer in a group that comes too late to interrupt: the answer is behind a button.
func Late(t dialog.Turn, clock string) outbox.Message {
	return outbox.Message{
		HTML:    esc("补答(" + clock + "的提问):“" + cut(oneLine(t.Question), 24) + "”"),
		Buttons: [][]outbox.Button{{button("看答复", VerbAnswer, t.ID, "0")}},
	}
}

// Reasons are what a dislike can say.
var Reasons = []string{"答非所问", "引文不对", "单位不对"}

// AskReason is the row under an answer that was disliked: one thing is asked.
func AskReason(turn string) [][]outbox.Button {
	var row []outbox.Button
	for i, r := range Reasons {
		row = append(row, button(r, VerbReason, turn, itoa(i)))
	}
	return [][]outbox.Button{row}
}

// Copy is the text for a paper, in a form that one tap copies.
func Copy(text string) outbox.Message {
	return outbox.Message{HTML: "<pre>" + esc(cut(text, 3000)) + "</pre>"}
}

// Forget asks whether to delete.
func Forget() outbox.Message {
	return outbox.Message{
		HTML:    "要删除您的提问、答复、评价和“我局”设置吗?删除后找不回来。准入和审计记录由管理员保留。",
		Buttons: [][]outbox.Button{{button("删除", VerbForget, "yes"), button("不删", VerbForget, "no")}},
	}
}

// Request tells an administrator that somebody wants to ask.
func Request(a dialog.Access, group bool) outbox.Message {
	who := "个人"
	if group {
		who = "群"
	}
	id := fmt.Sprint(a.Subject)
	return outbox.Message{
		HTML:    bold("申请使用策问") + "\n" + who + ":" + esc(a.Name) + "(" + id + ")\n申请码 <code>" + esc(a.Code) + "</code>,请与申请人核对后再批准。",
		Buttons: [][]outbox.Button{{button("批准", VerbDecide, id, "ok"), button("拒绝", VerbDecide, id, "no")}},
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(answer.Printable(s)), " ") }
