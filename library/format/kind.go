package format

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf16"
)

var ole = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// Starts of files that are no text and that nobody should see as one.
var others = [][]byte{
	{0x89, 'P', 'N', 'G'}, {0xFF, 0xD8, 0xFF}, []byte("GIF8"), []byte("II*\x00"), []byte("MM\x00*"), []byte("Rar!"), {'7', 'z', 0xBC, 0xAF},
	{0x1F, 0x8B}, []byte("\x7fELF"), []byte("MZ\x90\x00"), []byte("%!PS"), []byte("SQLite format 3"), []byte("ITSF"),
}

var tagged = regexp.MustCompile(`(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|div|table|p|title)[\s>]`)

// kindOf tells what a file is: by its first bytes, then by its name. A page that was saved as .txt or .doc is a page.
func kindOf(name string, data []byte) (Kind, error) {
	ext := strings.ToLower(filepath.Ext(name))
	head := data[:min(len(data), 1024)]
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return DOCX, nil // readDOCX refuses what is another kind of archive
	case bytes.HasPrefix(data, ole):
		return "", refuse("open", oleReason(data), nil)
	case bytes.Contains(head, []byte("%PDF-")) && bytes.IndexByte(head, '%') < 1024 && !likelyText(head):
		return PDF, nil
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		return "", refuse("open", OldWord, nil)
	}
	for _, o := range others {
		if bytes.HasPrefix(data, o) {
			return "", refuse("open", UnknownKind, nil)
		}
	}
	kind, ok := extensions[ext]
	if kind == DOCX || kind == PDF {
		if tagged.Match(plainHead(head)) {
			return HTML, nil
		}
		return "", refuse("open", Broken, nil)
	}
	if kind != Markdown && tagged.Match(plainHead(head)) {
		return HTML, nil
	}
	if !ok {
		if ext == "" || ext == ".text" || ext == ".log" || ext == ".csv" {
			return Text, nil
		}
		return "", refuse("open", UnknownKind, nil)
	}
	return kind, nil
}

// likelyText tells a text that quotes "%PDF-" from a PDF with bytes before its head.
func likelyText(head []byte) bool {
	return !bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n\xEF\xBB\xBF"), []byte("%PDF-")) && !bytes.ContainsAny(head, "\x00\x01\x02\x03\xB5") &&
		bytes.Count(head, []byte(" obj")) == 0
}

// plainHead is the head of a file without a byte order mark and, for UTF-16, without its NULs: enough to see a tag.
func plainHead(head []byte) []byte {
	head = bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return bytes.ReplaceAll(head[2:], []byte{0}, nil)
	}
	return head
}

// oleReason looks for the names of the streams, which stand in UTF-16 in the file's directory: an encrypted .docx is such a file too.
func oleReason(data []byte) Reason {
	for _, s := range []string{"EncryptedPackage", "EncryptionInfo", "DRMEncrypted"} {
		if bytes.Contains(data, wide(s)) {
			return Encrypted
		}
	}
	for _, s := range []string{"Workbook", "PowerPoint Document"} {
		if bytes.Contains(data, wide(s)) {
			return UnknownKind
		}
	}
	return OldWord
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
