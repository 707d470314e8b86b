// Package answer turns a question into an answer from the plans' own words.
//
// In: a Snapshot (plans, index, lexicon), a Context (profile, last reading, last list) and a question as a person typed it. Out: an
// Answer, which is the direct answer, the verbatim quotes with their clauses that carry it, or a refusal with its reason; and the next
// Context. A question yields several readings; each runs as a small query over typed facts; one score picks.
//
// It is pure: no clock (today is an input), no storage, no network, no Telegram. It never says what no citation shows, never splits or
// adds up numbers that the plan does not, and never guesses.
package answer

import "time"

// Intent (问法) is what a question was read as; the contract of `cewen ask --json` lists the values.
type Intent string

// The intents.
const (
	Lead    Intent = "lead"    // 谁负责
	Target  Intent = "target"  // 目标多少、何时
	Unit    Intent = "unit"    // 某单位的全部任务
	Due     Intent = "due"     // 某年到期的目标
	Place   Intent = "place"   // 县区与乡镇
	Clause  Intent = "clause"  // 条款与章节
	Meta    Intent = "meta"    // 文件信息
	List    Intent = "list"    // 列举
	Compare Intent = "compare" // 比较
	Verify  Intent = "verify"  // 核对
	None    Intent = "none"    // 不是在问方案
)

// Refusal (答不了的原因) is one of the four reasons for which nothing is answered; each has its own wording (refuse.go).
type Refusal string

// The refusals.
const (
	Answered      Refusal = ""
	WordAbsent    Refusal = "word"    // the word does not occur in the plan; literally checked
	SlotAbsent    Refusal = "slot"    // the topic is there; the year, place, unit, measure or value asked for is not
	NotUnderstood Refusal = "unclear" // nothing in the plan corresponds
	NotPlanMatter Refusal = "matter"  // no matter of a plan: status, chit-chat, instructions
)

// Question is what a person typed and the day on which it was typed.
type Question struct {
	Text  string
	Today time.Time
	Plan  string // answer from this plan alone (文号, the file name where the plan has none); "": from all
}

// Citation is a verbatim quote and where it stands.
type Citation struct {
	Plan   string `json:"plan"`   // 文号, the file name where the plan has none
	Clause int    `json:"clause"` // 0: document data
	Row    int    `json:"row"`    // indicator row, else 0
	Label  string `json:"label"`
	Title  string `json:"title"`
	Quote  string `json:"quote"` // plan text from Start to End, byte for byte
	Start  int    `json:"start"`
	End    int    `json:"end"`
}

// Answer (答复) is what is said to one question.
// Its JSON form is what faces keep of a conversation.
type Answer struct {
	Answered    bool       `json:"answered"`
	Intent      Intent     `json:"intent"`
	Refusal     Refusal    `json:"refusal,omitempty"`
	Text        string     `json:"text"`            // the direct answer, plain text, lines separated by \n
	Notes       []string   `json:"notes,omitempty"` // what was read into the question: 按“充电桩”=原文“公共充电站”查
	Citations   []Citation `json:"citations,omitempty"`
	Suggestions []string   `json:"suggestions,omitempty"` // at most 2 questions that the plan answers
	Progress    bool       `json:"progress,omitempty"`    // asked was how far something is: a face that keeps records adds its own
	Wants       Want       `json:"wants,omitempty"`       // what has to be told before this can be answered
}

// Want is something about the asker that an answer depends on: a face can offer what there is to choose.
type Want string

// What can be wanted.
const (
	WantUnit  Want = "unit"  // whose bureau 我局 is
	WantPlace Want = "place" // which county 我县 is
)
