package dialog

import (
	"strings"
	"time"
)

// UploadState says what became of a plan file that was sent.
type UploadState string

// The states.
const (
	UploadPending   UploadState = "pending"   // 待收录
	UploadLive      UploadState = "live"      // 收录中
	UploadReplaced  UploadState = "replaced"  // 已被新版代替
	UploadRemoved   UploadState = "removed"   // 已移除
	UploadCancelled UploadState = "cancelled" // 已取消
)

// Upload (上传的方案) is a plan file that somebody sent.
type Upload struct {
	ID      string // stands in buttons: no : in it, and at most 16 bytes
	Key     string // 文号, else issuer and title: of one key at most one is live
	Name    string // of the file
	Sum     string // of its content
	Heading string // 《…》 文号
	State   UploadState
	By      int64
	ByName  string
	At      time.Time

	DecidedBy   int64 // who took it in, out or back, last
	DecidedName string
	Decided     time.Time
}

// Proposal is a file that was sent and is not live yet.
type Proposal struct {
	Upload Upload
	Body   []byte
	Fixes  []byte // corrections sent with it; nil: none
}

// Decision takes a sent file in, out or back.
type Decision struct {
	ID   string      // of the upload
	To   UploadState // UploadLive, UploadCancelled, UploadRemoved
	By   int64
	Name string
}

// Hiding takes a plan of another source out, or brings it back.
type Hiding struct {
	Plan    string // its name (文号, the file name where it has none)
	Heading string
	By      int64
	Name    string
	At      time.Time
	Back    bool
}

// May reports whether a file can be taken to a state from where it is.
func (u Upload) May(to UploadState) bool {
	switch to {
	case UploadLive:
		return u.State == UploadPending || u.State == UploadReplaced || u.State == UploadRemoved
	case UploadCancelled:
		return u.State == UploadPending
	case UploadRemoved:
		return u.State == UploadLive
	}
	return false
}

// uploadPrefix stands before the id of a sent file where files of all sources are named.
const uploadPrefix = "upload:"

// UploadFrom names a sent file among those of all sources.
func UploadFrom(id string) string { return uploadPrefix + id }

// UploadKey is the id of a sent file from such a name; ok is false for a file of another source.
func UploadKey(from string) (id string, ok bool) { return strings.CutPrefix(from, uploadPrefix) }
