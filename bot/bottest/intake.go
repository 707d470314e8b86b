package bottest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
)

// File is what was uploaded, by the bot or for a user.
type File struct {
	Name string
	Type string
	Data []byte
}

// value is a field of a call as text. JSON is the kind of JSON value it was, as a first character ('"', '{', 't', '0'…), and 0 in forms, where
// everything is text.
type value struct {
	text string
	json byte
}

type request struct {
	values map[string]value
	files  map[string]File // by form field
}

// biggestBody is above what Telegram takes (50 MB a file), so that a too big file is read and answered, not cut.
const biggestBody = 64 << 20

// errGone: the client went away before its request was whole. Nothing has been called then.
var errGone = errors.New("the client is gone")

// readRequest reads a call to its last byte, in any of the forms that Telegram takes. The client library says multipart even where the body
// is empty.
func readRequest(r *http.Request) (request, error) {
	in := request{map[string]value{}, map[string]File{}}
	for name, texts := range r.URL.Query() {
		in.values[name] = value{text: texts[len(texts)-1]}
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, biggestBody))
	if err != nil {
		return in, fmt.Errorf("read body: %w: %w", errGone, err)
	}
	if len(body) == 0 {
		return in, nil
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return in, fmt.Errorf("read content type: %w", err)
	}
	switch kind {
	case "multipart/form-data":
		err = in.readMultipart(multipart.NewReader(bytes.NewReader(body), params["boundary"]))
	case "application/x-www-form-urlencoded":
		err = in.readForm(string(body))
	case "application/json":
		err = in.readJSON(body)
	default:
		err = fmt.Errorf("unsupported content type %q", kind)
	}
	return in, err
}

func (in request) readMultipart(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read multipart: %w", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return fmt.Errorf("read multipart field %s: %w", part.FormName(), err)
		}
		if part.FileName() == "" {
			in.values[part.FormName()] = value{text: string(data)}
			continue
		}
		in.files[part.FormName()] = File{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

func (in request) readForm(body string) error {
	form, err := url.ParseQuery(body)
	if err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	for name, texts := range form {
		in.values[name] = value{text: texts[len(texts)-1]}
	}
	return nil
}

func (in request) readJSON(body []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return fmt.Errorf("read JSON body: %w", err)
	}
	for name, raw := range object {
		v := value{string(raw), raw[0]}
		if v.json == '"' {
			if err := json.Unmarshal(raw, &v.text); err != nil {
				return fmt.Errorf("read JSON field %s: %w", name, err)
			}
		}
		in.values[name] = v
	}
	return nil
}
