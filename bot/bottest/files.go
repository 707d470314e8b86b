package bottest

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
)

// storedFile is a file that Telegram holds. Guarded by Server.mu.
type storedFile struct {
	File
	path string
}

// addFile stores a file and returns its id.
func (s *Server) addFile(f File, folder string) string {
	n := len(s.files) + 1
	id := fmt.Sprintf("BQACAgUAAxkDAAI%08dFile", n)
	s.files[id] = &storedFile{f, fmt.Sprintf("%s/file_%d%s", folder, n, path.Ext(f.Name))}
	return id
}

func (s *Server) wireFile(id string) *wireFile {
	f := s.files[id]
	return &wireFile{FileID: id, FileUniqueID: "AgAD" + id[len(id)-12:], FileName: f.Name, MimeType: f.Type, FileSize: len(f.Data)}
}

func (s *Server) getFile(c *call) answer {
	id := c.Fields["file_id"]
	f := s.files[id]
	if f == nil {
		c.wrong(fmt.Sprintf("file_id %q was never given out", id), "")
		return badRequest("wrong file_id or the file is temporarily unavailable")
	}
	if len(f.Data) > 20<<20 {
		return badRequest("file is too big")
	}
	w := s.wireFile(id)
	w.FileName, w.MimeType, w.FilePath = "", "", f.path
	return fine(w)
}

// download serves the files that getFile names.
func (s *Server) download(w http.ResponseWriter, name string) {
	s.mu.Lock()
	var data []byte
	found := false
	for _, f := range s.files {
		if f.path == name {
			data, found = f.Data, true
		}
	}
	if !found {
		s.violations = append(s.violations, Violation{Reason: fmt.Sprintf("download of %q, which getFile never named", name)})
	}
	s.mu.Unlock()
	if !found {
		http.NotFound(w, nil)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the client may have gone
}
