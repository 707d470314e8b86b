package answer

// Context is what a conversation carries from one question to the next. It is a plain value: the caller keeps it (as JSON if it
// likes), so follow-ups survive a restart and every face shares them. The zero value starts a conversation.
type Context struct {
	Unit  string `json:"unit,omitempty"`  // profile: 我局, full name as the plan spells it
	Place string `json:"place,omitempty"` // profile: 我县
	Plan  string `json:"plan,omitempty"`  // the plan that was chosen to ask from; "": all
	Last  *Turn  `json:"last,omitempty"`
}

// Turn is the last reading and what it answered.
type Turn struct {
	Plan     string   `json:"plan,omitempty"` // whose plan answered
	Question string   `json:"q,omitempty"`    // completed from the conversation; "" where Facts alone tell what was answered
	Intent   Intent   `json:"intent"`
	Topic    string   `json:"topic,omitempty"`
	Unit     string   `json:"unit,omitempty"`
	Place    string   `json:"place,omitempty"`
	Year     int      `json:"year,omitempty"`
	Clause   int      `json:"clause,omitempty"` // clause of the first citation
	Ref      int      `json:"ref,omitempty"`    // clause that was asked for by number or title
	Facts    []string `json:"facts,omitempty"`  // ids of the facts used, best first
	Others   []string `json:"others,omitempty"` // next candidates: 不是这个
	Items    []string `json:"items,omitempty"`  // the list shown: 第2个, 还有吗, 全列出来
	Shown    int      `json:"shown,omitempty"`
}
