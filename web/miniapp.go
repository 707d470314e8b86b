package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// launchAge is how old the launch data of a Mini App may be: it is made when the app is opened.
const launchAge = time.Hour

var errLaunch = errors.New("launch data")

// launchUser checks the launch data of a Mini App (Bot API, "Validating data received via the Mini App": all fields but hash, sorted, signed
// with a key made from the bot's token) and returns the user that Telegram vouches for. It fails for data that is forged, older than
// launchAge or without a user.
func launchUser(data, token string, now time.Time) (id int64, err error) {
	fields, err := url.ParseQuery(data)
	if err != nil || token == "" {
		return 0, errLaunch
	}
	var lines []string
	for k, v := range fields {
		if len(v) != 1 {
			return 0, errLaunch
		}
		if k != "hash" {
			lines = append(lines, k+"="+v[0])
		}
	}
	slices.Sort(lines)
	key := hmac.New(sha256.New, []byte("WebAppData"))
	_, _ = key.Write([]byte(token)) // never fails
	sum := hmac.New(sha256.New, key.Sum(nil))
	_, _ = sum.Write([]byte(strings.Join(lines, "\n"))) // never fails
	got, err := hex.DecodeString(fields.Get("hash"))
	if err != nil || !hmac.Equal(got, sum.Sum(nil)) {
		return 0, errLaunch
	}
	at, err := strconv.ParseInt(fields.Get("auth_date"), 10, 64)
	if age := now.Sub(time.Unix(at, 0)); err != nil || age > launchAge || age < -time.Minute {
		return 0, errLaunch
	}
	var user struct {
		ID int64 `json:"id"`
	}
	if err := json.Unmarshal([]byte(fields.Get("user")), &user); err != nil || user.ID <= 0 {
		return 0, errLaunch
	}
	return user.ID, nil
}

// launch is the page that Telegram opens: its script hands the launch data over, which stands behind the # and never reaches a server by
// itself.
func (w *Web) launch(r *request) error {
	if w.Token == "" || w.PublicURL == "" {
		return errNotFound
	}
	return w.render(r, http.StatusOK, "launch", struct{}{})
}

// launched checks the launch data and lets the user in.
func (w *Web) launched(r *request) error {
	if w.Token == "" || w.PublicURL == "" {
		return errNotFound
	}
	if err := w.limited(r); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fail(http.StatusBadRequest, "看不懂发来的内容。")
	}
	id, err := launchUser(r.PostForm.Get("data"), w.Token, time.Now())
	if err != nil {
		return fail(http.StatusForbidden, "没有认出是从 Telegram 打开的,请关掉重新打开。")
	}
	w.remember(r, visitor{id: id, telegram: true})
	r.rw.WriteHeader(http.StatusNoContent)
	return nil
}
