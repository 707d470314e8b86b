package bot_test

import (
	"strings"
	"testing"

	"cewen/bot/bottest"
	"cewen/seeds"
)

// source is the text of the shipped plan.
func source(t *testing.T) string {
	t.Helper()
	texts, err := seeds.Texts()
	if err != nil {
		t.Fatal(err)
	}
	return texts[0].Text
}

// quoted checks that each quote of a message stands in the plan, whatever the answer around it says.
func quoted(t *testing.T, m bottest.Message) {
	t.Helper()
	text := squeeze(source(t))
	n := 0
	for _, e := range m.Entities {
		if e.Type != "blockquote" && e.Type != "expandable_blockquote" {
			continue
		}
		n++
		for l := range strings.SplitSeq(marked(m, e), "\n") {
			// A sentence and its marker are shown as one and may stand apart in the plan.
			if l = strings.TrimSuffix(squeeze(l), "…"); strings.HasPrefix(l, "另有") || strings.Contains(text, l) {
				continue
			}
			body, marker, _ := strings.Cut(l, "(责任单位")
			if !strings.Contains(text, body) || !strings.Contains(text, "(责任单位"+marker) {
				t.Errorf("quote %q is not in the plan", l)
			}
		}
	}
	if n == 0 {
		t.Errorf("no quote in:\n%s", m.Text)
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// The first walk: five minutes with a stranger.
func TestPrivateWalk(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王科长")
	c := r.server.PrivateChat(u)

	start := r.ask(c, u, "/start")
	has(t, start, "关于推进以县城为重要载体的城镇化建设实施方案", "临政办字〔2023〕96号", "请勿发送涉密和内部信息", "提问会保存")
	if n := len(start.Keyboard); n != 3 {
		t.Errorf("%d examples, want 3", n)
	}

	lead := r.ask(c, u, "充电桩归谁管")
	has(t, lead, "责任单位:市发展改革委(仅1家)。按“充电桩”", "〔第十四条 完善市政交通设施 · 临政办字〔2023〕96号〕")
	quoted(t, lead)
	if e := lead.Entities[0]; e.Type != "bold" || marked(lead, e) != "责任单位:市发展改革委(仅1家)。" {
		t.Errorf("the direct answer is not in bold: %+v", e)
	}
	if got := labels(lead); got != "原文 复制 提醒我 更多▾" {
		t.Errorf("buttons %q", got)
	}

	has(t, r.ask(c, u, "那2023年呢"), "方案没有写2023年的数")
	no := r.ask(c, u, "雨水管网2025年是50公里吧")
	has(t, no, "110公里")
	quoted(t, no)
	if !strings.HasPrefix(no.Text, "不是。") {
		t.Errorf("a wrong number is not corrected: %s", no.Text)
	}
	absent := r.ask(c, u, "地铁里程")
	has(t, absent, "方案全文没有出现“地铁”")
	if got := labels(absent); !strings.HasPrefix(got, "👍 👎") {
		t.Errorf("buttons under a refusal %q", got)
	}
	has(t, r.ask(c, u, "2030年充电站多少个"), "方案没有写2030年的数", "300个以上")
	for _, m := range r.server.Messages(c.ID) {
		if len(m.Keyboard) > 0 && len(m.Keyboard[0]) > 4 {
			t.Errorf("more than four buttons in a row: %s", labels(m))
		}
		if strings.ContainsAny(m.Text, "!!") {
			t.Errorf("an exclamation mark in %q", m.Text)
		}
	}
}

// The second walk, as far as answers go: a section chief.
func TestSectionChief(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("李科长")
	c := r.server.PrivateChat(u)

	asked := r.ask(c, u, "我局有哪些任务")
	has(t, asked, "还不知道您是哪个单位")
	n := len(c.Messages())
	if toast := r.pressed(c, u, "市城管局"); !strings.Contains(toast, "市城管局") {
		t.Errorf("toast %q", toast)
	}
	page := last(c.Wait(n + 1)) // the question that waited is answered
	has(t, page, "市城管局:5条5处")
	r.edited(c.ID, asked.ID, "我局=市城管局")

	has(t, r.ask(c, u, "今年要完成什么"), "2026年没有市城管局到期的目标", "已到期10项", "按今天2026-11-23查")
	r.restart()
	has(t, r.ask(c, u, "我局的任务"), "市城管局:5条5处") // known after a restart
	has(t, r.ask(c, u, "/settings"), "我局:市城管局")
	r.pressed(c, u, "清除")
	r.edited(c.ID, last(c.Messages()).ID, "我局:没有设置")
	has(t, r.ask(c, u, "我局的任务"), "还不知道您是哪个单位")
	has(t, r.ask(c, u, "我是住建局的"), "我局=市住房城乡建设局")
}

// What was said is gone on from, in the thread and from an old answer, also after a restart.
func TestFollowUps(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	old := r.ask(c, u, "雨水管网2025年建多少公里")
	has(t, old, "110公里")
	r.ask(c, u, "充电站谁负责")
	r.restart()
	has(t, r.ask(c, u, "目标呢"), "300个以上") // the thread stands at charging stations
	n := len(c.Messages())
	c.Post(bottest.Post{From: u, Text: "谁负责", ReplyTo: old.ID})
	has(t, last(c.Wait(n+1)), "市住房城乡建设局、市城管局、市行政审批服务局")
	has(t, r.ask(c, u, "那2023年呢"), "50公里") // and goes on from there
}

// An edited question gets an edited answer, in its place; later turns stay.
func TestEditedQuestion(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	q := c.Say(u, "充电站谁负责")
	a := last(c.Wait(1))
	c.Edit(q.ID, "雨水管网谁负责")
	m := r.edited(c.ID, a.ID, "市住房城乡建设局")
	if m.Edits != 1 {
		t.Errorf("%d edits, want 1", m.Edits)
	}
	has(t, r.ask(c, u, "目标呢"), "110公里") // goes on from the edited question
	c.Edit(q.ID, "雨水管网谁负责")             // the same text once more, as when a preview is added
	c.Edit(q.ID, "海绵城市谁负责")
	r.edited(c.ID, a.ID, "海绵城市")
	has(t, r.ask(c, u, "那2023年呢"), "雨水管网") // the conversation has gone on; it does not jump back
	if n := len(c.Messages()); n != 3 {
		t.Errorf("%d messages, want 3: edits are no new messages", n)
	}
}

// Long results page in place; a button means the same after a restart; one whose answer is gone says so.
func TestPagingInPlace(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	page := r.ask(c, u, "市发展改革委有哪些任务")
	has(t, page, "市发展改革委:17条18处")
	if got := labels(page); !strings.HasPrefix(got, "1/") || !strings.HasSuffix(got, "▶ 更多▾") {
		t.Fatalf("buttons %q", got)
	}
	r.pressed(c, u, "▶")
	second := r.edited(c.ID, page.ID, "(")
	r.until("page 2 is shown", func() bool {
		second, _ = r.server.Message(c.ID, page.ID)
		return strings.HasPrefix(labels(second), "◀ 2/")
	})
	r.restart()
	r.pressed(c, u, "◀")
	r.edited(c.ID, page.ID, "市发展改革委:17条18处")
	r.pressed(c, u, "更多▾")
	r.until("more buttons are shown", func() bool {
		m, _ := r.server.Message(c.ID, page.ID)
		return strings.Contains(labels(m), "不是这个") && strings.Contains(labels(m), "👍 👎")
	})
	r.pressed(c, u, "原文")
	r.until("the source is shown", func() bool {
		m, _ := r.server.Message(c.ID, page.ID)
		return strings.Contains(labels(m), "返回") && strings.Contains(m.Text, "〔第")
	})
	r.pressed(c, u, "返回")
	r.edited(c.ID, page.ID, "市发展改革委:17条18处")
	if n := len(c.Messages()); n != 1 {
		t.Errorf("%d messages, want 1: all in place", n)
	}
	r.ask(c, u, "/forget")
	r.pressed(c, u, "删除")
	r.edited(c.ID, last(c.Messages()).ID, "已删除")
	p := c.PressOn(u, page.ID, "更多▾")
	r.until("the press is answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
	if a, _ := r.server.CallbackAnswer(p.ID); !strings.Contains(a.Text, "失效") {
		t.Errorf("a button of a forgotten answer says %q", a.Text)
	}
}

// The text behind an answer is the plan's, whole, with the quote in bold.
func TestSourceOfAnswer(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	a := r.ask(c, u, "充电站谁负责")
	r.pressed(c, u, "原文")
	m := r.edited(c.ID, a.ID, "完善机动车道")
	found := false
	for _, e := range m.Entities {
		if e.Type == "bold" && strings.Contains(marked(m, e), "到2025年各县城公共充电站总量达到300个以上") {
			found = true
		}
		if e.Type == "bold" && !strings.Contains(squeeze(source(t)), squeeze(marked(m, e))) {
			t.Errorf("marked text %q is not in the plan", marked(m, e))
		}
	}
	if !found {
		t.Error("the quote is not marked in its clause")
	}
}

// A press copies the sentence with its full reference.
func TestCopyForPaper(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	a := r.ask(c, u, "雨水管网2025年建多少公里")
	b, ok := a.Button("复制")
	if !ok || b.Action != "copy_text" || !strings.Contains(b.Data, "110公里") || !strings.Contains(b.Data, "(临政办字〔2023〕96号)第四部分第(十六)项") {
		t.Errorf("copy button %+v", b)
	}
}

// Suggestions are questions to tap; 不是这个 brings the next candidate.
func TestSuggestionsAndNext(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	a := r.ask(c, u, "雨水管网2025年建多少公里")
	r.pressed(c, u, "更多▾")
	r.until("suggestions are shown", func() bool {
		m, _ := r.server.Message(c.ID, a.ID)
		return strings.Contains(labels(m), "谁负责")
	})
	r.pressed(c, u, "谁负责")
	has(t, last(c.Wait(2)), "市住房城乡建设局")
	p := c.PressOn(u, a.ID, "不是这个")
	next := last(c.Wait(3))
	if strings.Contains(next.Text, "110公里") {
		t.Errorf("the same answer again: %s", next.Text)
	}
	r.until("the press is answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
}

// Voice and pictures are not understood, and it is said; their captions are.
func TestOnlyText(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	c.Post(bottest.Post{From: u, Media: bottest.Voice})
	has(t, last(c.Wait(1)), "现在只看文字")
	c.Post(bottest.Post{From: u, Media: bottest.Photo, Text: "充电站谁负责"})
	has(t, last(c.Wait(2)), "市发展改革委")
}

// Too fast is said once, politely; slow questions are answered again.
func TestUserRate(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.config.UserRate = 5 })
	u := r.server.NewUser("急")
	c := r.server.PrivateChat(u)
	for range 20 {
		c.Say(u, "充电站谁负责")
	}
	slow := r.server.NewUser("缓")
	has(t, r.ask(r.server.PrivateChat(slow), slow, "充电站谁负责"), "市发展改革委")
	r.settled()
	notes := 0
	for _, m := range c.Messages() {
		if strings.Contains(m.Text, "问得太快") {
			notes++
		}
	}
	if n := len(c.Messages()); n != 6 || notes != 1 {
		t.Errorf("%d messages, %d notes; want 5 answers and one note", n, notes)
	}
}
