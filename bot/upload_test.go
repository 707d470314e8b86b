package bot_test

import (
	"strings"
	"testing"

	"cewen/answer"
	"cewen/bot/bottest"
	"cewen/plan"
	"cewen/reminders"
)

// textsOf are the plans in force, as reminders read them.
func textsOf(s *answer.Snapshot) []reminders.Text {
	var out []reminders.Text
	for _, h := range s.Holdings() {
		if h.Ending == nil {
			out = append(out, reminders.Text{Name: h.Brief.Name, Sum: h.Sum, Open: func() (*plan.Plan, error) {
				o, err := h.Open()
				return o.Plan, err
			}})
		}
	}
	return out
}

func parking(date, spaces string) string {
	return "云泽市人民政府办公室\n关于印发《云泽市停车设施建设方案》的通知\n云政办字〔2027〕3号\n云泽市人民政府办公室\n" + date + "\n云泽市停车设施建设方案\n一、主要任务\n(一)建设停车场。到2027年,新建公共停车位" + spaces +
		"个。(责任单位:市住建局)\n(二)建设充电站。到2027年,全市公共充电站总量达到90个以上。(责任单位:市能源局)\n"
}

func takesPlans(r *rig, c *bottest.Config) {
	fast(r, c)
	r.takes = true
	r.config.Admins = []int64{7}
}

// send posts a file and waits for what is said to it.
func (r *rig) send(c *bottest.Chat, from bottest.User, name, text string) bottest.Message {
	r.t.Helper()
	n := len(c.Messages())
	c.Post(bottest.Post{From: from, Media: bottest.Document, File: bottest.File{Name: name, Data: []byte(text)}})
	return last(c.Wait(n + 1))
}

func TestPlansAreSentAndTakenIn(t *testing.T) {
	r := newRig(t, takesPlans)
	admin := bottest.User{ID: 7, FirstName: "王"}
	c := r.server.PrivateChat(admin)
	m := r.send(c, admin, "停车.txt", parking("2027年1月5日", "1200"))
	has(t, m, "读到:《云泽市停车设施建设方案》 云政办字〔2027〕3号", "1章,2条,责任分工2处", "例1", "1200个")
	if got := r.ask(c, admin, "公共停车位多少个"); strings.Contains(got.Text, "1200") {
		t.Errorf("live before it was taken in: %s", got.Text)
	}
	r.pressOn(c, admin, m, "收录")
	r.edited(c.ID, m.ID, "已收录")
	r.until("the plan is live", func() bool { return r.held.Snapshot().Len() == 2 })
	has(t, r.ask(c, admin, "公共停车位多少个"), "1200个")
	// What both plans say is answered once per plan.
	has(t, r.ask(c, admin, "公共充电站总量多少"), "300个以上", "90个以上", "云泽市停车设施建设方案")
	// Its milestones are planned for.
	r.until("its milestones are kept", func() bool {
		kept, err := r.store.MilestonePlans(t.Context())
		return err == nil && kept["云政办字〔2027〕3号"] != ""
	})

	m = r.send(c, admin, "停车2.txt", parking("2027年2月5日", "1500"))
	has(t, m, "将代替现有的《云泽市停车设施建设方案》", "1200个", "1500个")
	r.pressOn(c, admin, m, "收录")
	r.edited(c.ID, m.ID, "已收录")
	r.until("the new version is live", func() bool {
		a, _ := answer.Ask(r.held.Snapshot(), answer.Context{}, answer.Question{Text: "公共停车位多少个"})
		return strings.Contains(a.Text, "1500个") && !strings.Contains(a.Text, "1200")
	})

	// Back to the one before, by the list of what was sent.
	list := r.ask(c, admin, "/plans")
	has(t, list, "收录方案2个")
	r.pressOn(c, admin, list, "收录记录")
	list = r.edited(c.ID, list.ID, "已被新版代替")
	r.pressOn(c, admin, list, "恢复2")
	r.until("the version before is back", func() bool {
		a, _ := answer.Ask(r.held.Snapshot(), answer.Context{}, answer.Question{Text: "公共停车位多少个"})
		return strings.Contains(a.Text, "1200个")
	})
	r.restart()
	has(t, r.ask(c, admin, "公共停车位多少个"), "1200个")
}

func TestFilesThatCannotBeTakenIn(t *testing.T) {
	r := newRig(t, takesPlans)
	admin, other := bottest.User{ID: 7, FirstName: "王"}, bottest.User{ID: 8, FirstName: "李"}
	c := r.server.PrivateChat(admin)
	has(t, r.send(c, admin, "小说.txt", "那天晚上下着雨。"), "没有收录 小说.txt:")
	has(t, r.send(c, admin, "残.docx", "PK\x03\x04 broken"), "没有收录 残.docx:文件坏了")
	has(t, r.send(c, admin, "没有.txt.校正.yaml", "- 条: 1"), "没有名叫“没有.txt”的收录文件")
	has(t, r.send(r.server.PrivateChat(other), other, "停车.txt", parking("2027年1月5日", "1")), "收录方案请联系管理员")
	m := r.send(c, admin, "停车.txt", parking("2027年1月5日", "1200"))
	r.pressOn(c, admin, m, "取消")
	r.edited(c.ID, m.ID, "没有收录")
	if n := r.held.Snapshot().Len(); n != 1 {
		t.Errorf("%d plans held", n)
	}
}

func TestAChatChoosesItsPlan(t *testing.T) {
	r := newRig(t, takesPlans)
	admin := bottest.User{ID: 7, FirstName: "王"}
	c := r.server.PrivateChat(admin)
	m := r.send(c, admin, "停车.txt", parking("2027年1月5日", "1200"))
	r.pressOn(c, admin, m, "收录")
	r.until("the plan is live", func() bool { return r.held.Snapshot().Len() == 2 })
	list := r.ask(c, admin, "/plans")
	r.pressOn(c, admin, list, "只问2")
	r.edited(c.ID, list.ID, "✓ 现在只问这一个")
	got := r.ask(c, admin, "公共充电站总量多少")
	has(t, got, "90个以上")
	if strings.Contains(got.Text, "300个") {
		t.Errorf("the other plan answers too: %s", got.Text)
	}
	list = r.ask(c, admin, "/plans")
	r.pressOn(c, admin, list, "全部方案都问")
	has(t, r.ask(c, admin, "公共充电站总量多少"), "300个以上", "90个以上")
	// An administrator takes the shipped plan out, and brings it back.
	list = r.ask(c, admin, "/plans")
	r.pressOn(c, admin, list, "移除…")
	list = r.edited(c.ID, list.ID, "移除哪一个")
	r.pressOn(c, admin, list, "移除1")
	list = r.edited(c.ID, list.ID, "登记的记录保留")
	r.pressOn(c, admin, list, "移除")
	r.until("the shipped plan is out", func() bool { return r.held.Snapshot().Len() == 1 })
	list = r.ask(c, admin, "/plans")
	r.pressOn(c, admin, list, "收录记录")
	list = r.edited(c.ID, list.ID, "已移除")
	r.pressOn(c, admin, list, "恢复2")
	r.until("the shipped plan is back", func() bool { return r.held.Snapshot().Len() == 2 })
}

// pressOn presses a button of one message.
func (r *rig) pressOn(c *bottest.Chat, from bottest.User, m bottest.Message, label string) {
	r.t.Helper()
	p := c.PressOn(from, m.ID, label)
	r.until("the press of "+label+" is answered", func() bool {
		_, ok := r.server.CallbackAnswer(p.ID)
		return ok
	})
}
