package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/library"
)

// Library is where plans are taken in. library.Library fulfils it.
type Library interface {
	Examine(ctx context.Context, name string, body, fixes []byte) (library.Reading, error)
	Reload(ctx context.Context) (changed bool, err error)
	Problems() []library.Problem
}

// PlanFiles is what was sent.
type PlanFiles interface {
	Upload(ctx context.Context, id string) (dialog.Upload, bool, error)
	UploadBody(ctx context.Context, id string) (body, fixes []byte, err error)
	Uploads(ctx context.Context, most int) ([]dialog.Upload, error)
	Hidden(ctx context.Context) ([]dialog.Hiding, error)
}

const (
	mostDownload = 20 << 20 // of a bot: Bot API, getFile
	downloadTime = time.Minute
	examineTime  = 2 * time.Minute
	filesListed  = 200
)

// document is a file in a message (Bot API, Document).
type document struct {
	ID   string `json:"file_id"`
	Name string `json:"file_name"`
	Size int64  `json:"file_size"`
}

// sent handles a file: an administrator's is read and shown, to be taken in by a button; others are told that only words are read.
func (w *work) sent(m *message) error {
	d := m.Document
	switch {
	case w.to.group:
		return nil
	case w.bot.Library == nil || !w.bot.isAdmin(w.to.user):
		w.reply(view.Text("现在只看文字。收录方案请联系管理员。"))
		return nil
	case d.Size > mostDownload:
		w.reply(view.Text(fmt.Sprintf("文件有%d MB,Telegram只让机器人取20 MB以内的。请在网页上传,或放进服务器的方案目录。", d.Size>>20)))
		return nil
	}
	ctx, cancel := context.WithTimeout(w.ctx, downloadTime)
	defer cancel()
	body, err := w.bot.api.download(ctx, d.ID)
	if err != nil {
		w.bot.log.Warn("file not fetched", "error", err)
		w.reply(view.Text("文件没有取到,请再发一次。"))
		return nil
	}
	return w.examine(d.Name, body)
}

// examine reads a sent file and shows what it says.
func (w *work) examine(name string, body []byte) error {
	var fixes []byte
	if base, ok := strings.CutSuffix(name, library.FixSuffix); ok {
		u, found, err := w.fileCalled(base)
		if err != nil {
			return err
		}
		if !found {
			w.reply(view.Text("没有名叫“" + base + "”的收录文件。校正文件要叫“原文件名" + library.FixSuffix + "”,原文件先发来收录。"))
			return nil
		}
		fixes = body
		if body, _, err = w.bot.store.UploadBody(w.ctx, u.ID); err != nil {
			return err
		}
		name = base
	}
	ctx, cancel := context.WithTimeout(w.ctx, examineTime)
	defer cancel()
	r, err := w.bot.Library.Examine(ctx, name, body, fixes)
	if err != nil {
		words, ok := library.Words(err)
		if !ok {
			w.bot.log.Warn("sent file not read", "error", err)
			words = "读不出来"
		}
		w.reply(view.Text("没有收录 " + name + ":" + words + "。"))
		return nil
	}
	u := dialog.Upload{ID: w.id(), Key: r.Key, Name: name, Sum: r.Sum, Heading: r.Heading(), State: dialog.UploadPending, By: w.to.user, ByName: w.to.name, At: w.now}
	for _, h := range w.bot.snapshot().Holdings() {
		if h.File == r.Sum {
			w.reply(view.Text("这个文件已经收录:" + h.Brief.Heading() + "。"))
			return nil
		}
	}
	w.changes.Proposals = append(w.changes.Proposals, dialog.Proposal{Upload: u, Body: body, Fixes: fixes})
	w.record("发来方案", 0, u.Heading)
	w.reply(view.Understood(u, r))
	return nil
}

// fileCalled finds the newest sent file of a name that was not refused.
func (w *work) fileCalled(name string) (u dialog.Upload, ok bool, err error) {
	us, err := w.bot.store.Uploads(w.ctx, filesListed)
	for _, u := range us {
		if u.Name == name && u.State != dialog.UploadCancelled && u.State != dialog.UploadRemoved {
			return u, true, nil
		}
	}
	return u, false, err
}

// decideFile is a press of 收录, 取消, 移除 or 恢复.
func (w *work) decideFile(p *pressed, id string, to dialog.UploadState) error {
	u, ok, err := w.bot.store.Upload(w.ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		w.toast(p.ID, "这个文件已经不在了,请重新发来")
		return nil
	}
	if !u.May(to) {
		w.toast(p.ID, "现在是:"+view.UploadWords(u.State))
		return nil
	}
	w.changes.Decisions = append(w.changes.Decisions, dialog.Decision{ID: id, To: to, By: p.From.ID, Name: w.to.name})
	w.record(map[dialog.UploadState]string{dialog.UploadLive: "收录方案", dialog.UploadCancelled: "不收录方案", dialog.UploadRemoved: "移除方案"}[to], 0, u.Heading)
	if to != dialog.UploadCancelled {
		w.reload()
	}
	w.change(p, view.Taken(u, to, w.to.name))
	w.toast(p.ID, map[dialog.UploadState]string{dialog.UploadLive: "已收录", dialog.UploadCancelled: "没有收录", dialog.UploadRemoved: "已移除"}[to])
	return nil
}

func (w *work) files(p *pressed, page int) error {
	us, err := w.bot.store.Uploads(w.ctx, filesListed)
	if err != nil {
		return err
	}
	hidden, err := w.bot.store.Hidden(w.ctx)
	if err != nil {
		return err
	}
	w.change(p, view.Files(us, hidden, page, w.bot.Zone))
	w.toast(p.ID, "")
	return nil
}

// download fetches a file that was sent (Bot API, getFile). The link holds the token, so no error may show it.
func (c *client) download(ctx context.Context, id string) ([]byte, error) {
	var file *models.File
	err := c.call(ctx, "getFile", func(ctx context.Context) (err error) {
		file, err = c.GetFile(ctx, &tg.GetFileParams{FileID: id})
		return err
	})
	if err != nil {
		return nil, err
	}
	if file == nil || file.FilePath == "" {
		return nil, errors.New("getFile: no path")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/file/bot"+c.token+"/"+file.FilePath, nil)
	if err != nil {
		return nil, c.clean(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, c.clean(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("download: status %d", res.StatusCode)
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(res.Body, mostDownload+1))
	if err != nil {
		return nil, c.clean(err)
	}
	if n > mostDownload {
		return nil, errors.New("download: more than the Bot API lets a bot fetch")
	}
	return b.Bytes(), nil
}
