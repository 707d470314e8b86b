package main

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"cewen/bot"
	"cewen/store"
)

// storeError is a database that cannot be used. Its name holds no password.
type storeError struct {
	name string
	err  error
}

func (e *storeError) Error() string { return fmt.Sprintf("%s: %v", e.name, e.err) }
func (e *storeError) Unwrap() error { return e.err }

// words says what is wrong with a database and what to do.
func (e *storeError) words() string {
	for _, known := range []struct {
		err   error
		words string
	}{
		{store.ErrServed, "另一个 cewen serve 正在用它。先停掉那一个,或换一个 --db"},
		{store.ErrForeign, "这不是策问的数据库"},
		{store.ErrNewer, "它是更新版本的策问写的,这个版本不认识。请用新版本"},
		{store.ErrOlder, "它是旧版本的策问写的,还没有升级。先用这个版本运行一次 cewen serve"},
		{store.ErrFull, "磁盘满了"},
		{store.ErrReadOnly, "只能读,不能写"},
		{store.ErrDenied, "用户名、密码或库名不对"},
		{store.ErrAddress, "地址写得不对,要写成 postgres://用户:密码@主机/库 这样"},
		{store.ErrDamaged, "文件损坏了。请用备份恢复"},
		{fs.ErrExist, "目标文件已经存在"},
		{fs.ErrNotExist, "没有这个文件或目录"},
		{fs.ErrPermission, "没有权限"},
		{syscall.ENOSPC, "磁盘满了"},
		{syscall.EROFS, "只能读,不能写"},
		{store.ErrUnreachable, "连不上"},
	} {
		if errors.Is(e.err, known.err) {
			return fmt.Sprintf("数据库 %s:%s", e.name, known.words)
		}
	}
	return fmt.Sprintf("数据库 %s:%v", e.name, e.err)
}

// addressError is an address that cannot be listened on.
type addressError struct {
	flag, address string
	err           error
}

func (e *addressError) Error() string { return fmt.Sprintf("%s %s: %v", e.flag, e.address, e.err) }
func (e *addressError) Unwrap() error { return e.err }

func (e *addressError) words() string {
	why := "地址写得不对,要写成 127.0.0.1:8080 这样"
	switch {
	case errors.Is(e.err, syscall.EADDRINUSE):
		why = "已经被别的程序占用"
	case errors.Is(e.err, syscall.EACCES):
		why = "没有权限用这个端口"
	case errors.Is(e.err, syscall.EADDRNOTAVAIL):
		why = "这台机器没有这个地址"
	}
	return fmt.Sprintf("%s %s:%s", e.flag, e.address, why)
}

// serviceWords explains the errors of serve, health and backup; "" for an error that is none of theirs.
func serviceWords(err error) string {
	if s, ok := errors.AsType[*storeError](err); ok {
		return s.words()
	}
	if a, ok := errors.AsType[*addressError](err); ok {
		return a.words()
	}
	if u, ok := errors.AsType[*unhealthy](err); ok {
		return fmt.Sprintf("%s 不正常:%s", u.address, u.why)
	}
	switch {
	case errors.Is(err, bot.ErrToken):
		return "--telegram-token:这不是机器人令牌。令牌像 123456789:AA… 这样,由 @BotFather 给"
	case errors.Is(err, bot.ErrAddress):
		return "--telegram-api:要写成 https://… 这样的网址"
	}
	return ""
}
