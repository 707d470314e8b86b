package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

const testToken = "42:secret"

// launchData is what Telegram hands to a Mini App, signed with a bot's token.
func launchData(token string, at time.Time, fields url.Values) string {
	fields.Set("auth_date", fmt.Sprint(at.Unix()))
	var lines []string
	for k := range fields {
		lines = append(lines, k+"="+fields.Get(k))
	}
	slices.Sort(lines)
	key := hmac.New(sha256.New, []byte("WebAppData"))
	key.Write([]byte(token))
	sum := hmac.New(sha256.New, key.Sum(nil))
	sum.Write([]byte(strings.Join(lines, "\n")))
	fields.Set("hash", hex.EncodeToString(sum.Sum(nil)))
	return fields.Encode()
}

func userFields() url.Values {
	return url.Values{"user": {`{"id":7,"first_name":"王"}`}, "query_id": {"AAH"}, "signature": {"x_y"}}
}

// Launch data is believed when Telegram signed it, lately, for a user.
func TestLaunchUser(t *testing.T) {
	now := time.Now()
	good := launchData(testToken, now.Add(-time.Minute), userFields())
	if id, err := launchUser(good, testToken, now); id != 7 || err != nil {
		t.Fatalf("user %d, %v", id, err)
	}
	for name, data := range map[string]string{
		"another bot's":  launchData("43:other", now, userFields()),
		"old":            launchData(testToken, now.Add(-launchAge-time.Second), userFields()),
		"of tomorrow":    launchData(testToken, now.Add(time.Hour), userFields()),
		"another user":   strings.Replace(good, "7", "8", 1),
		"no user":        launchData(testToken, now, url.Values{"query_id": {"AAH"}}),
		"no number":      launchData(testToken, now, url.Values{"user": {`{"id":"7"}`}}),
		"twice the user": good + "&user=%7B%22id%22%3A8%7D",
		"no hash":        "user=%7B%22id%22%3A7%7D&auth_date=" + fmt.Sprint(now.Unix()),
		"nothing":        "",
		"no form":        "%zz",
	} {
		if id, err := launchUser(data, testToken, now); err == nil {
			t.Errorf("%s: believed as user %d", name, id)
		}
	}
	if _, err := launchUser(launchData("", now, userFields()), "", now); err == nil {
		t.Error("believed without a token")
	}
}

// The page in Telegram opens for whom Telegram vouches, and the same pages stand there.
func TestLaunch(t *testing.T) {
	r := newRig(t, func(c *Config) {
		c.Local, c.Paired, c.Admins, c.Token, c.PublicURL = false, true, []int64{7}, testToken, "https://cewen.example"
	})
	c := r.browser()
	if p := r.get(c, "/app/"); p.StatusCode != http.StatusForbidden {
		t.Errorf("without launch data: %s", p.Status)
	}
	r.get(c, "/app/launch").has(t, `id="launch"`)
	if p := r.post(c, "/app/launch", url.Values{"data": {launchData("43:other", time.Now(), userFields())}}); p.StatusCode != http.StatusForbidden {
		t.Errorf("forged launch data: %s", p.Status)
	}
	p := r.post(c, "/app/launch", url.Values{"data": {launchData(testToken, time.Now(), userFields())}})
	if p.StatusCode != http.StatusNoContent {
		t.Fatalf("launched: %s", p.Status)
	}
	cookie := p.Cookies()[0]
	if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteNoneMode || !cookie.Partitioned || cookie.Path != "/app/" {
		t.Errorf("cookie %s", cookie)
	}
	ask := func(method, path string) page {
		req, err := http.NewRequest(method, r.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value}) // a browser would keep it over https only
		return r.read(r.browser().Do(req))
	}
	ask(http.MethodGet, "/app/").has(t, "可以这样问", `href="/app/board"`, `data-base="/app"`)
	if p := ask(http.MethodGet, "/"); p.StatusCode != http.StatusForbidden {
		t.Error("Telegram's word opens the page outside Telegram")
	}
}

// Without a token or an address there is no page in Telegram.
func TestNoLaunch(t *testing.T) {
	r := newRig(t)
	if p := r.get(r.browser(), "/app/launch"); p.StatusCode != http.StatusNotFound {
		t.Errorf("launch: %s", p.Status)
	}
}

func FuzzLaunchUser(f *testing.F) {
	now := time.Unix(1_800_000_000, 0)
	f.Add(launchData(testToken, now, userFields()))
	f.Add("hash=&user=&auth_date=")
	good := launchData(testToken, now, userFields())
	f.Fuzz(func(t *testing.T, data string) {
		if id, err := launchUser(data, testToken, now); err == nil && id != 7 {
			t.Errorf("%q is believed as user %d; only %q is signed", data, id, good)
		}
	})
}
