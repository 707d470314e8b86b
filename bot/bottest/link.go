package bottest

import (
	"net/url"
	"strconv"
	"strings"
)

// linkedUser reads tg://user?id=…, which is a mention and no link.
func linkedUser(link string) (int64, bool) {
	u, err := url.Parse(link)
	if err != nil || !strings.EqualFold(u.Scheme, "tg") || u.Host != "user" {
		return 0, false
	}
	id, err := strconv.ParseInt(u.Query().Get("id"), 10, 64)
	return id, err == nil && id > 0
}

// checkedLink tells whether Telegram takes a link, and as what: http and https with a host that has a dot (so localhost is none), tg, ton and
// tonsite. Without a scheme it is http.
func checkedLink(link string) (string, bool) {
	if strings.ContainsAny(link, " \t\n\"<>") || link == "" {
		return "", false
	}
	if !strings.Contains(link, "://") && !strings.HasPrefix(link, "tg:") && !strings.HasPrefix(link, "ton:") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if !strings.Contains(u.Hostname(), ".") && !strings.Contains(u.Hostname(), ":") {
			return "", false
		}
		if u.Path == "" {
			u.Path = "/"
		}
		return u.String(), true
	case "tg", "ton", "tonsite":
		return u.String(), u.Host != "" || u.Opaque != ""
	}
	return "", false
}

// checkedWebApp tells whether Telegram takes a link for a Mini App.
func checkedWebApp(link string) bool {
	_, ok := checkedLink(link)
	return ok && strings.HasPrefix(strings.ToLower(link), "https://")
}
