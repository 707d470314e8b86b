package reminders

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Action is what a reply to a numbered list records.
type Action struct {
	Numbers []int // from 1; empty: all
	Status  Status
	Until   string
	Note    string
}

// ReplyError is a reply that is meant as a record and cannot be one; its text is for people.
type ReplyError string

func (e ReplyError) Error() string { return string(e) }

var (
	// 3办结, 3、4、5办结, 3-5办结, 全部办结, 办结
	numbersOf = regexp.MustCompile(`^(全部|都|第?\d+(?:\s*(?:[、,和]|[-~—至到]|\s)\s*第?\d+)*)?[项条个号]?\s*:?\s*(已?办结|已?完成|做完了|未完成|没完成|没有完成|延期|推迟|备注)`)
	digits    = regexp.MustCompile(`\d+`)
	span      = regexp.MustCompile(`(\d+)\s*[-~—至到]\s*第?(\d+)`)
	until     = regexp.MustCompile(`^\s*(?:到|至|为)?\s*(.*)$`)
	spaces    = regexp.MustCompile(`\s+`)
)

// mostNumbered is the highest number that is believed; more is a slip.
const mostNumbered = 200

// narrow turns a full-width digit or mark into its narrow form, one character for one; others stay.
func narrow(r rune) rune {
	switch {
	case r >= '\uff01' && r <= '\uff5e':
		return r - '\uff01' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

// ReadReply reads a reply to a list of so many items: 3办结, 5延期到明年6月底, 7备注 已招标, several of them in one message, parted by / ; or
// line ends. ok is false for a text that is no record at all, such as a question. Errors: ReplyError.
func ReadReply(text string, items int, today time.Time) (actions []Action, ok bool, err error) {
	whole := []rune(text)
	from := 0
	for to := 0; to <= len(whole); to++ {
		if to < len(whole) && !strings.ContainsRune("\n/;。", narrow(whole[to])) {
			continue
		}
		part := []rune(strings.TrimSpace(string(whole[from:to])))
		from = to + 1
		if len(part) == 0 {
			continue
		}
		more, fine, err := readPart(part, items, today)
		if err != nil {
			return nil, true, err
		}
		if !fine {
			return nil, false, nil
		}
		actions = append(actions, more...)
	}
	return actions, len(actions) > 0, nil
}

// readPart reads one part; several records may follow each other in it: 3办结 5延期到明年6月底. A note is kept as it was written.
func readPart(written []rune, items int, today time.Time) ([]Action, bool, error) {
	var out []Action
	for part := strings.Map(narrow, string(written)); part != ""; {
		m := numbersOf.FindStringSubmatchIndex(part)
		if m == nil {
			return nil, false, nil
		}
		named, word, rest := "", part[m[4]:m[5]], part[m[1]:]
		if m[2] >= 0 {
			named = part[m[2]:m[3]]
		}
		numbers, err := readNumbers(named, items)
		if err != nil {
			return nil, true, err
		}
		a := Action{Numbers: numbers}
		switch {
		case strings.Contains(word, "备注"):
			note := strings.TrimLeft(rest, " :")
			// narrow changes no lengths: the note is the end of what was written.
			a.Note = strings.TrimSpace(string(written[len(written)-utf8.RuneCountInString(note):]))
			if a.Note == "" {
				return nil, true, ReplyError("备注写什么?例如:7备注 已招标")
			}
			rest = ""
		case word == "延期" || word == "推迟":
			a.Status = Postponed
			var day string
			day, rest = nextRecord(until.FindStringSubmatch(rest)[1])
			var ok bool
			if a.Until, ok = ReadDay(day, today); !ok {
				return nil, true, ReplyError("延期到哪一天?例如:5延期到明年6月底,或 5延期到2027-06-30")
			}
		case strings.HasPrefix(word, "未") || strings.HasPrefix(word, "没"):
			a.Status = NotDone
		default:
			a.Status = Done
		}
		if named == "" && items != 1 {
			return nil, true, ReplyError(fmt.Sprintf("是第几项?这里有%d项,例如:3%s", items, word))
		}
		out = append(out, a)
		part = strings.TrimLeft(rest, " ,、了")
	}
	return out, true, nil
}

// nextRecord parts a day from a record that follows it: 明年6月底 7办结.
func nextRecord(text string) (day, rest string) {
	for _, at := range spaces.FindAllStringIndex(text, -1) {
		if numbersOf.MatchString(text[at[1]:]) {
			return text[:at[0]], text[at[1]:]
		}
	}
	return text, ""
}

// readNumbers reads 3、4、5 and 3-5. Nothing, 全部 and 都 mean all.
func readNumbers(text string, items int) ([]int, error) {
	if text == "" || text == "全部" || text == "都" {
		all := make([]int, items)
		for i := range all {
			all[i] = i + 1
		}
		return all, nil
	}
	seen := map[int]bool{}
	var out []int
	add := func(n int) error {
		if n < 1 || n > items || n > mostNumbered {
			return ReplyError(fmt.Sprintf("没有第%d项,这里只有%d项。", n, items))
		}
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
		return nil
	}
	rest := text
	for _, m := range span.FindAllStringSubmatch(text, -1) {
		from, to := number(m[1]), number(m[2])
		if to < from || to > items {
			return nil, ReplyError(fmt.Sprintf("没有第%d到第%d项,这里有%d项。", from, to, items))
		}
		for n := from; n <= to; n++ {
			if err := add(n); err != nil {
				return nil, err
			}
		}
		rest = strings.Replace(rest, m[0], " ", 1)
	}
	for _, d := range digits.FindAllString(rest, -1) {
		if len(d) > 3 {
			return nil, ReplyError("没有第" + d + "项。")
		}
		if err := add(number(d)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// IsReceipt reports whether a reply only says that a message was read: 收到.
func IsReceipt(text string) bool {
	switch strings.Trim(strings.TrimSpace(strings.Map(narrow, text)), "。.!~") {
	case "收到", "已收到", "收到了", "好的收到", "收到谢谢", "知道了", "已阅":
		return true
	}
	return false
}
