package library

import (
	"bytes"
	"context"
	"io"

	"cewen/dialog"
)

// UploadBook keeps the files that were sent; store fulfils it.
type UploadBook interface {
	LiveUploads(ctx context.Context) ([]dialog.Upload, error)
	UploadBody(ctx context.Context, id string) (body, fixes []byte, err error)
	Hidden(ctx context.Context) ([]dialog.Hiding, error)
}

// Uploads are the files that were sent and taken in.
type Uploads struct{ Book UploadBook }

// Files lists them, the one taken in first in front.
func (u Uploads) Files(ctx context.Context) ([]File, error) {
	live, err := u.Book.LiveUploads(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]File, 0, len(live))
	for _, l := range live {
		part := func(fixes bool) func(context.Context) (io.ReadCloser, error) {
			return func(ctx context.Context) (io.ReadCloser, error) {
				b, f, err := u.Book.UploadBody(ctx, l.ID)
				if fixes {
					b = f
				}
				return io.NopCloser(bytes.NewReader(b)), err
			}
		}
		out = append(out, File{Key: dialog.UploadFrom(l.ID), Name: l.Name, Stamp: l.ID, Open: part(false), Fixes: part(true)})
	}
	return out, nil
}

// hiding leaves out the plans that an administrator took out of other sources.
func (l *Library) hiding(ctx context.Context) (map[string]bool, error) {
	if l.config.Book == nil {
		return nil, nil
	}
	list, err := l.config.Book.Hidden(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]bool, len(list))
	for _, h := range list {
		out[h.Plan] = true
	}
	return out, nil
}
