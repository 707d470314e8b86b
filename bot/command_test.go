package bot_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"cewen/bot/bottest"
	"cewen/bot/view"
	"cewen/eval"
)

// Every command works by its name and by its Chinese words, and Telegram's menu has them with Chinese descriptions.
func TestCommands(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.config.Admins = []int64{900} })
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	for _, tc := range []struct {
		texts []string
		want  string
	}{
		{[]string{"/help", "帮助"}, "怎么问"},
		{[]string{"/unit", "单位"}, "责任单位38个"},
		{[]string{"/unit 城管局", "单位 城管局"}, "市城管局:5条5处"},
		{[]string{"/due", "到期"}, "有时限的目标81项"},
		{[]string{"/due 2023", "到期 2023年", "/due 23"}, "2023年到期17项"},
		{[]string{"/due 城管局", "到期 城管局"}, "市城管局"},
		{[]string{"/clause", "目录"}, "9章39条"},
		{[]string{"/clause 14", "条款 14", "/clause 十四", "/clause 第14条"}, "完善市政交通设施"},
		{[]string{"/indicators", "指标"}, "主要指标19项"},
		{[]string{"/plans", "方案"}, "临政办字〔2023〕96号"},
		{[]string{"/about", "关于"}, "请勿发送涉密和内部信息;提问会保存,管理员可见"},
		{[]string{"/settings", "设置"}, "我局:没有设置"},
		{[]string{"/forget", "忘记我"}, "要删除"},
		{[]string{"/start", "开始"}, "请勿发送涉密"},
		{[]string{"/review", "复核", "/audit", "/undelivered"}, "只有管理员能用"},
		{[]string{"/nonsense"}, "没有 /nonsense 这个命令"},
	} {
		for _, text := range tc.texts {
			has(t, r.ask(c, u, text), tc.want)
		}
	}
	r.until("the menu is set", func() bool { return len(r.server.Commands("default", "")) > 0 })
	han := regexp.MustCompile(`\p{Han}`)
	for _, m := range r.server.Commands("default", "") {
		if !han.MatchString(m.Description) {
			t.Errorf("/%s is described as %q", m.Command, m.Description)
		}
		if m.Command == "review" {
			t.Error("an administrator's command is in everybody's menu")
		}
	}
}

// Lists lead to answers by buttons alone.
func TestLists(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	list := r.ask(c, u, "/clause")
	r.pressed(c, u, "四、提升县城基础配套")
	r.edited(c.ID, list.ID, "四、提升县城基础配套")
	r.pressed(c, u, "第十四条 完善市政交通设施")
	has(t, last(c.Wait(2)), "完善机动车道")
	units := r.ask(c, u, "/unit")
	p := c.PressOn(u, units.ID, "▶")
	r.until("the second page is shown", func() bool {
		m, _ := r.server.Message(c.ID, units.ID)
		_, ok := r.server.CallbackAnswer(p.ID)
		return ok && strings.Contains(labels(m), "◀ 2/4 ▶")
	})
	r.pressed(c, u, "市民政局 3条")
	has(t, last(c.Wait(4)), "市民政局:3条3处")
	years := r.ask(c, u, "/due")
	r.pressed(c, u, "2035年 1项")
	has(t, last(c.Wait(6)), "2035年到期1项")
	if years.ID == 0 {
		t.Error("no list of years")
	}
	start := r.ask(c, u, "/start")
	r.pressed(c, u, start.Keyboard[2][0].Text)
	has(t, last(c.Wait(8)), "条")
	// What no button of ours says does nothing, and is answered.
	for _, data := range []string{"", "x", "a", "a:none:0", "o:1:x", "U", "u:zz:zz", "k:::", "w:zz", "ac:1:ok", "rv:all:0", ":::::", strings.Repeat("长", 21), "y:" + view.Tag("临政办字〔2023〕96号") + ":x"} {
		press := c.PressData(u, start.ID, data)
		r.until("a strange press is answered: "+data, func() bool { _, ok := r.server.CallbackAnswer(press.ID); return ok })
	}
	if n := len(c.Messages()); n != 8 {
		t.Errorf("%d messages, want 8: strange presses say nothing", n)
	}
}

// Deep links go where they point.
func TestDeepLinks(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	snap, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	target := ""
	for _, x := range snap.Plans()[0].Targets {
		if x.Metric == "雨水管网建设" && x.Deadline.Year == 2025 {
			target = x.ID
		}
	}
	for link, want := range map[string]string{
		"c14":                   "完善市政交通设施",
		"u-" + view.Tag("市城管局"): "市城管局:5条5处",
		"t-" + target:           "110公里",
		"c99":                   "请勿发送涉密", // nothing there: the greeting
		"nonsense":              "请勿发送涉密",
		"c14_" + view.Tag("临政办字〔2023〕96号"): "完善市政交通设施",
		"c14_00000000": "请勿发送涉密",
	} {
		if len(link) > 64 {
			t.Errorf("link %q is longer than Telegram takes", link)
		}
		has(t, r.ask(c, u, "/start "+link), want)
	}
	has(t, r.ask(c, u, "/start t-"+target), "110公里")
	has(t, r.ask(c, u, "谁负责"), "市城管局") // goes on from a link
}

// An old message's button works, or says that it has expired: here Telegram no longer shows the message to us.
func TestOldMessage(t *testing.T) {
	r := newRig(t, fast)
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	a := r.ask(c, u, "充电站谁负责")
	c.PressOld(u, a.ID, "原文")
	has(t, last(c.Wait(2)), "〔第十四条")
}

// 👍 and 👎 are kept with question, answer and version; administrators page through them and export a question set.
func TestFeedbackAndReview(t *testing.T) {
	r := newRig(t, fast, func(r *rig, _ *bottest.Config) { r.config.Admins = []int64{900} })
	u := r.server.NewUser("王")
	c := r.server.PrivateChat(u)
	admin := bottest.User{ID: 900, FirstName: "管理员"}
	a := r.server.PrivateChat(admin)

	m := r.ask(c, u, "充电站谁负责")
	r.pressed(c, u, "更多▾")
	r.until("👎 is shown", func() bool { m, _ := r.server.Message(c.ID, m.ID); return strings.Contains(labels(m), "👎") })
	r.pressed(c, u, "👎")
	r.until("one thing is asked", func() bool {
		m, _ := r.server.Message(c.ID, m.ID)
		return labels(m) == "答非所问 引文不对 单位不对"
	})
	r.pressed(c, u, "单位不对")
	r.until("the answer is shown again", func() bool {
		m, _ := r.server.Message(c.ID, m.ID)
		return labels(m) == "原文 复制 提醒我 更多▾"
	})
	r.ask(c, u, "地铁修几公里")
	r.pressed(c, u, "👍")

	rv := r.ask(a, admin, "/review")
	has(t, rv, "1/2", "问:地铁修几公里", "原文没有这个词", "👍", "版本 test")
	r.pressed(a, admin, "▶")
	r.edited(a.ID, rv.ID, "👎 单位不对")
	r.pressed(a, admin, "没有答的")
	r.edited(a.ID, rv.ID, "没有答的 1/1")
	r.pressed(a, admin, "待复核")
	r.edited(a.ID, rv.ID, "待复核 1/2")
	r.pressed(a, admin, "导出")
	doc := last(a.Wait(2))
	if doc.Document == nil || !strings.HasSuffix(doc.Document.Name, ".jsonl") {
		t.Fatalf("no file in %+v", doc)
	}
	qs, err := eval.ReadQuestions(strings.NewReader(string(doc.Document.Data)))
	if err != nil {
		t.Fatalf("the export is no question set: %v\n%s", err, doc.Document.Data)
	}
	if len(qs) != 2 || qs[0].Text != "地铁修几公里" || qs[0].Answerable || !qs[1].Answerable || qs[1].Clauses[0] != 14 {
		t.Errorf("exported %+v", qs)
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(strings.SplitN(string(doc.Document.Data), "\n", 2)[0]), &line); err != nil || strings.Contains(string(doc.Document.Data), "王") {
		t.Errorf("the export names who asked, or is no JSON: %v", err)
	}
	has(t, r.ask(a, admin, "/audit"), "导出复核")
	g := r.server.AddChat(bottest.Group, "群", admin)
	g.Say(admin, "/review")
	has(t, last(g.Wait(1)), "请在私聊里用")
}
