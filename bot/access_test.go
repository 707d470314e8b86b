package bot_test

import (
	"regexp"
	"strings"
	"testing"

	"cewen/bot/bottest"
	"cewen/dialog"
)

func paired(r *rig, c *bottest.Config) {
	fast(r, c)
	r.config.Paired, r.config.Admins = true, []int64{900}
}

// A stranger gets a code and no answer; an administrator approves by button; all is recorded.
func TestPairedPerson(t *testing.T) {
	r := newRig(t, paired)
	admin := bottest.User{ID: 900, FirstName: "管理员"}
	a := r.server.PrivateChat(admin)
	has(t, r.ask(a, admin, "充电站谁负责"), "市发展改革委")

	u := r.server.NewUser("生人")
	c := r.server.PrivateChat(u)
	told := r.ask(c, u, "充电站谁负责")
	code := regexp.MustCompile(`\d{6}`).FindString(told.Text)
	if code == "" || strings.Contains(told.Text, "发展改革委") {
		t.Fatalf("a stranger is told %q", told.Text)
	}
	request := last(a.Wait(2))
	has(t, request, "申请使用策问", "生人", code)
	has(t, r.ask(c, u, "海绵城市谁负责"), code) // the same code, and no second request
	if n := len(a.Messages()); n != 2 {
		t.Errorf("%d messages to the administrator, want 2", n)
	}
	// A stranger cannot approve himself.
	p := c.PressData(u, told.ID, "ac:"+itoa(u.ID)+":ok")
	r.until("answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
	if x, _, _ := r.store.Access(t.Context(), u.ID); x.State != dialog.AccessPending {
		t.Fatalf("a stranger made himself %s", x.State)
	}
	r.pressed(a, admin, "批准")
	r.edited(a.ID, request.ID, "已批准:生人")
	has(t, last(c.Wait(3)), "申请已批准")
	has(t, r.ask(c, u, "充电站谁负责"), "市发展改革委")
	p = a.PressData(admin, request.ID, "ac:"+itoa(u.ID)+":no")
	r.until("answered", func() bool { _, ok := r.server.CallbackAnswer(p.ID); return ok })
	if x, _ := r.server.CallbackAnswer(p.ID); !strings.Contains(x.Text, "已经批准过了") {
		t.Errorf("a second decision: %q", x.Text)
	}
	has(t, r.ask(a, admin, "/audit"), "申请使用", "批准使用", "生人")

	bad := r.server.NewUser("再来")
	b := r.server.PrivateChat(bad)
	n := len(a.Messages())
	r.ask(b, bad, "/start")
	request = last(a.Wait(n + 1))
	has(t, request, "再来")
	r.pressed(a, admin, "拒绝")
	has(t, last(b.Wait(2)), "没有获批")
	has(t, r.ask(b, bad, "充电站谁负责"), "没有获批")
}

// A group is approved as a whole; an administrator who uses the bot there has approved it.
func TestPairedGroup(t *testing.T) {
	r := newRig(t, paired)
	admin, u := bottest.User{ID: 900, FirstName: "管理员"}, r.server.NewUser("王")
	a := r.server.PrivateChat(admin)
	r.ask(a, admin, "/start")
	g := r.server.AddChat(bottest.Supergroup, "群一", u)
	g.Say(u, "@cewen_test_bot 充电站谁负责")
	has(t, last(g.Wait(1)), "本群的申请码")
	has(t, last(a.Wait(2)), "群一")
	r.pressed(a, admin, "批准")
	has(t, last(g.Wait(2)), "申请已批准")
	g.Say(u, "@cewen_test_bot 充电站谁负责")
	has(t, last(g.Wait(3)), "市发展改革委")

	h := r.server.AddChat(bottest.Supergroup, "群二", u, admin)
	h.Say(admin, "@cewen_test_bot 充电站谁负责")
	has(t, last(h.Wait(1)), "市发展改革委")
	h.Say(u, "@cewen_test_bot 充电站谁负责")
	has(t, last(h.Wait(2)), "市发展改革委")
	// In an approved group a member may press; in private he is still a stranger.
	r.pressed(h, u, "原文")
	c := r.server.PrivateChat(u)
	has(t, r.ask(c, u, "充电站谁负责"), "申请码")
}
