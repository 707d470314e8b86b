package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"cewen/answer"
)

type chatCmd struct{}

// errInterrupted is Ctrl-C on the line that is being typed.
var errInterrupted = errors.New("interrupted")

// lines is where a conversation's questions come from: a terminal with editing and history, or plain input.
type lines interface {
	// next returns the next line, errInterrupted for Ctrl-C, io.EOF at the end (Ctrl-D).
	next() (string, error)
	close() error
}

// conversation is one chat: what was said so far and how answers are shown.
type conversation struct {
	p        *program
	snapshot *answer.Snapshot
	style    style
	context  answer.Context
	last     answer.Answer
}

// Run talks until the input ends or the user quits.
func (chatCmd) Run(p *program) (err error) {
	s, err := p.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	c := &conversation{p: p, snapshot: s.Snapshot, style: p.style()}
	if err := c.say(c.greeting()); err != nil {
		return err
	}
	in := p.lines()
	defer func() { err = errors.Join(err, in.close()) }()
	return c.talk(in)
}

func (c *conversation) talk(in lines) error {
	interrupted := false
	for {
		text, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errInterrupted) && interrupted:
			return nil
		case errors.Is(err, errInterrupted):
			interrupted = true
			if err := c.say("再按一次 Ctrl-C 退出\n"); err != nil {
				return err
			}
			continue
		case errors.Is(err, errLineTooLong):
			if err := c.say(cause(err) + ",没有读\n"); err != nil {
				return err
			}
			continue
		case err != nil:
			return &fileError{"标准输入", err}
		}
		interrupted = false
		quit, err := c.turn(text)
		if quit || err != nil {
			return err
		}
	}
}

// turn answers one line.
func (c *conversation) turn(text string) (quit bool, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return false, nil
	}
	if text[0] == '/' {
		return c.command(text)
	}
	c.last, c.context = answer.Ask(c.snapshot, c.context, answer.Question{Text: text, Today: c.p.common.today()})
	return false, c.say(c.style.answer(c.last, fewQuotes) + "\n")
}

func (c *conversation) command(text string) (quit bool, err error) {
	switch text {
	case "/quit", "/exit", "/q":
		return true, nil
	case "/help", "/start", "/?":
		return false, c.say(c.greeting() + chatHelp + "\n")
	case "/about":
		return false, c.say(c.about())
	case "/all":
		var b strings.Builder
		c.style.quotes(&b, c.last.Citations, allQuotes)
		if b.Len() == 0 {
			b.WriteString("上一答没有引文\n")
		}
		return false, c.say(b.String() + "\n")
	}
	return false, c.say(oneLine("没有 "+text+" 这个命令,/help 看说明") + "\n")
}

const chatHelp = `/all   上一答的全部引文
/about 收录了什么,怎么答
/quit  退出(Ctrl-D 也行)
可以接着问:那2023年呢、谁负责、住建局呢、下一条、第2个、还有吗、你确定
可以先说:我是城管局的;之后“我局”就是它
`

// greeting says which plans are talked about and what can be asked.
func (c *conversation) greeting() string {
	var b strings.Builder
	held := c.snapshot.Holdings()
	for i, h := range held {
		if i == 5 {
			fmt.Fprintf(&b, "……共%d份方案\n", len(held))
			break
		}
		fmt.Fprintf(&b, "%s\n", c.style.bold(answer.Printable(h.Brief.Heading())))
	}
	if examples := c.snapshot.Examples(3); len(examples) > 0 {
		b.WriteString("可以这样问:\n")
		for _, e := range examples {
			fmt.Fprintf(&b, "  %s\n", answer.Printable(e))
		}
	}
	b.WriteString("/help 说明,/quit 退出\n\n")
	return b.String()
}

func (c *conversation) about() string {
	var b strings.Builder
	for _, h := range c.snapshot.Holdings() {
		fmt.Fprintf(&b, "%s\n%s\n", answer.Printable(h.Brief.Heading()), figures(h.Brief.Counts))
	}
	fmt.Fprintf(&b, "今天按%s算。\n", c.p.common.today().Format("2006-01-02"))
	b.WriteString("只收录公开文件,请勿输入涉密和内部信息。提问只留在这个程序的内存里,退出就没有了。\n答的都是方案原文;方案没有写的,就说没有写。\n\n")
	return b.String()
}

func (c *conversation) say(text string) error {
	_, err := io.WriteString(c.p.stdout, text)
	return err
}
