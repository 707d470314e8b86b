package plan

import "fmt"

// Reason says in one word why a text is no plan.
type Reason string

// Reasons. Their Chinese wording is in reasonText, so that every face says the same.
const (
	TooLarge    Reason = "too-large"
	Empty       Reason = "empty"
	BadUTF8     Reason = "bad-utf8"
	BadByte     Reason = "nul"
	HTML        Reason = "html"
	NoStructure Reason = "no-structure"
	NoPlan      Reason = "no-plan"
	BadSpan     Reason = "bad-span"
)

var reasonText = map[Reason]string{
	TooLarge:    "文件过大,不像一份方案",
	Empty:       "文件是空的",
	BadUTF8:     "文件不是UTF-8文本",
	BadByte:     "文件含有NUL字节,不是文本",
	HTML:        "文件是网页源码,请另存为纯文本",
	NoStructure: "没有找到章和条的标号(如“一、”“(一)”“1.”“第一条”),也没有任务表",
	NoPlan:      "不像方案:没有文号、责任单位,标题里也没有方案、计划、意见、规划、措施等字样",
	BadSpan:     "文字范围不对",
}

// Error is a text that cannot be read as a plan.
type Error struct {
	Op     string // parse, without
	Source string // file name, "" when parsed from memory
	Code   Reason
	Line   int // 1-based; 0 where no line is to blame
}

// Error names the operation, the source and the reason's code.
func (e *Error) Error() string {
	where := e.Source
	if where == "" {
		where = "text"
	}
	if e.Line > 0 {
		return fmt.Sprintf("plan: %s %s:%d: %s", e.Op, where, e.Line, e.Code)
	}
	return fmt.Sprintf("plan: %s %s: %s", e.Op, where, e.Code)
}

// Text is the reason in Chinese, for people.
func (e *Error) Text() string { return reasonText[e.Code] }
