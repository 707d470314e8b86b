package bot_test

import (
	"strings"
	"testing"
	"time"

	"cewen/bot/bottest"
)

// settled waits until all that was said has been handled.
func (r *rig) settled() {
	r.t.Helper()
	r.until("all is handled", func() bool {
		// In this order: what Telegram no longer holds is in the store, and a look at the store first would miss what moves there meanwhile.
		if r.server.PendingUpdates() != 0 {
			return false
		}
		b, err := r.store.Backlog(r.t.Context(), time.Now())
		return err == nil && b.Updates == 0 && len(b.Deliveries) == 0
	})
}

// The third walk: a meeting.
func TestGroupWalk(t *testing.T) {
	r := newRig(t, fast)
	u, other := r.server.NewUser("王"), r.server.NewUser("李")
	g := r.server.AddChat(bottest.Group, "推进会", u, other)

	g.Say(u, "充电桩归谁管,大家说说")
	g.Say(other, "@another_bot 你好")
	g.Say(other, "/help@another_bot")
	g.Say(other, "/roll")
	g.Post(bottest.Post{From: other, Media: bottest.Voice})
	r.settled()
	if n := len(g.Messages()); n != 0 {
		t.Fatalf("%d messages although nobody spoke to the bot: %s", n, last(g.Messages()).Text)
	}

	q := g.Say(u, "@cewen_test_bot 雨水管网 充电站 老旧小区 谁负责")
	a := last(g.Wait(1))
	has(t, a, "1 雨水管网:市住房城乡建设局、市城管局、市行政审批服务局(第十六条)", "2 充电站:市发展改革委(第十四条)", "3 老旧小区:市住房城乡建设局(第十七条)")
	if a.ReplyTo != q.ID {
		t.Errorf("it replies to message %d, want %d", a.ReplyTo, q.ID)
	}
	if strings.Contains(labels(a), "👍") {
		t.Errorf("buttons %q: 👍👎 in groups only under refusals", labels(a))
	}
	g.Post(bottest.Post{From: other, Text: "第2个", ReplyTo: a.ID})
	has(t, last(g.Wait(2)), "公共充电站")
	g.Post(bottest.Post{From: other, Text: "目标呢", ReplyTo: last(g.Messages()).ID})
	has(t, last(g.Wait(3)), "300个以上")
	g.Post(bottest.Post{From: other, Text: "完成了吗", ReplyTo: last(g.Messages()).ID})
	done := last(g.Wait(4))
	has(t, done, "方案只写目标,不写完成情况", "已过", "本群没有登记")
	if got := labels(done); got != "登记办结 登记延期 加备注 更多▾" {
		t.Errorf("buttons under what can be recorded %q", got)
	}
	if len(done.Keyboard) > 2 {
		t.Errorf("suggestions in a group: %q", labels(done))
	}
	for _, m := range g.Messages() {
		if n := strings.Count(m.Text, "\n") + len([]rune(m.Text))/20; n > 32 {
			t.Errorf("%d lines on a phone:\n%s", n, m.Text)
		}
	}
	// Commands with our name, and without one when they are ours; only our name brings the greeting.
	g.Say(u, "/clause@cewen_test_bot 14")
	has(t, last(g.Wait(5)), "完善市政交通设施")
	g.Say(u, "/indicators")
	has(t, last(g.Wait(6)), "主要指标19项")
	g.Say(u, "@cewen_test_bot")
	has(t, last(g.Wait(7)), "在群里要叫我才答")
	g.Say(u, "今天的问题 @CEWEN_test_bot 海绵城市谁负责")
	has(t, last(g.Wait(8)), "市住房城乡建设局")
}

// Each topic of a forum is a conversation of its own, answered there.
func TestTopics(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	g := r.server.AddChat(bottest.Forum, "城管", u)
	one, two := g.AddTopic("雨水"), g.AddTopic("充电")
	ask := func(topic int, text string, want ...string) {
		t.Helper()
		n := len(g.Messages())
		g.Post(bottest.Post{From: u, Text: "@cewen_test_bot " + text, Thread: topic})
		m := last(g.Wait(n + 1))
		has(t, m, want...)
		if m.ThreadID != topic {
			t.Errorf("%q was answered in topic %d, want %d", text, m.ThreadID, topic)
		}
	}
	ask(one, "雨水管网谁负责", "市城管局")
	ask(two, "充电站谁负责", "市发展改革委")
	ask(one, "目标呢", "110公里")
	ask(two, "目标呢", "300个以上")
	ask(0, "目标呢", "没有") // the general topic has no conversation yet
}

// A card that was sent through us into a group where we are is no question; other bots and channel posts are none either.
func TestNotAsked(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	g := r.server.AddChat(bottest.Supergroup, "群", u)
	self := map[string]any{"id": r.server.Bot().ID, "is_bot": true, "first_name": "策问", "username": "cewen_test_bot"}
	g.Post(bottest.Post{From: u, Text: "@cewen_test_bot 充电站谁负责", Extra: map[string]any{"via_bot": self}})
	robot := r.server.NewUser("别的机器人")
	robot.IsBot = true
	g.Post(bottest.Post{From: robot, Text: "@cewen_test_bot 充电站谁负责"})
	g.Post(bottest.Post{Text: "@cewen_test_bot 充电站谁负责", From: u, Extra: map[string]any{"is_automatic_forward": true}})
	r.settled()
	if n := len(g.Messages()); n != 0 {
		t.Errorf("%d answers, want none", n)
	}
}

// A group's own 我局 is set by its administrators, anonymous ones included, and by nobody else.
func TestGroupSettings(t *testing.T) {
	r := newRig(t, fast)
	boss, u := r.server.NewUser("群主"), r.server.NewUser("王")
	g := r.server.AddChat(bottest.Supergroup, "城管局工作群", boss, u)
	g.SetMember(boss, boss, "administrator")
	say := func(from bottest.User, text string, want ...string) bottest.Message {
		t.Helper()
		n := len(g.Messages())
		g.Say(from, text)
		m := last(g.Wait(n + 1))
		has(t, m, want...)
		return m
	}
	m := say(u, "/settings", "我局:没有设置", "只有群管理员能改")
	if labels(m) != "" {
		t.Errorf("buttons for a member: %q", labels(m))
	}
	say(u, "/settings 城管局", "只有群管理员能改本群设置")
	say(boss, "/settings 城管局", "我局:市城管局")
	say(u, "@cewen_test_bot 我局的任务", "市城管局:5条5处")
	// A member's own 我局 comes first for him, and changes nothing for the others.
	say(u, "@cewen_test_bot 我是住建局的", "我局=市住房城乡建设局")
	say(u, "@cewen_test_bot 我局的任务", "市住房城乡建设局:")
	say(boss, "@cewen_test_bot 我局的任务", "市城管局:5条5处")
	n := len(g.Messages())
	g.Post(bottest.Post{From: boss, Anonymous: true, Text: "/settings 民政局"})
	has(t, last(g.Wait(n+1)), "我局:市民政局")
	// By button: a member's press changes nothing.
	list := say(boss, "/settings", "我局:市民政局")
	p := g.PressOn(u, list.ID, "清除")
	r.until("answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
	if a, _ := r.server.CallbackAnswer(p.ID); !strings.Contains(a.Text, "只有群管理员") {
		t.Errorf("a member's press was answered %q", a.Text)
	}
	p = g.PressOn(boss, list.ID, "清除")
	r.edited(g.ID, list.ID, "我局:没有设置")
	r.until("answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
}

// A group that becomes a supergroup keeps its conversation and its settings, whichever is noticed first.
func TestMigration(t *testing.T) {
	r := newRig(t, fast)
	boss := r.server.NewUser("群主")
	g := r.server.AddChat(bottest.Group, "推进会", boss)
	g.SetMember(boss, boss, "administrator")
	g.Say(boss, "/settings 城管局")
	g.Wait(1)
	g.Say(boss, "@cewen_test_bot 雨水管网谁负责")
	g.Wait(2)
	g.Say(boss, "@cewen_test_bot 充电站谁负责")
	g.Wait(3)
	super := g.Migrate()
	super.Say(boss, "@cewen_test_bot 目标呢")
	has(t, last(super.Wait(1)), "300个以上")
	super.Say(boss, "@cewen_test_bot 我局的任务")
	has(t, last(super.Wait(2)), "市城管局:5条5处")
}

// Added to a group it says in a few lines how to use it; removed, it falls silent; added again, it comes back.
func TestAddedAndRemoved(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	g := r.server.AddChat(bottest.Supergroup, "群", u)
	g.SetBotStatus(u, "left")
	r.settled()
	if c, ok, err := r.store.Chat(t.Context(), g.ID); err != nil || !ok || c.Paused == "" {
		t.Errorf("after leaving: %+v, %v", c, err)
	}
	g.SetBotStatus(u, "member")
	has(t, last(g.Wait(1)), "在群里要叫我才答", "请勿发送涉密")
	if c, _, err := r.store.Chat(t.Context(), g.ID); err != nil || c.Paused != "" {
		t.Errorf("after coming back: %+v, %v", c, err)
	}
}

// In a group an answer that comes more than half an hour late is one line with a button.
func TestLateInGroup(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	g := r.server.AddChat(bottest.Supergroup, "群", u)
	g.Post(bottest.Post{From: u, Text: "@cewen_test_bot 充电站谁负责", Date: time.Now().Add(-45 * time.Minute)})
	m := last(g.Wait(1))
	if strings.Contains(m.Text, "市发展改革委") || strings.Contains(m.Text, "\n") || !strings.Contains(m.Text, "补答(") || labels(m) != "看答复" {
		t.Errorf("late answer %q with %q, want one line with a button", m.Text, labels(m))
	}
	r.pressed(g, u, "看答复")
	r.edited(g.ID, m.ID, "市发展改革委")
	g.Post(bottest.Post{From: u, Text: "@cewen_test_bot 充电站谁负责", Date: time.Now().Add(-10 * time.Minute)})
	has(t, last(g.Wait(2)), "市发展改革委")
}
