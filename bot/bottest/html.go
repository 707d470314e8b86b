package bottest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseHTML reads a text of parse mode HTML as Telegram does. The error is what Telegram says after "can't parse entities: ". The result is
// not yet trimmed.
func ParseHTML(source string) (Formatted, error) {
	if !utf8.ValidString(source) {
		return Formatted{}, entityError("Text must be encoded in UTF-8")
	}
	p := &htmlParser{src: source}
	for p.pos < len(source) {
		var err error
		switch source[p.pos] {
		case '&':
			err = p.character()
		case '<':
			err = p.tag()
		default:
			r, size := utf8.DecodeRuneInString(source[p.pos:])
			if r == '>' {
				p.doubt("raw > at byte offset %d", p.pos)
			}
			p.pos += size
			p.put(r)
		}
		if err != nil {
			return Formatted{}, err
		}
	}
	if n := len(p.open); n > 0 {
		return Formatted{}, entityErrorf("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	sortEntities(p.entities)
	return Formatted{p.out.String(), p.entities, p.doubts}, nil
}

// entityError is Telegram's own wording, which begins with a capital.
type entityError string

func (e entityError) Error() string { return string(e) }

func entityErrorf(format string, args ...any) error { return entityError(fmt.Sprintf(format, args...)) }

// EscapeHTML makes a text that ParseHTML reads back as it was.
func EscapeHTML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

type htmlParser struct {
	src      string
	pos      int
	out      strings.Builder
	units    int // UTF-16 length of out
	open     []openTag
	entities []Entity
	doubts   []string
}

func (p *htmlParser) doubt(format string, args ...any) {
	p.doubts = append(p.doubts, fmt.Sprintf(format, args...))
}

func (p *htmlParser) put(r rune) {
	p.out.WriteRune(r)
	p.units += units(r)
}

// at is the byte at i, or 0 behind the end, where Telegram's C string has its terminator.
func (p *htmlParser) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

// character reads &lt; and its like. What is none is shown literally.
func (p *htmlParser) character() error {
	r, end := p.reference(p.pos)
	if end == 0 {
		p.doubt("& at byte offset %d begins none of &lt; &gt; &amp; &quot; &#…; and is shown as it stands", p.pos)
		p.put('&')
		p.pos++
		return nil
	}
	if r >= 0xd800 && r <= 0xdfff {
		return entityError("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	p.put(r)
	p.pos = end
	return nil
}

// reference decodes the character reference at i and tells where it ends, or 0 if there is none.
func (p *htmlParser) reference(i int) (r rune, end int) {
	end = i + 1
	if p.at(end) == '#' {
		base, isDigit := 10, func(c byte) bool { return c >= '0' && c <= '9' }
		end++
		if p.at(end) == 'x' {
			base, isDigit = 16, func(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }
			end++
		}
		digits := end
		for isDigit(p.at(end)) {
			end++
		}
		n, err := strconv.ParseUint(p.src[digits:end], base, 32)
		if err != nil || n == 0 || n >= 0x10ffff || end-i >= 10 {
			return 0, 0
		}
		r = rune(n)
	} else {
		for c := p.at(end) | 0x20; c >= 'a' && c <= 'z'; c = p.at(end) | 0x20 {
			end++
		}
		switch p.src[i+1 : end] {
		case "lt":
			r = '<'
		case "gt":
			r = '>'
		case "amp":
			r = '&'
		case "quot":
			r = '"'
		default:
			return 0, 0
		}
	}
	if p.at(end) == ';' {
		return r, end + 1
	}
	p.doubt("%s at byte offset %d has no semicolon", p.src[i:end], i)
	return r, end
}
