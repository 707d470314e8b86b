package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"cewen/eval"
	"cewen/library"
	"cewen/reminders"
)

// Errors of the program itself; explain has their words.
var (
	errBadLines  = errors.New("bad lines") // already reported line by line
	errNoPlans   = errors.New("no plan in directory")
	errNoFolder  = errors.New("not a directory")
	errDirectory = errors.New("is a directory")
	errNoToken   = errors.New("no token in file")
)

// report says on stderr, in one line, what went wrong, and returns the exit code.
func (p *program) report(err error) int {
	if err == nil {
		return exitOK
	}
	code := exitError
	if _, ok := errors.AsType[usageError](err); ok {
		code = exitUsage
	}
	if words := explain(err); words != "" {
		// Nothing is left to tell if stderr is closed too.
		_, _ = fmt.Fprintln(p.stderr, "cewen:"+oneLine(words))
	}
	return code
}

// explain turns an error into words for people. It is the only place that does.
func explain(err error) string {
	if errors.Is(err, errBadLines) {
		return ""
	}
	if u, ok := errors.AsType[usageError](err); ok {
		return string(u) + "。用法见 cewen --help"
	}
	if words := serviceWords(err); words != "" {
		return words
	}
	if u, ok := errors.AsType[*unknownName](err); ok {
		return u.words()
	}
	if f, ok := errors.AsType[*fileError](err); ok {
		return fmt.Sprintf("读不了 %s:%s", f.name, cause(f.err))
	}
	if f, ok := errors.AsType[*targetError](err); ok {
		return fmt.Sprintf("写不了 %s:%s", f.name, cause(f.err))
	}
	if l, ok := errors.AsType[*scoreTooLow](err); ok {
		return l.words()
	}
	if r, ok := errors.AsType[*rankingError](err); ok {
		return r.words()
	}
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return "输出写不出去:接收的一方已经关闭"
	}
	if w, ok := errors.AsType[*fs.PathError](err); ok && w.Op == "write" {
		return "输出写不出去:" + cause(w.Err)
	}
	return cause(err)
}

// cause names what is behind an error, without the operations that led to it.
func cause(err error) string {
	if l, ok := errors.AsType[*eval.LineError](err); ok {
		return fmt.Sprintf("第%d行:%s", l.Line, cause(l.Err))
	}
	if l, ok := errors.AsType[*reminders.LineError](err); ok {
		return fmt.Sprintf("第%d行:要写成 2027-01-01 休 元旦 或 2027-02-07 班 这样", l.Line)
	}
	if words, ok := library.Words(err); ok {
		return words
	}
	for _, known := range []struct {
		err   error
		words string
	}{
		{fs.ErrNotExist, "没有这个文件或目录"},
		{fs.ErrPermission, "没有权限"},
		{syscall.EISDIR, "这是一个目录,要的是文件"},
		{errDirectory, "这是一个目录,要的是文件"},
		{syscall.ENOTDIR, "这是一个文件,要的是目录"},
		{syscall.ENOSPC, "磁盘满了"},
		{errNoPlans, "目录里没有方案文件(.txt .md .html .docx .pdf)"},
		{errNoFolder, "这是一个文件,要的是目录"},
		{errLineTooLong, fmt.Sprintf("这一行超过 %d MB", maxLine>>20)},
		{errNoToken, "里面没有令牌"},
		{errNoField, "缺 id 或 q"},
		{eval.ErrNotUTF8, "不是 UTF-8 文字"},
		{eval.ErrNoID, "缺 id"},
		{eval.ErrRepeatedID, "id 重复"},
		{eval.ErrNoQuestion, "缺 q"},
		{eval.ErrEmptySet, "里面没有题目"},
	} {
		if errors.Is(err, known.err) {
			return known.words
		}
	}
	if isJSON(err) {
		return "不是规定的 JSON"
	}
	return err.Error()
}

func isJSON(err error) bool {
	_, syntax := errors.AsType[*json.SyntaxError](err)
	_, kind := errors.AsType[*json.UnmarshalTypeError](err)
	return syntax || kind || errors.Is(err, io.ErrUnexpectedEOF)
}

// fileError is a file or directory that cannot be used.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return fmt.Sprintf("%s: %v", e.name, e.err) }
func (e *fileError) Unwrap() error { return e.err }

// targetError is a file that cannot be written.
type targetError struct {
	name string
	err  error
}

func (e *targetError) Error() string { return fmt.Sprintf("%s: %v", e.name, e.err) }
func (e *targetError) Unwrap() error { return e.err }

// oneLine keeps an error on one line and free of control characters, whatever a file name or a text put into it.
func oneLine(s string) string {
	const most = 300
	var b bytes.Buffer
	n := 0
	for _, r := range strings.ToValidUTF8(s, "?") {
		if n++; n > most {
			b.WriteString("…")
			break
		}
		if r < ' ' || r == 0x7f {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
