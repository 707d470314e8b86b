package library

import (
	"errors"
	"fmt"
	"strings"

	"cewen/library/format"
	"cewen/plan"
)

// Words says in Chinese why a file could not be read; ok is false for an error that is none of a file's: nothing internal is told.
func Words(err error) (words string, ok bool) {
	if e, is := errors.AsType[*format.Error](err); is {
		return formatWords(e), true
	}
	if e, is := errors.AsType[*plan.Error](err); is {
		if e.Line > 0 {
			return fmt.Sprintf("第%d行:%s", e.Line, e.Text()), true
		}
		return e.Text(), true
	}
	if e, is := errors.AsType[*plan.CorrectionError](err); is {
		return correctionWords(e), true
	}
	if e, is := errors.AsType[*FixError](err); is {
		if errors.Is(e.Err, errNoPlan) {
			return "校正里写的方案(文号或标题),文件里没有", true
		}
		return "校正文件看不懂:" + firstLine(e.Err.Error()), true
	}
	if e, is := errors.AsType[*SameError](err); is {
		return "与 " + e.Other + " 完全相同,只收录一份", true
	}
	return "", false
}

// Words says in Chinese why the file could not be read, and whether its version before is still answered from.
func (p Problem) Words() string {
	words, ok := Words(p.Err)
	if !ok {
		words = "读不出来"
	}
	if p.Kept {
		words += ";仍用旧的一份"
	}
	return words
}

func formatWords(e *format.Error) string {
	return map[format.Reason]string{
		format.TooLarge:    fmt.Sprintf("文件超过%d MB,不像一份方案", format.MaxBytes>>20),
		format.Empty:       "文件里没有文字",
		format.Encrypted:   "文件加了密码,请去掉密码再收录",
		format.Scanned:     "这是扫描件(图片),里面没有文字。请用文字版的PDF、Word或网页",
		format.Broken:      "文件坏了,打不开。请重新下载或另存一份",
		format.Bomb:        "压缩文件展开后大得不正常,没有打开",
		format.UnknownKind: "不认识这种文件。可以收录 .txt .md .html .docx 和文字版 .pdf",
		format.OldWord:     "这是旧版Word或WPS文件(.doc、.wps),请另存为 .docx",
		format.Unreadable:  "没有读完,请再试一次",
		format.Stopped:     "读得太久,停下了",
		format.BadEncoding: "不是文字:编码不是UTF-8、GB18030或UTF-16,或含有NUL字节",
	}[e.Code]
}

// noteWords are the notes that matter to who asks whether a file was read whole.
func noteWords(codes []string) []string {
	words := map[string]string{
		format.NoteOutside:    "正文以外的文字没有读",
		format.NoteWhole:      "没有分出正文,整页都当正文读了",
		format.NotePictures:   "图片没有读",
		format.NoteEncoding:   "文件没有写明编码,按猜的读了,请看有没有乱码",
		format.NoteWrapped:    "断成一行一行的段落,接成了整段",
		format.NoteNumbers:    "数字两边的空格和全角数字,改成了通常的写法",
		format.NoteNotes:      "脚注、尾注和批注没有读",
		format.NoteDeletions:  "修订中删去的文字没有读",
		format.NoteNumbering:  "有的自动编号没有认出来",
		format.NoteHidden:     "隐藏的文字没有读",
		format.NoteBlankPages: "有的页没有文字,可能是扫描的",
		format.NoteUnreadable: "有的字认不出来",
	}
	var out []string
	for _, c := range codes {
		if w := words[c]; w != "" {
			out = append(out, w)
		}
	}
	return out
}

func correctionWords(e *plan.CorrectionError) string {
	why := map[string]string{
		"not-found":   "方案里没有找到",
		"not-in-text": "原文里没有这几个字",
		"not-once":    "在这一条里出现不止一次,请多写几个字",
		"bad-date":    "日期要写成 2026-06-30 这样,不是时限就写 " + plan.NoDeadline,
		"nothing":     "没有写要改什么,或这里没有可改的时限",
	}[e.Why]
	return fmt.Sprintf("第%d处校正的%s“%s”:%s", e.Index+1, e.Field, clip(e.Words, 30), why)
}

func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
