package main

import (
	"cmp"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"strings"

	"cewen/store"
)

// serveCmd is how the service runs. Every flag is an environment variable too: secrets belong there or into a file, since everybody on a
// machine can read command lines.
type serveCmd struct {
	Token         string  `name:"telegram-token" env:"CEWEN_TELEGRAM_TOKEN" placeholder:"令牌" xor:"token" help:"机器人令牌,@BotFather 给的"`
	TokenFile     string  `name:"telegram-token-file" env:"CEWEN_TELEGRAM_TOKEN_FILE" placeholder:"文件" xor:"token" help:"令牌放在这个文件里"`
	API           string  `name:"telegram-api" env:"CEWEN_TELEGRAM_API" placeholder:"网址" default:"https://api.telegram.org" help:"Bot API 服务器"`
	WebhookURL    string  `name:"webhook-url" env:"CEWEN_WEBHOOK_URL" placeholder:"网址" help:"让 Telegram 推送到这个 https 网址(转到 --http);不写就轮询"`
	WebhookSecret string  `name:"webhook-secret" env:"CEWEN_WEBHOOK_SECRET" placeholder:"密文" help:"推送时带的密文;不写就自动生成,各副本共用"`
	DB            string  `name:"db" env:"CEWEN_DB" placeholder:"文件或网址" help:"数据库:一个文件,或 postgres://…;不写就是 cewen.db"`
	HTTP          string  `name:"http" env:"CEWEN_HTTP" placeholder:"地址" default:"127.0.0.1:8080" help:"网页和推送的地址"`
	PublicURL     string  `name:"public-url" env:"CEWEN_PUBLIC_URL" placeholder:"网址" help:"别人打开网页用的网址,如 https://cewen.example.gov.cn(转到 --http);写了 https 的,Telegram 里也能从菜单打开"`
	TrustProxy    bool    `name:"trust-proxy" env:"CEWEN_TRUST_PROXY" help:"前面有反向代理:来访者地址取 X-Forwarded-For 的最后一个"`
	Ops           string  `name:"ops" env:"CEWEN_OPS" placeholder:"地址" help:"/healthz /readyz /metrics 另用一个地址;不写就在 --http 上"`
	Admins        []int64 `name:"admins" env:"CEWEN_ADMINS" placeholder:"ID,…" help:"管理员的 Telegram 数字 ID,逗号分开"`
	PageKey       string  `name:"page-key" env:"CEWEN_PAGE_KEY" placeholder:"口令" help:"管理口令:在网页上收录、移除方案用;不写就只有管理员的 Telegram 和本机能管"`
	Access        string  `name:"access" env:"CEWEN_ACCESS" placeholder:"方式" default:"open" enum:"open,paired" help:"open 谁都能问;paired 先申请,管理员批准"`
	Rate          int     `name:"rate" env:"CEWEN_RATE" placeholder:"条" default:"30" help:"每秒最多发多少条;0 不限(只给自己的 Bot API 服务器用)"`
	UserRate      int     `name:"user-rate" env:"CEWEN_USER_RATE" placeholder:"条" default:"60" help:"每人每分钟最多问多少条;0 不限"`
	Uncertain     string  `name:"uncertain" env:"CEWEN_UNCERTAIN" placeholder:"办法" default:"resend" enum:"resend,hold" help:"不知道是否送达的:resend 标明“可能重复”再发一次;hold 留着不发"`
	KeepDays      int     `name:"keep-days" env:"CEWEN_KEEP_DAYS" placeholder:"天" default:"180" help:"提问和答复保存多少天"`
	TZ            string  `name:"tz" env:"CEWEN_TZ" placeholder:"时区" default:"Asia/Shanghai" help:"消息里的时间按哪个时区写"`
	Holidays      string  `name:"holidays" env:"CEWEN_HOLIDAYS" placeholder:"文件" help:"节假日安排,补自带的2023-2026年:一行一天,2027-01-01 休 元旦 或 2027-02-07 班"`
	RehearseFrom  date    `name:"rehearse-from" env:"CEWEN_REHEARSE_FROM" placeholder:"日期" help:"演练:方案时间从这一天开始走,消息都标“演练”;要用 --db 写明另一个数据库"`
	RehearseSpeed float64 `name:"rehearse-speed" env:"CEWEN_REHEARSE_SPEED" placeholder:"倍" default:"3600" help:"演练时方案时间走多快:3600 是一秒走一小时"`
	LogLevel      level   `name:"log-level" env:"CEWEN_LOG_LEVEL" placeholder:"级别" default:"info" help:"日志级别:debug、info、warn、error"`
	LogJSON       bool    `name:"log-json" env:"CEWEN_LOG_JSON" help:"日志写成 JSON"`
	LogText       bool    `name:"log-text" env:"CEWEN_LOG_TEXT" help:"日志里也写提问的原文"`
}

// level is how much is logged.
type level struct{ slog.Level }

func (l *level) UnmarshalText(text []byte) error {
	if err := l.Level.UnmarshalText(text); err != nil {
		return errors.New("要写 debug、info、warn 或 error")
	}
	return nil
}

// Validate is called by kong once all flags are read.
func (c *serveCmd) Validate() error {
	switch {
	case c.WebhookURL != "" && !isURL(c.WebhookURL):
		return errors.New("--webhook-url: 要写成 https://… 这样的网址")
	case c.PublicURL != "" && (!isURL(c.PublicURL) || strings.Trim(urlPath(c.PublicURL), "/") != ""):
		return errors.New("--public-url: 要写成 https://cewen.example.gov.cn 这样的网址,后面不带路径")
	case !isURL(c.API):
		return errors.New("--telegram-api: 要写成 https://… 这样的网址")
	case len(c.WebhookSecret) > 256 || strings.Trim(c.WebhookSecret, secretLetters) != "":
		return errors.New("--webhook-secret: 只能有字母、数字、_ 和 -,最多256个")
	case !(c.RehearseSpeed > 0 && c.RehearseSpeed <= 1e7):
		return errors.New("--rehearse-speed: 要大于0,不超过10000000")
	case !c.RehearseFrom.IsZero() && c.DB == "":
		return errors.New("--rehearse-from: 演练要用 --db 写明另一个数据库,以免动了正式的")
	case c.Rate < 0 || c.UserRate < 0:
		return errors.New("--rate: 不能小于0")
	case c.KeepDays < 1 || c.KeepDays > 3650:
		return errors.New("--keep-days: 要在1到3650之间")
	}
	return nil
}

// db is the database's name or address.
func (c *serveCmd) db() string { return cmp.Or(c.DB, usualDB) }

// usualDB is the database where none is named.
const usualDB = "cewen.db"

// secretLetters are what setWebhook takes in a secret_token (Bot API).
const secretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// urlPath is what stands behind the host of an address.
func urlPath(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Path + u.RawQuery
}

// token is the bot's token, from the flag or from its file; "" leaves the bot off.
func (c *serveCmd) token() (string, error) {
	if c.TokenFile == "" {
		return strings.TrimSpace(c.Token), nil
	}
	f, err := openFile(c.TokenFile)
	if err != nil {
		return "", &fileError{c.TokenFile, err}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return "", &fileError{c.TokenFile, err}
	}
	token := strings.TrimSpace(string(b))
	if token == "" {
		return "", &fileError{c.TokenFile, errNoToken}
	}
	return token, nil
}

// password is what of a database's address must not be shown; "" for a file.
func password(db string) string {
	if u, err := url.Parse(db); err == nil && u.User != nil {
		if secret, ok := u.User.Password(); ok {
			return secret
		}
	}
	return ""
}

// shownDB is a database's name without its password.
func shownDB(db string) string {
	if !store.IsAddress(db) {
		return db
	}
	u, err := url.Parse(db)
	if err != nil {
		return "postgres://…"
	}
	u.RawQuery = ""
	return u.Redacted()
}
