package main

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// usageError is a command line that cannot be understood; its text is for people.
type usageError string

func (e usageError) Error() string { return string(e) }

// helpFlag stops the parse as soon as help is asked for, so that `cewen eval --help` does not complain that FILE is missing.
type helpFlag bool

// BeforeReset is called by kong when the flag stands on the command line.
func (helpFlag) BeforeReset(ctx *kong.Context) error { return &helpWanted{ctx} }

type helpWanted struct{ about *kong.Context }

func (*helpWanted) Error() string { return "help" }

const aboutProgram = `策问:拿着政府方案的原文回答问题,每句话都带原文出处。

用法:cewen <命令> [选项] [参数]
`

const aboutExits = `
退出码:
  0  正常。方案里没有、因而不答的问题也是 0
  1  文件读不了、输出写不出、批量里有坏行、得分低于 --min
  2  命令行写得不对
`

// help prints the help of the command that was asked about, or of the program.
func (p *program) help(ctx *kong.Context) error {
	var b bytes.Buffer
	if cmd := ctx.Selected(); cmd != nil && len(cmd.Children) > 0 {
		fmt.Fprintf(&b, "%s\n\n用法:%s <命令> [选项]\n\n命令:\n", cmd.Help, cmd.FullPath())
		for _, sub := range cmd.Children {
			fmt.Fprintf(&b, "  %-9s%s\n", sub.Name, sub.Help)
		}
	} else if cmd != nil {
		fmt.Fprintf(&b, "%s\n\n用法:%s [选项]%s\n", cmd.Help, cmd.FullPath(), positionals(cmd))
		if d := details[strings.TrimPrefix(cmd.FullPath(), "cewen ")]; d != "" {
			b.WriteString("\n" + strings.Trim(d, "\n") + "\n")
		}
		writeFlags(&b, "选项", cmd.Flags)
	} else {
		b.WriteString(aboutProgram + "\n命令:\n")
		for _, cmd := range ctx.Model.Children {
			fmt.Fprintf(&b, "  %-11s%s\n", cmd.Name, cmd.Help)
		}
	}
	writeFlags(&b, "通用选项", ctx.Model.Flags)
	if ctx.Selected() == nil {
		b.WriteString("\n每个命令的说明:cewen <命令> --help\n")
	}
	b.WriteString(aboutExits)
	_, err := p.stdout.Write(b.Bytes())
	return err
}

// details says what the one-line help of a command leaves out.
var details = map[string]string{
	"ask": `
  cewen ask 充电桩归谁管
  cewen ask --json 2025年雨水管网建多少公里
  cewen ask --batch 题目.jsonl     一行一题 {"id":"1","q":"…"};"dialog" 相同的行算同一段对话
  cewen ask -                     从标准输入读一个问题`,
	"plan": `
  不写文件时列出自带方案(和 --plans、--plan 给的方案);写了文件就只读这些文件。`,
	"eval": `
  cewen eval 题库.jsonl --min 97   分题型打分,最后一行是 JSON
  cewen eval --retrieval 目录      目录里要有 passages.jsonl、queries.jsonl、qrels.tsv`,
	"serve": `
  机器人要一个令牌,放在环境变量或文件里,不要写在命令行上:
    CEWEN_TELEGRAM_TOKEN=123456789:AA… cewen serve
  没有令牌也能运行,只是机器人不开。停止:Ctrl-C 或 SIGTERM,10 秒内停好,什么也不丢。`,
	"reminders preview": `
  cewen reminders preview --from 2025-09-01 --to 2026-01-31
  每项目标提前90、30、7、1天、当天和到期后第一个工作日提醒,北京时间9点,遇休息日提前到上一个工作日。
  每年一次的事项和主要指标不在里面。--json 一行一次:lead_days 是提前几天,-1 是到期后收口。`,
	"reminders export": `
  cewen reminders export --unit 城管局 台账.xlsx
  cewen reminders export --place 沂水县 日历.ics
  cewen reminders export --chat -1001234567890 台账.xlsx     按这个群的订阅和登记`,
	"backup": `
  cewen backup 备份.db     备份时服务照常运行;恢复就是停下服务,把备份放回原处
  PostgreSQL 用它自己的 pg_dump。`,
	"health": `
  容器里用:HEALTHCHECK CMD ["/cewen", "health"]`,
	"chat": `
  /help 说明,/all 上一答的全部引文,/about 关于,/quit 退出(Ctrl-D 也行)。`,
}

func positionals(cmd *kong.Node) string {
	var b strings.Builder
	for _, a := range cmd.Positional {
		name := a.Name
		if a.IsCumulative() {
			name += "…"
		}
		fmt.Fprintf(&b, " [%s]", name)
	}
	return b.String()
}

func writeFlags(b *bytes.Buffer, head string, flags []*kong.Flag) {
	if len(flags) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", head)
	for _, f := range flags {
		name := "--" + f.Name
		if f.Short != 0 {
			name = fmt.Sprintf("-%c, %s", f.Short, name)
		}
		if !f.IsBool() {
			name += " " + f.FormatPlaceHolder()
		}
		fmt.Fprintf(b, "  %s%s%s%s\n", name, strings.Repeat(" ", max(2, 22-width(name))), f.Help, fallback(f))
	}
}

// fallback says where a flag's value comes from when it is not given.
func fallback(f *kong.Flag) string {
	var from []string
	if len(f.Envs) > 0 {
		from = append(from, f.Envs...)
	}
	if f.HasDefault {
		from = append(from, "默认 "+f.Default)
	}
	if len(from) == 0 {
		return ""
	}
	return " [" + strings.Join(from, ";") + "]"
}

// width is how many columns s takes on a terminal, good enough for names of flags.
func width(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x2e80 {
			n++
		}
	}
	return n
}

// kongWords are kong's messages and how we say them. kong has no types for them, so its words are the only handle; the test goes through
// every one, so that a new version of kong cannot change them unnoticed.
var kongWords = []struct {
	english *regexp.Regexp
	chinese string
}{
	{regexp.MustCompile(`^unknown flag (\S+?),? did you mean (?:one of )?(.+)\?$`), `没有 $1 这个选项,是不是 $2`},
	{regexp.MustCompile(`^unknown flag (\S+)$`), `没有 $1 这个选项`},
	{regexp.MustCompile(`^unexpected argument (.*?), did you mean (?:one of )?(.+)\?$`), `不认识“$1”,是不是 $2`},
	{regexp.MustCompile(`^unexpected argument (.*)$`), `多出了“$1”`},
	{regexp.MustCompile(`^unexpected flag argument (.*)$`), `这个选项后面不带值:$1`},
	{regexp.MustCompile(`^expected one of (.*)$`), `缺少命令:$1`},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), `$1 和 $2 不能同时用`},
	{regexp.MustCompile(`^(--\S+) must be one of (.*) but got "(.*)"$`), `$1 要写 $2 中的一个,不能是“$3”`},
	{regexp.MustCompile(`^(--[^\s=]+)(?:=\S*)?: expected a valid \d+ bit int but got "(.*)"$`), `$1 要写一个整数,不能是“$2”`},
	{regexp.MustCompile(`^missing flags: (--[^\s=]+).*$`), `缺少 $1`},
	{regexp.MustCompile(`^(--[^\s=]+)(?:=\S*)?: expected a float but got "(.*)" .*$`), `$1 要写一个数,不能是“$2”`},
	{regexp.MustCompile(`^(\S+(?: \S+)?): (--\S+: .*)$`), `$2`},
	{regexp.MustCompile(`^expected "<(.*)>"$`), `缺少$1`},
	{regexp.MustCompile(`^(--[^\s=]+)(?:=\S*)?: missing value.*$`), `$1 后面要跟一个值`},
	{regexp.MustCompile(`^(--[^\s=]+)(?:=\S*)?: expected \w+ value but got .*$`), `$1 后面要跟一个值`},
	{regexp.MustCompile(`^(--[^\s=]+)(?:=\S*)?: bool value must be .*$`), `$1 后面不带值`},
	{regexp.MustCompile(`^(--[^\s=]+)(?:=\S*)?: (.*)$`), `$1:$2`},
}

// inChinese says in Chinese what kong found wrong with the command line.
func inChinese(err error) string {
	if pe, ok := errors.AsType[*kong.ParseError](err); ok {
		err = pe.Unwrap()
	}
	words := strings.TrimSpace(err.Error())
	for _, k := range kongWords {
		if k.english.MatchString(words) {
			return k.english.ReplaceAllString(words, k.chinese)
		}
	}
	return words
}
