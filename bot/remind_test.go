package bot_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"cewen/bot/bottest"
)

// The section chief's walk (PRODUCT.md, 2): who I am, what we do, what is due, remind me, take the table away.
func TestChiefsWalk(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	has(t, r.ask(c, u, "我是城管局的"), "5条5处")
	page := r.ask(c, u, "我局")
	has(t, page, "市城管局")
	due := r.ask(c, u, "今年要完成什么")
	has(t, due, "2026年没有市城管局到期的目标", "2023年4项", "2025年6项", "您均未登记")
	sub := r.ask(c, u, "提醒我")
	has(t, sub, "记下了", "到期提醒:市城管局", "有时限的目标10项:⚪已到期·未登记10", "以后没有要到期的", "预演2025", "频度:常规")
	if n := len(c.Messages()); n != 4 {
		t.Errorf("%d messages: a subscription is answered by one", n)
	}
	table := r.ask(c, u, "导出台账")
	if table.Document == nil || !strings.HasSuffix(table.Document.Name, ".xlsx") || !strings.Contains(table.Document.Name, "市城管局") {
		t.Fatalf("document %+v", table.Document)
	}
	x, err := excelize.OpenReader(bytes.NewReader(table.Document.Data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := x.GetRows("台账")
	if err != nil {
		t.Fatal(err)
	}
	dated := 0
	for _, row := range rows[2:] {
		if len(row) > 6 && strings.HasSuffix(row[6], "-12-31") {
			dated++
		}
	}
	if dated != 10 {
		t.Errorf("%d rows with a date, want 10", dated)
	}
	again := r.ask(c, u, "提醒我")
	has(t, again, "已经订阅过")
	time.Sleep(100 * time.Millisecond)
	if n := len(c.Messages()); n != 6 {
		t.Errorf("%d messages: what has fallen due long ago is no flood", n)
	}
	calendar := r.ask(c, u, "导出日历")
	cal, err := ics.ParseCalendar(bytes.NewReader(calendar.Document.Data))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(cal.Events()); n != 10 {
		t.Errorf("%d events, want 10", n)
	}
}

// What one can say to be reminded, in words and by buttons, and where it is seen and changed.
func TestSubscribing(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	for _, tc := range []struct {
		text string
		want []string
	}{
		{"我的提醒", []string{"还没有订阅提醒"}},
		{"提醒我住建局的任务", []string{"到期提醒:市住房城乡建设局"}},
		{"关注沂水县", []string{"到期提醒:沂水县"}},
		{"第十四条到期提醒", []string{"到期提醒:(十四)完善市政交通设施"}},
		{"提醒我全部任务", []string{"到期提醒:全部任务", "有时限的目标81项:⚪已到期·未登记80  🟢未到期1", "下一次提醒:2026年12月1日(周二)09:00"}},
		{"雨水管网到期前提醒我", []string{"到期提醒:雨水管网"}},
		{"每周提醒我市教育局的任务", []string{"到期提醒:市教育局", "每周一汇总"}},
		{"提醒我审计局的任务", []string{"方案没有把"}},
		{"提醒我市教育局", []string{"到期提醒:市教育局", "已经订阅过"}},
		{"提醒我", []string{"提醒什么"}},
		{"/remind 民政局", []string{"到期提醒:市民政局"}},
		{"关注的重点有哪些", nil},
		{"我的提醒", []string{"订阅7个", "全部任务  81项,常规,9点,下一次2026-12-01"}},
		{"暂停民政局的提醒", []string{"已暂停提醒:市民政局"}},
		{"取消关注沂水县", []string{"已停止提醒:沂水县"}},
		{"我的提醒", []string{"订阅6个", "市民政局  8项,已暂停"}},
	} {
		m := r.ask(c, u, tc.text)
		if tc.want == nil && strings.Contains(m.Text, "到期提醒:") {
			t.Errorf("%s subscribed:\n%s", tc.text, m.Text)
		}
		has(t, m, tc.want...)
	}
	list := last(c.Messages())
	r.pressed(c, u, "市民政局")
	r.edited(c.ID, list.ID, "已暂停,恢复后再提醒")
	r.pressed(c, u, "恢复")
	r.edited(c.ID, list.ID, "频度:常规(前90天、前30天、前7天、前1天、当天、到期后收口)")
	r.pressed(c, u, "少")
	r.edited(c.ID, list.ID, "频度:少(前30天、到期后收口),每次9点")
	r.pressed(c, u, "紧盯")
	r.edited(c.ID, list.ID, "每周一汇总")
	r.pressed(c, u, "时间、汇总▾")
	r.until("the hours are shown", func() bool { m, _ := r.server.Message(c.ID, list.ID); return strings.Contains(labels(m), "14点") })
	r.pressed(c, u, "14点")
	r.edited(c.ID, list.ID, "每次14点")
	r.pressed(c, u, "每月汇总")
	r.until("the days are shown", func() bool { m, _ := r.server.Message(c.ID, list.ID); return strings.Contains(labels(m), "20日") })
	r.pressed(c, u, "20日")
	r.edited(c.ID, list.ID, "每月20日汇总")
	r.pressed(c, u, "停止")
	r.edited(c.ID, list.ID, "已停止提醒:市民政局")
	has(t, r.ask(c, u, "取消提醒"), "已停止提醒:市住房城乡建设局、", "市教育局")
	has(t, r.ask(c, u, "我的提醒"), "还没有订阅")
}

// 提醒我 under an answer subscribes to what was answered; 我局 is asked for once where nobody has told it.
func TestSubscribingByButton(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	r.ask(c, u, "充电桩归谁管")
	r.pressed(c, u, "提醒我")
	has(t, last(c.Wait(2)), "到期提醒:各县城公共充电站总量", "有时限的目标1项")
	ask := r.ask(c, u, "提醒我局的任务")
	has(t, ask, "您是哪个单位")
	r.pressed(c, u, "市住房城乡建设局")
	c.Wait(4)
	has(t, last(c.Messages()), "到期提醒:市住房城乡建设局")
	has(t, r.ask(c, u, "提醒我局的任务"), "到期提醒:市住房城乡建设局", "已经订阅过")
}

// A rehearsal in chat (PRODUCT.md, walk 5): the days of 2025, moved where they fall on a day off; nothing is sent.
func TestPreview(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	m := r.ask(c, u, "预演2025")
	has(t, m, "演练 2025-09-30 09:00(原为10-02,节假日提前)", "演练 2025-12-01 09:00 ", "演练 2025-12-24 ", "演练 2025-12-30 ", "演练 2025-12-31 ", "收口", "没有发送任何提醒", "62项(2025-12-31到期)")
	for i, l := range strings.Split(m.Text, "\n") {
		if strings.HasPrefix(l, "20") {
			t.Errorf("line %d does not say 演练: %s", i, l)
		}
	}
	if got := strings.Count(m.Text, "演练 2025-"); got != 5 {
		t.Errorf("%d notices in 2025, want 5:\n%s", got, m.Text)
	}
	r.pressed(c, u, "12-01")
	full := c.Wait(3)[1]
	has(t, full, "演练 【到期提醒】全部任务  2025年12月1日(周一)", "还有30天:62项,2025年12月31日到期", "⚪以前到期·未登记18项")
	if rest := last(c.Messages()); strings.Contains(full.Text+rest.Text, "登记请回复") || len(rest.Keyboard) > 0 {
		t.Error("a preview cannot be replied to")
	}
	has(t, r.ask(c, u, "预演2030"), "每年一次1项")
	has(t, r.ask(c, u, "/rehearse"), "预演2025年")
	r.ask(c, u, "关注平邑县")
	has(t, r.ask(c, u, "预演2023"), "预演2023年:平邑县", "没有要到期的")
}

// A digest comes at its hour, is numbered, and a reply records what it says (PRODUCT.md: replies to a digest).
func TestDigestInChat(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) {
		r.clock.set(time.Date(2025, 11, 28, 12, 0, 0, 0, zone))
		r.config.Today = r.clock.Now
	})
	wang, li := r.server.NewUser("王"), r.server.NewUser("李")
	g := r.server.AddChat(bottest.Supergroup, "民政例会", wang, li)
	g.Say(wang, "@cewen_test_bot 提醒我民政局的任务")
	has(t, last(g.Wait(1)), "下一次提醒:2025年12月1日(周一)09:00")
	r.clock.set(time.Date(2025, 12, 1, 8, 59, 0, 0, zone))
	time.Sleep(150 * time.Millisecond)
	if n := len(g.Messages()); n != 1 {
		t.Fatalf("%d messages before the hour", n)
	}
	r.clock.set(time.Date(2025, 12, 1, 9, 0, 0, 0, zone))
	digest := last(g.Wait(2))
	has(t, digest, "【到期提醒】市民政局  2025年12月1日(周一)", "还有30天:", "2025年12月31日到期(原文写“到2025年”", "🟡临期\n1 ", "⚪以前到期·未登记", "(2023年)", "登记请回复本条", "责任单位均为市民政局")
	r.settled()
	if got := labels(digest); got != "逐项原文 收到 导出台账 少提醒" {
		t.Errorf("buttons %q", got)
	}
	reply := func(from bottest.User, text string) { g.Post(bottest.Post{From: from, Text: text, ReplyTo: digest.ID}) }
	reply(li, "1办结")
	m := last(g.Wait(3))
	has(t, m, "记下了(本群,李 @", "):\n1 ", "办结")
	if got := labels(m); got != "撤销" {
		t.Errorf("buttons %q", got)
	}
	reply(li, "2延期到明年6月底 3备注 已招标")
	has(t, last(g.Wait(4)), "延期到2026-06-30", "备注:已招标")
	reply(li, "99办结")
	has(t, last(g.Wait(5)), "没有第99项")
	reply(wang, "收到")
	r.edited(g.ID, digest.ID, "收到:1人")
	if word := r.pressedOn(g, li, digest.ID, "收到"); word != "收到,共2人" {
		t.Errorf("toast %q", word)
	}
	r.edited(g.ID, digest.ID, "收到:2人")
	if word := r.pressedOn(g, li, digest.ID, "收到"); word != "收到,共2人" {
		t.Errorf("toast %q: nobody reads twice", word)
	}
	reply(wang, "大家抓紧看一下")
	reply(wang, "第1个谁负责")
	has(t, last(g.Wait(6)), "市民政局")
	if n := len(g.Messages()); n != 6 {
		t.Errorf("%d messages: 收到 and talk are answered by none", n)
	}
	r.pressedOn(g, li, digest.ID, "逐项原文")
	has(t, last(g.Wait(7)), "1 ", "临政办字〔2023〕96号〕")
	g.Say(wang, "/board 民政局")
	board := last(g.Wait(8))
	has(t, board, "已登记2项", "🔵办结1")
	r.clock.set(time.Date(2025, 12, 24, 9, 0, 0, 0, zone))
	next := last(g.Wait(9))
	has(t, next, "还有7天:")
	if first, _, _ := strings.Cut(digest.Text, "1 "); strings.Contains(next.Text, firstItem(digest.Text)) {
		t.Errorf("what is recorded as done is listed again: %s", first)
	}
	r.clock.set(time.Date(2026, 1, 20, 10, 0, 0, 0, zone)) // three rungs were missed
	late := last(g.Wait(10))
	has(t, late, "补发 【到期收口】市民政局", "已到期:")
	time.Sleep(150 * time.Millisecond)
	if n := len(g.Messages()); n != 10 {
		t.Errorf("%d messages: after a downtime there is one", n)
	}
}

// firstItem is the first numbered line of a digest without its number.
func firstItem(text string) string {
	for l := range strings.SplitSeq(text, "\n") {
		if rest, ok := strings.CutPrefix(l, "1 "); ok {
			return rest
		}
	}
	return "?"
}

// pressedOn presses a button of a certain message and waits until the press was answered.
func (r *rig) pressedOn(c *bottest.Chat, from bottest.User, message int, label string) string {
	r.t.Helper()
	p := c.PressOn(from, message, label)
	r.until("the press of "+label+" is answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
	a, _ := r.server.CallbackAnswer(p.ID)
	return a.Text
}

// The supervision office's walk (PRODUCT.md, 4): a board of white and green only, records with who and when, undone, postponed, apart from
// other groups', kept over a kill and a restart.
func TestSupervisionWalk(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.config.Admins = []int64{900} })
	wang := r.server.NewUser("王")
	admin := bottest.User{ID: 900, FirstName: "督查室"}
	g, other := r.server.AddChat(bottest.Supergroup, "督查群", wang, admin), r.server.AddChat(bottest.Group, "另一群", wang)
	g.Say(wang, "/board")
	board := last(g.Wait(1))
	has(t, board, "【看板】", "有时限的目标81项,已登记0项。另:未写时限15项;主要指标19项(表内未写责任单位)",
		"2023年17项  ⚪已到期·未登记17", "2024年1项  ⚪已到期·未登记1", "2025年62项  ⚪已到期·未登记62", "2035年1项  🟢未到期1", "按单位(共同承担的每家各计一次", "⚪只表示日期已过、本群没有登记,不表示没有完成。登记由本群成员填写,不代表验收。")
	for _, light := range []string{"🔴", "🟡", "🔵"} {
		if strings.Contains(board.Text, light) {
			t.Errorf("%s on a board where nothing is recorded", light)
		}
	}
	r.pressed(g, wang, "2023年")
	list := last(g.Wait(2))
	has(t, list, "2023年到期17项", "⚪已到期·未登记17", "⚪3 ")
	r.settled() // a reply needs the number that Telegram gave the list
	say := func(text string) { g.Post(bottest.Post{From: wang, Text: text, ReplyTo: list.ID}) }
	say("3办结")
	marked := last(g.Wait(3))
	has(t, marked, "记下了(本群,王 @", "\n3 ", "办结")
	r.pressed(g, wang, "撤销")
	r.edited(g.ID, marked.ID, "已撤销(本群,王")
	g.Say(wang, "/board")
	has(t, last(g.Wait(4)), "已登记0项", "2023年17项  ⚪已到期·未登记17")
	say("3办结")
	g.Wait(5)
	r.settled()
	g.Post(bottest.Post{From: wang, Text: "撤销", ReplyTo: last(g.Messages()).ID})
	has(t, last(g.Wait(6)), "已撤销")
	say("3办结/5延期到2026-10-31")
	has(t, last(g.Wait(7)), "3 ", "办结", "5 ", "延期到2026-10-31")
	g.Say(wang, "/due 2023")
	due := last(g.Wait(8))
	has(t, due, "🔵3 ", "🔴5 ", "延期到2026-10-31", "🔵办结1  🔴延期后又到期1  ⚪已到期·未登记15", "2023年(原文写“2023年”,按2023年12月31日计)")
	other.Say(wang, "/board")
	has(t, last(other.Wait(1)), "已登记0项")
	r.restart()
	g.Say(wang, "/board")
	has(t, last(g.Wait(9)), "已登记2项", "2023年17项  🔵办结1  🔴延期后又到期1  ⚪已到期·未登记15")
	g.Say(wang, "登记记录")
	g.Post(bottest.Post{From: wang, Text: "@cewen_test_bot 登记记录"})
	history := last(g.Wait(10))
	has(t, history, "登记记录4条", "已撤销", "王 @")
	a := r.server.PrivateChat(admin)
	side := r.ask(a, admin, "/supervise")
	has(t, side, "有登记的1处", "督查群:已登记2/81", "🔴延期到2026-10-31(王")
	stranger := r.server.NewUser("外人")
	has(t, r.ask(r.server.PrivateChat(stranger), stranger, "/supervise"), "有登记的0处")
	has(t, r.ask(r.server.PrivateChat(wang), wang, "督查"), "有登记的1处", "督查群")
	g.Say(wang, "/supervise")
	has(t, last(g.Wait(11)), "请在私聊里用")
}

// 完成了吗 is answered with what is recorded here, and it can be recorded by button.
func TestStatusAnswer(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	m := r.ask(c, u, "公共充电站完成了吗")
	has(t, m, "方案只写目标,不写完成情况", "到期日2025-12-31,已过", "您没有登记")
	r.pressed(c, u, "登记延期")
	day := last(c.Wait(2))
	has(t, day, "延期到哪一天", "公共充电站")
	r.pressed(c, u, "明年6月底")
	has(t, last(c.Wait(3)), "记下了", "延期到2027-06-30")
	has(t, r.ask(c, u, "公共充电站完成了吗"), "您登记:🟢延期到2027-06-30(王")
	r.pressedOn(c, u, m.ID, "登记办结")
	has(t, last(c.Wait(5)), "记下了", "办结")
	r.pressedOn(c, u, m.ID, "加备注")
	note := last(c.Wait(6))
	r.settled()
	c.Post(bottest.Post{From: u, Text: "备注 已验收", ReplyTo: note.ID})
	has(t, last(c.Wait(7)), "备注:已验收")
	has(t, r.ask(c, u, "公共充电站完成了吗"), "您登记:🔵办结 ·备注:已验收(王")
	has(t, r.ask(c, u, "雨水管网完成了吗"), "您均未登记")
	r.pressed(c, u, "登记办结")
	which := last(c.Wait(10))
	r.settled()
	has(t, which, "登记哪一项?2项", "⚪1 ", "⚪2 ")
	c.Post(bottest.Post{From: u, Text: "1、2办结", ReplyTo: which.ID})
	has(t, last(c.Wait(11)), "1 ", "2 ")
	said := r.ask(c, u, "雨水管网完成了吗")
	has(t, said, "您已登记2/2")
	r.ask(c, u, "城市书房完成了吗")
	r.settled()
	c.Post(bottest.Post{From: u, Text: "办结", ReplyTo: said.ID})
	has(t, last(c.Wait(14)), "登记哪一项?2项")
}

// A place's wishes and records stay when its group becomes a supergroup; a chat that blocked the bot is paused and goes on when it is back.
func TestRemindersMoveAndPause(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) {
		r.clock.set(time.Date(2025, 11, 28, 12, 0, 0, 0, zone))
		r.config.Today = r.clock.Now
		r.config.Admins = []int64{900}
	})
	wang := r.server.NewUser("王")
	g := r.server.AddChat(bottest.Group, "例会", wang)
	g.Say(wang, "@cewen_test_bot 关注平邑县")
	has(t, last(g.Wait(1)), "到期提醒:平邑县")
	c := r.server.PrivateChat(wang)
	r.ask(c, wang, "提醒我民政局的任务")
	c.SetBotStatus(wang, "kicked")
	super := g.Migrate()
	super.Say(wang, "@cewen_test_bot 我的提醒")
	has(t, last(super.Wait(1)), "订阅1个", "平邑县")
	r.until("the block is noted", func() bool { ch, _, err := r.store.Chat(t.Context(), c.ID); return err == nil && ch.Paused != "" })
	r.clock.set(time.Date(2025, 12, 1, 9, 0, 0, 0, zone))
	has(t, last(super.Wait(2)), "【到期提醒】平邑县")
	a := r.server.PrivateChat(bottest.User{ID: 900, FirstName: "管理员"})
	has(t, r.ask(a, bottest.User{ID: 900, FirstName: "管理员"}, "/undelivered"), "2处订阅2个", "对方收不到")
	before := len(c.Messages())
	r.clock.set(time.Date(2025, 12, 3, 9, 0, 0, 0, zone))
	c.SetBotStatus(wang, "member")
	late := last(c.Wait(before + 1))
	has(t, late, "补发 【到期提醒】市民政局", "还有30天")
}

// Topics of a forum are reminded each by itself.
func TestTopicSubscription(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) {
		r.clock.set(time.Date(2025, 11, 28, 12, 0, 0, 0, zone))
		r.config.Today = r.clock.Now
	})
	wang := r.server.NewUser("王")
	f := r.server.AddChat(bottest.Forum, "任务", wang)
	topic := f.AddTopic("民政")
	f.Post(bottest.Post{From: wang, Text: "@cewen_test_bot 提醒我民政局的任务", Thread: topic})
	f.Wait(1)
	f.Post(bottest.Post{From: wang, Text: "@cewen_test_bot 我的提醒"})
	has(t, last(f.Wait(2)), "还没有订阅")
	r.clock.set(time.Date(2025, 12, 1, 9, 0, 0, 0, zone))
	m := last(f.Wait(3))
	has(t, m, "【到期提醒】市民政局")
	if m.ThreadID != topic {
		t.Errorf("the digest came to topic %d, want %d", m.ThreadID, topic)
	}
}

// A morning of everything: whatever digest is printed is a message that Telegram takes.
func TestDigestsFit(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) {
		r.clock.set(time.Date(2023, 12, 1, 8, 0, 0, 0, zone))
		r.config.Today = r.clock.Now
	})
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	r.ask(c, u, "提醒我全部任务")
	for _, at := range []time.Time{
		time.Date(2023, 12, 22, 9, 0, 0, 0, zone), time.Date(2024, 1, 2, 9, 0, 0, 0, zone), time.Date(2025, 9, 30, 9, 0, 0, 0, zone), time.Date(2025, 12, 1, 9, 0, 0, 0, zone), time.Date(2026, 1, 4, 9, 0, 0, 0, zone),
	} {
		n := len(c.Messages())
		r.clock.set(at)
		m := last(c.Wait(n + 1))
		has(t, m, "全部任务")
		r.until("the digest is complete", func() bool {
			ms := c.Messages()
			return len(ms[len(ms)-1].Keyboard) > 0
		})
	}
	if v := r.server.Violations(); len(v) > 0 {
		t.Errorf("violations %v", v)
	}
	all := fmt.Sprint(len(c.Messages()))
	if all == "0" {
		t.Error("no digests")
	}
}
