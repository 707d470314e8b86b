package bottest

import (
	"encoding/json"
	"fmt"
	"regexp"
)

// InlineAnswer is what an inline query was answered.
type InlineAnswer struct {
	Results    []InlineResult
	CacheTime  int // seconds
	IsPersonal bool
	NextOffset string
	Button     json.RawMessage
}

// InlineResult is one result.
type InlineResult struct {
	ID, Type, Title, Description string

	Text     string // of the message that choosing it sends
	Entities []Entity
	Keyboard [][]Button
	JSON     json.RawMessage // the result as it was sent

	markup *markup
}

type wireResult struct {
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Caption     *string         `json:"caption"`
	ParseMode   string          `json:"parse_mode"`
	Markup      json.RawMessage `json:"reply_markup"`
	Content     *struct {
		Text      *string         `json:"message_text"`
		ParseMode string          `json:"parse_mode"`
		Entities  json.RawMessage `json:"entities"`
	} `json:"input_message_content"`
}

var startParameter = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (c *call) checkResults() {
	c.results = c.readResults()
	results := c.results
	if len(results) > 50 {
		c.wrong(fmt.Sprintf("%d results, allowed are 50", len(results)), "RESULTS_TOO_MUCH")
	}
	seen := map[string]bool{}
	for _, r := range results {
		if len(r.ID) < 1 || len(r.ID) > 64 {
			c.wrong(fmt.Sprintf("result id %q has %d bytes, allowed are 1-64", r.ID, len(r.ID)), "RESULT_ID_INVALID")
		}
		if seen[r.ID] {
			c.wrong(fmt.Sprintf("result id %q comes twice", r.ID), "RESULT_ID_DUPLICATE")
		}
		seen[r.ID] = true
		if r.Type == "article" && r.Title == "" {
			c.wrong(fmt.Sprintf("result %q has no title", r.ID), "ARTICLE_TITLE_EMPTY")
		}
	}
	if n := c.int("cache_time"); n < 0 {
		c.wrong(fmt.Sprintf("cache_time %d is negative", n), "")
	}
	if n := len(c.Fields["next_offset"]); n > 64 {
		c.wrong(fmt.Sprintf("next_offset has %d bytes, allowed are 64", n), "NEXT_OFFSET_INVALID")
	}
	c.checkResultsButton()
}

// readResults reads the results, and checks the messages in them as if they were sent.
func (c *call) readResults() []InlineResult {
	var list []json.RawMessage
	c.decode("results", &list)
	var results []InlineResult
	for _, text := range list {
		var w wireResult
		if json.Unmarshal(text, &w) != nil {
			continue // reported by checkShape
		}
		r := InlineResult{ID: w.ID, Type: w.Type, Title: w.Title, Description: w.Description, JSON: text}
		where := fmt.Sprintf("result %q", w.ID)
		switch {
		case w.Content != nil && w.Content.Text != nil:
			f := c.format(where, *w.Content.Text, w.Content.ParseMode, string(w.Content.Entities), 4096, "message is too long")
			if r.Text, r.Entities = f.Text, f.Entities; f.Text == "" {
				c.wrong(where+": message_text is empty", "message text is empty")
			}
		case w.Caption != nil:
			f := c.format(where, *w.Caption, w.ParseMode, "", 1024, "message caption is too long")
			r.Text, r.Entities = f.Text, f.Entities
		}
		if len(w.Markup) > 0 {
			r.markup = c.readMarkup(string(w.Markup))
			r.Keyboard = r.markup.rows
		}
		results = append(results, r)
	}
	return results
}

func (c *call) checkResultsButton() {
	if !c.has("button") {
		return
	}
	var button map[string]json.RawMessage
	c.decode("button", &button)
	app, hasApp := button["web_app"]
	parameter, hasParameter := button["start_parameter"]
	if hasApp == hasParameter {
		c.wrong("button must have exactly one of web_app and start_parameter", "can't parse inline query results button")
	}
	var start string
	if hasParameter && (json.Unmarshal(parameter, &start) != nil || !startParameter.MatchString(start)) {
		c.wrong(fmt.Sprintf("start_parameter %s is not 1-64 of A-Z, a-z, 0-9, _ and -", parameter), "START_PARAM_INVALID")
	}
	var link struct{ URL string }
	if hasApp && (json.Unmarshal(app, &link) != nil || !checkedWebApp(link.URL)) {
		c.wrong(fmt.Sprintf("button: web_app %q is no https link", link.URL), "BUTTON_URL_INVALID")
	}
}
