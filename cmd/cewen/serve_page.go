package main

import (
	"cmp"
	"net"
	"net/netip"
	"strings"
	"time"

	"cewen/bot"
	"cewen/dialog"
	"cewen/library"
	"cewen/outbox"
	"cewen/web"
)

// web is how the page is served. talking is nil where there is no bot: then nobody can be asked to let somebody in.
func (c *serveCmd) web(p *program, token string, zone *time.Location, remind *reminding, held *library.Library, at net.Addr, talking *bot.Bot) web.Config {
	out := web.Config{
		Local: onLoopback(at), PublicURL: strings.TrimRight(c.PublicURL, "/"), Paired: c.Access == "paired", Token: token, Admins: c.Admins, UserRate: c.UserRate, Proxied: c.TrustProxy,
		Zone: zone, Today: remind.today(p.common.today), Clock: remind.clock.Now, Version: version, Retention: c.keep(), Notes: remind.notes, Milestones: remind.planner.Milestones,
		Library: held, PageKey: c.PageKey, Problems: held.Problems,
	}
	if talking != nil {
		out.Ask = func(a dialog.Access) []outbox.Delivery { return talking.Request(a) }
		out.Wake = talking.Wake
	}
	return out
}

// address is where the page can be opened.
func (c *serveCmd) address(at net.Addr) string {
	return cmp.Or(c.PublicURL, "http://"+at.String()) + "/"
}

// launchURL is where Telegram opens the page: it opens only what is reached by https (Bot API, WebAppInfo).
func (c *serveCmd) launchURL() string {
	if !strings.HasPrefix(c.PublicURL, "https://") {
		return ""
	}
	return strings.TrimRight(c.PublicURL, "/") + "/app/launch"
}

// onLoopback reports whether only this machine can reach an address.
func onLoopback(at net.Addr) bool {
	a, err := netip.ParseAddrPort(at.String())
	return err == nil && a.Addr().IsLoopback()
}
