package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// cli is the grammar of the command line. The words in the tags are what --help prints.
type cli struct {
	common

	Ask       askCmd       `cmd:"" help:"问一个问题,或用 --batch 成批地问"`
	Chat      chatCmd      `cmd:"" help:"在终端里连续提问"`
	Plan      planCmd      `cmd:"" help:"看程序从方案里读出了什么"`
	Eval      evalCmd      `cmd:"" help:"用题库打分,或测检索"`
	Reminders remindersCmd `cmd:"" help:"提醒:预演、导出、状态"`
	Serve     serveCmd     `cmd:"" help:"运行服务:Telegram 机器人、健康检查、指标"`
	Health    healthCmd    `cmd:"" help:"问一声正在运行的服务是否正常"`
	Backup    backupCmd    `cmd:"" help:"备份数据库,不用停服务"`
	Version   versionCmd   `cmd:"" help:"版本"`
}

// common is what every command accepts.
type common struct {
	Plans string   `name:"plans" placeholder:"目录" xor:"plans" help:"除自带方案外,再读这个目录(含子目录)里的方案:.txt .md .html .docx .pdf"`
	Only  string   `name:"plan" placeholder:"文件" xor:"plans" help:"只读这一个方案,不读自带方案"`
	Cache string   `name:"cache" env:"CEWEN_CACHE" placeholder:"目录" help:"方案多的时候,读过的内容和索引放在这里,下次启动就快;不写就在用户缓存目录"`
	Today date     `name:"today" placeholder:"日期" help:"把这一天当作今天,如 2026-11-23;不写就是今天(北京时间)"`
	Help  helpFlag `name:"help" short:"h" help:"显示这份说明"`
}

// china is the time zone in which a plan's today is meant; the program needs no time zone files for it.
var china = time.FixedZone("UTC+8", 8*60*60)

// date is a day given on the command line.
type date struct{ time.Time }

func (d *date) UnmarshalText(text []byte) error {
	t, err := time.ParseInLocation(time.DateOnly, string(text), china)
	if err != nil {
		return fmt.Errorf("%q 不是日期,要写成 2026-11-23 这样", text)
	}
	d.Time = t
	return nil
}

func (c common) today() time.Time {
	if c.Today.IsZero() {
		return time.Now().In(china)
	}
	return c.Today.Time
}

// percent is a share between 0 and 100 given on the command line.
type percent float64

func (p *percent) UnmarshalText(text []byte) error {
	f, err := strconv.ParseFloat(strings.TrimSuffix(string(text), "%"), 64)
	if err != nil || !(0 <= f && f <= 100) {
		return fmt.Errorf("%q 不是 0 到 100 之间的数", text)
	}
	*p = percent(f)
	return nil
}

// dispatch parses the command line and runs the command.
func (p *program) dispatch(args []string) error {
	var c cli
	parser, err := kong.New(&c, kong.Name("cewen"), kong.NoDefaultHelp(), kong.Writers(p.stdout, p.stderr))
	if err != nil {
		return fmt.Errorf("command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if help, ok := errors.AsType[*helpWanted](err); ok {
		return p.help(help.about)
	}
	if err != nil {
		return usageError(inChinese(err))
	}
	p.common = c.common
	return parsed.Run(p)
}
