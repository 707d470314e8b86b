package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cewen/answer"
	"cewen/bot/view"
	"cewen/dialog"
	"cewen/plan"
)

// commandInfo is a command: what Telegram's menu says of it, and the Chinese words that mean the same when they are a whole message, or
// its first word.
type commandInfo struct {
	about string
	words []string
	admin bool
	run   func(*work, *message, string) error
}

// commands by name. The menu's order is that of order.
var commands map[string]commandInfo

var order = []string{"help", "unit", "due", "board", "remind", "rehearse", "export", "records", "clause", "indicators", "plans", "supervise", "about", "settings", "forget", "start", "review", "audit", "undelivered"}

func init() { // the commands' functions read the table
	commands = map[string]commandInfo{
		"start":       {"开始", []string{"开始"}, false, (*work).start},
		"help":        {"怎么问,有哪些命令", []string{"帮助", "使用说明", "怎么用"}, false, (*work).help},
		"unit":        {"某单位的全部任务,如 /unit 城管局", []string{"单位", "责任单位"}, false, (*work).unit},
		"due":         {"什么时候到期,如 /due 2025 城管局", []string{"到期"}, false, (*work).due},
		"board":       {"看板:到期和登记,如 /board 城管局", []string{"看板"}, false, (*work).board},
		"remind":      {"到期提醒:订阅、修改", []string{"订阅"}, false, (*work).remind},
		"rehearse":    {"预演一年的提醒,如 /rehearse 2025", []string{"预演", "演练"}, false, (*work).rehearse},
		"export":      {"导出台账或日历", []string{"导出"}, false, (*work).exportTable},
		"records":     {"登记记录:谁、什么时候", []string{"登记记录", "登记历史", "历史记录"}, false, (*work).records},
		"supervise":   {"督查:各处的登记并排看(私聊)", []string{"督查"}, false, (*work).oversee},
		"clause":      {"条款原文,如 /clause 14", []string{"条款", "目录"}, false, (*work).clause},
		"indicators":  {"主要指标表", []string{"指标", "指标表", "主要指标"}, false, (*work).indicators},
		"plans":       {"收录了哪些方案", []string{"方案", "收录", "方案列表"}, false, (*work).plans},
		"about":       {"关于策问,保存什么", []string{"关于"}, false, (*work).aboutUs},
		"settings":    {"设置我局、我县", []string{"设置"}, false, (*work).settings},
		"forget":      {"删除我的提问和设置", []string{"忘记我", "删除我的记录"}, false, (*work).forget},
		"review":      {"复核没有答的和👎的(管理员)", []string{"复核"}, true, (*work).review},
		"audit":       {"操作记录(管理员)", []string{"审计", "操作记录"}, true, (*work).audit},
		"undelivered": {"没有送达的消息(管理员)", []string{"未送达"}, true, (*work).undelivered},
	}
}

var slash = regexp.MustCompile(`^/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+|$)`)

// commandOf reads /cmd and /cmd@bot at the beginning of a text. foreign: it is for another bot.
func commandOf(text, me string) (name, rest string, foreign bool) {
	m := slash.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	if m[2] != "" && !strings.EqualFold(m[2], me) {
		return "", "", true
	}
	return strings.ToLower(m[1]), strings.TrimSpace(text[len(m[0]):]), false
}

// spoken reads a command's Chinese word, alone or with what belongs to it: 单位 城管局.
func spoken(text string) (name, rest string, ok bool) {
	word, rest, _ := strings.Cut(text, " ")
	for name, c := range commands {
		for _, w := range c.words {
			if word != w {
				continue
			}
			takes := slices.Contains(taking, name)
			if rest = strings.TrimSpace(rest); rest == "" || takes {
				return name, rest, true
			}
		}
	}
	return "", "", false
}

// taking are the commands whose Chinese word may have something behind it.
var taking = []string{"unit", "due", "clause", "board", "remind", "export"}

// phrases are other ways to say a command: 预演2025, 导出城管局台账, 城管局看板.
var phrases = []struct {
	pattern *regexp.Regexp
	name    string
}{
	{regexp.MustCompile(`^预演(?:一下)?\s*((?:\d{2}|\d{4})年?)$`), "rehearse"},
	{regexp.MustCompile(`^导出(.*(?:台账|日历|表格).*)$`), "export"},
	{regexp.MustCompile(`^(.*?)的?(?:看板)$`), "board"},
}

// phrased reads a command that is said in a phrase.
func phrased(text string) (name, rest string, ok bool) {
	for _, p := range phrases {
		if m := p.pattern.FindStringSubmatch(text); m != nil {
			return p.name, strings.TrimSpace(m[1]), true
		}
	}
	return "", "", false
}

// command runs a command.
func (w *work) command(m *message, name, rest string) error {
	c, ok := commands[name]
	if !ok {
		w.reply(view.Text("没有 /" + name + " 这个命令。/help 看有哪些。"))
		return nil
	}
	if c.admin {
		switch {
		case m.From == nil || !w.bot.isAdmin(m.From.ID):
			w.reply(view.Text("这个命令只有管理员能用。"))
			return nil
		case w.to.group:
			w.reply(view.Text("请在私聊里用这个命令:里面有别人的提问。"))
			return nil
		}
	}
	return c.run(w, m, rest)
}

func (w *work) start(m *message, rest string) error {
	if rest != "" {
		if done, err := w.follow(m, rest); done || err != nil {
			return err
		}
	}
	w.reply(view.Start(w.bot.about(), w.bot.snapshot().Examples(3), w.to.group))
	return nil
}

// follow goes where a deep link points: c14 a clause, u-… a unit, t-… a target; a plan's tag may follow behind _
// (Bot API, "Deep linking": 1-64 characters of A-Z a-z 0-9 _ -).
func (w *work) follow(m *message, link string) (done bool, err error) {
	link, tag, _ := strings.Cut(link, "_")
	p := w.bot.planOf(tag)
	if p == nil {
		return false, nil
	}
	switch {
	case strings.HasPrefix(link, "u-"):
		for i := range p.Units {
			if view.Tag(p.Units[i].Name) == link[2:] {
				return true, w.answerIn(m, p, p.Units[i].Name+"有哪些任务")
			}
		}
	case strings.HasPrefix(link, "t-"):
		for i := range p.Targets {
			if t := &p.Targets[i]; t.ID == link[2:] {
				return true, w.entry(m, answer.Entry{Kind: answer.KindTarget, ID: t.ID, Plan: p.Name(), Question: t.Metric + "的目标是多少"})
			}
		}
	case strings.HasPrefix(link, "c"):
		if n, err := strconv.Atoi(link[1:]); err == nil && view.ClauseName(p, n) != "" {
			return true, w.answerIn(m, p, clauseQuestion(p, n))
		}
	}
	return false, nil
}

// clauseQuestion asks for a clause's text.
func clauseQuestion(p *plan.Plan, n int) string {
	for i := range p.Clauses {
		if c := &p.Clauses[i]; c.Number == n && c.Ordinal != n && c.Title != "" {
			return c.Title + "原文" // its label says another number
		}
	}
	return "第" + strconv.Itoa(n) + "条原文"
}

// answerIn answers a question that a button, a link or a command stands for, from one plan, from all with nil. It stands on its own and
// goes on from nothing that was said before.
func (w *work) answerIn(m *message, p *plan.Plan, text string) error {
	before, err := w.before(w.to)
	if err != nil {
		return err
	}
	before.Last = nil
	only := ""
	if p != nil {
		only = p.Name()
	}
	turn := w.ask(w.id(), text, before, only)
	if m != nil {
		turn.Message = m.ID
	}
	w.keep(turn, true)
	return w.answer(turn)
}

// alone answers a command's question from all plans.
func (w *work) alone(m *message, text string) error { return w.answerIn(m, nil, text) }

// entry answers with one fact.
func (w *work) entry(m *message, e answer.Entry) error {
	before, err := w.before(w.to)
	if err != nil {
		return err
	}
	a, after, ok := w.bot.snapshot().Entry(e, before, w.bot.today())
	if !ok {
		w.reply(view.Text("方案里已经没有这一项。"))
		return nil
	}
	turn := dialog.Turn{ID: w.id(), Thread: w.to.thread, User: w.to.user, Question: e.Question, Before: before, After: after, Answer: a, Version: w.bot.Version,
		Today: w.bot.today().Format("2006-01-02"), Asked: w.to.written}
	if m != nil {
		turn.Message = m.ID
	}
	w.keep(turn, true)
	return w.answer(turn)
}

func (w *work) help(_ *message, _ string) error {
	w.reply(view.Help(w.bot.about(), w.bot.snapshot().Examples(3), menu(false)))
	return nil
}

func (w *work) unit(m *message, rest string) error {
	p, err := w.plan()
	switch {
	case err != nil:
		return err
	case p == nil:
		w.reply(view.Text("还没有收录方案。"))
	case rest == "":
		w.reply(view.Units(p, 0))
	default:
		return w.alone(m, rest+"有哪些任务")
	}
	return nil
}

var hanNumber = regexp.MustCompile(`^[一二三四五六七八九十百零]+$`)

var yearOnly = regexp.MustCompile(`^(\d{2}|\d{4})年?$`)

func (w *work) clause(m *message, rest string) error {
	p, err := w.plan()
	if err != nil {
		return err
	}
	switch n, err := strconv.Atoi(strings.Trim(rest, "第条() ")); {
	case p == nil:
		w.reply(view.Text("还没有收录方案。"))
	case rest == "":
		w.reply(view.Chapters(p))
	case err == nil:
		return w.alone(m, "第"+strconv.Itoa(n)+"条原文")
	case hanNumber.MatchString(strings.Trim(rest, "第条() ")):
		return w.alone(m, "第"+strings.Trim(rest, "第条() ")+"条原文")
	default:
		return w.alone(m, rest+"原文")
	}
	return nil
}

func (w *work) indicators(_ *message, _ string) error {
	p, err := w.plan()
	if p != nil {
		w.reply(view.Indicators(p, 0))
	}
	return err
}

func (w *work) plans(_ *message, _ string) error {
	m, err := w.planList(0)
	if err == nil {
		w.reply(m)
	}
	return err
}

func (w *work) aboutUs(_ *message, _ string) error {
	var notes []string
	if w.bot.Notes != nil {
		notes = w.bot.Notes()
	}
	w.reply(view.AboutText(w.bot.about(), notes...))
	return nil
}

func (w *work) forget(_ *message, _ string) error {
	w.reply(view.Forget())
	return nil
}

// menu lists the commands as Telegram's menu shows them.
func menu(admin bool) [][2]string {
	var out [][2]string
	for _, name := range order {
		if c := commands[name]; !c.admin || admin {
			out = append(out, [2]string{name, c.about})
		}
	}
	return out
}
