package format

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

var errUndecodable = errors.New("bytes that do not decode")

// readText takes a text file. UTF-8 passes byte for byte, byte order mark and CRLF included, since offsets into it are kept elsewhere; but for one whose
// paragraphs are broken into lines, which no reader could quote, and for its numbers (setPlain).
func (d *Document) readText(data []byte) error {
	text, err := d.decode(data)
	if err != nil {
		return err
	}
	if joined, ok := rewrapped(text); ok {
		d.note(NoteWrapped)
		text = joined
	}
	d.Text = text
	return nil
}

// decode finds out how a text is encoded and makes UTF-8 of it. It is strict: what does not decode is refused, never replaced.
func (d *Document) decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		d.Encoding = "utf-16le"
		return strict(data[2:], unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		d.Encoding = "utf-16be"
		return strict(data[2:], unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM))
	}
	if name, e := wideText(data); e != nil {
		d.Encoding = name
		d.note(NoteEncoding)
		return strict(data, e)
	}
	if utf8.Valid(data) {
		d.Encoding = "utf-8"
		return checked(string(data))
	}
	if mostlyUTF8(data) {
		return "", refuse("decode", BadEncoding, errors.New("UTF-8 with broken bytes"))
	}
	d.Encoding = "gb18030"
	d.note(NoteEncoding)
	return strict(data, simplifiedchinese.GB18030)
}

// mostlyUTF8 tells a damaged UTF-8 text from one in GB18030, as which it would often decode into nonsense.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 2:
			good++
		}
		i += n
	}
	return good > 4*bad
}

// strict decodes and refuses what the encoding does not know. U+FFFD may stand in a text as itself (UTF-16 FFFD, GB18030 84 31 A4 37), so
// what was decoded is encoded again and compared.
func strict(data []byte, e encoding.Encoding) (string, error) {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return "", refuse("decode", BadEncoding, err)
	}
	if bytes.ContainsRune(out, utf8.RuneError) {
		back, err := e.NewEncoder().Bytes(out)
		if err != nil || !bytes.Equal(back, data) {
			return "", refuse("decode", BadEncoding, errUndecodable)
		}
	}
	return checked(string(out))
}

// checked refuses what decodes and is no text: NUL and other control characters in number.
func checked(text string) (string, error) {
	control := 0
	for i := range len(text) {
		if c := text[i]; c == 0 {
			return "", refuse("decode", BadEncoding, errors.New("NUL byte"))
		} else if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' {
			control++
		}
	}
	if control > 8 && control > len(text)/100 {
		return "", refuse("decode", BadEncoding, errors.New("control characters"))
	}
	return text, nil
}

// wideText recognises UTF-16 without a byte order mark: read in the right order, nearly all its units are Han characters, their punctuation or
// ASCII, read in the other only some. ASCII gives zero bytes, which no other encoding of a text has; without one it is not taken for UTF-16.
func wideText(data []byte) (string, encoding.Encoding) {
	head := data[:min(len(data), 64<<10)&^1]
	if len(data)%2 != 0 || len(head) < 4 || bytes.IndexByte(head, 0) < 0 {
		return "", nil
	}
	var good [2]int // by the byte that is taken as the high one
	for i := 0; i < len(head); i += 2 {
		for k := range 2 {
			high, low := head[i+k], head[i+1-k]
			if high == 0 && (low >= ' ' && low < 0x7F || low == '\t' || low == '\n' || low == '\r') || high >= 0x4E && high <= 0x9F || high == 0x30 || high == 0xFF && low < 0xF0 {
				good[k]++
			}
		}
	}
	units := len(head) / 2
	for k, e := range []unicode.Endianness{unicode.BigEndian, unicode.LittleEndian} {
		if good[k]*10 >= units*8 && good[k]*5 > good[1-k]*6 {
			return []string{"utf-16be", "utf-16le"}[k], unicode.UTF16(e, unicode.IgnoreBOM)
		}
	}
	return "", nil
}
