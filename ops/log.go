package ops

import (
	"bytes"
	"io"
	"log/slog"
	"net/url"
)

// NewLog writes log lines to w, as text or as JSON, from the given level on. Whatever of secrets would come into a line is put out: a line
// is searched whole, so that no error and no value can carry one along.
func NewLog(w io.Writer, level slog.Level, asJSON bool, secrets ...string) *slog.Logger {
	r := &redactor{w: w}
	for _, s := range secrets {
		for _, form := range []string{s, url.QueryEscape(s), url.PathEscape(s)} {
			if len(s) >= 6 { // a shorter one would black out half the log
				r.secrets = append(r.secrets, []byte(form))
			}
		}
	}
	options := &slog.HandlerOptions{Level: level}
	if asJSON {
		return slog.New(slog.NewJSONHandler(r, options))
	}
	return slog.New(slog.NewTextHandler(r, options))
}

// redactor takes secrets out of what is written. slog's handlers write a line at a time.
type redactor struct {
	w       io.Writer
	secrets [][]byte
}

func (r *redactor) Write(line []byte) (int, error) {
	out := line
	for _, s := range r.secrets {
		out = bytes.ReplaceAll(out, s, []byte("***"))
	}
	if _, err := r.w.Write(out); err != nil {
		return 0, err
	}
	return len(line), nil
}
